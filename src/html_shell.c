/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "html.h"

static void
append_head(struct buffer *out, const struct html_shell *shell)
{
	buffer_append_string(out, "<!doctype html>\n"
				  "<html lang=\"en\">\n"
				  "<head>\n"
				  "<meta charset=\"utf-8\">\n");
	html_wrap(out, "<title>", shell->title, " – ");
	html_wrap(out, "", shell->site_name, "</title>\n");
	buffer_append_string(out,
	    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	    "<meta name=\"color-scheme\" content=\"light dark\">\n"
	    "<meta name=\"robots\" content=\"noindex\">\n"
	    "<meta name=\"referrer\" content=\"no-referrer\">\n");
	html_wrap(out, "<link rel=\"stylesheet\" href=\"", shell->style_url, "\">\n");
	if (shell->script_url != NULL)
		html_wrap(
		    out, "<script src=\"", shell->script_url, "\" defer=\"\"></script>\n");
	if (shell->icon_url != NULL)
		html_wrap(out, "<link rel=\"icon\" type=\"image/svg+xml\" href=\"",
		    shell->icon_url, "\">\n");
	if (shell->opensearch_url != NULL) {
		html_wrap(out,
		    "<link rel=\"search\" type=\"application/opensearchdescription+xml\" "
		    "title=\"",
		    shell->site_name, "\" ");
		html_wrap(out, "href=\"", shell->opensearch_url, "\">\n");
	}
	buffer_append_string(out, "</head>\n");
}

void
html_shell_begin(struct buffer *out, const struct html_shell *shell)
{
	append_head(out, shell);
	buffer_append_string(out, "<body class=\"fornix fornix-auto\">\n");
	html_wrap(out, "<a class=\"skip\" href=\"#",
	    shell->target != NULL ? shell->target : "main", "\">");
	html_wrap(out, "", shell->skip, "</a>\n");
	buffer_append_string(out, "<header class=\"top\">\n<div class=\"inner\">\n");
	html_wrap(out, "<p class=\"site\"><a href=\"/\">", shell->site_name, "</a></p>\n");
	html_box(out, &(struct html_box){.search_path = shell->search_path,
			  .id = "q",
			  .label = "Search our articles",
			  .query = shell->query});
	if (shell->browse_path != NULL)
		html_wrap(out, "<p class=\"all\"><a href=\"", shell->browse_path,
		    "\">All articles, A to Z</a></p>\n");
	buffer_append_string(
	    out, "</div>\n</header>\n<main id=\"main\" class=\"inner\" tabindex=\"-1\">\n");
}

void
html_shell_end(struct buffer *out)
{
	buffer_append_string(out,
	    "</main>\n"
	    "<footer class=\"bottom\">\n"
	    "<div class=\"inner\">\n"
	    "<p>If it can’t wait, <a href=\"tel:911\">call 911</a>. These articles inform; "
	    "they don’t replace the advice of your doctor.</p>\n"
	    "</div>\n"
	    "</footer>\n"
	    "</body>\n"
	    "</html>\n");
}

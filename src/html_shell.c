/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "html.h"
#include "render_parts.h"

static void
append_form(struct buffer *out, const struct html_shell *shell)
{
	html_box(out, &(struct html_box){.search_path = shell->site->search_path,
			  .id = "q",
			  .label = "Search our articles",
			  .query = shell->query});
	if (shell->site->browse_path != NULL)
		html_wrap(out, "<p class=\"all\"><a href=\"", shell->site->browse_path,
		    "\">All articles, A to Z</a></p>\n");
}

/* What belongs to the answer, also within a template. */
static void
append_meta(struct buffer *out, const struct html_shell *shell)
{
	const struct render_site *site = shell->site;

	html_wrap(out, "<title>", shell->title, " – ");
	html_wrap(out, "", site->name, "</title>\n");
	buffer_append_string(out, "<meta name=\"robots\" content=\"noindex\">\n"
				  "<meta name=\"referrer\" content=\"no-referrer\">\n");
	html_wrap(out, "<link rel=\"stylesheet\" href=\"", site->style_url, "\">\n");
	if (site->script_url != NULL)
		html_wrap(out, "<script src=\"", site->script_url, "\" defer=\"\"></script>\n");
	if (site->opensearch_url != NULL) {
		html_wrap(out,
		    "<link rel=\"search\" type=\"application/opensearchdescription+xml\" "
		    "title=\"",
		    site->name, "\" ");
		html_wrap(out, "href=\"", site->opensearch_url, "\">\n");
	}
}

static void
append_head(struct buffer *out, const struct html_shell *shell)
{
	buffer_append_string(out,
	    "<!doctype html>\n"
	    "<html lang=\"en\">\n"
	    "<head>\n"
	    "<meta charset=\"utf-8\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	    "<meta name=\"color-scheme\" content=\"light dark\">\n");
	append_meta(out, shell);
	if (shell->site->icon_url != NULL)
		html_wrap(out, "<link rel=\"icon\" type=\"image/svg+xml\" href=\"",
		    shell->site->icon_url, "\">\n");
	buffer_append_string(out, "</head>\n");
}

static void
begin_own(struct buffer *out, const struct html_shell *shell)
{
	append_head(out, shell);
	buffer_append_string(out, "<body class=\"fornix fornix-auto\">\n");
	html_wrap(out, "<a class=\"skip\" href=\"#",
	    shell->target != NULL ? shell->target : "main", "\">");
	html_wrap(out, "", shell->skip, "</a>\n");
	buffer_append_string(out, "<header class=\"top\">\n<div class=\"inner\">\n");
	html_wrap(out, "<p class=\"site\"><a href=\"/\">", shell->site->name, "</a></p>\n");
	append_form(out, shell);
	buffer_append_string(
	    out, "</div>\n</header>\n<main id=\"main\" class=\"inner\" tabindex=\"-1\">\n");
}

void
html_shell_begin(struct buffer *out, const struct html_shell *shell)
{
	const struct page_template *page_template = shell->site->page_template;

	if (page_template == NULL) {
		begin_own(out, shell);
		return;
	}
	buffer_append(out, page_template->before.data, page_template->before.length);
	append_meta(out, shell);
	buffer_append(out, page_template->between.data, page_template->between.length);
	buffer_append_string(out, "<div class=\"fornix\">\n");
	append_form(out, shell);
}

bool
html_contact(struct buffer *out, const struct render_site *site)
{
	struct buffer url CLEANUP_BUFFER;
	size_t start = out->length;

	buffer_init(&url, out->max);
	if (site->contact_phone != NULL && render_phone_url(&url, site->contact_phone)) {
		html_wrap(out, "Call <a href=\"", url.data, "\">");
		html_wrap(out, "", site->contact_phone, "</a>");
		if (site->contact_hours != NULL)
			html_wrap(out, " (", site->contact_hours, ")");
		buffer_append_string(out, site->contact_url != NULL ? ", or " : ".");
	} else if (site->contact_hours != NULL) {
		html_wrap(out, "Opening hours: ", site->contact_hours, ". ");
	}
	if (site->contact_url != NULL && html_link_begin(out, site->contact_url))
		buffer_append_string(
		    out, url.length > 0 ? "contact us</a>." : "Contact us</a>.");
	out->failed |= url.failed;
	return out->length > start;
}

static void
append_notice(struct buffer *out, const struct render_site *site)
{
	size_t start;

	buffer_append_string(out,
	    "<p>If it can’t wait, <a href=\"tel:911\">call 911</a>. These articles inform; "
	    "they don’t replace the advice of your doctor.</p>\n");
	start = out->length;
	buffer_append_string(out, "<p>");
	if (html_contact(out, site))
		buffer_append_string(out, "</p>\n");
	else
		buffer_truncate(out, start);
}

void
html_shell_end(struct buffer *out, const struct render_site *site)
{
	const struct page_template *page_template = site->page_template;

	if (page_template != NULL) {
		buffer_append_string(out, "<div class=\"notice\">\n");
		append_notice(out, site);
		buffer_append_string(out, "</div>\n</div>");
		buffer_append(out, page_template->after.data, page_template->after.length);
		return;
	}
	buffer_append_string(out, "</main>\n"
				  "<footer class=\"bottom\">\n"
				  "<div class=\"inner\">\n");
	append_notice(out, site);
	buffer_append_string(out, "</div>\n"
				  "</footer>\n"
				  "</body>\n"
				  "</html>\n");
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render.h"

#include <string.h>

#include "html.h"

#define ELSEWHERE "https://search.example.org" /* where the service's address is not known */

/* What to paste, as text; origin "" for pages of the same origin. */
static void
append_snippet(struct buffer *out, const struct render_page *page, const char *origin)
{
	struct buffer snippet CLEANUP_BUFFER;

	buffer_init(&snippet, 8192);
	if (page->site->script_url != NULL)
		buffer_printf(&snippet,
		    "<link rel=\"stylesheet\" href=\"%s/search-box.css\">\n"
		    "<script src=\"%s/search-box.js\" defer></script>\n\n"
		    "<fornix-search>\n",
		    origin, origin);
	buffer_printf(&snippet,
	    "<form role=\"search\" action=\"%s%s\">\n"
	    "  <label for=\"site-search\">Search our articles</label>\n"
	    "  <input type=\"search\" id=\"site-search\" name=\"q\" dir=\"auto\" "
	    "maxlength=\"256\">\n"
	    "  <button type=\"submit\">Search</button>\n"
	    "</form>\n",
	    origin, page->site->search_path);
	if (page->site->script_url != NULL)
		buffer_append_string(&snippet, "</fornix-search>\n");
	html_wrap(out, "<pre class=\"snippet\"><code>", snippet.data, "</code></pre>\n");
	out->failed |= snippet.failed;
}

static void
append_settings(struct buffer *out, const struct render_page *page)
{
	if (page->site->script_url == NULL)
		return;
	buffer_append_string(out,
	    "<p>Then name that site in the settings of the search, "
	    "<code>fornix.yaml</code>. Without this line its form still searches, but "
	    "suggests nothing.</p>\n"
	    "<pre class=\"snippet\"><code>cors_origins: [https://www.example.org]\n"
	    "</code></pre>\n");
}

static void
append_trial(struct buffer *out, const struct render_page *page)
{
	static const char intro[] = "<h2>Try it</h2>\n"
				    "<p>Type a few letters: “hemif”, “face twitch” or "
				    "“trigemenal”. The arrow keys lead through what is "
				    "suggested, Escape closes it, and Enter searches for "
				    "what you typed.</p>\n";

	if (page->site->script_url == NULL)
		return;
	buffer_append_string(out, intro);
	html_box(out, &(struct html_box){.search_path = page->site->search_path,
			  .id = "trial",
			  .name = "Trial",
			  .label = "Search our articles"});
}

/* A row of a list of definitions: "name", and what it is for. */
struct term {
	const char *name, *meaning;
};

static const struct term attributes[] = {
    {"src", "Where suggestions come from; else api/suggest beside the form’s address."},
    {"min-length", "How many letters it takes to suggest something: 2."},
    {"limit", "How many suggestions there are at most: 8."},
    {"data-label", "What screen readers call the list: “Suggestions”."},
    {"data-article", "What is beside the title of an article: “Article”."},
    {"data-one, data-many", "What screen readers say of one suggestion, and of {n} of them."},
    {"data-none, data-more", "The same where there are none, and after the first letter."},
};

static const struct term variables[] = {
    {"--fornix-search-paper, --fornix-search-ink", "Background and text."},
    {"--fornix-search-quiet", "Text that matters less, and the icons."},
    {"--fornix-search-line", "The border."},
    {"--fornix-search-active, --fornix-search-accent",
	"Background and edge of the suggestion that is chosen."},
};

static void
append_terms(struct buffer *out, const struct term *terms, size_t count)
{
	size_t i;

	buffer_append_string(out, "<dl>\n");
	for (i = 0; i < count; i++) {
		html_wrap(out, "<dt><code>", terms[i].name, "</code></dt>\n");
		html_wrap(out, "<dd>", terms[i].meaning, "</dd>\n");
	}
	buffer_append_string(out, "</dl>\n");
}

static void
append_choices(struct buffer *out, const struct render_page *page)
{
	if (page->site->script_url == NULL)
		return;
	buffer_append_string(out, "<h2>Other words and colours</h2>\n"
				  "<p>Attributes of <code>&lt;fornix-search&gt;</code>:</p>\n");
	append_terms(out, attributes, sizeof attributes / sizeof attributes[0]);
	buffer_append_string(out, "<p>Variables of its style sheet:</p>\n");
	append_terms(out, variables, sizeof variables / sizeof variables[0]);
}

static void
append_intro(struct buffer *out, const struct render_page *page)
{
	buffer_append_string(out, "<h1>A search box for your pages</h1>\n");
	if (page->site->script_url != NULL)
		buffer_append_string(out,
		    "<p>It is the form that your page has or can have anyway, and it suggests "
		    "articles and words while somebody types. Where the script does not run, "
		    "is blocked or is late, the form searches as it always does. Nothing is "
		    "loaded from anywhere else, and nothing is stored.</p>\n");
	else
		buffer_append_string(out,
		    "<p>This search was built without the script that suggests articles while "
		    "somebody types. The plain form serves; it needs no script.</p>\n");
}

void
render_html_box(const struct render_page *page, struct buffer *out)
{
	struct html_shell shell = {
	    .site = page->site, .title = "Search box", .skip = "Skip to the content"};
	const char *public_url = page->site->public_url;

	html_shell_begin(out, &shell);
	buffer_append_string(out, "<div class=\"prose\">\n");
	append_intro(out, page);
	append_trial(out, page);
	buffer_append_string(out, "<h2>For pages at this address</h2>\n<p>Paste this:</p>\n");
	append_snippet(out, page, "");
	buffer_append_string(
	    out, "<h2>For a site at another address</h2>\n<p>Paste this there:</p>\n");
	append_snippet(out, page, public_url[0] != '\0' ? public_url : ELSEWHERE);
	append_settings(out, page);
	append_choices(out, page);
	buffer_append_string(out, "</div>\n");
	html_shell_end(out, page->site);
}

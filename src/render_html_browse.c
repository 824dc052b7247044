/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render.h"

#include <string.h>

#include "escape.h"
#include "html.h"
#include "render_parts.h"

#define OTHER "Other articles" /* those at the top of the corpus */

/* ' href="/browse?section=…&page=…"'; section NULL: all. */
static void
append_href(
    struct buffer *out, const struct render_page *page, const char *section, unsigned number)
{
	struct buffer clean CLEANUP_BUFFER;

	buffer_init(&clean, out->max);
	html_wrap(out, " href=\"", page->site->browse_path, section != NULL ? "?section=" : "");
	if (section != NULL) {
		escape_clean(&clean, section, strlen(section));
		escape_url(out, clean.data, clean.length);
	}
	if (number > 1)
		buffer_printf(out, "%spage=%u", section != NULL ? "&amp;" : "?", number);
	buffer_append_char(out, '"');
	out->failed |= clean.failed;
}

static const char *
label_of(const struct search_facet_value *section)
{
	return section->label[0] != '\0' ? section->label : OTHER;
}

static const struct search_facet_value *
find_selected(const struct browse_result *result)
{
	size_t i;

	for (i = 0; i < result->section_count; i++) {
		if (result->sections[i].is_selected)
			return &result->sections[i];
	}
	return NULL;
}

static void
append_choice(struct buffer *out, const struct render_page *page,
    const struct search_facet_value *section, bool is_current, uint32_t count)
{
	buffer_append_string(out, "<li><a");
	append_href(out, page, section != NULL ? section->value : NULL, 1);
	buffer_append_string(out, is_current ? " aria-current=\"true\">" : ">");
	html_wrap(
	    out, "", section != NULL ? label_of(section) : "All", " <span class=\"count\">");
	render_number(out, count);
	html_wrap(out, "<span class=\"hidden\">", count == 1 ? " article" : " articles",
	    "</span></span></a></li>\n");
}

/* Articles at the top have no section to ask for. */
static void
append_choices(
    struct buffer *out, const struct render_page *page, const struct browse_result *result)
{
	const struct search_facet_value *selected = find_selected(result);
	uint32_t all = 0;
	size_t i;

	for (i = 0; i < result->section_count; i++)
		all += result->sections[i].count;
	if (result->section_count < 2)
		return;
	buffer_append_string(out, "<nav class=\"choices\" aria-label=\"Sections\">\n<ul>\n");
	append_choice(out, page, NULL, selected == NULL, all);
	for (i = 0; i < result->section_count; i++) {
		if (result->sections[i].value[0] != '\0')
			append_choice(out, page, &result->sections[i],
			    result->sections[i].is_selected, result->sections[i].count);
	}
	buffer_append_string(out, "</ul>\n</nav>\n");
}

static void
append_heading(struct buffer *out, const struct browse_article *article)
{
	const char *label = article->section_label;

	html_wrap(out, "<h2>", label[0] != '\0' ? label : OTHER, "</h2>\n");
}

static void
append_article(struct buffer *out, const struct browse_article *article)
{
	bool is_linked;

	buffer_append_string(out, "<li>");
	is_linked = html_link_begin(out, article->url);
	html_wrap(out, "", article->title, is_linked ? "</a>" : "");
	buffer_append_string(out, "</li>\n");
}

static void
append_articles(struct buffer *out, const struct browse_result *result)
{
	const char *section = NULL;
	size_t i;

	for (i = 0; i < result->article_count; i++) {
		const struct browse_article *article = &result->articles[i];

		if (section == NULL || strcmp(section, article->section) != 0) {
			if (section != NULL)
				buffer_append_string(out, "</ul>\n");
			append_heading(out, article);
			buffer_append_string(out, "<ul class=\"index\">\n");
			section = article->section;
		}
		append_article(out, article);
	}
	if (section != NULL)
		buffer_append_string(out, "</ul>\n");
}

static void
append_step(struct buffer *out, const struct render_page *page, const char *section,
    unsigned number, const char *relation, const char *label)
{
	buffer_append_string(out, "<li class=\"step\"><a");
	append_href(out, page, section, number);
	buffer_printf(out, " rel=\"%s\">%s</a></li>\n", relation, label);
}

static void
append_pager(
    struct buffer *out, const struct render_page *page, const struct browse_result *result)
{
	const struct search_facet_value *selected = find_selected(result);
	const char *section = selected != NULL ? selected->value : NULL;

	if (result->pages < 2 || result->page > result->pages)
		return;
	buffer_append_string(
	    out, "<nav class=\"pager\" aria-label=\"Pages of the list\">\n<ul>\n");
	if (result->page > 1)
		append_step(out, page, section, result->page - 1, "prev",
		    "<span aria-hidden=\"true\">←</span> Previous");
	buffer_printf(out, "<li>Page %u of %u</li>\n", result->page, result->pages);
	if (result->page < result->pages)
		append_step(out, page, section, result->page + 1, "next",
		    "Next <span aria-hidden=\"true\">→</span>");
	buffer_append_string(out, "</ul>\n</nav>\n");
}

static void
append_nothing(struct buffer *out, const struct render_page *page)
{
	buffer_append_string(out, "<p>There are no articles here. <a");
	append_href(out, page, NULL, 1);
	buffer_append_string(out, ">See all articles</a>.</p>\n");
}

void
render_html_browse(
    const struct render_page *page, const struct browse_result *result, struct buffer *out)
{
	const struct search_facet_value *selected = find_selected(result);
	struct buffer title CLEANUP_BUFFER;

	buffer_init(&title, out->max);
	if (selected != NULL)
		buffer_printf(&title, "%s – ", label_of(selected));
	if (result->page > 1)
		buffer_printf(&title, "Page %u – ", result->page);
	buffer_append_string(&title, "All articles");
	html_shell_begin(out, &(struct html_shell){
				  .site = page->site,
				  .title = title.data,
				  .skip = "Skip to the list",
			      });
	buffer_append_string(out, "<h1>All articles, A to Z</h1>\n");
	append_choices(out, page, result);
	append_articles(out, result);
	if (result->article_count == 0)
		append_nothing(out, page);
	append_pager(out, page, result);
	html_shell_end(out, page->site);
	out->failed |= title.failed;
}

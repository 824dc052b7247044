/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "html_page.h"

#include <string.h>

#include "html.h"
#include "render_parts.h"

#define TAGS_SHOWN_MAX 6

static void
append_title(struct buffer *out, const struct search_hit *hit, const char *heading)
{
	bool is_linked;

	buffer_printf(out, "<%s dir=\"auto\">", heading);
	is_linked = html_link_begin(out, hit->url);
	html_marked(out, &hit->title);
	buffer_printf(out, "%s</%s>\n", is_linked ? "</a>" : "", heading);
}

/* The folders in words: "Conditions › Brain".  The file itself is what the title names. */
static void
append_place(
    struct buffer *out, const struct search_result *result, const struct search_hit *hit)
{
	const char *part = hit->id != NULL ? hit->id : "", *slash;
	const char *separator = "<p class=\"place\">";

	for (; (slash = strchr(part, '/')) != NULL; part = slash + 1) {
		if (slash == part)
			continue;
		buffer_append_string(out, separator);
		if (part == hit->id)
			html_filter_label(out, result, "section", part, (size_t)(slash - part));
		else
			html_words(out, part, (size_t)(slash - part));
		separator = " › ";
	}
	if (separator[0] != '<')
		buffer_append_string(out, "</p>\n");
}

/* An element of a list: a link, with what it is before it. */
static void
append_marked_link(
    struct buffer *out, const char *begin, const char *url, const struct snippet_text *text)
{
	bool is_linked;

	buffer_append_string(out, begin);
	is_linked = html_link_begin(out, url);
	buffer_append_string(out, "<bdi>");
	html_marked(out, text);
	buffer_append_string(out, is_linked ? "</bdi></a></li>\n" : "</bdi></li>\n");
}

static void
append_places(struct buffer *out, const struct search_hit *hit)
{
	size_t i;

	if (hit->place_count == 0)
		return;
	buffer_append_string(out, "<ul class=\"within\" aria-label=\"In this article\">\n");
	for (i = 0; i < hit->place_count; i++)
		append_marked_link(out, "<li>", hit->places[i].url, &hit->places[i].heading);
	buffer_append_string(out, "</ul>\n");
}

static void
append_figures(struct buffer *out, const struct search_hit *hit)
{
	size_t i;

	if (hit->figure_count == 0)
		return;
	buffer_append_string(out, "<ul class=\"seen\" aria-label=\"Figures and videos\">\n");
	for (i = 0; i < hit->figure_count; i++)
		append_marked_link(out,
		    hit->figures[i].is_video ? "<li><span class=\"kind\">Video</span> "
					     : "<li><span class=\"kind\">Figure</span> ",
		    hit->figures[i].url, &hit->figures[i].caption);
	buffer_append_string(out, "</ul>\n");
}

static void
append_review(struct buffer *out, const struct render_page *page, const struct search_hit *hit)
{
	struct buffer published CLEANUP_BUFFER, reviewed CLEANUP_BUFFER, due CLEANUP_BUFFER;

	buffer_init(&published, 64);
	buffer_init(&reviewed, 64);
	buffer_init(&due, 64);
	if (page->result->sort == SEARCH_SORT_DATE) /* says why it stands where it does */
		render_month(hit->date, &published);
	render_month(hit->reviewed, &reviewed);
	if (hit->review_due < page->today) /* as long as it has not passed, it says nothing */
		render_month(hit->review_due, &due);
	if (published.length > 0)
		html_wrap(
		    out, "<span class=\"published\">Published ", published.data, "</span>\n");
	if (reviewed.length > 0)
		html_wrap(
		    out, "<span class=\"reviewed\">Last reviewed ", reviewed.data, "</span>\n");
	if (due.length > 0)
		html_wrap(
		    out, "<span class=\"due\">Due for review since ", due.data, "</span>\n");
}

static void
append_tags(
    struct buffer *out, const struct search_result *result, const struct search_hit *hit)
{
	size_t i;

	if (hit->tag_count == 0)
		return;
	buffer_append_string(
	    out, "<span class=\"tags\"><span class=\"hidden\">Topics: </span>");
	for (i = 0; i < hit->tag_count && i < TAGS_SHOWN_MAX; i++) {
		buffer_append_string(out, i > 0 ? ", " : "");
		html_filter_label(out, result, "tag", hit->tags[i], strlen(hit->tags[i]));
	}
	buffer_append_string(out, "</span>\n");
}

static void
append_about(struct buffer *out, const struct render_page *page, const struct search_hit *hit)
{
	size_t start = out->length, before;

	buffer_append_string(out, "<p class=\"about\">\n");
	before = out->length;
	append_review(out, page, hit);
	append_tags(out, page->result, hit);
	if (out->length > before)
		buffer_append_string(out, "</p>\n");
	else
		buffer_truncate(out, start);
}

static void
append_hit(struct buffer *out, const struct render_page *page, const struct search_hit *hit,
    const char *heading)
{
	buffer_append_string(out, "<li>\n");
	append_title(out, hit, heading);
	append_place(out, page->result, hit);
	if (hit->snippet.text != NULL && hit->snippet.text[0] != '\0') {
		buffer_append_string(out, "<p class=\"snippet\" dir=\"auto\">");
		html_marked(out, &hit->snippet);
		buffer_append_string(out, "</p>\n");
	}
	append_places(out, hit);
	append_figures(out, hit);
	append_about(out, page, hit);
	buffer_append_string(out, "</li>\n");
}

/* The hits from begin up to end, their titles as "h2" or "h3". */
static void
append_list(struct buffer *out, const struct render_page *page, size_t begin, size_t end,
    const char *heading)
{
	const struct search_result *result = page->result;
	size_t i, first = 1 + begin;

	if (begin == end)
		return;
	if (result->page > 1)
		first += (size_t)(result->page - 1) * result->per_page;
	buffer_append_string(out, "<ol class=\"hits\"");
	if (first > 1)
		buffer_printf(out, " start=\"%zu\"", first);
	buffer_append_string(out, ">\n");
	for (i = begin; i < end; i++)
		append_hit(out, page, &result->hits[i], heading);
	buffer_append_string(out, "</ol>\n");
}

/* Where nothing matches closely the summary says so, and a heading would say it again. */
void
html_hits(struct buffer *out, const struct render_page *page)
{
	const struct search_result *result = page->result;
	size_t close = result->hit_count - render_loose_count(result);

	if (result->total == 0)
		close = result->hit_count;
	append_list(out, page, 0, close, "h2");
	if (close < result->hit_count)
		buffer_append_string(out, "<h2 class=\"loose\">Less closely related</h2>\n");
	append_list(out, page, close, result->hit_count, "h3");
}

void
html_hit_list(struct buffer *out, const struct render_page *page, const char *heading)
{
	append_list(out, page, 0, page->result->hit_count, heading);
}

void
html_related(struct buffer *out, const struct render_page *page)
{
	const struct search_result *result = page->result;
	bool is_linked;
	size_t i;

	if (result->related_count == 0)
		return;
	buffer_append_string(out, "<aside class=\"related\" aria-labelledby=\"related\">\n"
				  "<h2 id=\"related\">Related articles</h2>\n<ul>\n");
	for (i = 0; i < result->related_count; i++) {
		buffer_append_string(out, "<li>");
		is_linked = html_link_begin(out, result->related[i].url);
		html_wrap(out, "<bdi>", result->related[i].title,
		    is_linked ? "</bdi></a></li>\n" : "</bdi></li>\n");
	}
	buffer_append_string(out, "</ul>\n</aside>\n");
}

static void
append_page_link(struct buffer *out, const struct render_page *page, unsigned number)
{
	struct search_request request = *page->request;

	request.page = number;
	buffer_append_string(out, "<a");
	html_search_href(out, page->site->search_path, &request);
}

static void
append_step(struct buffer *out, const struct render_page *page, unsigned number,
    const char *relation, const char *label)
{
	buffer_append_string(out, "<li class=\"step\">");
	append_page_link(out, page, number);
	buffer_printf(out, " rel=\"%s\">%s</a></li>\n", relation, label);
}

static void
append_page_number(struct buffer *out, const struct render_page *page, unsigned number)
{
	buffer_append_string(out, "<li>");
	append_page_link(out, page, number);
	if (number == page->result->page)
		buffer_append_string(out, " aria-current=\"page\"");
	buffer_printf(out, "><span class=\"hidden\">Page </span>%u</a></li>\n", number);
}

/* The first, the last, the current and its neighbours; a gap of one page is that page. */
static bool
page_is_shown(const struct search_result *result, unsigned number)
{
	unsigned distance =
	    number > result->page ? number - result->page : result->page - number;

	return number == 1 || number == result->pages || distance <= 1 ||
	       (distance == 2 && (number == 2 || number + 1 == result->pages));
}

void
html_pager(struct buffer *out, const struct render_page *page)
{
	const struct search_result *result = page->result;
	bool in_gap = false;
	unsigned number;

	if (result->pages < 2 || result->page == 0 || result->page > result->pages)
		return;
	buffer_append_string(
	    out, "<nav class=\"pager\" aria-label=\"Pages of results\">\n<ul>\n");
	if (result->page > 1)
		append_step(out, page, result->page - 1, "prev",
		    "<span aria-hidden=\"true\">←</span> Previous");
	for (number = 1; number <= result->pages; number++) {
		if (page_is_shown(result, number))
			append_page_number(out, page, number);
		else if (!in_gap)
			buffer_append_string(
			    out, "<li class=\"gap\" aria-hidden=\"true\">…</li>\n");
		in_gap = !page_is_shown(result, number);
	}
	if (result->page < result->pages)
		append_step(out, page, result->page + 1, "next",
		    "Next <span aria-hidden=\"true\">→</span>");
	buffer_append_string(out, "</ul>\n</nav>\n");
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "html_page.h"

#include <string.h>

#include "escape.h"
#include "html.h"
#include "render_parts.h"

/* The search that found what comes closest, with everything else as it was asked for. */
static struct search_request
relaxed_request(const struct render_page *page, const struct search_help *help)
{
	struct search_request request = *page->request;

	request.page = 1;
	request.query = help->closest->query;
	request.query_length = strlen(request.query);
	if ((help->relaxed & SEARCH_RELAX_FILTERS) != 0)
		request.tag_count = request.section_count = request.since = 0;
	if ((help->relaxed & SEARCH_RELAX_SWITCHES) != 0)
		request.without_correction = request.without_synonyms = false;
	return request;
}

/* Not every screen reader tells that something is crossed out. */
static const char dropped_begin[] = " <del><span class=\"hidden\">without </span>";
static const char dropped_end[] = "<span class=\"hidden\">,</span></del>";

static void
append_part(struct buffer *out, const struct search_part *part)
{
	if (part->is_dropped) {
		buffer_append_string(out, dropped_begin);
		html_wrap(out, "<bdi>", part->text, "</bdi>");
		buffer_append_string(out, dropped_end);
	} else {
		html_wrap(out, " <bdi>", part->text, "</bdi>");
	}
}

static void
append_filters(struct buffer *out, const struct search_result *closest, const char *name,
    const char *const *values, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		buffer_append_string(out, dropped_begin);
		buffer_append_string(out, "only ");
		html_filter_label(out, closest, name, values[i], strlen(values[i]));
		buffer_append_string(out, dropped_end);
	}
}

static void
append_since(struct buffer *out, uint32_t since)
{
	if (since == 0)
		return;
	buffer_append_string(out, " <del>since ");
	render_date(since, out);
	buffer_append_string(out, "</del>");
}

/* "Searched for face pain -spine only Conditions", with what was left out crossed out. */
static void
append_parts(struct buffer *out, const struct render_page *page, const struct search_help *help)
{
	const struct search_request *asked = page->request;
	const struct search_result *closest = help->closest;
	size_t i;

	buffer_append_string(out, "<p class=\"relaxed\">Searched for");
	for (i = 0; i < closest->part_count; i++)
		append_part(out, &closest->parts[i]);
	if ((help->relaxed & SEARCH_RELAX_FILTERS) != 0) {
		append_filters(out, closest, "section", asked->sections, asked->section_count);
		append_filters(out, closest, "tag", asked->tags, asked->tag_count);
		append_since(out, asked->since);
	}
	buffer_append_string(out, "</p>\n");
}

/* To all that was found, or to where it can be gone on from. */
static void
append_all_closest(struct buffer *out, const struct render_page *page)
{
	const struct search_result *closest = page->result;

	buffer_append_string(out, "<p><a class=\"action\"");
	html_search_href(out, page->site->search_path, page->request);
	if (closest->total > closest->hit_count) {
		buffer_append_string(out, closest->total_is_exact ? ">All " : ">All about ");
		render_number(out, closest->total);
		buffer_append_string(out, " results for ");
	} else {
		buffer_append_string(out, ">Search for ");
	}
	html_wrap(out, "“<bdi>", closest->query, "</bdi>”</a></p>\n");
}

static void
append_closest(struct buffer *out, const struct render_page *page)
{
	const struct search_help *help = page->result->help;
	struct search_request request = relaxed_request(page, help);
	struct render_page closest = *page;

	closest.request = &request;
	closest.result = help->closest;
	buffer_append_string(out, "<section aria-labelledby=\"closest\">\n"
				  "<h2 id=\"closest\">Closest articles</h2>\n");
	append_parts(out, page, help);
	html_correction(out, &closest);
	html_hit_list(out, &closest, "h3");
	append_all_closest(out, &closest);
	buffer_append_string(out, "</section>\n");
}

/* A part of the site is listed where there is a list. */
static void
append_topic_href(
    struct buffer *out, const struct render_page *page, const char *name, const char *value)
{
	struct search_request request = SEARCH_REQUEST_INIT;
	struct buffer query CLEANUP_BUFFER;

	buffer_init(&query, out->max);
	if (page->site->browse_path != NULL && strcmp(name, "section") == 0) {
		html_wrap(out, " href=\"", page->site->browse_path, "?section=");
		escape_url(out, value, strlen(value));
		buffer_append_char(out, '"');
		return;
	}
	buffer_printf(&query, "%s:%s", name, value);
	request.query = query.data;
	request.query_length = query.length;
	html_search_href(out, page->site->search_path, &request);
	out->failed |= query.failed;
}

/* '<a class="chip" href="/search?q=tag%3Aspine">Spine <span class="count">12…' */
static void
append_topic(struct buffer *out, const struct render_page *page, const char *name,
    const struct search_facet_value *value)
{
	buffer_append_string(out, "<li><a class=\"chip\"");
	append_topic_href(out, page, name, value->value);
	html_wrap(out, "><span>", value->label, "</span> <span class=\"count\">");
	render_number(out, value->count);
	buffer_printf(out, "<span class=\"hidden\"> %s</span></span></a></li>\n",
	    value->count == 1 ? "article" : "articles");
}

static void
append_topics(struct buffer *out, const struct render_page *page,
    const struct search_facet *facet, const char *heading)
{
	size_t i;

	if (facet->value_count == 0)
		return;
	html_wrap(out, "<h3>", heading, "</h3>\n<ul class=\"topics\">\n");
	for (i = 0; i < facet->value_count; i++)
		append_topic(out, page, facet->name, &facet->values[i]);
	buffer_append_string(out, "</ul>\n");
}

/* What there is to read about: by subject, by part of the site, all. */
static void
append_overview(struct buffer *out, const struct render_page *page)
{
	static const char *const headings[SEARCH_FACETS] = {"By topic", "By part of the site"};
	const struct search_result *result = page->result;
	size_t i;

	if (result->help == NULL)
		return;
	buffer_append_string(out, "<section class=\"overview\" aria-labelledby=\"overview\">\n"
				  "<h2 id=\"overview\">What you can read about</h2>\n");
	for (i = 0; i < SEARCH_FACETS; i++)
		append_topics(out, page, &result->help->topics[i], headings[i]);
	if (page->site->browse_path != NULL && result->article_count > 1) {
		html_wrap(out, "<p><a href=\"", page->site->browse_path, "\">All ");
		render_number(out, result->article_count);
		buffer_append_string(out, " articles, A to Z</a></p>\n");
	}
	buffer_append_string(out, "</section>\n");
}

/* People, where the articles do not help. */
static void
append_ask(struct buffer *out, const struct render_site *site)
{
	size_t start;

	buffer_append_string(out, "<aside class=\"ask\" aria-label=\"Other help\">\n");
	start = out->length;
	buffer_append_string(out, "<h2>Ask us</h2>\n<p>");
	if (html_contact(out, site))
		buffer_append_string(out, "</p>\n");
	else
		buffer_truncate(out, start);
	buffer_append_string(out,
	    "<h2>If it can’t wait</h2>\n"
	    "<p>Don’t go on searching. <a href=\"tel:911\">Call 911</a>.</p>\n"
	    "</aside>\n");
}

static const char tips[] =
    "<section class=\"prose\" aria-labelledby=\"tips\">\n"
    "<h2 id=\"tips\">What you can try</h2>\n"
    "<ul>\n"
    "<li>Check the spelling.</li>\n"
    "<li>Use fewer words: “face pain” rather than “pain on one side of my face”.</li>\n"
    "<li>Use other words: the common name instead of the medical one, or the other way "
    "round.</li>\n"
    "<li>Describe what you feel, or name the part of the body.</li>\n"
    "</ul>\n"
    "</section>\n";

void
html_nothing(struct buffer *out, const struct render_page *page)
{
	const struct search_help *help = page->result->help;

	buffer_append_string(out, "<h1>Nothing found</h1>\n");
	html_wrap(out, "<p class=\"summary\" role=\"status\">No results for <strong>“<bdi>",
	    page->result->query, "</bdi>”</strong>.</p>\n");
	html_correction(out, page);
	html_synonyms(out, page);
	html_warnings(out, page->result);
	html_best_bets(out, page->result);
	html_filters(out, page);
	buffer_append_string(out, "<div class=\"area\">\n<div class=\"columns\">\n"
				  "<div class=\"found\">\n");
	if (help != NULL && help->closest != NULL)
		append_closest(out, page);
	append_overview(out, page);
	buffer_append_string(out, tips);
	buffer_append_string(out, "</div>\n");
	append_ask(out, page->site);
	buffer_append_string(out, "</div>\n</div>\n");
}

static void
append_page_action(
    struct buffer *out, const struct render_page *page, unsigned number, const char *text)
{
	struct search_request request = *page->request;

	request.page = number;
	buffer_append_string(out, "<li><a class=\"action\"");
	html_search_href(out, page->site->search_path, &request);
	buffer_printf(out, ">%s</a></li>\n", text);
}

/* An old link, most likely, or an address that was typed. */
void
html_past_end(struct buffer *out, const struct render_page *page)
{
	const struct search_result *result = page->result;

	buffer_append_string(out, "<h1>No more results</h1>\n");
	html_correction(out, page);
	if (result->total > 0)
		html_summary(out, result);
	buffer_printf(out, "<p>There is no page %u: ", result->page);
	if (result->pages > 1)
		buffer_printf(out, "the last one is page %u.</p>\n", result->pages);
	else
		buffer_append_string(out, "all results are on one page.</p>\n");
	html_filters(out, page);
	buffer_append_string(out, "<ul class=\"actions\">\n");
	append_page_action(out, page, 1, "Go to the first page");
	if (result->pages > 1)
		append_page_action(out, page, result->pages, "Go to the last page");
	buffer_append_string(out, "</ul>\n"
				  "<p>Not what you were looking for? Add a word to your "
				  "search, or use others.</p>\n");
	append_ask(out, page->site);
}

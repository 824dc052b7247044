/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "html_page.h"

#include <string.h>

#include "html.h"
#include "render_parts.h"

#define VALUES_SHOWN_MAX 8 /* of one facet; selected ones are always shown */

/* In the order of the page: where, then what about. */
static const char *const facet_names[] = {"section", "tag"};

#define FACET_NAMES (sizeof facet_names / sizeof facet_names[0])

/* One kind of filter inside a request. */
struct filter_list {
	size_t *count;
	const char **values;
};

static struct filter_list
filters_of(struct search_request *request, const char *name)
{
	if (strcmp(name, "tag") == 0)
		return (struct filter_list){&request->tag_count, request->tags};
	return (struct filter_list){&request->section_count, request->sections};
}

/* Drops the value when it is there, else adds it; false when there is no room. */
static bool
filter_toggle(struct filter_list list, const char *value)
{
	size_t i, kept = 0;

	for (i = 0; i < *list.count; i++) {
		if (strcmp(list.values[i], value) != 0)
			list.values[kept++] = list.values[i];
	}
	if (kept == *list.count && kept == SEARCH_FILTERS_MAX)
		return false;
	if (kept == *list.count)
		list.values[kept++] = value;
	*list.count = kept;
	return true;
}

/* '<a href="…"', without the end of the tag, to the first page with the value toggled. */
static bool
toggle_link_begin(
    struct buffer *out, const struct render_page *page, const char *name, const char *value)
{
	struct search_request request = *page->request;

	if (!filter_toggle(filters_of(&request, name), value))
		return false;
	request.page = 1;
	buffer_append_string(out, "<a");
	html_search_href(out, page->site->search_path, &request);
	return true;
}

static const struct search_facet *
facet_find(const struct search_result *result, const char *name)
{
	size_t i;

	for (i = 0; i < SEARCH_FACETS; i++) {
		if (result->facets[i].name != NULL && strcmp(result->facets[i].name, name) == 0)
			return &result->facets[i];
	}
	return NULL;
}

void
html_filter_label(struct buffer *out, const struct search_result *result, const char *name,
    const char *value, size_t length)
{
	const struct search_facet *facet = facet_find(result, name);
	size_t i;

	for (i = 0; facet != NULL && i < facet->value_count; i++) {
		if (strlen(facet->values[i].value) == length &&
		    memcmp(facet->values[i].value, value, length) == 0) {
			html_wrap(out, "", facet->values[i].label, "");
			return;
		}
	}
	html_words(out, value, length);
}

static void
append_chips(struct buffer *out, const struct render_page *page, const char *name)
{
	const struct search_facet *facet = facet_find(page->result, name);
	struct search_request request = *page->request;
	struct filter_list list = filters_of(&request, name);
	size_t i;

	for (i = 0; i < *list.count; i++) {
		buffer_append_string(out, "<li>");
		toggle_link_begin(out, page, name, list.values[i]);
		html_wrap(out, " class=\"chip\"><span class=\"hidden\">Remove filter: ",
		    facet != NULL ? facet->label : NULL, "</span> ");
		html_filter_label(
		    out, page->result, name, list.values[i], strlen(list.values[i]));
		buffer_append_string(out, " <span aria-hidden=\"true\">×</span></a></li>\n");
	}
}

static void
append_since(struct buffer *out, const struct render_page *page)
{
	struct search_request without = *page->request;

	without.page = 1;
	without.since = 0;
	buffer_append_string(out, "<li><a");
	html_search_href(out, page->site->search_path, &without);
	buffer_append_string(
	    out, " class=\"chip\"><span class=\"hidden\">Remove filter: </span> Since ");
	render_date(page->request->since, out);
	buffer_append_string(out, " <span aria-hidden=\"true\">×</span></a></li>\n");
}

void
html_filters(struct buffer *out, const struct render_page *page)
{
	struct search_request bare = *page->request;
	size_t i, count = bare.tag_count + bare.section_count + (bare.since != 0);

	if (count == 0)
		return;
	buffer_append_string(out, "<ul class=\"filters\" aria-label=\"Filters in force\">\n");
	for (i = 0; i < FACET_NAMES; i++)
		append_chips(out, page, facet_names[i]);
	if (bare.since != 0)
		append_since(out, page);
	if (count > 1 && page->result->hit_count > 0) {
		bare.tag_count = bare.section_count = bare.since = 0;
		bare.page = 1;
		buffer_append_string(out, "<li><a class=\"plain\"");
		html_search_href(out, page->site->search_path, &bare);
		buffer_append_string(out, ">Remove all filters</a></li>\n");
	}
	buffer_append_string(out, "</ul>\n");
}

static bool
value_is_shown(const struct search_facet_value *value, size_t shown)
{
	return value->is_selected || (value->count > 0 && shown < VALUES_SHOWN_MAX);
}

/* A facet helps when it has a choice: two values, or one to take back. */
static bool
facet_is_shown(const struct search_facet *facet)
{
	size_t i, shown = 0;

	for (i = 0; i < facet->value_count; i++) {
		if (facet->values[i].is_selected)
			return true;
		shown += value_is_shown(&facet->values[i], shown);
	}
	return shown > 1;
}

static void
append_value(struct buffer *out, const struct render_page *page,
    const struct search_facet *facet, const struct search_facet_value *value)
{
	bool is_linked;

	buffer_append_string(out, "<li>");
	is_linked = toggle_link_begin(out, page, facet->name, value->value);
	if (is_linked)
		buffer_append_string(out, value->is_selected ? " aria-current=\"true\">" : ">");
	html_wrap(out, "<span>", value->label, "</span> <span class=\"count\">");
	render_number(out, value->count);
	html_wrap(out, "<span class=\"hidden\"> ", value->count == 1 ? "result" : "results",
	    value->is_selected ? ", remove this filter</span></span>" : "</span></span>");
	buffer_append_string(out, is_linked ? "</a></li>\n" : "</li>\n");
}

static void
append_facet(
    struct buffer *out, const struct render_page *page, const struct search_facet *facet)
{
	size_t i, shown = 0;

	if (facet == NULL || !facet_is_shown(facet))
		return;
	html_wrap(out, "<h2>", facet->label, "</h2>\n<ul>\n");
	for (i = 0; i < facet->value_count; i++) {
		if (value_is_shown(&facet->values[i], shown)) {
			append_value(out, page, facet, &facet->values[i]);
			shown++;
		}
	}
	buffer_append_string(out, "</ul>\n");
}

void
html_facets(struct buffer *out, const struct render_page *page)
{
	size_t i, before, start = out->length;

	buffer_append_string(out, "<details class=\"facets\">\n"
				  "<summary>Filter the results</summary>\n"
				  "<nav aria-label=\"Filter the results\">\n");
	before = out->length;
	for (i = 0; i < FACET_NAMES; i++)
		append_facet(out, page, facet_find(page->result, facet_names[i]));
	if (out->length == before)
		buffer_truncate(out, start);
	else
		buffer_append_string(out, "</nav>\n</details>\n");
}

void
html_sort(struct buffer *out, const struct render_page *page)
{
	static const char *const labels[] = {[SEARCH_SORT_RELEVANCE] = "Best match",
	    [SEARCH_SORT_DATE] = "Newest",
	    [SEARCH_SORT_REVIEWED] = "Last reviewed"};
	struct search_request request = *page->request;
	size_t i;

	if (page->result->total < 2)
		return;
	request.page = 1;
	buffer_append_string(out, "<nav class=\"sort\" aria-label=\"Order of the results\">\n"
				  "<p>Sort by</p>\n<ul>\n");
	for (i = 0; i < SEARCH_SORTS; i++) {
		request.sort = (enum search_sort)i;
		buffer_append_string(out, "<li><a");
		html_search_href(out, page->site->search_path, &request);
		buffer_printf(out, "%s>%s</a></li>\n",
		    request.sort == page->result->sort ? " aria-current=\"true\"" : "",
		    labels[i]);
	}
	buffer_append_string(out, "</ul>\n</nav>\n");
}

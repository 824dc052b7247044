/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "meili.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "meili_take.h"
#include "xalloc.h"

#define REACH_MAX 1000 /* hits; nobody pages further */

const char *const meili_attribute_names[MEILI_ATTRIBUTE_COUNT] = {
    [MEILI_ID] = "id",
    [MEILI_URL] = "url",
    [MEILI_TITLE] = "title",
    [MEILI_SNIPPET] = "snippet",
    [MEILI_HEADING] = "heading",
    [MEILI_TAGS] = "tags",
    [MEILI_SECTION] = "section",
    [MEILI_DATE] = "date",
    [MEILI_REVIEWED] = "reviewed",
    [MEILI_REVIEW_DUE] = "reviewDue",
};

bool
meili_refuse(
    struct meili_mistake *ret_mistake, int status, const char *code, const char *format, ...)
{
	va_list args;

	ret_mistake->status = status;
	ret_mistake->code = code;
	va_start(args, format);
	vsnprintf(ret_mistake->message, sizeof ret_mistake->message, format, args);
	va_end(args);
	return false;
}

void
meili_query_init(struct meili_query *query)
{
	*query = (struct meili_query){.limit = MEILI_HITS,
	    .page = 1,
	    .retrieve = MEILI_ALL,
	    .pre = "<em>",
	    .post = "</em>"};
	query->q = xstrdup("");
	query->facet_query = xstrdup("");
}

void
meili_query_fini(struct meili_query *query)
{
	free(query->index);
	free(query->q);
	free(query->facet_name);
	free(query->facet_query);
	filter_fini(&query->filter);
	*query = (struct meili_query){.page = 1};
}

static bool
take_text(char **member, size_t most, const char *code, const char *value, size_t length,
    struct meili_mistake *ret_mistake)
{
	if (length > most)
		return meili_refuse(
		    ret_mistake, 400, code, "The text is longer than %zu bytes.", most);
	free(*member);
	*member = xstrndup(value, length);
	return true;
}

static bool
take_tag(char member[MEILI_TAG_MAX + 1], const char *code, const char *value, size_t length,
    struct meili_mistake *ret_mistake)
{
	if (length > MEILI_TAG_MAX)
		return meili_refuse(
		    ret_mistake, 400, code, "The text is longer than %d bytes.", MEILI_TAG_MAX);
	memcpy(member, value, length);
	member[length] = '\0';
	return true;
}

/* Numbers past what is ever found mean the same as the last one that is. */
void
meili_take_number(struct meili_query *query, const char *name, unsigned long long number)
{
	if (strcmp(name, "offset") == 0) {
		query->offset = number < REACH_MAX ? (unsigned)number : REACH_MAX;
	} else if (strcmp(name, "page") == 0) {
		query->is_paged = true;
		query->page = number < REACH_MAX ? (unsigned)number : REACH_MAX;
	} else {
		query->is_paged |= strcmp(name, "hitsPerPage") == 0;
		query->limit = number < MEILI_HITS_MAX ? (unsigned)number : MEILI_HITS_MAX;
	}
}

/* "title", "title:20" and "*"; others have nothing to give and are left out. */
static unsigned
parse_attributes(const char *name, size_t length)
{
	const char *colon = memchr(name, ':', length);
	size_t i;

	if (colon != NULL)
		length = (size_t)(colon - name);
	if (length == 1 && name[0] == '*')
		return MEILI_ALL;
	for (i = 0; i < MEILI_ATTRIBUTE_COUNT; i++) {
		if (strlen(meili_attribute_names[i]) == length &&
		    memcmp(meili_attribute_names[i], name, length) == 0)
			return 1u << i;
	}
	return 0;
}

static bool
take_facet(struct meili_query *query, const char *name, size_t length,
    struct meili_mistake *ret_mistake)
{
	const unsigned known = 1u << MEILI_TAGS | 1u << MEILI_SECTION;
	unsigned attributes = parse_attributes(name, length);

	if (attributes != MEILI_ALL && (attributes & known) == 0)
		return meili_refuse(ret_mistake, 400, "invalid_search_facets",
		    "Invalid facet distribution: the facets are `tags` and `section`.");
	query->facets |= attributes & known;
	return true;
}

static bool
take_sort(struct meili_query *query, const char *rule, size_t length,
    struct meili_mistake *ret_mistake)
{
	static const char *const rules[] = {
	    [MEILI_SORT_DATE] = "date:desc", [MEILI_SORT_REVIEWED] = "reviewed:desc"};
	size_t i;

	for (i = 1; i < sizeof rules / sizeof rules[0]; i++) {
		if (strlen(rules[i]) == length && memcmp(rules[i], rule, length) == 0 &&
		    query->sort == MEILI_SORT_RELEVANCE) {
			query->sort = (enum meili_sort)i;
			return true;
		}
	}
	return meili_refuse(ret_mistake, 400, "invalid_search_sort",
	    "`sort` takes one rule: `date:desc` or `reviewed:desc`.");
}

static bool
parse_number(struct meili_query *query, const char *name, const char *value, size_t length,
    struct meili_mistake *ret_mistake)
{
	unsigned long long number = 0;
	size_t i;

	for (i = 0; i < length && i < 18; i++) {
		if (value[i] < '0' || value[i] > '9')
			break;
		number = number * 10 + (unsigned)(value[i] - '0');
	}
	if (i == 0 || i < length)
		return meili_refuse(ret_mistake, 400, "bad_request",
		    "Invalid value for parameter `%s`: expected an integer.", name);
	meili_take_number(query, name, number);
	return true;
}

/* One name of a list such as facets. */
static bool
take_item(struct meili_query *query, const char *name, const char *item, size_t length,
    struct meili_mistake *ret_mistake)
{
	if (strcmp(name, "facets") == 0)
		return take_facet(query, item, length, ret_mistake);
	if (strcmp(name, "sort") == 0)
		return take_sort(query, item, length, ret_mistake);
	if (strcmp(name, "attributesToRetrieve") == 0) {
		query->retrieve |= parse_attributes(item, length);
		return true;
	}
	query->is_formatted = true;
	if (strcmp(name, "attributesToHighlight") == 0)
		query->highlight |= parse_attributes(item, length);
	return true;
}

bool
meili_is_list(const char *name)
{
	static const char *const lists[] = {"facets", "sort", "attributesToRetrieve",
	    "attributesToHighlight", "attributesToCrop"};
	size_t i;

	for (i = 0; i < sizeof lists / sizeof lists[0]; i++) {
		if (strcmp(name, lists[i]) == 0)
			return true;
	}
	return false;
}

bool
meili_take_list_item(struct meili_query *query, const char *name, const char *item,
    size_t length, bool is_first, struct meili_mistake *ret_mistake)
{
	if (is_first && strcmp(name, "attributesToRetrieve") == 0)
		query->retrieve = 0;
	return take_item(query, name, item, length, ret_mistake);
}

static bool
parse_list(struct meili_query *query, const char *name, const char *value, size_t length,
    struct meili_mistake *ret_mistake)
{
	const char *end = value + length, *comma;
	bool is_first = true;

	for (; value <= end; value = comma + 1) {
		comma = memchr(value, ',', (size_t)(end - value));
		if (comma == NULL)
			comma = end;
		if (!meili_take_list_item(
			query, name, value, (size_t)(comma - value), is_first, ret_mistake))
			return false;
		is_first = false;
	}
	return true;
}

bool
meili_is_number(const char *name)
{
	return strcmp(name, "offset") == 0 || strcmp(name, "limit") == 0 ||
	       strcmp(name, "page") == 0 || strcmp(name, "hitsPerPage") == 0;
}

bool
meili_take_string(struct meili_query *query, const char *name, const char *value, size_t length,
    struct meili_mistake *ret_mistake)
{
	if (strcmp(name, "q") == 0)
		return take_text(
		    &query->q, MEILI_QUERY_MAX, "invalid_search_q", value, length, ret_mistake);
	if (strcmp(name, "indexUid") == 0)
		return take_text(&query->index, MEILI_NAME_MAX, "invalid_index_uid", value,
		    length, ret_mistake);
	if (strcmp(name, "facetName") == 0)
		return take_text(&query->facet_name, MEILI_NAME_MAX,
		    "invalid_facet_search_facet_name", value, length, ret_mistake);
	if (strcmp(name, "facetQuery") == 0)
		return take_text(&query->facet_query, MEILI_QUERY_MAX,
		    "invalid_facet_search_facet_query", value, length, ret_mistake);
	if (strcmp(name, "highlightPreTag") == 0)
		return take_tag(
		    query->pre, "invalid_search_highlight_pre_tag", value, length, ret_mistake);
	if (strcmp(name, "highlightPostTag") == 0)
		return take_tag(query->post, "invalid_search_highlight_post_tag", value, length,
		    ret_mistake);
	return true;
}

bool
meili_query_parameter(struct meili_query *query, const char *name, const char *value,
    size_t length, struct meili_mistake *ret_mistake)
{
	if (meili_is_number(name))
		return parse_number(query, name, value, length, ret_mistake);
	if (meili_is_list(name))
		return parse_list(query, name, value, length, ret_mistake);
	if (strcmp(name, "filter") == 0) {
		int root = query->filter.count > 0
			       ? 0
			       : filter_add(&query->filter, 0, FILTER_ALL_OF, NULL, 0);

		return meili_filter_parse(
		    value, length, &query->filter, (size_t)root, ret_mistake);
	}
	if (strcmp(name, "showMatchesPosition") == 0) {
		query->shows_matches = length == 4 && memcmp(value, "true", 4) == 0;
		return true;
	}
	return meili_take_string(query, name, value, length, ret_mistake);
}

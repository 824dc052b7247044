/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "routes_parse.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "date.h"
#include "escape.h"

/* libmicrohttpd has little room for the headers of an answer. */
#define LINK_BYTES_MAX 1500

static bool mistake(struct routes_mistake *ret_mistake, int status, const char *parameter,
    const char *format, ...) FORNIX_PRINTF(4, 5);

static bool
mistake(struct routes_mistake *ret_mistake, int status, const char *parameter,
    const char *format, ...)
{
	va_list args;

	ret_mistake->status = status;
	ret_mistake->parameter = parameter;
	va_start(args, format);
	vsnprintf(ret_mistake->detail, sizeof ret_mistake->detail, format, args);
	va_end(args);
	return false;
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool
parse_query(struct routes_search *search, const struct http_parameter *parameter,
    struct routes_mistake *ret_mistake)
{
	const char *text = parameter->value;
	size_t length = parameter->value_length, i;

	if (length > ROUTES_QUERY_BYTES_MAX)
		return mistake(ret_mistake, 414, "q", "'q' is longer than %d bytes.",
		    ROUTES_QUERY_BYTES_MAX);
	if (memchr(text, '\0', length) != NULL || !escape_utf8_is_valid(text, length))
		return mistake(ret_mistake, 400, "q", "'q' must be text in UTF-8.");
	for (i = 0; i < length; i++) {
		if (!is_space(text[i]))
			buffer_append_char(&search->query, text[i]);
		else if (search->query.length > 0 && i + 1 < length && !is_space(text[i + 1]))
			buffer_append_char(&search->query, ' ');
	}
	return true;
}

bool
routes_parse_number(const struct http_parameter *parameter, unsigned most, unsigned *ret_number,
    struct routes_mistake *ret_mistake)
{
	unsigned number = 0;
	size_t i;

	for (i = 0; i < parameter->value_length && i < 7; i++) {
		if (parameter->value[i] < '0' || parameter->value[i] > '9')
			break;
		number = number * 10 + (unsigned)(parameter->value[i] - '0');
	}
	if (i == 0 || i < parameter->value_length || number < 1 || number > most)
		return mistake(ret_mistake, 400, parameter->name,
		    "'%s' must be a whole number from 1 to %u.", parameter->name, most);
	*ret_number = number;
	return true;
}

/* Parameters say what is done, the request what is not. */
static bool
parse_switch(const struct http_parameter *parameter, bool *ret_is_off,
    struct routes_mistake *ret_mistake)
{
	if (parameter->value_length != 1 ||
	    (parameter->value[0] != '0' && parameter->value[0] != '1'))
		return mistake(
		    ret_mistake, 400, parameter->name, "'%s' must be 0 or 1.", parameter->name);
	*ret_is_off = parameter->value[0] == '0';
	return true;
}

static const char *const highlight_names[] = {[RENDER_HIGHLIGHT_HTML] = "html",
    [RENDER_HIGHLIGHT_OFFSETS] = "offsets",
    [RENDER_HIGHLIGHT_NONE] = "none"};

static bool
parse_highlight(struct routes_search *search, const struct http_parameter *parameter,
    struct routes_mistake *ret_mistake)
{
	size_t i;

	for (i = 0; i < sizeof highlight_names / sizeof highlight_names[0]; i++) {
		if (parameter->value_length == strlen(highlight_names[i]) &&
		    strcmp(parameter->value, highlight_names[i]) == 0) {
			search->highlight = (enum render_highlight)i;
			return true;
		}
	}
	return mistake(
	    ret_mistake, 400, "highlight", "'highlight' must be html, offsets or none.");
}

static bool
parse_sort(const struct http_parameter *parameter, enum search_sort *ret_sort,
    struct routes_mistake *ret_mistake)
{
	if (!search_sort_find(parameter->value, ret_sort))
		return mistake(ret_mistake, 400, parameter->name,
		    "'%s' must be relevance, date or reviewed.", parameter->name);
	return true;
}

/* Like every day that is answered; an empty value is none, as for filters. */
static bool
parse_since(const struct http_parameter *parameter, uint32_t *ret_since,
    struct routes_mistake *ret_mistake)
{
	uint32_t day = strspn(parameter->value, "0123456789-") == 10 &&
			       parameter->value_length == 10 && parameter->value[4] == '-'
			   ? date_parse(parameter->value)
			   : 0;

	if (day == 0 && parameter->value_length > 0)
		return mistake(ret_mistake, 400, parameter->name,
		    "'%s' must be a day as 2026-01-31.", parameter->name);
	*ret_since = day;
	return true;
}

/* A form sends an empty value for "all"; that is no filter. */
bool
routes_parse_filter(const struct http_parameter *parameter, const char **filters, size_t *count,
    struct routes_mistake *ret_mistake)
{
	if (parameter->value_length == 0)
		return true;
	if (*count == SEARCH_FILTERS_MAX)
		return mistake(ret_mistake, 400, parameter->name,
		    "'%s' may be given %d times at most.", parameter->name, SEARCH_FILTERS_MAX);
	if (parameter->value_length > ROUTES_FILTER_BYTES_MAX ||
	    !escape_utf8_is_valid(parameter->value, parameter->value_length))
		return mistake(ret_mistake, 400, parameter->name,
		    "'%s' must be text in UTF-8 of at most %d bytes.", parameter->name,
		    ROUTES_FILTER_BYTES_MAX);
	filters[(*count)++] = parameter->value;
	return true;
}

static int
compare_filters(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
sort_filters(const char **filters, size_t *count)
{
	size_t i, kept = 0;

	qsort(filters, *count, sizeof *filters, compare_filters);
	for (i = 0; i < *count; i++) {
		if (kept == 0 || strcmp(filters[kept - 1], filters[i]) != 0)
			filters[kept++] = filters[i];
	}
	*count = kept;
}

/* How often each of those that may come once was seen. */
struct seen {
	bool query, page, per_page, since, correct, synonyms, highlight, sort;
};

bool
routes_parse_once(
    const struct http_parameter *parameter, bool *seen, struct routes_mistake *ret_mistake)
{
	if (*seen)
		return mistake(ret_mistake, 400, parameter->name,
		    "'%s' may be given only once.", parameter->name);
	*seen = true;
	return true;
}

static bool
parse_one(struct routes_search *search, const struct http_parameter *parameter,
    struct seen *seen, struct routes_mistake *ret_mistake)
{
	struct search_request *request = &search->request;

	if (strcmp(parameter->name, "q") == 0)
		return routes_parse_once(parameter, &seen->query, ret_mistake) &&
		       parse_query(search, parameter, ret_mistake);
	if (strcmp(parameter->name, "page") == 0)
		return routes_parse_once(parameter, &seen->page, ret_mistake) &&
		       routes_parse_number(
			   parameter, SEARCH_REACH_MAX, &request->page, ret_mistake);
	if (strcmp(parameter->name, "perPage") == 0)
		return routes_parse_once(parameter, &seen->per_page, ret_mistake) &&
		       routes_parse_number(
			   parameter, SEARCH_PER_PAGE_MAX, &request->per_page, ret_mistake);
	if (strcmp(parameter->name, "since") == 0)
		return routes_parse_once(parameter, &seen->since, ret_mistake) &&
		       parse_since(parameter, &request->since, ret_mistake);
	if (strcmp(parameter->name, "correct") == 0)
		return routes_parse_once(parameter, &seen->correct, ret_mistake) &&
		       parse_switch(parameter, &request->without_correction, ret_mistake);
	if (strcmp(parameter->name, "synonyms") == 0)
		return routes_parse_once(parameter, &seen->synonyms, ret_mistake) &&
		       parse_switch(parameter, &request->without_synonyms, ret_mistake);
	if (strcmp(parameter->name, "highlight") == 0)
		return routes_parse_once(parameter, &seen->highlight, ret_mistake) &&
		       parse_highlight(search, parameter, ret_mistake);
	if (strcmp(parameter->name, "sort") == 0)
		return routes_parse_once(parameter, &seen->sort, ret_mistake) &&
		       parse_sort(parameter, &request->sort, ret_mistake);
	if (strcmp(parameter->name, "tag") == 0)
		return routes_parse_filter(
		    parameter, request->tags, &request->tag_count, ret_mistake);
	if (strcmp(parameter->name, "section") == 0)
		return routes_parse_filter(
		    parameter, request->sections, &request->section_count, ret_mistake);
	return true;
}

static bool
parse_all(struct routes_search *search, const struct http_request *request,
    struct routes_mistake *ret_mistake)
{
	struct seen seen = {.query = false};
	size_t i;

	for (i = 0; i < request->parameter_count; i++) {
		if (!parse_one(search, &request->parameters[i], &seen, ret_mistake))
			return false;
	}
	if (search->request.page * search->request.per_page > SEARCH_REACH_MAX)
		return mistake(ret_mistake, 400, "page",
		    "'page' is out of reach: only the first %d results can be shown.",
		    SEARCH_REACH_MAX);
	return true;
}

bool
routes_search_init(struct routes_search *search, const struct http_request *request,
    struct routes_mistake *ret_mistake)
{
	*search = (struct routes_search){.request = SEARCH_REQUEST_INIT};
	buffer_init(&search->query, ROUTES_QUERY_BYTES_MAX);
	if (!parse_all(search, request, ret_mistake)) {
		routes_search_fini(search);
		return false;
	}
	sort_filters(search->request.tags, &search->request.tag_count);
	sort_filters(search->request.sections, &search->request.section_count);
	search->request.with_help = true;
	search->request.query = search->query.data;
	search->request.query_length = search->query.length;
	search->is_empty = search->query.length == 0 && search->request.tag_count == 0 &&
			   search->request.section_count == 0 && search->request.since == 0;
	return true;
}

void
routes_search_fini(struct routes_search *search)
{
	buffer_fini(&search->query);
}

/* NUL cannot be part of a value, so it separates them without doubt. */
static void
append_filters(struct buffer *out, char kind, const char *const *filters, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		buffer_append_char(out, kind);
		buffer_append(out, filters[i], strlen(filters[i]) + 1);
	}
}

void
routes_search_key(const struct routes_search *search, struct buffer *out)
{
	const struct search_request *request = &search->request;

	buffer_printf(out, "%u,%u,%d,%d,%d,%d,%u,", request->page, request->per_page,
	    request->without_correction, request->without_synonyms, (int)search->highlight,
	    (int)request->sort, request->since);
	buffer_append(out, request->query, request->query_length);
	buffer_append_char(out, '\0');
	append_filters(out, 't', request->tags, request->tag_count);
	append_filters(out, 's', request->sections, request->section_count);
}

static void
append_parameters(
    struct buffer *out, const char *name, const char *const *filters, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		buffer_printf(out, "&%s=", name);
		escape_url(out, filters[i], strlen(filters[i]));
	}
}

static void
append_link(const struct routes_search *search, const char *path, const char *query,
    unsigned page, const char *relation, struct buffer *out)
{
	const struct search_request *request = &search->request;

	buffer_printf(out, "%s<%s?q=", out->length > 0 ? ", " : "", path);
	escape_url(out, query, strlen(query));
	append_parameters(out, "tag", request->tags, request->tag_count);
	append_parameters(out, "section", request->sections, request->section_count);
	if (request->without_correction)
		buffer_append_string(out, "&correct=0");
	if (request->without_synonyms)
		buffer_append_string(out, "&synonyms=0");
	if (search->highlight != RENDER_HIGHLIGHT_HTML)
		buffer_printf(out, "&highlight=%s", highlight_names[search->highlight]);
	if (request->since != 0) {
		buffer_append_string(out, "&since=");
		render_date(request->since, out);
	}
	if (request->sort != SEARCH_SORT_RELEVANCE)
		buffer_printf(out, "&sort=%s", search_sort_name(request->sort));
	if (request->per_page != SEARCH_PER_PAGE)
		buffer_printf(out, "&perPage=%u", request->per_page);
	buffer_printf(out, "&page=%u>; rel=\"%s\"", page, relation);
}

void
routes_search_links(const struct routes_search *search, const char *path,
    const struct search_result *result, struct buffer *out)
{
	if (result->page < result->pages)
		append_link(search, path, result->query, result->page + 1, "next", out);
	if (result->page > 1 && result->page <= result->pages + 1)
		append_link(search, path, result->query, result->page - 1, "prev", out);
	if (out->length > LINK_BYTES_MAX)
		buffer_clear(out);
}

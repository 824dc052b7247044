/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_ROUTES_PARSE_H
#define FORNIX_ROUTES_PARSE_H

/*
 * The parameters of a search, checked and brought to one form.
 *
 *	q         what is looked for; once, up to 2048 bytes of UTF-8
 *	page      from 1; once
 *	perPage   1 to 100; once
 *	tag       a filter; up to 16
 *	section   a filter; up to 16
 *	since     a day: only articles published or reviewed from then on; once
 *	correct   0: take misspelt words as they are; 1: the default; once
 *	synonyms  0: search for the words themselves only; 1: the default; once
 *	highlight html (the default), offsets or none: how JSON says what was found; once
 *	sort      relevance (the default), date or reviewed; once
 *
 * Others are ignored.  The form: q without spaces at its ends and with single
 * ones inside, filters sorted, each once.  So requests that mean the same get
 * the same answer, and one place in the cache.
 */

#include <stdbool.h>

#include "buffer.h"
#include "http.h"
#include "render.h"
#include "search.h"

#define ROUTES_QUERY_BYTES_MAX  2048 /* then 414 */
#define ROUTES_FILTER_BYTES_MAX 128

/* Borrows the filters from the struct http_request. */
struct routes_search {
	struct search_request request; /* its query is query.data */
	struct buffer query;
	enum render_highlight highlight;
	bool is_empty; /* neither query nor filter */
};

/* What is wrong with a parameter. */
struct routes_mistake {
	int status; /* 400 or 414 */
	const char *parameter;
	char detail[160];
};

/* Returns false with *ret_mistake; else the caller calls routes_search_fini(). */
bool routes_search_init(struct routes_search *search, const struct http_request *request,
    struct routes_mistake *ret_mistake);
void routes_search_fini(struct routes_search *search);

/*
 * The parts for parameters of other paths; each returns false with *ret_mistake.
 * Of a filter, an empty value is none, and SEARCH_FILTERS_MAX values fit in.
 */
bool routes_parse_once(
    const struct http_parameter *parameter, bool *seen, struct routes_mistake *ret_mistake);
bool routes_parse_number(const struct http_parameter *parameter, unsigned most,
    unsigned *ret_number, struct routes_mistake *ret_mistake);
bool routes_parse_filter(const struct http_parameter *parameter, const char **filters,
    size_t *count, struct routes_mistake *ret_mistake);

/* Appends what makes this search another one than others: any bytes. */
void routes_search_key(const struct routes_search *search, struct buffer *out);

/*
 * Appends a Link header's value with the next and the previous page of path,
 * for the result; nothing when there is neither, or the value would be long.
 */
void routes_search_links(const struct routes_search *search, const char *path,
    const struct search_result *result, struct buffer *out);

#endif

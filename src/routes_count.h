/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_ROUTES_COUNT_H
#define FORNIX_ROUTES_COUNT_H

/*
 * Which searches are counted, and what of them.
 *
 * Those that a person finished: the first page of an answer to a query, asked for
 * with GET, in the usual order and without filters.  Links of a results page (its
 * next page, its filters, "search instead for") ask for more of a search that was
 * counted.  Suggestions while typing, HEAD, errors and empty queries are none.
 *
 * Clients of Meilisearch search with every letter, so theirs count once nothing
 * longer follows: report_typing.h.
 */

#include "http.h"
#include "meili.h"
#include "report_counter.h"
#include "routes_parse.h"
#include "search.h"

/* Leaves in the response's note what would be counted of the result. */
void routes_count_note(const struct search_result *result, struct http_response *response);

/* Counts the answer, fresh or from the cache, if it is one to count.  counter may be NULL. */
void routes_count(struct report_counter *counter, const struct http_request *request,
    const struct routes_search *search, const struct http_response *response);

/* Counts a search of a client of Meilisearch, if it is one to count.  counter may be NULL. */
void routes_count_meili(struct report_counter *counter, const struct http_request *request,
    const struct meili_query *query, const struct search_result *result);

#endif

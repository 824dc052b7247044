/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_ROUTES_MEILI_H
#define FORNIX_ROUTES_MEILI_H

/*
 * The pages below /meili/: as much of Meilisearch's API as its clients need
 * that only read, so that widgets made for it show our articles.
 *
 *	POST /meili/multi-search
 *	GET and POST /meili/indexes/articles/search
 *	POST /meili/indexes/articles/facet-search
 *	GET /meili/health, /meili/version
 *
 * Everything else below /meili/ is 404, and every error has Meilisearch's form.
 */

#include "http.h"
#include "report_counter.h"
#include "search.h"

bool routes_meili_is_path(const char *path);

/* Which methods the page knows; 0 when there is none. */
unsigned routes_meili_methods(const char *path);

/* What needs no search, errors included; false when a worker must answer. */
bool routes_meili_now(const struct http_request *request, struct http_response *response);

/*
 * Searches and fills response, also with mistakes in the request.  A search
 * that fails leaves response as it was.  counter, which counts them, may be NULL.
 */
FORNIX_CHECKED enum fornix_status routes_meili_search(struct searcher *searcher,
    struct report_counter *counter, const struct http_request *request,
    struct http_response *response, struct fornix_error *err);

/* code NULL: the one for the status. */
void routes_meili_error(
    int status, const char *code, const char *message, struct http_response *response);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_ROUTES_SUGGEST_H
#define FORNIX_ROUTES_SUGGEST_H

/*
 * GET /api/suggest and GET /opensearch.xml.
 *
 *	q       what was typed so far; as in a search, see routes_parse.h
 *	format  json, the default, or opensearch; once
 */

#include "http.h"
#include "render_site.h"
#include "routes_index.h"

#define ROUTES_SUGGEST_PATH    "/api/suggest"
#define ROUTES_OPENSEARCH_PATH "/opensearch.xml"

/*
 * Fills response.  Always in the same thread, and quick: see the comment in the
 * source.
 */
void routes_suggest(struct routes_index *index, const struct render_site *site,
    const struct http_request *request, struct http_response *response);

/* 404, with what is to be set, where the public address is not known. */
void routes_opensearch(const struct render_site *site, const struct http_request *request,
    struct http_response *response);

#endif

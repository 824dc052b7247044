/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_ROUTES_RELATED_H
#define FORNIX_ROUTES_RELATED_H

/*
 * GET /api/related: articles near to the one with the parameter url or id, of
 * which there must be exactly one.
 */

#include "http.h"
#include "routes_parse.h"

#define ROUTES_RELATED_PATH "/api/related"

/* Borrows from the struct http_request. */
struct routes_related {
	const char *id, *url; /* one of them */
};

/* Returns false with *ret_mistake for a missing or a wrong parameter. */
bool routes_related_init(struct routes_related *related, const struct http_request *request,
    struct routes_mistake *ret_mistake);

#endif

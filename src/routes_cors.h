/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_ROUTES_CORS_H
#define FORNIX_ROUTES_CORS_H

/*
 * Pages of other sites: which of them may read answers (cross-origin resource
 * sharing), by the origins of the settings.
 *
 * Only below /api/ and /meili/, and for the files of the search box.  Without
 * origins no header says anything, and browsers keep other sites out.  Cookies
 * and passwords are never allowed, so "*" gives nobody more than anybody has.
 */

#include "http.h"

struct routes_cors {
	size_t count;
	const char *const *origins; /* exact, or "*" for any; borrowed */
};

/* Adds to a finished answer what lets the request's origin read it. */
void routes_cors_answer(const struct routes_cors *cors, const struct http_request *request,
    struct http_response *response);

/*
 * Answers OPTIONS for a page that knows these methods: 204 with Allow, and to
 * the preflight request of an origin that may ask what it may send.
 */
void routes_cors_options(const struct routes_cors *cors, const struct http_request *request,
    unsigned methods, struct http_response *response);

#endif

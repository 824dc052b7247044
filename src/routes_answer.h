/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_ROUTES_ANSWER_H
#define FORNIX_ROUTES_ANSWER_H

/*
 * What the answers of all pages share: headers, and errors as
 * application/problem+json (RFC 9457) or as a page, by path and Accept.
 *
 * A problem has the members type, title, status, detail, code, message (the
 * same as detail) and, for a wrong parameter, parameter.
 */

#include <stdbool.h>

#include "http.h"
#include "render_site.h"

/* How long a browser may keep it. */
enum routes_keep {
	ROUTES_KEEP_NOT, /* health questions on shared computers */
	ROUTES_KEEP_MINUTES,
	ROUTES_KEEP_DAY,
	ROUTES_KEEP_ALWAYS, /* its URL changes with its bytes */
};

void routes_answer_headers(
    struct http_response *response, const char *media_type, enum routes_keep keep);

/* Whether the error for this request is wanted as JSON. */
bool routes_answer_wants_json(const struct http_request *request);

struct routes_problem {
	int status;
	const char *code;      /* NULL: the one for the status */
	const char *parameter; /* or NULL */
	const char *detail;
};

/* Fills response, which is as http_response_init() made it. */
void routes_answer_problem(const struct http_request *request, const struct render_site *site,
    const struct routes_problem *problem, struct http_response *response);

#endif

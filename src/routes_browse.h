/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_ROUTES_BROWSE_H
#define FORNIX_ROUTES_BROWSE_H

/*
 * The list of all articles.
 *
 *	GET /browse        page, section: a page of the site map
 *	GET /api/articles  page, perPage (1 to 200, 50 when absent), section: the same as JSON
 *
 * Parameters are checked as those of a search are, others are ignored.  Links
 * to the next and the previous page are in the header Link.
 */

#include "http.h"
#include "render.h"
#include "routes_parse.h"

#define ROUTES_BROWSE_PATH   "/browse"
#define ROUTES_ARTICLES_PATH "/api/articles"

struct routes_browse {
	struct browse_request request; /* borrows from the struct http_request */
	bool is_json;
};

bool routes_browse_is_path(const char *path);

/* Returns false with *ret_mistake for a wrong parameter. */
bool routes_browse_init(struct routes_browse *browse, const struct http_request *request,
    struct routes_mistake *ret_mistake);

/* page: what a page of results would be made with; for /browse only. */
void routes_browse_answer(const struct routes_browse *browse,
    const struct browse_result *result, const struct render_page *page,
    struct http_response *response);

#endif

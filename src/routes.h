/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_ROUTES_H
#define FORNIX_ROUTES_H

/*
 * The service's pages: which path gives what.
 *
 *	GET /                  308 to /search
 *	GET /search            the results page
 *	GET /api/search        the same answer as JSON
 *	GET /api/suggest       what is offered while somebody types
 *	GET /opensearch.xml    for browsers' address bars
 *	/meili/…               for clients of Meilisearch: routes_meili.h
 *	GET /browse            all articles, by section and title
 *	GET /api/articles      the same as JSON
 *	GET /api/related       articles near to one
 *	GET /assets/…          style sheet and icon, named by content hash
 *	GET /healthz           200 as long as the process answers
 *	GET /readyz            200 when an index is open, else 503, and what is wrong
 *	GET /metrics           the same in numbers, for Prometheus, and how long searches take
 *	GET /robots.txt
 *	GET /openapi.json      what all of them answer
 *
 * OPTIONS at each of them says what may be asked, also to pages of other sites
 * that the settings name.
 *
 * Works on struct http_request and struct http_response, without sockets.  It
 * reads the index through a searcher for each worker, and notices a new
 * generation by itself.
 */

#include "http.h"
#include "page_template.h"
#include "report_counter.h"

struct routes;

struct routes_options {
	const char *index; /* folder of the generations */
	/* Of the pages: see render_site.h; all but the name may be NULL.  Borrowed. */
	const char *site_name, *public_url;
	const char *contact_phone, *contact_hours, *contact_url;
	const struct page_template *page_template;
	unsigned workers;
	size_t answer_cache_bytes;       /* 0: no cache */
	size_t cors_origin_count;        /* other sites that may ask: routes_cors.h */
	const char *const *cors_origins; /* live as long as the routes */
	struct report_counter *counter;  /* counts searches; NULL: none are.  Borrowed */
};

/*
 * An index that is missing or damaged is not an error: searches give 503 until
 * a good one is published, and routes_refresh() says what is wrong.  USAGE
 * without workers.  The caller frees *ret_routes after the server has stopped.
 */
FORNIX_CHECKED enum fornix_status routes_new(
    const struct routes_options *options, struct routes **ret_routes, struct fornix_error *err);
void routes_free(struct routes *routes);

/* The handlers to give to http_server_start(). */
struct http_handlers routes_handlers(struct routes *routes);

/*
 * Opens another generation when "current" points to one; called every second,
 * always from the same thread.  A damaged one is refused with err set, and what
 * serves goes on serving: the one before, also where nothing was open yet.  It is
 * looked at again after a minute, and until then the same error is returned.
 * One whose files are as they were when it was published, by their sizes and times, is
 * served at once and compared with its checksums at the next call: damage is found then.
 * Also that what serves has gone from the disk is an error, and is answered at
 * /readyz; searches go on.
 */
FORNIX_CHECKED enum fornix_status routes_refresh(
    struct routes *routes, struct fornix_error *err);

/* Whether an index is open, so that searches are answered. */
bool routes_is_ready(const struct routes *routes);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "routes.h"

#include <string.h>

#include "assets.h"
#include "cache.h"
#include "date.h"
#include "log.h"
#include "render.h"
#include "routes_answer.h"
#include "routes_box.h"
#include "routes_browse.h"
#include "routes_count.h"
#include "routes_cors.h"
#include "routes_index.h"
#include "routes_meili.h"
#include "routes_parse.h"
#include "routes_ready.h"
#include "routes_related.h"
#include "routes_suggest.h"
#include "search.h"
#include "xalloc.h"

#define KEY_BYTES_MAX (16 * 1024)

struct routes {
	struct render_site site;
	struct routes_index *index;
	struct cache *cache;
	struct routes_cors cors;
	struct report_counter *counter; /* NULL: nothing is counted; borrowed */
	struct routes_latency latency;
	struct log_limit complaints;
};

enum face {
	FACE_HTML,
	FACE_JSON,
};

static const char *const face_paths[] = {[FACE_HTML] = "/search", [FACE_JSON] = "/api/search"};

static struct render_site
make_site(const struct routes_options *options)
{
	bool is_public = options->public_url != NULL;

	return (struct render_site){.name = options->site_name,
	    .public_url = is_public ? options->public_url : "",
	    .style_url =
		asset_url(options->page_template != NULL ? "results.css" : "style.css"),
	    .script_url = routes_box_script(),
	    .icon_url = asset_url("favicon.svg"),
	    .search_path = face_paths[FACE_HTML],
	    .browse_path = ROUTES_BROWSE_PATH,
	    .opensearch_url = is_public ? ROUTES_OPENSEARCH_PATH : NULL,
	    .contact_phone = options->contact_phone,
	    .contact_hours = options->contact_hours,
	    .contact_url = options->contact_url,
	    .page_template = options->page_template};
}

enum fornix_status
routes_new(
    const struct routes_options *options, struct routes **ret_routes, struct fornix_error *err)
{
	struct routes *routes;

	if (options->workers == 0)
		return error_set(
		    err, FORNIX_ERR_USAGE, "no worker would search: set 'workers'");
	routes = xcalloc(1, sizeof *routes);
	routes->index = routes_index_new(options->index, options->workers);
	routes->site = make_site(options);
	routes->cache = cache_new(options->answer_cache_bytes);
	routes->cors = (struct routes_cors){options->cors_origin_count, options->cors_origins};
	routes->counter = options->counter;
	if (routes_refresh(routes, NULL) != FORNIX_OK) {
		/* The next call says why again; until then searches give 503. */
	}
	*ret_routes = routes;
	return FORNIX_OK;
}

void
routes_free(struct routes *routes)
{
	if (routes == NULL)
		return;
	routes_index_free(routes->index);
	cache_free(routes->cache);
	free(routes);
}

enum fornix_status
routes_refresh(struct routes *routes, struct fornix_error *err)
{
	unsigned number = 0;
	enum fornix_status status = routes_index_refresh(routes->index, &number, err);

	if (number != 0)
		cache_set_generation(routes->cache, number);
	return status;
}

bool
routes_is_ready(const struct routes *routes)
{
	struct routes_index_state state;

	return routes_index_get(routes->index, &state);
}

static void
answer_problem(struct routes *routes, const struct http_request *request, int status,
    const char *code, const char *detail, struct http_response *response)
{
	struct routes_problem problem = {.status = status, .code = code, .detail = detail};

	routes_answer_problem(request, &routes->site, &problem, response);
}

static void
answer_error(void *context, const struct http_request *request, int status, const char *detail,
    struct http_response *response)
{
	struct routes *routes = context;

	answer_problem(routes, request, status, NULL, detail, response);
	routes_cors_answer(&routes->cors, request, response);
}

static void
answer_no_index(
    struct routes *routes, const struct http_request *request, struct http_response *response)
{
	answer_problem(routes, request, 503, "index_missing",
	    "The search index is missing; it is being prepared.", response);
	http_response_header(response, "Retry-After", "30");
}

static void
answer_asset(const struct asset *asset, enum routes_keep keep, struct http_response *response)
{
	routes_answer_headers(response, asset->media_type, keep);
	response->constant_body = asset->bytes;
	response->constant_length = asset->length;
}

/* Answers pages that are no searches; returns false when it is none of them. */
static bool
answer_fixed(
    struct routes *routes, const struct http_request *request, struct http_response *response)
{
	const char *path = request->path;
	const struct asset *asset = asset_by_url(path);

	if (asset != NULL) {
		answer_asset(asset, ROUTES_KEEP_ALWAYS, response);
	} else if (strcmp(path, "/robots.txt") == 0 && asset_by_name("robots.txt") != NULL) {
		answer_asset(asset_by_name("robots.txt"), ROUTES_KEEP_DAY, response);
	} else if (strcmp(path, "/openapi.json") == 0 &&
		   asset_by_name("openapi.json") != NULL) {
		answer_asset(asset_by_name("openapi.json"), ROUTES_KEEP_DAY, response);
	} else if (strcmp(path, "/healthz") == 0) {
		routes_answer_headers(response, "text/plain; charset=utf-8", ROUTES_KEEP_NOT);
		buffer_append_string(&response->body, "ok\n");
	} else if (strcmp(path, ROUTES_READY_PATH) == 0) {
		routes_ready(routes->index, response);
	} else if (strcmp(path, ROUTES_METRICS_PATH) == 0) {
		routes_metrics(routes->index, &routes->latency, response);
	} else if (strcmp(path, "/") == 0) {
		routes_answer_headers(response, "text/plain; charset=utf-8", ROUTES_KEEP_NOT);
		http_response_header(response, "Location", face_paths[FACE_HTML]);
		buffer_append_string(&response->body, "See /search\n");
		response->status = 308;
	} else {
		return false;
	}
	return true;
}

/* What all pages are made with. */
static struct render_page
make_page(const struct routes *routes)
{
	return (struct render_page){.site = &routes->site, .today = date_today()};
}

static void
answer_page(struct routes *routes, const struct search_request *request,
    const struct search_result *result, struct http_response *response)
{
	struct render_page page = make_page(routes);

	page.request = request;
	page.result = result;
	routes_answer_headers(response, "text/html; charset=utf-8", ROUTES_KEEP_NOT);
	render_html_page(&page, &response->body);
}

static void
answer_result(struct routes *routes, enum face face, const struct routes_search *search,
    const struct search_result *result, struct http_response *response)
{
	struct buffer links;

	if (face == FACE_HTML) {
		answer_page(routes, &search->request, result, response);
	} else {
		routes_answer_headers(response, "application/json", ROUTES_KEEP_NOT);
		render_json_highlighted(result, search->highlight, &response->body);
	}
	buffer_init(&links, 16 * 1024);
	routes_search_links(search, face_paths[face], result, &links);
	if (face == FACE_JSON)
		buffer_printf(&links, "%s</openapi.json>; rel=\"service-desc\"",
		    links.length > 0 ? ", " : "");
	if (links.length > 0 && !links.failed)
		http_response_header(response, "Link", links.data);
	buffer_fini(&links);
}

static void
make_key(enum face face, const struct routes_search *search, struct buffer *out)
{
	buffer_init(out, KEY_BYTES_MAX);
	buffer_printf(out, "%d,%u,", (int)face, (unsigned)date_today());
	routes_search_key(search, out);
}

/* Returns false when a worker must run it. */
static bool
answer_search_now(struct routes *routes, enum face face, const struct http_request *request,
    const struct routes_search *search, struct http_response *response)
{
	struct routes_index_state state;
	struct buffer key;
	bool is_cached;

	if (face == FACE_HTML && search->is_empty) {
		answer_page(routes, &search->request, NULL, response);
		return true;
	}
	if (!routes_index_get(routes->index, &state)) {
		answer_no_index(routes, request, response);
		return true;
	}
	make_key(face, search, &key);
	is_cached = cache_get(routes->cache, key.data, key.length, response);
	buffer_fini(&key);
	if (is_cached) {
		routes_count(routes->counter, request, search, response);
		routes_latency_add(&routes->latency.cached, request);
	}
	return is_cached;
}

/* Returns false for a path that is no search. */
static bool
face_of(const char *path, enum face *ret_face)
{
	if (strcmp(path, face_paths[FACE_HTML]) == 0)
		*ret_face = FACE_HTML;
	else if (strcmp(path, face_paths[FACE_JSON]) == 0)
		*ret_face = FACE_JSON;
	else
		return false;
	return true;
}

static void
answer_mistake(struct routes *routes, const struct http_request *request,
    const struct routes_mistake *mistake, struct http_response *response)
{
	struct routes_problem problem = {
	    mistake->status, NULL, mistake->parameter, mistake->detail};

	routes_answer_problem(request, &routes->site, &problem, response);
}

/* Reads the parameters; answers and returns false when one is wrong. */
static bool
parse_search(struct routes *routes, const struct http_request *request,
    struct routes_search *ret_search, struct http_response *response)
{
	struct routes_mistake mistake;

	if (routes_search_init(ret_search, request, &mistake))
		return true;
	answer_mistake(routes, request, &mistake, response);
	return false;
}

/* Pages that are read from the articles, which a worker always does. */
static bool
is_read(const char *path)
{
	return routes_browse_is_path(path) || strcmp(path, ROUTES_RELATED_PATH) == 0;
}

static bool
is_mistaken(const struct http_request *request, struct routes_mistake *ret_mistake)
{
	struct routes_related related;
	struct routes_browse browse;

	if (routes_browse_is_path(request->path))
		return !routes_browse_init(&browse, request, ret_mistake);
	return !routes_related_init(&related, request, ret_mistake);
}

/* Answers what is wrong before a worker is asked. */
static bool
answer_reading_now(
    struct routes *routes, const struct http_request *request, struct http_response *response)
{
	struct routes_index_state state;
	struct routes_mistake mistake;

	if (is_mistaken(request, &mistake))
		answer_mistake(routes, request, &mistake, response);
	else if (!routes_index_get(routes->index, &state))
		answer_no_index(routes, request, response);
	else
		return false;
	return true;
}

/* The pages that have a name of their own; assets have more. */
static const char *const pages[] = {"/", "/api/articles", "/api/related", "/api/search",
    ROUTES_SUGGEST_PATH, "/browse", "/healthz", ROUTES_METRICS_PATH, "/openapi.json",
    ROUTES_OPENSEARCH_PATH, ROUTES_READY_PATH, "/robots.txt", "/search", ROUTES_BOX_STYLE_PATH,
    ROUTES_BOX_PAGE_PATH, ROUTES_BOX_SCRIPT_PATH};

/* Which methods a page knows; 0 when there is none. */
static unsigned
methods(void *context, const char *path)
{
	size_t i;

	(void)context;
	for (i = 0; i < sizeof pages / sizeof pages[0]; i++) {
		if (strcmp(path, pages[i]) == 0)
			return HTTP_METHODS_READ | HTTP_METHOD(HTTP_OPTIONS);
	}
	if (routes_meili_is_path(path))
		return routes_meili_methods(path);
	return asset_by_url(path) != NULL ? HTTP_METHODS_READ | HTTP_METHOD(HTTP_OPTIONS) : 0;
}

/* Returns false when a worker must answer. */
static bool
answer_meili_now(
    struct routes *routes, const struct http_request *request, struct http_response *response)
{
	struct routes_index_state state;

	if (routes_meili_now(request, response))
		return true;
	if (routes_index_get(routes->index, &state))
		return false;
	answer_no_index(routes, request, response);
	return true;
}

/* Returns false for a path that is neither suggestions nor what leads to them. */
static bool
answer_suggest(
    struct routes *routes, const struct http_request *request, struct http_response *response)
{
	if (strcmp(request->path, ROUTES_SUGGEST_PATH) == 0)
		routes_suggest(routes->index, &routes->site, request, response);
	else if (strcmp(request->path, ROUTES_OPENSEARCH_PATH) == 0)
		routes_opensearch(&routes->site, request, response);
	else
		return false;
	return true;
}

static bool
answer_read(
    struct routes *routes, const struct http_request *request, struct http_response *response)
{
	struct routes_search search;
	struct render_page page;
	enum face face;
	bool is_done;

	if (answer_suggest(routes, request, response))
		return true;
	if (routes_meili_is_path(request->path))
		return answer_meili_now(routes, request, response);
	if (is_read(request->path))
		return answer_reading_now(routes, request, response);
	if (!face_of(request->path, &face)) {
		page = make_page(routes);
		if (!routes_box(&page, request, response) &&
		    !answer_fixed(routes, request, response))
			answer_problem(routes, request, 404, NULL,
			    "There is no page at this address.", response);
		return true;
	}
	if (!parse_search(routes, request, &search, response))
		return true;
	is_done = answer_search_now(routes, face, request, &search, response);
	routes_search_fini(&search);
	return is_done;
}

static bool
answer_now(void *context, const struct http_request *request, struct http_response *response)
{
	struct routes *routes = context;

	if (request->method == HTTP_OPTIONS)
		routes_cors_options(
		    &routes->cors, request, methods(routes, request->path), response);
	else if (!answer_read(routes, request, response))
		return false;
	routes_cors_answer(&routes->cors, request, response);
	return true;
}

/* err may name files: it is for the log, and never for the visitor. */
static void
answer_failure(struct routes *routes, const struct http_request *request,
    const struct fornix_error *err, struct http_response *response)
{
	if (err->status == FORNIX_ERR_USAGE || err->status == FORNIX_ERR_LIMIT) {
		answer_problem(routes, request, 400, NULL, err->message, response);
		return;
	}
	if (err->status == FORNIX_ERR_TIMEOUT) {
		answer_problem(routes, request, 503, "timeout",
		    "The search took too long; fewer or other words may help.", response);
		http_response_header(response, "Retry-After", "2");
		return;
	}
	log_limited(&routes->complaints, "a search failed: %s", err->message);
	answer_problem(
	    routes, request, 500, NULL, "The search failed; please try again later.", response);
}

static void
run_search(struct routes *routes, unsigned worker, enum face face,
    const struct http_request *request, const struct routes_search *search,
    struct http_response *response)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct search_result *result = NULL;
	struct searcher *searcher = NULL;
	unsigned number = 0;
	struct buffer key;
	bool is_partial;

	if (!routes_index_searcher(routes->index, worker, &searcher, &number)) {
		answer_no_index(routes, request, response);
		return;
	}
	/* Before: what is made today must not be kept as tomorrow's. */
	make_key(face, search, &key);
	if (search_run(searcher, &search->request, &result, &err) != FORNIX_OK) {
		answer_failure(routes, request, &err, response);
		buffer_fini(&key);
		return;
	}
	answer_result(routes, face, search, result, response);
	routes_count_note(result, response);
	routes_count(routes->counter, request, search, response);
	is_partial = result->is_partial;
	search_result_free(result);
	if (!is_partial) /* the next one may be whole */
		cache_put(routes->cache, number, key.data, key.length, response);
	buffer_fini(&key);
	routes_latency_add(&routes->latency.fresh, request);
}

static void
answer_meili(struct routes *routes, unsigned worker, const struct http_request *request,
    struct http_response *response)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct searcher *searcher = NULL;
	unsigned number = 0;

	if (!routes_index_searcher(routes->index, worker, &searcher, &number))
		answer_no_index(routes, request, response);
	else if (routes_meili_search(searcher, routes->counter, request, response, &err) !=
		 FORNIX_OK)
		answer_failure(routes, request, &err, response);
	else if (response->status == 200)
		routes_latency_add(&routes->latency.fresh, request);
}

static void
run_browse(struct routes *routes, unsigned worker, const struct http_request *request,
    struct http_response *response)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct render_page page = make_page(routes);
	struct browse_result *result = NULL;
	struct searcher *searcher = NULL;
	struct routes_mistake mistake;
	struct routes_browse browse;
	unsigned number = 0;

	if (!routes_browse_init(&browse, request, &mistake)) {
		answer_mistake(routes, request, &mistake, response);
	} else if (!routes_index_searcher(routes->index, worker, &searcher, &number)) {
		answer_no_index(routes, request, response);
	} else if (browse_run(searcher, &browse.request, &result, &err) != FORNIX_OK) {
		answer_failure(routes, request, &err, response);
	} else {
		routes_browse_answer(&browse, result, &page, response);
		browse_result_free(result);
	}
}

static void
run_related(struct routes *routes, unsigned worker, const struct http_request *request,
    struct http_response *response)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct searcher *searcher = NULL;
	struct related_result result;
	struct routes_related related;
	struct routes_mistake mistake;
	enum fornix_status status;
	unsigned number = 0;

	if (!routes_related_init(&related, request, &mistake)) {
		answer_mistake(routes, request, &mistake, response);
		return;
	}
	if (!routes_index_searcher(routes->index, worker, &searcher, &number)) {
		answer_no_index(routes, request, response);
		return;
	}
	status = related_find(searcher, related.id, related.url, &result, &err);
	if (status == FORNIX_ERR_NOT_FOUND) {
		answer_problem(
		    routes, request, 404, NULL, "There is no such article.", response);
	} else if (status != FORNIX_OK) {
		answer_failure(routes, request, &err, response);
	} else {
		routes_answer_headers(response, "application/json", ROUTES_KEEP_NOT);
		render_json_related(&result, &response->body);
		related_fini(&result);
	}
}

static void
answer_search(struct routes *routes, unsigned worker, const struct http_request *request,
    struct http_response *response)
{
	struct routes_search search;
	enum face face;

	if (routes_browse_is_path(request->path)) {
		run_browse(routes, worker, request, response);
		return;
	}
	if (strcmp(request->path, ROUTES_RELATED_PATH) == 0) {
		run_related(routes, worker, request, response);
		return;
	}
	if (!face_of(request->path, &face)) {
		answer_problem(routes, request, 500, NULL, "The search failed.", response);
		return;
	}
	if (!parse_search(routes, request, &search, response))
		return;
	run_search(routes, worker, face, request, &search, response);
	routes_search_fini(&search);
}

static void
answer_in_worker(void *context, unsigned worker, const struct http_request *request,
    struct http_response *response)
{
	struct routes *routes = context;

	if (routes_meili_is_path(request->path))
		answer_meili(routes, worker, request, response);
	else
		answer_search(routes, worker, request, response);
	routes_cors_answer(&routes->cors, request, response);
}

struct http_handlers
routes_handlers(struct routes *routes)
{
	return (struct http_handlers){
	    methods, answer_now, answer_in_worker, answer_error, routes};
}

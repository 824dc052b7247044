/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "routes_meili.h"

#include <string.h>
#include <strings.h>
#include <time.h>

#include "meili.h"
#include "render.h"
#include "render_meili.h"
#include "routes_answer.h"
#include "routes_count.h"
#include "xalloc.h"

static const char prefix[] = "/meili/";
static const char index_prefix[] = "/meili/indexes/";

enum page {
	PAGE_NONE,
	PAGE_HEALTH,
	PAGE_VERSION,
	PAGE_MULTI,
	PAGE_SEARCH,
	PAGE_FACET,
};

/* The index that the path names, as bytes of it; empty without one. */
struct named {
	const char *index;
	size_t length;
};

static enum page
page_of(const char *path, struct named *ret_named)
{
	const char *rest;

	*ret_named = (struct named){"", 0};
	if (strcmp(path, "/meili/health") == 0)
		return PAGE_HEALTH;
	if (strcmp(path, "/meili/version") == 0)
		return PAGE_VERSION;
	if (strcmp(path, "/meili/multi-search") == 0)
		return PAGE_MULTI;
	if (strncmp(path, index_prefix, strlen(index_prefix)) != 0)
		return PAGE_NONE;
	path += strlen(index_prefix);
	*ret_named = (struct named){path, strcspn(path, "/")};
	rest = path + ret_named->length;
	if (strcmp(rest, "/search") == 0)
		return PAGE_SEARCH;
	return strcmp(rest, "/facet-search") == 0 ? PAGE_FACET : PAGE_NONE;
}

bool
routes_meili_is_path(const char *path)
{
	return strncmp(path, prefix, strlen(prefix)) == 0;
}

unsigned
routes_meili_methods(const char *path)
{
	const unsigned options = HTTP_METHOD(HTTP_OPTIONS), post = HTTP_METHOD(HTTP_POST);
	struct named named;

	switch (page_of(path, &named)) {
	case PAGE_HEALTH:
	case PAGE_VERSION:
		return HTTP_METHODS_READ | options;
	case PAGE_MULTI:
	case PAGE_FACET:
		return post | options;
	case PAGE_SEARCH:
		return HTTP_METHODS_READ | post | options;
	case PAGE_NONE:
		break;
	}
	return 0;
}

static const char *
code_of(int status)
{
	static const struct {
		int status;
		const char *code;
	} codes[] = {{400, "bad_request"}, {404, "not_found"}, {405, "method_not_allowed"},
	    {413, "payload_too_large"}, {414, "uri_too_long"}, {417, "expectation_failed"},
	    {429, "too_many_requests"}, {431, "headers_too_large"},
	    {503, "too_many_search_requests"}};
	size_t i;

	for (i = 0; i < sizeof codes / sizeof codes[0]; i++) {
		if (codes[i].status == status)
			return codes[i].code;
	}
	return "internal";
}

static void
begin_json(struct http_response *response, struct json *json)
{
	routes_answer_headers(response, "application/json", ROUTES_KEEP_NOT);
	json_init(json, &response->body);
}

void
routes_meili_error(
    int status, const char *code, const char *message, struct http_response *response)
{
	struct json json;

	response->status = status;
	begin_json(response, &json);
	render_meili_error(&json, message, code != NULL ? code : code_of(status), status);
}

static void
answer_mistake(const struct meili_mistake *mistake, struct http_response *response)
{
	routes_meili_error(mistake->status, mistake->code, mistake->message, response);
}

/* "application/json", perhaps with parameters behind it. */
static bool
is_json(const char *type)
{
	static const char json[] = "application/json";

	return strncasecmp(type, json, strlen(json)) == 0 &&
	       strchr(" \t;", type[strlen(json)]) != NULL;
}

static void
answer_text(const char *text, struct http_response *response)
{
	routes_answer_headers(response, "application/json", ROUTES_KEEP_NOT);
	buffer_append_string(&response->body, text);
}

bool
routes_meili_now(const struct http_request *request, struct http_response *response)
{
	struct named named;

	switch (page_of(request->path, &named)) {
	case PAGE_HEALTH:
		answer_text("{\"status\":\"available\"}", response);
		return true;
	case PAGE_VERSION:
		/* Whose API this is: clients look at it, if at anything. */
		answer_text(
		    "{\"commitSha\":\"\",\"commitDate\":\"\",\"pkgVersion\":\"1.53.0\"}",
		    response);
		return true;
	case PAGE_NONE:
		routes_meili_error(404, NULL,
		    "This path is not one that is answered here: "
		    "only searches are.",
		    response);
		return true;
	default:
		break;
	}
	if (request->method != HTTP_POST || is_json(request->content_type))
		return false;
	routes_meili_error(415,
	    request->content_type[0] == '\0' ? "missing_content_type" : "invalid_content_type",
	    "The Content-Type must be application/json.", response);
	return true;
}

static bool
check_index(const struct meili_query *query, struct meili_mistake *ret_mistake)
{
	if (query->index == NULL)
		return meili_refuse(
		    ret_mistake, 400, "missing_index_uid", "Missing field `indexUid`.");
	if (strcmp(query->index, MEILI_INDEX) != 0)
		return meili_refuse(ret_mistake, 404, "index_not_found",
		    "Index `%.64s` not found: the index is `" MEILI_INDEX "`.", query->index);
	return true;
}

/* What is asked for in our own terms. */
static struct search_request
make_request(const struct meili_query *query)
{
	static const enum search_sort sorts[] = {[MEILI_SORT_RELEVANCE] = SEARCH_SORT_RELEVANCE,
	    [MEILI_SORT_DATE] = SEARCH_SORT_DATE,
	    [MEILI_SORT_REVIEWED] = SEARCH_SORT_REVIEWED};
	struct search_request request = SEARCH_REQUEST_INIT;

	request.query = query->q;
	request.query_length = strlen(query->q);
	request.matches_all = true;
	request.filter = &query->filter;
	request.per_page = query->limit > 0 ? query->limit : 1;
	request.skip = query->offset;
	request.sort = sorts[query->sort];
	if (query->is_paged) /* there is no page 0, so nothing is on it */
		request.skip =
		    query->page > 0 ? (query->page - 1) * query->limit : SEARCH_REACH_MAX;
	return request;
}

/* Past the last hit that can be reached there are none, which is no error. */
static void
keep_in_reach(struct meili_query *query, struct search_request *request)
{
	if (request->skip + request->per_page <= SEARCH_REACH_MAX)
		return;
	if (request->skip < SEARCH_REACH_MAX) {
		request->per_page = SEARCH_REACH_MAX - request->skip;
		return;
	}
	request->skip = 0;
	request->per_page = 1;
	query->limit = 0;
}

static enum fornix_status
run(struct searcher *searcher, struct meili_query *query, struct search_result **ret_result,
    struct fornix_error *err)
{
	struct search_request request = make_request(query);

	keep_in_reach(query, &request);
	return search_run(searcher, &request, ret_result, err);
}

static double
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* Who asks, and with what it is answered. */
struct asking {
	struct searcher *searcher;
	struct report_counter *counter;
	const struct http_request *request;
};

/* All queries of a multi-search together have the time of one search. */
static enum fornix_status
run_queries(const struct asking *asking, struct meili_query *queries, size_t count,
    struct json *json, struct fornix_error *err)
{
	double end_ms = now_ms() + SEARCH_DEADLINE_MS;
	enum fornix_status status = FORNIX_OK;
	struct search_result *result;
	size_t i;

	json_object_begin(json);
	json_put_key(json, "results");
	json_array_begin(json);
	for (i = 0; i < count && status == FORNIX_OK; i++) {
		if (now_ms() > end_ms)
			return error_set(err, FORNIX_ERR_TIMEOUT,
			    "%zu searches in one request took too long", count);
		result = NULL;
		status = run(asking->searcher, &queries[i], &result, err);
		if (status == FORNIX_OK) {
			render_meili(json, &queries[i], result, true);
			routes_count_meili(
			    asking->counter, asking->request, &queries[i], result);
		}
		search_result_free(result);
	}
	json_array_end(json);
	json_object_end(json);
	return status;
}

/* Makes the answer apart, so that a search that fails leaves none of it. */
static enum fornix_status
answer_queries(const struct asking *asking, struct meili_query *queries, size_t count,
    struct http_response *response, struct fornix_error *err)
{
	struct buffer body CLEANUP_BUFFER;
	enum fornix_status status;
	struct json json;

	buffer_init(&body, RENDER_BYTES_MAX);
	json_init(&json, &body);
	status = run_queries(asking, queries, count, &json, err);
	if (status != FORNIX_OK)
		return status;
	begin_json(response, &json);
	buffer_append(&response->body, body.data, body.length);
	response->body.failed |= body.failed;
	return FORNIX_OK;
}

static enum fornix_status
answer_multi(
    const struct asking *asking, struct http_response *response, struct fornix_error *err)
{
	const struct http_request *request = asking->request;
	struct meili_query *queries = xcalloc(MEILI_QUERIES_MAX, sizeof *queries);
	enum fornix_status status = FORNIX_OK;
	struct meili_mistake mistake;
	size_t count = 0, i;
	bool is_good;

	is_good =
	    meili_read_queries(request->body, request->body_length, queries, &count, &mistake);
	for (i = 0; is_good && i < count; i++)
		is_good = check_index(&queries[i], &mistake);
	if (is_good)
		status = answer_queries(asking, queries, count, response, err);
	else
		answer_mistake(&mistake, response);
	for (i = 0; i < count; i++)
		meili_query_fini(&queries[i]);
	free(queries);
	return status;
}

static bool
read_parameters(const struct http_request *request, struct meili_query *query,
    struct meili_mistake *ret_mistake)
{
	size_t i;

	for (i = 0; i < request->parameter_count; i++) {
		const struct http_parameter *parameter = &request->parameters[i];

		if (!meili_query_parameter(query, parameter->name, parameter->value,
			parameter->value_length, ret_mistake))
			return false;
	}
	return true;
}

/* The index of the path counts, whatever else is said. */
static bool
read_single(const struct http_request *request, enum page page, const struct named *named,
    struct meili_query *query, struct meili_mistake *ret_mistake)
{
	bool is_good =
	    request->method == HTTP_POST
		? meili_read_query(request->body, request->body_length, query, ret_mistake)
		: read_parameters(request, query, ret_mistake);

	if (!is_good)
		return false;
	free(query->index);
	query->index = xstrndup(named->index, named->length);
	if (!check_index(query, ret_mistake))
		return false;
	if (page == PAGE_FACET &&
	    (query->facet_name == NULL || (strcmp(query->facet_name, "tags") != 0 &&
					      strcmp(query->facet_name, "section") != 0)))
		return meili_refuse(ret_mistake, 400, "invalid_facet_search_facet_name",
		    "`facetName` must be `tags` or `section`.");
	return true;
}

static enum fornix_status
answer_single(const struct asking *asking, enum page page, const struct named *named,
    struct http_response *response, struct fornix_error *err)
{
	struct search_result *result = NULL;
	enum fornix_status status = FORNIX_OK;
	struct meili_mistake mistake;
	struct meili_query query;
	struct json json;

	meili_query_init(&query);
	if (!read_single(asking->request, page, named, &query, &mistake)) {
		answer_mistake(&mistake, response);
		meili_query_fini(&query);
		return FORNIX_OK;
	}
	status = run(asking->searcher, &query, &result, err);
	if (status == FORNIX_OK) {
		begin_json(response, &json);
		if (page == PAGE_FACET) {
			render_meili_facet(&json, &query, result);
		} else {
			render_meili(&json, &query, result, false);
			routes_count_meili(asking->counter, asking->request, &query, result);
		}
	}
	search_result_free(result);
	meili_query_fini(&query);
	return status;
}

enum fornix_status
routes_meili_search(struct searcher *searcher, struct report_counter *counter,
    const struct http_request *request, struct http_response *response,
    struct fornix_error *err)
{
	const struct asking asking = {searcher, counter, request};
	struct named named;
	enum page page = page_of(request->path, &named);

	if (page == PAGE_MULTI)
		return answer_multi(&asking, response, err);
	return answer_single(&asking, page, &named, response, err);
}

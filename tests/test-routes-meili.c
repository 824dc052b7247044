/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <jansson.h>

#include "render_meili.h"
#include "routes-ask.h"

static struct routes *routes;

/* Asks with a body (NULL: GET) and returns what it was answered; the caller frees it. */
static json_t *
post(const char *target, const char *body, int want_status, const char *name)
{
	struct http_request head = {.method = body != NULL ? HTTP_POST : HTTP_GET,
	    .accept = "",
	    .origin = "",
	    .preflight_method = "",
	    .content_type = "application/json; charset=utf-8",
	    .body = body != NULL ? body : "",
	    .body_length = body != NULL ? strlen(body) : 0};
	struct got got;
	json_t *value;

	ask_as(routes, &head, target, &got);
	value = json_loadb(got.response.body.data, got.response.body.length, 0, NULL);
	if (!tap_ok(got.response.status == want_status && value != NULL &&
			strcmp(header(&got, "Content-Type"), "application/json") == 0 &&
			strcmp(header(&got, "Cache-Control"), "no-store") == 0,
		"%s: %d", name, want_status))
		printf("#  got: %d %s\n", got.response.status, got.response.body.data);
	http_response_fini(&got.response);
	return value;
}

/* The value at a path like "results.0.hits.0.title", as JSON. */
static void
check(json_t *value, const char *path, const char *want)
{
	char steps[200], *rest = steps, *step, *text;

	snprintf(steps, sizeof steps, "%s", path);
	while (value != NULL && (step = strsep(&rest, ".")) != NULL)
		value = json_is_array(value) ? json_array_get(value, strtoul(step, NULL, 10))
					     : json_object_get(value, step);
	text = value != NULL ? json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT) : NULL;
	tap_string(text != NULL ? text : "missing", want, path);
	free(text);
}

static void
check_post(const char *target, const char *body, const char *path, const char *want)
{
	json_t *value = post(target, body, 200, body != NULL ? body : target);

	check(value, path, want);
	json_decref(value);
}

static void
check_error(
    const char *target, const char *body, int status, const char *code, const char *name)
{
	json_t *value = post(target, body, status, name);
	char want[100];

	snprintf(want, sizeof want, "\"%s\"", code);
	check(value, "code", want);
	tap_ok(json_is_string(json_object_get(value, "message")) &&
		   json_is_string(json_object_get(value, "type")) &&
		   json_is_string(json_object_get(value, "link")) &&
		   json_object_size(value) == 4,
	    "in Meilisearch's form");
	json_decref(value);
}

static const char search[] = "/meili/indexes/articles/search";
static const char multi[] = "/meili/multi-search";
static const char facet[] = "/meili/indexes/articles/facet-search";

static void
test_multi(void)
{
	json_t *value = post(multi,
	    "{\"queries\":[{\"indexUid\":\"articles\",\"limit\":2,\"facets\":[\"tags\"]},"
	    "{\"indexUid\":\"articles\",\"q\":\"spasm\",\"attributesToHighlight\":[\"*\"],"
	    "\"highlightPreTag\":\"[\",\"highlightPostTag\":\"]\",\"page\":1,"
	    "\"hitsPerPage\":5}]}",
	    200, "two searches");

	check(value, "results.0.indexUid", "\"articles\"");
	check(value, "results.0.query", "\"\"");
	check(value, "results.0.estimatedTotalHits", "4");
	check(value, "results.0.limit", "2");
	check(value, "results.0.offset", "0");
	check(value, "results.0.hits.2", "missing");
	check(value, "results.0.hits.0._formatted", "missing");
	check(value, "results.0.facetDistribution",
	    "{\"tags\":{\"nerves\":2,\"facial-pain\":2,\"spine\":1}}");
	check(value, "results.1.totalHits", "1");
	check(value, "results.1.totalPages", "1");
	check(value, "results.1.page", "1");
	check(value, "results.1.hitsPerPage", "5");
	check(value, "results.1.facetDistribution", "missing");
	check(value, "results.1.hits.0.id", "\"conditions/spasm\"");
	check(value, "results.1.hits.0.url", "\"/conditions/spasm/\"");
	check(value, "results.1.hits.0.section", "\"conditions\"");
	check(value, "results.1.hits.0.tags", "[\"nerves\"]");
	check(value, "results.1.hits.0.title", "\"Spasm & <i>\"");
	check(value, "results.1.hits.0._formatted.title", "\"[Spasm] & <i>\"");
	check(value, "results.1.hits.0.reviewed", "null");
	json_decref(value);
}

/* Everything that the filters, pages and orders of widgets come to. */
static void
test_single(void)
{
	static const char total[] = "estimatedTotalHits";

	check_post(search, "{}", total, "4");
	check_post(search, "{\"q\":\"\"}", total, "4");
	check_post(search, "{\"q\":null,\"limit\":0}", "hits", "[]");
	check_post(search, "{\"offset\":3}", "hits.1", "missing");
	check_post(search, "{\"offset\":2,\"limit\":1}", "hits.0.id", "\"conditions/spasm\"");
	check_post(search, "{\"offset\":5000}", "hits", "[]");
	check_post(search, "{\"offset\":990,\"limit\":21}", "hits", "[]");
	check_post(
	    search, "{\"page\":2,\"hitsPerPage\":3}", "hits.0.id", "\"treatments/ball\"");
	check_post(search, "{\"page\":1000,\"hitsPerPage\":100}", "hits", "[]");
	check_post(search, "{\"page\":0,\"hitsPerPage\":3}", "hits", "[]");
	check_post(search, "{\"hitsPerPage\":3}", "totalPages", "2");
	check_post(search, "{\"filter\":\"tags = 'Facial Pain'\"}", total, "2");
	check_post(search,
	    "{\"filter\":[[\"\\\"tags\\\"=\\\"spine\\\"\","
	    "\"\\\"tags\\\"=\\\"nerves\\\"\"]]}",
	    total, "3");
	check_post(search,
	    "{\"filter\":[[\"\\\"tags\\\"=\\\"facial-pain\\\"\"],"
	    "[\"\\\"tags\\\"=\\\"nerves\\\"\"]]}",
	    total, "1");
	check_post(search, "{\"filter\":\"tags=spine OR section=treatments\"}", total, "2");
	check_post(
	    search, "{\"filter\":\"NOT tags=spine AND section!=treatments\"}", total, "2");
	check_post(search, "{\"filter\":\"tags NOT IN [spine, nerves]\"}", total, "1");
	check_post(search, "{\"filter\":\"tags IN []\"}", total, "0");
	check_post(search, "{\"filter\":\"tags=nothing\"}", total, "0");
	check_post(search, "{\"filter\":\"tags='!?'\"}", total, "0");
	check_post(search, "{\"filter\":\"tags!='!?'\"}", total, "4");
	check_post(search, "{\"q\":\"nerve\",\"filter\":\"section=treatments\"}", total, "1");
	check_post(search, "{\"q\":\"spasm\",\"attributesToRetrieve\":[\"id\"]}", "hits.0",
	    "{\"id\":\"conditions/spasm\"}");
	check_post(search,
	    "{\"q\":\"spasm\",\"attributesToRetrieve\":[\"title\"],"
	    "\"showMatchesPosition\":true}",
	    "hits.0._matchesPosition.title", "[{\"start\":0,\"length\":5}]");
	check_post("/meili/indexes/articles/search?q=spasm&facets=section", NULL,
	    "facetDistribution.section", "{\"conditions\":1}");
	check_post(
	    "/meili/indexes/articles/search?filter=tags=spine&limit=1", NULL, total, "1");
	check_post(facet, "{\"facetName\":\"tags\",\"facetQuery\":\"NER\"}", "facetHits",
	    "[{\"value\":\"nerves\",\"count\":2}]");
	check_post(facet, "{\"facetName\":\"section\",\"q\":\"spasm\"}", "facetHits",
	    "[{\"value\":\"conditions\",\"count\":1}]");
	check_post("/meili/health", NULL, "status", "\"available\"");
	check_post("/meili/version", NULL, "commitSha", "\"\"");
}

static void
test_sort(void)
{
	static const char *const latest[] = {"\"conditions/spasm\"", "\"conditions/back\"",
	    "\"conditions/face\"", "\"treatments/ball\""};
	json_t *value;
	char path[20];
	size_t i;

	value = post(search, "{\"sort\":[\"date:desc\"]}", 200, "the latest first");
	for (i = 0; i < 4; i++) {
		snprintf(path, sizeof path, "hits.%zu.id", i);
		check(value, path, latest[i]);
	}
	json_decref(value);
	value = post(multi,
	    "{\"queries\":[{\"indexUid\":\"articles\",\"q\":\"nerve\",\"sort\":"
	    "[\"reviewed:desc\"]},{\"indexUid\":\"articles\",\"q\":\"nerve\","
	    "\"sort\":[\"date:desc\"]},{\"indexUid\":\"articles\",\"sort\":[]}]}",
	    200, "each in its order");
	check(value, "results.0.hits.0.id", "\"treatments/ball\"");
	check(value, "results.0.hits.1.id", "\"conditions/back\"");
	check(value, "results.0.hits.0.reviewed", "\"2026-03-01\"");
	check(value, "results.1.hits.0.id", "\"conditions/spasm\"");
	check(value, "results.1.hits.1.id", "\"conditions/back\"");
	check(value, "results.2.hits.0.id", "\"conditions/back\"");
	json_decref(value);
	check_post("/meili/indexes/articles/search?sort=date:desc&offset=1&limit=1", NULL,
	    "hits.0.id", "\"conditions/back\"");
	check_post(search, "{\"sort\":[\"date:desc\"],\"page\":2,\"hitsPerPage\":3}",
	    "hits.0.id", "\"treatments/ball\"");
	check_post(search, "{\"sort\":[\"date:desc\"],\"filter\":\"tags = facial-pain\"}",
	    "hits.0.id", "\"conditions/face\"");
	check_post(search, "{\"sort\":null}", "hits.0.id", "\"conditions/back\"");
}

static void
test_sort_errors(void)
{
	static const char *const bad[] = {"{\"sort\":[\"x\"]}", "{\"sort\":[\"date:asc\"]}",
	    "{\"sort\":[\"date\"]}", "{\"sort\":[\"title:desc\"]}", "{\"sort\":[\"\"]}",
	    "{\"sort\":[\"date:desc\",\"reviewed:desc\"]}",
	    "{\"sort\":[\"date:desc\",\"date:desc\"]}"};
	json_t *value;
	size_t i;

	for (i = 0; i < sizeof bad / sizeof bad[0]; i++)
		check_error(search, bad[i], 400, "invalid_search_sort", bad[i]);
	check_error("/meili/indexes/articles/search?sort=date:desc,reviewed:desc", NULL, 400,
	    "invalid_search_sort", "two orders");
	value = post("/meili/indexes/articles/search?sort=title:asc", NULL, 400,
	    "an order that is none");
	check(value, "message", "\"`sort` takes one rule: `date:desc` or `reviewed:desc`.\"");
	json_decref(value);
}

static void
test_errors(void)
{
	struct http_handlers handlers = routes_handlers(routes);
	struct http_request head = {.method = HTTP_POST,
	    .accept = "",
	    .origin = "",
	    .preflight_method = "",
	    .content_type = "text/plain",
	    .body = "{}",
	    .body_length = 2};
	struct got got;

	check_error(search, "{", 400, "malformed_payload", "a body that is cut");
	check_error(search, "", 400, "missing_payload", "no body");
	check_error(search, "{\"filter\":\"a > 5\"}", 400, "invalid_search_filter", "a filter");
	test_sort_errors();
	check_error("/meili/indexes/movies/search", "{}", 404, "index_not_found", "an index");
	check_error("/meili/indexes//search", "{}", 404, "index_not_found", "no index");
	check_error(facet, "{}", 400, "invalid_facet_search_facet_name", "no facet");
	check_error(facet, "{\"facetName\":\"author\"}", 400, "invalid_facet_search_facet_name",
	    "a facet that is none");
	check_error(multi, "{}", 400, "missing_multi_search_queries", "no queries");
	check_error(
	    multi, "{\"queries\":[{}]}", 400, "missing_index_uid", "a query of no index");
	check_error("/meili/", NULL, 404, "not_found", "the root");
	check_error("/meili/keys", NULL, 404, "not_found", "keys");
	check_error("/meili/indexes/articles/documents", "[]", 404, "not_found", "writing");
	tap_number(handlers.methods(routes, "/meili/indexes/articles/documents"), 0,
	    "and so by any other method");
	tap_number(handlers.methods(routes, multi),
	    HTTP_METHOD(HTTP_POST) | HTTP_METHOD(HTTP_OPTIONS), "multi-search takes POST");
	ask_as(routes, &head, multi, &got);
	tap_ok(
	    got.response.status == 415 && !got.is_from_worker, "a body that is not JSON: 415");
	http_response_fini(&got.response);
	http_response_init(&got.response, 413);
	head.path = multi;
	handlers.answer_error(routes, &head, 413, "too long", &got.response);
	tap_ok(strstr(got.response.body.data, "\"code\":\"payload_too_large\"") != NULL,
	    "errors of the server have the form too");
	http_response_fini(&got.response);
}

/* dates: lines of the front matter, each with its end. */
static void
write_tagged(
    const char *path, const char *title, const char *tags, const char *dates, const char *text)
{
	char bytes[512];

	snprintf(bytes, sizeof bytes, "---\ntitle: %s\ntags: [%s]\n%s---\n\n%s\n", title, tags,
	    dates, text);
	scratch_write_text(path, bytes);
}

/* What is searched for on other machines, one of which is down. */
static void
test_partial(void)
{
	char q[] = "x";
	const struct meili_query query = {.q = q};
	struct search_result result = {.is_partial = true};
	struct buffer text;
	struct json json;
	json_t *value;

	buffer_init(&text, 4096);
	json_init(&json, &text);
	render_meili(&json, &query, &result, false);
	value = json_loadb(text.data, text.length, 0, NULL);
	check(value, "partial", "true");
	json_decref(value);
	buffer_fini(&text);
}

int
main(void)
{
	char *corpus = scratch_path("corpus"), *index = scratch_path("index");
	struct routes_options options = {.index = index, .site_name = "Practice", .workers = 2};
	struct fornix_error err = FORNIX_ERROR_INIT;

	if (routes_new(&options, &routes, &err) != FORNIX_OK)
		printf("Bail out! %s\n", err.message);
	check_error(search, "{}", 503, "index_missing", "no index");
	write_tagged("corpus/conditions/back.md", "Back pain", "spine",
	    "date: 2024-05-01\nreviewed: 2025-03-01\n", "A disc presses on a nerve.");
	write_tagged("corpus/conditions/face.md", "Face pain", "Facial pain",
	    "date: 2023-05-01\n", "It hurts.");
	write_tagged("corpus/conditions/spasm.md", "\"Spasm & <i>\"", "nerves",
	    "date: 2025-05-01\n", "A nerve twitches.");
	write_tagged("corpus/treatments/ball.md", "Balloon", "facial-pain, nerves",
	    "date: 2022-05-01\nreviewed: 2026-03-01\n", "It squeezes the nerve.");
	run_index(corpus, index);
	tap_number(routes_refresh(routes, &err), FORNIX_OK, "an index");
	test_multi();
	test_single();
	test_sort();
	test_errors();
	check_post(search, "{\"q\": \"nerve\"}", "partial", "false");
	test_partial();
	routes_free(routes);
	free(corpus);
	free(index);
	return tap_done();
}

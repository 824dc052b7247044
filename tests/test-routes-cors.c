/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "assets.h"
#include "routes-ask.h"

static const char example[] = "https://www.example.org";

/* The request that is made, but for its target. */
static struct http_request head;

static void
become(enum http_method method, const char *origin, const char *preflight_method)
{
	head = (struct http_request){.method = method,
	    .accept = "",
	    .origin = origin,
	    .preflight_method = preflight_method};
}

static void
check_header(struct routes *routes, const char *target, const char *name, const char *want,
    const char *why)
{
	struct got got;

	ask_as(routes, &head, target, &got);
	tap_string(header(&got, name), want, why);
	http_response_fini(&got.response);
}

static void
test_options(struct routes *routes)
{
	static const char *const targets[] = {
	    "/", "/search", "/api/search?q=x&page=x", "/healthz", "/readyz", "/robots.txt"};
	struct http_handlers handlers = routes_handlers(routes);
	struct got got;
	size_t i;

	become(HTTP_OPTIONS, "", "");
	for (i = 0; i < sizeof targets / sizeof targets[0]; i++) {
		ask_as(routes, &head, targets[i], &got);
		tap_ok(got.response.status == 204 && got.response.body.length == 0,
		    "OPTIONS %s: 204", targets[i]);
		tap_string(header(&got, "Allow"), "GET, HEAD, OPTIONS", "with what is allowed");
		http_response_fini(&got.response);
	}
	check_header(routes, asset_url("style.css"), "Allow", "GET, HEAD, OPTIONS", "assets");
	tap_number(handlers.methods(routes, "/nowhere"), 0, "no methods where no page is");
}

/* Without origins nothing is shared. */
static void
test_unshared(struct routes *routes)
{
	become(HTTP_GET, example, "");
	check_header(routes, "/api/search?q=spasm", "Access-Control-Allow-Origin", NULL,
	    "no other site may ask");
	check_header(routes, "/api/search?q=spasm", "Vary", NULL, "whoever asks");
	become(HTTP_OPTIONS, example, "GET");
	check_header(routes, "/api/search", "Access-Control-Allow-Methods", NULL,
	    "nor by a preflight request");
	become(HTTP_GET, example, "");
	if (asset_by_name("search-box.js") != NULL)
		check_header(routes, asset_url("search-box.js"), "Cross-Origin-Resource-Policy",
		    "same-origin", "nor have the box");
}

static void
test_shared(struct routes *routes)
{
	static const char acao[] = "Access-Control-Allow-Origin";
	static const char *const shared[] = {
	    "/api/search?q=spasm", "/api/search?q=spasm", "/api/search?page=x", "/api/nowhere"};
	size_t i;

	become(HTTP_GET, example, "");
	for (i = 0; i < sizeof shared / sizeof shared[0]; i++) {
		check_header(routes, shared[i], acao, example, shared[i]);
		check_header(routes, shared[i], "Vary", "Origin", "differs by origin");
		check_header(routes, shared[i], "Access-Control-Allow-Credentials", NULL,
		    "without cookies");
		check_header(routes, shared[i], "Access-Control-Expose-Headers",
		    "Link, Retry-After", "with what scripts need");
	}
	check_header(routes, "/search?q=spasm", acao, NULL, "pages are not shared");
	check_header(routes, asset_url("style.css"), acao, NULL, "nor is their style");
	check_header(routes, asset_url("style.css"), "Cross-Origin-Resource-Policy",
	    "same-origin", "which stays with the site");
	check_header(routes, "/search-box.html", acao, NULL, "nor is the page about the box");
	if (asset_by_name("search-box.js") != NULL) {
		check_header(
		    routes, "/search-box.js", acao, example, "where the box is is shared");
		check_header(routes, "/search-box.js", "Cross-Origin-Resource-Policy",
		    "cross-origin", "for any way to load it");
		check_header(
		    routes, asset_url("search-box.js"), acao, example, "so is the box");
		check_header(routes, asset_url("search-box.js"), "Cross-Origin-Resource-Policy",
		    "cross-origin", "in the same way");
		check_header(routes, asset_url("search-box.css"),
		    "Cross-Origin-Resource-Policy", "cross-origin", "with its style");
	}
	become(HTTP_GET, "https://www.example.org.evil.org", "");
	check_header(routes, "/api/search?q=spasm", acao, NULL, "another origin may not ask");
	check_header(routes, "/api/search?q=spasm", "Vary", "Origin", "which may be cached");
	become(HTTP_GET, "", "");
	check_header(routes, "/api/search?q=spasm", acao, NULL, "nor one without origin");

	become(HTTP_OPTIONS, "http://localhost:3000", "");
	check_header(routes, "/api/search", "Access-Control-Allow-Methods", NULL,
	    "OPTIONS is no preflight request");
	become(HTTP_OPTIONS, "http://localhost:3000", "POST");
	check_header(
	    routes, "/api/search", acao, "http://localhost:3000", "a preflight request");
	check_header(routes, "/api/search", "Access-Control-Allow-Methods",
	    "GET, HEAD, OPTIONS", "is told the methods");
	check_header(routes, "/api/search", "Access-Control-Allow-Headers",
	    "accept, authorization, content-type, x-meilisearch-client", "the headers");
	check_header(routes, "/api/search", "Access-Control-Max-Age", "86400", "for a day");
	check_header(
	    routes, "/search", "Access-Control-Allow-Methods", NULL, "none for the page");
	become(HTTP_OPTIONS, "null", "GET");
	check_header(routes, "/api/search", "Access-Control-Allow-Methods", NULL,
	    "none for another origin");
}

static void
test_shared_with_any(struct routes *routes)
{
	become(HTTP_GET, "https://anyone.example", "");
	check_header(routes, "/api/search?q=spasm", "Access-Control-Allow-Origin", "*",
	    "any site may ask");
	check_header(routes, "/api/search?q=spasm", "Vary", NULL, "and all get the same");
}

int
main(void)
{
	static const char *const origins[] = {"http://localhost:3000", example};
	static const char *const any[] = {"http://localhost:3000", "*"};
	char *corpus = scratch_path("corpus"), *index = scratch_path("index");
	struct routes_options options = {.index = index,
	    .site_name = "Practice",
	    .workers = 2,
	    .answer_cache_bytes = 1024 * 1024};
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct routes *routes = NULL;
	size_t i;

	write_article("corpus/conditions/spasm.md", "Spasm", "A nerve that twitches.");
	run_index(corpus, index);
	for (i = 0; i < 3; i++) {
		if (routes_new(&options, &routes, &err) != FORNIX_OK)
			printf("Bail out! %s\n", err.message);
		test_options(routes);
		if (i == 0)
			test_unshared(routes);
		else if (i == 1)
			test_shared(routes);
		else
			test_shared_with_any(routes);
		routes_free(routes);
		options.cors_origin_count = 2;
		options.cors_origins = i == 0 ? origins : any;
	}
	free(corpus);
	free(index);
	return tap_done();
}

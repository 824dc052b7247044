/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "routes.h"

#include <stdlib.h>
#include <unistd.h>

#include "assets.h"
#include "http_clock.h"
#include "routes-ask.h"
#include "scratch.h"
#include "tap.h"

static const char json[] = "application/json";
static const char suggestions[] = "application/x-suggestions+json";
static const char problem[] = "application/problem+json";
static const char html[] = "text/html; charset=utf-8";
static const char plain[] = "text/plain; charset=utf-8";

struct row {
	const char *target;
	int status;
	const char *type;
	const char *accept; /* NULL: a browser's */
	const char *text;   /* in the body, or NULL */
};

static const struct row rows[] = {
    {"/", 308, plain, NULL, NULL},
    {"/healthz", 200, plain, NULL, "ok\n"},
    {"/metrics", 200, "text/plain; version=0.0.4", NULL, "\nfornix_ready 1\n"},
    {"/readyz", 200, json, NULL, "\"status\":\"ready\",\"generation\":1,\"articles\":3"},
    {"/search", 200, html, NULL, "<form"},
    {"/search?q=", 200, html, NULL, "<form"},
    {"/search?q= \t", 200, html, NULL, "<form"},
    {"/search?q=spasm", 200, html, NULL, "/conditions/hemifacial-spasm/"},
    {"/api/search?q=spasm", 200, json, NULL, "\"total\":1,"},
    {"/api/search", 200, json, NULL, "\"total\":0,"},
    {"/api/search?q=spasm&utm_source=x", 200, json, NULL, "\"total\":1,"},
    {"/api/search?q=nerve&section=treatments", 200, json, NULL, "\"total\":1,"},
    {"/api/search?q=nerve&section=treatments&section=conditions", 200, json, NULL,
	"\"total\":3,"},
    {"/api/search?q=nerve&section=", 200, json, NULL, "\"total\":3,"},
    {"/api/search?q=nerve&perPage=1&page=3", 200, json, NULL, "\"page\":3,\"perPage\":1,"},
    {"/api/search?q=nerve&perPage=100&page=10", 200, json, NULL, "\"page\":10,"},
    {"/api/search?page=0", 400, problem, NULL, "\"parameter\":\"page\""},
    {"/api/search?page=-1", 400, problem, NULL, "\"parameter\":\"page\""},
    {"/api/search?page=", 400, problem, NULL, "\"parameter\":\"page\""},
    {"/api/search?page", 400, problem, NULL, "\"parameter\":\"page\""},
    {"/api/search?page=1x", 400, problem, NULL, "from 1 to 1000"},
    {"/api/search?page=0x10", 400, problem, NULL, NULL},
    {"/api/search?page=1001", 400, problem, NULL, NULL},
    {"/api/search?page=101", 400, problem, NULL, "out of reach"},
    {"/api/search?page=99999999999999999999", 400, problem, NULL, NULL},
    {"/api/search?page=4294967297", 400, problem, NULL, NULL},
    {"/api/search?perPage=0", 400, problem, NULL, "\"parameter\":\"perPage\""},
    {"/api/search?perPage=101", 400, problem, NULL, "from 1 to 100"},
    {"/api/search?perPage=100&page=11", 400, problem, NULL, "\"parameter\":\"page\""},
    {"/api/search?q=a&q=b", 400, problem, NULL, "\"parameter\":\"q\""},
    {"/api/search?page=1&page=1", 400, problem, NULL, "only once"},
    {"/api/search?perPage=1&perPage=1", 400, problem, NULL, "only once"},
    {"/api/search?q=spasm&correct=0&synonyms=0", 200, json, NULL, "\"total\":1,"},
    {"/api/search?q=spasm&correct=1&synonyms=1", 200, json, NULL, "\"total\":1,"},
    {"/search?q=nerve&correct=0&synonyms=0&perPage=1", 200, html, NULL,
	"/search?q=nerve&amp;correct=0&amp;synonyms=0&amp;perPage=1&amp;page=2\""},
    {"/api/search?correct=2", 400, problem, NULL, "'correct' must be 0 or 1."},
    {"/api/search?correct=00", 400, problem, NULL, "\"parameter\":\"correct\""},
    {"/api/search?correct=", 400, problem, NULL, NULL},
    {"/api/search?correct=no", 400, problem, NULL, NULL},
    {"/api/search?synonyms=-1", 400, problem, NULL, "\"parameter\":\"synonyms\""},
    {"/api/search?synonyms", 400, problem, NULL, NULL},
    {"/api/search?synonyms=0&synonyms=0", 400, problem, NULL, "only once"},
    {"/api/search?correct=1&correct=0", 400, problem, NULL, "only once"},
    {"/api/search?q=nerve&sort=date", 200, json, NULL, "\"sort\":\"date\",\"total\":3,"},
    {"/api/search?q=nerve", 200, json, NULL, "\"sort\":\"relevance\","},
    {"/search?q=nerve&sort=reviewed&perPage=1", 200, html, NULL,
	"/search?q=nerve&amp;sort=reviewed&amp;perPage=1&amp;page=2\""},
    {"/api/search?sort=newest", 400, problem, NULL, "relevance, date or reviewed"},
    {"/api/search?sort=", 400, problem, NULL, "\"parameter\":\"sort\""},
    {"/api/search?sort=date&sort=date", 400, problem, NULL, "only once"},
    {"/api/search?q=nerve&since=2003-04-05", 200, json, NULL,
	"\"total\":1,\"totalIsExact\":true,\"partial\":false,\"page\""},
    {"/api/search?q=nerve&since=2001-05-06", 200, json, NULL,
	"\"total\":2,\"totalIsExact\":true,\"partial\":false,\"page\""},
    {"/api/search?q=nerve&since=", 200, json, NULL, "\"total\":3,"},
    {"/search?q=nerve&since=1999-12-31&perPage=1", 200, html, NULL,
	"/search?q=nerve&amp;since=1999-12-31&amp;perPage=1&amp;page=2\""},
    {"/search?q=nerve&since=1999-12-31", 200, html, NULL, "Since 1999-12-31"},
    {"/api/search?since=30d", 400, problem, NULL, "'since' must be a day as 2026-01-31."},
    {"/api/search?since=2026-02-30", 400, problem, NULL, "\"parameter\":\"since\""},
    {"/api/search?since=2026/01/31", 400, problem, NULL, "\"parameter\":\"since\""},
    {"/api/search?since=2026-01-31T10:00", 400, problem, NULL, "\"parameter\":\"since\""},
    {"/api/search?since=2026-01-31&since=2026-01-31", 400, problem, NULL, "only once"},
    {"/browse", 200, html, NULL, "<h1>All articles, A to Z</h1>"},
    {"/browse?page=9", 200, html, NULL, "There are no articles here."},
    {"/browse?section=treatments", 200, html, NULL, "/treatments/decompression/"},
    {"/browse?page=0", 400, html, NULL, NULL},
    {"/browse?perPage=7", 200, html, NULL, NULL},
    {"/api/articles", 200, json, NULL, "{\"total\":3,\"page\":1,\"perPage\":50,\"pages\":1,"},
    {"/api/articles?perPage=2&page=2", 200, json, NULL,
	"\"articles\":[{\"id\":\"treatments/decompression\","},
    {"/api/articles?section=Conditions&x=y", 200, json, NULL, "{\"total\":2,"},
    {"/api/articles?section=nowhere", 200, json, NULL, "{\"total\":0,"},
    {"/api/articles?section=", 200, json, NULL, "{\"total\":3,"},
    {"/api/articles?perPage=201", 400, problem, NULL, "from 1 to 200"},
    {"/api/articles?page=1000001", 400, problem, NULL, "\"parameter\":\"page\""},
    {"/api/articles?page=1000000", 200, json, NULL, "\"articles\":[],"},
    {"/api/articles?section=a&section=b", 400, problem, NULL, "only once"},
    {"/api/related?id=conditions/neuralgia", 200, json, NULL,
	"{\"id\":\"conditions/neuralgia\",\"url\":\"/conditions/neuralgia/\",\"results\":["},
    {"/api/related?url=/conditions/neuralgia/%23x", 404, problem, NULL, NULL},
    {"/api/related?url=/conditions/neuralgia/#x", 200, json, NULL, "\"generation\":1}"},
    {"/api/related?id=nothing", 404, problem, NULL, "There is no such article."},
    {"/api/related", 400, problem, NULL, "Name an article by 'url' or by 'id'."},
    {"/api/related?id=", 400, problem, NULL, "\"parameter\":\"id\""},
    {"/api/related?url=\xff", 400, problem, NULL, "\"parameter\":\"url\""},
    {"/api/related?id=a&url=b", 400, problem, NULL, "only once"},
    {"/api/articles/", 404, problem, NULL, NULL},
    {"/search?q=a&correct=x", 400, html, NULL, NULL},
    {"/openapi.json", 200, json, NULL, NULL},
    {"/search-box.html", 200, html, NULL, "<h1>A search box for your pages</h1>"},
    {"/search-box", 404, html, NULL, NULL},
    {"/api/search?q=spasm&highlight=html", 200, json, NULL, "\"titleHtml\":"},
    {"/api/search?q=spasm&highlight=offsets", 200, json, NULL, "\"titleMatches\":[["},
    {"/api/search?q=spasm&highlight=none", 200, json, NULL, "\"title\":"},
    {"/api/search?q=a&highlight=", 400, problem, NULL,
	"'highlight' must be html, offsets or none."},
    {"/api/search?q=a&highlight=htm", 400, problem, NULL, "\"parameter\":\"highlight\""},
    {"/api/search?highlight=none&highlight=none", 400, problem, NULL, "only once"},
    {"/api/search?q=\xff", 400, problem, NULL, "\"parameter\":\"q\""},
    {"/api/search?q=a&tag=\xc3\x28", 400, problem, NULL, "\"parameter\":\"tag\""},
    {"/api/suggest", 200, json, NULL, "{\"query\":\"\",\"articles\":[],\"completions\":[],"},
    {"/api/suggest?q=", 200, json, NULL,
	"\"articles\":[],\"completions\":[],\"generation\":1,"},
    {"/api/suggest?q=hemif", 200, json, NULL,
	"\"articles\":[{\"id\":\"conditions/hemifacial-spasm\",\"title\":\"Hemifacial spasm\","
	"\"titleHtml\":\"\\u003cmark\\u003eHemif\\u003c/mark\\u003eacial spasm\",\"name\":null,"
	"\"nameHtml\":null,\"url\":\"/conditions/hemifacial-spasm/\"}],"},
    {"/api/suggest?q=twitc", 200, json, NULL,
	"\"completions\":[{\"text\":\"twitches\",\"textHtml\":"
	"\"\\u003cmark\\u003etwitc\\u003c/mark\\u003ehes\"}],"},
    {"/api/suggest?q=hemif&format=json", 200, json, NULL, "\"query\":\"hemif\","},
    {"/api/suggest?q=hemif&format=opensearch", 200, suggestions, NULL,
	"[\"hemif\",[\"Hemifacial spasm\",\"hemifacial\"],[\"Article\",\"Search\"],"
	"[\"/conditions/hemifacial-spasm/\",\"/search?q=hemifacial\"]]"},
    {"/api/suggest?q=twitc&format=opensearch", 200, suggestions, NULL,
	"[\"twitc\",[\"twitches\"],[\"Search\"],[\"/search?q=twitches\"]]"},
    {"/api/suggest?q=a&format=xml", 400, problem, NULL, "\"parameter\":\"format\""},
    {"/api/suggest?q=a&format=json&format=json", 400, problem, NULL, "only once"},
    {"/api/suggest?q=a&q=b", 400, problem, NULL, "\"parameter\":\"q\""},
    {"/api/suggest?q=\xff", 400, problem, NULL, "\"parameter\":\"q\""},
    {"/opensearch.xml", 404, html, NULL, "&#39;public_url&#39; is missing in its settings"},
    {"/search", 200, html, NULL, "<title>Search – Practice "},
    {"/search?page=x", 400, html, NULL, NULL},
    {"/search?page=x", 400, problem, "application/json", "\"status\":400"},
    {"/search/", 404, html, NULL, NULL},
    {"/api", 404, html, NULL, NULL},
    {"/api/", 404, problem, NULL, "\"code\":\"not_found\""},
    {"/api/nowhere", 404, problem, NULL, "\"title\":\"Not found\",\"status\":404"},
    {"/assets/", 404, html, NULL, NULL},
    {"/assets/style.css", 404, html, NULL, NULL},
    {"//search", 404, html, NULL, NULL},
    {"/nowhere", 404, html, "", NULL},
    {"/nowhere", 404, html, "*/*", NULL},
    {"/nowhere", 404, html, "text/html, application/json;q=0.9", NULL},
    {"/nowhere", 404, html, "text/*, application/json", NULL},
    {"/nowhere", 404, html, ",;q=,;;q=x", NULL},
    {"/nowhere", 404, problem, "application/json", NULL},
    {"/nowhere", 404, problem, "Application/Problem+JSON", NULL},
    {"/nowhere", 404, problem, "text/html;q=0.8, application/json", NULL},
    {"/nowhere", 404, problem, "text/html ; level=1 ; Q=0.50,application/json;q=0.51", NULL},
    {"/nowhere", 404, problem, "text/html;q=0, */*", NULL},
};

static void
check_row(struct routes *routes, const struct row *row)
{
	const char *accept = row->accept != NULL ? row->accept : "text/html,*/*;q=0.8";
	const char *type;
	struct got got;

	ask(routes, row->target, accept, &got);
	type = header(&got, "Content-Type");
	if (!tap_ok(
		got.response.status == row->status && type != NULL &&
		    strcmp(type, row->type) == 0 &&
		    (row->text == NULL || strstr(got.response.body.data, row->text) != NULL),
		"%s, accepting '%s': %d %s", row->target, accept, row->status, row->type))
		printf("#  got: %d %s\n# %.300s\n", got.response.status, type,
		    got.response.body.data);
	http_response_fini(&got.response);
}

static void
test_long(struct routes *routes)
{
	static const char start[] = "/api/search?q=";
	char target[2200] = "/api/search?q=";
	struct got got;
	int i;

	memset(target + strlen(start), 'a', 2049);
	ask(routes, target, "", &got);
	tap_number(got.response.status, 414, "a query of 2049 bytes");
	tap_ok(strstr(got.response.body.data, "\"parameter\":\"q\"") != NULL, "names q");
	http_response_fini(&got.response);
	target[strlen(start) + 2048] = '\0';
	ask(routes, target, "", &got);
	tap_number(got.response.status, 200, "a query of 2048 bytes");
	http_response_fini(&got.response);
	snprintf(target, 16, "/api/suggest?q=");
	memset(target + 15, 'a', 2049);
	target[15 + 2049] = '\0';
	ask(routes, target, "", &got);
	tap_number(got.response.status, 414, "something typed of 2049 bytes");
	http_response_fini(&got.response);
	for (i = 16; i <= 17; i++) {
		struct buffer tags;
		int tag;

		buffer_init(&tags, sizeof target);
		buffer_append_string(&tags, "/api/search?q=a");
		for (tag = 0; tag < i; tag++)
			buffer_printf(&tags, "&tag=%c", 'a' + tag);
		ask(routes, tags.data, "", &got);
		buffer_fini(&tags);
		tap_number(got.response.status, i == 16 ? 200 : 400, "16 tags are the most");
		http_response_fini(&got.response);
	}
}

static void
test_headers(struct routes *routes)
{
	static const char *const secure[] = {"Content-Security-Policy",
	    "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "X-Frame-Options",
	    "Permissions-Policy"};
	static const char *const targets[] = {"/", "/healthz", "/search?q=spasm",
	    "/api/search?q=spasm", "/api/suggest?q=spasm", "/nowhere", "/api/search?page=x"};
	struct got got;
	size_t i, j;

	for (i = 0; i < sizeof targets / sizeof targets[0]; i++) {
		ask(routes, targets[i], "", &got);
		for (j = 0; j < sizeof secure / sizeof secure[0]; j++)
			if (header(&got, secure[j]) == NULL)
				break;
		tap_ok(j == sizeof secure / sizeof secure[0], "%s is secured", targets[i]);
		tap_string(header(&got, "Cache-Control"), "no-store", "and stored nowhere");
		tap_string(header(&got, "X-Robots-Tag"), "noindex, nofollow", "nor indexed");
		http_response_fini(&got.response);
	}
	ask(routes, "/", "", &got);
	tap_string(header(&got, "Location"), "/search", "the root leads to the search");
	http_response_fini(&got.response);
	ask(routes, asset_url("style.css"), "", &got);
	tap_string(header(&got, "Content-Type"), "text/css; charset=utf-8", "the style sheet");
	tap_string(header(&got, "Cache-Control"), "public, max-age=31536000, immutable",
	    "is kept for a year");
	tap_ok(got.response.constant_length > 100, "and is there");
	http_response_fini(&got.response);
	ask(routes, "/robots.txt", "", &got);
	tap_ok(got.response.status == 200 && got.response.constant_length > 10, "robots.txt");
	http_response_fini(&got.response);
}

/* The addresses that other pages are told lead to files that may be kept. */
static void
test_box(struct routes *routes)
{
	static const char *const names[] = {"search-box.js", "search-box.css"};
	bool is_built = asset_by_name(names[0]) != NULL, is_said, may_run;
	struct got got;
	char path[40];
	size_t i;

	for (i = 0; i < 2; i++) {
		snprintf(path, sizeof path, "/%s", names[i]);
		ask(routes, path, "text/html", &got);
		tap_number(got.response.status, is_built ? 302 : 404, path);
		tap_string(header(&got, "Location"), is_built ? asset_url(names[i]) : NULL,
		    "leads to the file");
		tap_string(header(&got, "Cache-Control"),
		    is_built ? "public, max-age=600" : "no-store", "for minutes");
		http_response_fini(&got.response);
	}
	ask(routes, "/search-box.html", "", &got);
	is_said = strstr(got.response.body.data, "built without the script") != NULL;
	tap_ok(is_said != is_built, "the page says whether there is a box");
	may_run = strstr(header(&got, "Content-Security-Policy"), "script-src") != NULL;
	tap_ok(may_run == is_built, "scripts may run where there is one");
	http_response_fini(&got.response);
	ask(routes, "/api/search?q=spasm", "", &got);
	tap_ok(strstr(header(&got, "Content-Security-Policy"), "script-src") == NULL,
	    "but not in what is no page");
	http_response_fini(&got.response);
	if (!is_built)
		return;
	ask(routes, asset_url(names[0]), "", &got);
	tap_string(header(&got, "Cache-Control"), "public, max-age=31536000, immutable",
	    "the file is kept for a year");
	tap_string(header(&got, "Content-Type"), "text/javascript; charset=utf-8", "a script");
	http_response_fini(&got.response);
}

static void
check_links(struct routes *routes, const char *name, const char *target, const char *want)
{
	struct got got;

	ask(routes, target, "", &got);
	tap_string(header(&got, "Link"), want, name);
	http_response_fini(&got.response);
}

static void
test_links(struct routes *routes)
{
	check_links(routes, "no links for a single page", "/search?q=nerve", NULL);
	check_links(routes, "the next page", "/search?q=nerve&perPage=1",
	    "</search?q=nerve&perPage=1&page=2>; rel=\"next\"");
	check_links(routes, "the next page and the one before",
	    "/api/search?q=nerve&perPage=1&page=2&section=treatments&section=conditions",
	    "</api/search?q=nerve&section=conditions&section=treatments&perPage=1&page=3>; "
	    "rel=\"next\", "
	    "</api/search?q=nerve&section=conditions&section=treatments&perPage=1&page=1>; "
	    "rel=\"prev\", </openapi.json>; rel=\"service-desc\"");
	check_links(routes, "the next page, with what is switched off",
	    "/search?q=nerve&perPage=1&synonyms=0&correct=0",
	    "</search?q=nerve&correct=0&synonyms=0&perPage=1&page=2>; rel=\"next\"");
	check_links(routes, "the next page, highlighted as this one",
	    "/api/search?q=nerve&perPage=1&highlight=offsets",
	    "</api/search?q=nerve&highlight=offsets&perPage=1&page=2>; rel=\"next\", "
	    "</openapi.json>; rel=\"service-desc\"");
	check_links(routes, "the description alone", "/api/search?q=nerve",
	    "</openapi.json>; rel=\"service-desc\"");
	check_links(routes, "the order too", "/api/search?q=nerve&perPage=1&sort=date",
	    "</api/search?q=nerve&sort=date&perPage=1&page=2>; rel=\"next\", "
	    "</openapi.json>; rel=\"service-desc\"");
	check_links(routes, "pages of the list of articles",
	    "/api/articles?perPage=1&page=2&section=conditions",
	    "</api/articles?section=conditions&perPage=1&page=1>; rel=\"prev\"");
	check_links(routes, "a page past its end leads nowhere", "/api/articles?page=7", NULL);
	check_links(routes, "odd characters in a link",
	    "/api/search?q=nerve  >;\r\n<&perPage=1",
	    "</api/search?q=nerve%20%3E%3B%20%3C&perPage=1&page=2>; rel=\"next\", "
	    "</openapi.json>; rel=\"service-desc\"");
}

/* Whether asking for target now needs a worker. */
static bool
needs_worker(struct routes *routes, const char *target)
{
	struct got got;

	ask(routes, target, "", &got);
	http_response_fini(&got.response);
	return got.is_from_worker;
}

static void
test_cache(struct routes *routes)
{
	struct got first, second;

	ask(routes, "/api/search?q=facial nerve&section=a&section=b", "", &first);
	ask(routes, "/api/search?section=b&q= facial   nerve &section=a&section=b&page=1", "",
	    &second);
	tap_ok(first.is_from_worker && !second.is_from_worker,
	    "a request that means the same is answered from the cache");
	tap_string(second.response.body.data, first.response.body.data, "in the same words");
	tap_number((long long)second.response.header_count,
	    (long long)first.response.header_count, "with the same headers");
	http_response_fini(&first.response);
	http_response_fini(&second.response);
	tap_ok(needs_worker(routes, "/search?q=facial nerve&section=a&section=b"),
	    "the page is another answer");
	tap_ok(needs_worker(routes, "/api/search?q=facial nerve&tag=a&tag=b"), "so are tags");
	tap_ok(needs_worker(routes, "/api/search?q=facial nerve"), "and no filters");
	tap_ok(needs_worker(routes, "/api/search?q=facial nerve&correct=0"),
	    "so are words as they are");
	tap_ok(needs_worker(routes, "/api/search?q=facial nerve&synonyms=0"),
	    "no synonyms are another answer than no correction");
	tap_ok(needs_worker(routes, "/api/search?q=facial nerve&synonyms=0&correct=0"),
	    "and both another one");
	tap_ok(needs_worker(routes, "/api/search?q=facial nerve&highlight=none"),
	    "and another highlighting");
	tap_ok(needs_worker(routes, "/api/search?q=facial nerve&sort=date"),
	    "another order is another answer");
	tap_ok(!needs_worker(routes, "/api/search?q=facial nerve&sort=relevance"),
	    "the usual order need not be said");
	tap_ok(!needs_worker(routes, "/api/search?q=facial nerve&synonyms=1&correct=1"),
	    "what is the default need not be said");
}

/* Of the metric in /metrics, as far as its label. */
static long long
metric(struct routes *routes, const char *name)
{
	const char *found;
	struct got got;
	long long value;

	ask(routes, "/metrics", "", &got);
	found = strstr(got.response.body.data, name);
	value = found != NULL ? atoll(found + strlen(name)) : -1;
	http_response_fini(&got.response);
	return value;
}

static void
test_latency(struct routes *routes)
{
	static const char fresh[] = "\nfornix_search_seconds_count{answer=\"fresh\"} ";
	static const char cached[] = "\nfornix_search_seconds_count{answer=\"cached\"} ";
	static const char slow[] = "{answer=\"fresh\",le=\"2.2\"} ";
	const struct http_request head = {.method = HTTP_GET,
	    .accept = "",
	    .origin = "",
	    .since_us = http_clock_us() - 3000000};
	long long was_fresh = metric(routes, fresh), was_cached = metric(routes, cached);
	long long was_slow = metric(routes, slow);
	struct got got;
	int i;

	for (i = 0; i < 3; i++) {
		ask_as(routes, &head, "/api/search?q=facial spasm nerve", &got);
		http_response_fini(&got.response);
	}
	tap_number(metric(routes, fresh) - was_fresh, 1, "the time of a search is counted");
	tap_number(metric(routes, cached) - was_cached, 2, "those from the cache apart");
	tap_number(metric(routes, slow) - was_slow, 0, "with what it had waited before");
	ask_as(routes, &head, "/api/search?page=0", &got);
	http_response_fini(&got.response);
	ask_as(routes, &head, "/healthz", &got);
	http_response_fini(&got.response);
	ask(routes, "/api/search?q=a search since when nobody knows", "", &got);
	http_response_fini(&got.response);
	tap_number(metric(routes, fresh) + metric(routes, cached) - was_fresh - was_cached, 3,
	    "mistakes, other pages and what has no time are not");
}

static void
test_generations(struct routes *routes, const char *corpus, const char *index)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	char *current = scratch_path("index/current"), *moved = scratch_path("index-moved");
	struct got got;

	tap_ok(!needs_worker(routes, "/api/search?q=spasm"), "(an answer is in the cache)");
	write_article("corpus/conditions/new.md", "Another spasm", "Text about a nerve.");
	run_index(corpus, index);
	tap_ok(!needs_worker(routes, "/api/search?q=spasm"), "it stays until the refresh");
	tap_number(routes_refresh(routes, &err), FORNIX_OK, "another generation is taken");
	ask(routes, "/api/search?q=spasm", "", &got);
	tap_ok(got.is_from_worker && strstr(got.response.body.data, "\"total\":2,") != NULL &&
		   strstr(got.response.body.data, "\"generation\":2,") != NULL,
	    "and its answers are new");
	http_response_fini(&got.response);
	ask(routes, "/api/suggest?q=anoth", "", &got);
	tap_ok(!got.is_from_worker && strstr(got.response.body.data, "Another") != NULL &&
		   strstr(got.response.body.data, "\"generation\":2,") != NULL,
	    "so are suggestions, given without a worker");
	http_response_fini(&got.response);

	tap_number(unlink(current), 0, "(current is damaged)");
	tap_number(symlink("gen-000999", current), 0, "(it leads nowhere)");
	tap_ok(routes_refresh(routes, &err) != FORNIX_OK, "that is an error: %s", err.message);
	ask(routes, "/api/search?q=nerve", "", &got);
	tap_number(got.response.status, 200, "the generation before goes on serving");
	http_response_fini(&got.response);
	tap_number(rename(index, moved), 0, "(the index is moved away)");
	tap_number(routes_refresh(routes, &err), FORNIX_ERR_NOT_FOUND, "that is told");
	ask(routes, "/readyz", "", &got);
	tap_ok(got.response.status == 200 &&
		   strstr(got.response.body.data, "\"status\":\"degraded\"") != NULL,
	    "also at /readyz, which stays ready");
	http_response_fini(&got.response);
	ask(routes, "/api/search?q=facial", "", &got);
	tap_number(got.response.status, 200, "and searches go on");
	http_response_fini(&got.response);
	tap_number(rename(moved, index), 0, "(the index is back)");
	free(current);
	free(moved);
}

static void
test_no_index(struct routes *routes)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct got got;

	tap_number(routes_refresh(routes, &err), FORNIX_OK, "no index is no error");
	ask(routes, "/readyz", "", &got);
	tap_number(got.response.status, 503, "but not ready");
	http_response_fini(&got.response);
	ask(routes, "/healthz", "", &got);
	tap_number(got.response.status, 200, "healthy");
	http_response_fini(&got.response);
	ask(routes, "/api/search?q=a", "", &got);
	tap_number(got.response.status, 503, "a search");
	tap_ok(
	    strstr(got.response.body.data, "\"code\":\"index_missing\"") != NULL, "says why");
	tap_ok(header(&got, "Retry-After") != NULL, "and when to come again");
	http_response_fini(&got.response);
	ask(routes, "/api/suggest?q=a", "", &got);
	tap_number(got.response.status, 503, "so do suggestions");
	http_response_fini(&got.response);
	ask(routes, "/search?q=a", "text/html", &got);
	tap_number(got.response.status, 503, "so does the page");
	http_response_fini(&got.response);
	ask(routes, "/browse", "text/html", &got);
	tap_number(got.response.status, 503, "and the list of articles");
	tap_string(header(&got, "Content-Type"), html, "as a page");
	http_response_fini(&got.response);
}

/* With a public address the site can be searched from the address bar. */
static void
test_opensearch(const char *index)
{
	struct routes_options options = {.index = index,
	    .site_name = "Neurosurgical Consultants & <Sons>",
	    .public_url = "https://www.example.org",
	    .workers = 2};
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct routes *routes = NULL;
	struct got got;

	tap_number(routes_new(&options, &routes, &err), FORNIX_OK, "with a public address");
	ask(routes, "/opensearch.xml", "", &got);
	tap_string(header(&got, "Content-Type"), "application/opensearchdescription+xml",
	    "there is a description");
	tap_ok(strstr(got.response.body.data,
		   "<ShortName>Neurosurgical</ShortName>\n"
		   "<Description>Search the articles of "
		   "Neurosurgical Consultants &amp; &lt;Sons&gt;<") != NULL,
	    "with names");
	tap_ok(strstr(got.response.body.data,
		   "<Url type=\"text/html\" "
		   "template=\"https://www.example.org/search?q={searchTerms}\"/>\n"
		   "<Url type=\"application/x-suggestions+json\" template=\"https://"
		   "www.example.org/api/suggest?q={searchTerms}&amp;format=opensearch\"/>\n"
		   "<Url type=\"application/opensearchdescription+xml\" rel=\"self\" "
		   "template=\"https://www.example.org/opensearch.xml\"/>\n") != NULL,
	    "and addresses");
	http_response_fini(&got.response);
	ask(routes, "/search?q=spasm", "text/html", &got);
	tap_ok(strstr(got.response.body.data,
		   "<link rel=\"search\" type=\"application/opensearchdescription+xml\" "
		   "title=\"Neurosurgical Consultants &amp; &lt;Sons&gt;\" "
		   "href=\"/opensearch.xml\">") != NULL,
	    "pages lead to it");
	http_response_fini(&got.response);
	ask(routes, "/api/suggest?q=hemif&format=opensearch", "", &got);
	tap_ok(strstr(got.response.body.data,
		   "[\"https://www.example.org/conditions/hemifacial-spasm/\","
		   "\"https://www.example.org/search?q=hemifacial\"]") != NULL,
	    "and suggestions have whole addresses");
	http_response_fini(&got.response);
	routes_free(routes);
}

int
main(void)
{
	char *corpus = scratch_path("corpus"), *index = scratch_path("index");
	struct routes_options options = {.index = index,
	    .site_name = "Practice <& Sons>",
	    .workers = 2,
	    .answer_cache_bytes = 4 * 1024 * 1024};
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct routes *routes = NULL;
	size_t i;

	tap_number(routes_new(&options, &routes, &err), FORNIX_OK, "routes without an index");
	test_no_index(routes);
	write_article("corpus/conditions/hemifacial-spasm.md", "Hemifacial spasm",
	    "A facial nerve that twitches.");
	write_article("corpus/conditions/neuralgia.md", "Neuralgia\ndate: 2001-05-06",
	    "Pain of a facial nerve.");
	write_article("corpus/treatments/decompression.md",
	    "Decompression\nreviewed: 2003-04-05", "Frees the nerve.");
	run_index(corpus, index);
	tap_number(routes_refresh(routes, &err), FORNIX_OK, "an index that comes is taken");
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++)
		check_row(routes, &rows[i]);
	test_long(routes);
	test_headers(routes);
	test_box(routes);
	test_links(routes);
	test_cache(routes);
	test_latency(routes);
	test_opensearch(index);
	test_generations(routes, corpus, index);
	routes_free(routes);
	routes_free(NULL);
	free(corpus);
	free(index);
	return tap_done();
}

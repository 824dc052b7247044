/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "buffer.h"
#include "meili.h"
#include "tap.h"

/* "all(tag:a any(section:b none()))" */
static void
print_node(const struct filter *filter, size_t number, struct buffer *out)
{
	static const char *const names[] = {[FILTER_TAG] = "tag",
	    [FILTER_SECTION] = "section",
	    [FILTER_ALL_OF] = "all",
	    [FILTER_ANY_OF] = "any",
	    [FILTER_NONE_OF] = "none"};
	const struct filter_node *node = &filter->nodes[number];
	unsigned child;

	buffer_append_string(out, names[node->kind]);
	if (node->value != NULL) {
		buffer_printf(out, ":%s", node->value);
		return;
	}
	buffer_append_char(out, '(');
	for (child = node->child; child != 0; child = filter->nodes[child].next) {
		print_node(filter, child, out);
		if (filter->nodes[child].next != 0)
			buffer_append_char(out, ' ');
	}
	buffer_append_char(out, ')');
}

struct filter_row {
	const char *json; /* value of the member "filter" */
	const char *want; /* NULL: a mistake */
};

static const struct filter_row filter_rows[] = {
    {"\"tags = spine\"", "all(any(all(any(tag:spine))))"},
    {"\"\\\"tags\\\"=\\\"a \\\\\\\"b\\\"\"", "all(any(all(any(tag:a \"b))))"},
    {"\"tags = 'x y'\"", "all(any(all(any(tag:x y))))"},
    {"\"section!=a\"", "all(any(all(none(section:a))))"},
    {"\"tags IN [a, 'b', \\\"c\\\"]\"", "all(any(all(any(tag:a tag:b tag:c))))"},
    {"\"tags in []\"", "all(any(all(any())))"},
    {"\"tags NOT IN [a]\"", "all(any(all(none(tag:a))))"},
    {"\"tags=a AND section=b OR NOT tags=c\"",
	"all(any(all(any(tag:a) any(section:b)) all(none(any(tag:c)))))"},
    {"\"tags=a AND (section=b OR section=c)\"",
	"all(any(all(any(tag:a) any(all(any(section:b)) all(any(section:c))))))"},
    {"[[\"\\\"tags\\\"=\\\"a\\\"\", \"tags=b\"], \"section=c\"]",
	"all(all(any(any(all(any(tag:a))) any(all(any(tag:b)))) any(all(any(section:c)))))"},
    {"[]", "all()"},
    {"[[]]", "all(all())"},
    {"\"  \"", "all()"},
    {"null", ""},
    {"5", NULL},
    {"{}", NULL},
    {"[5]", NULL},
    {"[[[\"tags=a\"]]]", NULL},
    {"\"tags\"", NULL},
    {"\"tags=\"", NULL},
    {"\"=a\"", NULL},
    {"\"tags=a AND\"", NULL},
    {"\"tags=a tags=b\"", NULL},
    {"\"(tags=a\"", NULL},
    {"\"tags=a)\"", NULL},
    {"\"tags='a\"", NULL},
    {"\"tags IN a\"", NULL},
    {"\"tags IN [a\"", NULL},
    {"\"tags > 5\"", NULL},
    {"\"tags EXISTS\"", NULL},
    {"\"year 1 TO 5\"", NULL},
    {"\"author = x\"", NULL},
};

static void
test_filters(void)
{
	struct meili_mistake mistake = {.code = "none"};
	struct meili_query query;
	struct buffer body, got;
	bool is_good;
	size_t i;

	for (i = 0; i < sizeof filter_rows / sizeof filter_rows[0]; i++) {
		const struct filter_row *row = &filter_rows[i];

		buffer_init(&body, 4096);
		buffer_init(&got, 4096);
		buffer_printf(&body, "{\"filter\":%s}", row->json);
		meili_query_init(&query);
		is_good = meili_read_query(body.data, body.length, &query, &mistake);
		if (is_good && query.filter.count > 0)
			print_node(&query.filter, 0, &got);
		if (row->want != NULL)
			tap_string(is_good ? got.data : mistake.message, row->want, row->json);
		else
			tap_string(is_good ? got.data : mistake.code, "invalid_search_filter",
			    row->json);
		meili_query_fini(&query);
		buffer_fini(&body);
		buffer_fini(&got);
	}
}

/* before, a unit many times, after. */
static void
check_long(const char *before, const char *unit, int count, const char *after, bool want,
    const char *name)
{
	struct meili_mistake mistake;
	struct meili_query query;
	struct buffer body;

	buffer_init(&body, 1024 * 1024);
	buffer_append_string(&body, before);
	while (count-- > 0)
		buffer_append_string(&body, unit);
	buffer_append_string(&body, after);
	meili_query_init(&query);
	tap_ok(meili_read_query(body.data, body.length, &query, &mistake) == want, "%s", name);
	meili_query_fini(&query);
	buffer_fini(&body);
}

static void
test_hostile(void)
{
	static const char *const bad[] = {"", "{", "[]", "5", "null", "\"a\"", "{\"q\":5}",
	    "{\"q\":[\"a\"]}", "{\"q\":\"a\",\"q\":\"b\"}", "{\"q\":\"\xff\"}",
	    "{\"q\":\"\\u0000\"}", "{\"q\":\"\\ud800\"}", "{\"q\":\"a\"} x", "{\"limit\":-1}",
	    "{\"limit\":\"5\"}", "{\"limit\":1.5}", "{\"limit\":99999999999999999999999}",
	    "{\"page\":true}", "{\"facets\":\"tags\"}", "{\"facets\":[5]}",
	    "{\"facets\":[\"author\"]}", "{\"sort\":[\"price:asc\"]}", "{\"sort\":{}}",
	    "{\"attributesToHighlight\":[[\"a\"]]}", "{\"facetName\":{}}",
	    "{\"highlightPreTag\":5}"};
	struct meili_mistake mistake;
	struct meili_query query;
	size_t i;

	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		meili_query_init(&query);
		tap_ok(!meili_read_query(bad[i], strlen(bad[i]), &query, &mistake) &&
			   mistake.status == 400,
		    "refused: %s", bad[i]);
		meili_query_fini(&query);
	}
	check_long("{\"a\":", "[", 5000, "", false, "thousands of open arrays");
	check_long("{\"a\":", "{\"a\":", 5000, "", false, "thousands of open objects");
	check_long("{\"a\":[[[[[[[[[[[[[[[", "", 0, "]]]]]]]]]]]]]]]}", true, "16 levels");
	check_long("{\"a\":[[[[[[[[[[[[[[[[", "", 0, "]]]]]]]]]]]]]]]]}", false, "17 levels");
	check_long("{\"q\":\"", "[{\\\"", 500, "\"}", true, "brackets in text are no levels");
	check_long("{\"q\":\"", "a", 2048, "\"}", true, "a query of 2048 bytes");
	check_long("{\"q\":\"", "a", 2049, "\"}", false, "a query of 2049 bytes");
	check_long("{\"highlightPreTag\":\"", "a", 65, "\"}", false, "a long tag");
	check_long("{\"filter\":\"", "(", 5000, "\"}", false, "thousands of brackets");
	check_long("{\"filter\":\"", "NOT ", 5000, "tags=a\"}", false, "thousands of NOT");
	check_long("{\"filter\":\"", "NOT ", 16, "tags=a\"}", true, "16 of them");
	check_long("{\"filter\":\"", "NOT (", 9, "tags=a\"}", false, "9 with brackets");
	check_long("{\"filter\":\"tags=a", " OR tags=b", 5000, "\"}", false, "thousands of OR");
	check_long("{\"filter\":\"tags=", "a", 129, "\"}", false, "a long value");
	check_long(
	    "{\"filter\":[[\"tags=a\"", ",\"tags=a\"", 15, "]]}", true, "16 refinements");
	check_long(
	    "{\"filter\":[[\"tags=a\"", ",\"tags=a\"", 2000, "]]}", false, "thousands of them");
	check_long("{\"facets\":[\"tags\"", ",\"tags\"", 5000, "]}", true, "facets many times");
}

static void
test_members(void)
{
	static const char body[] =
	    "{\"q\":\"back pain\",\"offset\":20,\"limit\":500,\"facets\":[\"*\"],"
	    "\"attributesToHighlight\":[\"title\"],\"highlightPreTag\":\"__ais__\","
	    "\"attributesToRetrieve\":[\"id\",\"title\",\"nothing\"],\"sort\":[\"date:desc\"],"
	    "\"showMatchesPosition\":true,\"vector\":[1,2],\"unknown\":{\"a\":null}}";
	static const char paged[] = "{\"q\":null,\"page\":2,\"hitsPerPage\":0}";
	struct meili_mistake mistake = {.message = ""};
	struct meili_query query;

	meili_query_init(&query);
	tap_ok(meili_read_query(body, strlen(body), &query, &mistake), "a request %s",
	    mistake.message);
	tap_string(query.q, "back pain", "q");
	tap_ok(query.offset == 20 && query.limit == MEILI_HITS_MAX && !query.is_paged,
	    "offset, and limit up to its ceiling");
	tap_number(query.facets, 1u << MEILI_TAGS | 1u << MEILI_SECTION, "all facets");
	tap_number(query.highlight, 1u << MEILI_TITLE, "highlighted attributes");
	tap_number(query.retrieve, 1u << MEILI_TITLE | 1u << MEILI_ID, "attributes");
	tap_string(query.pre, "__ais__", "the tag before");
	tap_string(query.post, "</em>", "the usual one behind");
	tap_number(query.sort, MEILI_SORT_DATE, "order");
	tap_ok(query.is_formatted && query.shows_matches, "what hits get besides");
	meili_query_fini(&query);
	meili_query_init(&query);
	tap_ok(meili_read_query(paged, strlen(paged), &query, &mistake) && query.is_paged &&
		   query.page == 2 && query.limit == 0 && query.q[0] == '\0',
	    "a page of no hits, without a query");
	meili_query_fini(&query);
}

static void
test_multi(void)
{
	struct meili_query queries[MEILI_QUERIES_MAX];
	struct meili_mistake mistake = {.message = ""};
	size_t count, i, length;
	char body[1024];
	int n;

	for (n = 16; n <= 17; n++) {
		length = (size_t)snprintf(body, sizeof body, "{\"queries\":[");
		for (i = 0; i < (size_t)n; i++)
			length += (size_t)snprintf(body + length, sizeof body - length,
			    "%s{\"indexUid\":\"articles\"}", i > 0 ? "," : "");
		length += (size_t)snprintf(body + length, sizeof body - length, "]}");
		tap_ok(meili_read_queries(body, length, queries, &count, &mistake) == (n == 16),
		    "16 queries are the most");
		for (i = 0; i < count; i++)
			meili_query_fini(&queries[i]);
	}
	tap_ok(!meili_read_queries("{}", 2, queries, &count, &mistake) && count == 0,
	    "queries are missing");
	snprintf(body, sizeof body, "%s", "{\"queries\":[{\"q\":\"a\"},{\"q\":5}]}");
	tap_ok(!meili_read_queries(body, strlen(body), queries, &count, &mistake) &&
		   strstr(mistake.message, "`.queries[1]`") != NULL,
	    "the wrong one is named");
	for (i = 0; i < count; i++)
		meili_query_fini(&queries[i]);
}

static void
test_parameters(void)
{
	struct meili_mistake mistake;
	struct meili_query query;

	meili_query_init(&query);
	tap_ok(meili_query_parameter(&query, "limit", "5", 1, &mistake) && query.limit == 5,
	    "a number");
	tap_ok(!meili_query_parameter(&query, "limit", "5x", 2, &mistake) &&
		   !meili_query_parameter(&query, "limit", "", 0, &mistake),
	    "no number");
	tap_ok(meili_query_parameter(&query, "facets", "tags,section", 12, &mistake) &&
		   query.facets == (1u << MEILI_TAGS | 1u << MEILI_SECTION),
	    "a list");
	tap_ok(meili_query_parameter(&query, "attributesToRetrieve", "id,url", 6, &mistake) &&
		   query.retrieve == (1u << MEILI_ID | 1u << MEILI_URL),
	    "replaces what is given");
	tap_ok(meili_query_parameter(&query, "filter", "tags=a", 6, &mistake) &&
		   meili_query_parameter(&query, "filter", "tags=b", 6, &mistake),
	    "filters");
	tap_ok(meili_query_parameter(&query, "anything", "x", 1, &mistake), "others");
	meili_query_fini(&query);
}

int
main(void)
{
	test_members();
	test_filters();
	test_hostile();
	test_multi();
	test_parameters();
	return tap_done();
}

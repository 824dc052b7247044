/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Several databases answer as one does, in the same order, ties included. */

#include "fixture-shards.h"

static const size_t counts[] = {1, 2, 4, 8};

static void
test_places(void)
{
	struct index_shard_state state;
	struct index_reader *reader;
	struct span value;

	reader = open_shards(4);
	tap_number(index_reader_document_count(reader), DOCUMENTS, "documents of all");
	tap_number((long long)index_reader_shards_down(reader), 0, "none is down");
	index_reader_shard_state(reader, 3, &state);
	tap_ok(!state.is_down && state.document_count == shard_documents(2, 4) &&
		   strlen(state.uuid) == INDEX_SHARD_UUID_BYTES - 1 && state.trouble[0] == '\0',
	    "what is at a place");
	tap_ok(index_reader_shard_metadata(reader, 3, "place", &value, &err) == FORNIX_OK &&
		   span_equals(value, text("3/4")),
	    "what it says of itself");
	tap_ok(index_reader_shard_metadata(reader, 3, "none", &value, &err) == FORNIX_OK &&
		   value.length == 0,
	    "and does not say");
	close_shards(reader);
}

static void
test_down(void)
{
	const struct index_shard missing[] = {{.path = "missing"}, {.path = NULL}};
	struct index_shard some[] = {{.path = "missing"}, {.path = "2-of-2"}};
	struct index_shard_state state;
	struct index_reader *reader = NULL;
	struct index_query *query = term("ache");
	struct index_request request = request_for(query);
	struct index_result *result;
	struct span value;
	size_t i, outside = 0;

	tap_ok(index_reader_open_shards(missing, 2, &reader, &err) == FORNIX_ERR_NOT_FOUND &&
		   strstr(err.message, "'missing'") != NULL,
	    "all are missing");
	tap_ok(index_reader_open_shards(missing, 0, &reader, &err) == FORNIX_ERR_LIMIT &&
		   index_reader_open_shards(missing, INDEX_SHARDS_MAX + 1, &reader, &err) ==
		       FORNIX_ERR_LIMIT,
	    "none, and too many");
	assert(index_reader_open_shards(some, 2, &reader, &err) == FORNIX_OK);
	tap_number((long long)index_reader_shards_down(reader), 1, "the first is down");
	index_reader_shard_state(reader, 1, &state);
	tap_ok(state.is_down && state.uuid[0] == '\0' && state.document_count == 0 &&
		   strstr(state.trouble, "'missing'") != NULL,
	    "and says why");
	tap_ok(index_reader_shard_metadata(reader, 1, "place", &value, &err) == FORNIX_ERR_IO,
	    "and nothing else");
	result = run(reader, &request);
	for (i = 0; i < result->hit_count; i++)
		outside += result->hits[i].document % 2 != 0;
	tap_ok(result->is_partial && result->hit_count > 0 && outside == 0,
	    "the other's documents keep their numbers");
	index_result_free(result);
	index_query_free(query);
	index_reader_free(reader);
}

static void
test_records(void)
{
	struct index_reader *reader = open_shards(4);
	struct index_query *query = term("ache");
	struct index_request request = request_for(query);
	struct index_result *result = run(reader, &request);
	uint32_t documents[] = {result->hits[7].document, result->hits[0].document, 999999,
	    global_of(DOCUMENTS, 4), 0};
	struct span records[5];

	tap_number(index_reader_records(reader, documents, 5, records, &err), FORNIX_OK,
	    "records of documents");
	tap_ok(is_record(records[0], number_of(documents[0], 4)) &&
		   is_record(records[1], number_of(documents[1], 4)),
	    "of hits");
	tap_ok(is_record(records[3], DOCUMENTS), "of another document");
	tap_ok(records[2].data == NULL && records[4].data == NULL, "of none");
	index_result_free(result);
	index_query_free(query);
	close_shards(reader);
}

/* Whoever asks for few hits is told of all there are, as by one index. */
static void
test_counts(struct index_reader *one)
{
	static const size_t numbers[] = {0, 1, 3, 4, 5, 9, 10};
	struct index_reader *reader = open_shards(4);
	size_t i;

	for (i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		struct index_query *query = make_query(numbers[i]);
		struct index_request request = {.query = query,
		    .count = 10,
		    .check_at_least = 10,
		    .facet_count = 1,
		    .facet_slots = {SLOT_TAGS}};
		struct index_result *a = run(one, &request), *b = run(reader, &request);

		tap_ok(a->total == b->total && b->total_is_exact &&
			   is_same_facet(&a->facets[0], &b->facets[0]),
		    "query %zu: all are counted", numbers[i]);
		index_result_free(a);
		index_result_free(b);
		index_query_free(query);
	}
	close_shards(reader);
}

#define SPARSE 3000

/* A tag that all documents have, whose numbers have gaps; as articles that went leave them. */
static void
test_gaps(void)
{
	struct index_shard shard = {.path = "sparse"};
	struct index_query *queries[] = {tag("all"),
	    index_query_filter(term("word"), tag("all")),
	    index_query_and_not(term("word"), tag("all")),
	    index_query_and_not(tag("all"), term("nowhere"))};
	static const uint32_t wanted[] = {SPARSE, SPARSE, 0, SPARSE};
	struct index_writer *writer = create("sparse");
	struct index_reader *reader;
	uint32_t i;

	for (i = 1; i <= SPARSE; i++) {
		struct index_document *document = index_document_new();

		fill_words(document, "", "word");
		fill_tags(document, "all");
		assert(index_writer_put(writer, 2 * i, document, &err) == FORNIX_OK);
		index_document_free(document);
	}
	commit(writer);
	assert(index_reader_open_shards(&shard, 1, &reader, &err) == FORNIX_OK);
	for (i = 0; i < 4; i++) {
		struct index_request request = {.query = queries[i],
		    .count = 10,
		    .check_at_least = SPARSE,
		    .deadline_ms = 60000};
		struct index_result *result = run(reader, &request);

		tap_ok(result->total == wanted[i], "query %u of what all documents have: %u", i,
		    result->total);
		tap_ok(result->hit_count == 0 || result->hits[0].document == 2,
		    "in order of number");
		index_result_free(result);
		index_query_free(queries[i]);
	}
	index_reader_free(reader);
}

#define MANY 31000

/* Of so many documents with a word it is not told which they are, but how many. */
static void
test_many(void)
{
	struct index_shard shards[] = {{.path = "odd"}, {.path = "even"}};
	struct span terms[] = {text("all"), text("few")}, others[] = {text("rest"), text("x")};
	struct index_writer *writers[] = {create("odd"), create("even")};
	struct index_company found[2];
	struct index_reader *reader;
	uint32_t i;

	for (i = 1; i <= MANY; i++) {
		struct index_document *document = index_document_new();

		fill_words(document, "", i % 10 == 0 ? "all rest" : "all");
		fill_words(document, "", i % 1000 == 0 ? "few" : "");
		assert(index_writer_put(writers[i % 2], i, document, &err) == FORNIX_OK);
		index_document_free(document);
	}
	commit(writers[0]);
	commit(writers[1]);
	assert(index_reader_open_shards(shards, 2, &reader, &err) == FORNIX_OK);
	assert(index_reader_company(reader, terms, 2, others, 2, found, &err) == FORNIX_OK);
	tap_ok(found[0].documents == MANY && found[0].together == MANY / 10,
	    "the company of a word of very many documents");
	tap_ok(found[1].documents == MANY / 1000 && found[1].together == MANY / 1000,
	    "and of a rare one beside it");
	index_reader_free(reader);
}

int
main(void)
{
	const char *is_long = getenv("FORNIX_LONG");
	struct index_reader *one;
	size_t i;

	assert(chdir(scratch_folder()) == 0);
	build_one();
	one = open_ok("one");
	for (i = 0; i < sizeof counts / sizeof counts[0]; i++) {
		struct index_reader *reader;

		build_shards(counts[i]);
		reader = open_shards(counts[i]);
		compare_all(one, reader, counts[i]);
		close_shards(reader);
	}
	test_counts(one);
	index_reader_free(one);
	test_places();
	test_down();
	test_records();
	test_gaps();
	if (is_long != NULL && is_long[0] != '\0')
		test_many();
	return tap_done();
}

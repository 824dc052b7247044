/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index_writer.h"

#include "fixture-index.h"
#include "xalloc.h"

static void
test_broken_list(void)
{
	char long_value[300], longest[255];
	struct span values[] = {
	    {long_value, sizeof long_value}, {longest, sizeof longest}, {NULL, 0}, text("ok")};
	struct index_document *document = index_document_new();
	struct index_writer *writer = create("lists");
	struct index_query *all = index_query_all();
	struct index_request request = request_for(all);
	struct index_result *result;
	struct index_reader *reader;

	memset(long_value, 'l', sizeof long_value);
	memset(longest, 'm', sizeof longest);
	index_document_list(document, SLOT_TAGS, values, 4);
	index_document_value(document, SLOT_BROKEN, (struct span){"\3ab", 3});
	tap_number(index_writer_put(writer, 1, document, &err), FORNIX_OK, "put lists");
	index_document_free(document);
	commit(writer);
	reader = open_ok("lists");
	request.facet_count = 1;
	request.facet_slots[0] = SLOT_TAGS;
	result = run(reader, &request);
	tap_ok(result->facets[0].value_count == 3 &&
		   result->facets[0].values[0].value.length == 0 &&
		   result->facets[0].values[1].value.length == 255,
	    "only the value that is too long is left out");
	index_result_free(result);
	request.facet_slots[0] = SLOT_BROKEN;
	tap_number(index_reader_search(reader, &request, &result, &err), FORNIX_ERR_CORRUPT,
	    "a list that ends within a value");
	request.facet_slots[0] = -1;
	tap_number(index_reader_search(reader, &request, &result, &err), FORNIX_ERR_INTERNAL,
	    "no slot");
	index_reader_free(reader);
	index_query_free(all);
}

static void
test_changes(void)
{
	struct index_writer *writer = NULL;
	struct index_document *document = index_document_new();
	struct index_reader *reader;

	build("changes", 0, ARTICLES);
	tap_number(index_writer_open("missing", &writer, &err), FORNIX_ERR_NOT_FOUND,
	    "nothing to change");
	tap_number(index_writer_create("changes", &writer, &err), FORNIX_ERR_IO,
	    "a database that is there is not created");
	tap_ok(writer == NULL, "the output is not touched");
	tap_number(index_writer_open("changes", &writer, &err), FORNIX_OK, "open");
	fill_words(document, "", "pain is new here");
	tap_ok(index_writer_put(writer, 2, document, &err) == FORNIX_OK, "replace");
	index_document_clear(document);
	fill_words(document, "", "number seven");
	tap_ok(index_writer_put(writer, 7, document, &err) == FORNIX_OK, "put between");
	tap_ok(index_writer_delete(writer, 4, &err) == FORNIX_OK &&
		   index_writer_delete(writer, 4, &err) == FORNIX_OK &&
		   index_writer_delete(writer, 1000, &err) == FORNIX_OK,
	    "delete, also what is not there");
	reader = open_ok("changes");
	check_matches(reader, term("pain"), "1 2 4 ", "before the commit nothing is seen");
	index_reader_free(reader);
	commit(writer);
	reader = open_ok("changes");
	check_matches(reader, term("pain"), "1 2 ", "deleted");
	check_matches(reader, term("balloon"), "5 ", "replaced");
	check_matches(reader, term("new"), "2 ", "the new text");
	check_matches(reader, term("seven"), "7 ", "the new document");
	check_matches(reader, tag("face"), "1 3 ", "a cleared document has nothing old");
	index_reader_free(reader);
	tap_number(index_check("changes", 6, &err), FORNIX_OK, "sound");
	index_document_free(document);
}

static void
test_no_commit(void)
{
	struct index_writer *writer = create("lost");
	struct index_reader *reader;

	put_article(writer, 0);
	index_writer_free(writer);
	reader = open_ok("lost");
	tap_number(index_reader_document_count(reader), 0, "without commit nothing is there");
	index_reader_free(reader);
	tap_number(index_writer_open("lost", &writer, &err), FORNIX_OK, "open");
	put_article(writer, 0);
	tap_number(index_writer_commit(writer, &err), FORNIX_OK, "commit");
	put_article(writer, 1);
	index_writer_free(writer);
	reader = open_ok("lost");
	tap_number(index_reader_document_count(reader), 1, "up to the commit it is");
	index_reader_free(reader);
}

/* Puts one good document, then tries one with this term, then goes on. */
static void
check_term_length(const char *path, struct span term_bytes, bool is_good)
{
	enum fornix_status want = is_good ? FORNIX_OK : FORNIX_ERR_LIMIT;
	struct index_document *document = index_document_new();
	struct index_writer *writer = create(path);
	struct index_reader *reader;
	struct fornix_error later = FORNIX_ERROR_INIT;

	put_article(writer, 0);
	index_document_posting(document, "", term_bytes, 1, 1);
	tap_number(index_writer_put(writer, 2, document, &err), want, path);
	index_document_clear(document);
	fill_words(document, "", "fine");
	tap_ok(index_writer_put(writer, 3, document, &later) == want &&
		   index_writer_delete(writer, 1, &later) == want &&
		   index_writer_commit(writer, &later) == want &&
		   (is_good || strcmp(later.message, err.message) == 0),
	    "%s: the first error stays", path);
	index_writer_free(writer);
	index_document_free(document);
	reader = open_ok(path);
	tap_number(index_reader_document_count(reader), is_good ? 2 : 0, "all or nothing");
	index_reader_free(reader);
}

static void
test_term_length(void)
{
	char bytes[INDEX_TERM_BYTES_MAX + 1];

	memset(bytes, 't', sizeof bytes);
	check_term_length(
	    "term of 240 bytes", (struct span){bytes, INDEX_TERM_BYTES_MAX}, true);
	check_term_length("term of 241 bytes", (struct span){bytes, sizeof bytes}, false);
	memset(bytes, '\0', 100);
	check_term_length("term of 140 bytes with 100 NULs", (struct span){bytes, 140}, true);
	check_term_length("term of 141 bytes with 100 NULs", (struct span){bytes, 141}, false);
	check_term_length("term of no bytes", (struct span){NULL, 0}, false);
}

static void
test_document_limits(void)
{
	struct index_document *document = index_document_new();
	struct index_writer *writer = create("limits");
	char *large = xcalloc(1, 70000);
	unsigned i;

	for (i = 0; i < INDEX_DOCUMENT_TERMS_MAX; i++)
		index_document_posting(document, "", text("word"), i, 1);
	tap_number(index_writer_put(writer, 1, document, &err), FORNIX_OK, "most postings");
	index_document_posting(document, "", text("word"), i, 1);
	tap_number(index_writer_put(writer, 1, document, &err), FORNIX_ERR_LIMIT, "one more");
	index_writer_free(writer);
	writer = create("limits-value");
	index_document_clear(document);
	index_document_value(document, 1, (struct span){large, 70000});
	tap_number(index_writer_put(writer, 1, document, &err), FORNIX_ERR_LIMIT, "huge value");
	index_writer_free(writer);
	writer = create("limits-number");
	index_document_clear(document);
	tap_number(
	    index_writer_put(writer, 0, document, &err), FORNIX_ERR_INTERNAL, "number 0");
	index_writer_free(writer);
	index_document_free(document);
	free(large);
}

/* The same hits with the same weights. */
static bool
is_same_result(const char *one, const char *two, const struct index_query *query)
{
	struct index_request request = request_for(query);
	struct index_reader *readers[2] = {open_ok(one), open_ok(two)};
	struct index_result *a = run(readers[0], &request), *b = run(readers[1], &request);
	bool is_same = a->hit_count == b->hit_count && a->total == b->total;
	size_t i;

	for (i = 0; i < a->hit_count && is_same; i++)
		is_same = a->hits[i].document == b->hits[i].document &&
			  is_close(a->hits[i].weight, b->hits[i].weight);
	index_result_free(a);
	index_result_free(b);
	index_reader_free(readers[0]);
	index_reader_free(readers[1]);
	return is_same;
}

static void
test_merge(void)
{
	static const char *const shards[] = {"shard-b", "shard-a", "shard-c", "shard-none"};
	static const char *const overlapping[] = {"shard-a", "articles"};
	static const char *const missing[] = {"shard-a", "missing"};
	struct index_query *queries[] = {term("pain"), index_query_all(),
	    pair(index_query_or, term("spine"), term("nerve")),
	    words(true, "", "trigeminal", "neuralgia", 5)};
	size_t i;

	build("shard-a", 0, 2);
	build("shard-b", 2, 4);
	build("shard-c", 4, ARTICLES);
	build("shard-none", 0, 0);
	tap_number(index_merge(shards, 4, "merged", &err), FORNIX_OK, "merge");
	tap_number(index_check("merged", ARTICLES, &err), FORNIX_OK, "is sound");
	for (i = 0; i < 4; i++) {
		tap_ok(is_same_result("merged", "articles", queries[i]),
		    "same answers as one database, %zu", i);
		index_query_free(queries[i]);
	}
	tap_number(index_merge(shards, 1, "merged-one", &err), FORNIX_OK, "one");
	tap_number(index_check("merged-one", 2, &err), FORNIX_OK, "is sound");
	tap_number(index_merge(NULL, 0, "merged-none", &err), FORNIX_OK, "none");
	tap_number(index_check("merged-none", 0, &err), FORNIX_OK, "is sound");
	tap_number(index_merge(shards + 3, 1, "merged-empty", &err), FORNIX_OK, "an empty one");
	tap_number(index_check("merged-empty", 0, &err), FORNIX_OK, "is sound");
	tap_number(index_merge(shards, 1, "merged", &err), FORNIX_ERR_IO,
	    "not over a database that is there");
	tap_number(index_merge(overlapping, 2, "merged-overlap", &err), FORNIX_ERR_INTERNAL,
	    "overlapping numbers");
	tap_number(
	    index_merge(missing, 2, "merged-missing", &err), FORNIX_ERR_NOT_FOUND, "missing");
	tap_number(index_merge(missing, INDEX_MERGE_MAX + 1, "merged-many", &err),
	    FORNIX_ERR_LIMIT, "too many");
}

int
main(void)
{
	assert(chdir(scratch_folder()) == 0);
	build("articles", 0, ARTICLES);
	test_broken_list();
	test_changes();
	test_no_commit();
	test_term_length();
	test_document_limits();
	test_merge();
	return tap_done();
}

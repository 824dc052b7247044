/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index_reader.h"

#include <pthread.h>

#include "fixture-index.h"

static void
test_terms(struct index_reader *reader)
{
	char longest[INDEX_TERM_BYTES_MAX + 1];
	uint32_t frequency = 99;

	tap_number(index_reader_document_count(reader), ARTICLES, "documents");
	tap_ok(index_reader_term_frequency(reader, text("pain"), &frequency, &err) == 0 &&
		   frequency == 3,
	    "term frequency");
	tap_ok(index_reader_term_frequency(reader, text("Sspine"), &frequency, &err) == 0 &&
		   frequency == 1,
	    "with prefix");
	tap_ok(index_reader_term_frequency(reader, text("nope"), &frequency, &err) == 0 &&
		   frequency == 0,
	    "of an unknown term");
	tap_ok(index_reader_term_frequency(reader, text(""), &frequency, &err) == 0 &&
		   frequency == 0,
	    "of no term");
	memset(longest, 'x', sizeof longest);
	check_matches(reader, term("pain"), "1 2 4 ", "term");
	check_matches(reader, index_query_term("S", "nerve", 5, 1), "3 ", "prefixed term");
	check_matches(reader, term("nope"), "", "unknown term");
	check_matches(reader, term(""), "", "an empty term is not everything");
	check_matches(reader, index_query_term(NULL, "pain", 4, 1), "1 2 4 ", "no prefix");
	check_matches(
	    reader, index_query_term("", longest, sizeof longest, 1), "", "a long term");
	check_matches(reader, index_query_all(), "1 2 3 4 5 9 ", "all");
	check_matches(reader, NULL, "", "no query");
}

static void
test_positions(struct index_reader *reader)
{
	struct span empty[2] = {text("pain"), text("")}, one = text("balloon");

	check_matches(reader, words(false, "", "trigeminal", "neuralgia", 0), "1 ", "phrase");
	check_matches(
	    reader, words(false, "S", "facial", "pain", 0), "2 ", "phrase with a prefix");
	check_matches(reader, words(false, "", "facial", "treatment", 0), "", "not a phrase");
	check_matches(reader, words(true, "", "trigeminal", "neuralgia", 2), "1 ", "near 2");
	check_matches(
	    reader, words(true, "", "trigeminal", "neuralgia", 4), "1 3 ", "near 4, any order");
	check_matches(reader, index_query_phrase("", &one, 1, 1), "2 5 ", "phrase of one word");
	check_matches(reader, index_query_phrase("", empty, 2, 1), "", "phrase with no word");
	check_matches(reader,
	    pair(index_query_synonym, term("balloon"),
		words(false, "", "trigeminal", "neuralgia", 0)),
	    "1 2 5 ", "phrase in a synonym");
	check_matches(reader,
	    pair(index_query_synonym,
		pair(index_query_or, term("a"), words(false, "", "the", "spine", 0)),
		index_query_scale(words(true, "", "facial", "pain", 3), 2)),
	    "1 2 5 9 ", "phrases deep in a synonym");
	check_matches(reader,
	    index_query_and_not(index_query_all(), words(false, "", "facial", "pain", 0)),
	    "3 4 5 9 ", "not a phrase");
	tap_ok(index_query_phrase("", NULL, 0, 1) == NULL &&
		   index_query_near("", NULL, 0, 5, 1) == NULL,
	    "without words there is no query");
}

static void
test_operators(struct index_reader *reader)
{
	check_matches(
	    reader, pair(index_query_and, term("pain"), term("facial")), "1 2 ", "and");
	check_matches(
	    reader, pair(index_query_or, term("balloon"), term("nerve")), "2 3 5 9 ", "or");
	check_matches(reader, pair(index_query_synonym, term("balloon"), term("nerve")),
	    "2 3 5 9 ", "synonym");
	check_matches(reader, index_query_filter(term("pain"), tag("spine")), "4 ", "filter");
	check_matches(
	    reader, index_query_filter(index_query_all(), tag("face")), "1 2 3 ", "filter all");
	check_matches(
	    reader, index_query_and_not(term("pain"), term("facial")), "4 ", "and not");
	check_matches(reader, index_query_and_not(index_query_all(), term("pain")), "3 5 9 ",
	    "all and not");
	check_matches(
	    reader, index_query_and_maybe(term("pain"), term("nerve")), "1 2 4 ", "and maybe");
	check_matches(reader, pair(index_query_and, term("pain"), term("")), "",
	    "and with an empty term");
}

static void
test_missing_parts(struct index_reader *reader)
{
	tap_ok(index_query_and(NULL, 0) == NULL && pair(index_query_or, NULL, NULL) == NULL,
	    "an operator without parts is NULL");
	tap_ok(index_query_filter(NULL, tag("face")) == NULL &&
		   index_query_and_maybe(NULL, term("a")) == NULL &&
		   index_query_and_not(NULL, term("a")) == NULL &&
		   index_query_scale(NULL, 2) == NULL,
	    "without a base it is NULL");
	check_matches(reader, pair(index_query_and, NULL, term("pain")), "1 2 4 ",
	    "a NULL part is left out");
	check_matches(reader, index_query_filter(term("pain"), NULL), "1 2 4 ", "no filter");
	index_query_free(NULL);
	index_result_free(NULL);
	index_reader_free(NULL);
	index_writer_free(NULL);
	index_document_free(NULL);
}

static void
test_weights(struct index_reader *reader)
{
	double pain = weight_of(reader, term("pain"), 1);
	double facial = weight_of(reader, term("facial"), 1);
	double joint;

	tap_ok(pain > 0 && facial > pain, "a rarer word weighs more");
	tap_ok(weight_of(reader, term("pain"), 4) > pain, "a word four times weighs more");
	tap_ok(weight_of(reader, index_query_all(), 1) == 0, "all weighs nothing");
	tap_ok(weight_of(reader, index_query_term("", "pain", 4, 0), 1) == 0, "weight 0");
	tap_ok(is_close(weight_of(reader, index_query_term("", "pain", 4, 2.5), 1), 2.5 * pain),
	    "weight of a term");
	tap_ok(is_close(weight_of(reader, index_query_scale(term("pain"), 3), 1), 3 * pain) &&
		   weight_of(reader, index_query_scale(term("pain"), -1), 1) == 0 &&
		   weight_of(reader, index_query_scale(term("pain"), NAN), 1) == 0,
	    "scale");
	joint = weight_of(reader, pair(index_query_and, term("pain"), term("facial")), 1);
	tap_ok(is_close(joint, pain + facial), "and adds up");
	joint = weight_of(reader, pair(index_query_or, term("pain"), term("facial")), 1);
	tap_ok(is_close(joint, pain + facial), "or adds up");
	joint = weight_of(reader, pair(index_query_synonym, term("pain"), term("facial")), 1);
	tap_ok(joint > 0 && joint < pain + facial, "synonym counts as one word");
	joint = weight_of(reader, index_query_and_maybe(term("pain"), term("facial")), 1);
	tap_ok(is_close(joint, pain + facial), "and maybe adds where it matches");
	joint = weight_of(reader, index_query_and_maybe(term("pain"), term("nerve")), 1);
	tap_ok(is_close(joint, pain), "and not where it does not");
	joint = weight_of(reader, index_query_filter(term("pain"), term("facial")), 1);
	tap_ok(is_close(joint, pain), "a filter adds nothing");
}

static void
test_weighting(struct index_reader *reader)
{
	struct index_query *query = term("pain");
	struct index_request request = request_for(query);
	struct index_result *result = run(reader, &request);
	double ineb2 = result->hits[0].weight;

	tap_string(numbers_of(result), "4 2 1 ", "by weight, then the shorter document");
	index_result_free(result);
	request.weighting = INDEX_WEIGHT_BM25;
	result = run(reader, &request);
	tap_string(numbers_of(result), "4 2 1 ", "with BM25 too");
	tap_ok(!is_close(result->hits[0].weight, ineb2), "by another formula");
	index_result_free(result);
	index_query_free(query);
}

static void
test_paging(struct index_reader *reader)
{
	struct index_query *query = index_query_all();
	struct index_request request = request_for(query);
	struct index_result *result;

	request.first = 2;
	request.count = 3;
	result = run(reader, &request);
	tap_string(numbers_of(result), "3 4 5 ", "a page; ties by number");
	tap_ok(result->total == 6 && result->total_is_exact, "total of all pages");
	index_result_free(result);
	request.first = 6;
	result = run(reader, &request);
	tap_ok(result->hit_count == 0 && result->total == 6, "behind the last page");
	index_result_free(result);
	request.first = request.count = request.check_at_least = UINT32_MAX;
	result = run(reader, &request);
	tap_number((long long)result->hit_count, 0, "far behind the last page");
	index_result_free(result);
	request.first = request.count = 0;
	request.check_at_least = 100;
	result = run(reader, &request);
	tap_ok(result->hit_count == 0 && result->total == 6, "no hits wanted, only the total");
	index_result_free(result);
	index_query_free(query);
}

static void
test_sort(struct index_reader *reader)
{
	struct index_query *query = index_query_all(), *pain = term("pain");
	struct index_request request = request_for(query);
	struct index_result *result;

	request.sort = INDEX_SORT_VALUE_DESCENDING;
	request.sort_slot = SLOT_DATE;
	result = run(reader, &request);
	tap_string(numbers_of(result), "2 4 5 1 3 9 ", "newest first");
	index_result_free(result);
	request.query = pain;
	result = run(reader, &request);
	tap_string(numbers_of(result), "4 2 1 ", "ties by weight");
	index_result_free(result);
	request.sort_slot = -1;
	tap_number(index_reader_search(reader, &request, &result, &err), FORNIX_ERR_INTERNAL,
	    "no slot");
	index_query_free(query);
	index_query_free(pain);
}

static void
test_numbers(struct index_reader *reader)
{
	const struct index_hit hits[] = {{.document = 9}, {.document = 1}, {.document = 7},
	    {.document = 5}, {.document = 99}};
	uint32_t numbers[5] = {1, 1, 1, 1, 1};

	tap_number(index_reader_numbers(reader, hits, 5, SLOT_DATE, numbers, &err), FORNIX_OK,
	    "values as numbers");
	tap_ok(numbers[0] == 20180101 && numbers[1] == 20200101 && numbers[3] == 20210101,
	    "in the order of the hits");
	tap_ok(numbers[2] == 0 && numbers[4] == 0, "0 for documents that are not there");
	tap_number(index_reader_numbers(reader, hits, 5, SLOT_BROKEN, numbers, &err), FORNIX_OK,
	    "values that are no numbers");
	tap_number(numbers[0], 0, "count as 0");
	tap_number(index_reader_numbers(reader, hits, 1, -1, numbers, &err),
	    FORNIX_ERR_INTERNAL, "no slot");
}

/* "face 2, pain 1, " */
static const char *
facet_text(const struct index_facet *facet)
{
	static char line[500];
	size_t i, used = 0;

	line[0] = '\0';
	for (i = 0; i < facet->value_count; i++)
		used += (size_t)snprintf(line + used, sizeof line - used, "%.*s %u, ",
		    (int)facet->values[i].value.length, facet->values[i].value.data,
		    facet->values[i].count);
	return line;
}

static const char *
company(struct index_reader *reader, const char *term, const char *first, const char *second)
{
	struct span words[2] = {text(term), text("neuralgia")};
	struct span others[2] = {text(first), text(second)};
	struct index_company found[2];
	static char told[64];

	assert(index_reader_company(reader, words, 2, others, 2, found, &err) == FORNIX_OK);
	snprintf(told, sizeof told, "%u of %u, %u of %u", found[0].together, found[0].documents,
	    found[1].together, found[1].documents);
	return told;
}

static void
test_company(struct index_reader *reader)
{
	struct span term = text("pain");
	struct index_company found = {9, 9};

	tap_string(company(reader, "pain", "facial", "nope"), "2 of 3, 1 of 2",
	    "documents of words that have another");
	tap_string(company(reader, "pain", "treatment", "surgery"), "2 of 3, 0 of 2",
	    "or any of others, each counted once");
	tap_string(company(reader, "pain", "facial", "trigeminal"), "2 of 3, 2 of 2",
	    "also where one has both");
	tap_string(company(reader, "nope", "spine", ""), "0 of 0, 0 of 2",
	    "an unknown word has none, an empty one is in none");
	tap_string(company(reader, "", "face", "S"), "0 of 0, 0 of 2", "other streams aside");
	assert(index_reader_company(reader, &term, 1, NULL, 0, &found, &err) == FORNIX_OK);
	tap_ok(found.documents == 3 && found.together == 0, "with nothing there is no company");
	tap_number(index_reader_company(
		       reader, &term, 1, &term, INDEX_COMPANY_OTHERS_MAX + 1, &found, &err),
	    FORNIX_ERR_LIMIT, "there are bounds to what is asked");
}

/* The first of five hundred documents would tell something else. */
static void
test_much_company(void)
{
	struct span common = text("common"), rare = text("rare"), late = text("late");
	struct span words[2] = {common, rare};
	struct index_company found[2];
	struct index_reader *reader;
	struct index_writer *writer = create("much");
	uint32_t i;

	for (i = 1; i <= 500; i++) {
		struct index_document *document = index_document_new();

		fill_words(document, "", i > 250 ? "common late" : "common");
		fill_words(document, "", i % 100 == 0 ? "rare" : "");
		assert(index_writer_put(writer, i, document, &err) == FORNIX_OK);
		index_document_free(document);
	}
	commit(writer);
	reader = open_ok("much");
	assert(index_reader_company(reader, words, 2, &late, 1, found, &err) == FORNIX_OK);
	tap_number(found[0].documents, 500, "of a common word all documents are told");
	tap_ok(found[0].together > 225 && found[0].together < 275,
	    "and from some how many have the other (%u)", found[0].together);
	tap_ok(found[1].documents == 5 && found[1].together == 3, "of a rare one all");
	index_reader_free(reader);
}

static void
test_facets(struct index_reader *reader)
{
	struct index_query *all = index_query_all(), *pain = term("pain");
	struct index_request request = request_for(all);
	struct index_result *result;

	request.facet_count = 2;
	request.facet_slots[0] = SLOT_TAGS;
	request.facet_slots[1] = 77;
	request.count = 1;
	result = run(reader, &request);
	tap_number((long long)result->facet_count, 2, "two facets");
	tap_string(facet_text(&result->facets[0]), "face 3, pain 2, spine 2, nerve 1, ",
	    "by count, then by value; twice in one document is once");
	tap_number((long long)result->facets[1].value_count, 0, "an unused slot");
	index_result_free(result);
	request.query = pain;
	request.deadline_ms = 60000;
	result = run(reader, &request);
	tap_string(
	    facet_text(&result->facets[0]), "face 2, pain 2, spine 1, ", "of the matches");
	index_result_free(result);
	request.query = NULL;
	result = run(reader, &request);
	tap_number((long long)result->facets[0].value_count, 0, "of no matches");
	index_result_free(result);
	request.facet_count = INDEX_FACETS_MAX + 1;
	tap_number(index_reader_search(reader, &request, &result, &err), FORNIX_ERR_LIMIT,
	    "too many facets");
	index_query_free(all);
	index_query_free(pain);
}

/* Where the value of a slot of document 1 is kept. */
static const char *
place_of_value(struct index_reader *reader)
{
	struct index_query *query = term("trigeminal");
	struct index_request request = request_for(query);
	struct index_result *result;
	const char *place;

	request.value_count = 10;
	request.value_slot = SLOT_DATE;
	result = run(reader, &request);
	place = result->hits[0].document == 1 ? result->hits[0].value.data
					      : result->hits[1].value.data;
	index_result_free(result);
	index_query_free(query);
	return place;
}

static void
test_shared(void)
{
	struct index_reader *one, *two, *other;

	build("shared", 0, ARTICLES);
	build("unshared", 0, ARTICLES);
	one = open_ok("shared");
	two = open_ok("shared");
	other = open_ok("unshared");
	tap_ok(place_of_value(one) == place_of_value(two), "readers share what they have read");
	tap_ok(place_of_value(one) != place_of_value(other), "of the same database");
	index_reader_free(one);
	tap_ok(strncmp(place_of_value(two), "20200101", 8) == 0, "as long as there is one");
	index_reader_free(two);
	index_reader_free(other);
}

static void
test_missing(void)
{
	scratch_mkdir("nothing");
	scratch_write_text("text", "auto main\n");
	tap_number(open_status("missing"), FORNIX_ERR_NOT_FOUND, "missing folder");
	tap_ok(strstr(err.message, "'missing'") != NULL, "is named");
	tap_number(open_status("nothing"), FORNIX_ERR_NOT_FOUND, "empty folder");
	tap_ok(open_status("text") != FORNIX_OK, "a file is not taken for a list of databases");
}

static void
test_empty(void)
{
	struct index_query *query = term("pain");
	struct index_request request = request_for(query);
	struct index_reader *reader;
	struct index_result *result;

	build("empty", 0, 0);
	reader = open_ok("empty");
	tap_number(index_reader_document_count(reader), 0, "empty index");
	request.facet_count = 1;
	request.deadline_ms = 1000;
	result = run(reader, &request);
	tap_ok(result->hit_count == 0 && result->total == 0 && result->total_is_exact,
	    "nothing is found");
	index_result_free(result);
	index_reader_free(reader);
	index_query_free(query);
	tap_number(index_check("empty", 0, &err), FORNIX_OK, "and it is sound");
}

struct searching {
	double weight;
	bool passed;
};

static void *
search_many(void *context)
{
	struct searching *searching = context;
	struct index_reader *reader = NULL;
	struct fornix_error own_err;
	int i;

	searching->passed = index_reader_open("articles", &reader, &own_err) == FORNIX_OK;
	for (i = 0; i < 200 && searching->passed; i++) {
		struct index_query *query = index_query_filter(
		    pair(index_query_or, term("pain"), index_query_all()), index_query_all());

		searching->passed = is_close(weight_of(reader, query, 4), searching->weight);
	}
	index_reader_free(reader);
	return NULL;
}

static void
test_threads(struct index_reader *reader)
{
	double weight = weight_of(reader, term("pain"), 4);
	struct searching searchings[4];
	pthread_t threads[4];
	bool passed = true;
	int i;

	for (i = 0; i < 4; i++) {
		searchings[i] = (struct searching){weight, false};
		assert(pthread_create(&threads[i], NULL, search_many, &searchings[i]) == 0);
	}
	for (i = 0; i < 4; i++) {
		pthread_join(threads[i], NULL);
		passed = passed && searchings[i].passed;
	}
	tap_ok(passed, "four threads with a reader each");
}

int
main(void)
{
	struct index_reader *reader;

	assert(chdir(scratch_folder()) == 0);
	build("articles", 0, ARTICLES);
	reader = open_ok("articles");
	test_terms(reader);
	test_positions(reader);
	test_operators(reader);
	test_missing_parts(reader);
	test_weights(reader);
	test_weighting(reader);
	test_paging(reader);
	test_sort(reader);
	test_numbers(reader);
	test_company(reader);
	test_facets(reader);
	test_threads(reader);
	index_reader_free(reader);
	test_much_company();
	test_shared();
	test_missing();
	test_empty();
	return tap_done();
}

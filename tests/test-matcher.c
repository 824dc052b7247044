/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Our matcher against Xapian's, which looks at all documents, where there are many. */

#include "index_reader.h"

#include "fixture-index.h"
#include "match.h"

#define MANY  1500
#define WORDS 40 /* "w0" is in most documents, "w39" in few */

static unsigned state = 1;

static unsigned
draw(unsigned most)
{
	state = state * 1103515245 + 12345;
	return (state >> 16) % most;
}

/* Documents of 10 to 89 words, tags and days; every seventh number is left out. */
static void
build_many(const char *path)
{
	struct index_document *document = index_document_new();
	struct index_writer *writer = create(path);
	uint32_t number, position, length;
	char word[16];

	for (number = 1; number <= MANY; number++) {
		if (number % 7 == 0)
			continue;
		index_document_clear(document);
		length = 10 + draw(80);
		for (position = 1; position <= length; position++) {
			snprintf(word, sizeof word, "w%u", draw(1 + draw(WORDS)));
			index_document_posting(
			    document, "", text(word), position, 1 + draw(5) / 4);
		}
		fill_tags(document, draw(3) == 0 ? "face pain" : "spine");
		snprintf(word, sizeof word, "202%u0101", draw(5));
		index_document_value(document, SLOT_DATE, text(word));
		if (index_writer_put(writer, number, document, &err) != FORNIX_OK)
			tap_ok(false, "put: %s", err.message);
	}
	commit(writer);
	index_document_free(document);
}

static struct index_query *
any(const char *const *list, size_t count)
{
	struct index_query *parts[8];
	size_t i;

	for (i = 0; i < count; i++)
		parts[i] = term(list[i]);
	return index_query_or(parts, count);
}

#define ANY(...)                                                                               \
	any((const char *const[]){__VA_ARGS__},                                                \
	    sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

static struct index_query *
phrase(const char *a, const char *b)
{
	return words(false, "", a, b, 2);
}

static int
by_weight(const void *a, const void *b)
{
	const struct index_hit *one = a, *two = b;

	if (one->weight != two->weight)
		return one->weight < two->weight ? 1 : -1;
	return compare_documents(a, b);
}

static void
add_part(const struct span *terms, size_t term_count, const double *weights, void *context)
{
	double *sums = context;
	size_t i;

	(void)terms;
	(void)term_count;
	for (i = 0; i < MANY; i++)
		sums[i] += weights[i];
}

/*
 * All that match by Xapian's matcher, best first.  What they weigh is added up from parts,
 * each matched by itself: below an "or" it gives phrases a weight where they are not.
 */
static size_t
weigh_all(struct index_reader *reader, const struct index_query *query, struct index_hit *hits)
{
	static double weights[MANY], sums[MANY];
	static uint32_t documents[MANY];
	size_t i, count = 0;

	for (i = 0; i < MANY; i++) {
		documents[i] = (uint32_t)i + 1;
		sums[i] = 0;
	}
	if (index_reader_weigh(reader, query, documents, MANY, weights, &err) != FORNIX_OK ||
	    index_reader_parts(reader, query, documents, MANY, add_part, sums, &err) !=
		FORNIX_OK)
		tap_ok(false, "weigh: %s", err.message);
	for (i = 0; i < MANY; i++) {
		if (weights[i] >= 0)
			hits[count++] =
			    (struct index_hit){.document = documents[i], .weight = sums[i]};
	}
	qsort(hits, count, sizeof *hits, by_weight);
	return count;
}

/* Both add up weights, but not in the same order: where they are as good as equal, any may be
 * first. */
static size_t
count_differences(const struct index_result *result, const struct index_hit *hits)
{
	size_t i, differences = 0;

	for (i = 0; i < result->hit_count; i++) {
		double off = fabs(result->hits[i].weight - hits[i].weight);

		if (off > 1e-9 * (1 + hits[i].weight))
			differences++;
		else if (result->hits[i].document != hits[i].document &&
			 !(i > 0 && fabs(hits[i - 1].weight - hits[i].weight) < 1e-9) &&
			 !(i + 1 < result->hit_count &&
			     fabs(hits[i + 1].weight - hits[i].weight) < 1e-9))
			differences++;
	}
	return differences;
}

static void
check_all(struct index_reader *reader, struct index_query *own_query, const char *name)
{
	static struct index_hit hits[MANY];
	struct index_request request = request_for(own_query);
	struct index_result *all, *best;
	size_t i, same = 0, count = weigh_all(reader, own_query, hits);

	request.count = MANY;
	all = run(reader, &request);
	tap_ok(all->total_is_exact && all->total == count && all->hit_count == count,
	    "%s: all that match (%zu of %u)", name, count, all->total);
	tap_number((long long)count_differences(all, hits), 0, "in the order of all weights");
	request.count = 200;
	request.check_at_least = 0;
	best = run(reader, &request);
	for (i = 0; i < best->hit_count; i++)
		same += best->hits[i].document == all->hits[i].document &&
			best->hits[i].weight == all->hits[i].weight;
	tap_ok(best->total == count && best->hit_count == (count < 200 ? count : 200) &&
		   same == best->hit_count,
	    "the best of them are the same, and the total");
	index_result_free(all);
	index_result_free(best);
	index_query_free(own_query);
}

static void
test_queries(struct index_reader *reader)
{
	check_all(reader, ANY("w0", "w1", "w2", "w9"), "any of frequent words");
	check_all(reader, ANY("w30", "w39", "w35", "w39"), "any of rare words, one twice");
	check_all(reader, pair(index_query_and, term("w0"), term("w20")), "all of two");
	check_all(reader,
	    pair(index_query_or, phrase("w1", "w2"), pair(index_query_or, term("w5"), NULL)),
	    "a phrase below an or");
	check_all(reader, pair(index_query_or, phrase("w0", "w99"), term("w8")),
	    "a phrase with a word that is nowhere");
	check_all(reader,
	    index_query_and_maybe(ANY("w0", "w1", "w2"),
		pair(index_query_or, index_query_scale(phrase("w0", "w1"), 0.05),
		    index_query_scale(phrase("w1", "w2"), 0.05))),
	    "words raised by phrases");
	check_all(reader,
	    index_query_filter(
		pair(index_query_or, term("w3"), phrase("w2", "w2")), tag("face")),
	    "filtered, and a word behind itself");
	check_all(reader,
	    index_query_filter(ANY("w0", "w4"), index_query_value_from(SLOT_DATE, "20230101")),
	    "filtered by day");
	check_all(reader,
	    index_query_and_not(index_query_scale(ANY("w0", "w6"), 2.5), phrase("w0", "w3")),
	    "without a phrase");
	check_all(
	    reader, index_query_filter(index_query_all(), tag("spine")), "what weighs nothing");
}

/* The weights of single hits are those that Xapian gives to them. */
static void
test_single_hits(struct index_reader *reader)
{
	struct index_query *query = ANY("w0", "w7"), *bonus = phrase("w0", "w7");
	struct index_query *near = words(true, "", "w0", "w7", 5);
	struct index_request request = request_for(query);
	struct index_result *result = run(reader, &request);
	double weights[100], wanted[100];
	uint32_t documents[100];
	size_t i, right = 0, raised = 0;

	for (i = 0; i < result->hit_count; i++)
		documents[i] = result->hits[i].document;
	tap_ok(index_reader_weigh_hits(reader, bonus, result->hits, 100, weights, &err) ==
		       FORNIX_OK &&
		   index_reader_weigh(reader, bonus, documents, 100, wanted, &err) == FORNIX_OK,
	    "a hundred hits");
	for (i = 0; i < 100; i++) {
		double weight = wanted[i] > 0 ? wanted[i] : 0;

		raised += weights[i] > 0;
		right += fabs(weight - weights[i]) < 1e-9;
	}
	tap_ok(right == 100, "weigh what they do among all (%zu)", right);
	tap_ok(raised > 5 && raised < 95, "some have the phrase (%zu)", raised);
	tap_number(index_reader_weigh_hits(reader, near, result->hits, 1, weights, &err),
	    FORNIX_ERR_INTERNAL, "words that are near cannot be looked for");
	index_result_free(result);
	index_query_free(query);
	index_query_free(bonus);
	index_query_free(near);
}

/* Only so many are ranked; that all are close then is not known. */
static void
test_total(struct index_reader *reader)
{
	struct search_request request = SEARCH_REQUEST_INIT;
	struct analyzer *analyzer = analyzer_new();
	struct query *query = query_parse(analyzer, "", 0);
	struct match match;

	request.matches_all = true;
	if (match_run(reader, NULL, analyzer, query, &request, &match, &err) != FORNIX_OK)
		tap_ok(false, "match: %s", err.message);
	tap_ok(match.ranked_count == SEARCH_EXACT_MATCHES &&
		   match.total == index_reader_document_count(reader),
	    "more match than are ranked");
	tap_ok(!match.total_is_exact, "so how many of them are close is no count");
	match_fini(&match);
	query_free(query);
	analyzer_free(analyzer);
}

int
main(void)
{
	struct index_reader *reader;

	assert(chdir(scratch_folder()) == 0);
	build_many("many");
	reader = open_ok("many");
	test_queries(reader);
	test_single_hits(reader);
	test_total(reader);
	index_reader_free(reader);
	return tap_done();
}

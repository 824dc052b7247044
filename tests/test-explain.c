/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * Explanations hold: what they tell of every hit of every judged query of the
 * practice adds up to its score, and each part is named.
 */

#include "tap.h"

#include <math.h>
#include <stdlib.h>

#include "explain.h"
#include "explain_article.h"
#include "generation.h"
#include "indexer.h"
#include "scratch.h"

#define NEAR 1e-9 /* shares of a score that sums of floating numbers may differ by */

static const char *const more_queries[] = {"\"trigeminal neuralgia\" treatment -radiation",
    "title:nerve pain", "x-ray of the cervical spine", "hemifacal spazm", "pain pain face pain",
    "water on the brain", "tag:spine numb hands", "MVD", "how long is recovery"};

static struct search_result *
search(struct searcher *searcher, const char *query, uint32_t document)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct search_request request = SEARCH_REQUEST_INIT;
	struct search_result *result;

	request.query = query;
	request.query_length = strlen(query);
	request.with_explanation = true;
	request.explained = document;
	if (search_run(searcher, &request, &result, &err) != FORNIX_OK) {
		printf("# %s\n", err.message);
		abort();
	}
	return result;
}

/* How many scores are not what their parts add up to. */
static unsigned
count_wrong(const struct search_result *result)
{
	const struct explanation *explanation = result->explanation;
	unsigned wrong = 0;
	double sum;
	size_t i, j;

	for (i = 0; i < explanation->hit_count; i++) {
		sum = 0;
		for (j = 0; j < explanation->part_count; j++)
			sum += explanation->parts[j].weights[i];
		sum = sum * explanation->titles[i] + explanation->gains[i];
		if (fabs(sum - result->hits[i].score) <= NEAR * result->hits[i].score)
			continue;
		printf("# '%s', %s: %.9g, not %.9g\n", result->query, result->hits[i].id, sum,
		    result->hits[i].score);
		wrong++;
	}
	return wrong;
}

static void
test_sums(struct searcher *searcher)
{
	char *path = scratch_source("corpus/_search/queries.tsv"), line[1024];
	unsigned queries = 0, hits = 0, wrong = 0;
	FILE *file = fopen(path, "r");
	struct search_result *result;
	size_t i = 0;

	assert(file != NULL);
	free(path);
	while (fgets(line, sizeof line, file) != NULL ||
	       i < sizeof more_queries / sizeof more_queries[0]) {
		if (feof(file))
			snprintf(line, sizeof line, "%s", more_queries[i++]);
		line[strcspn(line, "\t\n")] = '\0';
		if (line[0] == '#' || line[0] == '\0')
			continue;
		result = search(searcher, line, 0);
		queries++;
		hits += (unsigned)result->explanation->hit_count;
		wrong += count_wrong(result);
		search_result_free(result);
	}
	fclose(file);
	tap_ok(queries >= 50 && hits >= 400, "%u hits of %u queries", hits, queries);
	tap_number(wrong, 0, "every score is what its parts add up to");
}

static const struct explain_part *
find_part(const struct search_result *result, const char *text)
{
	size_t i;

	for (i = 0; i < result->explanation->part_count; i++) {
		if (strcmp(result->explanation->parts[i].text, text) == 0)
			return &result->explanation->parts[i];
	}
	return NULL;
}

static void
test_labels(struct searcher *searcher)
{
	static const struct {
		const char *query, *text, *typed;
		enum explain_kind kind;
	} rows[] = {
	    {"hemifacial spasm", "hemifacial", NULL, EXPLAIN_TYPED},
	    {"hemifacial spasm", "hemifacial spasm", NULL, EXPLAIN_PAIR},
	    {"hemifacial spasm", "hfs", "hemifacial spasm", EXPLAIN_SYNONYM},
	    {"hemifacal", "hemifacial", "hemifacal", EXPLAIN_CORRECTION},
	    {"\"facial nerve\" pain", "\"facial nerve\"", NULL, EXPLAIN_TYPED},
	    {"title:Nerve pain", "title:Nerve", NULL, EXPLAIN_TYPED},
	    {"x-ray pictures", "x-ray", NULL, EXPLAIN_TYPED},
	};
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct search_result *result = search(searcher, rows[i].query, 0);
		const struct explain_part *part = find_part(result, rows[i].text);

		tap_ok(part != NULL && part->kind == rows[i].kind,
		    "of '%s': '%s' is named by where it is from", rows[i].query, rows[i].text);
		if (rows[i].typed != NULL)
			tap_string(part != NULL ? part->typed : NULL, rows[i].typed,
			    "it stands for what was typed");
		search_result_free(result);
	}
}

static uint32_t
find(struct searcher *searcher, const char *id)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct explain_article article;

	if (explain_article_find(searcher, id, &article, &err) != FORNIX_OK) {
		printf("# %s\n", err.message);
		abort();
	}
	free(article.reason);
	return article.document;
}

static void
test_article(struct searcher *searcher)
{
	struct search_result *result = search(
	    searcher, "facial spasm -radiation", find(searcher, "conditions/bells-palsy"));
	const struct explanation *explanation = result->explanation;
	size_t last = explanation->hit_count, i;
	double sum = 0;

	for (i = 0; i < explanation->part_count; i++)
		sum += explanation->parts[i].weights[last];
	tap_ok(explanation->rank > 0, "an article that matches has a rank");
	tap_ok(fabs(sum * explanation->titles[last] + explanation->gains[last] -
		    explanation->scores[last]) < NEAR * sum,
	    "its parts add up as well");
	tap_ok(explanation->clause_count == 3 && explanation->clauses[0].is_there &&
		   explanation->clauses[2].demand == EXPLAIN_EXCLUDED &&
		   !explanation->clauses[2].is_there,
	    "and each word is there or not");
	search_result_free(result);
	result = search(searcher, "!!!", find(searcher, "conditions/bells-palsy"));
	tap_ok(result->explanation != NULL && result->explanation->rank == 0 &&
		   result->explanation->part_count == 0,
	    "nothing to search for explains nothing");
	search_result_free(result);
}

int
main(void)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	char *corpus = scratch_source("corpus"), *index = scratch_path("index");
	struct indexer_options options = {.corpus = corpus,
	    .index = index,
	    .article = {.url_pattern = "/{path}/", .today = 20261101}};
	struct indexer_summary summary;
	struct generation *generation;
	struct searcher *searcher;

	assert(indexer_run(&options, &summary, &err) == FORNIX_OK);
	assert(generation_open(index, &generation, &err) == FORNIX_OK);
	assert(searcher_open(generation, &searcher, &err) == FORNIX_OK);
	generation_free(generation);
	test_sums(searcher);
	test_labels(searcher);
	test_article(searcher);
	searcher_free(searcher);
	free(index);
	free(corpus);
	return tap_done();
}

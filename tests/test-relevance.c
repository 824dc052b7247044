/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * The practice's judged queries against its articles: each query of
 * corpus/_search/queries.tsv, one of whose accepted articles should be among
 * the first three.
 */

#include "tap.h"

#include <stdlib.h>

#include "generation.h"
#include "indexer.h"
#include "path.h"
#include "scratch.h"
#include "search.h"
#include "vocabulary.h"

#define LEAST_SUCCESS_AT_3 95 /* percent */
#define LEAST_SUCCESS_AT_1 85
#define LEAST_PASSAGES     64 /* of the 70 pairs in tests/data/snippets/pairs.tsv */
#define WORDS_STEP         17 /* 1 of so many words of the articles */
#define LEAST_UNSEEN       5  /* of the 10 in unseen.tsv beside it */

/* The rank of the first accepted article, from 1; 0 when none is among the first ten. */
static unsigned
rank_of(const struct search_result *result, const char *accepted)
{
	size_t i;

	for (i = 0; i < result->hit_count; i++) {
		const char *id = result->hits[i].id, *p = accepted;
		size_t length = strlen(id);

		while ((p = strstr(p, id)) != NULL) {
			if ((p == accepted || p[-1] == '|') &&
			    (p[length] == '|' || p[length] == '\0'))
				return (unsigned)i + 1;
			p += length;
		}
	}
	return 0;
}

static unsigned
run_query(struct searcher *searcher, const char *query, const char *accepted, unsigned *empty)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct search_request request = SEARCH_REQUEST_INIT;
	struct search_result *result;
	unsigned rank;

	request.query = query;
	request.query_length = strlen(query);
	assert(search_run(searcher, &request, &result, &err) == FORNIX_OK);
	rank = rank_of(result, accepted);
	*empty += result->total == 0;
	if (rank != 1)
		printf("# rank %u: %s -> %s\n", rank, query,
		    result->hit_count > 0 ? result->hits[0].id : "(nothing)");
	search_result_free(result);
	return rank;
}

static void
run_queries(struct searcher *searcher)
{
	char *path = scratch_source("corpus/_search/queries.tsv"), line[1024], *tab;
	unsigned count = 0, first = 0, three = 0, empty = 0, rank;
	FILE *file = fopen(path, "r");

	assert(file != NULL);
	free(path);
	while (fgets(line, sizeof line, file) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		if (line[0] == '#' || (tab = strchr(line, '\t')) == NULL)
			continue;
		*tab = '\0';
		rank = run_query(searcher, line, tab + 1, &empty);
		count++;
		first += rank == 1;
		three += rank >= 1 && rank <= 3;
	}
	fclose(file);
	assert(count > 0);
	printf("# success@1 %u%%, success@3 %u%% of %u queries\n", first * 100 / count,
	    three * 100 / count, count);
	tap_ok(count >= 50, "there are at least fifty judged queries");
	tap_ok(three * 100 >= count * LEAST_SUCCESS_AT_3, "success@3 is at least %d%%",
	    LEAST_SUCCESS_AT_3);
	tap_ok(first * 100 >= count * LEAST_SUCCESS_AT_1, "success@1 is at least %d%%",
	    LEAST_SUCCESS_AT_1);
	tap_number(empty, 0, "none is left without an answer");
}

/* Whether the article's passage for the query has the words that answer it. */
static bool
has_answer(struct searcher *searcher, const char *query, const char *id, const char *words)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct search_request request = SEARCH_REQUEST_INIT;
	struct search_result *result;
	bool found = false;
	size_t i;

	request.query = query;
	request.query_length = strlen(query);
	request.per_page = SEARCH_PER_PAGE_MAX;
	assert(search_run(searcher, &request, &result, &err) == FORNIX_OK);
	for (i = 0; i < result->hit_count; i++) {
		if (strcmp(result->hits[i].id, id) == 0)
			found = strstr(result->hits[i].snippet.text, words) != NULL;
	}
	search_result_free(result);
	if (!found)
		printf("# no answer in the passage: %s -> %s\n", query, id);
	return found;
}

/* Lines of query, article, and words of the sentence that a person would quote. */
static void
run_passages(struct searcher *searcher, const char *name, unsigned least)
{
	char *path = scratch_source(name), line[1024], *id, *words;
	unsigned count = 0, found = 0;
	FILE *file = fopen(path, "r");

	assert(file != NULL);
	free(path);
	while (fgets(line, sizeof line, file) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		if (line[0] == '#' || (id = strchr(line, '\t')) == NULL ||
		    (words = strchr(id + 1, '\t')) == NULL)
			continue;
		*id++ = *words++ = '\0';
		count++;
		found += has_answer(searcher, line, id, words);
	}
	fclose(file);
	tap_ok(count > 0 && found >= least, "%u of %u passages have the answer, at least %u",
	    found, count, least);
}

static bool
is_left_alone(struct searcher *searcher, struct span word)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct search_request request = SEARCH_REQUEST_INIT;
	struct search_result *result;
	bool is_alone;

	request.query = word.data;
	request.query_length = word.length;
	assert(search_run(searcher, &request, &result, &err) == FORNIX_OK);
	is_alone = result->correction.mode == SEARCH_CORRECTION_NONE;
	search_result_free(result);
	return is_alone;
}

/* A word that any article has is what was meant: a sample of them, asked one by one. */
static void
run_words(struct searcher *searcher, const struct generation *generation)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	char *path = path_join(generation->path, VOCABULARY_FILE);
	struct vocabulary *vocabulary;
	struct vocabulary_word word;
	unsigned tried = 0, replaced = 0;
	uint32_t i;

	assert(vocabulary_open(path, &vocabulary, &err) == FORNIX_OK);
	for (i = 0; vocabulary_get(vocabulary, i, &word); i += WORDS_STEP) {
		if (word.documents == 0)
			continue;
		tried++;
		if (is_left_alone(searcher, word.text))
			continue;
		replaced++;
		printf("# corrected: %.*s\n", (int)word.text.length, word.text.data);
	}
	tap_ok(tried > 100 && replaced == 0, "none of %u words of the articles is corrected",
	    tried);
	vocabulary_free(vocabulary);
	free(path);
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

	if (!tap_ok(
		indexer_run(&options, &summary, &err) == FORNIX_OK, "the corpus is indexed"))
		printf("# %s\n", err.message);
	tap_number(summary.articles, 63, "all 63 articles can be found");
	assert(generation_open(index, &generation, &err) == FORNIX_OK);
	assert(searcher_open(generation, &searcher, &err) == FORNIX_OK);
	run_queries(searcher);
	run_passages(searcher, "tests/data/snippets/pairs.tsv", LEAST_PASSAGES);
	run_passages(searcher, "tests/data/snippets/unseen.tsv", LEAST_UNSEEN);
	run_words(searcher, generation);
	generation_free(generation);
	searcher_free(searcher);
	free(index);
	free(corpus);
	return tap_done();
}

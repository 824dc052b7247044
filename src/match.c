/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "arrange.h"
#include "fields.h"
#include "passage_words.h"
#include "query_tree.h"
#include "rank.h"
#include "spread.h"

/* What all steps of one run need. */
struct run {
	struct index_reader *index;
	struct articles *articles;
	struct analyzer *analyzer;
	const struct query *query;
	const struct search_request *request;
	struct match *match;
	bool is_known; /* of the clause that is looked at: some article has it */
	struct fornix_error *err;
};

/* Whether something else is searched for in place of a word that the index lacks. */
static bool
is_corrected(const struct query *query, size_t clause)
{
	size_t i;

	for (i = 0; i < query->alternative_count; i++) {
		if (query->alternatives[i].clause == clause &&
		    query->alternatives[i].is_correction)
			return true;
	}
	return false;
}

/* A word misspelt, which no article has, must not weigh as a very rare one. */
static enum fornix_status
add_word(struct run *run, const struct query_term *term, size_t clause, unsigned group)
{
	struct match_words *words = &run->match->words;
	double documents = index_reader_document_count(run->index);
	struct span stem = span_from_string(term->stem);
	enum fornix_status status;
	uint32_t frequency;

	if (words->count == SNIPPET_TERMS_MAX || group >= SNIPPET_TERMS_MAX) {
		run->is_known = true;
		return FORNIX_OK;
	}
	status = index_reader_term_frequency(run->index, stem, &frequency, run->err);
	if (status != FORNIX_OK)
		return status;
	run->is_known |= frequency > 0;
	if (frequency == 0 && is_corrected(run->query, clause))
		documents = 0;
	words->terms[words->count++] = (struct snippet_term){
	    .stem = stem, .weight = log1p(documents / (frequency + 1.0)), .group = group};
	return FORNIX_OK;
}

/* The forms of a compound stand for one word; the words of a phrase are words of their own. */
static enum fornix_status
add_clause(struct run *run, size_t number)
{
	const struct query_clause *clause = &run->query->clauses[number];
	struct match_words *words = &run->match->words;
	enum fornix_status status = FORNIX_OK;
	size_t i;

	for (i = 0; status == FORNIX_OK && i < clause->term_count; i++) {
		if (i > 0 && clause->is_phrase && clause->terms[i].kind != ANALYZE_JOINED)
			words->group_count++;
		status = add_word(run, &clause->terms[i], number, words->group_count);
	}
	words->group_count++;
	return status;
}

static bool
is_function_word(const struct query_term *term)
{
	return analyze_is_stopword(term->word, strlen(term->word));
}

/*
 * Another way to say clauses marks what it finds, as the first of them; but not the "in the"
 * of "pain in the face", which would be marked on every line.
 */
static enum fornix_status
add_alternatives(struct run *run, size_t clause, unsigned group)
{
	const struct query *query = run->query;
	enum fornix_status status = FORNIX_OK;
	size_t i, j;

	for (i = 0; i < query->alternative_count; i++) {
		const struct query_alternative *other = &query->alternatives[i];

		for (j = 0;
		     other->clause == clause && status == FORNIX_OK && j < other->term_count;
		     j++) {
			size_t at = run->match->words.count;

			if (other->term_count > 1 && is_function_word(&other->terms[j]))
				continue;
			status = add_word(run, &other->terms[j], clause, group);
			if (at < run->match->words.count)
				run->match->words.terms[at].is_other = !other->is_correction;
		}
	}
	return status;
}

static bool
has_alternative(const struct query *query, size_t clause)
{
	size_t i;

	for (i = 0; i < query->alternative_count; i++) {
		const struct query_alternative *other = &query->alternatives[i];

		if (clause >= other->clause && clause - other->clause < other->clause_count)
			return true;
	}
	return false;
}

/* Adds the words of one clause, and notes when no article has them. */
static enum fornix_status
look_at_clause(struct run *run, size_t number)
{
	const struct query_clause *clause = &run->query->clauses[number];
	enum fornix_status status;

	run->is_known = clause->is_phrase || clause->field != NULL;
	status = add_clause(run, number);
	if (!run->is_known && !has_alternative(run->query, number))
		run->match->unknown |= (uint32_t)1 << number;
	return status;
}

static enum fornix_status
find_words(struct run *run)
{
	const struct query *query = run->query;
	enum fornix_status status = FORNIX_OK;
	unsigned group;
	size_t i;

	for (i = 0; status == FORNIX_OK && i < query->clause_count; i++) {
		group = run->match->words.group_count;
		if (query_tree_counts(query, &query->clauses[i]))
			status = look_at_clause(run, i);
		if (status == FORNIX_OK)
			status = add_alternatives(run, i, group);
	}
	return status;
}

/* It takes long to look where words stand, so it is only done for the best. */
static enum fornix_status
add_bonus(struct run *run, struct index_result *found)
{
	const struct match_words *words = &run->match->words;
	size_t count = found->hit_count;
	double bonus[MATCH_BONUS_DEPTH];
	enum fornix_status status;

	if (run->match->bonus == NULL || count == 0)
		return FORNIX_OK;
	if (count > MATCH_BONUS_DEPTH)
		count = MATCH_BONUS_DEPTH;
	status = index_reader_weigh_hits(
	    run->index, run->match->bonus, found->hits, count, bonus, run->err);
	if (status == FORNIX_OK)
		rank_add(words->terms, words->count, bonus, count, found);
	return status;
}

/*
 * All that ranking and counting look at; the page is cut out of it.  How rare words are
 * comes with the matches where these come from other machines, so it is asked afterwards.
 */
static enum fornix_status
search_index(struct run *run, struct index_result **ret_found)
{
	struct index_request wanted = {.query = run->match->tree,
	    .weighting = INDEX_WEIGHT_INEB2,
	    .count = SEARCH_EXACT_MATCHES,
	    .check_at_least = SEARCH_EXACT_MATCHES,
	    .value_count = RANK_DEPTH,
	    .value_slot = fields[FIELD_TITLE].slot,
	    .facet_count = SEARCH_FACETS,
	    .facet_slots = {fields[FIELD_TAG].slot, fields[FIELD_SECTION].slot},
	    .deadline_ms = run->request->deadline_ms != 0 ? run->request->deadline_ms
							  : SEARCH_DEADLINE_MS};
	enum fornix_status status =
	    index_reader_search(run->index, &wanted, ret_found, run->err);

	if (status == FORNIX_OK)
		status = find_words(run);
	if (status != FORNIX_OK)
		return status;
	rank_by_title(run->match->words.terms, run->match->words.count, *ret_found);
	return add_bonus(run, *ret_found);
}

static bool
is_short(const struct run *run)
{
	const struct query *query = run->query;
	size_t i;

	for (i = 0; i < query->clause_count; i++) {
		if (query->clauses[i].is_phrase || query->clauses[i].field != NULL)
			return false;
	}
	return run->match->words.group_count > 0 &&
	       run->match->words.group_count <= MATCH_SPREAD_WORDS;
}

/* Whether articles are left out that have the words. */
static bool
is_narrowed(const struct run *run)
{
	const struct search_request *request = run->request;
	size_t i;

	for (i = 0; i < run->query->clause_count; i++) {
		if (run->query->clauses[i].is_excluded)
			return true;
	}
	return request->tag_count > 0 || request->section_count > 0 || request->since != 0 ||
	       (request->filter != NULL && request->filter->count > 0);
}

/* What the page is cut out of. */
struct ranking {
	const struct index_hit *hits;
	size_t count;
};

static struct ranking
rank(struct run *run)
{
	const struct index_result *typed = run->match->typed;
	struct ranking ranking = {typed->hits, typed->hit_count};

	if (run->articles == NULL || !is_short(run) || typed->hit_count == 0)
		return ranking;
	spread_hits(run->articles, typed->hits, typed->hit_count, !is_narrowed(run),
	    &run->match->widened, &ranking.count);
	ranking.hits = run->match->widened;
	return ranking;
}

/* Counts the hits that are not loose. */
static size_t
count_close(const struct ranking *found)
{
	size_t least = 0, most = found->count, middle;

	if (most == 0)
		return 0;
	while (least < most) {
		middle = least + (most - least) / 2;
		if (found->hits[middle].weight >= MATCH_LOOSE_SHARE * found->hits[0].weight)
			least = middle + 1;
		else
			most = middle;
	}
	return least;
}

/* Loose hits fill up the last page that close ones need, and go no further. */
static size_t
reach_of(const struct ranking *found, size_t close, size_t per_page)
{
	size_t pages = close > 0 ? (close + per_page - 1) / per_page : 1;

	return found->count < pages * per_page ? found->count : pages * per_page;
}

/* Whether all that matches was looked at, so that the last of it is known to be close. */
static bool
has_all(const struct index_result *typed)
{
	return typed->total_is_exact && typed->total == typed->hit_count;
}

static enum fornix_status
cut_page(struct run *run)
{
	struct match *match = run->match;
	const struct search_request *request = run->request;
	const struct ranking found = rank(run);
	size_t first = (size_t)(request->page - 1) * request->per_page + request->skip;
	size_t close = count_close(&found), reach = reach_of(&found, close, request->per_page);
	enum fornix_status status = FORNIX_OK;

	match->ranked = found.hits;
	match->ranked_count = found.count;
	if (request->sort != SEARCH_SORT_RELEVANCE) {
		reach = close;
		status = arrange_by_date(
		    run->index, found.hits, close, request->sort, &match->arranged, run->err);
	}
	if (status != FORNIX_OK)
		return status;
	match->total_is_exact = close < found.count || has_all(match->typed);
	match->total = match->total_is_exact ? (uint32_t)close : match->typed->total;
	match->reachable = match->total_is_exact ? (uint32_t)reach : match->typed->total;
	if (first > reach)
		first = reach;
	match->hits = match->arranged != NULL ? match->arranged : found.hits;
	if (match->hits != NULL)
		match->hits += first;
	match->hit_count = reach - first;
	if (match->hit_count > request->per_page)
		match->hit_count = request->per_page;
	match->loose_from = close > first ? close - first : 0;
	if (match->loose_from > match->hit_count)
		match->loose_from = match->hit_count;
	return FORNIX_OK;
}

enum fornix_status
match_run(struct index_reader *index, struct articles *articles, struct analyzer *analyzer,
    const struct query *query, const struct search_request *request, struct match *ret_match,
    struct fornix_error *err)
{
	struct run run = {.index = index,
	    .articles = articles,
	    .analyzer = analyzer,
	    .query = query,
	    .request = request,
	    .match = ret_match,
	    .err = err};
	struct index_query *tree;
	enum fornix_status status;

	memset(ret_match, 0, sizeof *ret_match);
	ret_match->total_is_exact = true;
	tree = query_tree_build(analyzer, query);
	if (tree == NULL && request->matches_all && query->text[0] == '\0')
		tree = index_query_all();
	if (tree == NULL)
		return FORNIX_OK;
	tree = query_tree_narrow(tree, analyzer, query, request);
	ret_match->tree = tree;
	ret_match->bonus = query_tree_bonus(query);
	status = search_index(&run, &ret_match->typed);
	if (status == FORNIX_OK)
		status = cut_page(&run);
	if (status != FORNIX_OK)
		match_fini(ret_match);
	if (status == FORNIX_OK)
		passage_words_add(query, &ret_match->words); /* not before ranking */
	return status;
}

void
match_fini(struct match *match)
{
	index_result_free(match->typed);
	index_query_free(match->tree);
	index_query_free(match->bonus);
	free(match->widened);
	free(match->arranged);
	match->tree = match->bonus = NULL;
	match->typed = NULL;
	match->widened = match->arranged = NULL;
}

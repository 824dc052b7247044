/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "explain.h"

#include <stdlib.h>
#include <string.h>

#include "explain_label.h"
#include "query_tree.h"
#include "rank.h"
#include "xalloc.h"

#define TEXT_BYTES_MAX (2 * QUERY_BYTES_MAX)

/* What all steps need. */
struct task {
	struct index_reader *index;
	struct analyzer *analyzer;
	const struct query *query;
	const struct search_request *request;
	const struct match *match;
	struct explanation *explanation;
	size_t count; /* of hits and the article */
	uint32_t *documents;
	bool *has_bonus; /* of each */
	struct fornix_error *err;
};

static struct explain_part *
find_part(struct explanation *explanation, const struct explain_part *like)
{
	size_t i;

	for (i = 0; i < explanation->part_count; i++) {
		if (explanation->parts[i].kind == like->kind &&
		    strcmp(explanation->parts[i].text, like->text) == 0)
			return &explanation->parts[i];
	}
	return NULL;
}

static void
free_part(struct explain_part *part)
{
	free(part->text);
	free(part->typed);
	free(part->weights);
}

static void
take_part(const struct span *terms, size_t term_count, const double *weights, void *context)
{
	struct task *task = context;
	struct explanation *explanation = task->explanation;
	struct explain_part part = {.weights = NULL}, *same;
	size_t i;

	explain_label(task->query, terms, term_count, &part);
	if (explanation->part_count + 1 >= EXPLAIN_PARTS_MAX) {
		free_part(&part);
		part = (struct explain_part){.kind = EXPLAIN_OTHER, .text = xstrdup("others")};
	}
	same = find_part(explanation, &part);
	if (same != NULL) {
		free_part(&part);
	} else {
		explanation->parts = xreallocarray(explanation->parts,
		    explanation->part_count + 1, sizeof *explanation->parts);
		same = &explanation->parts[explanation->part_count++];
		*same = part;
		same->weights = xcalloc(task->count, sizeof *same->weights);
	}
	for (i = 0; i < task->count; i++)
		same->weights[i] += weights[i];
}

/* A part of the bonus, which only the best matches have. */
static void
take_bonus(const struct span *terms, size_t term_count, const double *weights, void *context)
{
	struct task *task = context;
	double *added = xcalloc(task->count, sizeof *added);
	size_t i;

	for (i = 0; i < task->count; i++)
		added[i] = task->has_bonus[i] ? weights[i] : 0;
	take_part(terms, term_count, added, task);
	free(added);
}

/* By what was typed: words for passages came behind, after the ranking. */
static double
title_factor(const struct task *task, const struct index_hit *hit)
{
	const struct match_words *words = &task->match->words;
	size_t count = 0;

	while (count < words->count && !words->terms[count].is_unmarked)
		count++;
	return rank_title_factor(words->terms, count, hit->value);
}

static void
take_hit(struct task *task, size_t at, const struct index_hit *hit)
{
	const struct index_result *typed = task->match->typed;
	double before = 0;
	size_t i;

	for (i = 0; i < typed->hit_count; i++) {
		if (typed->hits[i].document != hit->document)
			continue;
		before = typed->hits[i].weight;
		task->has_bonus[at] = i < MATCH_BONUS_DEPTH;
	}
	task->explanation->scores[at] = hit->weight;
	task->explanation->gains[at] = hit->weight - before;
	task->explanation->titles[at] = title_factor(task, hit);
}

/* The hits of the page, and the article's place among all that match. */
static void
take_hits(struct task *task)
{
	const struct match *match = task->match;
	struct explanation *explanation = task->explanation;
	size_t i;

	for (i = 0; i < match->hit_count; i++) {
		task->documents[i] = match->hits[i].document;
		take_hit(task, i, &match->hits[i]);
	}
	explanation->titles[match->hit_count] = 1;
	if (match->ranked_count > 0)
		explanation->first = match->ranked[0].weight;
	for (i = 0; explanation->has_article && i < match->ranked_count; i++) {
		if (match->ranked[i].document != task->request->explained)
			continue;
		explanation->rank = i + 1;
		take_hit(task, match->hit_count, &match->ranked[i]);
		explanation->is_loose =
		    match->ranked[i].weight < MATCH_LOOSE_SHARE * explanation->first;
		explanation->is_shown = i < match->reachable;
	}
}

/* Whether the article matches; takes the tree. */
static enum fornix_status
look(struct task *task, struct index_query *own_tree, bool *ret_is_there)
{
	double weight = -1;
	enum fornix_status status = index_reader_weigh(
	    task->index, own_tree, &task->request->explained, 1, &weight, task->err);

	index_query_free(own_tree);
	*ret_is_there = status == FORNIX_OK && weight >= 0;
	return status;
}

static enum explain_demand
demand_of(const struct query *query, const struct query_clause *clause)
{
	if (clause->is_excluded)
		return EXPLAIN_EXCLUDED;
	if (clause->field != NULL || clause->is_phrase)
		return EXPLAIN_REQUIRED;
	return query_tree_counts(query, clause) ? EXPLAIN_WANTED : EXPLAIN_IGNORED;
}

static enum fornix_status
take_clauses(struct task *task)
{
	struct explanation *explanation = task->explanation;
	const struct query *query = task->query;
	enum fornix_status status = FORNIX_OK;
	size_t i;

	explanation->clauses = xcalloc(query->clause_count, sizeof *explanation->clauses);
	for (i = 0; status == FORNIX_OK && i < query->clause_count; i++) {
		struct explain_clause *clause =
		    &explanation->clauses[explanation->clause_count++];
		struct buffer text;

		buffer_init(&text, TEXT_BYTES_MAX);
		explain_label_clause(&query->clauses[i], &text);
		clause->text = buffer_take(&text, NULL);
		clause->demand = demand_of(query, &query->clauses[i]);
		status = look(task, query_tree_clause(task->analyzer, &query->clauses[i]),
		    &clause->is_there);
	}
	return status;
}

/* Each filter by itself, on all articles. */
static enum fornix_status
take_filters(struct task *task)
{
	const struct search_request *asked = task->request;
	struct search_request alone[EXPLAIN_FILTERS];
	const struct query none = {.text = NULL};
	enum fornix_status status = FORNIX_OK;
	bool passes;
	size_t i;

	for (i = 0; i < EXPLAIN_FILTERS; i++)
		alone[i] = (struct search_request)SEARCH_REQUEST_INIT;
	alone[EXPLAIN_FILTER_TAG].tag_count = asked->tag_count;
	memcpy(alone[EXPLAIN_FILTER_TAG].tags, asked->tags, sizeof asked->tags);
	alone[EXPLAIN_FILTER_SECTION].section_count = asked->section_count;
	memcpy(alone[EXPLAIN_FILTER_SECTION].sections, asked->sections, sizeof asked->sections);
	alone[EXPLAIN_FILTER_SINCE].since = asked->since;
	for (i = 0; status == FORNIX_OK && i < EXPLAIN_FILTERS; i++) {
		status = look(task,
		    query_tree_narrow(index_query_all(), task->analyzer, &none, &alone[i]),
		    &passes);
		task->explanation->filtered[i] = !passes;
	}
	return status;
}

enum fornix_status
explain_make(struct index_reader *index, struct analyzer *analyzer, const struct query *query,
    const struct search_request *request, const struct match *match,
    struct explanation **ret_explanation, struct fornix_error *err)
{
	struct explanation *explanation = xcalloc(1, sizeof *explanation);
	struct task task = {.index = index,
	    .analyzer = analyzer,
	    .query = query,
	    .request = request,
	    .match = match,
	    .explanation = explanation,
	    .err = err};
	enum fornix_status status;

	explanation->hit_count = match->hit_count;
	explanation->has_article = request->explained != 0;
	task.count = match->hit_count + explanation->has_article;
	task.documents = xcalloc(match->hit_count + 1, sizeof *task.documents);
	task.documents[match->hit_count] = request->explained;
	task.has_bonus = xcalloc(match->hit_count + 1, sizeof *task.has_bonus);
	explanation->titles = xcalloc(match->hit_count + 1, sizeof *explanation->titles);
	explanation->gains = xcalloc(match->hit_count + 1, sizeof *explanation->gains);
	explanation->scores = xcalloc(match->hit_count + 1, sizeof *explanation->scores);
	take_hits(&task);
	status = index_reader_parts(
	    index, match->tree, task.documents, task.count, take_part, &task, err);
	if (status == FORNIX_OK)
		status = index_reader_parts(
		    index, match->bonus, task.documents, task.count, take_bonus, &task, err);
	if (status == FORNIX_OK && explanation->has_article)
		status = take_clauses(&task);
	if (status == FORNIX_OK && explanation->has_article)
		status = take_filters(&task);
	free(task.documents);
	free(task.has_bonus);
	if (status == FORNIX_OK)
		*ret_explanation = explanation;
	else
		explain_free(explanation);
	return status;
}

void
explain_free(struct explanation *explanation)
{
	size_t i;

	if (explanation == NULL)
		return;
	for (i = 0; i < explanation->part_count; i++)
		free_part(&explanation->parts[i]);
	for (i = 0; i < explanation->clause_count; i++)
		free(explanation->clauses[i].text);
	free(explanation->parts);
	free(explanation->clauses);
	free(explanation->titles);
	free(explanation->gains);
	free(explanation->scores);
	free(explanation);
}

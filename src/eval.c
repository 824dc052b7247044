/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "eval.h"

#include "xalloc.h"

void
eval_set_init(struct eval_set *set)
{
	*set = (struct eval_set){0};
}

static void
query_free(struct eval_query *query)
{
	size_t i;

	for (i = 0; i < query->judged_count; i++)
		free(query->judged[i].document);
	free(query->judged);
	free(query->id);
	free(query->text);
	free(query);
}

void
eval_set_fini(struct eval_set *set)
{
	size_t i;

	for (i = 0; i < set->query_count; i++)
		query_free(set->queries[i]);
	free(set->queries);
	free(set->by_id);
	eval_set_init(set);
}

/* The first query whose id does not come before, as an index of by_id. */
static size_t
find_place(const struct eval_set *set, const char *id)
{
	size_t low = 0, high = set->query_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(set->by_id[middle]->id, id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct eval_query *
eval_set_find(const struct eval_set *set, const char *id)
{
	size_t place = find_place(set, id);

	if (place == set->query_count || strcmp(set->by_id[place]->id, id) != 0)
		return NULL;
	return set->by_id[place];
}

struct eval_query *
eval_set_add(struct eval_set *set, const char *id, const char *text)
{
	struct eval_query *query = xcalloc(1, sizeof *query);
	size_t place = find_place(set, id), capacity = set->query_capacity;

	query->number = set->query_count;
	query->id = xstrdup(id);
	query->text = xstrdup(text);
	XALLOC_GROW(set->queries, set->query_count, set->query_capacity);
	XALLOC_GROW(set->by_id, set->query_count, capacity);
	memmove(set->by_id + place + 1, set->by_id + place,
	    (set->query_count - place) * sizeof *set->by_id);
	set->by_id[place] = query;
	set->queries[set->query_count++] = query;
	return query;
}

bool
eval_query_has_relevant(const struct eval_query *query)
{
	size_t i;

	for (i = 0; i < query->judged_count; i++) {
		if (query->judged[i].grade > 0)
			return true;
	}
	return false;
}

void
eval_run_init(struct eval_run *run, const struct eval_set *set)
{
	run->count = set->query_count;
	run->rankings = xcalloc(run->count, sizeof *run->rankings);
}

void
eval_run_fini(struct eval_run *run)
{
	size_t i, j;

	for (i = 0; i < run->count; i++) {
		for (j = 0; j < run->rankings[i].hit_count; j++)
			free(run->rankings[i].hits[j].document);
		free(run->rankings[i].hits);
	}
	free(run->rankings);
	*run = (struct eval_run){0};
}

static void
find_means(const struct eval_scores *scores, size_t count, struct eval_scores *ret_means)
{
	size_t i;
	int m;

	*ret_means = (struct eval_scores){0};
	for (m = 0; m < EVAL_MEASURES && count > 0; m++) {
		for (i = 0; i < count; i++)
			ret_means->values[m] += scores[i].values[m];
		ret_means->values[m] /= (double)count;
	}
}

static struct eval_scores *
score_run(const struct eval_outcome *outcome, const struct eval_run *run, unsigned depth)
{
	struct eval_scores *scores = xcalloc(outcome->count, sizeof *scores);
	size_t i;

	for (i = 0; i < outcome->count; i++) {
		const struct eval_query *query = outcome->queries[i];

		eval_query_score(query, &run->rankings[query->number], depth, &scores[i]);
	}
	return scores;
}

static void
add_baseline(struct eval_outcome *outcome, const struct eval_run *baseline, unsigned depth)
{
	int m;

	outcome->has_baseline = true;
	outcome->baseline_scores = score_run(outcome, baseline, depth);
	find_means(outcome->baseline_scores, outcome->count, &outcome->baseline_means);
	for (m = 0; m < EVAL_MEASURES; m++)
		eval_compare(outcome->scores, outcome->baseline_scores, outcome->count,
		    (enum eval_measure)m, &outcome->differences[m]);
}

void
eval_outcome_init(struct eval_outcome *outcome, const struct eval_set *set,
    const struct eval_run *run, const struct eval_run *baseline, unsigned depth)
{
	size_t i;

	*outcome = (struct eval_outcome){.set = set};
	outcome->queries = xcalloc(set->query_count, sizeof *outcome->queries);
	for (i = 0; i < set->query_count; i++) {
		if (!eval_query_has_relevant(set->queries[i])) {
			outcome->left_out++;
			continue;
		}
		outcome->queries[outcome->count++] = set->queries[i];
		outcome->unanswered += run->rankings[i].hit_count == 0;
	}
	outcome->scores = score_run(outcome, run, depth);
	find_means(outcome->scores, outcome->count, &outcome->means);
	if (baseline != NULL)
		add_baseline(outcome, baseline, depth);
}

void
eval_outcome_fini(struct eval_outcome *outcome)
{
	free(outcome->queries);
	free(outcome->scores);
	free(outcome->baseline_scores);
	*outcome = (struct eval_outcome){0};
}

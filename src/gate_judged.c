/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "gate_judged.h"

#include <math.h>
#include <unistd.h>

#include "eval_read.h"
#include "eval_search.h"
#include "path.h"

/* Sums of the same numbers in another order differ in their last digits. */
#define SAME_MEAN 1e-9

/* These fall when a search gets worse for somebody who looks at the first page. */
static const enum eval_measure compared[] = {
    EVAL_NDCG_10, EVAL_SUCCESS_1, EVAL_SUCCESS_3, EVAL_MRR};

#define COMPARED (sizeof compared / sizeof compared[0])

static bool
has_least(const struct gate_policy *policy)
{
	int m;

	for (m = 0; m < EVAL_MEASURES; m++) {
		if (policy->judged_least[m] > 0)
			return true;
	}
	return false;
}

/* The first queries whose nDCG fell most, for the eye: names them in text. */
static void
name_worse(const struct eval_outcome *outcome, char *text, size_t size)
{
	size_t named = 0, used = 0, i;

	text[0] = '\0';
	for (i = 0; i < outcome->count && named < GATE_NAMES_SHOWN && used < size; i++) {
		if (outcome->scores[i].values[EVAL_NDCG_10] >=
		    outcome->baseline_scores[i].values[EVAL_NDCG_10] - SAME_MEAN)
			continue;
		used += (size_t)snprintf(text + used, size - used, "%s'%.60s'",
		    named++ > 0 ? ", " : ": worse are ", outcome->queries[i]->text);
	}
}

static void
compare(struct gate *gate, const struct eval_outcome *outcome)
{
	double ours, theirs, margin = gate->policy->judged_margin;
	char worse[360];
	size_t i;

	for (i = 0; i < COMPARED; i++) {
		ours = outcome->means.values[compared[i]];
		theirs = outcome->baseline_means.values[compared[i]];
		if (ours >= theirs - margin - SAME_MEAN)
			continue;
		name_worse(outcome, worse, sizeof worse);
		gate_add(gate, "%s of the judged queries falls from %.3f to %.3f%s",
		    eval_measure_names[compared[i]], theirs, ours, worse);
		return; /* the others tell the same */
	}
}

static void
hold_to_least(struct gate *gate, const struct eval_outcome *outcome)
{
	double mean, least;
	int m;

	for (m = 0; m < EVAL_MEASURES; m++) {
		mean = outcome->means.values[m];
		least = gate->policy->judged_least[m];
		if (least > 0 && !(mean >= least - SAME_MEAN))
			gate_add(gate,
			    "%s of the judged queries is %.3f, and 'judged_least' asks for %g",
			    eval_measure_names[m], mean, least);
	}
}

static void
name_missing(struct gate *gate, const struct eval_search_notes *notes, size_t before)
{
	if (gate->count > before && notes->missing > 0)
		gate_add(gate,
		    "%zu judged articles are not in the index, one is '%.200s': were they "
		    "renamed?",
		    notes->missing, notes->example);
}

static enum fornix_status
judge(struct gate *gate, const struct eval_set *set, const struct generation *candidate,
    const struct generation *served, struct fornix_error *err)
{
	struct eval_search_options options = {
	    .depth =
		gate->policy->judged_least[EVAL_RECALL_100] > 0 ? EVAL_DEPTH : EVAL_DEPTH_MIN};
	struct eval_run run = {0}, baseline = {0};
	struct eval_search_notes notes, ignored;
	struct eval_outcome outcome;
	enum fornix_status status;
	size_t before = gate->count;
	bool has_baseline;

	status = eval_search(candidate, set, &options, &run, &notes, err);
	if (status != FORNIX_OK)
		return status;
	has_baseline = served != NULL && eval_search(served, set, &options, &baseline, &ignored,
					     NULL) == FORNIX_OK;
	eval_outcome_init(&outcome, set, &run, has_baseline ? &baseline : NULL, options.depth);
	if (outcome.count > 0) {
		hold_to_least(gate, &outcome);
		if (has_baseline)
			compare(gate, &outcome);
		name_missing(gate, &notes, before);
	}
	eval_outcome_fini(&outcome);
	eval_run_fini(&run);
	eval_run_fini(&baseline);
	return FORNIX_OK;
}

enum fornix_status
gate_judged(struct gate *gate, const char *corpus, const struct generation *candidate,
    const struct generation *served, struct fornix_error *err)
{
	char *path CLEANUP_FREE = path_join(corpus, GATE_JUDGED_QUERIES);
	struct fornix_error mistake = FORNIX_ERROR_INIT;
	enum fornix_status status;
	struct eval_set set;

	if (access(path, F_OK) != 0) {
		if (has_least(gate->policy))
			gate_add(gate,
			    "there is no '%s', and 'judged_least' asks for judged queries",
			    path);
		return FORNIX_OK;
	}
	eval_set_init(&set);
	status = eval_read_practice(path, &set, &mistake);
	if (status == FORNIX_OK) {
		status = judge(gate, &set, candidate, served, err);
	} else {
		gate_add(gate, "%s", mistake.message);
		status = FORNIX_OK;
	}
	eval_set_fini(&set);
	return status;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "candidate.h"

#include <stdio.h>
#include <unistd.h>

#include "eval_read.h"
#include "eval_search.h"
#include "gate_judged.h"
#include "known.h"
#include "path.h"

#define SAME_SCORE 1e-9

static void
add(struct candidate *candidate, enum candidate_change change, const char *text)
{
	struct candidate_list *list = &candidate->lists[change];

	XALLOC_GROW(list->items, list->count, list->capacity);
	list->items[list->count++] = xstrdup(text);
}

static int
compare_hashes(const void *a, const void *b)
{
	const struct known_file *x = *(const struct known_file *const *)a;
	const struct known_file *y = *(const struct known_file *const *)b;

	return memcmp(x->hash, y->hash, sizeof x->hash);
}

/* The files of known, in order of their hashes; the caller frees it. */
static const struct known_file **
sort_by_hash(const struct known *known)
{
	const struct known_file **files = xcalloc(known->file_count + 1, sizeof *files);
	size_t i;

	for (i = 0; i < known->file_count; i++)
		files[i] = &known->files[i];
	qsort(files, known->file_count, sizeof *files, compare_hashes);
	return files;
}

static bool
has_bytes(const struct known_file **files, size_t count, const struct known_file *file)
{
	return bsearch(&file, files, count, sizeof *files, compare_hashes) != NULL;
}

/* What only one of two has; articles that moved are neither removed nor new. */
static void
find_only(struct candidate *candidate, enum candidate_change change, const struct known *in,
    const struct known *other)
{
	const struct known_file **files = sort_by_hash(other);
	size_t i;

	for (i = 0; i < in->file_count; i++) {
		const struct known_file *file = &in->files[i];
		const struct known_file *there = known_find(other, file->path);

		if (file->document == 0 || (there != NULL && there->document != 0) ||
		    (there == NULL && has_bytes(files, other->file_count, file)))
			continue;
		add(candidate, change, file->path);
	}
	free(files);
}

static void
find_changed(
    struct candidate *candidate, const struct known *served, const struct known *refused)
{
	size_t i;

	for (i = 0; i < served->file_count; i++) {
		const struct known_file *file = &served->files[i];
		const struct known_file *there = known_find(refused, file->path);

		if (file->document != 0 && there != NULL && there->document != 0 &&
		    memcmp(file->hash, there->hash, sizeof file->hash) != 0)
			add(candidate, CANDIDATE_CHANGED, file->path);
	}
}

static void
compare_articles(struct candidate *candidate, const struct generation *served,
    const struct generation *refused)
{
	struct known before, after;

	known_init(&before, served, "");
	known_init(&after, refused, "");
	find_only(candidate, CANDIDATE_REMOVED, &before, &after);
	find_only(candidate, CANDIDATE_NEW, &after, &before);
	find_changed(candidate, &before, &after);
	known_fini(&before);
	known_fini(&after);
}

static void
name_worse(struct candidate *candidate, const struct eval_outcome *outcome)
{
	char text[400];
	size_t i;

	for (i = 0; i < outcome->count; i++) {
		double before = outcome->baseline_scores[i].values[EVAL_NDCG_10];
		double after = outcome->scores[i].values[EVAL_NDCG_10];

		if (after >= before - SAME_SCORE)
			continue;
		snprintf(text, sizeof text, "%.300s: nDCG@10 %.3f instead of %.3f",
		    outcome->queries[i]->text, after, before);
		add(candidate, CANDIDATE_WORSE, text);
	}
}

static enum fornix_status
compare_answers(struct candidate *candidate, const struct eval_set *set,
    const struct generation *served, const struct generation *refused, struct fornix_error *err)
{
	const struct eval_search_options options = {.depth = EVAL_DEPTH_MIN};
	struct eval_run run = {0}, baseline = {0};
	struct eval_search_notes notes;
	struct eval_outcome outcome;
	enum fornix_status status;

	status = eval_search(refused, set, &options, &run, &notes, err);
	if (status == FORNIX_OK)
		status = eval_search(served, set, &options, &baseline, &notes, err);
	if (status == FORNIX_OK) {
		eval_outcome_init(&outcome, set, &run, &baseline, options.depth);
		name_worse(candidate, &outcome);
		eval_outcome_fini(&outcome);
	}
	eval_run_fini(&run);
	eval_run_fini(&baseline);
	return status;
}

/* A file of queries that cannot be read was a reason to refuse: it is told there. */
static enum fornix_status
compare_queries(struct candidate *candidate, const char *corpus,
    const struct generation *served, const struct generation *refused, struct fornix_error *err)
{
	char *path CLEANUP_FREE = path_join(corpus, GATE_JUDGED_QUERIES);
	enum fornix_status status = FORNIX_OK;
	struct eval_set set;

	if (access(path, R_OK) != 0)
		return FORNIX_OK;
	eval_set_init(&set);
	if (eval_read_practice(path, &set, NULL) == FORNIX_OK)
		status = compare_answers(candidate, &set, served, refused, err);
	eval_set_fini(&set);
	return status;
}

enum fornix_status
candidate_compare(const char *served, const char *refused, const char *corpus,
    struct candidate *ret_candidate, struct fornix_error *err)
{
	struct generation *before = NULL, *after = NULL;
	enum fornix_status status;

	*ret_candidate = (struct candidate){0};
	status = generation_open_folder(served, &before, err);
	if (status == FORNIX_OK)
		status = generation_open_folder(refused, &after, err);
	if (status == FORNIX_OK) {
		compare_articles(ret_candidate, before, after);
		status = compare_queries(ret_candidate, corpus, before, after, err);
	}
	generation_free(before);
	generation_free(after);
	return status;
}

void
candidate_fini(struct candidate *candidate)
{
	size_t change, i;

	for (change = 0; change < CANDIDATE_CHANGES; change++) {
		for (i = 0; i < candidate->lists[change].count; i++)
			free(candidate->lists[change].items[i]);
		free(candidate->lists[change].items);
	}
	*candidate = (struct candidate){0};
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "window.h"

#include <string.h>

/* Shares of a word's weight ... */
#define REPEAT_SHARE  0.02 /* for another occurrence, */
#define REPEATS_MAX   3
#define NEXT_SHARE    0.15 /* directly behind another of the query's words, in their order, */
#define NEAR_SHARE    0.05 /* not far behind one, */
#define NEAR_WORDS    5
#define HEADING_SHARE 0.1 /* in the heading as well, */
#define ONLY_SHARE    0.3 /* in the heading only. */

/* Shares of the mean weight. */
#define SENTENCE_SHARE 0.1  /* the passage can start with a sentence */
#define PROSE_SHARE    0.4  /* the lines are sentences, not links or items */
#define LINE_SHARE     0.03 /* taken off for each line that is left */
#define LINES_MAX      5

/* What a window has of each group; valid where its bit in seen is set. */
struct tally {
	uint64_t seen[WINDOW_GROUPS_MAX / 64];
	double weight[WINDOW_GROUPS_MAX];
	double close[WINDOW_GROUPS_MAX];
	unsigned group_count, repeats;
	double score;
};

void
window_init(struct window *window, size_t aim, const double *group_weights)
{
	double sum = 0;
	size_t i;

	memset(window, 0, sizeof *window);
	window->aim = aim;
	for (i = 0; i < WINDOW_GROUPS_MAX; i++) {
		sum += group_weights[i];
		window->group_count += group_weights[i] > 0;
	}
	if (window->group_count > 0)
		window->unit = sum / window->group_count;
}

void
window_begin(struct window *window, int source, bool is_all_needed)
{
	window->source = source;
	window->is_all_needed = is_all_needed;
	window->first = window->next = 0;
	if (window->heading_weight > 0)
		memset(window->heading, 0, sizeof window->heading);
	window->heading_weight = 0;
}

void
window_add_heading(struct window *window, unsigned group, double weight)
{
	if (weight <= window->heading[group])
		return;
	window->heading_weight += weight - window->heading[group];
	window->heading[group] = weight;
}

static void
offer(struct window *window, double score, size_t start, size_t end, size_t sentence)
{
	if (score > window->best.score)
		window->best =
		    (struct window_best){score, window->source, start, end, sentence};
}

void
window_add_start(struct window *window)
{
	if (window->heading_weight > 0)
		offer(window,
		    window->heading_weight * ONLY_SHARE + window->unit * SENTENCE_SHARE, 0, 0,
		    0);
}

static bool
tally_see(struct tally *tally, unsigned group)
{
	uint64_t bit = (uint64_t)1 << group % 64;

	if ((tally->seen[group / 64] & bit) != 0)
		return false;
	tally->seen[group / 64] |= bit;
	tally->weight[group] = tally->close[group] = 0;
	tally->group_count++;
	return true;
}

/* A group counts with its weightiest word. */
static void
tally_weight(struct window *window, struct tally *tally, const struct window_match *match)
{
	double *weight = &tally->weight[match->group];

	if (tally_see(tally, match->group))
		tally->score -= window->heading[match->group] * (ONLY_SHARE - HEADING_SHARE);
	else if (tally->repeats++ < REPEATS_MAX)
		tally->score += match->weight * REPEAT_SHARE;
	if (match->weight > *weight) {
		tally->score += match->weight - *weight;
		*weight = match->weight;
	}
}

/* Only the best neighbourhood of a group counts, or lists of repeated words would win. */
static void
tally_closeness(
    struct tally *tally, const struct window_match *before, const struct window_match *match)
{
	unsigned distance = match->position - before->position;
	double weight = match->weight < before->weight ? match->weight : before->weight;
	double *close = &tally->close[match->group];

	if (match->group == before->group || distance > NEAR_WORDS)
		return;
	weight *= distance <= 1 && before->group < match->group ? NEXT_SHARE : NEAR_SHARE;
	if (weight > *close) {
		tally->score += weight - *close;
		*close = weight;
	}
}

static const struct window_match *
match_at(const struct window *window, size_t number)
{
	return &window->matches[number % WINDOW_MATCHES_MAX];
}

/* Scores the matches from number first on. */
static void
evaluate(struct window *window, size_t first)
{
	const struct window_match *begin = match_at(window, first);
	const struct window_match *last = match_at(window, window->next - 1);
	const struct window_match *before = NULL, *match;
	size_t i, start = begin->start, end = last->end;
	struct tally tally;
	unsigned lines = last->line - begin->line;

	memset(tally.seen, 0, sizeof tally.seen);
	tally.group_count = tally.repeats = 0;
	tally.score = window->heading_weight * ONLY_SHARE;
	for (i = first; i < window->next; i++) {
		match = match_at(window, i);
		/* A joined form starts before its parts. */
		if (match->start < start)
			start = match->start;
		if (match->end > end)
			end = match->end;
		tally_weight(window, &tally, match);
		if (before != NULL)
			tally_closeness(&tally, before, match);
		before = match;
	}
	if (window->is_all_needed && tally.group_count < window->group_count)
		return;
	if (last->end - begin->sentence <= window->aim)
		tally.score += window->unit * SENTENCE_SHARE;
	if (begin->is_prose && last->is_prose)
		tally.score += window->unit * PROSE_SHARE;
	tally.score -= window->unit * LINE_SHARE * (lines < LINES_MAX ? lines : LINES_MAX);
	offer(window, tally.score, start, end, begin->sentence);
}

void
window_add(struct window *window, const struct window_match *match)
{
	size_t first;

	window->matches[window->next++ % WINDOW_MATCHES_MAX] = *match;
	if (window->next - window->first > WINDOW_MATCHES_MAX)
		window->first++;
	while (window->first + 1 < window->next &&
	       match->end - match_at(window, window->first)->start > window->aim)
		window->first++;
	evaluate(window, window->first);
	/* Without its first words the window may start with a sentence. */
	first = window->first;
	while (first + 1 < window->next &&
	       match->end - match_at(window, first)->sentence > window->aim)
		first++;
	if (first != window->first)
		evaluate(window, first);
}

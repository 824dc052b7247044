/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "window.h"

#include <string.h>

/* Shares of a word's weight ... */
#define REPEAT_SHARE  0.02 /* for another occurrence, */
#define REPEATS_MAX   3
#define NEXT_SHARE    0.25 /* directly behind another of the query's words, in their order, */
#define NEAR_SHARE    0.05 /* not far behind one, */
#define NEAR_WORDS    5
#define HEADING_SHARE 0.2 /* in the heading as well, */
#define ONLY_SHARE    0.5 /* in the heading only. */

/* Shares of the mean weight. */
#define SENTENCE_SHARE 0.3  /* the passage can start with a sentence */
#define SUBJECT_SHARE  0.2  /* the sentence starts with one of the words */
#define SUBJECT_BYTES  4    /* or with "The" before it */
#define DEFINED_SHARE  0.3  /* a word is explained: "lumbar puncture (spinal tap)" */
#define PROSE_SHARE    0.4  /* the lines are sentences, not links or items */
#define START_SHARE    1.2  /* the start of a text under a heading with one of the words */
#define LINE_SHARE     0.03 /* taken off for each line that is left */
#define LINES_MAX      5
#define LENGTH_SHARE   0.1 /* taken off for a window of full length, in proportion */

/* What a window has of each group; valid where its bit in seen is set. */
struct tally {
	uint64_t seen[WINDOW_GROUPS_MAX / 64];
	double weight[WINDOW_GROUPS_MAX];
	double close[WINDOW_GROUPS_MAX];
	unsigned group_count, repeats;
	bool is_defined;
	double score;
};

void
window_init(struct window *window, size_t aim, const double *group_weights)
{
	double sum = 0;
	size_t i;

	/* All but the matches, which are written before they are read. */
	window->group_count = 0;
	window->unit = window->heading_weight = 0;
	memset(window->heading, 0, sizeof window->heading);
	window->best = (struct window_best){.score = 0};
	window->aim = aim;
	for (i = 0; i < WINDOW_GROUPS_MAX; i++) {
		sum += group_weights[i];
		window->group_count += group_weights[i] > 0;
	}
	if (window->group_count > 0)
		window->unit = sum / window->group_count;
}

void
window_begin(struct window *window, int source, bool is_all_needed, double bonus)
{
	window->source = source;
	window->bonus = bonus;
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
		    window->heading_weight * ONLY_SHARE +
			window->unit * (START_SHARE + window->bonus),
		    0, 0, 0);
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

/* Scores the matches that tally has, from begin, which starts at start, to the newest. */
static void
evaluate(struct window *window, const struct tally *tally, const struct window_match *begin,
    size_t start, size_t end)
{
	const struct window_match *last = match_at(window, window->next - 1);
	unsigned lines = last->line - begin->line;
	double shares = window->bonus;

	if (window->is_all_needed && tally->group_count < window->group_count)
		return;
	/* Only a sentence that is too long is begun in its middle. */
	if (end - begin->sentence <= window->aim)
		shares += SENTENCE_SHARE;
	else if (begin->sentence != last->sentence)
		return;
	if (begin->start - begin->sentence <= SUBJECT_BYTES)
		shares += SUBJECT_SHARE;
	if (tally->is_defined)
		shares += DEFINED_SHARE;
	if (begin->is_prose && last->is_prose)
		shares += PROSE_SHARE;
	shares -= LINE_SHARE * (lines < LINES_MAX ? lines : LINES_MAX);
	shares -= LENGTH_SHARE * (double)(end - begin->sentence) / (double)window->aim;
	offer(window,
	    tally->score + window->heading_weight * ONLY_SHARE + window->unit * shares, start,
	    end, begin->sentence);
}

/* Every window that ends with the newest match, from the shortest on. */
static void
evaluate_all(struct window *window)
{
	const struct window_match *match = match_at(window, window->next - 1), *after = NULL;
	size_t i, start = match->start, end = match->end;
	struct tally tally;

	memset(tally.seen, 0, sizeof tally.seen);
	tally.group_count = tally.repeats = 0;
	tally.score = 0;
	tally.is_defined = false;
	for (i = window->next; i-- > window->first; after = match) {
		match = match_at(window, i);
		/* A joined form starts before its parts. */
		if (match->start < start)
			start = match->start;
		if (match->end > end)
			end = match->end;
		tally_weight(window, &tally, match);
		tally.is_defined |= match->is_defined;
		if (after != NULL)
			tally_closeness(&tally, match, after);
		evaluate(window, &tally, match, start, end);
	}
}

void
window_add(struct window *window, const struct window_match *match)
{
	window->matches[window->next++ % WINDOW_MATCHES_MAX] = *match;
	if (window->next - window->first > WINDOW_MATCHES_MAX)
		window->first++;
	while (window->first + 1 < window->next &&
	       match->end - match_at(window, window->first)->start > window->aim)
		window->first++;
	evaluate_all(window);
}

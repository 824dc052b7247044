/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "spell.h"

#include <math.h>
#include <stdlib.h>

#include "spell_distance.h"
#include "spell_near.h"
#include "vocabulary_key.h"

_Static_assert(SPELL_CANDIDATES_MAX == SPELL_NEAR_MAX, "all that are near are candidates");

/*
 * How much the company of other words counts, and the most it can take away.  What is
 * behind the first by this and some more will not be the first, so it is not asked for.
 */
#define CONTEXT_WEIGHT 0.7
#define CONTEXT_LEAST  (-2.5)
#define CONTEXT_SPARE  1.0

/* What is left for all others when it is known what stands for a word. */
#define KNOWN_SCORE 0.95
#define KNOWN_MAX   4

/* A candidate this many times less likely than the first is not as good as it. */
#define AMBIGUOUS_RATIO 3.0

/* Beginnings that turn a word into its opposite: here a guess is worse than a question. */
static const char *const opposites[][2] = {
    {"hyper", "hypo"},
    {"inter", "intra"},
    {"macro", "micro"},
    {"ante", "anti"},
    {"ab", "ad"},
    {"supra", "infra"},
    {"brady", "tachy"},
};

#define OPPOSITE_RATIO 100.0

/* Those that their company could bring to the front. */
static size_t
count_asked(const struct spell_near *near, size_t count)
{
	size_t asked = 0;

	while (asked < count && asked < SPELL_TOGETHER_MAX &&
	       near[asked].odds - near[0].odds > CONTEXT_LEAST - CONTEXT_SPARE)
		asked++;
	return asked;
}

static bool
ask_together(const struct spell_near *near, size_t count, const struct spell_context *context,
    uint32_t *ret_articles)
{
	struct span words[SPELL_TOGETHER_MAX];
	size_t i;

	for (i = 0; i < count; i++)
		words[i] = near[i].word.text;
	return context->together(words, count, ret_articles, context->context);
}

/*
 * The share of a candidate's articles that have the other words too, against
 * the best share.  Where no candidate is ever with them, it says nothing.
 */
static void
weigh_context(struct spell_near *near, size_t count, const struct spell_context *context)
{
	size_t asked = count_asked(near, count), i;
	uint32_t together[SPELL_TOGETHER_MAX];
	double shares[SPELL_TOGETHER_MAX], best = 0;
	uint32_t most = 0;

	if (asked < 2 || !ask_together(near, asked, context, together))
		return;
	for (i = 0; i < asked; i++) {
		/* One that no article has cannot be with the others. */
		shares[i] = near[i].word.documents > 0
				? (together[i] + 0.5) / ((double)near[i].word.documents + 1)
				: 0;
		most = together[i] > most ? together[i] : most;
		best = shares[i] > best ? shares[i] : best;
	}
	if (most == 0)
		return;
	for (i = 0; i < asked; i++)
		near[i].odds += fmax(CONTEXT_WEIGHT * log(shares[i] / best), CONTEXT_LEAST);
	for (; i < count; i++)
		near[i].odds += CONTEXT_LEAST;
	qsort(near, count, sizeof *near, spell_near_compare);
}

/* From odds to shares of 1; that it is none of them has its share too. */
static void
share_out(const struct spell_near *near, size_t count, double none,
    struct spell_candidate *candidates)
{
	double sum = exp(none);
	size_t i;

	for (i = 0; i < count; i++)
		sum += exp(near[i].odds);
	for (i = 0; i < count; i++)
		candidates[i] = (struct spell_candidate){.text = near[i].word.text,
		    .score = exp(near[i].odds) / sum,
		    .distance = near[i].edits,
		    .documents = near[i].word.documents};
}

static uint32_t
documents_of(const struct vocabulary *vocabulary, struct span words)
{
	const char *space = memchr(words.data, ' ', words.length);
	struct vocabulary_word first;

	if (space != NULL)
		words.length = (size_t)(space - words.data);
	return vocabulary_find(vocabulary, words, &first) ? first.documents : 0;
}

static size_t
give_known(const struct vocabulary *vocabulary, struct span word,
    struct spell_candidate *candidates, size_t max)
{
	struct span rights[KNOWN_MAX];
	size_t count, i;

	count =
	    vocabulary_corrections(vocabulary, word, rights, max < KNOWN_MAX ? max : KNOWN_MAX);
	for (i = 0; i < count; i++)
		candidates[i] = (struct spell_candidate){.text = rights[i],
		    .score = KNOWN_SCORE / (double)count,
		    .distance = spell_distance(word, rights[i]),
		    .documents = documents_of(vocabulary, rights[i]),
		    .is_known = true};
	return count;
}

static bool
has_text(const struct spell_candidate *candidates, size_t count, struct span text)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (span_equals(candidates[i].text, text))
			return true;
	}
	return false;
}

/* Puts found behind known, without repeating any. */
static size_t
append_found(struct spell_candidate *candidates, size_t known,
    const struct spell_candidate *found, size_t found_count, size_t max)
{
	size_t i, count = known;

	for (i = 0; i < found_count && count < max; i++) {
		if (has_text(candidates, known, found[i].text))
			continue;
		candidates[count] = found[i];
		if (known > 0)
			candidates[count].score *= 1 - KNOWN_SCORE;
		count++;
	}
	return count;
}

static bool
begins_with(struct span word, const char *start)
{
	size_t length = strlen(start);

	return word.length >= length && memcmp(word.data, start, length) == 0;
}

/* Whether a is b with another of two beginnings. */
static bool
differ_by(struct span a, const char *a_start, struct span b, const char *b_start)
{
	if (!begins_with(a, a_start) || !begins_with(b, b_start))
		return false;
	a.data += strlen(a_start);
	a.length -= strlen(a_start);
	b.data += strlen(b_start);
	b.length -= strlen(b_start);
	return span_equals(a, b);
}

static bool
are_opposites(struct span a, struct span b)
{
	size_t i;

	for (i = 0; i < sizeof opposites / sizeof opposites[0]; i++) {
		if (differ_by(a, opposites[i][0], b, opposites[i][1]) ||
		    differ_by(a, opposites[i][1], b, opposites[i][0]))
			return true;
	}
	return false;
}

static void
mark_ambiguous(struct spell_candidate *candidates, size_t count)
{
	double ratio;
	size_t i;

	for (i = 1; i < count; i++) {
		ratio = are_opposites(candidates[0].text, candidates[i].text) ? OPPOSITE_RATIO
									      : AMBIGUOUS_RATIO;
		if (candidates[i].score * ratio < candidates[0].score)
			continue;
		candidates[0].is_ambiguous = candidates[i].is_ambiguous = true;
	}
}

/* What is known of the word, and behind it what is near. */
static size_t
give_all(const struct vocabulary *vocabulary, struct span word, const struct spell_near *near,
    size_t near_count, struct spell_candidate *candidates, size_t max)
{
	struct spell_candidate found[SPELL_CANDIDATES_MAX];
	size_t known = give_known(vocabulary, word, candidates, max);

	share_out(near, near_count, spell_near_none(vocabulary), found);
	return append_found(candidates, known, found, near_count, max);
}

static bool
can_be_corrected(const struct vocabulary *vocabulary, struct span word)
{
	return word.length >= SPELL_WORD_LEAST && vocabulary_key_is_filed(word) &&
	       !vocabulary_find(vocabulary, word, NULL);
}

size_t
spell_candidates(const struct vocabulary *vocabulary, struct span word,
    const struct spell_context *context, struct spell_candidate *ret_candidates, size_t max)
{
	struct spell_near near[SPELL_NEAR_MAX];
	size_t near_count, count;

	if (!can_be_corrected(vocabulary, word))
		return 0;
	near_count = spell_near(vocabulary, word, near);
	count = give_all(vocabulary, word, near, near_count, ret_candidates, max);
	if (context != NULL && near_count > 1 && count > 0 &&
	    ret_candidates[0].score < context->decided) {
		weigh_context(near, near_count, context);
		count = give_all(vocabulary, word, near, near_count, ret_candidates, max);
	}
	mark_ambiguous(ret_candidates, count);
	return count;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "spell.h"

#include <math.h>

#include "vocabulary_key.h"

/* Letters of two words together; a shorter word is rather misspelled. */
#define SPLIT_LEAST 6

/* Logarithms of odds, fitted as those of spell.c. */
#define SPLIT_BASE    (-2.5)
#define SPLIT_OFTEN   0.32 /* for each e-fold of the rarer word's articles, as a share of all */
#define SPLIT_LETTERS 0.43 /* for each letter */

/* A part of two letters has to be in so large a share of the articles: one in this many. */
#define SHORT_PART_SHARE 20
#define SHORT_PART       2

#define JOINED_SCORE_MAX 0.95
#define JOINED_SHARE     4 /* how much more often two words stand apart by chance */

static bool
is_part(const struct vocabulary *vocabulary, struct span text, struct vocabulary_word *ret_word)
{
	if (text.length < SHORT_PART || !vocabulary_find(vocabulary, text, ret_word) ||
	    ret_word->documents == 0)
		return false;
	return text.length >= SPELL_PARTS_LEAST ||
	       (uint64_t)ret_word->documents * SHORT_PART_SHARE >=
		   vocabulary_documents(vocabulary);
}

static double
split_score(const struct vocabulary *vocabulary, const struct spell_split *split)
{
	uint32_t rarer = split->first.documents < split->second.documents
			     ? split->first.documents
			     : split->second.documents;
	double share = (rarer + 0.5) / ((double)vocabulary_documents(vocabulary) + 1);
	double letters = (double)(split->first.text.length + split->second.text.length);

	return 1 /
	       (1 + exp(-(SPLIT_BASE + SPLIT_OFTEN * log(share) + SPLIT_LETTERS * letters)));
}

bool
spell_split(
    const struct vocabulary *vocabulary, struct span word, struct spell_split *ret_split)
{
	struct spell_split split = {.score = 0}, best = {.score = 0};
	size_t i;

	if (word.length < SPLIT_LEAST || !vocabulary_key_is_filed(word) ||
	    vocabulary_find(vocabulary, word, NULL))
		return false;
	for (i = SHORT_PART; i + SHORT_PART <= word.length; i++) {
		struct span first = {word.data, i};
		struct span second = {word.data + i, word.length - i};

		if (!is_part(vocabulary, first, &split.first) ||
		    !is_part(vocabulary, second, &split.second))
			continue;
		split.score = split_score(vocabulary, &split);
		if (split.score > best.score)
			best = split;
	}
	if (best.score <= 0)
		return false;
	*ret_split = best;
	return true;
}

static uint32_t
weight_of(const struct vocabulary *vocabulary, struct span word)
{
	struct vocabulary_word found;

	return vocabulary_find(vocabulary, word, &found) ? found.weight : 0;
}

bool
spell_join(const struct vocabulary *vocabulary, struct span first, struct span second,
    struct spell_candidate *ret_candidate)
{
	char joined[VOCABULARY_WORD_LENGTH_MAX];
	struct span text = {joined, first.length + second.length};
	struct vocabulary_word word;
	double apart, score;

	if (first.length == 0 || second.length == 0 || text.length < SPELL_WORD_LEAST ||
	    first.length > sizeof joined || second.length > sizeof joined - first.length)
		return false;
	memcpy(joined, first.data, first.length);
	memcpy(joined + first.length, second.data, second.length);
	if (!vocabulary_key_is_filed(text) || !vocabulary_find(vocabulary, text, &word) ||
	    word.weight == 0)
		return false;
	apart = fmin(weight_of(vocabulary, first), weight_of(vocabulary, second));
	score = (word.weight + 1) / (word.weight + 1 + apart / JOINED_SHARE);
	*ret_candidate = (struct spell_candidate){.text = word.text,
	    .score = fmin(score, JOINED_SCORE_MAX),
	    .distance = 1,
	    .documents = word.documents};
	return true;
}

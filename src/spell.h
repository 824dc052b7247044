/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_SPELL_H
#define FORNIX_SPELL_H

/*
 * What a word that is not in the index may have been meant to be.
 *
 * Reads a vocabulary and nothing else, allocates nothing, and may be called by
 * any number of threads at once.  It proposes and weighs; the caller adds
 * candidates to what was typed and tells the person so.
 *
 * A candidate's score is how likely it is to be the word that was meant, from 0
 * to 1: the scores of all candidates and of "none of them" sum up to 1, so they
 * can be compared between words.  It weighs the edits (see spell_distance.h),
 * whether both sound alike, how often the word occurs and in which fields,
 * and, where the caller can tell, whether it occurs with the query's other words.
 */

#include <stdbool.h>

#include "vocabulary.h"

#define SPELL_WORD_LEAST     4 /* letters; shorter words are never corrected */
#define SPELL_CANDIDATES_MAX 16
#define SPELL_PARTS_LEAST    3 /* letters of each part of a word that is split */

struct spell_candidate {
	/*
	 * One word of the vocabulary; what is known to stand for a misspelling can
	 * be several, with a space between.  Lives as long as the vocabulary.
	 */
	struct span text;
	double score;
	unsigned distance;  /* edits from what was typed */
	uint32_t documents; /* articles with the word, with the first of several */
	bool is_known;      /* named by an article or by the bundled list of misspellings */
	bool is_ambiguous;  /* the first, and those too near to it to leave them out */
};

/* What the caller knows of the query's other words. */
struct spell_context {
	/*
	 * In how many articles each word occurs together with the others (all of them,
	 * or any: as the caller likes, but the same for all words).  Called once, for the
	 * few best candidates; false when nothing can be told.
	 */
	bool (*together)(
	    const struct span *words, size_t count, uint32_t *ret_articles, void *context);
	void *context;
	/* It is not asked where the best candidate has this score by itself; 1: always. */
	double decided;
};

#define SPELL_TOGETHER_MAX 6 /* words that it is asked about */

/*
 * Finds candidates for a folded word, best first, each of another stem; returns
 * how many, at most max.  None for a word of the vocabulary, for one with
 * anything but a to z and 0 to 9 or without three letters in a row, for one
 * shorter than SPELL_WORD_LEAST or longer than 40.  Digits stay as they are.
 * Edits allowed: 1 up to five letters, 2 up to eight, else 3; one more for a
 * word that sounds alike.  Any number of letters may be missing at the end of a word
 * of which five or more were typed.  What is known to stand for the word comes first.
 * context may be NULL.
 */
size_t spell_candidates(const struct vocabulary *vocabulary, struct span word,
    const struct spell_context *context, struct spell_candidate *ret_candidates, size_t max);

struct spell_split {
	struct vocabulary_word first, second;
	double score; /* from 0 to 1, as a candidate's */
};

/*
 * A word that is not in the vocabulary as two that are and that are not rare
 * (bloodpressure: blood pressure); false when there are none.
 */
bool spell_split(
    const struct vocabulary *vocabulary, struct span word, struct spell_split *ret_split);

/*
 * Two words as one of the vocabulary (hemi facial: hemifacial); false when it
 * has none.  The score is lower when both are common words by themselves.
 */
bool spell_join(const struct vocabulary *vocabulary, struct span first, struct span second,
    struct spell_candidate *ret_candidate);

#endif

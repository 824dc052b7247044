/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_WORD_COUNTS_H
#define FORNIX_WORD_COUNTS_H

/*
 * The words of articles as they are written, not stemmed: how many articles
 * have each, and how often.  document_fill() notes them while it is at the
 * words anyway; vocabulary_write() makes the vocabulary of them.
 *
 * Counts may be negative: articles that are no longer there are taken away.
 * Used by one thread at a time.
 */

#include <stdint.h>

#include "error.h"
#include "span.h"

struct word_counts;

struct word_count {
	struct span word; /* lives as long as the counts, until a word is noted */
	int32_t documents;
	int64_t weight; /* how often it occurs, times the weight of the field */
};

struct word_counts *word_counts_new(void);
void word_counts_free(struct word_counts *counts);

/* The words that follow are those of one article: more, or with sign -1 fewer. */
void word_counts_begin(struct word_counts *counts, int sign);
/* An empty word counts for nothing. */
void word_counts_note(struct word_counts *counts, struct span word, unsigned weight);

/* Of the article that was begun last: all its words' weight, and that of the heaviest word. */
uint64_t word_counts_total(const struct word_counts *counts);
uint32_t word_counts_most(const struct word_counts *counts);

/* Adds those of others. */
void word_counts_add(struct word_counts *counts, const struct word_counts *others);

/*
 * All of them in order of their bytes, and how many.  The caller frees
 * *ret_list.  LIMIT when there were more words, or more text, than a vocabulary
 * takes.
 */
FORNIX_CHECKED enum fornix_status word_counts_sorted(const struct word_counts *counts,
    struct word_count **ret_list, size_t *ret_count, struct fornix_error *err);

#endif

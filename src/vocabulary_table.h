/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_VOCABULARY_TABLE_H
#define FORNIX_VOCABULARY_TABLE_H

/*
 * Words filed under their keys: the tables of a vocabulary, in memory.  Private
 * to vocabulary_build.c.
 */

#include "vocabulary.h"

/* Filled as in the file: numbers are little-endian. */
struct vocabulary_table {
	unsigned bits;
	uint32_t *starts;  /* (1 << bits) + 1; owned */
	uint32_t *entries; /* owned */
	uint32_t entry_count;
};

/* What is filed; within each key the heaviest first, then in order of numbers. */
struct vocabulary_table_words {
	const struct span *texts; /* by number, as all that follows but order */
	const uint32_t *weights;
	const uint32_t *order; /* numbers in that order; only vocabulary_table_make() looks */
	size_t count;
};

/* The table is made for so many entries: it has 1 << bits buckets. */
unsigned vocabulary_table_bits(
    const struct vocabulary_table_words *words, enum vocabulary_kind kind);

/* NOMEM.  The caller ends it with vocabulary_table_fini(), also after a failure. */
FORNIX_CHECKED enum fornix_status vocabulary_table_make(
    const struct vocabulary_table_words *words, enum vocabulary_kind kind,
    struct vocabulary_table *ret_table, struct fornix_error *err);

#define VOCABULARY_TABLE_GONE UINT32_MAX

/* What is other than in a vocabulary before. */
struct vocabulary_table_changes {
	const struct vocabulary *before;
	/* By number there: the number now, or GONE for a word that is there no more or in anew.
	 */
	const uint32_t *numbers;
	const uint32_t
	    *anew; /* numbers of words that are new or weigh something else, in order */
	size_t anew_count;
};

/*
 * The same table, of one before with as many bits: what has not changed is taken over.
 * CORRUPT when that makes no sense.
 */
FORNIX_CHECKED enum fornix_status vocabulary_table_change(
    const struct vocabulary_table_words *words, const struct vocabulary_table_changes *changes,
    enum vocabulary_kind kind, struct vocabulary_table *ret_table, struct fornix_error *err);
void vocabulary_table_fini(struct vocabulary_table *table);

#endif

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

/* What is filed, in this order within each key. */
struct vocabulary_table_words {
	const struct span *texts; /* by number */
	const uint32_t *order;    /* numbers */
	size_t count;
};

/* NOMEM.  The caller ends it with vocabulary_table_fini(), also after a failure. */
FORNIX_CHECKED enum fornix_status vocabulary_table_make(
    const struct vocabulary_table_words *words, enum vocabulary_kind kind,
    struct vocabulary_table *ret_table, struct fornix_error *err);
void vocabulary_table_fini(struct vocabulary_table *table);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_INDEX_BUILD_H
#define FORNIX_INDEX_BUILD_H

/*
 * The inverted index of a generation, from the records in its articles.mdb.
 *
 * Xapian's cost of adding a document grows with the batch, in cache misses of
 * per-term maps; so a whole index is built in small shards, one thread a core,
 * and merged.  Between these two the words are known already.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "articles.h"
#include "error.h"
#include "word_counts.h"

#define INDEX_BUILD_SHARD 100 /* documents; more where there would be too many shards */

/*
 * Indexes the documents numbered in numbers, with_texts also keeping their records with
 * them, and adds their words to counts.
 */
FORNIX_CHECKED enum fornix_status index_build_shards(const char *folder,
    const uint32_t *numbers, size_t count, bool with_texts, unsigned workers,
    struct word_counts *counts, struct fornix_error *err);
/* Makes FOLDER/xapian, which must not exist, from the shards of count documents. */
FORNIX_CHECKED enum fornix_status index_build_merge(
    const char *folder, size_t count, struct fornix_error *err);

/* Notes something about FOLDER/xapian as a whole in it. */
FORNIX_CHECKED enum fornix_status index_build_fact(
    const char *folder, const char *name, const char *value, struct fornix_error *err);

/* Documents that are new or others than they were, and those that are gone. */
struct index_changes {
	const uint32_t *put, *removed;
	size_t put_count, removed_count;
	bool with_texts;
	struct articles *before; /* of the generation that is changed */
};

/* Makes the changes in FOLDER/xapian, a private copy; counts becomes what they change. */
FORNIX_CHECKED enum fornix_status index_build_changes(const char *folder,
    const struct index_changes *changes, struct word_counts *counts, struct fornix_error *err);

#endif

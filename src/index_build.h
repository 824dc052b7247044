/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_INDEX_BUILD_H
#define FORNIX_INDEX_BUILD_H

/*
 * The inverted index of a generation, from the records in its articles.mdb.
 *
 * Xapian's cost of adding a document grows with the batch, in cache misses of
 * per-term maps; so a whole index is built in small shards, one thread a core,
 * and merged.
 */

#include <stddef.h>
#include <stdint.h>

#include "error.h"

#define INDEX_BUILD_SHARD 100 /* documents; more where there would be too many shards */

/* Builds FOLDER/xapian, which must not exist, from the documents numbered in numbers. */
FORNIX_CHECKED enum fornix_status index_build_all(const char *folder, const uint32_t *numbers,
    size_t count, unsigned workers, struct fornix_error *err);

/* Writes put and deletes removed in FOLDER/xapian, a private copy. */
FORNIX_CHECKED enum fornix_status index_build_changes(const char *folder, const uint32_t *put,
    size_t put_count, const uint32_t *removed, size_t removed_count, struct fornix_error *err);

#endif

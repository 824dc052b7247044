/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_INDEXER_JOIN_H
#define FORNIX_INDEXER_JOIN_H

/*
 * A run that makes what stands before shards (front.h), in place of reading a corpus.
 *
 * The texts of all shards are put together in a folder of their own, the writers of a
 * generation work on them, and then they go: what stays of an article is what lists show.
 */

#include "indexer_run.h"

/*
 * Opens the shards.  IO or NOT_FOUND for one that cannot be opened, REFUSED for one that is
 * of another place.  join_fini() in any case.
 */
FORNIX_CHECKED enum fornix_status join_begin(struct run *run);
void join_fini(struct run *run);

/* The fingerprint with what the shards are of: another one means to join anew. */
char *join_fingerprint(const struct run *run, char *own_fingerprint);

/* Fetches the articles of all shards, unless they are those of the last run. */
FORNIX_CHECKED enum fornix_status join_collect(struct run *run);

/* Makes what readers open, the list of the shards among it. */
FORNIX_CHECKED enum fornix_status join_build(struct run *run);

#endif

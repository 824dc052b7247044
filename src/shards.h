/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_SHARDS_H
#define FORNIX_SHARDS_H

/* The index of a generation for readers: its own, or those of the shards it stands before. */

#include "error.h"
#include "front.h"
#include "generation.h"
#include "index_reader.h"

struct shards {
	size_t count;                  /* 0: the generation has an index of its own */
	int hold_fds[SHARE_COUNT_MAX]; /* of their generations: generation_hold() */
};

/*
 * Opens it.  A shard that cannot be opened is down, which the reader tells of; an error is
 * that none can, or that the generation is damaged.  The caller frees *ret_reader and
 * calls shards_close(), in this order.
 */
FORNIX_CHECKED enum fornix_status shards_open(struct shards *shards,
    const struct generation *generation, struct index_reader **ret_reader,
    struct fornix_error *err);
/*
 * Whether some are others than what was joined, so that what the generation knows of
 * documents by their numbers may be of others: to join is due.
 */
bool shards_are_stale(const struct shards *shards, const struct index_reader *reader);
void shards_close(struct shards *shards);

#endif

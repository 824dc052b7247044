/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_FRONT_H
#define FORNIX_FRONT_H

/*
 * A generation that stands before shards: it has what their articles have in common, and
 * of each article what lists show; words and texts are with the shards.
 *
 * Which these are is in its file "shards", a line for each in order of place:
 *
 *	LOCATION <tab> GENERATION <tab> STAMP [<tab> plain]
 *
 * A location is the absolute path of an index folder, or HOST:PORT.  Of a folder exactly
 * that generation is read, though it may have newer ones.  What another machine serves is
 * told by the stamp, which each build of a shard has anew; "plain" says that its address
 * may be a public one.
 *
 * Document 17 of the shard at place 2 of 4 has the number (17 - 1) * 4 + 2 here.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"
#include "share.h"

#define FRONT_FILE        "shards"
#define FRONT_BYTES_MAX   (SHARE_COUNT_MAX * 8192)
#define FRONT_STAMP_BYTES 64      /* with the NUL */
#define FRONT_STAMP_FACT  "stamp" /* where an index has it */

struct front_shard {
	char *folder; /* of its generations; owned, NULL when another machine has it */
	char *host;   /* owned */
	unsigned port;
	bool may_be_public;            /* see allow_plain_remote in config.h */
	unsigned generation;           /* 0 when another machine has it */
	char stamp[FRONT_STAMP_BYTES]; /* of its build */
};

struct front {
	size_t count; /* 0: the generation has all articles itself */
	struct front_shard shards[SHARE_COUNT_MAX];
};

/*
 * Reads the one in the folder of a generation; count is 0 where there is none.  CORRUPT for
 * a file that makes no sense.  The caller calls front_fini().
 */
FORNIX_CHECKED enum fornix_status front_read(
    const char *folder, struct front *ret_front, struct fornix_error *err);
void front_fini(struct front *front);

/* Writes it into the folder of a generation that is being built. */
FORNIX_CHECKED enum fornix_status front_write(
    const struct front *front, const char *folder, struct fornix_error *err);

/* The number of a shard's document here; 0 when it is too large. */
uint32_t front_number(const struct front *front, size_t place, uint32_t document);

#endif

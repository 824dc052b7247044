/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_GENERATION_H
#define FORNIX_GENERATION_H

/*
 * Finding and opening the generation that is served.
 *
 *	INDEX/current -> gen-000042
 *	INDEX/gen-000042/xapian/  articles.mdb  vocabulary  suggestions  glossary.txt
 *	                urgent.yaml  manifest.json
 *
 * A generation never changes once "current" has pointed to it.  One that is open
 * is held: a shared flock(2) on its folder keeps it from being removed as old.
 * Where that cannot be had, as on some network disks, it is read all the same.
 * This header is for readers; publish.h makes generations.  The layout is
 * described in fornix-index(5).
 */

#include <stdbool.h>
#include <stdint.h>

#include "error.h"

#define GENERATION_FORMAT 2 /* changes when older programs cannot read newer indexes */

#define GENERATION_NUMBER_MAX 999999999

#define GENERATION_INDEX    "xapian"
#define GENERATION_ARTICLES "articles.mdb"
#define GENERATION_MANIFEST "manifest.json"
#define GENERATION_REASONS  "refused.txt" /* of a candidate: why it was refused */

struct generation {
	char *path; /* of the folder, with the link "current" resolved; owned */
	unsigned number;
	unsigned base; /* that was served before it; 0: none, or not known */
	uint32_t articles;
	int64_t built_at; /* seconds since 1970 */
	char version[32]; /* of the program that built it */
	int hold_fd;      /* see generation_hold(); 0: it is not held */
};

/*
 * Opens what INDEX/current points to and reads its manifest.  NOT_FOUND, with
 * the remedy, when there is no index yet; CORRUPT when a file of the manifest
 * is missing or has another size, or the format is another one.  The caller
 * frees *ret_generation.
 */
FORNIX_CHECKED enum fornix_status generation_open(
    const char *index, struct generation **ret_generation, struct fornix_error *err);
void generation_free(struct generation *generation);

/*
 * Holds the generation beyond generation_free(): a descriptor to give to
 * generation_release(), or 0 where it is not held.
 */
int generation_hold(const struct generation *generation);
void generation_release(int hold_fd);

/* Opens one in any folder, whether or not "current" points to it; errors as above. */
FORNIX_CHECKED enum fornix_status generation_open_folder(
    const char *folder, struct generation **ret_generation, struct fornix_error *err);

/* Opens INDEX/gen-NUMBER; errors as above. */
FORNIX_CHECKED enum fornix_status generation_open_number(const char *index, unsigned number,
    struct generation **ret_generation, struct fornix_error *err);

/*
 * The number of the generation to go back to from that one: the one that was
 * served before it, by its manifest, or the highest below it that is there; from
 * 0, the highest.  0 when there is none.  Always below number, so that calls in
 * turn come to an end.  Whether it is whole is not looked at.
 */
unsigned generation_before(const char *index, unsigned number);

/*
 * Whether no file has changed since the manifest was written, as far as sizes and the
 * inodes' times tell: a cheap sign that generation_verify() will find nothing.  False too
 * where files were copied or linked to after that.
 */
bool generation_is_untouched(const struct generation *generation);

/*
 * Compares every file with its SHA-256, several at once by so many threads (0: one a core);
 * CORRUPT naming the first that differs.
 */
FORNIX_CHECKED enum fornix_status generation_verify(
    const struct generation *generation, unsigned threads, struct fornix_error *err);

/* The number that INDEX/current points to, 0 when none: one readlink, to be polled. */
unsigned generation_current(const char *index);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_PUBLISH_H
#define FORNIX_PUBLISH_H

/*
 * Building and publishing a generation.  Only the indexer includes this.
 *
 * One publication at a time holds INDEX/lock (flock).  It builds in
 * INDEX/building-000043, which readers never look at; publish_commit() writes
 * the manifest, syncs files and folders, renames the folder to gen-000043 and
 * moves "current" with one rename, syncing the parent before and after.  Killed
 * at any moment, it leaves "current" as it was, and the next publication
 * sweeps what is left over.  Generations before stay for a rollback until
 * publish_prune() removes them.  One that must not be published is kept aside by
 * publish_refuse(), for people to look at.
 */

#include <stdbool.h>
#include <stdint.h>

#include "error.h"
#include "generation.h"
#include "retention.h"
#include "span.h"

struct publication;

/*
 * Takes the lock, waiting at most wait_ms for another writer (then
 * FORNIX_ERR_LOCKED), and makes the folder to build in; INDEX itself is made if
 * it is missing.  The caller ends it with publish_commit() or publish_free().
 */
FORNIX_CHECKED enum fornix_status publish_begin(const char *index, unsigned wait_ms,
    struct publication **ret_publication, struct fornix_error *err);

/* The folder to build in; borrowed. */
const char *publish_folder(const struct publication *publication);

/*
 * The generation that is served now or, when that is damaged, the newest whole one of
 * those that were served before; NULL when there is none.  Borrowed.
 */
const struct generation *publish_base(const struct publication *publication);

/*
 * Compares publish_base() with its checksums, unless publish_begin() did because some time of
 * a file told of a change: before anything is taken from it.  False when it was damaged, and
 * is another one now.
 */
bool publish_compare_base(struct publication *publication);

/* What is wrong with the generation that "current" points to; "": nothing.  Borrowed. */
const char *publish_damage(const struct publication *publication);

/* Copies the files of publish_base() into the folder (reflink where the disk can). */
FORNIX_CHECKED enum fornix_status publish_copy_base(
    struct publication *publication, struct fornix_error *err);

/* Writes the manifest and makes all durable; then nothing in the folder may change. */
FORNIX_CHECKED enum fornix_status publish_seal(
    struct publication *publication, uint32_t articles, struct fornix_error *err);

/*
 * Publishes what was built, sealing it before unless it is; *ret_number is the
 * new generation's.  A candidate that was refused before goes.
 */
FORNIX_CHECKED enum fornix_status publish_commit(struct publication *publication,
    uint32_t articles, unsigned *ret_number, struct fornix_error *err);

/*
 * Keeps what was built and sealed as INDEX/refused-000043 instead, in place of
 * the one that was refused before, with text in its file GENERATION_REASONS.
 */
FORNIX_CHECKED enum fornix_status publish_refuse(
    struct publication *publication, struct span text, struct fornix_error *err);

/* Nothing was to be published: what was refused before is out of date. */
void publish_forget_refused(const struct publication *publication);

/*
 * Removes older generations: see retention.h.  One that cannot be removed now
 * does no harm, and is tried again by the next publication.
 */
void publish_prune(const struct publication *publication, const struct retention *retention);

/* Gives up the lock; removes the folder unless it was published. */
void publish_free(struct publication *publication);

#endif

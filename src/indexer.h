/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_INDEXER_H
#define FORNIX_INDEXER_H

/*
 * A folder of articles into a published generation.
 *
 * A file whose size, times of change and inode are those of the last run is not read;
 * one whose bytes are the same is not parsed again; only what differs is written,
 * into a copy of the served generation.  Where nothing differs nothing is
 * written.  An article that cannot be parsed is reported and, if the served
 * generation has an older version of it, that version stays.
 *
 * After it was read, the corpus is looked at again: where it has changed, a
 * deployment is at work, and all is read anew after INDEXER_SETTLE_MS, so often.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "article.h"
#include "error.h"
#include "front.h"
#include "gate_policy.h"
#include "retention.h"
#include "share.h"

#define INDEXER_ATTEMPTS  3
#define INDEXER_SETTLE_MS 2000

enum indexer_event {
	INDEXER_ADDED,
	INDEXER_CHANGED,
	INDEXER_MOVED,   /* new path, same bytes; detail is the old path */
	INDEXER_REMOVED, /* not in the corpus any more */
	INDEXER_SKIPPED, /* must not be found; detail says why */
	INDEXER_NOTE,    /* an oddity that its author should know */
	INDEXER_FAILED,  /* could not be taken; detail says why, with path and line */
	INDEXER_DAMAGED, /* detail is what is wrong with what is served; path is "" */
	INDEXER_REFUSED, /* why nothing is published; told last, path is "" */
};

struct indexer_report {
	enum indexer_event event;
	const char *path;   /* below the corpus */
	const char *detail; /* "" when there is nothing to say */
};

struct indexer_options {
	const char *corpus;        /* folder of the articles */
	const char *index;         /* folder of the generations */
	const struct front *front; /* shards to join, in place of reading articles; or NULL */
	struct share share;        /* of the articles; all others are left to other indexes */
	struct article_options article;
	bool full;                      /* read and write everything anew */
	bool dry_run;                   /* tell what would change, write nothing */
	bool strict;                    /* refuse to publish when an article or a rule fails */
	const struct gate_policy *gate; /* what to hold to; NULL: nothing */
	struct retention retention;
	unsigned workers; /* processes and threads; 0 is one a core */
	unsigned wait_ms; /* for another writer to finish */
	/* Both may be NULL. */
	void (*report)(const struct indexer_report *report, void *context);
	void (*progress)(size_t done, size_t total, void *context);
	void *context;
};

struct indexer_summary {
	size_t files; /* in the corpus, of the share */
	size_t read;  /* of them, read in this run */
	size_t added, changed, moved, removed, skipped, failed;
	uint32_t articles;   /* that can be found now */
	unsigned generation; /* that serves now; 0 when there is none */
	bool is_published;   /* a new one was made by this run */
	bool is_kept;        /* what was refused is there as a candidate */
	double seconds;
};

/*
 * REFUSED, with nothing changed, for a corpus that is missing, cannot be read,
 * has no articles or does not stay the same while it is read; with strict, for
 * a failed article; and for what the gate does not let through (gate.h), which is
 * kept as a candidate.  LOCKED when another writer works.  *ret_summary is
 * filled on success and on REFUSED.
 */
FORNIX_CHECKED enum fornix_status indexer_run(const struct indexer_options *options,
    struct indexer_summary *ret_summary, struct fornix_error *err);

#endif

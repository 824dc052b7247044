/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_INDEXER_RUN_H
#define FORNIX_INDEXER_RUN_H

/*
 * The state of one run of the indexer, shared by its parts: indexer.c (the
 * order of things, publishing), indexer_intake.c (what becomes of each file),
 * indexer_build.c (what is made of the articles) and indexer_gate.c (whether it
 * may be published).
 */

#include "articles.h"
#include "corpus.h"
#include "gate.h"
#include "indexer.h"
#include "known.h"
#include "parse_pool.h"
#include "publish.h"
#include "rules.h"
#include "word_counts.h"

struct event {
	enum indexer_event event;
	char *path, *detail;
	unsigned char hash[HASH_BYTES]; /* of a new file, to find where it was before */
};

struct numbers {
	uint32_t *items;
	size_t count, capacity;
};

struct join; /* indexer_join.h */

/* One run; every function below works on it. */
struct run {
	const struct indexer_options *options;
	struct indexer_summary *summary;
	struct fornix_error *err;
	struct corpus *corpus;
	struct rules rules;
	char *fingerprint;
	struct generation *dry_base;     /* owned; what a dry run compares with */
	struct publication *publication; /* NULL in a dry run */
	struct known known;
	bool is_full;
	struct articles *target; /* what is written; NULL until something is */
	uint32_t last_document;
	uint32_t *documents;        /* for each file of the corpus, the number it has or gets */
	struct corpus_file **files; /* to be parsed */
	size_t file_count, parsed;
	struct corpus_file **touched; /* same bytes, another time of change */
	size_t touched_count, touched_capacity;
	struct numbers put, removed;
	struct word_counts *words; /* of all articles, or what changes in the base's */
	bool words_are_changes;
	struct gate gate;
	struct join *join; /* NULL unless shards are joined */
	bool is_torn;      /* the corpus changed while it was read */
	bool is_misled;    /* by a base that turned out to be damaged */
	struct event *events;
	size_t event_count, event_capacity;
};

void run_add_number(struct numbers *numbers, uint32_t number);
void run_add_event(
    struct run *run, enum indexer_event event, const char *path, struct span detail);

/* For parse_files(): puts what came of one file into the new generation. */
enum fornix_status intake_outcome(
    const struct parse_outcome *outcome, void *context, struct fornix_error *err);

/* Takes out what the corpus has no more, and tells moved from new. */
FORNIX_CHECKED enum fornix_status intake_removals(struct run *run);

/* What was last served, or NULL. */
const struct generation *run_base(const struct run *run);

/* Before anything is read: articles that are served must not be behind what cannot be read. */
FORNIX_CHECKED enum fornix_status gate_check_places(struct run *run);

/* Once all is read: what goes, and the rules; before anything is built. */
FORNIX_CHECKED enum fornix_status gate_check_intake(struct run *run);

/*
 * Makes what readers open beside the articles, which are committed: the index,
 * and from it the related articles; the vocabulary and suggestions; the rules.
 */
FORNIX_CHECKED enum fornix_status build_generation(struct run *run);

/* Seals what was built and checks it: REFUSED, and kept, unless it passes. */
FORNIX_CHECKED enum fornix_status gate_check_built(struct run *run, uint32_t count);

/* Begins to write, unless that is done; for an index that will have no articles. */
FORNIX_CHECKED enum fornix_status intake_open(struct run *run);

/* Times of change alone are no reason for a new generation, but go along with one. */
FORNIX_CHECKED enum fornix_status intake_touched(struct run *run);

#endif

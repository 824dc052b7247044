/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_CMD_INDEX_H
#define FORNIX_CMD_INDEX_H

/*
 * The parts of fornix index: cmd_index.c, what it prints (cmd_index_print.c), and runs on
 * several indexes (cmd_index_shards.c).  Private to the command.
 */

#include <stdbool.h>

#include "buffer.h"
#include "config.h"
#include "indexer.h"
#include "run_record.h"

/*
 * All is well: nothing, unless on a terminal or asked for.  Problems go to standard
 * error, and behind them a last line with the outcome.
 */
struct index_printing {
	bool explain, quiet, verbose, is_json, is_dry_run;
	bool with_progress;    /* set by index_print_begin() */
	bool with_summary;     /* the same */
	unsigned shard;        /* whose run it is; 0: there are none */
	int percent;           /* shown last */
	size_t problems;       /* printed so far */
	struct buffer reasons; /* their lines, for the record */
};

/* Looks whether there is a terminal; what was printed before is forgotten.  The caller calls
 * index_print_end(). */
void index_print_begin(struct index_printing *printing);
void index_print_end(struct index_printing *printing);

/* For struct indexer_options; context is the printing. */
void index_print_report(const struct indexer_report *report, void *context);
void index_print_progress(size_t done, size_t total, void *context);

/* Another problem, one line. */
void index_print_problem(
    struct index_printing *printing, const char *event, const char *message);

/*
 * The end of a run: message is why it failed, or "".  Returns the exit code of
 * printing: 0 or 3.
 */
int index_print_outcome(
    struct index_printing *printing, const struct run_record *record, const char *message);

/* A run on config's index, told of from begin to end; returns the exit code. */
int index_run_with_config(struct indexer_options *options, struct index_printing *printing,
    const struct config *config);

/* What is to be done where the settings have shards. */
struct index_shards {
	uint64_t places; /* bit i: build the shard at place i + 1 */
	bool with_join;  /* make what stands before all of them */
};

/*
 * Completes what was asked for: where that is nothing, all shards that are here are built,
 * and joined.  USAGE for what the settings have not, or on another machine.
 */
FORNIX_CHECKED enum fornix_status index_shards_choose(
    const struct config *config, struct index_shards *shards, struct fornix_error *err);

/* Does it, to the first run that fails; returns the exit code. */
int index_shards_run(struct indexer_options *options, struct index_printing *printing,
    const struct config *config, const struct index_shards *shards);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_CMD_INDEX_H
#define FORNIX_CMD_INDEX_H

/* What fornix index prints: cmd_index_print.c.  Private to the command. */

#include <stdbool.h>

#include "buffer.h"
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

#endif

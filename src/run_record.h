/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_RUN_RECORD_H
#define FORNIX_RUN_RECORD_H

/*
 * INDEX/last-run.json: how the last index run ended, for fornix status, and the
 * same as a text file for Prometheus.  fornix-index(5) describes both.
 */

#include <stddef.h>
#include <stdint.h>

#include "buffer.h"
#include "error.h"

#define RUN_RECORD_FILE        "last-run.json"
#define RUN_RECORD_BYTES_MAX   65536
#define RUN_RECORD_REASONS_MAX 16 /* lines; more are left out */
#define RUN_RECORD_METRICS_MAX 65536

enum run_outcome {
	RUN_PUBLISHED,
	RUN_UNCHANGED, /* there was nothing to publish */
	RUN_REFUSED,   /* by the gate: nothing was changed */
	RUN_FAILED,    /* by trouble with the disk, say */
	RUN_OUTCOMES,
};

extern const char *const run_outcome_names[RUN_OUTCOMES]; /* "published" */

/* What a run did with files, in this order. */
enum run_count {
	RUN_FILES, /* in the corpus */
	RUN_READ,
	RUN_NEW,
	RUN_CHANGED,
	RUN_MOVED,
	RUN_REMOVED,
	RUN_LEFT_OUT,
	RUN_SKIPPED,
	RUN_COUNTS,
};

extern const char *const run_count_names[RUN_COUNTS]; /* "left_out" */

struct run_record {
	enum run_outcome outcome;
	int64_t ended_at;        /* seconds since 1970 */
	int64_t last_success_at; /* of this or an earlier run; 0: there was none */
	double seconds;
	unsigned generation; /* that serves; 0: none */
	uint32_t articles;   /* in it */
	size_t counts[RUN_COUNTS];
	char *reasons; /* lines; "" when all went well.  Owned */
};

void run_record_fini(struct run_record *record);

/*
 * Writes it, in one moment, and durably.  Where another run holds the lock
 * nothing is written: it will write its own.
 */
FORNIX_CHECKED enum fornix_status run_record_write(
    const char *index, const struct run_record *record, struct fornix_error *err);

/*
 * NOT_FOUND when no run has written one, CORRUPT for one that cannot be
 * understood.  The caller calls run_record_fini().
 */
FORNIX_CHECKED enum fornix_status run_record_read(
    const char *index, struct run_record *ret_record, struct fornix_error *err);

/* Appends metrics in the text format of Prometheus; index is the value of a label. */
void run_record_metrics(const struct run_record *record, const char *index, struct buffer *out);

#endif

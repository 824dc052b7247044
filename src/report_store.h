/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_REPORT_STORE_H
#define FORNIX_REPORT_STORE_H

/*
 * counts.mdb: the counters on disk, in a folder of their own.
 *
 * The second user of LMDB.  It has nothing in common with articles.mdb but the
 * library: it is changed in place by one process while others read.  Whoever has
 * it open holds the flock on FOLDER/lock, shared for reading, which takes
 * milliseconds, or alone for writing; so LMDB needs no lock file of its own, into
 * which readers would have to write.
 *
 * Days that are over are not deleted in the file, where their bytes would stay in
 * free pages: the rest is copied to a new one.
 */

#include <stdbool.h>

#include "error.h"
#include "report.h"
#include "span.h"

#define REPORT_STORE_FILE      "counts.mdb"
#define REPORT_STORE_BYTES_MAX (256ULL * 1024 * 1024)
#define REPORT_STORE_WAIT_MS   2000 /* for another process */

enum report_table {
	REPORT_TEXTS, /* of queries: REPORT_FOUND_…, and what was done */
	REPORT_RULES, /* urgent ones, by name: REPORT_URGENT */
	REPORT_DAYS,  /* all of the day, under the name "" */
	REPORT_TABLES
};

/* Counters of one name on one day. */
struct report_row {
	enum report_table table;
	uint32_t day;     /* YYYYMMDD */
	struct span name; /* at most REPORT_TEXT_BYTES_MAX */
	struct report_counts counts;
};

struct report_store;

/*
 * For adding: makes the folder (but not those above it) and the file; *ret_is_new
 * says that the file was made.  NOT_FOUND for reading where there is no file,
 * LOCKED when another process keeps it too long, CORRUPT when it is damaged.
 */
FORNIX_CHECKED enum fornix_status report_store_open(const char *folder,
    struct report_store **ret_store, bool *ret_is_new, struct fornix_error *err);
FORNIX_CHECKED enum fornix_status report_store_open_reader(
    const char *folder, struct report_store **ret_store, struct fornix_error *err);
/* Without report_store_commit() before, nothing was added. */
void report_store_free(struct report_store *store);

/* Adds the counters to those of the same table, day and name. */
FORNIX_CHECKED enum fornix_status report_store_add(
    struct report_store *store, const struct report_row *row, struct fornix_error *err);

/*
 * Makes what was added durable, without the days before first_day.  The store can
 * only be freed after it.
 */
FORNIX_CHECKED enum fornix_status report_store_commit(
    struct report_store *store, uint32_t first_day, struct fornix_error *err);

/* Calls back for all rows of a table from first_day on, in order of day and name. */
typedef void report_store_callback(const struct report_row *row, void *context);
FORNIX_CHECKED enum fornix_status report_store_each(struct report_store *store,
    enum report_table table, uint32_t first_day, report_store_callback *callback, void *context,
    struct fornix_error *err);

/* Deletes all counters, also damaged ones; *ret_existed says whether there were any. */
FORNIX_CHECKED enum fornix_status report_store_purge(
    const char *folder, bool *ret_existed, struct fornix_error *err);

#endif

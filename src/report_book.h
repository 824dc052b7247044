/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_REPORT_BOOK_H
#define FORNIX_REPORT_BOOK_H

/*
 * Counting: a search in, counters on disk out.
 *
 * Only what many have asked for is written: a text that report_scrub() withholds
 * is never held, and one that was counted less often than min_count is in memory
 * only and lost when the process ends.  A text that comes twice in a row, as when
 * a page is loaded again, makes no step towards min_count.
 *
 * Not for two threads, and it reads no clock: the caller says what day it is.
 */

#include <stdbool.h>
#include <stddef.h>

#include "error.h"
#include "report.h"

#define REPORT_RULES_MAX 1000 /* urgent rules that are counted by name */
#define REPORT_REPEAT_S  600  /* after that, the same text is another search */

struct report_book_options {
	const char *folder; /* of the counters */
	unsigned min_count; /* from REPORT_MIN_COUNT */
	unsigned days;      /* that counters are kept */
};

struct report_book;

/* As report_store_open(); reads which texts are known. */
FORNIX_CHECKED enum fornix_status report_book_open(const struct report_book_options *options,
    uint32_t today, struct report_book **ret_book, struct fornix_error *err);
/* What was not written is lost. */
void report_book_free(struct report_book *book);

/* A search at now_s, in seconds of a clock that never goes back. */
struct report_search {
	uint32_t day;
	int64_t now_s;
	const char *query; /* as typed; not looked at when a rule fired */
	size_t query_length;
	struct report_facts facts;
};

void report_book_count(struct report_book *book, const struct report_search *search);

/* Searches of which nothing is known but that they were. */
void report_book_miss(struct report_book *book, uint32_t day, uint32_t count);

/*
 * Writes what is new and drops days that are over.  When that fails all stays in
 * memory for the next time.  Counters that were deleted meanwhile are forgotten
 * here too, with all texts in memory.
 */
FORNIX_CHECKED enum fornix_status report_book_write(
    struct report_book *book, uint32_t today, struct fornix_error *err);

#endif

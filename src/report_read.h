/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_REPORT_READ_H
#define FORNIX_REPORT_READ_H

/* The counters of some days, summed up: what "fornix report" shows. */

#include <stdbool.h>
#include <stddef.h>

#include "error.h"
#include "report.h"

struct report_line {
	char *text; /* of a query, or the name of a rule */
	struct report_counts counts;
	/* Filled by report_nearest.h for what nothing was found for; else NULL. */
	char *title, *id; /* of the article that is nearest */
	bool is_found;    /* the index of today has an answer */
	char *glossary;   /* a line for _search/glossary.txt that would lead there */
};

struct report_lines {
	size_t count, capacity;
	struct report_line *items;
};

struct report {
	uint32_t first_day, last_day;
	unsigned min_count;
	struct report_counts totals;
	uint64_t searches; /* all: those of queries, urgent, withheld and rare */
	uint64_t rare;     /* of texts that were asked for fewer times than min_count */
	struct report_lines queries; /* most asked first */
	struct report_lines missing; /* for which nothing was found, most often first */
	struct report_lines rules;   /* urgent ones that fired, most often first */
};

/*
 * Sums up what is in folder from first_day on.  A text that has fewer than
 * min_count searches in these days is not given, but counted as rare.  Where
 * nothing was counted yet, all is 0.  The caller calls report_fini().
 */
FORNIX_CHECKED enum fornix_status report_read(const char *folder, uint32_t first_day,
    uint32_t last_day, unsigned min_count, struct report *ret_report, struct fornix_error *err);
void report_fini(struct report *report);

#endif

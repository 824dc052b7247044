/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_REPORT_H
#define FORNIX_REPORT_H

/*
 * What is counted of searches: the words that the parts of the report share.
 *
 * There are counters only, by day: of query texts that many have asked for, of
 * urgent rules by name, and of the whole day.  No row stands for one search.
 */

#include <stdint.h>

#define REPORT_MIN_COUNT       5    /* the least "report_min_count", and its default */
#define REPORT_MIN_COUNT_MAX   1000 /* the most */
#define REPORT_DAYS_KEPT       90   /* the default of "report_days" */
#define REPORT_DAYS_MAX        366
#define REPORT_QUERY_BYTES_MAX 256 /* as typed; longer ones are withheld */
#define REPORT_TEXT_BYTES_MAX  128 /* folded; longer ones are withheld */
#define REPORT_RULE_BYTES_MAX  64  /* of a rule's name, with the NUL */

enum report_count {
	/* How many articles were found; each search counts as one of these. */
	REPORT_FOUND_NONE,
	REPORT_FOUND_FEW,  /* 1 to 3 */
	REPORT_FOUND_MANY, /* 4 or more */
	/* What was done for it; any number of these. */
	REPORT_CORRECTED, /* results for another spelling were shown */
	REPORT_SUGGESTED, /* another spelling was offered */
	REPORT_SYNONYMS,  /* other words were searched for too */
	/* Of whole days. */
	REPORT_URGENT,   /* an urgent rule fired; its text is not looked at */
	REPORT_WITHHELD, /* the text looks like something of a person */
	REPORT_MISSED,   /* searches that came too fast to be counted any further */
	REPORT_COUNTS
};

#define REPORT_FOUND_MANY_LEAST 4

struct report_counts {
	uint32_t number[REPORT_COUNTS];
};

static inline uint32_t
report_counts_searches(const struct report_counts *counts)
{
	return counts->number[REPORT_FOUND_NONE] + counts->number[REPORT_FOUND_FEW] +
	       counts->number[REPORT_FOUND_MANY];
}

/* Numbers that would overflow stay at the largest. */
static inline void
report_counts_add(struct report_counts *counts, const struct report_counts *more)
{
	int i;

	for (i = 0; i < REPORT_COUNTS; i++) {
		uint32_t sum = counts->number[i] + more->number[i];

		counts->number[i] = sum < more->number[i] ? UINT32_MAX : sum;
	}
}

/* What is known of an answer, without the text. */
struct report_facts {
	enum report_count found; /* one of REPORT_FOUND_… */
	enum report_count help; /* REPORT_CORRECTED, REPORT_SUGGESTED, or REPORT_COUNTS: none */
	_Bool has_synonyms;
	char urgent[REPORT_RULE_BYTES_MAX]; /* name of the rule that fired, or "" */
};

#endif

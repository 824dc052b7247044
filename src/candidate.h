/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_CANDIDATE_H
#define FORNIX_CANDIDATE_H

/* How a refused candidate differs from what is served: articles and judged queries. */

#include <stddef.h>

#include "error.h"

enum candidate_change {
	CANDIDATE_REMOVED, /* served, and not in the candidate */
	CANDIDATE_NEW,
	CANDIDATE_CHANGED,
	CANDIDATE_WORSE, /* a judged query that it answers worse */
	CANDIDATE_CHANGES,
};

struct candidate_list {
	size_t count, capacity;
	char **items; /* paths; queries, with how they were answered */
};

struct candidate {
	struct candidate_list lists[CANDIDATE_CHANGES];
};

/*
 * Compares the generations in two folders; queries are those of corpus.  CORRUPT
 * or IO when one cannot be read.  The caller calls candidate_fini(), also then.
 */
FORNIX_CHECKED enum fornix_status candidate_compare(const char *served, const char *refused,
    const char *corpus, struct candidate *ret_candidate, struct fornix_error *err);
void candidate_fini(struct candidate *candidate);

#endif

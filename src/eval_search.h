/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_EVAL_SEARCH_H
#define FORNIX_EVAL_SEARCH_H

/* Judged queries put to an index, as people's are: through search_run(). */

#include "error.h"
#include "eval.h"
#include "generation.h"

struct eval_search_options {
	unsigned depth; /* results of a query */
	bool without_synonyms, without_correction;
};

/* What a person who keeps the queries should know. */
struct eval_search_notes {
	size_t cut;          /* queries that were too long */
	size_t missing;      /* judged documents that the index lacks */
	const char *example; /* of those; borrowed from the set, or NULL */
};

/*
 * Searches for every query of the set, page by page.  The
 * caller ends *ret_run with eval_run_fini().
 */
FORNIX_CHECKED enum fornix_status eval_search(const struct generation *generation,
    const struct eval_set *set, const struct eval_search_options *options,
    struct eval_run *ret_run, struct eval_search_notes *ret_notes, struct fornix_error *err);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_SEARCH_RELAX_H
#define FORNIX_SEARCH_RELAX_H

/*
 * What helps where a search finds nothing: the articles that come closest, and
 * what there is to read about.
 *
 * The query is searched for again without what narrows it: each of enum
 * search_relaxation alone, in its order, then the first two together, the first
 * three and so on, leaving out those that would change nothing.  The first that
 * finds something is taken, so at most 2 * SEARCH_RELAXATIONS - 1 more searches
 * are run, and none when an answer has hits.
 */

#include "query.h"
#include "search.h"

#define SEARCH_RELAX_HITS   3    /* of closest */
#define SEARCH_PREFIX_LEAST 4    /* bytes of a word to take it for the beginning of another */
#define SEARCH_PREFIX_WORDS 4096 /* that begin alike and are looked at */
#define SEARCH_LIKE_LEAST   0.02 /* score (spell.h) of a word that is searched for instead */

/*
 * Fills result->help, for a result without hits.  What takes longer than
 * deadline_ms, a time of searcher_clock_ms(), is left out; that is no error.  An
 * emergency that only the relaxed query sounds like is one of the result too, unless
 * it takes the corrections that were turned off.
 */
FORNIX_CHECKED enum fornix_status search_relax(struct searcher *searcher,
    const struct query *query, const struct search_request *request, double deadline_ms,
    struct search_result *result, struct fornix_error *err);
void search_help_free(struct search_help *help);

#endif

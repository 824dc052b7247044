/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_SEARCH_FACETS_H
#define FORNIX_SEARCH_FACETS_H

/* The facets of an answer: which tags and sections the matches have, for search.c. */

#include "index_reader.h"
#include "search.h"
#include "searcher.h"

#define SEARCH_FACET_VALUES_MAX 100 /* of each facet; the most frequent */

/* Names and labels, without values. */
void search_facets_init(struct search_facet facets[SEARCH_FACETS]);

/* Values from what the index counted, for facets 0 (tag) and 1 (section). */
void search_facets_fill(struct search_result *result, const struct searcher *searcher,
    const struct index_result *found, const struct search_request *request);

/*
 * The values that most articles of the index have, at most SEARCH_TOPICS_MAX of
 * each; of those as frequent, the first in order of bytes.  The caller calls
 * search_facets_fini(), also after an error.
 */
FORNIX_CHECKED enum fornix_status search_facets_topics(const struct searcher *searcher,
    struct search_facet ret_facets[SEARCH_FACETS], struct fornix_error *err);

void search_facets_fini(struct search_facet facets[SEARCH_FACETS]);

#endif

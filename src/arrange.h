/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_ARRANGE_H
#define FORNIX_ARRANGE_H

/*
 * Hits in order of a date instead of relevance: the latest first, those of one
 * day as they were, those without a date last.
 */

#include "index_reader.h"
#include "search.h"

/*
 * Copies the hits, so arranged, to *ret_hits, which the caller frees.  sort is
 * not SEARCH_SORT_RELEVANCE.
 */
FORNIX_CHECKED enum fornix_status arrange_by_date(struct index_reader *index,
    const struct index_hit *hits, size_t count, enum search_sort sort,
    struct index_hit **ret_hits, struct fornix_error *err);

#endif

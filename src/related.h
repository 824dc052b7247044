/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_RELATED_H
#define FORNIX_RELATED_H

/*
 * Articles that are near to a given one, as a generation keeps them: the fact
 * "related" of articles.mdb holds, for each document in order of number, its
 * number and those of RELATED_MAX others, best first, 0 where there are fewer.
 * All are little-endian 32-bit.  So an answer costs a few reads.
 */

#include "search.h"

#define RELATED_MAX       5
#define RELATED_URL_BYTES 2000

struct related_result {
	struct search_neighbour self; /* what was asked for */
	size_t count;
	struct search_neighbour items[RELATED_MAX];
	unsigned generation;
};

/*
 * What is near to the article with that id, or that URL when id is NULL (its
 * host, query and fragment count for nothing).  NOT_FOUND when there is none.
 * The caller calls related_fini().
 */
FORNIX_CHECKED enum fornix_status related_find(struct searcher *searcher, const char *id,
    const char *url, struct related_result *ret_result, struct fornix_error *err);
void related_fini(struct related_result *result);

/* Fills result->related from its first hit, without articles that are hits themselves. */
FORNIX_CHECKED enum fornix_status related_fill(
    struct searcher *searcher, struct search_result *result, struct fornix_error *err);

#endif

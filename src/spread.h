/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_SPREAD_H
#define FORNIX_SPREAD_H

/*
 * Lets the best hits share their weight with the articles that are near to them, which
 * need not have any of the query's words: what is about the same things is likely wanted
 * too (the cluster hypothesis).
 *
 * Which are near is in the fact "near" of articles.mdb: for each document, in order of
 * number, its number and SPREAD_NEAR pairs of another's number and how near that is in
 * millionths, nearest first, zeros where there are fewer.  All are little-endian 32-bit.
 */

#include "articles.h"
#include "buffer.h"
#include "index_reader.h"

#define SPREAD_FACT  "near"
#define SPREAD_NEAR  10
#define SPREAD_UNIT  1e6 /* how near an article would be to itself, in the fact */
#define SPREAD_HITS  10  /* the best ones, which share */
#define SPREAD_SHARE 0.1 /* of its weight that a hit gives to what is as near as itself */

struct spread_neighbour {
	uint32_t document;
	uint32_t nearness; /* of SPREAD_UNIT */
};

/* Appends one document's entry; count is at most SPREAD_NEAR. */
void spread_put(uint32_t document, const struct spread_neighbour *neighbours, size_t count,
    struct buffer *out);

/* How many the document's entry has, into ret_neighbours; 0 without an entry. */
size_t spread_get(
    struct span fact, uint32_t document, struct spread_neighbour ret_neighbours[SPREAD_NEAR]);

/*
 * hits are sorted, best first, ties by document, and so are *ret_hits, which the caller
 * frees: the same with what they gained, and, if with_others, what was no hit before.
 * Without the fact, as in indexes of older programs, they are the same.
 */
void spread_hits(struct articles *articles, const struct index_hit *hits, size_t count,
    bool with_others, struct index_hit **ret_hits, size_t *ret_count);

#endif

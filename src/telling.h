/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_TELLING_H
#define FORNIX_TELLING_H

/*
 * The words that tell an article apart: frequent in it, rare in others.
 *
 * They are kept in the fact TELLING_FACT of articles.mdb, so that a change of one article
 * need not read the words of all others again: for each document, in order of number, its
 * number, TELLING_WORDS hashes of words in 32 bits, 0 where there are fewer, and as many
 * weights in 16, all little-endian.  The weights of an article are of length TELLING_UNIT
 * together, so what two articles overlap is the cosine between them.
 */

#include "buffer.h"
#include "index_reader.h"

#define TELLING_FACT          "telling"
#define TELLING_WORDS         40
#define TELLING_UNIT          32767
#define TELLING_DOCUMENTS_MAX 1000 /* words in more articles tell nothing apart */
#define TELLING_ENTRY_BYTES   (4 + TELLING_WORDS * (4 + 2))

struct telling {
	uint32_t document;
	uint32_t words[TELLING_WORDS]; /* hashes; 0 past the last */
	uint16_t weights[TELLING_WORDS];
};

/* Fills in the words of those count documents, which are all that the index has. */
FORNIX_CHECKED enum fornix_status telling_weigh_all(
    struct index_reader *index, struct telling *list, size_t count, struct fornix_error *err);

/* Fills in the words of one document of an index of count. */
FORNIX_CHECKED enum fornix_status telling_weigh(struct index_reader *index,
    struct telling *telling, size_t count, struct fornix_error *err);

/* How far two overlap, from 0 to 1, by the sum of the products of their weights. */
static inline double
telling_overlap(uint32_t sum)
{
	return (double)sum / ((double)TELLING_UNIT * TELLING_UNIT);
}

void telling_put(const struct telling *telling, struct buffer *out);

/* at is the beginning of an entry of the fact. */
void telling_get(const char *at, struct telling *ret_telling);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_SEARCH_PARTS_H
#define FORNIX_SEARCH_PARTS_H

/*
 * A query cut into parts, with what is left out of it, for search.c and
 * search_relax.c.
 */

#include "buffer.h"
#include "query.h"
#include "search.h"

/* What belongs to an answer; an entry is added at the end. */
struct search_parts {
	size_t count, capacity;
	struct search_part *items;
};

/* Another word that is searched for in place of word, in out; false when there is none. */
typedef bool search_parts_other(const char *word, struct buffer *out, void *context);

/*
 * The query without what the relaxations (enum search_relaxation) take from it,
 * each part as it can be typed.  What is rewritten is there twice: dropped, and
 * behind it as it is searched for.  With SEARCH_RELAX_WORDS other() is asked about
 * the plain words; else it may be NULL.  Returns the relaxations that took
 * something away.  The caller calls search_parts_fini().
 */
unsigned search_parts_relax(struct search_parts *parts, const struct query *query,
    unsigned relaxations, search_parts_other *other, void *context);

/*
 * The query without the clauses of which the bit is set; nothing when there are
 * none.
 */
void search_parts_drop(struct search_parts *parts, const struct query *query, uint32_t dropped);

/* Drops the kept parts that say the same as dropped ones of others do. */
void search_parts_drop_same(
    struct search_parts *parts, const struct search_part *others, size_t count);

/* The kept parts as one query. */
void search_parts_join(const struct search_parts *parts, struct buffer *out);

/* Exchanges them for those of the result. */
void search_parts_swap(struct search_parts *parts, struct search_result *result);

void search_parts_fini(struct search_parts *parts);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_RELATED_WRITE_H
#define FORNIX_RELATED_WRITE_H

/*
 * Works out what related.h and spread.h read, for a new generation.
 *
 * Each article is the words that tell it apart (telling.h).  Two are as near as these
 * overlap, a little nearer with tags in common and in one section, and much nearer when
 * one links to the other, because whoever wrote it has said so (related_pair.h).
 *
 * With few changes in many articles only lists that a changed one enters or leaves are made
 * anew; they are what comparing all articles would give.  What stays as it was is how
 * much a word weighs in the others, which hangs on how many articles have it: all are
 * weighed again when a hundredth of the articles has changed since.
 */

#include "articles.h"
#include "index_reader.h"

#define RELATED_LEAST_NEAR    50000 /* of SPREAD_UNIT: what is less near is not told */
#define RELATED_FEW           1000  /* articles that are all weighed at each change */
#define RELATED_STALE_DIVISOR 100

/* Documents that are new or others than they were, and those that are gone. */
struct related_changes {
	const uint32_t *put, *removed;
	size_t put_count, removed_count;
};

/*
 * index: the folder of the new index; articles are committed by the caller.  changes says
 * what is other than when their facts were written; NULL: everything.
 */
FORNIX_CHECKED enum fornix_status related_write(struct articles *articles, const char *index,
    const struct related_changes *changes, struct fornix_error *err);
/* All of it, from an index that is open, whose numbers are those of the articles. */
FORNIX_CHECKED enum fornix_status related_write_from(
    struct articles *articles, struct index_reader *index, struct fornix_error *err);

#endif

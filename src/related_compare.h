/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_RELATED_COMPARE_H
#define FORNIX_RELATED_COMPARE_H

/*
 * Which articles are nearest to one.  Private to related_write.c.
 *
 * How near one is counts in whole SPREAD_UNITs and ties go by number, so that the order
 * does not hang on how it was found.
 */

#include "related_pair.h"
#include "spread.h"
#include "telling.h"

/* Nearest first. */
struct related_row {
	size_t count;
	struct spread_neighbour items[SPREAD_NEAR];
};

bool related_comes_before(struct spread_neighbour a, struct spread_neighbour b);

/* Puts it where it belongs, unless SPREAD_NEAR others come before it. */
void related_row_insert(struct related_row *row, struct spread_neighbour neighbour);

struct related_compare;

/* telling is borrowed: count articles, in order of number. */
struct related_compare *related_compare_new(
    struct articles *articles, const struct telling *telling, size_t count);
void related_compare_free(struct related_compare *compare);

/* Reads all articles and files their words, so that comparing every one with all is quick. */
FORNIX_CHECKED enum fornix_status related_compare_file(
    struct related_compare *compare, struct fornix_error *err);

/* The row of the article with that index. */
FORNIX_CHECKED enum fornix_status related_compare_row(struct related_compare *compare,
    size_t index, struct related_row *ret_row, struct fornix_error *err);

/*
 * After related_compare_row(): the indices of all that share a telling word with that
 * article, itself too; borrowed until the next row.
 */
const uint32_t *related_compare_found(const struct related_compare *compare, size_t *ret_count);

/* After related_compare_row(): the most that the article may be near to other. */
uint32_t related_compare_reach(const struct related_compare *compare, size_t other);

/* After related_compare_row() of index: how near index is to other, as other's row has it. */
FORNIX_CHECKED enum fornix_status related_compare_back(struct related_compare *compare,
    size_t index, size_t other, struct spread_neighbour *ret_neighbour,
    struct fornix_error *err);

#endif

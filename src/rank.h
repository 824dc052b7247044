/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_RANK_H
#define FORNIX_RANK_H

/*
 * The order of the best matches, by how nearly an article's title is what was
 * asked for.
 *
 * Words of the title count among all others in the match itself.  But who types
 * the whole title wants that article, however often others have its words; so
 * the score of each of the best RANK_DEPTH matches is multiplied by
 *
 *	1 + RANK_TITLE * (share of the query that the title has)
 *	               * (share of the title that the query has) ^ 4
 *
 * where the query's words weigh by rarity.  The power leaves titles alone that
 * merely share a word; chosen by measurement, docs/relevance.md.
 */

#include "index_reader.h"
#include "snippet.h"

#define RANK_DEPTH 200
#define RANK_TITLE 1.0

/* For qsort(): hits by weight, highest first; ties as rank_by_title() has them. */
int rank_compare_hits(const void *a, const void *b);

/* What a title, as its distinct stems separated by spaces, multiplies the score with: 1 or
 * more. */
double rank_title_factor(
    const struct snippet_term *terms, size_t term_count, struct span title);

/*
 * Reorders result's hits, whose values are the distinct stems of their titles,
 * separated by spaces.  terms are the query's, by groups.  Ties are in order of
 * their titles, which is the same however articles are numbered or shared among shards, and
 * of document number where these are the same.
 */
void rank_by_title(
    const struct snippet_term *terms, size_t term_count, struct index_result *result);

/*
 * Adds to each of the first count of result's hits what a query's bonus weighs, times what
 * its title multiplies with, and reorders these.  None of the others can come before them,
 * if they were the best.
 */
void rank_add(const struct snippet_term *terms, size_t term_count, const double *bonus,
    size_t count, struct index_result *result);

#endif

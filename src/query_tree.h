/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_QUERY_TREE_H
#define FORNIX_QUERY_TREE_H

/*
 * Clauses to a query of the index: what must match, what may, and what counts
 * how much.
 *
 * Any word is enough to match, more and rarer ones rank higher; quoted phrases
 * and field clauses must match; excluded clauses must not.  Words that shape a
 * question do not count while there are others.
 */

#include "index_reader.h"
#include "query.h"
#include "search.h"

/* Shares of a word's weight, chosen by measurement on judged queries. */
#define QUERY_TREE_JOINED_WEIGHT 0.6 /* of a compound written together */
#define QUERY_TREE_PART_WEIGHT   0.4 /* of each of its parts */

/* What must and may match, without what is excluded; NULL when nothing can match. */
struct index_query *query_tree_build(struct analyzer *analyzer, const struct query *query);

/* What raises an article that matches: words side by side as they were typed; or NULL. */
struct index_query *query_tree_bonus(const struct query *query);

/* What one clause matches, excluded or not; NULL when nothing can match. */
struct index_query *query_tree_clause(
    struct analyzer *analyzer, const struct query_clause *clause);

/* Takes the query's excluded clauses out of own_tree, and keeps to the request's filters. */
struct index_query *query_tree_narrow(struct index_query *own_tree, struct analyzer *analyzer,
    const struct query *query, const struct search_request *request);

/* Whether the clause's words take part in ranking and marking. */
bool query_tree_counts(const struct query *query, const struct query_clause *clause);

#endif

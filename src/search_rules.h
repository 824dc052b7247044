/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_SEARCH_RULES_H
#define FORNIX_SEARCH_RULES_H

/*
 * What the practice's own rules (urgent.h, best_bets.h) say to a query.
 *
 * A generation without rules, or with some that make no sense, is searched
 * without; one whose rules cannot be read is not, because what must be said first
 * would be missed.  Which article a rule leads to is looked up once, when opening.
 */

#include "articles.h"
#include "best_bets.h"
#include "pattern.h"
#include "search.h"
#include "urgent.h"

struct search_rules;

/* The rules of the generation in that folder; errors as file_find(). */
FORNIX_CHECKED enum fornix_status search_rules_open(struct analyzer *analyzer,
    const char *folder, struct articles *articles, struct search_rules **ret_rules,
    struct fornix_error *err);

void search_rules_free(struct search_rules *rules);

/*
 * Fills what the rules say to the query, with the alternatives that it has by
 * now, into result; request says which page it is, and which day.  is_known may
 * be NULL: see pattern_hear().
 */
void search_rules_apply(const struct search_rules *rules, const struct query *query,
    const struct search_request *request, pattern_is_known *is_known, void *context,
    struct search_result *result);
/* Frees what was filled in. */
void search_rules_clear(struct search_result *result);

#endif

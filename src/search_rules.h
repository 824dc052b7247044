/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_SEARCH_RULES_H
#define FORNIX_SEARCH_RULES_H

/*
 * What the practice's own rules (urgent.h) say to a query.
 *
 * A generation without rules, or with some that cannot be used, is searched
 * without.  Which article a rule leads to is looked up once, when opening.
 */

#include "articles.h"
#include "pattern.h"
#include "search.h"
#include "urgent.h"

struct search_rules;

/* The rules of the generation in that folder. */
struct search_rules *search_rules_open(
    struct analyzer *analyzer, const char *folder, struct articles *articles);

/* Rules from elsewhere; own_urgent may be NULL. */
struct search_rules *search_rules_new(struct urgent *own_urgent, struct articles *articles);
void search_rules_free(struct search_rules *rules);

/*
 * Fills what the rules say to the query, with the alternatives that it has by
 * now, into result.  is_known may be NULL: see pattern_hear().
 */
void search_rules_apply(const struct search_rules *rules, const struct query *query,
    pattern_is_known *is_known, void *context, struct search_result *result);
void search_urgent_free(struct search_urgent *urgent);

#endif

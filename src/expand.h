/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_EXPAND_H
#define FORNIX_EXPAND_H

/*
 * Other ways to say a query: adds alternatives, never replaces what was typed.
 */

#include "glossary.h"
#include "query.h"

#define EXPAND_SYNONYM_WEIGHT 0.4 /* of another way to say it, against what was typed */

/* Which of the stems the index has; called once at most. */
typedef void expand_find_known(
    const struct span *stems, size_t count, bool *ret_are_known, void *context);

/*
 * Adds what the glossary (may be NULL) knows of the query's plain words: the
 * longest phrase that begins at each word, phrases not overlapping.  A word that
 * is quoted, excluded or for a field stands for itself, and what the index has
 * no words for is not added.
 */
void expand_synonyms(struct query *query, struct analyzer *analyzer,
    const struct glossary *glossary, expand_find_known *find_known, void *context);

#endif

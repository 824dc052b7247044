/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_PASSAGE_WORDS_H
#define FORNIX_PASSAGE_WORDS_H

/*
 * What the answer to a question would have that the question has not: spans of
 * time for "how long", "age" for "too old".  A private helper of match.c.
 */

#include "match.h"
#include "query.h"

/*
 * Adds such words to those that passages are chosen by, unmarked, and lets the
 * words that ask for them count no more.  Both change passages, not the order.
 */
void passage_words_add(const struct query *query, struct match_words *words);

#endif

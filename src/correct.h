/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_CORRECT_H
#define FORNIX_CORRECT_H

/*
 * Words of a query that the index lacks: adds what they may have been meant to
 * be, never replaces what was typed, and says what was done.
 */

#include "index_reader.h"
#include "query.h"
#include "search.h"
#include "vocabulary.h"

/*
 * How likely a candidate must be (spell.h) for what is done with it; chosen by
 * measurement, docs/relevance.md.
 */
#define CORRECT_POSSIBLE   0.15 /* to be offered: "did you mean" */
#define CORRECT_LIKELY     0.4  /* to be searched for as well */
#define CORRECT_LIKELY_FEW 0.25 /* the same in a query of few words */
#define CORRECT_SURE       0.5  /* to say "showing results for" */
#define CORRECT_DECIDED    0.9  /* to look no further */
#define CORRECT_KNOWN_SURE 0.8  /* the same beside a word whose stem the index has */
#define CORRECT_CERTAIN    0.96 /* to be offered in what looks like another language */
#define CORRECT_OTHER      0.05 /* to be searched for beside one that is likely, and offered */

#define CORRECT_FEW_WORDS 3 /* that count */

/*
 * A query of which no word is known looks like another language when one word in
 * so many is not like a known one either, and one of these is too short to be corrected.
 */
#define CORRECT_FOREIGN_SHARE 3

#define CORRECT_CANDIDATES 3 /* for each word */
#define CORRECT_WORDS_MAX  8 /* unknown words that are looked at */

/*
 * Adds alternatives to query and fills *ret_correction, which the caller frees
 * with its result.  The best candidate for a word counts as if it had been typed,
 * others the less, the less likely they are; all that are searched for are named.
 * vocabulary may be NULL: then nothing is done.
 */
void correct_query(struct query *query, struct analyzer *analyzer,
    const struct vocabulary *vocabulary, struct index_reader *index,
    struct search_correction *ret_correction);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_SUGGEST_COST_H
#define FORNIX_SUGGEST_COST_H

/*
 * What stands between a phrase and the top of the list; the least costs win.
 *
 * Part of it depends on the phrase and the word that it is found by alone; the
 * entries of the file hold that, so that the best of many are found without a
 * look at each.  The rest depends on all that is typed.  The numbers were chosen
 * by what comes first for beginnings of names in the practice's articles; the
 * order matters, not the sizes: a name that begins with what is typed goes
 * before one that has it further on, a title before a name, a name that is
 * nearly whole before a long one, no typo before any of them.
 */

#include "suggest_file.h"

enum suggest_cost {
	SUGGEST_COST_LETTER = 4,    /* each that was not typed */
	SUGGEST_COST_LATER = 120,   /* does not begin with what is typed */
	SUGGEST_COST_ORDER = 40,    /* the words in another order, or not together */
	SUGGEST_COST_MISSING = 30,  /* a typed word that does not count, such as "the" */
	SUGGEST_COST_TYPO = 600,    /* each; more than all else */
	SUGGEST_COST_UNFINISHED = 5 /* the last word only begins as typed */
};

static inline unsigned
suggest_cost_kind(enum suggest_kind kind)
{
	static const unsigned char costs[SUGGEST_KINDS] = {
	    [SUGGEST_TITLE] = 0,
	    [SUGGEST_GLOSSARY] = 50,
	    [SUGGEST_KEYWORD] = 60,
	    [SUGGEST_HEADING] = 120,
	    [SUGGEST_MISSPELLING] = 180,
	};

	return costs[kind];
}

/* Of the whole phrase, none of its letters typed. */
static inline unsigned
suggest_cost_phrase(enum suggest_kind kind, unsigned letters, unsigned bonus)
{
	return suggest_cost_kind(kind) + SUGGEST_COST_LETTER * letters + SUGGEST_BONUS_MAX -
	       bonus;
}

#define SUGGEST_COST_MAX                                                                       \
	(180 + SUGGEST_COST_LETTER * SUGGEST_PHRASE_LETTERS_MAX + SUGGEST_BONUS_MAX +          \
	    SUGGEST_COST_LATER)

_Static_assert(SUGGEST_COST_MAX < 1u << (32 - SUGGEST_PHRASE_BITS), "a cost fits in an entry");

#endif

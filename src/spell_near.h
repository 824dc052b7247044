/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_SPELL_NEAR_H
#define FORNIX_SPELL_NEAR_H

/*
 * The words of a vocabulary that are near to a typed one, and how likely each
 * is to be the one that was meant, as far as the words themselves tell.
 * Private to spell.c.
 */

#include "vocabulary.h"

#define SPELL_NEAR_MAX 16

struct spell_near {
	struct vocabulary_word word;
	unsigned edits;
	bool is_alike; /* sounds as what was typed */
	bool is_begun; /* what was typed is its beginning */
	double odds;   /* logarithm, up to a constant that is the same for all */
};

/*
 * Fills ret_near, best first, each of another stem; returns how many.  The word
 * must be one that vocabulary_key_is_filed().
 */
size_t spell_near(const struct vocabulary *vocabulary, struct span word,
    struct spell_near ret_near[SPELL_NEAR_MAX]);

/* The odds that it is none of them. */
double spell_near_none(const struct vocabulary *vocabulary);

/* For qsort(): the better first, ties by number, so that the order is the same everywhere. */
int spell_near_compare(const void *a, const void *b);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_SPELL_DISTANCE_H
#define FORNIX_SPELL_DISTANCE_H

/*
 * How far a typed word is from another: in edits, and in how likely those edits
 * are.  Private to spell.c and to vocabulary_write.c.
 *
 * An edit is a letter too many, too few, another one, or two neighbours
 * exchanged (Damerau and Levenshtein; no letter is edited twice).
 */

#include <stdint.h>

#include "span.h"

#define SPELL_PATTERN_MAX 40 /* letters of each word; at most 64 */

#define SPELL_ENDINGS_MAX 12

/* What stands for the last letters of a part of the typed word. */
struct spell_ending {
	uint32_t other,
	    mask; /* letters, the last in the lowest byte, and which bytes these are */
	unsigned char other_length, typed_length;
	short cost; /* hundredths of an edit */
};

/* A typed word, prepared for comparing it with many. */
struct spell_pattern {
	struct span word;    /* borrowed */
	uint64_t masks[256]; /* where each letter or digit stands */
	/* For the first letters of the word, by how many. */
	struct spell_ending endings[SPELL_PATTERN_MAX + 1][SPELL_ENDINGS_MAX];
	unsigned char ending_counts[SPELL_PATTERN_MAX + 1];
	short extra_costs[SPELL_PATTERN_MAX];   /* of a letter that the other word lacks */
	uint32_t neighbours[SPELL_PATTERN_MAX]; /* on the keyboard: bit 0 is a */
};

/* The word is a to z and 0 to 9, 1 to SPELL_PATTERN_MAX of them. */
void spell_pattern_init(struct spell_pattern *pattern, struct span word);

/* Edits; other is any string. */
unsigned spell_pattern_distance(const struct spell_pattern *pattern, struct span other);

/*
 * The edits weighed: 1 for one without excuse, less for vowels that are mixed
 * up, letters that sound alike or lie side by side on the keyboard, a letter
 * doubled or not, ph for f; more at the first letter.  Other is as the pattern's word
 * must be.
 */
double spell_pattern_cost(const struct spell_pattern *pattern, struct span other);

/* Edits between any two strings of at most 64 bytes, without preparation. */
unsigned spell_distance(struct span a, struct span b);

#endif

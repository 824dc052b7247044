/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_PHONETIC_H
#define FORNIX_PHONETIC_H

/*
 * How an English word sounds, as a short key: words that sound alike have a key
 * in common.
 *
 * In the manner of Double Metaphone (two keys, because a spelling can be read
 * in two ways), with rules of our own for words from Greek and Latin: pneumo-,
 * psych-, -rrh-, ae and oe, ch that is k, -tion, -cian.  It knows nothing of
 * vocabularies.
 *
 * A key is written in A (any vowel, only at the start), P F T K J S X (sh, ch)
 * 0 (th) L M N R H W; b is P, d is T, v is F, z is S.  Vowels behind the first
 * sound leave nothing, a sound that is doubled counts once.
 */

#include <stdbool.h>
#include <stddef.h>

#define PHONETIC_VERSION   1  /* changes when a word gets another key */
#define PHONETIC_KEY_BYTES 16 /* with the NUL; the sounds behind are left out */

struct phonetic_key {
	char primary[PHONETIC_KEY_BYTES];
	char secondary[PHONETIC_KEY_BYTES]; /* the other reading; often the same */
	size_t primary_length, secondary_length;
};

/*
 * The keys of a folded word.  One with anything but a to z has none: both
 * lengths are 0.
 */
void phonetic_key(const char *word, size_t length, struct phonetic_key *ret_key);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_VOCABULARY_KEY_H
#define FORNIX_VOCABULARY_KEY_H

/*
 * Under which keys a word is filed, and looked for.
 *
 * Symmetric deletes: what is left of a word's first VOCABULARY_PREFIX letters
 * when none, one or two of them are taken out.  Two words within that many
 * edits of each other have such a rest in common.  Sounds: the word's
 * phonetic keys.  Keys are hashes: what is found has to be compared.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "phonetic.h"
#include "span.h"

#define VOCABULARY_KEY_VERSION 2
#define VOCABULARY_PREFIX      7
#define VOCABULARY_KEYS_MAX    29 /* 1 + 7 + 21 */
#define VOCABULARY_SOUNDS_MAX  2
#define VOCABULARY_FILED_LEAST 3 /* letters in a row of a word that can be a candidate */
#define VOCABULARY_FILED_MOST  40

/*
 * Whether a word can be a candidate: a to z and 0 to 9 only, neither too short nor
 * too long.  "brca1" is one, "c5c6" is not: its letters and digits are a place.
 */
bool vocabulary_key_is_filed(struct span word);

/*
 * The rests of a filed word with at most deletes (0 to 2) letters taken out,
 * without repetition; returns how many.
 */
size_t vocabulary_key_deletes(
    struct span word, unsigned deletes, uint64_t ret_keys[VOCABULARY_KEYS_MAX]);

/* How many letters are taken out of a word that is filed. */
unsigned vocabulary_key_filed_deletes(size_t length);

/* The keys of its sounds; returns how many. */
size_t vocabulary_key_sounds(
    const struct phonetic_key *sounds, uint64_t ret_keys[VOCABULARY_SOUNDS_MAX]);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_VOCABULARY_FORMAT_H
#define FORNIX_VOCABULARY_FORMAT_H

/*
 * The bytes of the file "vocabulary".  Private to vocabulary.c, which reads
 * them, and vocabulary_build.c, which writes them.
 *
 *	header       magic (8), then HEADER_NUMBERS numbers, see enum vocabulary_header
 *	words        WORD_NUMBERS numbers each, in order of their bytes
 *	corrections  CORRECTION_NUMBERS numbers each, in order of the wrong word's bytes
 *	for deletes, then for sounds:
 *	  starts     1 << bits numbers and one more: where each bucket's entries begin
 *	  entries    a word's number in the low WORD_BITS, above it the tag of the key
 *	text         bytes that words and corrections point into, padded with NUL to 4
 *
 * Numbers are little-endian 32-bit.  No offset of a part is stored: sizes say
 * where each begins, and together they must be the size of the file.
 */

#include <endian.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "phonetic.h"
#include "vocabulary.h"
#include "vocabulary_key.h"

#define VOCABULARY_MAGIC       "FXVOCAB\n"
#define VOCABULARY_MAGIC_BYTES 8
#define VOCABULARY_WORD_BITS   22
#define VOCABULARY_TAG_MASK    0x3ffu
#define VOCABULARY_BITS_MAX    26

/* Of a word's number of articles, which are fewer: the glossary has the word. */
#define VOCABULARY_GLOSSARY_BIT (1u << 31)

/* Words that are filed under other keys are not found: their rules are part of the format. */
#define VOCABULARY_FORMAT_VERSION                                                              \
	(VOCABULARY_VERSION * 10000u + VOCABULARY_KEY_VERSION * 100u + PHONETIC_VERSION)

_Static_assert(VOCABULARY_WORDS_MAX == 1u << VOCABULARY_WORD_BITS, "a word fits in an entry");

enum vocabulary_header {
	HEADER_VERSION,
	HEADER_DOCUMENTS,
	HEADER_WORDS,
	HEADER_CORRECTIONS,
	HEADER_BITS, /* of the two tables, in the order of enum vocabulary_kind */
	HEADER_ENTRIES = HEADER_BITS + 2,
	HEADER_TEXT_BYTES = HEADER_ENTRIES + 2,
	HEADER_NUMBERS
};

enum vocabulary_word_member {
	WORD_TEXT,
	WORD_LENGTH,
	WORD_DOCUMENTS,
	WORD_WEIGHT,
	WORD_STEM,
	WORD_NUMBERS
};

enum vocabulary_correction_member {
	CORRECTION_WRONG,
	CORRECTION_WRONG_LENGTH,
	CORRECTION_RIGHT,
	CORRECTION_RIGHT_LENGTH,
	CORRECTION_NUMBERS
};

#define VOCABULARY_HEADER_BYTES     (VOCABULARY_MAGIC_BYTES + HEADER_NUMBERS * 4)
#define VOCABULARY_WORD_BYTES       (WORD_NUMBERS * 4)
#define VOCABULARY_CORRECTION_BYTES (CORRECTION_NUMBERS * 4)

static inline uint32_t
vocabulary_number(const unsigned char *at, size_t index)
{
	uint32_t number;

	memcpy(&number, at + index * 4, 4);
	return le32toh(number);
}

static inline void
vocabulary_put_number(unsigned char *at, size_t index, uint32_t number)
{
	number = htole32(number);
	memcpy(at + index * 4, &number, 4);
}

static inline size_t
vocabulary_bucket(uint64_t key, unsigned bits)
{
	return bits > 0 ? (size_t)(key >> (64 - bits)) : 0;
}

static inline uint32_t
vocabulary_tag(uint64_t key)
{
	return (uint32_t)key & VOCABULARY_TAG_MASK;
}

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_SUGGEST_FORMAT_H
#define FORNIX_SUGGEST_FORMAT_H

/*
 * The bytes of the file "suggestions".  Private to suggest_file.c, which reads
 * them, and suggest_build_file.c, which writes them.
 *
 *	header        magic (8), then SUGGEST_HEADER_NUMBERS numbers
 *	articles      SUGGEST_ARTICLE_NUMBERS numbers each
 *	phrases       SUGGEST_PHRASE_NUMBERS numbers each
 *	phrase words  numbers of words, those of each phrase together, in its order
 *	words         SUGGEST_WORD_NUMBERS numbers each, in order of their bytes
 *	for names, then for completions:
 *	  starts      a number for each word and one more: where its entries begin
 *	  entries     see suggest_file.h
 *	  runs        the smallest entry of each SUGGEST_RUN of them
 *	text          bytes that the rest points into, padded with NUL to 4
 *
 * Numbers are little-endian 32-bit.  No offset of a part is stored: sizes say
 * where each begins, and together they must be the size of the file.
 */

#include <endian.h>
#include <stddef.h>
#include <string.h>

#include "suggest_file.h"

#define SUGGEST_MAGIC       "FXSUGGES"
#define SUGGEST_MAGIC_BYTES 8

enum suggest_header {
	SUGGEST_HEADER_VERSION,
	SUGGEST_HEADER_ARTICLES,
	SUGGEST_HEADER_PHRASES,
	SUGGEST_HEADER_PHRASE_WORDS,
	SUGGEST_HEADER_WORDS,
	SUGGEST_HEADER_ENTRIES, /* of the two tables */
	SUGGEST_HEADER_TEXT_BYTES = SUGGEST_HEADER_ENTRIES + SUGGEST_TABLES,
	SUGGEST_HEADER_NUMBERS
};

enum suggest_article_member {
	SUGGEST_ARTICLE_ID,
	SUGGEST_ARTICLE_ID_LENGTH,
	SUGGEST_ARTICLE_URL,
	SUGGEST_ARTICLE_URL_LENGTH,
	SUGGEST_ARTICLE_TITLE,
	SUGGEST_ARTICLE_NUMBERS
};

enum suggest_phrase_member {
	SUGGEST_PHRASE_TEXT,
	SUGGEST_PHRASE_LENGTH,
	SUGGEST_PHRASE_WORDS, /* number of the first of its phrase words */
	SUGGEST_PHRASE_ARTICLE,
	SUGGEST_PHRASE_TRAITS, /* from the low bits: words, kind, letters, bonus, 8 each */
	SUGGEST_PHRASE_NUMBERS
};

enum suggest_word_member {
	SUGGEST_WORD_TEXT,
	SUGGEST_WORD_LENGTH, /* the highest bit: a stopword */
	SUGGEST_WORD_DOCUMENTS,
	SUGGEST_WORD_NUMBERS
};

#define SUGGEST_STOPWORD_BIT  0x80000000u
#define SUGGEST_HEADER_BYTES  (SUGGEST_MAGIC_BYTES + SUGGEST_HEADER_NUMBERS * 4)
#define SUGGEST_ARTICLE_BYTES (SUGGEST_ARTICLE_NUMBERS * 4)
#define SUGGEST_PHRASE_BYTES  (SUGGEST_PHRASE_NUMBERS * 4)
#define SUGGEST_WORD_BYTES    (SUGGEST_WORD_NUMBERS * 4)

_Static_assert(SUGGEST_PHRASES_MAX == 1u << SUGGEST_PHRASE_BITS, "a phrase fits in an entry");

static inline uint32_t
suggest_number(const unsigned char *at, size_t index)
{
	uint32_t number;

	memcpy(&number, at + index * 4, 4);
	return le32toh(number);
}

static inline void
suggest_put_number(unsigned char *at, size_t index, uint32_t number)
{
	number = htole32(number);
	memcpy(at + index * 4, &number, 4);
}

static inline uint64_t
suggest_runs(uint64_t entries)
{
	return (entries + SUGGEST_RUN - 1) / SUGGEST_RUN;
}

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_PATTERN_BOOK_H
#define FORNIX_PATTERN_BOOK_H

/*
 * What a book of patterns is made of; private to pattern.c, which writes one,
 * and pattern_match.c, which reads it.
 *
 * Words are numbered; a phrase, a part and a pattern are each a run of the
 * things below it.  So matching compares numbers only.
 */

#include "pattern.h"

#define PATTERN_SLOTS 16384 /* of the table of words: a power of two, twice the words */

struct pattern_entry {
	char *text; /* a stem, or "=" and a word that is meant exactly; owned */
	size_t length;
};

struct pattern_phrase {
	uint32_t first; /* in numbers */
	uint32_t count; /* of words, at least 1 */
};

struct pattern_part {
	uint32_t first; /* in phrases: any of them */
	uint32_t count;
	bool is_excluded;
};

struct pattern {
	enum pattern_kind kind;
	unsigned rule, line;
	char *text;     /* owned */
	uint32_t first; /* in parts: all of them */
	uint32_t count;
};

struct pattern_book {
	uint16_t slots[PATTERN_SLOTS]; /* number + 1 of an entry, 0 where free */
	size_t entry_count, entry_capacity;
	struct pattern_entry *entries;
	size_t number_count, number_capacity;
	uint16_t *numbers;
	size_t phrase_count, phrase_capacity;
	struct pattern_phrase *phrases;
	size_t part_count, part_capacity;
	struct pattern_part *parts;
	size_t pattern_count, pattern_capacity;
	struct pattern *patterns;
	char reason[160]; /* why the last one could not be used */
};

/* The slot that holds the text, or the free one where it belongs. */
size_t pattern_book_slot(const struct pattern_book *book, const char *text, size_t length);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_SUGGEST_WORDS_H
#define FORNIX_SUGGEST_WORDS_H

/*
 * What is typed, word by word, and the words of the file that each may stand for.
 * Private to suggest.c and suggest_find.c.
 */

#include "analyze.h"
#include "suggest_file.h"

#define SUGGEST_ASKED_MAX   12 /* words of a query; more are no name that anybody types */
#define SUGGEST_CHOICES_MAX 16

/* From this many letters on a word may have a typo. */
#define SUGGEST_TYPO_LETTERS 4

/* Neighbouring words of the file: [first, end). */
struct suggest_choice {
	uint32_t first, end;
	bool is_typo;
};

struct suggest_asked {
	char text[ANALYZE_WORD_MAX]; /* folded */
	size_t length;
	size_t start;     /* in the query */
	bool is_prefix;   /* the last word: any that begins so */
	bool is_optional; /* says nothing ("the"): a phrase may lack it */
	size_t choice_count;
	struct suggest_choice choices[SUGGEST_CHOICES_MAX];
};

struct suggest_query {
	bool is_too_long;
	size_t count;
	struct suggest_asked words[SUGGEST_ASKED_MAX];
};

void suggest_query_parse(struct analyzer *analyzer, const char *text, size_t length,
    struct suggest_query *ret_query);

/* Adds the words that are as typed, or begin so. */
void suggest_words_exact(const struct suggest_file *file, struct suggest_asked *asked);

/*
 * Adds the words that are as typed, or begin so, but for one letter too many,
 * too few, another one, or two neighbours exchanged.  Only a to z, and only from
 * SUGGEST_TYPO_LETTERS on: L4 is not L5.
 */
void suggest_words_near(const struct suggest_file *file, struct suggest_asked *asked);

/* Adds the words that begin as typed, though the word should be whole. */
void suggest_words_beginning(const struct suggest_file *file, struct suggest_asked *asked);

/* The choice that has the word, or NULL. */
const struct suggest_choice *suggest_asked_choice(
    const struct suggest_asked *asked, uint32_t word);

#endif

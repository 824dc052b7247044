/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_SUGGEST_COMPLETE_H
#define FORNIX_SUGGEST_COMPLETE_H

/*
 * Words of the articles that the last word may become.  Private to suggest.c.
 */

#include "suggest_words.h"

/* Fewer letters would give any word. */
#define SUGGEST_COMPLETE_LETTERS 3

/* Words looked at; more begin alike only while next to nothing is typed. */
#define SUGGEST_COMPLETE_WORDS_MAX 2048

#define SUGGEST_COMPLETE_MAX 8

/*
 * Fills in numbers of words, those of most articles first, without stopwords,
 * words with digits, the word as it is typed and, among many articles, words that
 * only one has: they are often misspelt.  Those with a typo only where there are
 * no others.  Returns how many.
 */
size_t suggest_complete(const struct suggest_file *file, const struct suggest_asked *asked,
    uint32_t ret_words[SUGGEST_COMPLETE_MAX]);

#endif

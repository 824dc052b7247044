/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_VOCABULARY_WRITE_H
#define FORNIX_VOCABULARY_WRITE_H

/*
 * The vocabulary of a generation that is being built.
 *
 * Its words are those of its articles, as they are written, and those of
 * vocabulary_extras.h, which no article needs to have.  What stands for a
 * misspelling comes first from the articles that name it ("misspellings" of
 * the front matter): the nearest word of the article's title, or the title's
 * words where none is near; then from the list that is part of the program.
 * Either counts only where the misspelling is not a word of the index itself and
 * what stands for it is.
 */

#include <stdbool.h>

#include "error.h"
#include "word_counts.h"

/*
 * Writes FOLDER/vocabulary from the words of all articles, FOLDER/articles.mdb
 * and the glossary's text, replacing the one of the generation before; publishing
 * syncs it.  With are_changes, words is what is other than in the one before.
 * LIMIT for more words or misspellings than a vocabulary may have.
 */
FORNIX_CHECKED enum fornix_status vocabulary_write(const char *folder,
    const struct word_counts *words, bool are_changes, struct span glossary,
    struct fornix_error *err);

#endif

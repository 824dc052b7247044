/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_PASSAGE_H
#define FORNIX_PASSAGE_H

/*
 * Cutting a readable piece out of a text: at sentences, else at words, else
 * between characters.
 *
 * A private helper of snippet.c; it knows nothing of words to look for.
 */

#include <stdbool.h>
#include <stddef.h>

#include "span.h"

/* Of the marks "… " and " …" around a piece. */
#define PASSAGE_ELLIPSES_BYTES 8

/* A piece of a text: bytes [start, end). */
struct passage {
	size_t start, end;
};

/*
 * Where the sentence starts of which the word at position at is the first
 * (quotes and brackets before the word belong to it); SIZE_MAX when the word is
 * inside a sentence.  Constant time.
 */
size_t passage_sentence_at(struct span text, size_t at);

/*
 * The piece that holds [wanted.start, wanted.end), or as much of it as fits,
 * and has about aim bytes, at most max.  sentence is where the sentence of
 * wanted.start starts.
 */
struct passage passage_around(
    struct span text, struct passage wanted, size_t sentence, size_t aim, size_t max);

/*
 * The piece as one line of valid UTF-8, white space single, with "… " and " …"
 * where text was left out; the caller frees it.  Not longer than max bytes: stops
 * between the items of a list make it longer than it was, and its end may go for that.
 */
char *passage_dup(struct span text, struct passage passage, size_t max);

#endif

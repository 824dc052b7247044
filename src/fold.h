/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_FOLD_H
#define FORNIX_FOLD_H

/*
 * One character folded: what it is to the analyzer and what stands for it.
 *
 * A private helper of analyze.c; nothing else includes it.
 */

#include <stddef.h>

enum fold_class {
	FOLD_SEPARATOR, /* also what is not valid UTF-8 */
	FOLD_LETTER,
	FOLD_DIGIT,
	FOLD_IDEOGRAPH,  /* Han, Hiragana, Katakana, a Hangul syllable */
	FOLD_MARK,       /* belongs to the character before it and leaves nothing */
	FOLD_IGNORED,    /* as if it were not there */
	FOLD_APOSTROPHE, /* straight, curly or an accent standing alone */
	FOLD_STOP,
	FOLD_COMMA,
	FOLD_JOINER, /* hyphen, en dash, slash, ampersand */
};

/* Unicode's longest decomposition has 18 code points. */
#define FOLD_BYTES_MAX 72

struct fold {
	enum fold_class class;
	size_t size;   /* bytes read: one code point, for decomposed Hangul up to three */
	size_t length; /* of bytes; 0 but for letters, digits and ideographs */
	char bytes[FOLD_BYTES_MAX];
};

/* Letters in lower case and digits as they are; 0 for every other byte. */
extern const char fold_ascii[256];

/* Folds the character at s; length, at least 1, is what is left of the text. */
void fold_character(const char *s, size_t length, struct fold *ret_fold);

#endif

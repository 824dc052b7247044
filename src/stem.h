/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_STEM_H
#define FORNIX_STEM_H

/*
 * English stems, cached.
 *
 * A private helper of analyze.c; the only user of libstemmer.
 */

#include <stddef.h>

#define STEM_WORD_MAX 64 /* bytes of a word and of its stem */
#define STEM_PADDING  32 /* zero bytes behind a word */

/* Not shared between threads.  Half a megabyte, whatever it is fed. */
struct stemmer;

struct stemmer *stemmer_new(void);
void stemmer_free(struct stemmer *stemmer);

/*
 * Writes the stem of word (letters a to z, 1 to STEM_WORD_MAX of them, then
 * STEM_PADDING zero bytes) and a NUL; returns its length, 1 to STEM_WORD_MAX.
 */
size_t stemmer_stem(
    struct stemmer *stemmer, const char *word, size_t length, char ret_stem[STEM_WORD_MAX + 1]);

#endif

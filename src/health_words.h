/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_HEALTH_WORDS_H
#define FORNIX_HEALTH_WORDS_H

/*
 * Words of health that people ask any practice for: body parts, illnesses,
 * treatments.  One that no article has is still written right, and must not be
 * taken for a misspelling of another.  Only the write side includes this.
 */

#include <stddef.h>

/* In order of their bytes, a to z in lower case, each once. */
extern const char *const health_words[];
extern const size_t health_word_count;

#endif

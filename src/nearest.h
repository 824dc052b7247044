/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_NEAREST_H
#define FORNIX_NEAREST_H

/* "Did you mean": the nearest of a few names, for error messages. */

#include <stddef.h>

/*
 * The name with the smallest edit distance to word, or the one that word
 * begins; NULL when none is near.  Borrowed from names.
 */
const char *nearest_name(const char *word, const char *const *names, size_t count);

#endif

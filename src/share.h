/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_SHARE_H
#define FORNIX_SHARE_H

/* Which of the articles an index has that shares them with others. */

#include <stdbool.h>

#define SHARE_COUNT_MAX 64

struct share {
	unsigned place; /* from 1 */
	unsigned count; /* of places; 0: there are no others, it has all */
};

/*
 * Whether the article at the path below the corpus is of this share: by its FNV-1a hash,
 * 64 bits, the upper half of them modulo the count.  All machines must say the same, in
 * every version.
 */
bool share_has(const struct share *share, const char *path);

#endif

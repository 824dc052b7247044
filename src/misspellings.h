/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_MISSPELLINGS_H
#define FORNIX_MISSPELLINGS_H

/*
 * Common misspellings of medical words: data/misspellings.tsv, made part of the
 * program.  Used when an index is built.
 */

#include <stddef.h>

struct misspelling {
	const char *wrong; /* one folded word */
	const char *right; /* folded words with a space between */
};

extern const struct misspelling misspellings[];
extern const size_t misspelling_count;

#endif

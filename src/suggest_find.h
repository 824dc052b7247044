/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_SUGGEST_FIND_H
#define FORNIX_SUGGEST_FIND_H

/*
 * The phrases that have what is typed, best first.  Private to suggest.c.
 *
 * The time is bounded whatever is typed: the best phrases of one word are read
 * off its entries, and of several words the one with the fewest entries gives
 * the phrases that are looked at, until SUGGEST_STEPS_MAX.
 */

#include "suggest_words.h"

#define SUGGEST_FOUND_MAX    40
#define SUGGEST_STEPS_MAX    20000 /* comparisons of words; each some nanoseconds */
#define SUGGEST_STEPS_PHRASE 10    /* to get at a phrase, which is not in the cache */

struct suggest_found {
	uint32_t number;
	unsigned cost;
	bool is_typed; /* nothing of it is left to type */
	struct suggest_phrase phrase;
};

struct suggest_founds {
	size_t count;
	struct suggest_found items[SUGGEST_FOUND_MAX];
};

/* Whether the phrase has every word that must be there. */
bool suggest_has_all(const struct suggest_query *query, const struct suggest_phrase *phrase);

/* Fills in the phrases of the table, in order of cost; each once. */
void suggest_find(const struct suggest_file *file, enum suggest_table table,
    const struct suggest_query *query, struct suggest_founds *ret_founds);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_VOCABULARY_EXTRAS_H
#define FORNIX_VOCABULARY_EXTRAS_H

/*
 * Words that are right although no article has them: those of the practice's
 * glossary, which lead to others, and those of health_words.h, which lead
 * nowhere.  A private helper of vocabulary_write.c.
 */

#include <stdbool.h>
#include <stddef.h>

#include "analyze.h"
#include "span.h"

struct vocabulary_extra {
	struct span word; /* folded; as long as the list */
	bool is_in_glossary;
};

struct vocabulary_extras {
	size_t count, capacity;
	struct vocabulary_extra *items; /* owned; in order of their bytes, each word once */
};

/* glossary: its text, as people wrote it.  The caller calls vocabulary_extras_fini(). */
void vocabulary_extras_init(
    struct vocabulary_extras *extras, struct analyzer *analyzer, struct span glossary);
void vocabulary_extras_fini(struct vocabulary_extras *extras);

#endif

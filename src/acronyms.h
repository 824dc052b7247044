/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_ACRONYMS_H
#define FORNIX_ACRONYMS_H

/*
 * The words that the articles write in capitals, "MRI": where only the folded form is at
 * hand, as in a tag or the glossary, it is shown as people know it.
 *
 * A generation keeps them as the fact "acronyms" of articles.mdb: the words in lower case, in
 * order of bytes, each in a cell of ACRONYM_CELL_BYTES that NULs fill up.  They are ASCII
 * letters and digits; acronyms_write.h says which words count.
 */

#include <stdbool.h>

#include "articles.h"
#include "buffer.h"
#include "span.h"

#define ACRONYM_BYTES_MIN  2
#define ACRONYM_BYTES_MAX  7
#define ACRONYM_CELL_BYTES 8

struct acronyms {
	struct span cells; /* borrowed from the articles; empty when there are none */
};

/* None where the articles have no such fact, or a damaged one: what is shown is still right. */
struct acronyms acronyms_open(struct articles *articles);

/* A slug as people read it: "MRI of the brain" for "mri-of-the-brain".  The caller frees it. */
char *acronyms_label(const struct acronyms *acronyms, struct span slug);

/* The same text with its acronyms in capitals.  The caller frees it. */
char *acronyms_spell(const struct acronyms *acronyms, struct span text);

/* The letters and digits of ASCII that text begins with: 0 when it begins with none. */
size_t acronyms_word_length(struct span text);

#endif

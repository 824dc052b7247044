/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_ACRONYMS_WRITE_H
#define FORNIX_ACRONYMS_WRITE_H

/*
 * Finds and writes what acronyms.h reads: words that titles, descriptions and headings
 * write in capitals more often than not.  Other names in the front matter count where they
 * have capitals; in lower case they say nothing, because many are written so throughout.
 * Where all words of a text are in capitals, that is its style.
 */

#include "articles.h"
#include "record.h"

struct acronym_counts;

struct acronym_counts *acronym_counts_new(void);
void acronym_counts_free(struct acronym_counts *counts);

void acronym_counts_add(struct acronym_counts *counts, const struct record *record);

/* Into articles that are being written; they are committed by the caller. */
FORNIX_CHECKED enum fornix_status acronym_counts_write(
    struct acronym_counts *counts, struct articles *articles, struct fornix_error *err);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_SUGGEST_WRITE_H
#define FORNIX_SUGGEST_WRITE_H

/*
 * The suggestions of a generation that is being built.
 *
 * An article is offered by its title; by the keywords, synonyms and
 * misspellings of its front matter; and by the names that the glossary gives to
 * what it is about.  What is typed is completed to keywords, synonyms, headings,
 * names of the glossary that the articles know, and words.
 */

#include "error.h"
#include "span.h"

/*
 * Writes FOLDER/suggestions from FOLDER/articles.mdb, FOLDER/vocabulary and the
 * text of a glossary, replacing the one of the generation before; publishing
 * syncs it.  LIMIT for more than a file of suggestions holds.
 */
FORNIX_CHECKED enum fornix_status suggest_write(
    const char *folder, struct span glossary, struct fornix_error *err);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_GLOSSARY_CHECK_H
#define FORNIX_GLOSSARY_CHECK_H

/*
 * What is wrong with a glossary, and what of it is of no use to the articles
 * that are indexed.
 *
 * Problems: a line that cannot be used; a line of one phrase that stands for
 * itself; a phrase that has an entry on an earlier line too; a one-way line that
 * another leads back from.  Notes, as they may be meant: an entry that finds
 * nothing; one that finds too much; a phrase on both sides of an arrow.  A way
 * back over more than two lines is fine: a phrase is looked up only once.
 */

#include "analyze.h"
#include "findings.h"
#include "index_reader.h"

/* A phrase is too common as a target when more than 1 of so many articles have it. */
#define GLOSSARY_CHECK_COMMON_PART 3
/* With fewer articles none is. */
#define GLOSSARY_CHECK_ARTICLES_MIN 30

/*
 * Checks text against the index, or, where that is NULL, as far as that goes
 * without one: all problems, and no notes of what articles have.  The caller
 * frees what *ret_findings holds.
 */
FORNIX_CHECKED enum fornix_status glossary_check(struct analyzer *analyzer,
    struct index_reader *index, const char *text, size_t length, struct findings *ret_findings,
    struct fornix_error *err);

#endif

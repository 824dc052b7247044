/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_REPORT_TITLES_H
#define FORNIX_REPORT_TITLES_H

/*
 * The title that is written most like a text: "bellspalsy" and "Bell's palsy",
 * "meningiomatosis" and "Meningioma".
 *
 * For queries that found nothing, where the words of the index are no help any more.
 * Titles and text are compared as a whole without spaces, and word by word, by the
 * groups of three bytes that both have.  A title is looked at up to a colon or a
 * bracket.
 */

#include "analyze.h"
#include "search.h"

#define REPORT_TITLES_ALIKE 50 /* percent of the groups, at the least */

struct report_title {
	char *id, *title;
};

struct report_titles;

/* Reads the titles of all articles.  The caller frees *ret_titles. */
FORNIX_CHECKED enum fornix_status report_titles_read(struct searcher *searcher,
    struct analyzer *analyzer, struct report_titles **ret_titles, struct fornix_error *err);
void report_titles_free(struct report_titles *titles);

/* NULL when none is REPORT_TITLES_ALIKE; of several that are as much alike, the first. */
const struct report_title *report_titles_nearest(
    const struct report_titles *titles, struct analyzer *analyzer, const char *text);

/* How much of a title says what the article is about, in bytes. */
size_t report_titles_subject(const char *title);

#endif

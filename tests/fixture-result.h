/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FIXTURE_RESULT_H
#define FIXTURE_RESULT_H

/*
 * Results made by hand, for the tests of the faces; and golden files, which
 * hold what a face gave when somebody last looked at it.
 */

#include "../src/buffer.h"
#include "../src/search.h"

/*
 * Page 2 of "face pain", 5 of 12 hits: with and without section, marks, dates
 * and tags; facets with a selected tag; one warning.
 */
struct search_result *fixture_result_new(void);

/* No hits for the query; article_count 63. */
struct search_result *fixture_result_empty(const char *query);

/* A correction of the query, with as many suggestions as there may be. */
void fixture_result_correct(struct search_result *result, enum search_correction_mode mode);

/* Three synonyms that were searched for too, two of them for the same words. */
void fixture_result_add_synonyms(struct search_result *result);

/* A rule for an emergency has fired, with two phones and a link. */
void fixture_result_add_urgent(struct search_result *result);
/* An article and another address. */
void fixture_result_add_best_bets(struct search_result *result);

/* "face" and "pain" were searched for, "nuralgia" and "<b>" were left out. */
void fixture_result_drop(struct search_result *result);

/* Topics, and with a relaxation what it found: three hits of 12, corrected. */
void fixture_result_add_help(struct search_result *result, unsigned relaxed);

/* The last count hits are barely related. */
void fixture_result_loosen(struct search_result *result, size_t count);

/* As fixture_result_new(), corrected, with synonyms, loose hits and help, with every text
 * replaced, and marks in, across and past its end. */
struct search_result *fixture_result_hostile(const char *text);

/* Repeats the hits until there are count. */
void fixture_result_grow(struct search_result *result, size_t count);

/* Replaces a member that the result owns. */
void fixture_string_set(char **member, const char *value);

/*
 * Compares out with "$srcdir/tests/data/render/NAME" as one check.  With
 * FORNIX_GOLDEN_UPDATE=1 writes that file instead.
 */
void fixture_golden(const struct buffer *out, const char *name);

/* Texts that break out of markup, JSON or a terminal where they can. */
extern const char *const fixture_hostile_texts[];
extern const size_t fixture_hostile_count;

#endif

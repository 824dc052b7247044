/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_REPORT_SCRUB_H
#define FORNIX_REPORT_SCRUB_H

/*
 * The text of a query as it may be counted, if it may be.
 *
 * Withheld is what looks like something of a person: addresses of mail and web,
 * numbers of phones, records, insurances and accounts, dates of birth, postal
 * codes, street addresses, names that begin with a common given name; and what
 * is longer than a search usually is, because it tells a story.  It knows shapes,
 * not people: what it misses is held back by the number of times that a text
 * must be asked for.
 */

#include "analyze.h"
#include "buffer.h"

#define REPORT_SCRUB_WORDS_MAX  8
#define REPORT_SCRUB_DIGITS_MAX 5 /* in the whole text; one number has at most 4 */

enum report_scrub {
	REPORT_SCRUB_FINE,
	REPORT_SCRUB_EMPTY, /* there is no word in it */
	REPORT_SCRUB_WITHHELD,
};

/*
 * Appends the words of the query, folded, with one space between, so that what
 * means the same counts as the same; nothing unless FINE.  The query is any
 * bytes.
 */
enum report_scrub report_scrub(
    struct analyzer *analyzer, const char *query, size_t length, struct buffer *text);

#endif

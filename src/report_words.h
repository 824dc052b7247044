/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_REPORT_WORDS_H
#define FORNIX_REPORT_WORDS_H

/* The words by which report_scrub.c, their only reader, knows what is personal. */

#include <stdbool.h>
#include <stddef.h>

enum report_words {
	REPORT_WORDS_LABEL,     /* a number beside it is somebody's */
	REPORT_WORDS_MONTH,     /* a year beside it makes a date */
	REPORT_WORDS_MAIL,      /* part of a mail address that lost its @ */
	REPORT_WORDS_STREET,    /* behind the number of a house */
	REPORT_WORDS_TITLE,     /* before a person's name */
	REPORT_WORDS_CLINICIAN, /* before a name that is public */
	REPORT_WORDS_EPONYM,    /* behind a name that is one of an illness or a place */
	REPORT_WORDS_GIVEN,     /* given names that are no other word */
	REPORT_WORDS_LISTS
};

/* word is folded. */
bool report_words_has(enum report_words list, const char *word, size_t length);

/* "1st", "2nd", "3rd", "7th". */
bool report_words_is_ordinal(const char *word, size_t length);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_REPORT_TALLY_H
#define FORNIX_REPORT_TALLY_H

/*
 * Names and what is counted of them, in memory: texts of queries for one.
 *
 * A text is rare until it has been counted as often as the threshold says; rare
 * texts are in memory only.  At most REPORT_TALLY_RARE_MAX rare ones are held:
 * beyond that the one that was not asked for longest is forgotten.  At most
 * REPORT_TALLY_KNOWN_MAX can be known: then no rare one becomes it any more.
 *
 * Not for two threads.
 */

#include <stdbool.h>

#include "report.h"
#include "span.h"

#define REPORT_TALLY_RARE_MAX  10000
#define REPORT_TALLY_KNOWN_MAX 10000

struct report_tally;

/*
 * threshold: searches that make a text known, 0 for names that are none of a person.
 * The limits are the two above, or those of a test.
 */
struct report_tally *report_tally_new(unsigned threshold, size_t rare_max, size_t known_max);
void report_tally_free(struct report_tally *tally);

/* Forgets all. */
void report_tally_clear(struct report_tally *tally);

/* A text that is on disk for this day. */
void report_tally_know(struct report_tally *tally, struct span text, uint32_t day);

/* Whether it would be counted as a known one. */
bool report_tally_knows(const struct report_tally *tally, struct span text);

void report_tally_count(struct report_tally *tally, struct span text, uint32_t day,
    const struct report_counts *counts);

/*
 * Calls back for what has been counted of known texts since the last
 * report_tally_written(), each text and day once, until it returns false; returns
 * false then.
 */
typedef bool report_tally_callback(
    struct span text, uint32_t day, const struct report_counts *counts, void *context);
bool report_tally_each(
    const struct report_tally *tally, report_tally_callback *callback, void *context);

/* All that report_tally_each() gave is on disk. */
void report_tally_written(struct report_tally *tally);

/* Forgets counts of days before first_day, and texts that have no other. */
void report_tally_expire(struct report_tally *tally, uint32_t first_day);

size_t report_tally_rare(const struct report_tally *tally);
size_t report_tally_known(const struct report_tally *tally);

#endif

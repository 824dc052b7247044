/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_REPORT_COUNTER_H
#define FORNIX_REPORT_COUNTER_H

/*
 * Counting beside answering: a thread with a report_book.h of its own.
 *
 * Whoever answers leaves what is to be counted in a queue, which takes a lock for
 * a few lines and never waits; the thread looks at it every second and writes
 * every minute.  A queue that is full loses searches, which is counted.  Trouble
 * with the disk is kept for whoever asks, and harms no answer.
 */

#include <stddef.h>

#include "error.h"
#include "report.h"
#include "report_book.h"
#include "report_typing.h"

#define REPORT_QUEUE_MAX 1024 /* searches in the queue */
#define REPORT_WRITE_S   60

struct report_counter;

/* As report_book_open(). */
FORNIX_CHECKED enum fornix_status report_counter_start(
    const struct report_book_options *options, struct report_counter **ret_counter,
    struct fornix_error *err);

/* From any thread.  The query is as typed; it is not looked at when a rule fired. */
void report_counter_add(struct report_counter *counter, const char *query, size_t query_length,
    const struct report_facts *facts);

/*
 * The same for a client that asks with every letter: see report_typing.h.  The text
 * is compared with others also when a rule fired, and forgotten then.
 */
void report_counter_add_typed(struct report_counter *counter, const char *query,
    size_t query_length, const struct report_facts *facts);

/* Has all written soon instead of within the minute.  From any thread. */
void report_counter_write(struct report_counter *counter);

/* What the last writing ended with.  From any thread. */
FORNIX_CHECKED enum fornix_status report_counter_trouble(
    struct report_counter *counter, struct fornix_error *err);

/* Writes and ends; returns what the writing ended with.  NULL is fine. */
FORNIX_CHECKED enum fornix_status report_counter_stop(
    struct report_counter *counter, struct fornix_error *err);

#endif

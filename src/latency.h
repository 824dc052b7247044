/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_LATENCY_H
#define FORNIX_LATENCY_H

/*
 * How long something took, many times, as a histogram for Prometheus.
 *
 * Numbers of times and their sum, and nothing of any one of them.  Adding is an
 * atomic addition or two, from any thread; it takes no lock and never waits.
 */

#include <stdatomic.h>
#include <stdint.h>

#include "buffer.h"

/* From 10 microseconds to 10 seconds, six to a decade, and what took longer. */
#define LATENCY_BOUNDS 37

/* All 0 at the beginning. */
struct latency {
	atomic_uint_fast64_t counts[LATENCY_BOUNDS + 1]; /* each of its bucket alone */
	atomic_uint_fast64_t sum_us;
};

/* A time below 0 is taken for 0. */
void latency_add(struct latency *latency, int64_t us);

/*
 * Appends the lines of the histogram with the name, which is in seconds, and a label,
 * as in answer="cached".  HELP and TYPE come before the first of a name, and are the
 * caller's.  What is added meanwhile may be in it or not, but count is the last bucket.
 */
void latency_print(
    struct latency *latency, const char *name, const char *label, struct buffer *out);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_HTTP_CLOCK_H
#define FORNIX_HTTP_CLOCK_H

/* The clock of deadlines: it does not jump when somebody sets the date. */

#include <stdint.h>
#include <time.h>

static inline int64_t
http_clock_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static inline int64_t
http_clock_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* The same clock for pthread_cond_timedwait(), on a condition with CLOCK_MONOTONIC. */
static inline struct timespec
http_clock_timespec(int64_t ms)
{
	return (struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
}

#endif

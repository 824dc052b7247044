/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Doing the same to many things at once: each of them once. */

#include "parallel.h"

#include <pthread.h>

#include "tap.h"

#define THINGS 1000

static unsigned done[THINGS];
static pthread_barrier_t barrier;

static void
count(size_t i, void *context)
{
	done[i] += *(const unsigned *)context;
}

static bool
each_is(unsigned wanted)
{
	size_t i;

	for (i = 0; i < THINGS && done[i] == wanted; i++)
		;
	return i == THINGS;
}

/* Ends only when both tasks run at the same time. */
static void
meet(size_t i, void *context)
{
	(void)i;
	(void)context;
	pthread_barrier_wait(&barrier);
}

int
main(void)
{
	unsigned step = 1;

	parallel_run(0, 4, count, &step);
	tap_ok(each_is(0), "nothing to do");
	parallel_run(THINGS, 1, count, &step);
	tap_ok(each_is(1), "each once by one thread");
	parallel_run(THINGS, 4, count, &step);
	tap_ok(each_is(2), "and by four");
	parallel_run(THINGS, 100, count, &step);
	tap_ok(each_is(3), "and by more than there may be");
	parallel_run(THINGS, 0, count, &step);
	tap_ok(each_is(4), "and by one a core");
	pthread_barrier_init(&barrier, NULL, 2);
	parallel_run(2, 2, meet, NULL);
	tap_ok(true, "two at the same time");
	pthread_barrier_destroy(&barrier);
	return tap_done();
}

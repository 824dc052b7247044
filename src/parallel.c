/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parallel.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

struct work {
	size_t count;
	atomic_size_t next;
	parallel_task *task;
	void *context;
};

static void *
run(void *context)
{
	struct work *work = context;
	size_t i;

	while ((i = atomic_fetch_add(&work->next, 1)) < work->count)
		work->task(i, work->context);
	return NULL;
}

void
parallel_run(size_t count, unsigned threads, parallel_task *task, void *context)
{
	struct work work = {.count = count, .task = task, .context = context};
	pthread_t others[PARALLEL_THREADS_MAX];
	long cores = threads > 0 ? (long)threads : sysconf(_SC_NPROCESSORS_ONLN);
	unsigned started = 0;

	while ((long)started + 1 < cores && started + 1 < count &&
	       started < PARALLEL_THREADS_MAX - 1 &&
	       pthread_create(&others[started], NULL, run, &work) == 0)
		started++;
	run(&work);
	while (started > 0)
		pthread_join(others[--started], NULL);
}

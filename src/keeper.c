/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "keeper.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

#include "index_reader.h"
#include "xalloc.h"

struct keeper {
	pthread_t thread;
	pthread_mutex_t lock; /* for all below */
	pthread_cond_t wake;
	bool is_stopping;
};

/* Returns false when it is time to stop. */
static bool
wait_a_second(struct keeper *keeper)
{
	struct timespec end;
	bool goes_on;

	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec++;
	pthread_mutex_lock(&keeper->lock);
	if (!keeper->is_stopping)
		pthread_cond_timedwait(&keeper->wake, &keeper->lock, &end);
	goes_on = !keeper->is_stopping;
	pthread_mutex_unlock(&keeper->lock);
	return goes_on;
}

static void *
run(void *context)
{
	while (wait_a_second(context))
		index_shards_keep();
	return NULL;
}

static void
make_locks(struct keeper *keeper)
{
	pthread_condattr_t attributes;

	pthread_mutex_init(&keeper->lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&keeper->wake, &attributes);
	pthread_condattr_destroy(&attributes);
}

static void
destroy(struct keeper *keeper)
{
	pthread_cond_destroy(&keeper->wake);
	pthread_mutex_destroy(&keeper->lock);
	free(keeper);
}

/* Signals are for the main thread. */
enum fornix_status
keeper_start(struct keeper **ret_keeper, struct fornix_error *err)
{
	struct keeper *keeper = xcalloc(1, sizeof *keeper);
	sigset_t all, before;
	int result;

	make_locks(keeper);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	result = pthread_create(&keeper->thread, NULL, run, keeper);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (result != 0) {
		destroy(keeper);
		return error_set_errno(err, FORNIX_ERR_IO, result,
		    "cannot start the thread that looks after shards");
	}
	*ret_keeper = keeper;
	return FORNIX_OK;
}

void
keeper_stop(struct keeper *keeper)
{
	if (keeper == NULL)
		return;
	pthread_mutex_lock(&keeper->lock);
	keeper->is_stopping = true;
	pthread_cond_signal(&keeper->wake);
	pthread_mutex_unlock(&keeper->lock);
	pthread_join(keeper->thread, NULL);
	destroy(keeper);
}

enum fornix_status
keeper_trouble(struct fornix_error *err)
{
	struct index_shards shards = index_shards_count();

	if (shards.down > 0)
		return error_set(err, FORNIX_ERR_IO,
		    "%u of %u shards cannot be searched: answers are partial", shards.down,
		    shards.count);
	if (shards.replaced > 0)
		return error_set(err, FORNIX_ERR_IO,
		    "%u of %u shards have another index than was joined, so that what is near "
		    "or related is left out: run 'fornix index --join'",
		    shards.replaced, shards.count);
	return FORNIX_OK;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "routes_index.h"

#include <assert.h>
#include <pthread.h>
#include <time.h>

#include "generation.h"
#include "xalloc.h"

/* A damaged generation is looked at again after this time. */
#define REFUSAL_S 60

/* A searcher and its generation's number; searcher NULL: none. */
struct opened {
	unsigned number;
	struct searcher *searcher;
};

struct worker {
	struct opened now;  /* belongs to the worker's thread */
	struct opened next; /* left for it by the refreshing thread; under the lock */
};

struct routes_index {
	char *folder;
	unsigned worker_count;
	struct worker *workers;
	struct suggester *suggester;      /* belongs to the thread that suggests */
	struct suggester *next_suggester; /* left for it, as for workers; under the lock */
	struct suggester *old_suggester;  /* left by it to be freed; under the lock */
	pthread_mutex_t lock;
	struct routes_index_state state; /* number 0: none yet; under the lock */
	/* Only routes_index_refresh() touches these. */
	unsigned refused_number;
	time_t refused_until_s;
	struct fornix_error refusal;
};

struct routes_index *
routes_index_new(const char *folder, unsigned workers)
{
	struct routes_index *index = xcalloc(1, sizeof *index);

	index->folder = xstrdup(folder);
	index->worker_count = workers;
	index->workers = xcalloc(workers, sizeof *index->workers);
	pthread_mutex_init(&index->lock, NULL);
	return index;
}

void
routes_index_free(struct routes_index *index)
{
	unsigned i;

	for (i = 0; i < index->worker_count; i++) {
		searcher_free(index->workers[i].now.searcher);
		searcher_free(index->workers[i].next.searcher);
	}
	suggester_free(index->suggester);
	suggester_free(index->next_suggester);
	suggester_free(index->old_suggester);
	pthread_mutex_destroy(&index->lock);
	free(index->workers);
	free(index->folder);
	free(index);
}

/*
 * Opens it for all workers at once, so that what is damaged is found here and
 * not by a visitor, and so that the folder may be removed from then on.
 */
static enum fornix_status
open_all(struct routes_index *index, const struct generation *generation,
    struct searcher **ret_searchers, struct fornix_error *err)
{
	enum fornix_status status = generation_verify(generation, err);
	unsigned opened = 0;

	while (status == FORNIX_OK && opened < index->worker_count) {
		status = searcher_open(generation, &ret_searchers[opened], err);
		opened += status == FORNIX_OK;
	}
	while (status != FORNIX_OK && opened > 0)
		searcher_free(ret_searchers[--opened]);
	return status;
}

/* Hands the searchers out; those left for a worker that has not searched since are freed. */
static void
publish(struct routes_index *index, const struct generation *generation,
    struct searcher **own_searchers, struct suggester *own_suggester)
{
	struct suggester *old_suggester;
	unsigned i;

	pthread_mutex_lock(&index->lock);
	index->state = (struct routes_index_state){
	    generation->number, generation->articles, generation->built_at};
	for (i = 0; i < index->worker_count; i++) {
		struct opened *next = &index->workers[i].next;
		struct searcher *old = next->searcher;

		*next = (struct opened){generation->number, own_searchers[i]};
		own_searchers[i] = old;
	}
	old_suggester = index->next_suggester;
	index->next_suggester = own_suggester;
	pthread_mutex_unlock(&index->lock);
	suggester_free(old_suggester);
	for (i = 0; i < index->worker_count; i++)
		searcher_free(own_searchers[i]);
}

static enum fornix_status
open_and_publish(struct routes_index *index, unsigned *ret_number, struct fornix_error *err)
{
	struct searcher **searchers = xcalloc(index->worker_count, sizeof(struct searcher *));
	struct generation *generation = NULL;
	enum fornix_status status = generation_open(index->folder, &generation, err);

	if (status == FORNIX_OK)
		status = open_all(index, generation, searchers, err);
	if (status == FORNIX_OK) {
		publish(index, generation, searchers, suggester_open(generation));
		*ret_number = generation->number;
	}
	generation_free(generation);
	free(searchers);
	return status;
}

static time_t
now_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

/*
 * Looking at a damaged one takes as long as at a good one: not every second.
 * One that is missing may come at any time.
 */
static enum fornix_status
refuse(struct routes_index *index, unsigned number, struct fornix_error *err)
{
	if (index->refusal.status != FORNIX_ERR_NOT_FOUND) {
		index->refused_number = number;
		index->refused_until_s = now_s() + REFUSAL_S;
	}
	if (err != NULL)
		*err = index->refusal;
	return index->refusal.status;
}

/* Called before each publication, so at most one was left since. */
static void
free_old_suggester(struct routes_index *index)
{
	struct suggester *old;

	pthread_mutex_lock(&index->lock);
	old = index->old_suggester;
	index->old_suggester = NULL;
	pthread_mutex_unlock(&index->lock);
	suggester_free(old);
}

enum fornix_status
routes_index_refresh(struct routes_index *index, unsigned *ret_number, struct fornix_error *err)
{
	unsigned number = generation_current(index->folder);

	*ret_number = 0;
	free_old_suggester(index);
	if (number == 0 || number == index->state.number)
		return FORNIX_OK;
	if (number == index->refused_number && now_s() < index->refused_until_s) {
		if (err != NULL)
			*err = index->refusal;
		return index->refusal.status;
	}
	if (open_and_publish(index, ret_number, &index->refusal) != FORNIX_OK)
		return refuse(index, number, err);
	index->refused_number = 0;
	return FORNIX_OK;
}

bool
routes_index_get(struct routes_index *index, struct routes_index_state *ret_state)
{
	pthread_mutex_lock(&index->lock);
	*ret_state = index->state;
	pthread_mutex_unlock(&index->lock);
	return ret_state->number != 0;
}

bool
routes_index_searcher(struct routes_index *index, unsigned worker_number,
    struct searcher **ret_searcher, unsigned *ret_number)
{
	struct worker *worker = &index->workers[worker_number];
	struct searcher *old = NULL;

	assert(worker_number < index->worker_count);
	pthread_mutex_lock(&index->lock);
	if (worker->next.searcher != NULL) {
		old = worker->now.searcher;
		worker->now = worker->next;
		worker->next.searcher = NULL;
	}
	pthread_mutex_unlock(&index->lock);
	searcher_free(old);
	*ret_searcher = worker->now.searcher;
	*ret_number = worker->now.number;
	return worker->now.searcher != NULL;
}

/* Unmapping takes longer than suggesting, so that is left to the refreshing thread. */
struct suggester *
routes_index_suggester(struct routes_index *index)
{
	pthread_mutex_lock(&index->lock);
	if (index->next_suggester != NULL) {
		index->old_suggester = index->suggester;
		index->suggester = index->next_suggester;
		index->next_suggester = NULL;
	}
	pthread_mutex_unlock(&index->lock);
	return index->suggester;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "routes_index.h"

#include <assert.h>
#include <pthread.h>
#include <time.h>

#include "generation.h"
#include "xalloc.h"

/* A damaged generation is looked at again after this time. */
#define REFUSAL_S 60
/* And one that the system would not let be opened: too many files, a disk that failed. */
#define TROUBLE_S 5

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
	bool is_to_verify; /* what is served was taken as it looks, to answer at once */
	unsigned refused_number;
	time_t refused_until_s;
	struct fornix_error refusal; /* of refused_number */
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
	enum fornix_status status = FORNIX_OK;
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
	index->state.number = generation->number;
	index->state.articles = generation->articles;
	index->state.built_at = generation->built_at;
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
verify_and_publish(struct routes_index *index, struct generation *own_generation,
    bool is_to_verify, unsigned *ret_number, struct fornix_error *err)
{
	struct searcher **searchers = xcalloc(index->worker_count, sizeof(struct searcher *));
	enum fornix_status status = FORNIX_OK;

	if (is_to_verify)
		status = generation_verify(own_generation, 1, err);
	if (status == FORNIX_OK)
		status = open_all(index, own_generation, searchers, err);
	if (status == FORNIX_OK) {
		publish(index, own_generation, searchers, suggester_open(own_generation));
		*ret_number = own_generation->number;
	}
	generation_free(own_generation);
	free(searchers);
	return status;
}

static enum fornix_status
open_and_publish(struct routes_index *index, unsigned *ret_number, struct fornix_error *err)
{
	struct generation *generation;
	enum fornix_status status = generation_open(index->folder, &generation, err);
	bool is_trusted;

	if (status != FORNIX_OK)
		return status;
	/* Reading all of it takes longer than people wait for a service, or for a change. */
	is_trusted = generation_is_untouched(generation);
	status = verify_and_publish(index, generation, !is_trusted, ret_number, err);
	index->is_to_verify = status == FORNIX_OK && is_trusted;
	return status;
}

/* The newest that is whole, of those that were served before that one. */
static void
take_before(struct routes_index *index, unsigned number, unsigned *ret_number)
{
	struct generation *generation;
	enum fornix_status status = FORNIX_ERR_CORRUPT;

	while (
	    status != FORNIX_OK && (number = generation_before(index->folder, number)) != 0) {
		status = generation_open_number(index->folder, number, &generation, NULL);
		if (status == FORNIX_OK)
			status = verify_and_publish(index, generation, true, ret_number, NULL);
	}
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
static void
remember_refusal(struct routes_index *index, unsigned number, const struct fornix_error *err)
{
	if (err->status == FORNIX_ERR_NOT_FOUND)
		return;
	index->refusal = *err;
	index->refused_number = number;
	index->refused_until_s =
	    now_s() + (err->status == FORNIX_ERR_CORRUPT ? REFUSAL_S : TROUBLE_S);
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

/* Opens what current points to, which is another one than is served. */
static enum fornix_status
take_other(
    struct routes_index *index, unsigned number, unsigned *ret_number, struct fornix_error *err)
{
	enum fornix_status status;

	if (number == index->refused_number && now_s() < index->refused_until_s) {
		*err = index->refusal;
		return err->status;
	}
	status = open_and_publish(index, ret_number, err);
	if (status == FORNIX_OK) {
		index->refused_number = 0;
		return FORNIX_OK;
	}
	remember_refusal(index, number, err);
	if (index->state.number == 0 && status != FORNIX_ERR_NOT_FOUND)
		take_before(index, number, ret_number);
	return status;
}

/* What is open stays readable, but would not be found again after a restart. */
static enum fornix_status
look_at_served(struct routes_index *index, unsigned *ret_number, struct fornix_error *err)
{
	struct generation *generation;
	enum fornix_status status;

	if (index->state.number == index->refused_number) {
		*err = index->refusal;
		return err->status;
	}
	status = generation_open(index->folder, &generation, err);
	if (status != FORNIX_OK)
		return status;
	if (index->is_to_verify)
		status = generation_verify(generation, 1, err);
	index->is_to_verify = false;
	if (status != FORNIX_OK) {
		remember_refusal(index, generation->number, err);
		take_before(index, generation->number, ret_number);
	}
	generation_free(generation);
	return status;
}

/* The folder's path says nothing to those who see only what the service answers. */
static void
copy_trouble(char *to, const char *message, const char *folder)
{
	size_t length = strlen(folder), used = 0;

	while (*message != '\0' && used + 1 < FORNIX_ERROR_MESSAGE_BYTES) {
		if (strncmp(message, folder, length) == 0 && message[length] == '/')
			message += length + 1;
		else
			to[used++] = *message++;
	}
	to[used] = '\0';
}

static void
note(struct routes_index *index, const struct fornix_error *err)
{
	pthread_mutex_lock(&index->lock);
	index->state.is_damaged =
	    err->status != FORNIX_OK && err->status != FORNIX_ERR_NOT_FOUND;
	copy_trouble(index->state.trouble, err->message, index->folder);
	pthread_mutex_unlock(&index->lock);
}

enum fornix_status
routes_index_refresh(struct routes_index *index, unsigned *ret_number, struct fornix_error *err)
{
	unsigned number = generation_current(index->folder), served = index->state.number;
	struct fornix_error trouble = FORNIX_ERROR_INIT;
	enum fornix_status status;

	*ret_number = 0;
	free_old_suggester(index);
	if (served > 0 && (number == served || number == 0))
		status = look_at_served(index, ret_number, &trouble);
	else
		status = take_other(index, number, ret_number, &trouble);
	note(index, &trouble);
	/* Before the first there is none to miss. */
	if (status == FORNIX_ERR_NOT_FOUND && served == 0)
		return FORNIX_OK;
	if (status != FORNIX_OK && err != NULL)
		*err = trouble;
	return status;
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

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "http_queue.h"

#include <pthread.h>
#include <stdint.h>

#include "http_clock.h"
#include "xalloc.h"

/* Xapian recurses in the depth of a query; the default may be set to little. */
#define STACK_BYTES (2 * 1024 * 1024)

struct slot {
	void *job;
	int64_t pushed_ms;
};

struct worker {
	struct http_queue *queue;
	unsigned number;
	pthread_t thread;
};

struct http_queue {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct http_queue_calls calls;
	unsigned deadline_ms;
	bool is_stopping;
	unsigned capacity, first, count; /* of the ring of slots */
	struct slot *slots;
	unsigned worker_count; /* threads that run */
	struct worker *workers;
};

/* Waits for a job; returns false when there is none and none will come. */
static bool
take(struct http_queue *queue, struct slot *ret_slot)
{
	bool found;

	pthread_mutex_lock(&queue->lock);
	while (queue->count == 0 && !queue->is_stopping)
		pthread_cond_wait(&queue->changed, &queue->lock);
	found = queue->count > 0;
	if (found) {
		*ret_slot = queue->slots[queue->first];
		queue->first = (queue->first + 1) % queue->capacity;
		queue->count--;
	}
	pthread_mutex_unlock(&queue->lock);
	return found;
}

static void *
work(void *argument)
{
	struct worker *worker = argument;
	struct http_queue *queue = worker->queue;
	struct slot slot;
	bool is_late;

	while (take(queue, &slot)) {
		is_late = http_clock_ms() - slot.pushed_ms > queue->deadline_ms;
		queue->calls.run(queue->calls.context, worker->number, slot.job, is_late);
		queue->calls.release(slot.job);
	}
	return NULL;
}

static enum fornix_status
start_worker(struct http_queue *queue, struct fornix_error *err)
{
	struct worker *worker = &queue->workers[queue->worker_count];
	pthread_attr_t attributes;
	int failure;

	worker->queue = queue;
	worker->number = queue->worker_count;
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, STACK_BYTES);
	failure = pthread_create(&worker->thread, &attributes, work, worker);
	pthread_attr_destroy(&attributes);
	if (failure != 0)
		return error_set_errno(err, FORNIX_ERR_IO, failure,
		    "cannot start searching thread %u: allow more processes or set 'workers'",
		    worker->number + 1);
	queue->worker_count++;
	return FORNIX_OK;
}

enum fornix_status
http_queue_new(unsigned workers, unsigned capacity, unsigned deadline_ms,
    const struct http_queue_calls *calls, struct http_queue **ret_queue,
    struct fornix_error *err)
{
	struct http_queue *queue = xcalloc(1, sizeof *queue);
	unsigned i;

	pthread_mutex_init(&queue->lock, NULL);
	pthread_cond_init(&queue->changed, NULL);
	queue->calls = *calls;
	queue->deadline_ms = deadline_ms;
	queue->capacity = capacity;
	queue->slots = xcalloc(capacity, sizeof *queue->slots);
	queue->workers = xcalloc(workers, sizeof *queue->workers);
	for (i = 0; i < workers; i++) {
		if (start_worker(queue, err) != FORNIX_OK) {
			http_queue_free(queue);
			return FORNIX_ERR_IO;
		}
	}
	*ret_queue = queue;
	return FORNIX_OK;
}

bool
http_queue_push(struct http_queue *queue, void *job)
{
	bool fits;

	pthread_mutex_lock(&queue->lock);
	fits = queue->count < queue->capacity && !queue->is_stopping;
	if (fits) {
		queue->calls.hold(job);
		queue->slots[(queue->first + queue->count) % queue->capacity] =
		    (struct slot){job, http_clock_ms()};
		queue->count++;
		pthread_cond_signal(&queue->changed);
	}
	pthread_mutex_unlock(&queue->lock);
	return fits;
}

void
http_queue_stop(struct http_queue *queue)
{
	pthread_mutex_lock(&queue->lock);
	queue->is_stopping = true;
	pthread_cond_broadcast(&queue->changed);
	pthread_mutex_unlock(&queue->lock);
	while (queue->worker_count > 0)
		pthread_join(queue->workers[--queue->worker_count].thread, NULL);
}

void
http_queue_free(struct http_queue *queue)
{
	if (queue == NULL)
		return;
	http_queue_stop(queue);
	pthread_cond_destroy(&queue->changed);
	pthread_mutex_destroy(&queue->lock);
	free(queue->slots);
	free(queue->workers);
	free(queue);
}

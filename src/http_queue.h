/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_HTTP_QUEUE_H
#define FORNIX_HTTP_QUEUE_H

/*
 * A bounded queue of jobs and the threads that do them.
 *
 * It knows neither HTTP nor libmicrohttpd: what a job is and how its owner is
 * told to wait for it, the three calls say.
 */

#include <stdbool.h>
#include <stddef.h>

#include "error.h"

struct http_queue_calls {
	/* In the pushing thread, before any worker can see the job. */
	void (*hold)(void *job);
	/* In worker number worker; is_late: it has waited past the deadline. */
	void (*run)(void *context, unsigned worker, void *job, bool is_late);
	/* In the worker, after run(); the job may be gone when it returns. */
	void (*release)(void *job);
	void *context;
};

struct http_queue;

/* IO when a thread cannot be made.  The caller frees *ret_queue. */
FORNIX_CHECKED enum fornix_status http_queue_new(unsigned workers, unsigned capacity,
    unsigned deadline_ms, const struct http_queue_calls *calls, struct http_queue **ret_queue,
    struct fornix_error *err);

/* Returns false, having called nothing, when the queue is full or stopped. */
bool http_queue_push(struct http_queue *queue, void *job);

/* Takes no more jobs, does those that wait, ends the threads. */
void http_queue_stop(struct http_queue *queue);

/* Stops it too, if that was not done. */
void http_queue_free(struct http_queue *queue);

#endif

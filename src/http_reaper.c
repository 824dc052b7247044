/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "http_reaper.h"

#include <pthread.h>
#include <sys/socket.h>

#include "http_clock.h"
#include "xalloc.h"

#define TICK_MS 50

struct http_reaper {
	pthread_mutex_t lock;
	pthread_cond_t changed; /* an entry came, the last went, or the end */
	pthread_t thread;
	struct http_limits limits;
	bool is_draining, is_stopping;
	unsigned count;
	struct http_reaper_entry *first;
};

/*
 * The descriptor cannot have been closed and used again: its owner removes the
 * entry, under the same lock, before it is closed.
 */
static void
shut(struct http_reaper_entry *entry)
{
	shutdown(entry->fd, SHUT_RDWR);
	entry->is_waiting = false;
	entry->deadline_ms = INT64_MAX;
}

static void
sweep(struct http_reaper *reaper, int64_t now_ms)
{
	struct http_reaper_entry *entry;

	for (entry = reaper->first; entry != NULL; entry = entry->next) {
		bool is_slow = reaper->is_draining && entry->is_waiting &&
			       now_ms - entry->since_ms > HTTP_REAPER_PATIENCE_MS;

		if (now_ms > entry->deadline_ms || is_slow)
			shut(entry);
	}
}

/*
 * At the limit libmicrohttpd takes no more connections, so it is not let come that far.
 * The list is newest first: of those that began to wait in the same moment the oldest goes.
 */
static void
make_room(struct http_reaper *reaper)
{
	unsigned waiting = 0, most = reaper->limits.connections / 4 * 3;
	struct http_reaper_entry *entry, *longest = NULL;

	if (reaper->count <= most)
		return;
	for (entry = reaper->first; entry != NULL; entry = entry->next) {
		if (!entry->is_waiting)
			continue;
		waiting++;
		if (longest == NULL || entry->since_ms <= longest->since_ms)
			longest = entry;
	}
	if (waiting > most)
		shut(longest);
}

static void *
run(void *argument)
{
	struct http_reaper *reaper = argument;
	struct timespec next;

	pthread_mutex_lock(&reaper->lock);
	while (!reaper->is_stopping) {
		if (reaper->count == 0) {
			pthread_cond_wait(&reaper->changed, &reaper->lock);
			continue;
		}
		sweep(reaper, http_clock_ms());
		next = http_clock_timespec(http_clock_ms() + TICK_MS);
		pthread_cond_timedwait(&reaper->changed, &reaper->lock, &next);
	}
	pthread_mutex_unlock(&reaper->lock);
	return NULL;
}

enum fornix_status
http_reaper_new(
    const struct http_limits *limits, struct http_reaper **ret_reaper, struct fornix_error *err)
{
	struct http_reaper *reaper = xcalloc(1, sizeof *reaper);
	pthread_condattr_t attributes;
	int failure;

	pthread_mutex_init(&reaper->lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&reaper->changed, &attributes);
	pthread_condattr_destroy(&attributes);
	reaper->limits = *limits;
	failure = pthread_create(&reaper->thread, NULL, run, reaper);
	if (failure != 0) {
		free(reaper);
		return error_set_errno(err, FORNIX_ERR_IO, failure,
		    "cannot start the thread for deadlines: allow more processes");
	}
	*ret_reaper = reaper;
	return FORNIX_OK;
}

void
http_reaper_free(struct http_reaper *reaper)
{
	if (reaper == NULL)
		return;
	pthread_mutex_lock(&reaper->lock);
	reaper->is_stopping = true;
	pthread_cond_broadcast(&reaper->changed);
	pthread_mutex_unlock(&reaper->lock);
	pthread_join(reaper->thread, NULL);
	pthread_cond_destroy(&reaper->changed);
	pthread_mutex_destroy(&reaper->lock);
	free(reaper);
}

void
http_reaper_add(struct http_reaper *reaper, struct http_reaper_entry *entry, int fd)
{
	int64_t now_ms = http_clock_ms();

	*entry = (struct http_reaper_entry){.fd = fd,
	    .is_waiting = true,
	    .since_ms = now_ms,
	    .deadline_ms = now_ms + reaper->limits.request_deadline_ms};
	pthread_mutex_lock(&reaper->lock);
	entry->next = reaper->first;
	if (entry->next != NULL)
		entry->next->previous = entry;
	reaper->first = entry;
	if (reaper->count++ == 0)
		pthread_cond_broadcast(&reaper->changed);
	make_room(reaper);
	pthread_mutex_unlock(&reaper->lock);
}

void
http_reaper_remove(struct http_reaper *reaper, struct http_reaper_entry *entry)
{
	pthread_mutex_lock(&reaper->lock);
	if (entry->previous != NULL)
		entry->previous->next = entry->next;
	else
		reaper->first = entry->next;
	if (entry->next != NULL)
		entry->next->previous = entry->previous;
	if (--reaper->count == 0)
		pthread_cond_broadcast(&reaper->changed);
	pthread_mutex_unlock(&reaper->lock);
}

/* Does nothing for one that is shut already: it must not get a new life. */
static void
restart(struct http_reaper *reaper, struct http_reaper_entry *entry, bool is_waiting,
    unsigned allowed_ms, bool keep_earlier)
{
	int64_t now_ms = http_clock_ms();

	pthread_mutex_lock(&reaper->lock);
	if (entry->deadline_ms != INT64_MAX) {
		entry->is_waiting = is_waiting;
		entry->since_ms = now_ms;
		if (!keep_earlier || now_ms + allowed_ms < entry->deadline_ms)
			entry->deadline_ms = now_ms + allowed_ms;
	}
	pthread_mutex_unlock(&reaper->lock);
}

void
http_reaper_begin(struct http_reaper *reaper, struct http_reaper_entry *entry)
{
	/* An earlier deadline stays, or a late request line would buy time. */
	restart(reaper, entry, true, reaper->limits.request_deadline_ms, true);
}

void
http_reaper_answer(struct http_reaper *reaper, struct http_reaper_entry *entry)
{
	restart(reaper, entry, false, reaper->limits.answer_deadline_ms, false);
}

void
http_reaper_wait(struct http_reaper *reaper, struct http_reaper_entry *entry)
{
	restart(reaper, entry, true,
	    reaper->limits.idle_timeout_s * 1000 + reaper->limits.request_deadline_ms, false);
}

void
http_reaper_drain(struct http_reaper *reaper)
{
	pthread_mutex_lock(&reaper->lock);
	reaper->is_draining = true;
	pthread_mutex_unlock(&reaper->lock);
}

bool
http_reaper_join(struct http_reaper *reaper, unsigned timeout_ms)
{
	struct timespec end = http_clock_timespec(http_clock_ms() + timeout_ms);
	int failure = 0;
	bool is_empty;

	pthread_mutex_lock(&reaper->lock);
	while (reaper->count > 0 && failure == 0)
		failure = pthread_cond_timedwait(&reaper->changed, &reaper->lock, &end);
	is_empty = reaper->count == 0;
	pthread_mutex_unlock(&reaper->lock);
	return is_empty;
}

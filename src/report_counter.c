/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report_counter.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <time.h>

#include "report_day.h"
#include "xalloc.h"

struct item {
	struct report_facts facts;
	size_t length; /* one more than the most: a longer query, which is withheld */
	bool is_typed; /* perhaps not to its end */
	char query[REPORT_QUERY_BYTES_MAX + 1];
};

struct report_counter {
	struct report_book *book;    /* belongs to the thread */
	struct report_typing typing; /* so does this */
	pthread_t thread;
	pthread_mutex_t lock; /* for all below */
	pthread_cond_t wake;
	size_t first, count;
	uint32_t missed;
	bool is_stopping, is_writing_wanted;
	struct fornix_error trouble;
	struct item items[REPORT_QUEUE_MAX];
};

static int64_t
monotonic_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

static void
add(struct report_counter *counter, const char *query, size_t length,
    const struct report_facts *facts, bool is_typed)
{
	struct item *item;

	pthread_mutex_lock(&counter->lock);
	if (counter->count < REPORT_QUEUE_MAX) {
		item = &counter->items[(counter->first + counter->count++) % REPORT_QUEUE_MAX];
		item->facts = *facts;
		item->length = length;
		item->is_typed = is_typed;
		if (length > 0)
			memcpy(item->query, query, length);
		if (counter->count == REPORT_QUEUE_MAX / 2)
			pthread_cond_signal(&counter->wake);
	} else if (counter->missed < UINT32_MAX) {
		counter->missed++;
	}
	pthread_mutex_unlock(&counter->lock);
}

static size_t
cut(size_t length)
{
	return length <= REPORT_QUERY_BYTES_MAX ? length : REPORT_QUERY_BYTES_MAX + 1;
}

void
report_counter_add(struct report_counter *counter, const char *query, size_t query_length,
    const struct report_facts *facts)
{
	add(counter, query, facts->urgent[0] == '\0' ? cut(query_length) : 0, facts, false);
}

void
report_counter_add_typed(struct report_counter *counter, const char *query, size_t query_length,
    const struct report_facts *facts)
{
	add(counter, query, cut(query_length), facts,
	    query_length > 0 && query_length <= REPORT_QUERY_BYTES_MAX);
}

/* Takes one out of the queue; false when it is empty. */
static bool
take(struct report_counter *counter, struct item *ret_item)
{
	bool is_taken;

	pthread_mutex_lock(&counter->lock);
	is_taken = counter->count > 0;
	if (is_taken) {
		*ret_item = counter->items[counter->first];
		explicit_bzero(counter->items[counter->first].query, ret_item->length);
		counter->first = (counter->first + 1) % REPORT_QUEUE_MAX;
		counter->count--;
	}
	pthread_mutex_unlock(&counter->lock);
	return is_taken;
}

static void
count_text(struct report_counter *counter, uint32_t today, const char *text, size_t length,
    const struct report_facts *facts)
{
	struct report_search search = {.day = today,
	    .now_s = monotonic_s(),
	    .query = text,
	    .query_length = length,
	    .facts = *facts};

	report_book_count(counter->book, &search);
}

struct counting {
	struct report_counter *counter;
	uint32_t today;
};

static void
count_finished(const struct report_typed *typed, void *context)
{
	const struct counting *counting = context;

	count_text(
	    counting->counter, counting->today, typed->text, typed->length, &typed->facts);
}

static void
count_typed(struct counting *counting, const struct item *item)
{
	struct report_typed typed = {.facts = item->facts, .length = item->length};

	memcpy(typed.text, item->query, item->length);
	report_typing_add(
	    &counting->counter->typing, &typed, monotonic_s(), count_finished, counting);
	explicit_bzero(&typed, sizeof typed);
}

/* At the end nobody types any more. */
static void
count_all(struct report_counter *counter, uint32_t today, bool is_end)
{
	struct counting counting = {counter, today};
	struct item item;
	uint32_t missed;

	while (take(counter, &item)) {
		if (item.is_typed)
			count_typed(&counting, &item);
		else
			count_text(counter, today, item.query, item.length, &item.facts);
	}
	report_typing_settle(
	    &counter->typing, is_end ? INT64_MAX : monotonic_s(), count_finished, &counting);
	pthread_mutex_lock(&counter->lock);
	missed = counter->missed;
	counter->missed = 0;
	pthread_mutex_unlock(&counter->lock);
	report_book_miss(counter->book, today, missed);
}

static void
write_all(struct report_counter *counter, uint32_t today)
{
	struct fornix_error err = FORNIX_ERROR_INIT;

	if (report_book_write(counter->book, today, &err) == FORNIX_OK)
		err = (struct fornix_error)FORNIX_ERROR_INIT;
	pthread_mutex_lock(&counter->lock);
	counter->trouble = err;
	pthread_mutex_unlock(&counter->lock);
}

/* Until the next second, or until woken; says what is wanted then. */
static void
wait_a_second(struct report_counter *counter, bool *ret_is_stopping, bool *ret_is_writing)
{
	struct timespec end;

	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec++;
	pthread_mutex_lock(&counter->lock);
	if (!counter->is_stopping && !counter->is_writing_wanted &&
	    counter->count < REPORT_QUEUE_MAX / 2)
		pthread_cond_timedwait(&counter->wake, &counter->lock, &end);
	*ret_is_stopping = counter->is_stopping;
	*ret_is_writing = counter->is_writing_wanted;
	counter->is_writing_wanted = false;
	pthread_mutex_unlock(&counter->lock);
}

static void *
run(void *context)
{
	struct report_counter *counter = context;
	int64_t written_s = monotonic_s();
	bool is_stopping = false, is_writing;
	uint32_t today;

	while (!is_stopping) {
		wait_a_second(counter, &is_stopping, &is_writing);
		today = report_day_of(time(NULL));
		count_all(counter, today, is_stopping);
		if (!is_stopping && !is_writing && monotonic_s() - written_s < REPORT_WRITE_S)
			continue;
		write_all(counter, today);
		written_s = monotonic_s();
	}
	return NULL;
}

/* Signals are for the thread that started it. */
static int
start_thread(struct report_counter *counter)
{
	sigset_t all, before;
	int result;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	result = pthread_create(&counter->thread, NULL, run, counter);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return result;
}

static void
counter_free(struct report_counter *counter)
{
	report_book_free(counter->book);
	pthread_cond_destroy(&counter->wake);
	pthread_mutex_destroy(&counter->lock);
	free(counter);
}

enum fornix_status
report_counter_start(const struct report_book_options *options,
    struct report_counter **ret_counter, struct fornix_error *err)
{
	struct report_counter *counter;
	struct report_book *book;
	pthread_condattr_t attributes;
	enum fornix_status status;
	int result;

	status = report_book_open(options, report_day_of(time(NULL)), &book, err);
	if (status != FORNIX_OK)
		return status;
	counter = xcalloc(1, sizeof *counter);
	counter->book = book;
	pthread_mutex_init(&counter->lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&counter->wake, &attributes);
	pthread_condattr_destroy(&attributes);
	result = start_thread(counter);
	if (result != 0) {
		counter_free(counter);
		return error_set_errno(
		    err, FORNIX_ERR_IO, result, "cannot start the thread that counts");
	}
	*ret_counter = counter;
	return FORNIX_OK;
}

void
report_counter_write(struct report_counter *counter)
{
	pthread_mutex_lock(&counter->lock);
	counter->is_writing_wanted = true;
	pthread_cond_signal(&counter->wake);
	pthread_mutex_unlock(&counter->lock);
}

enum fornix_status
report_counter_trouble(struct report_counter *counter, struct fornix_error *err)
{
	enum fornix_status status;

	pthread_mutex_lock(&counter->lock);
	status = counter->trouble.status;
	if (status != FORNIX_OK && err != NULL)
		*err = counter->trouble;
	pthread_mutex_unlock(&counter->lock);
	return status;
}

enum fornix_status
report_counter_stop(struct report_counter *counter, struct fornix_error *err)
{
	enum fornix_status status;

	if (counter == NULL)
		return FORNIX_OK;
	pthread_mutex_lock(&counter->lock);
	counter->is_stopping = true;
	pthread_cond_signal(&counter->wake);
	pthread_mutex_unlock(&counter->lock);
	pthread_join(counter->thread, NULL);
	status = report_counter_trouble(counter, err);
	counter_free(counter);
	return status;
}

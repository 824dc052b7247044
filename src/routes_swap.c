/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "routes_swap.h"

#include <pthread.h>
#include <time.h>

#include "xalloc.h"

struct side {
	struct http_handlers handlers;
	unsigned users; /* handlers that are running; under the lock */
};

struct routes_swap {
	pthread_mutex_t lock;
	unsigned now; /* which side serves; under the lock */
	struct side sides[2];
};

struct routes_swap *
routes_swap_new(struct routes *routes)
{
	struct routes_swap *swap = xcalloc(1, sizeof *swap);

	pthread_mutex_init(&swap->lock, NULL);
	swap->sides[0].handlers = routes_handlers(routes);
	return swap;
}

void
routes_swap_free(struct routes_swap *swap)
{
	if (swap == NULL)
		return;
	pthread_mutex_destroy(&swap->lock);
	free(swap);
}

static struct side *
take(struct routes_swap *swap)
{
	struct side *side;

	pthread_mutex_lock(&swap->lock);
	side = &swap->sides[swap->now];
	side->users++;
	pthread_mutex_unlock(&swap->lock);
	return side;
}

static void
give(struct routes_swap *swap, struct side *side)
{
	pthread_mutex_lock(&swap->lock);
	side->users--;
	pthread_mutex_unlock(&swap->lock);
}

static unsigned
count_users(struct routes_swap *swap, const struct side *side)
{
	unsigned users;

	pthread_mutex_lock(&swap->lock);
	users = side->users;
	pthread_mutex_unlock(&swap->lock);
	return users;
}

static unsigned
methods(void *context, const char *path)
{
	struct side *side = take(context);
	unsigned known = side->handlers.methods(side->handlers.context, path);

	give(context, side);
	return known;
}

static bool
answer_now(void *context, const struct http_request *request, struct http_response *response)
{
	struct side *side = take(context);
	bool is_answered = side->handlers.answer_now(side->handlers.context, request, response);

	give(context, side);
	return is_answered;
}

static void
answer_in_worker(void *context, unsigned worker, const struct http_request *request,
    struct http_response *response)
{
	struct side *side = take(context);

	side->handlers.answer_in_worker(side->handlers.context, worker, request, response);
	give(context, side);
}

static void
answer_error(void *context, const struct http_request *request, int status, const char *detail,
    struct http_response *response)
{
	struct side *side = take(context);

	side->handlers.answer_error(side->handlers.context, request, status, detail, response);
	give(context, side);
}

struct http_handlers
routes_swap_handlers(struct routes_swap *swap)
{
	return (struct http_handlers){.methods = methods,
	    .answer_now = answer_now,
	    .answer_in_worker = answer_in_worker,
	    .answer_error = answer_error,
	    .context = swap};
}

/* The other side has no users: those of before were waited for. */
void
routes_swap_replace(struct routes_swap *swap, struct routes *routes)
{
	const struct timespec pause = {.tv_nsec = 5000000};
	struct side *old = &swap->sides[swap->now], *new = &swap->sides[1 - swap->now];

	new->handlers = routes_handlers(routes);
	pthread_mutex_lock(&swap->lock);
	swap->now = 1 - swap->now;
	pthread_mutex_unlock(&swap->lock);
	while (count_users(swap, old) > 0)
		nanosleep(&pause, NULL);
}

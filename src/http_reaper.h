/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_HTTP_REAPER_H
#define FORNIX_HTTP_REAPER_H

/*
 * Absolute deadlines for connections.
 *
 * libmicrohttpd's own timeout starts again with every byte, so a client that
 * sends one a second keeps a connection for ever.  The reaper knows all
 * connections and shuts those that are past their deadline; their owner then
 * sees the end of the stream and removes them.  When more than three quarters
 * of the connections wait for a request, the one that has done so longest makes
 * room for each that comes, so that a crowd of idle ones never fills the limit.
 * When the service stops, all that have waited for HTTP_REAPER_PATIENCE_MS are
 * shut.
 */

#include <stdbool.h>
#include <stdint.h>

#include "error.h"
#include "http.h"

#define HTTP_REAPER_PATIENCE_MS 300

/* Part of the owner's connection; its members belong to the reaper. */
struct http_reaper_entry {
	int fd;
	bool is_waiting;     /* for the head of a request */
	int64_t since_ms;    /* when the waiting, or the answering, began */
	int64_t deadline_ms; /* when it is shut */
	struct http_reaper_entry *previous, *next;
};

struct http_reaper;

/* Starts its thread; IO when that is not possible. */
FORNIX_CHECKED enum fornix_status http_reaper_new(const struct http_limits *limits,
    struct http_reaper **ret_reaper, struct fornix_error *err);
/* All entries must have been removed. */
void http_reaper_free(struct http_reaper *reaper);

/* A new connection, which may cost an idle one.  fd must stay open until it is removed. */
void http_reaper_add(struct http_reaper *reaper, struct http_reaper_entry *entry, int fd);
void http_reaper_remove(struct http_reaper *reaper, struct http_reaper_entry *entry);

/* The request line is here: the head has its own, shorter deadline from now on. */
void http_reaper_begin(struct http_reaper *reaper, struct http_reaper_entry *entry);
/* The head is here: the deadline for the answer runs. */
void http_reaper_answer(struct http_reaper *reaper, struct http_reaper_entry *entry);
/* The answer is sent: the connection waits for the next request. */
void http_reaper_wait(struct http_reaper *reaper, struct http_reaper_entry *entry);

/* From now on no connection may wait longer than HTTP_REAPER_PATIENCE_MS. */
void http_reaper_drain(struct http_reaper *reaper);
/* Returns whether all connections were removed within timeout_ms. */
bool http_reaper_join(struct http_reaper *reaper, unsigned timeout_ms);

#endif

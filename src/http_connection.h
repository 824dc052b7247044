/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_HTTP_CONNECTION_H
#define FORNIX_HTTP_CONNECTION_H

/*
 * The life of a connection: the calls that libmicrohttpd makes for it, in the
 * I/O thread, and those of the queue.  Part of http.c; every context is a
 * struct http_server.
 */

#include <microhttpd.h>
#include <stdatomic.h>

#include "http.h"
#include "http_listen.h"
#include "http_queue.h"
#include "http_reaper.h"
#include "log.h"

struct http_server {
	struct http_limits limits;
	struct http_handlers handlers;
	struct http_reaper *reaper;
	struct http_queue *queue;
	struct http_clients *clients;
	atomic_bool is_draining;
	atomic_uint busy_count; /* answers of 503, to spread the clients */
	struct log_limit complaints;
	size_t count; /* of listeners that are open */
	struct http_listener *listeners;
	struct MHD_Daemon **daemons; /* NULL: not started */
};

/* For MHD_OPTION_NOTIFY_CONNECTION, _URI_LOG_CALLBACK, the handler, _NOTIFY_COMPLETED. */
void http_connection_notify(void *context, struct MHD_Connection *mhd, void **socket_context,
    enum MHD_ConnectionNotificationCode code);
void *http_connection_target(void *context, const char *target, struct MHD_Connection *mhd);
enum MHD_Result http_connection_request(void *context, struct MHD_Connection *mhd,
    const char *url, const char *method, const char *version, const char *upload,
    size_t *upload_size, void **request_context);
void http_connection_completed(void *context, struct MHD_Connection *mhd,
    void **request_context, enum MHD_RequestTerminationCode code);

/* What the queue calls, with server as context. */
struct http_queue_calls http_connection_queue_calls(struct http_server *server);

#endif

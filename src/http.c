/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "http.h"

#include <assert.h>
#include <errno.h>
#include <microhttpd.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include "http_connection.h"
#include "xalloc.h"

/* Besides the head: libmicrohttpd's lists of its lines, and our answer's headers. */
#define CONNECTION_BYTES (HTTP_HEAD_BYTES_MAX + 16 * 1024)

/* Not epoll: it stalls when exactly 128, 256, … connections are ready at once. */
#define POLLING                                                                                \
	(MHD_USE_POLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_ALLOW_SUSPEND_RESUME |               \
	    MHD_USE_ERROR_LOG)

/* Descriptors besides the connections: index files of the workers, log, spare. */
#define OTHER_FILES 256

/*
 * Whether the message is about the system.  Those about clients that send odd
 * bytes or go away would fill the log.
 */
static bool
is_worth_telling(const char *format)
{
	static const char *const parts[] = {"Fatal", "limit", "poll", "accept"};
	size_t i;

	for (i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		if (strstr(format, parts[i]) != NULL)
			return true;
	}
	return false;
}

/* Only the format is told: what it would hold may be the address of a request. */
static void on_message(void *context, const char *format, va_list args) FORNIX_PRINTF(2, 0);

static void
on_message(void *context, const char *format, va_list args)
{
	struct http_server *server = context;

	(void)args;
	if (is_worth_telling(format))
		log_limited(&server->complaints, "libmicrohttpd: %s", format);
}

static void
on_panic(void *context, const char *file, unsigned line, const char *reason)
{
	(void)context;
	log_message("libmicrohttpd cannot go on (%s:%u): %s", file, line, reason);
	abort();
}

static enum fornix_status
start_daemon(struct http_server *server, size_t i, struct fornix_error *err)
{
	struct MHD_OptionItem options[] = {
	    /* The logger must be the first. */
	    {MHD_OPTION_EXTERNAL_LOGGER, (intptr_t)on_message, server},
	    {MHD_OPTION_LISTEN_SOCKET, server->listeners[i].fd, NULL},
	    {MHD_OPTION_CONNECTION_LIMIT, server->limits.connections, NULL},
	    {MHD_OPTION_CONNECTION_TIMEOUT, server->limits.idle_timeout_s, NULL},
	    {MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_BYTES, NULL},
	    {MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)http_connection_target, server},
	    {MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)http_connection_completed, server},
	    {MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)http_connection_notify, server},
	    {MHD_OPTION_END, 0, NULL},
	};

	server->daemons[i] = MHD_start_daemon(POLLING, 0, NULL, NULL, http_connection_request,
	    server, MHD_OPTION_ARRAY, options, MHD_OPTION_END);
	if (server->daemons[i] == NULL)
		return error_set_errno(err, FORNIX_ERR_IO, errno,
		    "cannot start the server on '%s'", server->listeners[i].address);
	return FORNIX_OK;
}

/* At the limit of descriptors libmicrohttpd can only wait, so there must be enough. */
static enum fornix_status
raise_file_limit(
    const struct http_server *server, size_t listen_count, struct fornix_error *err)
{
	rlim_t needed = server->limits.connections * listen_count + OTHER_FILES;
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= needed)
		return FORNIX_OK;
	limit.rlim_cur = needed;
	if (needed > limit.rlim_max || setrlimit(RLIMIT_NOFILE, &limit) != 0)
		return error_set(err, FORNIX_ERR_IO,
		    "%llu open files are needed and %llu allowed: raise the limit (ulimit -n)",
		    (unsigned long long)needed, (unsigned long long)limit.rlim_max);
	return FORNIX_OK;
}

static enum fornix_status
start(struct http_server *server, const char *const *listen, size_t listen_count,
    unsigned workers, struct fornix_error *err)
{
	struct http_queue_calls calls = http_connection_queue_calls(server);
	enum fornix_status status = raise_file_limit(server, listen_count, err);
	size_t i;

	for (i = 0; status == FORNIX_OK && i < listen_count; i++) {
		status = http_listener_open(listen[i], &server->listeners[i], err);
		server->count += status == FORNIX_OK;
	}
	if (status == FORNIX_OK)
		status = http_reaper_new(&server->limits, &server->reaper, err);
	if (status == FORNIX_OK)
		status = http_queue_new(workers, server->limits.queue,
		    server->limits.queue_deadline_ms, &calls, &server->queue, err);
	if (status == FORNIX_OK)
		status = http_clients_new(&server->limits.clients, &server->clients, err);
	for (i = 0; status == FORNIX_OK && i < listen_count; i++)
		status = start_daemon(server, i, err);
	return status;
}

enum fornix_status
http_server_start(const char *const *listen, size_t listen_count, unsigned workers,
    const struct http_limits *limits, const struct http_handlers *handlers,
    struct http_server **ret_server, struct fornix_error *err)
{
	static const struct http_limits defaults = HTTP_LIMITS_DEFAULT;
	struct http_server *server;
	enum fornix_status status;

	if (listen_count == 0 || workers == 0)
		return error_set(err, FORNIX_ERR_USAGE,
		    "there is nothing to listen on: give an address, as in 127.0.0.1:8080");
	signal(SIGPIPE, SIG_IGN);
	MHD_set_panic_func(on_panic, NULL);
	server = xcalloc(1, sizeof *server);
	server->limits = limits != NULL ? *limits : defaults;
	server->handlers = *handlers;
	server->listeners = xcalloc(listen_count, sizeof *server->listeners);
	server->daemons = xcalloc(listen_count, sizeof(struct MHD_Daemon *));
	status = start(server, listen, listen_count, workers, err);
	if (status != FORNIX_OK) {
		http_server_stop(server);
		return status;
	}
	*ret_server = server;
	return FORNIX_OK;
}

const char *
http_server_address(const struct http_server *server, size_t i)
{
	assert(i < server->count);
	return server->listeners[i].address;
}

/*
 * The order matters: libmicrohttpd ends the process when a connection is
 * suspended while it stops, and cuts off those that are being answered.
 */
void
http_server_stop(struct http_server *server)
{
	size_t i;

	atomic_store(&server->is_draining, true);
	for (i = 0; i < server->count; i++) {
		if (server->daemons[i] == NULL)
			continue;
		MHD_quiesce_daemon(server->daemons[i]);
		http_listener_refuse(&server->listeners[i]);
	}
	if (server->queue != NULL)
		http_queue_stop(server->queue); /* resumes all that were suspended */
	if (server->reaper != NULL) {
		http_reaper_drain(server->reaper);
		http_reaper_join(server->reaper, server->limits.drain_ms);
	}
	for (i = 0; i < server->count; i++) {
		if (server->daemons[i] != NULL)
			MHD_stop_daemon(server->daemons[i]);
		http_listener_close(&server->listeners[i]);
	}
	http_queue_free(server->queue);
	http_reaper_free(server->reaper);
	http_clients_free(server->clients);
	free(server->listeners);
	free(server->daemons);
	free(server);
}

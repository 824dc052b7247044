/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "http_connection.h"

#include "http_accept.h"
#include "http_clock.h"
#include "http_head.h"
#include "xalloc.h"

/* Where a connection stands with its request. */
enum stage {
	STAGE_HEAD,     /* waits for a request, or reads one */
	STAGE_CHECKED,  /* head let through; libmicrohttpd calls again */
	STAGE_READ,     /* needs a worker; libmicrohttpd calls again, and reads no more */
	STAGE_QUEUED,   /* suspended: belongs to the queue and a worker */
	STAGE_ANSWERED, /* response filled, to be sent */
};

struct http_connection {
	struct http_reaper_entry entry;
	struct http_server *server;
	struct MHD_Connection *mhd;
	enum stage stage;
	bool is_closing; /* after this answer */
	struct http_target target;
	struct http_head head;
	struct buffer body; /* of the request */
	struct http_response response;
};

/* Fills the response of the connection with the page for an error. */
static void
make_error(struct http_connection *connection, int status, const char *detail)
{
	struct http_server *server = connection->server;
	struct http_response *response = &connection->response;
	char methods[HTTP_METHODS_TEXT_BYTES];

	http_response_fini(response);
	http_response_init(response, status);
	server->handlers.answer_error(
	    server->handlers.context, &connection->head.request, status, detail, response);
	response->status = status;
	if (status == 405)
		http_response_header(response, MHD_HTTP_HEADER_ALLOW,
		    http_methods_text(connection->head.methods, methods));
}

static void
make_busy(struct http_connection *connection, unsigned spread)
{
	static const char *const seconds[] = {"1", "2", "3"};

	make_error(connection, 503, "The search is busy; please try again in a moment.");
	/* Different times, so that the clients do not come back all at once. */
	http_response_header(
	    &connection->response, MHD_HTTP_HEADER_RETRY_AFTER, seconds[spread % 3]);
}

/* Takes the body out of response; NULL when there is no memory. */
static struct MHD_Response *
wrap_body(struct http_response *response)
{
	struct MHD_Response *wrapped;
	size_t length;
	char *bytes;

	if (response->constant_body != NULL)
		/* libmicrohttpd does not write to persistent bytes. */
		return MHD_create_response_from_buffer(response->constant_length,
		    (void *)(uintptr_t)response->constant_body, MHD_RESPMEM_PERSISTENT);
	bytes = buffer_take(&response->body, &length);
	wrapped = MHD_create_response_from_buffer(length, bytes, MHD_RESPMEM_MUST_FREE);
	if (wrapped == NULL)
		free(bytes);
	return wrapped;
}

static bool
add_headers(struct MHD_Response *wrapped, const struct http_response *response)
{
	size_t i;

	for (i = 0; i < response->header_count; i++) {
		const struct http_header *header = &response->headers[i];

		if (header->value[0] != '\0' &&
		    MHD_add_response_header(wrapped, header->name, header->value) != MHD_YES)
			return false;
	}
	return true;
}

/* The last touch before an answer is sent. */
static void
complete_response(struct http_connection *connection)
{
	struct http_response *response = &connection->response;

	if (response->body.no_memory)
		make_error(connection, 503, "There is not enough memory for the answer.");
	else if (response->body.failed)
		make_error(connection, 500, "The answer became too large.");
	http_response_header(response, "X-Content-Type-Options", "nosniff");
	http_response_header(response, "Referrer-Policy", "no-referrer");
	if (connection->is_closing || atomic_load(&connection->server->is_draining))
		http_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
}

static enum MHD_Result
send_response(struct http_connection *connection)
{
	struct http_response *response = &connection->response;
	struct MHD_Response *wrapped;
	enum MHD_Result result;

	complete_response(connection);
	wrapped = wrap_body(response);
	if (wrapped == NULL)
		return MHD_NO;
	result = add_headers(wrapped, response)
		     ? MHD_queue_response(connection->mhd, (unsigned)response->status, wrapped)
		     : MHD_NO;
	MHD_destroy_response(wrapped);
	http_response_fini(response);
	return result;
}

static enum MHD_Result
send_error(struct http_connection *connection, int status, const char *detail)
{
	make_error(connection, status, detail);
	return send_response(connection);
}

/* Hands the request to a worker, or answers that there is no room. */
static enum MHD_Result
push(struct http_connection *connection)
{
	struct http_server *server = connection->server;

	/* Set before a worker can see it: then the connection is not ours. */
	connection->stage = STAGE_QUEUED;
	if (http_queue_push(server->queue, connection))
		return MHD_YES;
	make_busy(connection, atomic_fetch_add(&server->busy_count, 1));
	return send_response(connection);
}

/*
 * libmicrohttpd takes the end of the client's stream for the end of the client,
 * and would drop an answer that waits for a worker.  It stops reading when a
 * request that is whole got no response; so the request is queued in the call
 * after that, and the client may end its side at any time.
 */
static enum MHD_Result
answer(struct http_connection *connection, bool is_whole)
{
	struct http_server *server = connection->server;

	http_response_init(&connection->response, 200);
	connection->head.request.since_us = http_clock_us();
	if (server->handlers.answer_now(
		server->handlers.context, &connection->head.request, &connection->response))
		return send_response(connection);
	if (!is_whole)
		return push(connection);
	connection->stage = STAGE_READ;
	return MHD_YES;
}

static void
queue_hold(void *job)
{
	struct http_connection *connection = job;

	MHD_suspend_connection(connection->mhd);
}

static void
queue_run(void *context, unsigned worker, void *job, bool is_late)
{
	struct http_server *server = context;
	struct http_connection *connection = job;

	if (is_late)
		make_busy(connection, atomic_fetch_add(&server->busy_count, 1));
	else
		server->handlers.answer_in_worker(server->handlers.context, worker,
		    &connection->head.request, &connection->response);
	connection->stage = STAGE_ANSWERED;
}

static void
queue_release(void *job)
{
	struct http_connection *connection = job;

	MHD_resume_connection(connection->mhd);
}

static struct http_connection *
connection_of(struct MHD_Connection *mhd)
{
	const union MHD_ConnectionInfo *info =
	    MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info != NULL ? info->socket_context : NULL;
}

static unsigned
methods_of(const struct http_server *server, const char *path)
{
	const struct http_handlers *handlers = &server->handlers;

	return handlers->methods != NULL ? handlers->methods(handlers->context, path)
					 : HTTP_METHODS_READ;
}

/* NULL for a unix socket. */
static const struct sockaddr *
peer_of(struct MHD_Connection *mhd)
{
	const union MHD_ConnectionInfo *info =
	    MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);

	return info != NULL && info->client_addr != NULL &&
		       info->client_addr->sa_family != AF_UNIX
		   ? info->client_addr
		   : NULL;
}

static enum MHD_Result
send_too_many(struct http_connection *connection)
{
	connection->is_closing = true;
	make_error(connection, 429, "There were too many requests; please wait a moment.");
	http_response_header(&connection->response, MHD_HTTP_HEADER_RETRY_AFTER, "1");
	return send_response(connection);
}

/*
 * The first call for a request.  An answer given here ends the connection,
 * because libmicrohttpd then leaves unread what may follow; so only errors are,
 * and what it would ask the client to continue with.
 */
static enum MHD_Result
check_head(struct http_connection *connection, const char *method, const char *url,
    const char *version)
{
	struct http_head *head = &connection->head;

	http_head_check(connection->mhd, &connection->target, method, url, version,
	    methods_of(connection->server, url), head);
	connection->is_closing = head->status != 0 || !head->is_plain;
	connection->stage = STAGE_CHECKED;
	if (head->body_length == 0)
		http_reaper_answer(connection->server->reaper, &connection->entry);
	if (!http_clients_take(connection->server->clients, peer_of(connection->mhd),
		head->forwarded, head->forwarded_count, http_clock_ms()))
		return send_too_many(connection);
	if (head->status != 0 && !head->is_dropped)
		return send_error(connection, head->status, head->detail);
	return head->is_expecting ? answer(connection, false) : MHD_YES;
}

/* What comes behind the head, piece by piece, which has said how much it is. */
static enum MHD_Result
take_body(struct http_connection *connection, const char *bytes, size_t *size)
{
	if (!connection->head.is_dropped)
		buffer_append(&connection->body, bytes, *size);
	*size = 0;
	return MHD_YES;
}

static enum MHD_Result
answer_whole(struct http_connection *connection)
{
	struct http_head *head = &connection->head;

	if (head->is_dropped)
		return send_error(connection, head->status, head->detail);
	if (connection->body.failed || connection->body.length != head->body_length) {
		connection->is_closing = true;
		return send_error(connection, 400, "The body is not as long as was said.");
	}
	if (head->body_length > 0)
		http_reaper_answer(connection->server->reaper, &connection->entry);
	head->request.body = connection->body.data;
	head->request.body_length = connection->body.length;
	return answer(connection, true);
}

enum MHD_Result
http_connection_request(void *context, struct MHD_Connection *mhd, const char *url,
    const char *method, const char *version, const char *upload, size_t *upload_size,
    void **request_context)
{
	struct http_connection *connection = connection_of(mhd);

	(void)context;
	(void)request_context;
	if (connection == NULL)
		return MHD_NO;
	switch (connection->stage) {
	case STAGE_HEAD:
		return check_head(connection, method, url, version);
	case STAGE_CHECKED:
		return *upload_size > 0 ? take_body(connection, upload, upload_size)
					: answer_whole(connection);
	case STAGE_READ:
		return push(connection);
	case STAGE_ANSWERED:
		return send_response(connection);
	case STAGE_QUEUED:
		break;
	}
	return MHD_NO;
}

void *
http_connection_target(void *context, const char *target, struct MHD_Connection *mhd)
{
	struct http_connection *connection = connection_of(mhd);

	(void)context;
	if (connection != NULL) {
		http_target_note(&connection->target, target);
		http_reaper_begin(connection->server->reaper, &connection->entry);
	}
	return NULL;
}

void
http_connection_completed(void *context, struct MHD_Connection *mhd, void **request_context,
    enum MHD_RequestTerminationCode code)
{
	struct http_connection *connection = connection_of(mhd);

	(void)context;
	(void)request_context;
	(void)code;
	if (connection == NULL)
		return;
	http_response_fini(&connection->response);
	buffer_fini(&connection->body);
	buffer_init(&connection->body, HTTP_REQUEST_BODY_MAX);
	connection->stage = STAGE_HEAD;
	http_reaper_wait(connection->server->reaper, &connection->entry);
}

void
http_connection_notify(void *context, struct MHD_Connection *mhd, void **socket_context,
    enum MHD_ConnectionNotificationCode code)
{
	struct http_server *server = context;
	struct http_connection *connection = *socket_context;

	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		connection = xcalloc(1, sizeof *connection);
		connection->server = server;
		connection->mhd = mhd;
		http_response_init(&connection->response, 0);
		buffer_init(&connection->body, HTTP_REQUEST_BODY_MAX);
		http_reaper_add(server->reaper, &connection->entry,
		    MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD)
			->connect_fd);
		*socket_context = connection;
		http_accept_more(server, mhd);
		return;
	}
	if (connection == NULL)
		return;
	http_reaper_remove(server->reaper, &connection->entry);
	http_response_fini(&connection->response);
	buffer_fini(&connection->body);
	free(connection);
	*socket_context = NULL;
}

struct http_queue_calls
http_connection_queue_calls(struct http_server *server)
{
	return (struct http_queue_calls){queue_hold, queue_run, queue_release, server};
}

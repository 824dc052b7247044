/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_HTTP_H
#define FORNIX_HTTP_H

/*
 * HTTP in, struct http_request out; struct http_response in, HTTP out.
 *
 * The only user of libmicrohttpd.  It knows no routes: the two handlers it is
 * given do, and they see neither sockets nor libmicrohttpd, so that pages are
 * tested without a server.
 *
 * One I/O thread polls all connections and calls answer_now(); what that leaves
 * goes to a bounded queue, and one of the worker threads calls
 * answer_in_worker().  A full queue is answered with 503 and Retry-After at
 * once.  Requests that libmicrohttpd 0.9.75 lets through and proxies disagree
 * about (Transfer-Encoding, two Content-Lengths or Hosts, bodies but those of
 * POST where a page takes it, NUL in the target) are answered on the first call, with
 * "Connection: close", and so is any other head that is not written as nearly
 * all clients write it (see http_head.h).  A connection that takes longer than
 * the deadline for its request is shut; when most connections wait for a
 * request, those that have waited longest are shut early.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buffer.h"
#include "error.h"
#include "http_clients.h"

/* All limits of the service in one table; fornixd(8) shows it. */
#define HTTP_CONNECTIONS_MAX  1280  /* on each address */
#define HTTP_TARGET_BYTES_MAX 8192  /* then 414 */
#define HTTP_PARAMETERS_MAX   64    /* then 400 */
#define HTTP_HEAD_BYTES_MAX   32768 /* request line and headers; then 431 */
#define HTTP_HEAD_LINES_MAX   100   /* headers of a request; then 431 */
#define HTTP_QUEUE_MAX        64    /* searches waiting; then 503 */
#define HTTP_IDLE_TIMEOUT_S   10
#define HTTP_REQUEST_DEADLINE_MS                                                               \
	5000 /* for head and body; a kept connection has the idle time too */
#define HTTP_ANSWER_DEADLINE_MS 20000 /* from the whole head to answer sent */
#define HTTP_QUEUE_DEADLINE_MS  2000  /* waiting longer: 503 */
#define HTTP_DRAIN_MS           8000  /* after SIGTERM */
#define HTTP_BODY_BYTES_MAX     (2 * 1024 * 1024)
#define HTTP_REQUEST_BODY_MAX   65536   /* of POST; then 413 */
#define HTTP_REQUEST_DROP_MAX   4194304 /* of one that is too long, read so that 413 is seen */

/* The limits that tests make smaller. */
struct http_limits {
	unsigned connections, queue;
	unsigned idle_timeout_s;
	unsigned request_deadline_ms, answer_deadline_ms, queue_deadline_ms, drain_ms;
	struct http_clients_options clients; /* by default any number of requests */
};

#define HTTP_LIMITS_DEFAULT                                                                    \
	{                                                                                      \
		.connections = HTTP_CONNECTIONS_MAX, .queue = HTTP_QUEUE_MAX,                  \
		.idle_timeout_s = HTTP_IDLE_TIMEOUT_S,                                         \
		.request_deadline_ms = HTTP_REQUEST_DEADLINE_MS,                               \
		.answer_deadline_ms = HTTP_ANSWER_DEADLINE_MS,                                 \
		.queue_deadline_ms = HTTP_QUEUE_DEADLINE_MS, .drain_ms = HTTP_DRAIN_MS         \
	}

enum http_method {
	HTTP_GET,
	HTTP_HEAD,
	HTTP_OPTIONS,
	HTTP_POST,
	HTTP_OTHER, /* answered with 405 */
};

/* Sets of methods. */
#define HTTP_METHOD(method) (1u << (method))
#define HTTP_METHODS_READ   (HTTP_METHOD(HTTP_GET) | HTTP_METHOD(HTTP_HEAD))

#define HTTP_METHODS_TEXT_BYTES 40
/* "GET, HEAD" */
const char *http_methods_text(unsigned methods, char text[HTTP_METHODS_TEXT_BYTES]);

struct http_parameter {
	const char *name;  /* decoded, NUL-terminated; no NUL inside */
	const char *value; /* decoded; may hold any byte but NUL */
	size_t value_length;
};

/* Borrowed by the handlers for the length of their call. */
struct http_request {
	enum http_method method;
	const char *path; /* decoded, begins with "/" */
	/* Headers, "" when missing. */
	const char *accept;
	const char *origin;           /* "" also when there are several */
	const char *preflight_method; /* Access-Control-Request-Method */
	const char *content_type;
	const char *body; /* of POST, NUL behind it; else "" */
	size_t body_length;
	int64_t since_us; /* when all of it was there, by http_clock.h; 0: not known */
	size_t parameter_count;
	struct http_parameter parameters[HTTP_PARAMETERS_MAX];
};

#define HTTP_HEADERS_MAX 24
#define HTTP_NOTE_BYTES  96

struct http_header {
	const char *name; /* a constant */
	char *value;      /* owned */
};

/* Made by http_response_init(), filled by a handler, sent and freed by http.c. */
struct http_response {
	int status;
	size_t header_count;
	struct http_header headers[HTTP_HEADERS_MAX];
	struct buffer body;        /* sent unless constant_body is set */
	const void *constant_body; /* lives for ever */
	size_t constant_length;
	char note[HTTP_NOTE_BYTES]; /* the handlers' own: kept with the answer, not sent */
};

void http_response_init(struct http_response *response, int status);
void http_response_fini(struct http_response *response);
/* value is copied; control characters in it are dropped. */
void http_response_header(struct http_response *response, const char *name, const char *value);

struct http_handlers {
	/*
	 * In the I/O thread: which methods the page at path knows; 0 when there is
	 * no such page.  Others are answered with 405 and Allow.  NULL: GET and
	 * HEAD at all paths.
	 */
	unsigned (*methods)(void *context, const char *path);
	/*
	 * In the I/O thread, must be quick: fills *response and returns true, or
	 * returns false to have the request queued.
	 */
	bool (*answer_now)(
	    void *context, const struct http_request *request, struct http_response *response);
	/* In worker number worker (from 0); always fills *response. */
	void (*answer_in_worker)(void *context, unsigned worker,
	    const struct http_request *request, struct http_response *response);
	/*
	 * For errors that http.c itself finds (400, 404, 405, 413, 414, 429,
	 * 431, 500, 503): fills *response with a page or problem+json, by path and Accept.
	 * In the I/O thread; the request has no parameters, and the path "/" when
	 * its own is not fit to be shown.
	 */
	void (*answer_error)(void *context, const struct http_request *request, int status,
	    const char *detail, struct http_response *response);
	void *context;
};

struct http_server;

/*
 * Starts listening and answering.  listen: "ADDR:PORT", "[ADDR6]:PORT",
 * "*:PORT" (both families) or "unix:PATH"; port 0 takes a free one.  FORNIX_ERR_IO,
 * naming the address, when one cannot be bound (then none is); USAGE when one is
 * not an address.  limits NULL: the defaults.  SIGPIPE is ignored from then on.
 * The caller ends it with http_server_stop().
 */
FORNIX_CHECKED enum fornix_status http_server_start(const char *const *listen,
    size_t listen_count, unsigned workers, const struct http_limits *limits,
    const struct http_handlers *handlers, struct http_server **ret_server,
    struct fornix_error *err);

/* The address that the i-th listen is bound to: "http://127.0.0.1:40123" or "unix:/run/…". */
const char *http_server_address(const struct http_server *server, size_t i);

/*
 * Refuses new connections, lets running requests end (HTTP_DRAIN_MS to send
 * their answers), frees all.  A worker that does not return is waited for.
 */
void http_server_stop(struct http_server *server);

#endif

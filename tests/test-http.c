/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "http.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>

#include "http-client.h"
#include "http-fake.h"
#include "tap.h"

/* 0: ended without an answer. */
struct row {
	const char *name, *bytes;
	int status;
	bool is_closed;
	const char *body; /* NULL: any */
};

static const struct row rows[] = {
    {"a plain request", "GET /a HTTP/1.1\r\n" FAKE_HOST "\r\n", 200, false, "GET"},
    {"usual headers",
	"GET /a HTTP/1.1\r\n" FAKE_HOST
	"User-Agent: x y\r\nAccept: */*\r\nCookie: a=b; c=d\r\n\r\n",
	200, false, "GET"},
    {"a header without value", "GET /a HTTP/1.1\r\n" FAKE_HOST "E:\r\nF: \r\n\r\n", 200, false,
	"GET"},
    {"parameters in order", "GET /a?q=b+c%20d&tag=1&tag=2&x&y= HTTP/1.1\r\n" FAKE_HOST "\r\n",
	200, false, "GET q=b c d/5 tag=1/1 tag=2/1 x=/0 y=/0"},
    {"a bad escape stays", "GET /a?q=%zz%4 HTTP/1.1\r\n" FAKE_HOST "\r\n", 200, false,
	"GET q=%zz%4/5"},
    {"a request for a worker", "GET /work HTTP/1.1\r\n" FAKE_HOST "\r\n", 200, false,
	"worked /work"},
    {"HTTP/1.0", "GET /a HTTP/1.0\r\n\r\n", 200, true, "GET"},
    {"Connection: close", "GET /a HTTP/1.1\r\n" FAKE_HOST "Connection: close\r\n\r\n", 200,
	true, "GET"},
    {"NUL in a parameter", "GET /a?q=a%00b HTTP/1.1\r\n" FAKE_HOST "\r\n", 400, true, NULL},
    {"NUL in the path", "GET /a%00b HTTP/1.1\r\n" FAKE_HOST "\r\n", 400, true, NULL},
    {"a tab in the target", "GET /a\tb HTTP/1.1\r\n" FAKE_HOST "\r\n", 400, true, NULL},
    {"a bad path", "GET /%C3%28 HTTP/1.1\r\n" FAKE_HOST "\r\n", 404, true,
	"/: There is no page at this address."},
    {"absolute form", "GET http://evil/a HTTP/1.1\r\n" FAKE_HOST "\r\n", 404, true, NULL},
    {"POST", "POST /a HTTP/1.1\r\n" FAKE_HOST "Content-Length: 5\r\n\r\nhello" FAKE_SMUGGLED,
	405, true, NULL},
    {"POST to a page that is not there",
	"POST /none HTTP/1.1\r\n" FAKE_HOST "Content-Length: 5\r\n\r\nhello" FAKE_SMUGGLED, 404,
	true, NULL},
    {"POST to a page that takes it",
	"POST /post HTTP/1.1\r\n" FAKE_HOST "Content-Length: 5\r\n\r\nhello", 200, false,
	"POST 5 hello"},
    {"POST for a worker", "POST /work HTTP/1.1\r\n" FAKE_HOST "Content-Length: 5\r\n\r\nhello",
	200, false, "worked 5 hello /work"},
    {"POST without a body", "POST /post HTTP/1.1\r\n" FAKE_HOST "\r\n", 200, false, "POST 0 "},
    {"POST with an empty body", "POST /post HTTP/1.1\r\n" FAKE_HOST "Content-Length: 0\r\n\r\n",
	200, false, "POST 0 "},
    {"POST of 4 MiB and a byte",
	"POST /post HTTP/1.1\r\n" FAKE_HOST "Content-Length: 4194305\r\n\r\n", 413, true, NULL},
    {"POST of more than there is",
	"POST /post HTTP/1.1\r\n" FAKE_HOST "Content-Length: 18446744073709551615\r\n\r\n", 413,
	true, NULL},
    {"POST of a signed length",
	"POST /post HTTP/1.1\r\n" FAKE_HOST "Content-Length: +5\r\n\r\nhello" FAKE_SMUGGLED,
	400, true, NULL},
    {"POST of an octal length",
	"POST /post HTTP/1.1\r\n" FAKE_HOST "Content-Length: 05\r\n\r\nhello" FAKE_SMUGGLED,
	400, true, NULL},
    {"POST of two lengths",
	"POST /post HTTP/1.1\r\n" FAKE_HOST "Content-Length: 5\r\nContent-Length: 5\r\n\r\n"
	"hello" FAKE_SMUGGLED,
	400, true, NULL},
    {"POST in chunks",
	"POST /post HTTP/1.1\r\n" FAKE_HOST "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0"
	"\r\n\r\n" FAKE_SMUGGLED,
	400, true, NULL},
    {"POST in chunks with a length",
	"POST /post HTTP/1.1\r\n" FAKE_HOST "Content-Length: 5\r\nTransfer-Encoding: chunked"
	"\r\n\r\n0\r\n\r\n" FAKE_SMUGGLED,
	400, true, NULL},
    {"POST with a folded length",
	"POST /post HTTP/1.1\r\n" FAKE_HOST "Content-Length:\r\n 5\r\n\r\nhello" FAKE_SMUGGLED,
	400, true, NULL},
    {"POST with single line feeds",
	"POST /post HTTP/1.1\nHost: x\nContent-Length: 5\n\nhello" FAKE_SMUGGLED, 400, true,
	NULL},
    {"POST behind a lone colon",
	"POST /post HTTP/1.1\r\n" FAKE_HOST "Content-Length: 5\r\n:\r\nhello" FAKE_SMUGGLED,
	400, true, NULL},
    {"POST that waits to be asked",
	"POST /post HTTP/1.1\r\n" FAKE_HOST "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n",
	417, true, NULL},
    {"POST of too much that waits to be asked",
	"POST /post HTTP/1.1\r\n" FAKE_HOST
	"Expect: 100-continue\r\nContent-Length: 3000000\r\n\r\n",
	413, true, NULL},
    {"OPTIONS where it is known", "OPTIONS /post HTTP/1.1\r\n" FAKE_HOST "\r\n", 200, false,
	"GET"},
    {"OPTIONS with a body",
	"OPTIONS /post HTTP/1.1\r\n" FAKE_HOST "Content-Length: 5\r\n\r\nhello" FAKE_SMUGGLED,
	413, true, NULL},
    {"POST that expects",
	"POST /a HTTP/1.1\r\n" FAKE_HOST "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n",
	405, true, NULL},
    {"PUT", "PUT /a HTTP/1.1\r\n" FAKE_HOST "Content-Length: 0\r\n\r\n", 405, true, NULL},
    {"DELETE", "DELETE /a HTTP/1.1\r\n" FAKE_HOST "\r\n", 405, true, NULL},
    {"TRACE", "TRACE /a HTTP/1.1\r\n" FAKE_HOST "\r\n", 405, true, NULL},
    {"OPTIONS *", "OPTIONS * HTTP/1.1\r\n" FAKE_HOST "\r\n", 405, true, NULL},
    {"CONNECT", "CONNECT evil:443 HTTP/1.1\r\n" FAKE_HOST "\r\n", 405, true, NULL},
    {"get", "get /a HTTP/1.1\r\n" FAKE_HOST "\r\n", 405, true, NULL},
    {"GET that expects",
	"GET /a HTTP/1.1\r\n" FAKE_HOST "Expect: 100-continue\r\n\r\n" FAKE_SMUGGLED, 200, true,
	"GET"},
    {"GET with a body",
	"GET /a HTTP/1.1\r\n" FAKE_HOST "Content-Length: 5\r\n\r\nhello" FAKE_SMUGGLED, 413,
	true, NULL},
    {"GET with an empty body", "GET /a HTTP/1.1\r\n" FAKE_HOST "Content-Length: 0\r\n\r\n", 200,
	false, "GET"},
    {"Content-Length and Transfer-Encoding",
	"GET /a HTTP/1.1\r\n" FAKE_HOST
	"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" FAKE_SMUGGLED,
	400, true, NULL},
    {"two Content-Lengths",
	"GET /a HTTP/1.1\r\n" FAKE_HOST
	"Content-Length: 0\r\nContent-Length: 60\r\n\r\n" FAKE_SMUGGLED,
	400, true, NULL},
    {"chunked",
	"GET /a HTTP/1.1\r\n" FAKE_HOST
	"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" FAKE_SMUGGLED,
	400, true, NULL},
    {"gzip, chunked",
	"GET /a HTTP/1.1\r\n" FAKE_HOST
	"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" FAKE_SMUGGLED,
	400, true, NULL},
    {"Transfer-Encoding before a space",
	"GET /a HTTP/1.1\r\n" FAKE_HOST
	"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" FAKE_SMUGGLED,
	400, true, NULL},
    {"folded Transfer-Encoding",
	"GET /a HTTP/1.1\r\n" FAKE_HOST
	"Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n" FAKE_SMUGGLED,
	400, true, NULL},
    {"a folded header", "GET /a HTTP/1.1\r\n" FAKE_HOST "X: one\r\n two\r\n\r\n" FAKE_SMUGGLED,
	200, true, "GET"},
    {"a line that begins with a colon", "GET /a HTTP/1.1\r\n" FAKE_HOST ": x\r\n" FAKE_SMUGGLED,
	200, true, "GET"},
    {"a lone colon, a missing space", "GET /a HTTP/1.1\r\nHost:x\r\n:\r\n" FAKE_SMUGGLED, 200,
	true, "GET"},
    {"a lone colon, a single line feed", "GET /a HTTP/1.1\nHost: x\r\n:\r\n" FAKE_SMUGGLED, 200,
	true, "GET"},
    {"single line feeds", "GET /a HTTP/1.1\nHost: x\n\n" FAKE_SMUGGLED, 200, true, "GET"},
    {"a single line feed", "GET /a HTTP/1.1\r\nHost: x\nA: b\r\n\r\n" FAKE_SMUGGLED, 200, true,
	"GET"},
    {"two spaces", "GET  /a HTTP/1.1\r\n" FAKE_HOST "\r\n" FAKE_SMUGGLED, 200, true, "GET"},
    {"an odd request for a worker", "GET /work HTTP/1.1\n" FAKE_HOST "\r\n" FAKE_SMUGGLED, 200,
	true, "worked /work"},
    {"no Host", "GET /a HTTP/1.1\r\nA: b\r\n\r\n" FAKE_SMUGGLED, 400, true, NULL},
    {"two Hosts", "GET /a HTTP/1.1\r\n" FAKE_HOST FAKE_HOST "\r\n" FAKE_SMUGGLED, 400, true,
	NULL},
    {"a header without colon", "GET /a HTTP/1.1\r\n" FAKE_HOST "nothing\r\n\r\n" FAKE_SMUGGLED,
	400, true, NULL},
    {"HTTP/0.9", "GET /a\r\n\r\n", 400, true, NULL},
    {"HTTP/2.0", "GET /a HTTP/2.0\r\n" FAKE_HOST "\r\n", 505, true, NULL},
    {"the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, true, NULL},
    {"an answer that is too large", "GET /too-big HTTP/1.1\r\n" FAKE_HOST "\r\n", 500, false,
	NULL},
};

static void
check_row(const char *address, const struct row *row, const char *bytes, size_t length)
{
	struct client_answer answer;
	int fd = client_connect(address);
	bool is_closed = false;

	client_send(fd, bytes, length);
	client_read(fd, false, &answer);
	if (row->is_closed)
		is_closed = client_is_closed(fd);
	if (!tap_ok(answer.status == row->status && is_closed == row->is_closed, "%s: %d%s",
		row->name, row->status, row->is_closed ? ", then closed" : ""))
		printf("#  got: %d, %s\n%s", answer.status, is_closed ? "closed" : "open",
		    answer.head);
	if (row->body != NULL)
		tap_string(answer.body, row->body, row->name);
	if (answer.status == 405)
		tap_string(client_header(&answer, "Allow"), "GET, HEAD", "405 has Allow");
	close(fd);
}

static void
test_rows(const char *address)
{
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++)
		check_row(address, &rows[i], rows[i].bytes, strlen(rows[i].bytes));
	tap_number(fake_smuggled, 0, "no request behind an odd one was run");
}

/* A body in pieces, and another request behind it on the same connection. */
static void
test_bodies(const char *address)
{
	static const char head[] =
	    "POST /post HTTP/1.1\r\n" FAKE_HOST "Content-Length: 65536\r\n\r\n";
	static char body[65536];
	struct client_answer answer;
	int fd = client_connect(address), i;

	memset(body, 'x', sizeof body);
	for (i = 0; i < 2; i++) {
		client_send(fd, head, strlen(head));
		client_send(fd, body, 1);
		client_send(fd, body, sizeof body - 2);
		client_send(fd, body, 1);
		client_read(fd, false, &answer);
		tap_ok(answer.status == 200 && strncmp(answer.body, "POST 65536 xxx", 14) == 0,
		    "a body of 64 KiB in pieces");
	}
	client_send_text(fd,
	    "POST /post HTTP/1.1\r\n" FAKE_HOST
	    "Content-Length: 3\r\n\r\nabcGET /a HTTP/1.1\r\n" FAKE_HOST "\r\n");
	client_read(fd, false, &answer);
	tap_string(answer.body, "POST 3 abc", "a shorter one on the same connection");
	client_read(fd, false, &answer);
	tap_string(answer.body, "GET", "and what follows it");
	close(fd);
}

/* Clients that send all before they read must see why it was refused. */
static void
test_dropped_bodies(const char *address)
{
	static const size_t lengths[] = {65537, 3000000, 4194304};
	char head[128], name[64], *body = calloc(1, 4194304);
	struct client_answer answer;
	size_t i;
	bool sent;
	int fd;

	assert(body != NULL);
	for (i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
		snprintf(head, sizeof head,
		    "POST /post HTTP/1.1\r\n" FAKE_HOST "Content-Length: %zu\r\n\r\n",
		    lengths[i]);
		fd = client_connect(address);
		sent = client_send_text(fd, head) && client_send(fd, body, lengths[i]) &&
		       client_send_text(fd, FAKE_SMUGGLED);
		client_read(fd, false, &answer);
		snprintf(
		    name, sizeof name, "a body of %zu bytes is read and refused", lengths[i]);
		tap_ok(sent && answer.status == 413 && client_is_closed(fd), "%s", name);
		close(fd);
	}
	tap_number(fake_smuggled, 0, "and what follows it is not run");
	free(body);
}

/* The deadline for the head holds for the body as well. */
static void
test_slow_body(const char *address)
{
	static const char head[] =
	    "POST /post HTTP/1.1\r\n" FAKE_HOST "Content-Length: 1000\r\n\r\n";
	long start = client_now_ms();
	int fd = client_connect(address);
	bool is_closed;

	client_send(fd, head, strlen(head));
	is_closed = client_is_closed(fd);
	tap_ok(is_closed && client_now_ms() - start < 1400,
	    "a body that does not come ends the connection");
	close(fd);
}

/* Bytes with NUL in them, and a TLS hello. */
static void
test_binary(const char *address)
{
	static const char nul[] = "GET /a HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n" FAKE_SMUGGLED;
	static const char tls[] = "\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03nothing\r\n";
	struct row nul_row = {"NUL in a header", NULL, 200, true, "GET"};
	struct row tls_row = {"a hello of TLS", NULL, 0, true, NULL};

	check_row(address, &nul_row, nul, sizeof nul - 1);
	check_row(address, &tls_row, tls, sizeof tls - 1);
	tap_number(fake_smuggled, 0, "no request behind them was run");
}

/* before, a character many times, after. */
static void
check_long(const char *address, const char *name, const char *before, const char *unit,
    size_t count, int status)
{
	size_t unit_length = strlen(unit), length = strlen(before) + count * unit_length, i;
	const char *after = strncmp(unit, "A:", 2) == 0 ? "\r\n" : "";
	struct row row = {name, NULL, status, status != 200, NULL};
	char *bytes = malloc(length + 64);

	memcpy(bytes, before, strlen(before));
	for (i = 0; i < count; i++)
		memcpy(bytes + strlen(before) + i * unit_length, unit, unit_length);
	if (strchr(before, '\n') == NULL)
		after = " HTTP/1.1\r\nHost: x\r\n\r\n";
	else if (after[0] == '\0')
		after = "\r\n\r\n";
	memcpy(bytes + length, after, strlen(after));
	check_row(address, &row, bytes, length + strlen(after));
	free(bytes);
}

static void
test_long(const char *address)
{
	static const char lines[] = "GET /a HTTP/1.1\r\nHost: x\r\n";
	static const char value[] = "GET /a HTTP/1.1\r\nHost: x\r\nA: ";

	check_long(address, "a target of 8192 bytes", "GET /", "a", 8191, 200);
	check_long(address, "a target of 8193 bytes", "GET /", "a", 8192, 414);
	check_long(address, "a target of 20 kB", "GET /a?q=", "a", 20000, 414);
	check_long(address, "a target of 70 kB", "GET /a?q=", "a", 70000, 414);
	check_long(address, "64 parameters", "GET /a?a", "&a", 63, 200);
	check_long(address, "65 parameters", "GET /a?a", "&a", 64, 400);
	check_long(address, "600 parameters", "GET /a?a", "&a", 600, 400);
	check_long(address, "10000 parameters", "GET /a?a", "&a", 10000, 414);
	check_long(address, "a header of 30 kB", value, "a", 30000, 200);
	check_long(address, "a header of 33 kB", value, "a", 33000, 431);
	check_long(address, "a header of 40 kB", value, "a", 40000, 431);
	check_long(address, "a header of 100 kB", value, "a", 100000, 431);
	check_long(address, "99 more headers", lines, "A: b\r\n", 99, 200);
	check_long(address, "100 more headers", lines, "A: b\r\n", 100, 431);
	check_long(address, "1000 headers", lines, "A: b\r\n", 1000, 431);
}

static void
test_headers(const char *address)
{
	struct client_answer got, head;
	int fd = client_connect(address);

	client_send_text(fd, "GET /work HTTP/1.1\r\n" FAKE_HOST "\r\n");
	client_read(fd, false, &got);
	client_send_text(fd, "HEAD /work HTTP/1.1\r\n" FAKE_HOST "\r\n");
	client_read(fd, true, &head);
	tap_string(client_header(&got, "X-Content-Type-Options"), "nosniff", "nosniff");
	tap_string(client_header(&got, "Referrer-Policy"), "no-referrer", "no-referrer");
	tap_ok(client_header(&got, "Server") == NULL, "no Server");
	tap_number(head.status, 200, "HEAD is answered");
	tap_string(client_header(&head, "Content-Length"), "12", "HEAD has the length of GET");
	client_send_text(fd, "HEAD /big HTTP/1.1\r\n" FAKE_HOST "\r\n" FAKE_SMUGGLED);
	client_read(fd, true, &head);
	client_read(fd, false, &got);
	tap_string(got.body, "GET", "no body comes after HEAD");
	tap_number(fake_smuggled, 1, "a plain pipelined request is run");
	fake_smuggled = 0;
	close(fd);
}

static void
test_pipeline(const char *address)
{
	char text[64], want[32];
	struct client_answer answer;
	int fd = client_connect(address), right = 0, i;

	for (i = 0; i < 100; i++) {
		snprintf(text, sizeof text, "GET %s?n=%d HTTP/1.1\r\n" FAKE_HOST "\r\n",
		    i % 10 == 0 ? "/work" : "/a", i);
		client_send_text(fd, text);
	}
	for (i = 0; i < 100; i++) {
		client_read(fd, false, &answer);
		snprintf(want, sizeof want, "GET n=%d/%d", i, i < 10 ? 1 : 2);
		right += strcmp(answer.body, i % 10 == 0 ? "worked /work" : want) == 0;
	}
	tap_number(right, 100, "100 pipelined requests are answered in order");
	close(fd);
}

static void
check_half_close(const char *address, const char *request)
{
	struct client_answer answer;
	int fd = client_connect(address);

	client_send_text(fd, request);
	shutdown(fd, SHUT_WR);
	client_read(fd, false, &answer);
	tap_number(answer.status, 200, "a request before a half-close is answered");
	tap_string(client_header(&answer, "X-Content-Type-Options"), "nosniff", "as any other");
	tap_ok(answer.body_length >= 3 && client_header(&answer, "Date") != NULL, "wholly");
	tap_ok(client_is_closed(fd), "then closed");
	close(fd);
}

/* The end of the client's stream may come at any moment of its request. */
static void
test_half_close_moments(const char *address)
{
	struct client_answer answer;
	int fd, answered = 0, in_worker, i;

	for (i = 0; i < 300; i++) {
		fd = client_connect(address);
		client_send_text(fd, "GET /work HTTP/1.1\r\n" FAKE_HOST "\r\n");
		usleep((useconds_t)(i * 2));
		shutdown(fd, SHUT_WR);
		client_read(fd, false, &answer);
		answered += answer.status == 200 && strcmp(answer.body, "worked /work") == 0;
		close(fd);
	}
	tap_number(answered, 300, "300 half-closes at 300 moments are answered");
	in_worker = fake_in_worker;
	fd = client_connect(address);
	client_send_text(fd, "GET /gate HTTP/1.1\r\n" FAKE_HOST "\r\n");
	for (i = 0; i < 400 && fake_in_worker == in_worker; i++)
		client_sleep_ms(10);
	shutdown(fd, SHUT_WR);
	sem_post(&fake_worker_gate);
	client_read(fd, false, &answer);
	tap_number(answer.status, 200, "and one while a worker has the request");
	close(fd);
}

static int
count_files(void)
{
	int fd, count = 0;

	for (fd = 0; fd < 2048; fd++)
		count += fcntl(fd, F_GETFD) >= 0;
	return count;
}

static void
test_reset(const char *address)
{
	struct linger linger = {.l_onoff = 1};
	int before = count_files(), fd, i;
	char byte;

	for (i = 0; i < 300; i++) {
		fd = client_connect(address);
		client_send_text(fd, "GET /big HTTP/1.1\r\n" FAKE_HOST "\r\n");
		if (i % 2 == 0 && recv(fd, &byte, 1, 0) != 1)
			break;
		setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
		close(fd);
	}
	tap_number(i, 300, "300 clients reset in the middle of their answer");
	for (i = 0; i < 40 && count_files() > before; i++)
		client_sleep_ms(50);
	tap_ok(count_files() <= before, "no descriptor is left of them");
}

static void
check_address(const char *listen, const char *want_prefix)
{
	struct http_limits limits = fake_limits();
	struct http_server *server = fake_start(listen, &limits);
	struct client_answer answer;
	int fd;

	if (server == NULL) {
		tap_ok(true, "%s # SKIP not available here", listen);
		return;
	}
	if (!tap_ok(
		strncmp(http_server_address(server, 0), want_prefix, strlen(want_prefix)) == 0,
		"%s is bound", listen))
		printf("#  got: %s\n", http_server_address(server, 0));
	fd = client_connect(http_server_address(server, 0));
	client_send_text(fd, "GET /work HTTP/1.1\r\n" FAKE_HOST "\r\n");
	client_read(fd, false, &answer);
	tap_number(answer.status, 200, "and answers");
	close(fd);
	http_server_stop(server);
}

static void
check_refusal(const char *listen, enum fornix_status want)
{
	struct http_handlers handlers = fake_handlers();
	struct fornix_error err = FORNIX_ERROR_INIT;
	const char *both[] = {"127.0.0.1:0", listen};
	struct http_server *server = NULL;

	tap_number(http_server_start(both, 2, 1, NULL, &handlers, &server, &err), want,
	    "one address of two is wrong: none is served");
	tap_ok(strstr(err.message, listen) != NULL, "the message names it: %s", err.message);
}

static void
test_addresses(void)
{
	char folder[256], listen[320];

	check_address("[::1]:0", "http://[::1]:");
	check_address("*:0", "http://");
	snprintf(folder, sizeof folder, "%s/fornix-http-XXXXXX",
	    getenv("TMPDIR") != NULL ? getenv("TMPDIR") : "/tmp");
	assert(mkdtemp(folder) != NULL);
	snprintf(listen, sizeof listen, "unix:%s/socket", folder);
	check_address(listen, listen);
	tap_number(rmdir(folder), 0, "the socket is removed at the end");
}

/* Whatever was said meanwhile: no part of a request may be in it. */
static void
check_log(int log)
{
	char text[4096];
	ssize_t length = pread(log, text, sizeof text - 1, 0);

	text[length > 0 ? length : 0] = '\0';
	if (!tap_ok(strstr(text, "/big") == NULL && strstr(text, "/work") == NULL &&
			strstr(text, "evil") == NULL,
		"the log tells nothing of the requests"))
		printf("# %s\n", text);
}

int
main(void)
{
	struct http_limits limits = fake_limits();
	int log = memfd_create("log", MFD_CLOEXEC);
	struct http_server *server;
	const char *address;

	/* None of these is tested here, and a slow machine must not run into them. */
	limits.queue_deadline_ms = limits.answer_deadline_ms = 30000;
	limits.idle_timeout_s = 30;
	assert(log >= 0 && dup2(log, STDERR_FILENO) >= 0);
	fake_init();
	server = fake_start("127.0.0.1:0", &limits);
	address = http_server_address(server, 0);
	test_rows(address);
	test_bodies(address);
	test_dropped_bodies(address);
	test_slow_body(address);
	test_binary(address);
	test_long(address);
	test_headers(address);
	test_pipeline(address);
	check_half_close(address, "GET /a HTTP/1.1\r\n" FAKE_HOST "\r\n");
	check_half_close(address, "GET /work HTTP/1.1\r\n" FAKE_HOST "\r\n");
	check_half_close(address, "GET /work HTTP/1.1\n" FAKE_HOST "\r\n");
	test_half_close_moments(address);
	test_reset(address);
	check_refusal(address + strlen("http://"), FORNIX_ERR_IO);
	check_refusal("example.org:80", FORNIX_ERR_USAGE);
	http_server_stop(server);
	test_addresses();
	check_log(log);
	close(log);
	return tap_done();
}

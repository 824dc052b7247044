/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_TEST_HTTP_CLIENT_H
#define FORNIX_TEST_HTTP_CLIENT_H

/*
 * A client for tests that sends any bytes and reads answers one by one.  No
 * read waits longer than CLIENT_TIMEOUT_MS.
 */

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define CLIENT_TIMEOUT_MS 4000
#define CLIENT_HEAD_BYTES 4096

struct client_answer {
	int status; /* 0: the connection ended without one; -1: nothing came in time */
	char head[CLIENT_HEAD_BYTES];
	size_t body_length;
	char body[256]; /* its beginning */
};

static inline long
client_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static inline void
client_sleep_ms(long ms)
{
	struct timespec time = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};

	nanosleep(&time, NULL);
}

/* address: "http://127.0.0.1:1", "http://[::1]:1" or "unix:PATH".  -1 when refused. */
static inline int
client_connect(const char *address)
{
	union {
		struct sockaddr any;
		struct sockaddr_in v4;
		struct sockaddr_in6 v6;
		struct sockaddr_un local;
	} to = {.any = {.sa_family = AF_INET}};
	struct timeval timeout = {.tv_sec = CLIENT_TIMEOUT_MS / 1000};
	in_port_t port = htons((in_port_t)atoi(strrchr(address, ':') + 1));
	socklen_t length = sizeof to.v4;
	int fd;

	if (strncmp(address, "unix:", 5) == 0) {
		to.local.sun_family = AF_UNIX;
		snprintf(to.local.sun_path, sizeof to.local.sun_path, "%s", address + 5);
		length = sizeof to.local;
	} else if (strchr(address, '[') != NULL) {
		to.v6.sin6_family = AF_INET6;
		to.v6.sin6_port = port;
		to.v6.sin6_addr = in6addr_loopback;
		length = sizeof to.v6;
	} else {
		to.v4.sin_port = port;
		to.v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	}
	fd = socket(to.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert(fd >= 0);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
	if (connect(fd, &to.any, length) == 0)
		return fd;
	close(fd);
	return -1;
}

/* Returns false when the other side has closed. */
static inline bool
client_send(int fd, const void *bytes, size_t length)
{
	const char *from = bytes;
	ssize_t sent;

	for (; length > 0; length -= (size_t)sent, from += sent) {
		sent = send(fd, from, length, MSG_NOSIGNAL);
		if (sent <= 0)
			return false;
	}
	return true;
}

static inline bool
client_send_text(int fd, const char *text)
{
	return client_send(fd, text, strlen(text));
}

/* The value of a header, in a static buffer; NULL when there is none. */
static inline const char *
client_header(const struct client_answer *answer, const char *name)
{
	static char value[CLIENT_HEAD_BYTES];
	const char *line = strchr(answer->head, '\n');

	for (; line != NULL && line[1] != '\0'; line = strchr(line + 1, '\n')) {
		if (strncasecmp(line + 1, name, strlen(name)) != 0 ||
		    line[1 + strlen(name)] != ':')
			continue;
		snprintf(value, sizeof value, "%.*s",
		    (int)strcspn(line + strlen(name) + 3, "\r"), line + strlen(name) + 3);
		return value;
	}
	return NULL;
}

/* Reads one answer, byte by byte where it matters, so that the next one stays. */
static inline void
client_read(int fd, bool is_head, struct client_answer *answer)
{
	const char *length_text;
	size_t used = 0, rest, wanted;
	char bytes[4096];
	ssize_t got;

	memset(answer, 0, sizeof *answer);
	while (used < sizeof answer->head - 1) {
		got = recv(fd, answer->head + used, 1, 0);
		if (got <= 0) {
			answer->status = got < 0 ? -1 : 0;
			return;
		}
		used++;
		if (used >= 4 && memcmp(answer->head + used - 4, "\r\n\r\n", 4) == 0)
			break;
	}
	if (sscanf(answer->head, "HTTP/1.%*d %d", &answer->status) != 1)
		answer->status = -1;
	length_text = client_header(answer, "Content-Length");
	rest = length_text != NULL && !is_head ? strtoul(length_text, NULL, 10) : 0;
	for (; rest > 0; rest -= (size_t)got) {
		wanted = rest < sizeof bytes ? rest : sizeof bytes;
		got = recv(fd, bytes, wanted, 0);
		if (got <= 0)
			return;
		if (answer->body_length < sizeof answer->body - 1) {
			size_t room = sizeof answer->body - 1 - answer->body_length;

			memcpy(answer->body + answer->body_length, bytes,
			    (size_t)got < room ? (size_t)got : room);
		}
		answer->body_length += (size_t)got;
	}
}

/* Whether the other side closes within the timeout; what it still sends is dropped. */
static inline bool
client_is_closed(int fd)
{
	char bytes[4096];
	ssize_t got;

	do
		got = recv(fd, bytes, sizeof bytes, 0);
	while (got > 0);
	return got == 0 || (got < 0 && errno == ECONNRESET);
}

#endif

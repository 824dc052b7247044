/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Load, slow clients and the end of the server. */

#include "http.h"

#include <pthread.h>

#include "http-client.h"
#include "http-fake.h"
#include "tap.h"

#define SLOW_REQUESTS 40

static void
wait_for_workers(int count)
{
	int i;

	for (i = 0; i < 400 && fake_in_worker < count; i++)
		client_sleep_ms(5);
}

/* Two jobs run, four wait, the seventh is told to come back. */
static void
test_full_queue(void)
{
	struct http_limits limits = fake_limits();
	struct http_server *server;
	struct client_answer answer;
	int fds[8], i, done = 0, late = 0, busy = 0;
	long begun;

	limits.queue = 4;
	server = fake_start("127.0.0.1:0", &limits);
	fake_in_worker = 0;
	for (i = 0; i < 8; i++) {
		fds[i] = client_connect(http_server_address(server, 0));
		client_send_text(fds[i], "GET /gate HTTP/1.1\r\n" FAKE_HOST "\r\n");
		if (i == 1)
			wait_for_workers(2);
		client_sleep_ms(5);
	}
	begun = client_now_ms();
	for (i = 6; i < 8; i++) {
		client_read(fds[i], false, &answer);
		busy += answer.status == 503 && client_header(&answer, "Retry-After") != NULL &&
			atoi(client_header(&answer, "Retry-After")) >= 1;
	}
	tap_number(busy, 2, "a full queue gives 503 with Retry-After");
	tap_ok(client_now_ms() - begun < 2000, "without waiting for a worker");
	client_send_text(fds[7], "GET /a HTTP/1.1\r\n" FAKE_HOST "\r\n");
	client_read(fds[7], false, &answer);
	tap_number(answer.status, 200, "other pages are answered meanwhile");
	client_sleep_ms(250);
	for (i = 0; i < 8; i++)
		sem_post(&fake_worker_gate);
	for (i = 0; i < 6; i++) {
		client_read(fds[i], false, &answer);
		done += answer.status == 200;
		late += answer.status == 503;
	}
	tap_number(done, 2, "those that ran are answered");
	tap_number(late, 4, "those that waited too long get 503");
	for (i = 0; i < 8; i++)
		close(fds[i]);
	while (sem_trywait(&fake_worker_gate) == 0)
		continue;
	http_server_stop(server);
}

/* All requests are there before the I/O thread looks at any: it is held up. */
static void
check_simultaneous(int count)
{
	struct http_limits limits = fake_limits();
	struct http_server *server;
	struct client_answer answer;
	int fds[256], gate, i, answered = 0;
	const char *address;

	limits.connections = 400;
	limits.request_deadline_ms = 30000;
	limits.idle_timeout_s = 60;
	server = fake_start("127.0.0.1:0", &limits);
	address = http_server_address(server, 0);
	gate = client_connect(address);
	for (i = 0; i < count; i++) {
		fds[i] = client_connect(address);
		client_send_text(fds[i], "GET /a HTTP/1.1\r\n" FAKE_HOST "\r\n");
		client_read(fds[i], false, &answer);
	}
	client_send_text(gate, "GET /io-gate HTTP/1.1\r\n" FAKE_HOST "\r\n");
	sem_wait(&fake_io_entered);
	for (i = 0; i < count; i++)
		client_send_text(fds[i], "GET /a HTTP/1.1\r\n" FAKE_HOST "\r\n");
	sem_post(&fake_io_gate);
	for (i = 0; i < count; i++) {
		client_read(fds[i], false, &answer);
		answered += answer.status == 200;
		close(fds[i]);
	}
	tap_number(
	    answered, count, "all kept connections that were ready at once are answered");
	close(gate);
	http_server_stop(server);
}

/* Sends a byte now and then; returns how long after begun it was cut, or -1. */
static long
trickle(int fd, long begun, long at_most_ms)
{
	char byte;

	while (client_now_ms() - begun < at_most_ms) {
		if (!client_send_text(fd, "a"))
			return client_now_ms() - begun;
		client_sleep_ms(50);
		if (recv(fd, &byte, 1, MSG_DONTWAIT) == 0)
			return client_now_ms() - begun;
	}
	return -1;
}

static void
test_slow(void)
{
	struct http_limits limits = fake_limits();
	struct http_server *server = fake_start("127.0.0.1:0", &limits);
	const char *address = http_server_address(server, 0);
	struct client_answer answer;
	int slow = client_connect(address), other = client_connect(address), kept;
	long begun = client_now_ms(), cut;

	client_send_text(slow, "GET /a HTTP/1.1\r\n" FAKE_HOST "A: ");
	client_send_text(other, "GET /a HTTP/1.1\r\n" FAKE_HOST "\r\n");
	client_read(other, false, &answer);
	tap_number(answer.status, 200, "another client is served during a slow one");
	cut = trickle(slow, begun, 3000);
	if (!tap_ok(cut >= 500, "a head that trickles in is cut after its deadline"))
		printf("# after %ld ms\n", cut);
	close(slow);
	kept = client_connect(address);
	client_send_text(kept, "GET /a HTTP/1.1\r\n" FAKE_HOST "\r\n");
	client_read(kept, false, &answer);
	begun = client_now_ms();
	client_send_text(kept, "GET /a HTTP/1.1\r\nA: ");
	cut = trickle(kept, begun, 3000);
	tap_ok(cut >= 500, "so is the second one on a connection");
	close(kept);
	close(other);
	http_server_stop(server);
}

/* Asks for more than all buffers hold; returns the bytes that came when reading so. */
static size_t
read_answers(const char *address, size_t piece, long pause_ms, long slow_ms)
{
	static char bytes[64 * 1024];
	int fd = client_connect(address), i;
	long begun = client_now_ms();
	size_t total = 0;
	ssize_t got;

	for (i = 1; i < SLOW_REQUESTS; i++)
		client_send_text(fd, "GET /big HTTP/1.1\r\n" FAKE_HOST "\r\n");
	client_send_text(fd, "GET /big HTTP/1.1\r\n" FAKE_HOST "Connection: close\r\n\r\n");
	do {
		bool is_slow = client_now_ms() - begun < slow_ms;

		got = recv(fd, bytes, is_slow ? piece : sizeof bytes, 0);
		total += got > 0 ? (size_t)got : 0;
		client_sleep_ms(is_slow ? pause_ms : 0);
	} while (got > 0);
	close(fd);
	return total;
}

static void
test_slow_reader(void)
{
	static const size_t all = SLOW_REQUESTS * (size_t)FAKE_BIG_BYTES;
	struct http_limits limits = fake_limits();
	struct http_server *server;
	const char *address;

	limits.idle_timeout_s = 60; /* so that it cannot be that */
	server = fake_start("127.0.0.1:0", &limits);
	address = http_server_address(server, 0);

	tap_ok(
	    read_answers(address, 0, 0, 0) > all, "a client that reads gets all its answers");
	tap_ok(read_answers(address, 16384, 100, 2500) < all,
	    "one that reads slowly is cut after the deadline for an answer");
	http_server_stop(server);
}

/* So many idle clients that the next would have to wait for them. */
static void
test_crowd(void)
{
	struct http_limits limits = fake_limits();
	struct http_server *server;
	struct client_answer answer;
	int fds[40], i, fd;
	long begun;

	limits.connections = 32;
	limits.request_deadline_ms = 60000; /* so that only the crowd can be the reason */
	limits.idle_timeout_s = 60;
	server = fake_start("127.0.0.1:0", &limits);
	for (i = 0; i < 40; i++)
		fds[i] = client_connect(http_server_address(server, 0));
	begun = client_now_ms();
	fd = client_connect(http_server_address(server, 0));
	client_send_text(fd, "GET /a HTTP/1.1\r\n" FAKE_HOST "\r\n");
	client_read(fd, false, &answer);
	tap_number(answer.status, 200, "a client behind a crowd of idle ones is served");
	tap_ok(client_now_ms() - begun < CLIENT_TIMEOUT_MS, "soon");
	for (i = 0; i < 40; i++)
		close(fds[i]);
	close(fd);
	http_server_stop(server);
}

/* Each that comes costs the one that has been idle for longest, and no other. */
static void
test_room(void)
{
	struct http_limits limits = fake_limits();
	struct http_server *server;
	struct client_answer answer;
	int fds[26], i, open = 0;
	char byte;

	limits.connections = 32; /* of which 24 may be idle */
	limits.request_deadline_ms = 60000;
	limits.idle_timeout_s = 60;
	server = fake_start("127.0.0.1:0", &limits);
	for (i = 0; i < 26; i++) {
		fds[i] = client_connect(http_server_address(server, 0));
		if (i == 0) {
			client_send_text(fds[0], "GET /a HTTP/1.1\r\n" FAKE_HOST "\r\n");
			client_read(fds[0], false, &answer);
		}
		client_sleep_ms(i < 3 ? 20 : 2);
	}
	tap_ok(client_is_closed(fds[0]) && client_is_closed(fds[1]),
	    "the two that were idle for longest make room for two more");
	for (i = 2; i < 26; i++)
		open += recv(fds[i], &byte, 1, MSG_DONTWAIT) < 0;
	tap_number(open, 24, "and the others stay");
	for (i = 0; i < 26; i++)
		close(fds[i]);
	http_server_stop(server);
}

static void *
stop_server(void *server)
{
	http_server_stop(server);
	return NULL;
}

static bool
is_open(const char *address)
{
	int fd = client_connect(address);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static void
test_drain(void)
{
	struct http_limits limits = fake_limits();
	struct http_server *server;
	struct client_answer answer;
	int fds[6], idle, i, done = 0, closing = 0;
	pthread_t stopper;
	char address[64];
	long begun;

	limits.queue_deadline_ms = 30000;
	limits.request_deadline_ms = 30000;
	limits.answer_deadline_ms = 30000;
	limits.idle_timeout_s = 60;
	limits.drain_ms = 30000;
	server = fake_start("127.0.0.1:0", &limits);
	snprintf(address, sizeof address, "%s", http_server_address(server, 0));
	fake_in_worker = 0;
	idle = client_connect(address);
	client_send_text(idle, "GET /a HTTP/1.1\r\n" FAKE_HOST "\r\n");
	client_read(idle, false, &answer);
	for (i = 0; i < 6; i++) {
		fds[i] = client_connect(address);
		client_send_text(fds[i], "GET /gate HTTP/1.1\r\n" FAKE_HOST "\r\n");
	}
	wait_for_workers(2);
	client_sleep_ms(200); /* until all were read */
	client_send_text(idle, "GET /a HTTP/1.1\r\n" FAKE_HOST "\r\n");
	client_read(idle, false, &answer);
	begun = client_now_ms();
	pthread_create(&stopper, NULL, stop_server, server);
	for (i = 0; i < 400 && is_open(address); i++)
		client_sleep_ms(10);
	tap_ok(!is_open(address), "a server that stops refuses new clients");
	client_send_text(idle, "GET /work HTTP/1.1\r\n" FAKE_HOST "\r\n");
	client_read(idle, false, &answer);
	tap_number(answer.status, 503, "and new work");
	for (i = 0; i < 6; i++)
		sem_post(&fake_worker_gate);
	for (i = 0; i < 6; i++) {
		client_read(fds[i], false, &answer);
		done += answer.status == 200 && strcmp(answer.body, "worked /gate") == 0;
		closing += client_header(&answer, "Connection") != NULL;
	}
	pthread_join(stopper, NULL);
	tap_number(done, 6, "requests that run or wait are answered");
	tap_number(closing, 6, "with Connection: close");
	tap_ok(client_now_ms() - begun < 15000, "the stop does not wait for idle clients");
	for (i = 0; i < 6; i++)
		close(fds[i]);
	close(idle);
}

int
main(void)
{
	fake_init();
	test_slow();
	test_slow_reader();
	test_full_queue();
	check_simultaneous(128);
	check_simultaneous(256);
	test_crowd();
	test_room();
	test_drain();
	return tap_done();
}

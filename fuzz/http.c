/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * Bytes from a client to the service, over a socket: it answers something that
 * is HTTP or closes, and goes on.
 */

#include <errno.h>
#include <poll.h>

#include "../tests/http-client.h"
#include "index.h"
#include "routes.h"

#define ANSWER_MS   60000 /* for all answers; a hang otherwise */
#define ANSWERS_MAX (8 * 1024 * 1024)

static const char *address;

static void
start(void)
{
	struct http_limits limits = HTTP_LIMITS_DEFAULT;
	struct fornix_error err = FORNIX_ERROR_INIT;
	char *listen = scratch_path("http.sock"), *index = fuzz_index();
	struct routes_options options = {.index = index,
	    .site_name = "Site search",
	    .workers = 1,
	    .answer_cache_bytes = 1 << 20};
	struct routes *routes = NULL;
	struct http_handlers handlers;
	struct http_server *server = NULL;
	struct buffer text;

	buffer_init(&text, 1000);
	buffer_printf(&text, "unix:%s", listen);
	limits.queue_deadline_ms = ANSWER_MS;
	assert(routes_new(&options, &routes, &err) == FORNIX_OK);
	assert(routes_refresh(routes, &err) == FORNIX_OK);
	handlers = routes_handlers(routes);
	assert(http_server_start((const char *[]){text.data}, 1, 1, &limits, &handlers, &server,
		   &err) == FORNIX_OK);
	address = http_server_address(server, 0);
	buffer_fini(&text);
	free(listen);
	free(index);
}

/* The fuzzer's own alarms interrupt a wait. */
static bool
is_answering(int fd)
{
	struct pollfd waiting = {.fd = fd, .events = POLLIN};
	int ready;

	do
		ready = poll(&waiting, 1, ANSWER_MS);
	while (ready < 0 && errno == EINTR);
	return ready == 1;
}

/* Reads until the service closes; what it sent must be answers. */
static void
check_answers(int fd)
{
	struct buffer answers;
	char bytes[16384];
	ssize_t got = 1;

	buffer_init(&answers, ANSWERS_MAX);
	while (got > 0) {
		assert(is_answering(fd));
		got = recv(fd, bytes, sizeof bytes, 0);
		if (got > 0)
			buffer_append(&answers, bytes, (size_t)got);
	}
	if (answers.length > 0) {
		assert(strncmp(answers.data, "HTTP/1.", 7) == 0);
		assert(strstr(answers.data, "\r\n\r\n") != NULL);
		assert(strncmp(answers.data + 9, "500", 3) != 0);
	}
	buffer_fini(&answers);
}

/* From time to time: somebody else is served. */
static void
check_alive(void)
{
	struct client_answer answer;
	int fd = client_connect(address);

	assert(fd >= 0);
	client_send_text(fd, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
	client_read(fd, false, &answer);
	assert(answer.status == 200);
	close(fd);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static unsigned count;
	int fd;

	if (address == NULL)
		start();
	fd = client_connect(address);
	assert(fd >= 0);
	client_send(fd, bytes, length);
	shutdown(fd, SHUT_WR);
	check_answers(fd);
	close(fd);
	if (count++ % 64 == 0)
		check_alive();
	return 0;
}

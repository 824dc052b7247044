/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * Queries that people do not type, through a running service: B1 to B11 and A1 to
 * A8 of what must hold.  Each gets a page or a 4xx, soon, and the service goes on.
 */

#include <stdlib.h>

#include "buffer.h"
#include "escape.h"
#include "http-client.h"
#include "routes-ask.h"

#define TARGET_BYTES_MAX 60000
#define QUERY_BYTES      2000

/* Generous: what takes this long would have found no end on a quiet machine either. */
#define SLOW_MS 2000

static const char *address;
static long slowest_ms;
static unsigned asked, wrong;
static char slowest[80];

/* Asks once on a connection of its own, as an odd request closes it. */
static int
ask_raw(const char *path, const char *encoded)
{
	struct client_answer answer;
	long begun = client_now_ms(), took;
	int fd = client_connect(address);

	assert(fd >= 0);
	client_send_text(fd, "GET ");
	client_send_text(fd, path);
	client_send_text(fd, encoded);
	client_send_text(fd, " HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\n\r\n");
	client_read(fd, false, &answer);
	close(fd);
	took = client_now_ms() - begun;
	asked++;
	if (took > slowest_ms) {
		slowest_ms = took;
		snprintf(slowest, sizeof slowest, "%s%.40s", path, encoded);
	}
	return answer.status;
}

static const char *const paths[] = {"/search?q=", "/api/search?q=", "/api/suggest?q="};

/* 200 or 4xx on all three; counted, and named when it is not so. */
static void
check_encoded(const char *encoded)
{
	size_t i;
	int status;

	for (i = 0; i < sizeof paths / sizeof paths[0]; i++) {
		status = ask_raw(paths[i], encoded);
		if (status == 200 || (status >= 400 && status < 500))
			continue;
		wrong++;
		printf("# %d for %s%.60s\n", status, paths[i], encoded);
	}
}

static void
check_bytes(const char *bytes, size_t length)
{
	struct buffer encoded;

	buffer_init(&encoded, TARGET_BYTES_MAX);
	escape_url(&encoded, bytes, length);
	check_encoded(encoded.data);
	buffer_fini(&encoded);
}

/* As often as there is room for. */
static void
check_many(const char *part)
{
	struct buffer bytes;

	buffer_init(&bytes, QUERY_BYTES);
	while (!bytes.failed)
		buffer_append_string(&bytes, part);
	check_bytes(bytes.data, bytes.length);
	buffer_fini(&bytes);
}

static void
say(const char *name)
{
	tap_ok(wrong == 0, "%s: %u requests, each a page or a 4xx", name, asked);
	wrong = asked = 0;
}

static void
test_bytes(void)
{
	char encoded[8];
	unsigned byte, i;

	for (byte = 0; byte < 256; byte++) {
		snprintf(encoded, sizeof encoded, "%%%02x", byte);
		check_encoded(encoded);
		/* Raw, but for what would end the request line. */
		if (byte == '\0' || byte == '\n' || byte == '\r' || byte == ' ')
			continue;
		snprintf(encoded, sizeof encoded, "a%cb", (char)byte);
		check_encoded(encoded);
	}
	say("A1, A3, A4: every byte, as it is and encoded");
	for (i = 0; i < 256; i++) {
		/* Two characters behind a percent sign that are no number. */
		snprintf(
		    encoded, sizeof encoded, "%%%c%c", "0gG%+-&#;"[i % 9], "fz \"<>%."[i % 8]);
		if (strchr(encoded, ' ') == NULL)
			check_encoded(encoded);
	}
	say("A3: escapes that are none");
}

static const char *const parts[] = {"\"", "-", "- ", "-a ", "\"a ", "\"a\" ", "(", ")", "*",
    ":", "tag:", "title:", "tag:a ", "-tag:\"a b\" ", "AND ", "NOT ", "OR ", "a", "a ", "a-",
    "a.", "'", "a'", "pain ", "facial pain ", "what is the ", "\xE6\x9D\xB1", "\xE6\x9D\xB1 ",
    "\xED\x95\x9C\xEA\xB5\xAD ", "\xCC\x81", "a\xCC\x81", "\xE2\x80\xAE",
    "\xE2\x80\xAE"
    "a ",
    "\xE2\x80\x8B", "\xC2\xAD", "\xF0\x9F\xA4\x95", "\xD8\xB9\xD8\xB1", "\xC3\x9F",
    "\xEF\xAC\x81", "\t", "\n", "\x1B[31m", "\x7F", "\xFF", "\xC3", "\xED\xA0\x80",
    "\xF4\x90\x80\x80", "%", "&amp;", "<script>", "</title>", "{{", "\xE2\x80\xA8", "0", "1.",
    "1,000", "hypo", "Qa ", "XFOO:a ", "zzzyx ", "trigemenal nuralgia ", "stroke ",
    "kill myself "};

static void
test_many(void)
{
	size_t i;

	for (i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		check_bytes(parts[i], strlen(parts[i]));
		check_many(parts[i]);
	}
	say("B1 to B9, B11: 2,000 bytes of each");
}

static void
test_noise(void)
{
	struct buffer bytes;
	uint32_t random = 4711;
	unsigned i, k;

	buffer_init(&bytes, QUERY_BYTES);
	for (i = 0; i < 100; i++) {
		buffer_clear(&bytes);
		for (k = 0; k < 30; k++) {
			random = random * 1664525 + 1013904223;
			buffer_append_string(
			    &bytes, parts[(random >> 8) % (sizeof parts / sizeof parts[0])]);
		}
		check_bytes(bytes.data, bytes.length);
	}
	buffer_fini(&bytes);
	say("B12: what comes by chance");
}

static void
test_targets(void)
{
	static const char *const targets[] = {"/search?q=a&page=-1", "/search?q=a&page=1e9",
	    "/search?q=a&page=99999999999999999999", "/search?q=a&perPage=0x10",
	    "/search?q=a&sort=%00", "/search?tag=%C3%28", "/search?%00=a", "/%00", "/a%00b",
	    "/..", "/../../etc/passwd", "//evil", "/search/", "/search%2f", "/search;a=b",
	    "/search?", "/search?&&&&", "/search?=", "/api/related?id=../../etc/passwd",
	    "/api/related?url=javascript:alert(1)", "/assets/../../etc/passwd",
	    "/assets/%2e%2e", "/meili/indexes/../search", "/browse?section=%ff"};
	size_t i;
	int status;

	for (i = 0; i < sizeof targets / sizeof targets[0]; i++) {
		status = ask_raw(targets[i], "");
		wrong += status != 200 && status / 100 != 4;
	}
	say("A2, A5, A18, B10: targets");
	tap_number(ask_raw("/api/search?q=a&q=", "b"), 400, "A5: a parameter twice is told");
}

int
main(void)
{
	char *corpus = scratch_source("corpus"), *index = scratch_path("index");
	struct routes_options options = {.index = index, .site_name = "Search", .workers = 2};
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct routes *routes = NULL;
	struct http_server *server = NULL;
	struct http_handlers handlers;
	const char *listen = "127.0.0.1:0";

	run_index(corpus, index);
	assert(routes_new(&options, &routes, &err) == FORNIX_OK);
	assert(routes_refresh(routes, &err) == FORNIX_OK);
	handlers = routes_handlers(routes);
	assert(http_server_start(&listen, 1, 2, NULL, &handlers, &server, &err) == FORNIX_OK);
	address = http_server_address(server, 0);
	test_bytes();
	test_many();
	test_noise();
	test_targets();
	printf("# slowest: %ld ms, %s\n", slowest_ms, slowest);
	tap_ok(slowest_ms < SLOW_MS, "none takes long");
	tap_number(ask_raw("/api/search?q=", "pain"), 200, "and the service goes on");
	http_server_stop(server);
	routes_free(routes);
	free(index);
	free(corpus);
	return tap_done();
}

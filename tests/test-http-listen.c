/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "http_listen.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "http-client.h"
#include "tap.h"

static void
test_wrong(void)
{
	static const char *const wrong[] = {"", "8080", "127.0.0.1:", "127.0.0.1:65536",
	    "127.0.0.1:8x", "127.0.0.1:-1", "127.0.0.1:000080", ":80", "::1:80", "[::1:80",
	    "[]:80", "[127.0.0.1]:80", "example.org:80", "http://127.0.0.1:80", "unix:"};
	struct fornix_error err = FORNIX_ERROR_INIT;
	char path[200] = "unix:/";
	size_t i;

	for (i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		tap_number(http_listen_check(wrong[i], &err), FORNIX_ERR_USAGE, wrong[i]);
		tap_ok(strstr(err.message, wrong[i]) != NULL, "%s", err.message);
	}
	memset(path + strlen(path), 'a', 107);
	tap_number(http_listen_check(path, &err), FORNIX_ERR_USAGE, "a path of 108 bytes");
	path[strlen(path) - 1] = '\0';
	tap_number(http_listen_check(path, &err), FORNIX_OK, "a path of 107 bytes");
	tap_number(http_listen_check("[::1]:65535", &err), FORNIX_OK, "port 65535");
}

static void
check_bound(const char *text, const char *want_prefix)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct http_listener listener, second;
	const char *port;
	char again[64];
	int fd;

	if (http_listener_open(text, &listener, &err) != FORNIX_OK) {
		tap_ok(strchr(text, '[') != NULL, "%s # SKIP %s", text, err.message);
		return;
	}
	tap_ok(strncmp(listener.address, want_prefix, strlen(want_prefix)) == 0, "%s is %s",
	    text, listener.address);
	port = strrchr(listener.address, ':') + 1;
	tap_ok(atoi(port) > 0, "port 0 has become %s", port);
	fd = client_connect(listener.address);
	tap_ok(fd >= 0, "clients can connect");
	close(fd);
	snprintf(
	    again, sizeof again, "%.*s%s", (int)(strrchr(text, ':') + 1 - text), text, port);
	tap_number(http_listener_open(again, &second, &err), FORNIX_ERR_IO, "not twice");
	tap_ok(strstr(err.message, again) != NULL, "%s", err.message);
	http_listener_close(&listener);
}

/* Leaves a socket file that nobody listens on, as a process that was killed does. */
static void
leave_stale(const char *text, const char *path)
{
	struct http_listener listener;
	char kept[320];

	snprintf(kept, sizeof kept, "%s.kept", path);
	assert(http_listener_open(text, &listener, NULL) == FORNIX_OK);
	assert(link(path, kept) == 0);
	http_listener_close(&listener);
	assert(access(path, F_OK) != 0);
	assert(rename(kept, path) == 0);
}

static void
test_unix(void)
{
	char folder[256], path[300], text[320];
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct http_listener listener, second;
	struct stat status;
	FILE *file;

	snprintf(folder, sizeof folder, "%s/fornix-listen-XXXXXX",
	    getenv("TMPDIR") != NULL ? getenv("TMPDIR") : "/tmp");
	assert(mkdtemp(folder) != NULL);
	snprintf(path, sizeof path, "%s/socket", folder);
	snprintf(text, sizeof text, "unix:%s", path);

	leave_stale(text, path);
	tap_number(http_listener_open(text, &listener, &err), FORNIX_OK,
	    "a socket that nobody listens on is replaced");
	tap_string(listener.address, text, "its address");
	assert(stat(path, &status) == 0);
	tap_number(status.st_mode & 07777, 0660, "its mode");
	tap_number(http_listener_open(text, &second, &err), FORNIX_ERR_IO, "not twice");
	tap_ok(strstr(err.message, path) != NULL, "%s", err.message);
	tap_number(access(path, F_OK), 0, "a socket in use is left alone");
	http_listener_close(&listener);
	tap_ok(access(path, F_OK) != 0, "the socket is removed at the end");

	file = fopen(path, "w");
	assert(file != NULL);
	fclose(file);
	tap_number(http_listener_open(text, &listener, &err), FORNIX_ERR_IO, "a file is there");
	tap_number(access(path, F_OK), 0, "a file is left alone");
	unlink(path);
	rmdir(folder);
}

int
main(void)
{
	test_wrong();
	check_bound("127.0.0.1:0", "http://127.0.0.1:");
	check_bound("localhost:0", "http://127.0.0.1:");
	check_bound("[::1]:0", "http://[::1]:");
	check_bound("*:0", "http://");
	test_unix();
	return tap_done();
}

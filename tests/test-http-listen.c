/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "http_listen.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "http-client.h"
#include "scratch.h"
#include "tap.h"
#include "xalloc.h"

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

static void
check_count(const char *pid, const char *number, enum fornix_status want, size_t want_count)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	size_t count = 99;

	setenv("LISTEN_PID", pid, 1);
	setenv("LISTEN_FDS", number, 1);
	setenv("LISTEN_FDNAMES", "http", 1);
	tap_number(http_listen_inherited(&count, &err), want, number);
	if (want == FORNIX_OK)
		tap_number((long long)count, (long long)want_count, "sockets");
	else
		tap_ok(strstr(err.message, "LISTEN_FDS") != NULL, "%s", err.message);
	tap_ok(getenv("LISTEN_PID") == NULL && getenv("LISTEN_FDS") == NULL &&
		   getenv("LISTEN_FDNAMES") == NULL,
	    "the variables are gone");
}

static void
test_inherited_count(void)
{
	size_t count = 99;
	char pid[32];

	snprintf(pid, sizeof pid, "%ld", (long)getpid());
	check_count(pid, "1", FORNIX_OK, 1);
	check_count(pid, "8", FORNIX_OK, 8);
	check_count(pid, "0", FORNIX_OK, 0);
	check_count("1", "2", FORNIX_OK, 0);
	check_count(pid, "9", FORNIX_ERR_USAGE, 0);
	check_count(pid, "-1", FORNIX_ERR_USAGE, 0);
	check_count(pid, "", FORNIX_ERR_USAGE, 0);
	tap_number(http_listen_inherited(&count, NULL), FORNIX_OK, "no variables");
	tap_number((long long)count, 0, "are no sockets");
}

/* Opens and closes the socket as one that was handed over: it goes on listening. */
static void
check_inherited(const char *address_wanted, int fd)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct http_listener listener;
	char text[HTTP_LISTEN_INHERITED_BYTES];
	int handed = dup(fd), client;

	http_listen_inherited_text((size_t)handed - 3, text);
	tap_number(http_listener_open(text, &listener, &err), FORNIX_OK, "a socket is taken");
	tap_string(listener.address, address_wanted, "its address");
	tap_ok(fcntl(handed, F_GETFD) & FD_CLOEXEC, "programs that are started get it not");
	tap_ok(fcntl(handed, F_GETFL) & O_NONBLOCK, "accepting does not wait");
	http_listener_refuse(&listener);
	http_listener_close(&listener);
	client = client_connect(address_wanted);
	tap_ok(client >= 0, "clients can connect after it");
	close(client);
}

static void
test_inherited(void)
{
	struct http_listener tcp, local;
	char *path CLEANUP_FREE = scratch_path("inherited");
	char text[320];

	scratch_mkdir(".");
	snprintf(text, sizeof text, "unix:%s", path);
	assert(http_listener_open("127.0.0.1:0", &tcp, NULL) == FORNIX_OK);
	assert(http_listener_open(text, &local, NULL) == FORNIX_OK);
	check_inherited(tcp.address, tcp.fd);
	check_inherited(local.address, local.fd);
	http_listener_refuse(&tcp);
	tap_ok(client_connect(tcp.address) < 0, "one of our own refuses clients at the end");
	http_listener_close(&tcp);
	http_listener_close(&local);
}

static void
check_no_listener(int fd, const char *what)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct http_listener listener;
	char text[HTTP_LISTEN_INHERITED_BYTES];

	http_listen_inherited_text((size_t)fd - 3, text);
	tap_number(http_listener_open(text, &listener, &err), FORNIX_ERR_USAGE, what);
	tap_ok(strstr(err.message, "ListenStream=") != NULL, "%s", err.message);
	close(fd);
}

static void
test_inherited_wrong(void)
{
	int fd = open("/dev/null", O_RDONLY);

	check_no_listener(dup(fd), "a file");
	close(fd);
	check_no_listener(fd, "nothing");
	check_no_listener(socket(AF_INET, SOCK_DGRAM, 0), "a datagram socket");
	check_no_listener(socket(AF_INET, SOCK_STREAM, 0), "a socket that does not listen");
	tap_number(http_listen_check("fd:3", NULL), FORNIX_ERR_USAGE, "settings name none");
}

int
main(void)
{
	test_inherited_count();
	test_inherited();
	test_inherited_wrong();
	test_wrong();
	check_bound("127.0.0.1:0", "http://127.0.0.1:");
	check_bound("localhost:0", "http://127.0.0.1:");
	check_bound("[::1]:0", "http://[::1]:");
	check_bound("*:0", "http://");
	test_unix();
	return tap_done();
}

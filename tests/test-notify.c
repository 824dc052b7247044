/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "notify.h"

#include <assert.h>
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "scratch.h"
#include "tap.h"
#include "xalloc.h"

/* A manager's socket; name is a path, or "@" and an abstract name. */
static int
manager_open(const char *name)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	size_t length = strlen(name);
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	assert(fd >= 0 && length < sizeof address.sun_path);
	memcpy(address.sun_path, name, length);
	if (name[0] == '@')
		address.sun_path[0] = '\0';
	assert(bind(fd, (struct sockaddr *)&address,
		   (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length)) == 0);
	setenv("NOTIFY_SOCKET", name, 1);
	return fd;
}

/* A name that no other process has, also when the test runs twice at once. */
static const char *
abstract(void)
{
	static char name[64];

	snprintf(name, sizeof name, "@fornix-test-notify-%ld", (long)getpid());
	return name;
}

/* The next datagram, or "" when there is none. */
static const char *
manager_read(int fd)
{
	static char text[2 * NOTIFY_BYTES_MAX];
	ssize_t got = recv(fd, text, sizeof text - 1, MSG_DONTWAIT);

	text[got < 0 ? 0 : got] = '\0';
	return text;
}

static void
check_states(const char *name)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	int fd = manager_open(name);
	const char *text;

	tap_number(notify_ready(&err), FORNIX_OK, name);
	tap_string(manager_read(fd), "READY=1", "is one datagram");
	tap_number(notify_reloading(&err), FORNIX_OK, "reloading");
	text = manager_read(fd);
	tap_ok(strncmp(text, "RELOADING=1\nMONOTONIC_USEC=", 27) == 0, "%s", text);
	tap_ok(atoll(text + 27) > 1000, "with the time");
	tap_number(notify_stopping(&err), FORNIX_OK, "stopping");
	tap_string(manager_read(fd), "STOPPING=1", "is told");
	tap_number(notify_text("a\nREADY=0\x7f \xc3\xa9", &err), FORNIX_OK, "a text");
	tap_string(manager_read(fd), "STATUS=a READY=0  \xc3\xa9", "stays one line");
	close(fd);
}

static void
test_long_text(void)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	char text[NOTIFY_BYTES_MAX + 100];
	int fd = manager_open(abstract());

	memset(text, 'x', sizeof text);
	text[sizeof text - 1] = '\0';
	tap_number(notify_text(text, &err), FORNIX_OK, "a long text");
	tap_number((long)strlen(manager_read(fd)), NOTIFY_BYTES_MAX - 1, "is cut");
	close(fd);
}

static void
test_nobody(void)
{
	struct fornix_error err = FORNIX_ERROR_INIT;

	unsetenv("NOTIFY_SOCKET");
	tap_number(notify_ready(&err), FORNIX_OK, "without a manager nobody is told");
	setenv("NOTIFY_SOCKET", "", 1);
	tap_number(notify_ready(&err), FORNIX_OK, "nor with an empty variable");
}

static void
check_trouble(const char *name, const char *want)
{
	struct fornix_error err = FORNIX_ERROR_INIT;

	setenv("NOTIFY_SOCKET", name, 1);
	tap_number(notify_ready(&err), FORNIX_ERR_IO, name);
	tap_ok(strstr(err.message, want) != NULL, "%s", err.message);
}

static void
test_trouble(void)
{
	char *path CLEANUP_FREE = scratch_path("missing");
	char name[200];

	check_trouble("relative", "must be a path");
	check_trouble("@", "must be a path");
	check_trouble("vsock:2:1", "must be a path");
	check_trouble(abstract(), "Connection refused");
	check_trouble(path, path);
	memset(name, 'a', sizeof name - 1);
	name[0] = '/';
	name[sizeof name - 1] = '\0';
	check_trouble(name, "longer than 107 bytes");
}

/* A manager that does not read must not hold up the service. */
static void
test_full(void)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	int fd = manager_open(abstract()), i;
	enum fornix_status status = FORNIX_OK;

	for (i = 0; i < 10000 && status == FORNIX_OK; i++)
		status = notify_ready(&err);
	tap_number(status, FORNIX_ERR_IO, "a full socket is an error");
	tap_number(err.sys_errno, EAGAIN, "at once");
	close(fd);
}

int
main(void)
{
	char *path CLEANUP_FREE = scratch_path("notify");

	scratch_mkdir(".");
	check_states(path);
	check_states(abstract());
	test_long_text();
	test_nobody();
	test_trouble();
	test_full();
	return tap_done();
}

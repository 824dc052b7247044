/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * What a process can do no more in the sandbox, and what it still can.  Each
 * attempt is one process, because nothing gives a right back.
 */

#include "sandbox.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "scratch.h"
#include "tap.h"

/* How an attempt ended: as exit code. */
#define DONE       0
#define REFUSED    1 /* EPERM or EACCES */
#define OTHERWISE  2
#define NO_SANDBOX 3

typedef bool try_it(void);

static int port; /* of a listener */

/* Paths in the scratch folder, of which "kept" may be read and "state" changed. */
static char *path;

static const char *
in_scratch(const char *name)
{
	free(path);
	path = scratch_path(name);
	return path;
}

static bool
can_open(const char *name, int flags)
{
	int fd = open(name, flags, 0600);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static bool
read_kept(void)
{
	return can_open(in_scratch("kept/file"), O_RDONLY);
}

static bool
read_other(void)
{
	return can_open(in_scratch("other"), O_RDONLY);
}

static bool
read_passwd(void)
{
	return can_open("/etc/passwd", O_RDONLY);
}

static bool
write_kept(void)
{
	return can_open(in_scratch("kept/file"), O_WRONLY);
}

static bool
make_in_kept(void)
{
	return can_open(in_scratch("kept/new"), O_WRONLY | O_CREAT);
}

static bool
remove_kept(void)
{
	return unlink(in_scratch("kept/file")) == 0;
}

static bool
link_out(void)
{
	return symlink("/etc/passwd", in_scratch("state/link")) == 0;
}

static bool
change_state(void)
{
	return can_open(in_scratch("state/new"), O_RDWR | O_CREAT | O_TRUNC) &&
	       unlink(path) == 0;
}

static bool
execute(void)
{
	execl("/bin/true", "true", (char *)NULL);
	return false;
}

static bool
start_process(void)
{
	pid_t child = fork();

	if (child == 0)
		_exit(0);
	return child > 0 && waitpid(child, NULL, 0) == child;
}

static void *
idle(void *context)
{
	return context;
}

static bool
start_thread(void)
{
	pthread_t thread;

	errno = pthread_create(&thread, NULL, idle, NULL);
	return errno == 0 && pthread_join(thread, NULL) == 0;
}

static bool
connect_to(unsigned number)
{
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((in_port_t)number)};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return fd >= 0 && connect(fd, (const struct sockaddr *)&to, sizeof to) == 0;
}

static bool
connect_out(void)
{
	return connect_to(port);
}

/* Refused by the wall, before it is found that nobody listens there. */
static bool
connect_elsewhere(void)
{
	return connect_to(9);
}

static bool
send_datagram(void)
{
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(9)};
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return fd >= 0 && sendto(fd, "x", 1, 0, (const struct sockaddr *)&to, sizeof to) == 1;
}

static bool
make_local_socket(void)
{
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	return fd >= 0 && close(fd) == 0;
}

static bool
use_memory(void)
{
	char *memory = malloc(64 << 20);

	if (memory != NULL)
		memory[0] = memory[63 << 20] = 1;
	free(memory);
	return memory != NULL;
}

static bool
signal_parent(void)
{
	return kill(getppid(), 0) == 0;
}

/* As with shards on other machines, too. */
enum wall { FILES, CALLS, FILES_AND_PORT, CALLS_AND_CONNECT };

static enum fornix_status
enter(enum wall wall, struct fornix_error *err)
{
	char *kept = scratch_path("kept"), *state = scratch_path("state");
	const struct sandbox_path paths[] = {{kept, SANDBOX_READ}, {state, SANDBOX_CHANGE},
	    {"/there/is/no/such/path", SANDBOX_CHANGE}};
	const unsigned ports[] = {port};
	enum fornix_status status =
	    wall == CALLS || wall == CALLS_AND_CONNECT
		? sandbox_calls(wall == CALLS_AND_CONNECT, err)
		: sandbox_files(paths, 3, ports, wall == FILES_AND_PORT ? 1 : 0, err);

	free(kept);
	free(state);
	return status;
}

static int
try_in_child(enum wall wall, try_it *attempt)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	pid_t child = fork();
	int result = -1;
	enum fornix_status status;

	if (child == 0) {
		prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
		status = enter(wall, &err);
		if (status != FORNIX_OK)
			_exit(status == FORNIX_ERR_NOT_FOUND ? NO_SANDBOX : OTHERWISE);
		errno = 0;
		if (attempt())
			_exit(DONE);
		_exit(errno == EPERM || errno == EACCES ? REFUSED : OTHERWISE);
	}
	waitpid(child, &result, 0);
	return WIFEXITED(result) ? WEXITSTATUS(result) : -1;
}

/* Landlock knows ports since Linux 6.7. */
static bool
knows_ports(void)
{
	return try_in_child(FILES, connect_out) == REFUSED;
}

struct row {
	enum wall wall;
	int want;
	try_it *attempt;
	const char *name;
};

static const struct row rows[] = {
    {FILES, DONE, read_kept, "a file of the index is read"},
    {FILES, DONE, change_state, "the counters are written"},
    {FILES, DONE, use_memory, "memory is had"},
    {FILES, REFUSED, read_other, "no other file is read"},
    {FILES, REFUSED, read_passwd, "nor that of the accounts"},
    {FILES, REFUSED, write_kept, "the index is not written"},
    {FILES, REFUSED, make_in_kept, "nothing is made in it"},
    {FILES, REFUSED, remove_kept, "nothing removed"},
    {FILES, REFUSED, link_out, "no link is made"},
    {FILES_AND_PORT, DONE, connect_out, "a shard is connected to"},
    {FILES_AND_PORT, REFUSED, connect_elsewhere, "nothing else"},
    {FILES_AND_PORT, REFUSED, read_other, "files stay walled off"},
    {CALLS_AND_CONNECT, DONE, connect_out, "a shard may be connected to"},
    {CALLS_AND_CONNECT, REFUSED, execute, "nothing is executed for it"},
    {FILES, REFUSED, execute, "nothing is executed"},
    {CALLS, DONE, read_passwd, "the filter leaves reading alone"},
    {CALLS, DONE, change_state, "and writing"},
    {CALLS, DONE, make_local_socket, "a socket for the service manager"},
    {CALLS, DONE, use_memory, "memory is had behind the filter"},
    {CALLS, REFUSED, execute, "no program is started"},
    {CALLS, REFUSED, start_process, "no process"},
    {CALLS, REFUSED, start_thread, "no thread"},
    {CALLS, REFUSED, connect_out, "nobody is connected to"},
    {CALLS, REFUSED, send_datagram, "nor sent a datagram"},
    {CALLS, REFUSED, signal_parent, "no other process gets a signal"},
    {CALLS, REFUSED, link_out, "no link is made behind the filter"},
};

static void
listen_somewhere(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	socklen_t length = sizeof address;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert(bind(fd, (struct sockaddr *)&address, sizeof address) == 0);
	assert(listen(fd, 4) == 0);
	assert(getsockname(fd, (struct sockaddr *)&address, &length) == 0);
	port = ntohs(address.sin_port);
}

int
main(void)
{
	size_t i;

	scratch_write_text("kept/file", "x");
	scratch_write_text("other", "x");
	scratch_mkdir("state");
	listen_somewhere();
	tap_ok(
	    connect_out() && read_other() && start_process(), "without it all of that works");
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		int got = try_in_child(rows[i].wall, rows[i].attempt);

		if (got == NO_SANDBOX ||
		    (rows[i].attempt == connect_elsewhere && !knows_ports()))
			tap_ok(true, "%s # SKIP not here", rows[i].name);
		else
			tap_number(got, rows[i].want, rows[i].name);
	}
	free(path);
	return tap_done();
}

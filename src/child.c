/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static void
close_pipe(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* fornix ignores SIGPIPE; a program that expects to die of it must not. */
static int
spawn(const char *const argv[], int in, int out, pid_t *ret_pid)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t usual;
	int error;

	sigemptyset(&usual);
	sigaddset(&usual, SIGPIPE);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigdefault(&attributes, &usual);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
	posix_spawn_file_actions_init(&actions);
	if (in >= 0)
		posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
	if (out >= 0)
		posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
	error =
	    posix_spawnp(ret_pid, argv[0], &actions, &attributes, (char *const *)argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	return error;
}

enum fornix_status
child_start(const char *const argv[], enum child_pipe pipes, struct child *ret_child,
    struct fornix_error *err)
{
	int in[2] = {-1, -1}, out[2] = {-1, -1}, error = 0;

	if (pipes != CHILD_NO_PIPE && pipe2(in, O_CLOEXEC) != 0)
		error = errno;
	if (error == 0 && pipes == CHILD_STDIN_OUT && pipe2(out, O_CLOEXEC) != 0)
		error = errno;
	if (error == 0)
		error = spawn(argv, in[0], out[1], &ret_child->pid);
	close_pipe(&in[0]);
	close_pipe(&out[1]);
	if (error != 0) {
		close_pipe(&in[1]);
		close_pipe(&out[0]);
		return error_set_errno(
		    err, FORNIX_ERR_IO, error, "cannot run '%s': install it", argv[0]);
	}
	ret_child->in = in[1];
	ret_child->out = out[0];
	return FORNIX_OK;
}

void
child_feed(struct child *child, struct span bytes)
{
	while (bytes.length > 0) {
		ssize_t count = write(child->in, bytes.data, bytes.length);

		if (count < 0 && errno == EINTR)
			continue;
		if (count <= 0)
			break;
		bytes.data += count;
		bytes.length -= (size_t)count;
	}
	close_pipe(&child->in);
}

static void
read_all(int fd, struct buffer *out)
{
	char bytes[16 * 1024];
	ssize_t count;

	while (!out->failed) {
		count = read(fd, bytes, sizeof bytes);
		if (count < 0 && errno == EINTR)
			continue;
		if (count <= 0)
			return;
		buffer_append(out, bytes, (size_t)count);
	}
}

enum fornix_status
child_converse(const char *const argv[], struct span input, struct buffer *out, int *ret_code,
    struct fornix_error *err)
{
	struct child child;
	enum fornix_status status = child_start(argv, CHILD_STDIN_OUT, &child, err);

	if (status != FORNIX_OK)
		return status;
	child_feed(&child, input);
	read_all(child.out, out);
	*ret_code = child_wait(&child);
	return FORNIX_OK;
}

int
child_wait(struct child *child)
{
	struct sigaction ignore = {.sa_handler = SIG_IGN}, interrupt, quit;
	int status = 0;

	close_pipe(&child->in);
	close_pipe(&child->out);
	sigaction(SIGINT, &ignore, &interrupt);
	sigaction(SIGQUIT, &ignore, &quit);
	while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR)
		;
	sigaction(SIGINT, &interrupt, NULL);
	sigaction(SIGQUIT, &quit, NULL);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

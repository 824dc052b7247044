/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "notify.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

static enum fornix_status
parse(const char *name, struct sockaddr_un *ret_address, socklen_t *ret_length,
    struct fornix_error *err)
{
	size_t length = strlen(name);

	if ((name[0] != '/' && name[0] != '@') || length < 2)
		return error_set(err, FORNIX_ERR_IO,
		    "NOTIFY_SOCKET is '%s': it must be a path, or '@' and a name", name);
	if (length >= sizeof ret_address->sun_path)
		return error_set(err, FORNIX_ERR_IO,
		    "NOTIFY_SOCKET is longer than %zu bytes: make it shorter",
		    sizeof ret_address->sun_path - 1);
	memset(ret_address, 0, sizeof *ret_address);
	ret_address->sun_family = AF_UNIX;
	memcpy(ret_address->sun_path, name, length);
	if (name[0] == '@')
		ret_address->sun_path[0] = '\0';
	/* A NUL behind an abstract name would be part of it. */
	*ret_length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
	return FORNIX_OK;
}

static enum fornix_status
send_lines(const char *lines, struct fornix_error *err)
{
	const char *name = getenv("NOTIFY_SOCKET");
	struct sockaddr_un address;
	enum fornix_status status;
	socklen_t length = 0;
	ssize_t sent;
	int fd, failure;

	if (name == NULL || name[0] == '\0')
		return FORNIX_OK;
	status = parse(name, &address, &length, err);
	if (status != FORNIX_OK)
		return status;
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	sent = fd < 0 ? -1
		      : sendto(fd, lines, strlen(lines), MSG_NOSIGNAL | MSG_DONTWAIT,
			    (const struct sockaddr *)&address, length);
	failure = errno;
	if (fd >= 0)
		close(fd);
	if (sent < 0)
		return error_set_errno(err, FORNIX_ERR_IO, failure,
		    "cannot tell the service manager at '%s'", name);
	return FORNIX_OK;
}

enum fornix_status
notify_ready(struct fornix_error *err)
{
	return send_lines("READY=1", err);
}

/* The time lets the manager tell this reload from one before it. */
enum fornix_status
notify_reloading(struct fornix_error *err)
{
	struct timespec now;
	char lines[80];

	clock_gettime(CLOCK_MONOTONIC, &now);
	snprintf(lines, sizeof lines, "RELOADING=1\nMONOTONIC_USEC=%lld",
	    (long long)now.tv_sec * 1000000 + now.tv_nsec / 1000);
	return send_lines(lines, err);
}

enum fornix_status
notify_stopping(struct fornix_error *err)
{
	return send_lines("STOPPING=1", err);
}

enum fornix_status
notify_text(const char *text, struct fornix_error *err)
{
	char line[NOTIFY_BYTES_MAX];
	char *c;

	snprintf(line, sizeof line, "STATUS=%s", text);
	for (c = line; *c != '\0'; c++)
		if ((unsigned char)*c < ' ' || *c == 127)
			*c = ' ';
	return send_lines(line, err);
}

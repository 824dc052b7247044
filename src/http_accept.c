/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "http_accept.h"

#include <sys/socket.h>
#include <unistd.h>

/* Room for the connection that has begun, and for the one that libmicrohttpd itself takes. */
#define OWN 2

/* In a round: more would keep those who have sent something from being read. */
#define AHEAD_MAX 64

/* By its socket, as it may have begun before its daemon is known; NULL at the end. */
static struct http_listener *
listener_of(struct http_server *server, struct MHD_Daemon *daemon)
{
	int fd = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_LISTEN_FD)->listen_fd;
	size_t i;

	for (i = 0; i < server->count; i++) {
		if (server->listeners[i].fd == fd)
			return &server->listeners[i];
	}
	return NULL;
}

/* Returns whether one came. */
static bool
take_one(struct http_listener *listener, struct MHD_Daemon *daemon)
{
	struct sockaddr_storage address;
	socklen_t length = sizeof address;
	int fd = accept4(
	    listener->fd, (struct sockaddr *)&address, &length, SOCK_CLOEXEC | SOCK_NONBLOCK);

	if (fd < 0)
		return false;
	/* Closes it itself when that fails. */
	listener->ahead +=
	    MHD_add_connection(daemon, fd, (struct sockaddr *)&address, length) == MHD_YES;
	return true;
}

void
http_accept_more(struct http_server *server, struct MHD_Connection *mhd)
{
	struct MHD_Daemon *daemon =
	    MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_DAEMON)->daemon;
	struct http_listener *listener = listener_of(server, daemon);
	unsigned room, open;

	if (listener == NULL)
		return;
	listener->ahead -= listener->ahead > 0;
	open =
	    OWN +
	    MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS)->num_connections;
	room = open < server->limits.connections ? server->limits.connections - open : 0;
	if (room > AHEAD_MAX)
		room = AHEAD_MAX;
	while (!atomic_load(&server->is_draining) && listener->ahead < room &&
	       take_one(listener, daemon))
		continue;
}

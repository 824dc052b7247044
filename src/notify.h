/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_NOTIFY_H
#define FORNIX_NOTIFY_H

/*
 * Tells the service manager that started the process how it is doing: the
 * protocol of sd_notify(3), lines of NAME=VALUE in one datagram to the socket
 * that the environment variable NOTIFY_SOCKET names, a path or "@" and an
 * abstract name.  Without that variable nobody is told, and all succeed.
 *
 * Nothing waits: a manager that does not read gives IO, as does any other
 * trouble.  The service goes on without it.  For the main thread.
 */

#include "error.h"

#define NOTIFY_BYTES_MAX 1024 /* a longer text is cut */

/* Sockets are listened on and an index is looked for; also the end of a reload. */
FORNIX_CHECKED enum fornix_status notify_ready(struct fornix_error *err);
FORNIX_CHECKED enum fornix_status notify_reloading(struct fornix_error *err);
FORNIX_CHECKED enum fornix_status notify_stopping(struct fornix_error *err);
/* text is one line for people; control characters in it become spaces. */
FORNIX_CHECKED enum fornix_status notify_text(const char *text, struct fornix_error *err);

#endif

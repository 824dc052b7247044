/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_HTTP_LISTEN_H
#define FORNIX_HTTP_LISTEN_H

/*
 * Addresses as people write them, and sockets that listen on them:
 * "ADDR:PORT", "[ADDR6]:PORT", "localhost:PORT", "*:PORT" (both families) and
 * "unix:PATH".  No name is looked up.
 *
 * And sockets that the service manager listens on and hands over: it keeps them
 * while the service is restarted, so that clients wait for the next process
 * instead of being refused.
 */

#include <stdbool.h>
#include <stddef.h>

#include "error.h"

#define HTTP_LISTEN_INHERITED_MAX   8
#define HTTP_LISTEN_INHERITED_BYTES 16 /* of "fd:3" */

struct http_listener {
	int fd;
	char *address;   /* as bound: "http://127.0.0.1:40123" or "unix:/run/…"; owned */
	char *unix_path; /* to be removed at the end; else NULL; owned */
	bool is_inherited;
	unsigned ahead; /* connections taken that have not begun; of http_accept.h */
};

/* USAGE, with the right form, when text is not an address. */
FORNIX_CHECKED enum fornix_status http_listen_check(const char *text, struct fornix_error *err);

/*
 * How many sockets were handed over to this process, as sd_listen_fds(3) says: by the
 * environment variables LISTEN_PID and LISTEN_FDS, which are removed.  0 when
 * there are none or they are another process's.  USAGE when LISTEN_FDS is not a number
 * up to HTTP_LISTEN_INHERITED_MAX.
 */
FORNIX_CHECKED enum fornix_status http_listen_inherited(
    size_t *ret_count, struct fornix_error *err);

/* Writes the text that stands for the i-th of them in http_listener_open(). */
void http_listen_inherited_text(size_t i, char text[HTTP_LISTEN_INHERITED_BYTES]);

/*
 * Binds and listens.  A unix socket that nobody listens on any more is
 * replaced; it gets mode 0660.  USAGE as above; IO, naming the address, when
 * the system refuses.  An inherited socket is taken as it is; USAGE when it is not
 * one that listens.  The caller ends it with http_listener_close().
 */
FORNIX_CHECKED enum fornix_status http_listener_open(
    const char *text, struct http_listener *ret_listener, struct fornix_error *err);

/*
 * Nobody is accepted any more: refuses clients at once instead of letting them wait for
 * nobody.  Those of an inherited socket wait for the next process.
 */
void http_listener_refuse(const struct http_listener *listener);

/* Removes the unix socket, unless it was inherited; frees the rest. */
void http_listener_close(struct http_listener *listener);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_HTTP_LISTEN_H
#define FORNIX_HTTP_LISTEN_H

/*
 * Addresses as people write them, and sockets that listen on them:
 * "ADDR:PORT", "[ADDR6]:PORT", "localhost:PORT", "*:PORT" (both families) and
 * "unix:PATH".  No name is looked up.
 */

#include "error.h"

struct http_listener {
	int fd;
	char *address;   /* as bound: "http://127.0.0.1:40123" or "unix:/run/…"; owned */
	char *unix_path; /* NULL for TCP; owned */
};

/* USAGE, with the right form, when text is not an address. */
FORNIX_CHECKED enum fornix_status http_listen_check(const char *text, struct fornix_error *err);

/*
 * Binds and listens.  A unix socket that nobody listens on any more is
 * replaced; it gets mode 0660.  USAGE as above; IO, naming the address, when
 * the system refuses.  The caller ends it with http_listener_close().
 */
FORNIX_CHECKED enum fornix_status http_listener_open(
    const char *text, struct http_listener *ret_listener, struct fornix_error *err);

/* Removes the unix socket; frees the rest. */
void http_listener_close(struct http_listener *listener);

#endif

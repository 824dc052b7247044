/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_HTTP_DIRECT_H
#define FORNIX_HTTP_DIRECT_H

/*
 * An answer written to a socket without libmicrohttpd, for a client that has
 * ended its own side of the connection and waits for the answer.
 */

#include <stdbool.h>

#include "http.h"

#define HTTP_DIRECT_MS 200 /* for all of it; a client that reads slower gets a part */

/* Whether the other side sends no more, but may still read. */
bool http_direct_is_wanted(int fd);

/* Writes status line, Date, headers, Content-Length and (unless is_head) the body. */
void http_direct_send(
    int fd, const struct http_response *response, const char *reason, bool is_head);

#endif

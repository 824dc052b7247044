/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_HTTP_ACCEPT_H
#define FORNIX_HTTP_ACCEPT_H

/*
 * Takes many connections at once.
 *
 * libmicrohttpd takes one in each round of its loop, and a round looks at all of
 * them: behind a crowd, those who come wait for as many rounds as others came
 * before.  So what comes in between is taken as well.  Part of http.c.
 */

#include <microhttpd.h>

#include "http_connection.h"

/*
 * In the I/O thread, for a connection that has begun: takes others that wait for the
 * same listener, as far as there is room for them.
 */
void http_accept_more(struct http_server *server, struct MHD_Connection *mhd);

#endif

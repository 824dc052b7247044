/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_HTTP_CLIENTS_H
#define FORNIX_HTTP_CLIENTS_H

/*
 * How much each client has asked for lately: a bucket of tokens for each.
 *
 * A request takes a token, and every second brings as many as are allowed in one,
 * up to those of HTTP_CLIENTS_BURST_S seconds.  An IPv6 client is its /64.  The
 * table never grows: whoever was seen least recently gives way.  Addresses are not
 * kept, but hashes of them, under a key that ends with the process.
 *
 * Behind proxies the client is who they say, the last of X-Forwarded-For that is
 * no proxy itself.  This machine is one; where it says nothing of a client it asks
 * for itself, and is not limited.
 */

#include <stdbool.h>
#include <stdint.h>

#include "error.h"
#include "network.h"
#include "span.h"

#define HTTP_CLIENTS_MAX         4096 /* that are told apart */
#define HTTP_CLIENTS_BURST_S     10
#define HTTP_CLIENTS_FORWARD_MAX 32 /* addresses of X-Forwarded-For that are looked at */
#define HTTP_CLIENTS_LINES_MAX   4  /* headers of that name; of more, the last ones */

struct http_clients_options {
	unsigned per_second; /* requests; 0: any number */
	size_t proxy_count;
	const struct network *proxies; /* besides this machine; copied */
};

struct sockaddr;

struct http_clients;

/* IO when the system has no random bytes. */
FORNIX_CHECKED enum fornix_status http_clients_new(const struct http_clients_options *options,
    struct http_clients **ret_clients, struct fornix_error *err);
void http_clients_free(struct http_clients *clients);

/*
 * Takes a token of the client at peer, NULL for a unix socket, that sent these
 * values of X-Forwarded-For.  Returns false when it has none left; there will be
 * one within a second.  now_ms is of http_clock_ms().  Safe from any thread.
 */
bool http_clients_take(struct http_clients *clients, const struct sockaddr *peer,
    const struct span *forwarded, size_t forwarded_count, int64_t now_ms);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_HTTP_HEAD_H
#define FORNIX_HTTP_HEAD_H

/*
 * What is let through: the head of a request as libmicrohttpd parsed it,
 * checked, and made into a struct http_request.
 *
 * Part of http.c.  libmicrohttpd 0.9.75 accepts heads that other programs read
 * differently, and so may take part of one request for another one: a line
 * beginning with ":" ends its headers, folded lines change names, single line
 * feeds and NUL bytes pass.  Rather than naming each, a head is "plain" when
 * the strings that libmicrohttpd hands out lie in memory exactly as a head
 * without any oddity would, line by line, and their sum is the number of bytes
 * it read.  A request whose head is not plain gets its answer, but the
 * connection is closed behind it, so nothing that follows is run.  A body is
 * let through behind a plain head only.
 */

#include <microhttpd.h>
#include <stdbool.h>
#include <stddef.h>

#include "http.h"

/* The target before it is decoded. */
struct http_target {
	const char *text; /* libmicrohttpd's, as long as the request */
	size_t length;
	bool has_nul; /* "%00" */
	bool has_control;
	bool has_many_parameters;
};

/*
 * To be called with the raw target.  Where it has more parameters than will be
 * accepted it is cut behind the "?", because libmicrohttpd closes the
 * connection without an answer when it has no room for them.
 */
void http_target_note(struct http_target *target, const char *text);

struct http_head {
	struct http_request request; /* borrows from libmicrohttpd */
	int status;                  /* 0: let through; else the error */
	const char *detail;          /* with an error: what is wrong, a constant */
	unsigned methods;            /* that the page knows, for Allow */
	size_t forwarded_count;      /* values of X-Forwarded-For, in their order */
	struct span forwarded[HTTP_CLIENTS_LINES_MAX];
	bool is_expecting; /* waits to be told to go on; is not plain */
	bool is_plain;
	size_t body_length; /* that follows, of a request let through or read to be dropped */
	bool is_dropped;    /* with an error, to be told when the body has been read */
};

/* methods: those that the page at url knows, 0 when there is no such page. */
void http_head_check(struct MHD_Connection *connection, const struct http_target *target,
    const char *method, const char *url, const char *version, unsigned methods,
    struct http_head *ret_head);

#endif

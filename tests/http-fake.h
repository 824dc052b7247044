/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_TEST_HTTP_FAKE_H
#define FORNIX_TEST_HTTP_FAKE_H

/*
 * Handlers for a server that is tested without a search behind it.
 *
 *	/work      "worked /work", from a worker
 *	/gate      the same, after fake_worker_gate was posted
 *	/io-gate   posts fake_io_entered and waits for fake_io_gate in the I/O thread
 *	/post      takes POST and says the length and the beginning of the body; so does /work
 *	/none      is not there
 *	/big       FAKE_BIG_BYTES
 *	/too-big   a body that did not fit
 *	/smuggled  is counted
 *	other      method and parameters
 */

#include <semaphore.h>
#include <stdatomic.h>

#include "http.h"

#define FAKE_BIG_BYTES (512 * 1024)

#define FAKE_HOST     "Host: x\r\n"
#define FAKE_SMUGGLED "GET /smuggled HTTP/1.1\r\n" FAKE_HOST "\r\n"

extern atomic_int fake_smuggled, fake_in_worker; /* requests seen */
extern sem_t fake_worker_gate, fake_io_gate, fake_io_entered;

void fake_init(void);

struct http_handlers fake_handlers(void);

/* Deadlines below two seconds. */
struct http_limits fake_limits(void);

/* A server with two workers; NULL, having said why, when it cannot listen. */
struct http_server *fake_start(const char *listen, const struct http_limits *limits);

#endif

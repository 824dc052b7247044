/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_LOG_H
#define FORNIX_LOG_H

/*
 * One-line messages of the service on standard error: "fornixd: …".
 *
 * A query, an address of a client or a user agent must never be part of one.
 * Control characters are dropped, so that no text can forge a line or reach a
 * terminal.  Safe from any thread.
 */

#include <stdatomic.h>
#include <stdint.h>

#include "error.h"

#define LOG_LINE_BYTES_MAX 1024

void log_message(const char *format, ...) FORNIX_PRINTF(1, 2);

/* Zeroed at first; allows one message in LOG_LIMIT_S seconds. */
struct log_limit {
	_Atomic int64_t quiet_until_s; /* monotonic */
};

#define LOG_LIMIT_S 10

/* As log_message(), but drops the message when the last one was a moment ago. */
void log_limited(struct log_limit *limit, const char *format, ...) FORNIX_PRINTF(2, 3);

#endif

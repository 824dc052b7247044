/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_BUFFER_H
#define FORNIX_BUFFER_H

/*
 * Growable bytes with a ceiling.
 *
 * Appends never fail visibly: the first one that would pass the ceiling, or finds
 * no memory, latches an error, later ones do nothing, and buffer_finish() reports it.
 * (Where even BUFFER_SURE_BYTES cannot be had, the process ends as with xalloc.h: so what
 * leaves out a text that is too long never leaves one out for want of memory.)  So a
 * renderer writes straight through and checks once.  The bytes are always
 * followed by a NUL that is not counted, and data is never NULL.
 *
 *	struct buffer out;
 *	buffer_init(&out, 64 * 1024);
 *	buffer_append_string(&out, "hello");
 *	status = buffer_finish(&out, "answer", err);
 *	buffer_fini(&out);
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"

#define BUFFER_SURE_BYTES (64 * 1024)

struct buffer {
	char *data;      /* owned; valid until the next append */
	size_t length;   /* bytes, without the NUL */
	size_t capacity; /* bytes allocated; 0 while data is the shared empty string */
	size_t max;      /* the most bytes it may hold */
	bool failed;     /* sticky */
	bool no_memory;  /* why it failed: not for the ceiling */
};

void buffer_init(struct buffer *buffer, size_t max);
void buffer_fini(struct buffer *buffer);

/* Empties it and forgets a latched error; keeps the memory for reuse. */
void buffer_clear(struct buffer *buffer);

void buffer_append(struct buffer *buffer, const void *bytes, size_t length);
void buffer_append_string(struct buffer *buffer, const char *string);
void buffer_append_char(struct buffer *buffer, char c);
/* In decimal, with zeros before it where it has fewer digits than that; at most 20. */
void buffer_append_number(struct buffer *buffer, uint64_t number, unsigned digits);
void buffer_printf(struct buffer *buffer, const char *format, ...) FORNIX_PRINTF(2, 3);

/* Cuts it back to length bytes, which must not be more than it holds. */
void buffer_truncate(struct buffer *buffer, size_t length);

/* LIMIT, naming what, when an append would have passed the ceiling; NOMEM. */
FORNIX_CHECKED enum fornix_status buffer_finish(
    const struct buffer *buffer, const char *what, struct fornix_error *err);

/* Moves the bytes to the caller, who frees them; the buffer is empty after. */
char *buffer_take(struct buffer *buffer, size_t *ret_length);

#define CLEANUP_BUFFER __attribute__((cleanup(buffer_fini)))

#endif

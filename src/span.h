/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_SPAN_H
#define FORNIX_SPAN_H

/*
 * Borrowed bytes: a pointer and a length, without a NUL behind them.  Whoever
 * hands one out says how long it lives.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct span {
	const char *data; /* may be NULL when length is 0 */
	size_t length;    /* bytes */
};

static inline struct span
span_from_string(const char *s)
{
	return (struct span){s, s != NULL ? strlen(s) : 0};
}

static inline bool
span_equals(struct span a, struct span b)
{
	return a.length == b.length && (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}

/* The same for the same bytes, for tables in memory (FNV-1a, its high bits mixed in). */
static inline uint64_t
span_hash(struct span span)
{
	uint64_t h = 0xcbf29ce484222325u;
	size_t i;

	for (i = 0; i < span.length; i++)
		h = (h ^ (unsigned char)span.data[i]) * 0x100000001b3u;
	return h ^ h >> 29;
}

static inline bool
span_begins_with(struct span text, struct span prefix)
{
	return text.length >= prefix.length &&
	       (prefix.length == 0 || memcmp(text.data, prefix.data, prefix.length) == 0);
}

/* Order of bytes; a prefix comes first. */
static inline int
span_compare(struct span a, struct span b)
{
	size_t shorter = a.length < b.length ? a.length : b.length;
	int order = shorter > 0 ? memcmp(a.data, b.data, shorter) : 0;

	return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

#endif

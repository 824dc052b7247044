/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_XALLOC_H
#define FORNIX_XALLOC_H

/*
 * Allocation that cannot fail, for small sizes of our own choosing.
 *
 * Out of memory ends the process.  Anything whose size a client or a file
 * decides goes through struct buffer instead, which has a ceiling and reports.
 */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static inline void *
xalloc_check(void *p)
{
	if (p == NULL) {
		fputs("fornix: out of memory\n", stderr);
		abort();
	}
	return p;
}

static inline void *
xmalloc(size_t size)
{
	return xalloc_check(malloc(size ? size : 1));
}

/* Zeroed; aborts when count * size overflows. */
static inline void *
xcalloc(size_t count, size_t size)
{
	return xalloc_check(calloc(count ? count : 1, size ? size : 1));
}

/* Aborts when count * size overflows. */
static inline void *
xreallocarray(void *p, size_t count, size_t size)
{
	return xalloc_check(reallocarray(p, count ? count : 1, size ? size : 1));
}

static inline char *
xstrndup(const char *s, size_t length)
{
	char *copy = (char *)xmalloc(length + 1);

	memcpy(copy, s, length);
	copy[length] = '\0';
	return copy;
}

static inline char *
xstrdup(const char *s)
{
	return xstrndup(s, strlen(s));
}

/*
 * Makes room for one more element: XALLOC_GROW(list, count, capacity) doubles
 * the capacity when count has reached it.
 */
#define XALLOC_GROW(list, count, capacity)                                                     \
	do {                                                                                   \
		if ((count) == (capacity)) {                                                   \
			(capacity) = (capacity) ? (capacity)*2 : 8;                            \
			(list) = xreallocarray((list), (capacity), sizeof *(list));            \
		}                                                                              \
	} while (0)

static inline void
xalloc_cleanup_free(void *p)
{
	free(*(void **)p);
}

/* char *path CLEANUP_FREE = xstrdup(...): freed when the scope ends. */
#define CLEANUP_FREE __attribute__((cleanup(xalloc_cleanup_free)))

#endif

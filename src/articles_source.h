/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_ARTICLES_SOURCE_H
#define FORNIX_ARTICLES_SOURCE_H

/*
 * A struct articles_source as bytes.  Private to articles.c.
 *
 *	size (8), mtime_ns (8), hash (32), document (4), ctime_ns (8), inode (8), reason
 *	(the rest)
 *
 * Numbers are little-endian.
 */

#include "articles.h"

#define ARTICLES_SOURCE_FIXED_BYTES (8 + 8 + ARTICLES_HASH_BYTES + 4 + 8 + 8)
#define ARTICLES_SOURCE_BYTES_MAX   (ARTICLES_SOURCE_FIXED_BYTES + ARTICLES_REASON_BYTES_MAX)

/* Returns how many bytes were written; the reason must be within its limit. */
size_t articles_source_encode(
    const struct articles_source *source, unsigned char ret_bytes[ARTICLES_SOURCE_BYTES_MAX]);

/* False when the bytes are not a source.  The reason points into them. */
bool articles_source_decode(
    const unsigned char *bytes, size_t length, struct articles_source *ret_source);

void articles_number_encode(uint64_t number, unsigned char *ret_bytes, size_t length);
uint64_t articles_number_decode(const unsigned char *bytes, size_t length);

#endif

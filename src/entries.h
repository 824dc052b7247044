/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_ENTRIES_H
#define FORNIX_ENTRIES_H

/*
 * Facts of articles.mdb with an entry for each document: numbers of 32 bits,
 * little-endian, the first of them the document's, in whose order the entries are.
 */

#include <stdint.h>

#include "buffer.h"
#include "span.h"

#define ENTRIES_NUMBER_BYTES 4

void entries_put_number(struct buffer *out, uint32_t number);

/* The number at that place of an entry. */
uint32_t entries_number(const char *at);

/* The entry of the document, borrowed from the fact, or NULL. */
const char *entries_find(struct span fact, size_t entry_bytes, uint32_t document);

#endif

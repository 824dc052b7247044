/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_HASH_H
#define FORNIX_HASH_H

/* SHA-256 (FIPS 180-4).  The only user of nettle. */

#include <stddef.h>

#include "error.h"

#define HASH_BYTES     32
#define HASH_HEX_BYTES 65 /* with the NUL */

void hash_bytes(const void *bytes, size_t length, unsigned char ret_hash[HASH_BYTES]);

/* Of a whole file, read in pieces. */
FORNIX_CHECKED enum fornix_status hash_file(
    const char *path, unsigned char ret_hash[HASH_BYTES], struct fornix_error *err);

void hash_to_hex(const unsigned char hash[HASH_BYTES], char ret_hex[HASH_HEX_BYTES]);

#endif

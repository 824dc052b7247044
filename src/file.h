/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_FILE_H
#define FORNIX_FILE_H

/* A small file as bytes. */

#include <stdbool.h>

#include "buffer.h"
#include "error.h"
#include "span.h"

/*
 * Appends the bytes of the file, of which out's ceiling is the most, if there is such a
 * file, which *ret_exists says.  INPUT for what is no file, LIMIT above the ceiling,
 * NOMEM, else IO; each names it.
 */
FORNIX_CHECKED enum fornix_status file_find(
    const char *path, struct buffer *out, bool *ret_exists, struct fornix_error *err);

/* The same for a file that must be there: USAGE when there is none. */
FORNIX_CHECKED enum fornix_status file_read(
    const char *path, struct buffer *out, struct fornix_error *err);

/*
 * Makes a file of those pieces, one behind the other, which must not be there yet.  The
 * caller syncs it.
 */
FORNIX_CHECKED enum fornix_status file_create(
    const char *path, const struct span *pieces, size_t count, struct fornix_error *err);

/*
 * Puts a file of those bytes, which everybody may read, in the place of path: a
 * reader finds the old or the new one, also after a loss of power.  It is written
 * as "path.tmp" first; not for two writers at once.
 */
FORNIX_CHECKED enum fornix_status file_replace(
    const char *path, struct span bytes, struct fornix_error *err);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_FILE_H
#define FORNIX_FILE_H

/* A small file as bytes. */

#include <stdbool.h>

#include "buffer.h"
#include "error.h"
#include "span.h"

/*
 * Appends the bytes of the file, of which out's ceiling is the most; returns
 * whether there is such a file.  What cannot be read is left out.
 */
bool file_append(const char *path, struct buffer *out);

/*
 * The same for a file that must be there and readable: USAGE when there is none,
 * INPUT for what is no file, LIMIT above out's ceiling, else IO; each names it.
 */
FORNIX_CHECKED enum fornix_status file_read(
    const char *path, struct buffer *out, struct fornix_error *err);

/*
 * Puts a file of those bytes, which everybody may read, in the place of path: a
 * reader finds the old or the new one, also after a loss of power.  It is written
 * as "path.tmp" first; not for two writers at once.
 */
FORNIX_CHECKED enum fornix_status file_replace(
    const char *path, struct span bytes, struct fornix_error *err);

#endif

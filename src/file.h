/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_FILE_H
#define FORNIX_FILE_H

/* A small file that may be missing, as bytes. */

#include <stdbool.h>

#include "buffer.h"

/*
 * Appends the bytes of the file, of which out's ceiling is the most; returns
 * whether there is such a file.  What cannot be read is left out.
 */
bool file_append(const char *path, struct buffer *out);

#endif

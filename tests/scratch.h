/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_SCRATCH_H
#define FORNIX_SCRATCH_H

/*
 * A folder for the files of one test, under $TMPDIR, removed when the process
 * that made it ends.  Names are below that folder; whatever goes wrong ends
 * the test.
 */

#include <stddef.h>

/* The folder, made at the first call. */
const char *scratch_folder(void);

/* The path of a name in the folder; the caller frees it. */
char *scratch_path(const char *name);

/* Writes a file, making the folders above it. */
void scratch_write(const char *name, const void *bytes, size_t length);
void scratch_write_text(const char *name, const char *text);

/* Makes a folder and those above it; one that is there is fine. */
void scratch_mkdir(const char *name);

/* The path of a file of the source tree ("tests/data/…"); the caller frees it. */
char *scratch_source(const char *name);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_MANIFEST_H
#define FORNIX_MANIFEST_H

/*
 * manifest.json: what a generation is, and each of its files with its SHA-256.
 *
 *	{ "format": 1, "number": 42, "base": 41, "articles": 61, "built_at": 1750000000,
 *	  "version": "0.1.0",
 *	  "files": [ { "name": "xapian/iamglass", "size": 105, "sha256": "…" } ] }
 *
 * Members that it does not know are left out of account, so that later programs
 * may add some.
 */

#include <stddef.h>
#include <stdint.h>

#include "error.h"
#include "hash.h"

#define MANIFEST_BYTES_MAX      (1024 * 1024)
#define MANIFEST_FILES_MAX      1000
#define MANIFEST_NAME_BYTES_MAX 255
#define MANIFEST_VERSION_BYTES  32 /* with the NUL */

struct manifest_file {
	char *name; /* below the generation's folder, "/" between parts */
	uint64_t size;
	unsigned char hash[HASH_BYTES];
};

struct manifest {
	unsigned format, number;
	unsigned base; /* the generation that was served before it; 0: none, or not known */
	uint32_t articles;
	int64_t built_at; /* seconds since 1970 */
	char version[MANIFEST_VERSION_BYTES];
	size_t file_count, file_capacity;
	struct manifest_file *files;
};

struct manifest *manifest_new(void);
void manifest_free(struct manifest *manifest);

/* LIMIT past MANIFEST_FILES_MAX or for a name that is too long. */
FORNIX_CHECKED enum fornix_status manifest_add(struct manifest *manifest, const char *name,
    uint64_t size, const unsigned char hash[HASH_BYTES], struct fornix_error *err);

/* Writes it into the folder, where there must be none yet. */
FORNIX_CHECKED enum fornix_status manifest_write(
    const struct manifest *manifest, const char *folder, struct fornix_error *err);

/*
 * Reads the one in folder.  NOT_FOUND when there is none; CORRUPT when it
 * cannot be understood, has another GENERATION_FORMAT, or names a file outside
 * of the folder.  The caller frees *ret_manifest.
 */
FORNIX_CHECKED enum fornix_status manifest_read(
    const char *folder, struct manifest **ret_manifest, struct fornix_error *err);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_MAPPED_H
#define FORNIX_MAPPED_H

/*
 * A file of an index as bytes in memory: mapped, read-only, shared by all that
 * map it, readable after its folder is removed.
 */

#include <stdbool.h>
#include <stddef.h>

#include "error.h"

struct mapped {
	void *bytes; /* NULL when nothing is mapped */
	size_t length;
};

struct mapped_limits {
	size_t least, most; /* bytes */
	bool is_hot;        /* read it in now: whoever uses it must not wait for a disk */
};

/*
 * NOT_FOUND when there is no file; CORRUPT when it is not a regular file of a
 * size within the limits.  The caller calls mapped_close().
 */
FORNIX_CHECKED enum fornix_status mapped_open(const char *path,
    const struct mapped_limits *limits, struct mapped *ret_mapped, struct fornix_error *err);
void mapped_close(struct mapped *mapped);

#endif

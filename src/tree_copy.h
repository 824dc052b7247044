/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_TREE_COPY_H
#define FORNIX_TREE_COPY_H

/* Copying one file, in the cheapest way that the disk knows.  Private to tree.c. */

#include "error.h"

/* Copies name in from_fd to path below to_fd, which must not exist. */
FORNIX_CHECKED enum fornix_status tree_copy_file(
    int from_fd, const char *name, int to_fd, const char *path, struct fornix_error *err);

#endif

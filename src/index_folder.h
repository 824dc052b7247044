/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_INDEX_FOLDER_H
#define FORNIX_INDEX_FOLDER_H

/*
 * The folder of the generations, as the one that publishes sees it.  Private
 * to publish.c.
 *
 * Only names of the forms that publishing makes are ever touched; whatever
 * else lies in the folder stays.
 */

#include "error.h"

/* Opens the folder at path, making it when it is missing.  REFUSED for a file or "/". */
FORNIX_CHECKED enum fornix_status index_folder_open(
    const char *path, int *ret_fd, struct fornix_error *err);

/* Waits at most wait_ms for the lock, then LOCKED.  Closing *ret_lock_fd gives it up. */
FORNIX_CHECKED enum fornix_status index_folder_lock(
    int fd, const char *path, unsigned wait_ms, int *ret_lock_fd, struct fornix_error *err);

/* Removes what publications that were killed have left. */
FORNIX_CHECKED enum fornix_status index_folder_sweep(int fd, struct fornix_error *err);

/* Removes candidates that were refused. */
FORNIX_CHECKED enum fornix_status index_folder_forget_refused(int fd, struct fornix_error *err);

/* The highest number of a generation there, 0 when there is none. */
FORNIX_CHECKED enum fornix_status index_folder_highest(
    int fd, unsigned *ret_number, struct fornix_error *err);

/*
 * Removes generations until keep are left: served and before (0: none) stay,
 * then those with the highest numbers.
 */
FORNIX_CHECKED enum fornix_status index_folder_prune(
    int fd, unsigned served, unsigned before, unsigned keep, struct fornix_error *err);

#endif

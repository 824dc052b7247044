/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_INDEX_FOLDER_H
#define FORNIX_INDEX_FOLDER_H

/*
 * The folder of the generations, as those that change it see it.  Private to
 * publish.c, rollback.c and status.c.
 *
 * Only names of the forms that publishing makes are ever touched; whatever
 * else lies in the folder stays.
 */

#include <stdbool.h>
#include <stddef.h>

#include "error.h"
#include "retention.h"

/* Opens the folder at path, making it when it is missing.  REFUSED for a file or "/". */
FORNIX_CHECKED enum fornix_status index_folder_open(
    const char *path, int *ret_fd, struct fornix_error *err);

/* The same without making it: NOT_FOUND when there is none. */
FORNIX_CHECKED enum fornix_status index_folder_find(
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
 * The numbers of the entries of a kind (GENERATION_SERVED, ...), highest first;
 * the caller frees *ret_numbers.
 */
FORNIX_CHECKED enum fornix_status index_folder_list(int fd, const char *kind,
    unsigned **ret_numbers, size_t *ret_count, struct fornix_error *err);

/*
 * Makes "current" point to a generation, with one rename, and makes that durable.
 * *ret_is_moved tells, also on failure, whether it points there now.
 */
FORNIX_CHECKED enum fornix_status index_folder_point(
    int fd, const char *path, unsigned number, bool *ret_is_moved, struct fornix_error *err);

/*
 * Removes generations that are more, or older, than retention lets stay.  Never
 * served and before (0: none), nor one that a reader holds.
 */
FORNIX_CHECKED enum fornix_status index_folder_prune(int fd, unsigned served, unsigned before,
    const struct retention *retention, struct fornix_error *err);

#endif

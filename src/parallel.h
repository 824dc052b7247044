/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_PARALLEL_H
#define FORNIX_PARALLEL_H

/* Doing the same to many things, by several threads. */

#include <stddef.h>

#define PARALLEL_THREADS_MAX 16

/* Works on one thing, the i-th; at the same time as others, so it writes to its own alone. */
typedef void parallel_task(size_t i, void *context);

/*
 * Calls the task for each i below count and returns when all are done; threads is how many
 * work on them, 0 one a core.  Where threads cannot be had, fewer do the same.
 */
void parallel_run(size_t count, unsigned threads, parallel_task *task, void *context);

#endif

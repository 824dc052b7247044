/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_KEEPER_H
#define FORNIX_KEEPER_H

/* A thread that brings back shards which are down, and keeps idle connections to others. */

#include "error.h"

struct keeper;

/* The caller calls keeper_stop(). */
FORNIX_CHECKED enum fornix_status keeper_start(
    struct keeper **ret_keeper, struct fornix_error *err);
/* Waits for a connection that is being made, as long as that may take; keeper may be NULL. */
void keeper_stop(struct keeper *keeper);

/* IO, with what to say of it, while a shard is down, or another than was joined. */
FORNIX_CHECKED enum fornix_status keeper_trouble(struct fornix_error *err);

#endif

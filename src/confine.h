/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_CONFINE_H
#define FORNIX_CONFINE_H

/*
 * What the service gives up once it runs, by its settings: sandbox.h says how.
 *
 * It keeps reading the folders that hold the index, its shards, the settings and the page
 * template, so that new generations and settings are found; writing the folder
 * of the counters; removing its own sockets; and connecting to shards on other
 * machines, if there are any.  What the system does not let
 * it give up, it says on standard error, and goes on.
 */

#include "config.h"

/* Before any thread is started; makes the folder of the counters. */
void confine_files(const struct config *config);
/*
 * When all threads are started and all addresses listened on.  NOMEM where there is no memory
 * for it: that does not open the wall.
 */
FORNIX_CHECKED enum fornix_status confine_calls(
    const struct config *config, struct fornix_error *err);

#endif

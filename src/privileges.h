/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_PRIVILEGES_H
#define FORNIX_PRIVILEGES_H

/* The rights of the user that started a process, given up for those of another. */

#include "error.h"

/*
 * Becomes the user, with that user's groups and no capability, for good; does nothing where
 * it is that user already.  Before any thread is started.  USAGE where there is no such
 * user, or the process is not root's; IO where the system refuses, or cannot say who that is.
 */
FORNIX_CHECKED enum fornix_status privileges_drop(const char *user, struct fornix_error *err);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_SANDBOX_H
#define FORNIX_SANDBOX_H

/*
 * Rights that a process gives up, so that whoever takes it over gets little.
 *
 * Two walls, each of which holds without the other: Landlock for files and TCP
 * connections, and a filter of system calls.  The only user of both.
 */

#include <stdbool.h>
#include <stddef.h>

#include "error.h"

enum sandbox_access {
	SANDBOX_READ,   /* what is below the folder, or the file */
	SANDBOX_CHANGE, /* that, and make, write and remove files below it */
	SANDBOX_SOCKET, /* make and remove sockets and other files in the folder */
};

struct sandbox_path {
	const char *path;
	enum sandbox_access access;
};

/*
 * From now on only these paths can be opened, nothing can be executed and TCP
 * connections made to these ports only, by this thread and those that it starts
 * afterwards; what is open stays so.  A path that is not there gives no right.  Needs
 * PR_SET_NO_NEW_PRIVS.  NOT_FOUND, having done nothing, where the kernel has no
 * Landlock; of an older Landlock, what it knows is refused.  IO when the kernel
 * refuses.
 */
FORNIX_CHECKED enum fornix_status sandbox_files(const struct sandbox_path *paths, size_t count,
    const unsigned *ports, size_t port_count, struct fornix_error *err);

/*
 * From now on all threads have the system calls only that a running service
 * needs: none that executes, starts a process or a thread, connects, listens,
 * makes sockets that reach other machines, or looks into other processes; but
 * may_connect lets it make connections.  The others fail with EPERM.  Needs
 * PR_SET_NO_NEW_PRIVS.  NOT_FOUND, having done nothing, in a program that was built without
 * libseccomp, or with a sanitizer, which needs more calls.  IO when the kernel refuses;
 * NOMEM where there is no memory to make the filter, which a process of its own does.
 */
FORNIX_CHECKED enum fornix_status sandbox_calls(bool may_connect, struct fornix_error *err);

#endif

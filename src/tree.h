/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_TREE_H
#define FORNIX_TREE_H

/*
 * Whole folders: walking, removing, copying, syncing.
 *
 * Everything goes through descriptors of folders and nothing follows a link,
 * so work on one folder cannot reach another one.
 */

#include <stdbool.h>
#include <sys/stat.h>

#include "error.h"

#define TREE_DEPTH_MAX   16     /* folders within folders */
#define TREE_ENTRIES_MAX 100000 /* of one folder */
#define TREE_PATH_BYTES  1024   /* of a path below the root, with the NUL */

enum tree_event {
	TREE_FOLDER_BEGIN, /* before what is in it */
	TREE_FOLDER_END,   /* after */
	TREE_FILE,         /* anything that is no folder: also links, pipes */
};

/* All of it is borrowed for the time of the call. */
struct tree_entry {
	int parent_fd;    /* of the folder that holds it */
	const char *name; /* in that folder */
	const char *path; /* below the root; "" for the root itself */
	const struct stat *info;
};

/* An error ends the walk. */
typedef enum fornix_status tree_callback(enum tree_event event, const struct tree_entry *entry,
    void *context, struct fornix_error *err);

/* Walks the folder name within parent_fd, in order of the bytes of names. */
FORNIX_CHECKED enum fornix_status tree_walk(int parent_fd, const char *name,
    tree_callback *callback, void *context, struct fornix_error *err);

/* Removes a file or a whole folder.  One that is not there is fine. */
FORNIX_CHECKED enum fornix_status tree_remove(
    int parent_fd, const char *name, struct fornix_error *err);

/*
 * Copies what is in the folder name within parent_fd to the folder to_fd,
 * sharing blocks where the disk can.  There may be only folders and regular
 * files; a file of the copy must not exist yet.
 */
FORNIX_CHECKED enum fornix_status tree_copy(
    int parent_fd, const char *name, int to_fd, struct fornix_error *err);

/*
 * Makes all of a folder readable for everybody and writable for the owner
 * (whatever the umask was), and durable.  There may be only folders and
 * regular files.
 */
FORNIX_CHECKED enum fornix_status tree_sync(
    int parent_fd, const char *name, struct fornix_error *err);

#endif

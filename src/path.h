/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_PATH_H
#define FORNIX_PATH_H

/* Putting paths together. */

#include "xalloc.h"

/* "folder/name"; the caller frees it. */
static inline char *
path_join(const char *folder, const char *name)
{
	size_t size = strlen(folder) + strlen(name) + sizeof "/";
	char *path = xmalloc(size);

	snprintf(path, size, "%s/%s", folder, name);
	return path;
}

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "scratch.h"

#undef NDEBUG
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "path.h"

static char *folder;
static pid_t owner; /* children must not remove it */

static int
remove_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static void
remove_folder(void)
{
	if (getpid() == owner)
		nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	free(folder);
}

const char *
scratch_folder(void)
{
	const char *base = getenv("TMPDIR");

	if (folder != NULL)
		return folder;
	folder = path_join(base != NULL ? base : "/tmp", "fornix-test-XXXXXX");
	assert(mkdtemp(folder) != NULL);
	owner = getpid();
	atexit(remove_folder);
	return folder;
}

char *
scratch_path(const char *name)
{
	return path_join(scratch_folder(), name);
}

static void
make_folders(char *path)
{
	char *slash;

	for (slash = strchr(path + strlen(scratch_folder()) + 1, '/'); slash != NULL;
	     slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		assert(mkdir(path, 0755) == 0 || errno == EEXIST);
		*slash = '/';
	}
}

void
scratch_write(const char *name, const void *bytes, size_t length)
{
	char *path = scratch_path(name);
	FILE *file;

	make_folders(path);
	file = fopen(path, "w");
	assert(file != NULL);
	assert(fwrite(bytes, 1, length, file) == length);
	assert(fclose(file) == 0);
	free(path);
}

void
scratch_write_text(const char *name, const char *text)
{
	scratch_write(name, text, strlen(text));
}

void
scratch_mkdir(const char *name)
{
	char *path = scratch_path(name);

	make_folders(path);
	assert(mkdir(path, 0755) == 0 || errno == EEXIST);
	free(path);
}

char *
scratch_source(const char *name)
{
	const char *srcdir = getenv("srcdir");

	return path_join(srcdir != NULL ? srcdir : ".", name);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <dirent.h>
#include <sys/stat.h>

#include "generation.h"
#include "generation_name.h"
#include "manifest.h"
#include "path.h"
#include "xalloc.h"

/* What was served before that generation and is still there, or 0. */
static unsigned
find_base(const char *index, unsigned number)
{
	struct generation_name name = generation_name_make(GENERATION_SERVED, number);
	char *folder CLEANUP_FREE = path_join(index, name.text);
	char *base CLEANUP_FREE = NULL;
	struct manifest *manifest;
	struct stat info;
	unsigned before;

	if (manifest_read(folder, &manifest, NULL) != FORNIX_OK)
		return 0;
	before = manifest->base;
	manifest_free(manifest);
	if (before == 0 || before >= number)
		return 0;
	name = generation_name_make(GENERATION_SERVED, before);
	base = path_join(index, name.text);
	return stat(base, &info) == 0 && S_ISDIR(info.st_mode) ? before : 0;
}

static unsigned
highest_below(const char *index, unsigned number)
{
	DIR *folder = opendir(index);
	struct dirent *entry;
	unsigned highest = 0;

	if (folder == NULL)
		return 0;
	while ((entry = readdir(folder)) != NULL) {
		unsigned found = generation_name_parse(GENERATION_SERVED, entry->d_name);

		if ((number == 0 || found < number) && found > highest)
			highest = found;
	}
	closedir(folder);
	return highest;
}

unsigned
generation_before(const char *index, unsigned number)
{
	unsigned base = number > 0 ? find_base(index, number) : 0;

	return base > 0 ? base : highest_below(index, number);
}

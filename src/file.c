/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "file.h"

#include <stdio.h>

bool
file_append(const char *path, struct buffer *out)
{
	FILE *file = fopen(path, "re");
	char chunk[4096];
	size_t got;

	if (file == NULL)
		return false;
	while ((got = fread(chunk, 1, sizeof chunk, file)) > 0)
		buffer_append(out, chunk, got);
	fclose(file);
	return true;
}

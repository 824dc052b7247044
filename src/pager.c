/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "pager.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "child.h"

bool
pager_show(const char *bytes, size_t length)
{
	const char *pager = getenv("PAGER");
	const char *argv[] = {"sh", "-c", pager != NULL ? pager : "less", NULL};
	struct child child;

	if (!isatty(STDOUT_FILENO) || argv[2][0] == '\0' || strcmp(argv[2], "cat") == 0)
		return false;
	setenv("LESS", "FRX", 0);
	setenv("LV", "-c", 0);
	if (child_start(argv, CHILD_STDIN, &child, NULL) != FORNIX_OK)
		return false;
	child_feed(&child, (struct span){bytes, length});
	return child_wait(&child) != CHILD_NOT_FOUND;
}

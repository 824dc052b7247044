/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static bool
is_able(void)
{
	const char *term = getenv("TERM");

	return isatty(STDOUT_FILENO) && (term == NULL || strcmp(term, "dumb") != 0);
}

enum fornix_status
terminal_wants(const char *option, const char *when, bool *ret_wanted, struct fornix_error *err)
{
	if (strcmp(when, "auto") != 0 && strcmp(when, "always") != 0 &&
	    strcmp(when, "never") != 0)
		return error_set(err, FORNIX_ERR_USAGE,
		    "option '%s' takes auto, always or never, not '%s'", option, when);
	*ret_wanted = strcmp(when, "always") == 0 || (strcmp(when, "auto") == 0 && is_able());
	return FORNIX_OK;
}

bool
terminal_refuses_colour(void)
{
	const char *no_color = getenv("NO_COLOR");

	return no_color != NULL && no_color[0] != '\0';
}

unsigned
terminal_width(void)
{
	struct winsize size;

	if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
		return 0;
	return size.ws_col;
}

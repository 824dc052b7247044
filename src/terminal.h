/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_TERMINAL_H
#define FORNIX_TERMINAL_H

/* What standard output can show: colours, links, how wide it is. */

#include <stdbool.h>

#include "error.h"

/*
 * Whether to do something that is for terminals, by the value of option: "always",
 * "never", or "auto", which is on a terminal that is not "dumb".  USAGE for others.
 */
FORNIX_CHECKED enum fornix_status terminal_wants(
    const char *option, const char *when, bool *ret_wanted, struct fornix_error *err);

/* Whether NO_COLOR asks for none. */
bool terminal_refuses_colour(void);

/* The columns of the terminal; 0 when standard output is none. */
unsigned terminal_width(void);

#endif

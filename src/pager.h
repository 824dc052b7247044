/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_PAGER_H
#define FORNIX_PAGER_H

/* Long answers a screen at a time, as git shows them. */

#include <stdbool.h>
#include <stddef.h>

/*
 * Shows bytes by $PAGER (else less), with LESS=FRX and LV=-c where these are not set,
 * and waits until it is left; that it leaves before the end is no error.  Returns
 * false when there is none to be used: standard output is no terminal, PAGER is
 * empty or "cat", or it cannot be run.  Then nothing was shown.
 */
bool pager_show(const char *bytes, size_t length);

#endif

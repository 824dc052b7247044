/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_SHIP_TARGET_H
#define FORNIX_SHIP_TARGET_H

/* A folder to ship to, and the command lines that reach it.  Private to ship.c. */

#include <stdbool.h>

#include "buffer.h"
#include "error.h"

#define SHIP_TARGET_BYTES_MAX 1024
#define SHIP_RSH_WORDS_MAX    16

struct ship_target {
	const char *text; /* as it was given; borrowed */
	char *host;       /* perhaps with "USER@"; NULL: this machine */
	char *folder;
};

/* USAGE, with the remedy.  The caller calls ship_target_fini() in either case. */
FORNIX_CHECKED enum fornix_status ship_target_init(
    struct ship_target *target, const char *text, struct fornix_error *err);
void ship_target_fini(struct ship_target *target);

/* Appends word so that a shell reads it as one word with these bytes. */
void ship_target_quote(struct buffer *out, const char *word);

/*
 * The arguments that run line, of a POSIX shell, where the target is; rsh is split at
 * spaces.  The words lie in space, whose content they replace.
 */
FORNIX_CHECKED enum fornix_status ship_target_command(const struct ship_target *target,
    const char *rsh, const char *line, struct buffer *space,
    const char *ret_argv[SHIP_RSH_WORDS_MAX + 4], struct fornix_error *err);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_TOML_SCAN_H
#define FORNIX_TOML_SCAN_H

/* The characters of TOML: blanks, comments and strings.  For toml.c. */

#include <stdbool.h>
#include <stddef.h>

#include "error.h"

struct toml_scan {
	const char *at, *end;
	const char *name; /* of the file, for messages */
	unsigned line;    /* of at */
	unsigned depth;   /* of brackets around it */
	struct fornix_error *err;
};

/* FORNIX_ERR_INPUT with 'name:line' before problem. */
static inline enum fornix_status
toml_scan_fail(const struct toml_scan *reader, const char *problem)
{
	error_set(
	    reader->err, FORNIX_ERR_INPUT, "'%s:%u': %s", reader->name, reader->line, problem);
	return FORNIX_ERR_INPUT;
}

/* The next byte, NUL at the end. */
char toml_scan_peek(const struct toml_scan *reader);
bool toml_scan_starts_with(const struct toml_scan *reader, const char *text);
void toml_scan_advance(struct toml_scan *reader, size_t count);

void toml_scan_skip_blanks(struct toml_scan *reader);
void toml_scan_skip_comment(struct toml_scan *reader); /* and blanks */
void toml_scan_skip_lines(struct toml_scan *reader);   /* and comments and blanks */

/* The string that starts here with a quote; the caller frees it. */
FORNIX_CHECKED enum fornix_status toml_scan_string(struct toml_scan *reader, char **ret_text);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_EVAL_LINES_H
#define FORNIX_EVAL_LINES_H

/* Lines and fields of the files of an evaluation; private to eval_*.c. */

#include <stdbool.h>

#include "error.h"
#include "span.h"

struct eval_line {
	const char *file;
	size_t number;    /* from 1 */
	struct span text; /* not empty; no line end, no NUL, no space at its end */
};

typedef enum fornix_status eval_line_callback(
    const struct eval_line *line, void *context, struct fornix_error *err);

/*
 * Calls back for every line that is not empty, until one fails.  The text lives
 * during the call.
 */
FORNIX_CHECKED enum fornix_status eval_lines_read(
    const char *file, eval_line_callback *callback, void *context, struct fornix_error *err);

/* Sets err with file and line before the text; returns status. */
enum fornix_status eval_line_fail(const struct eval_line *line, enum fornix_status status,
    struct fornix_error *err, const char *format, ...) FORNIX_PRINTF(4, 5);

/* INPUT for a name that is empty or has white space, LIMIT for one that is too long. */
FORNIX_CHECKED enum fornix_status eval_line_check_name(
    const struct eval_line *line, struct span name, struct fornix_error *err);

/* How many bytes of a name an error shows: for "%.*s". */
int eval_line_shown(struct span text);

/* Fills at most max fields between spaces and tabs; returns how many there are. */
size_t eval_line_fields(const struct eval_line *line, struct span *fields, size_t max);

bool eval_line_has(struct span text, char sign);

/* What is before the sign, or all of it, without space around; *text goes on behind. */
struct span eval_line_cut(struct span *text, char sign);

/* False for what is not one finite number. */
bool eval_line_number(struct span text, double *ret_number);

#endif

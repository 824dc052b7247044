/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_MARKDOWN_GUARD_H
#define FORNIX_MARKDOWN_GUARD_H

/*
 * Looks for what makes cmark 0.30 slow, before it sees the text: lists and
 * quotes nested very deeply, and very many open square brackets.  Articles by
 * people never come near these limits.
 */

#include <stddef.h>

#include "error.h"

#define MARKDOWN_GUARD_MARKERS_MAX  100  /* of lists and quotes at the start of a line */
#define MARKDOWN_GUARD_INDENT_MAX   200  /* columns before a list marker */
#define MARKDOWN_GUARD_BRACKETS_MAX 1000 /* '[' without ']' within a paragraph */

/* FORNIX_ERR_LIMIT with 'name:line'; the text starts on first_line of the file. */
FORNIX_CHECKED enum fornix_status markdown_guard_check(const char *text, size_t length,
    const char *name, unsigned first_line, struct fornix_error *err);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_RENDER_LINES_H
#define FORNIX_RENDER_LINES_H

/*
 * An answer for other programs, a line for each hit; fornix-search(1) describes
 * the forms.  corpus is the folder of the articles, for paths.
 */

#include <stdbool.h>

#include "buffer.h"
#include "search.h"

/* The paths of the articles that are not loose.  Exact with NULs, else cleaned lines. */
void render_paths(const struct search_result *result, const char *corpus,
    bool separates_by_null, struct buffer *out);

/*
 * JSON objects, one a line, that their "type" tells apart: "begin", what was understood;
 * "hit", each result; "end".  lines: of each hit in its file, 0: not known.
 */
void render_events(const struct search_result *result, const char *corpus,
    const unsigned *lines, struct buffer *out);

#endif

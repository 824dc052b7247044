/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_SOURCE_LINE_H
#define FORNIX_SOURCE_LINE_H

/*
 * Where a passage stands in the Markdown file that it is from.
 *
 * Found by the words themselves, so it works for the answers of another machine,
 * and for a file that was edited since it was indexed.
 */

#include "error.h"
#include "snippet.h"

/*
 * The line, from 1, of the passage's first marked word, of its first word when it
 * has no marks: of all places with this word the one whose neighbours are most like
 * the passage's, the first of several.  0 when source has none of its words.
 */
unsigned source_line_find(
    const char *source, size_t length, const struct snippet_text *passage);

/*
 * The same for a file of at most ARTICLE_FILE_BYTES_MAX; 0 when it cannot be read,
 * too.
 */
unsigned source_line_of_file(const char *path, const struct snippet_text *passage);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_MARKDOWN_PREP_H
#define FORNIX_MARKDOWN_PREP_H

/*
 * What site generators add to Markdown, turned into what CommonMark has.
 *
 * Shortcodes go (markdown_shortcode.h).  Outside fenced code a footnote's definition
 * becomes a list item, the colons of admonitions (":::note") and kramdown's
 * attribute lines ("{: .wide}") go, and "\|" becomes MARKDOWN_PIPE.  Lines keep
 * their numbers.
 */

#include "buffer.h"

#define MARKDOWN_PIPE '\x1F' /* a pipe that does not end a table's cell */

void markdown_prep(const char *text, size_t length, struct buffer *out);

/* The bytes of the footnote marker "[^label]" at s, 0 when there is none. */
size_t markdown_footnote(const char *s, size_t length);

#endif

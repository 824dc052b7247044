/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_MARKDOWN_HTML_H
#define FORNIX_MARKDOWN_HTML_H

/*
 * Raw HTML in Markdown, reduced to what a reader sees.
 *
 * Tags and comments go, entities become characters, the content of script,
 * style and template is dropped even when it spans several pieces.  The result
 * is plain text, not cleaned, and never safe to be used as HTML.
 */

#include <stdbool.h>

#include "buffer.h"
#include "span.h"

/* An img element; spans live during the call, entities are not decoded. */
typedef void markdown_html_image(
    struct span url, struct span alt, struct span title, void *context);

struct markdown_html {
	const char *hidden; /* the element whose content is being dropped, or NULL */
	markdown_html_image *image;
	void *context;
};

/*
 * Appends the text of a block: elements that stand on lines of their own are
 * separated by newlines.
 */
void markdown_html_block(
    struct markdown_html *state, const char *html, size_t length, struct buffer *out);

/* As markdown_html_block(), for a tag within a paragraph: only spaces separate. */
void markdown_html_inline(
    struct markdown_html *state, const char *html, size_t length, struct buffer *out);

/* Appends s with its entities as characters; unknown ones stay as they are. */
void markdown_html_decode(struct buffer *out, const char *s, size_t length);

#endif

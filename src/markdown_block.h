/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_MARKDOWN_BLOCK_H
#define FORNIX_MARKDOWN_BLOCK_H

/*
 * The text of one Markdown block, as it comes from the parser, made clean.
 * MARKDOWN_PIPE in it is a plain "|".
 */

#include <stdbool.h>
#include <stddef.h>

#include "buffer.h"
#include "span.h"

/* Appends a paragraph as one line, a pipe table as one line a row with " · " between cells. */
void markdown_block_paragraph(struct buffer *out, const struct buffer *raw);

/* A copy as one clean line; the caller frees it. */
char *markdown_block_line_dup(const char *s, size_t length);

/* Appends each line that is not blank: code, and blocks of HTML. */
void markdown_block_lines(struct buffer *out, const char *s, size_t length);

/*
 * Cuts "{#id}", also with other attributes, from the end of a heading; false
 * when there is none.  The id lives as long as the heading.
 */
bool markdown_block_heading_id(struct span *heading, struct span *ret_id);

/* The text of a heading in the line that it was written on. */
struct span markdown_block_heading_source(struct span line);

/* Appends text of a paragraph without strike-through and footnote markers. */
void markdown_block_text(struct buffer *raw, const char *s, size_t length);

/*
 * The bytes of what starts a list item ("[x] ") or quote ("[!NOTE]") and is
 * not text, 0 when there is none.
 */
size_t markdown_block_marker(const char *s, size_t length, bool is_item);

#endif

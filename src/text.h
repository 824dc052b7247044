/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_TEXT_H
#define FORNIX_TEXT_H

/* Small tools of the content modules: clean words, lists of strings, notes. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "article.h"
#include "buffer.h"

/* As much text as one article can become: invalid bytes grow to three. */
#define TEXT_BYTES_MAX (4 * ARTICLE_FILE_BYTES_MAX)

/*
 * Appends s cleaned (escape_clean), each run of white space as one space and
 * none after a newline or another space.
 */
void text_append_words(struct buffer *out, const char *s, size_t length);

/* Appends a valid code point as UTF-8. */
void text_append_code_point(struct buffer *out, uint32_t c);

/* Cuts spaces and newlines at the end. */
void text_trim_end(struct buffer *out);

/* A copy as one clean line without space at its ends; the caller frees it. */
char *text_line_dup(const char *s, size_t length);

/*
 * Appends own_item.  Returns false, and frees it, when the list holds
 * ARTICLE_LIST_MAX items.
 */
bool text_list_take(struct article_list *list, char *own_item);
bool text_list_has(const struct article_list *list, const char *item);
void text_list_fini(struct article_list *list);

/* Adds "line N: ..." to the notes, or just the text when line is 0; a full list stays as it is.
 */
void text_note(struct article_list *notes, unsigned line, const char *format, ...)
    FORNIX_PRINTF(3, 4);

/*
 * The end of the line that starts at s: the length without its end, and in
 * *ret_next the start of the next.  LF, CRLF and CR end lines.
 */
size_t text_line_end(const char *s, size_t length, size_t *ret_next);

#endif

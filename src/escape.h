/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_ESCAPE_H
#define FORNIX_ESCAPE_H

/*
 * Text made safe for where it goes.
 *
 * Each function appends to a buffer.  Input is bytes of any kind; what is not
 * valid UTF-8 comes out as U+FFFD, so the output of every function is valid.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buffer.h"

/*
 * Decodes one code point (RFC 3629; overlong forms, surrogates and values
 * past U+10FFFF are invalid).  Returns the bytes read, 1 to 4, and sets
 * *ret_code_point, to -1 where the byte is not the start of a valid one (then
 * it reads 1 byte).  length must not be 0.
 */
size_t escape_utf8_decode(const char *s, size_t length, int32_t *ret_code_point);

/* Whether all of it is valid UTF-8. */
bool escape_utf8_is_valid(const char *s, size_t length);

/*
 * The largest length, at most limit, at which s can be cut without splitting a
 * code point.  s is valid UTF-8 of the given length.
 */
size_t escape_utf8_cut(const char *s, size_t length, size_t limit);

/*
 * Text as it may be stored and shown: C0 and C1 controls (but tab and newline),
 * DEL, bidirectional controls (U+202A to U+202E, U+2066 to U+2069), zero width
 * space and byte order mark are dropped.
 */
void escape_clean(struct buffer *out, const char *s, size_t length);

/* For HTML text and quoted attributes: & < > " ' become references. */
void escape_html(struct buffer *out, const char *s, size_t length);

/*
 * The inside of a JSON string (RFC 8259), without the quotes.  < > & U+2028 and
 * U+2029 are escaped too, so that it may stand inside a script element.
 */
void escape_json(struct buffer *out, const char *s, size_t length);

/* One component of a URL (RFC 3986): all but unreserved characters as %XX. */
void escape_url(struct buffer *out, const char *s, size_t length);

/* As escape_url(), but slashes stay: a path. */
void escape_url_path(struct buffer *out, const char *s, size_t length);

/*
 * For a terminal: as escape_clean(), with newline and tab as one space, so that
 * no byte of it can move the cursor.
 */
void escape_terminal(struct buffer *out, const char *s, size_t length);

#endif

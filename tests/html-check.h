/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef HTML_CHECK_H
#define HTML_CHECK_H

/*
 * A reader of HTML that is far stricter than a browser: it knows the elements
 * and attributes of our pages and nothing else.
 *
 * It wants every element closed in order, attributes in double quotes and once,
 * ids once, text without a raw < > " or ' and with known references only,
 * links that stay on the site or are https, valid UTF-8 without control or
 * bidirectional characters, scripts that are files of ours and none in the page,
 * and no style or event attribute.  What
 * gets past the escaping therefore cannot go unnoticed.
 */

#include <stdbool.h>
#include <stddef.h>

/* On failure why says what was found, and where. */
bool html_check(const char *html, char *why, size_t why_size);

#endif

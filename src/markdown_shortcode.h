/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_MARKDOWN_SHORTCODE_H
#define FORNIX_MARKDOWN_SHORTCODE_H

/* Template syntax of Hugo and Jekyll in Markdown. */

#include "buffer.h"

#define MARKDOWN_SHORTCODE_BYTES_MAX 4000 /* a longer one is text */

/*
 * Appends text without "{% ... %}", "{{ ... }}" and Hugo's "{{< ... >}}", and
 * without what is between "{% comment %}" and "{% endcomment %}".  One that
 * has alt="..." or caption="..." becomes a Markdown image.  One with a blank
 * line in it is text.  The number of lines stays the same.
 */
void markdown_shortcode_remove(const char *text, size_t length, struct buffer *out);

#endif

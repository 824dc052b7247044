/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_MARKDOWN_ATTRIBUTE_H
#define FORNIX_MARKDOWN_ATTRIBUTE_H

/* Attributes of HTML tags and of shortcodes: name="value". */

#include <stdbool.h>

#include "span.h"

struct markdown_attribute {
	struct span name;
	struct span value; /* without its quotes; empty when there is none */
	bool is_quoted;
};

/*
 * Reads the next attribute from *rest and moves *rest behind it; false when
 * there is none.  The name of a tag counts as an attribute without value.  In
 * shortcodes, not in HTML, a backslash keeps a quote from ending the value.
 */
bool markdown_attribute_next(
    struct span *rest, bool has_escapes, struct markdown_attribute *ret);

/* Whether the attribute has that name, without case. */
bool markdown_attribute_is(const struct markdown_attribute *attribute, const char *name);

#endif

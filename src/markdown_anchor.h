/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_MARKDOWN_ANCHOR_H
#define FORNIX_MARKDOWN_ANCHOR_H

/*
 * Anchors of headings, as the site's generator makes them.
 *
 * github: lower case, all but letters, digits, marks, "_", "-" and spaces
 * removed, spaces to "-"; the second of the same name gets "-1".
 * docusaurus: the same, but never one that another heading has.
 * hugo: as github, but marks are removed too; from the heading's source;
 * nothing left is "heading".
 * kramdown: only ASCII letters, digits, spaces and "-", starting at the first
 * letter; from the heading's source; nothing left is "section".
 */

#include <stdbool.h>
#include <stddef.h>

#include "article.h"

struct markdown_anchors;

/* For one page. */
struct markdown_anchors *markdown_anchors_new(enum article_anchors style);
void markdown_anchors_free(struct markdown_anchors *anchors);

/* Whether the style works on the source of a heading rather than its text. */
bool markdown_anchors_want_source(const struct markdown_anchors *anchors);

/* The anchor of the next heading; the caller frees it. */
char *markdown_anchors_make(
    struct markdown_anchors *anchors, const char *heading, size_t length);

/* Says that the page has this anchor already. */
void markdown_anchors_reserve(struct markdown_anchors *anchors, const char *anchor);

#endif

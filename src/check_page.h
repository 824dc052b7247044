/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_CHECK_PAGE_H
#define FORNIX_CHECK_PAGE_H

/* The pages that a site generator built: where they are, and the anchors in them. */

#include <stdbool.h>

#include "buffer.h"

/*
 * Reads the page of a URL relative to the site's root: "/a/" is a/index.html of the
 * folder, "/a" is that, a or a.html.  False when there is none.  out's ceiling is the
 * most that is read.
 */
bool check_page_read(const char *folder, const char *url, struct buffer *out);

/* Whether an element of the HTML has that id, or as of old the name. */
bool check_page_has_anchor(const char *html, size_t length, const char *anchor);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_MARKDOWN_BUILD_H
#define FORNIX_MARKDOWN_BUILD_H

/* Sections and figures, put together one after the other.  For markdown.c. */

#include <stdbool.h>

#include "buffer.h"
#include "markdown.h"
#include "span.h"

struct markdown_build {
	struct markdown result;
	struct buffer text; /* of the last section: clean, appended to by the caller */
	bool failed;        /* text did not fit */
	size_t reference_capacity;
};

/* Opens the section before the first heading, on that line of the file. */
void markdown_build_init(struct markdown_build *build, unsigned line);

/* Ends the last section with text and opens one more. */
void markdown_build_section(struct markdown_build *build, char *own_heading, char *own_anchor,
    unsigned level, unsigned line);

/* A figure of the last section; one without any words is left out. */
void markdown_build_figure(struct markdown_build *build, enum article_figure_kind kind,
    struct span url, struct span alt, struct span caption);

/* Notes a link within the site, others are left out, or an image without words. */
void markdown_build_reference(
    struct markdown_build *build, struct span url, unsigned line, bool is_image);

/* Ends the last section; false when there is more than an article may have. */
bool markdown_build_finish(struct markdown_build *build);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_MARKDOWN_H
#define FORNIX_MARKDOWN_H

/*
 * Markdown to sections of plain text and figures.
 *
 * The only user of cmark.  CommonMark with pipe tables, footnotes, task lists,
 * strike-through and the template syntax of site generators; nothing is
 * rendered.  It knows nothing of front matter, paths and addresses.
 */

#include <stddef.h>

#include "article.h"
#include "error.h"

struct markdown_options {
	enum article_anchors anchors;
	const char *name;    /* of the file, for messages */
	unsigned first_line; /* of the text within the file, from 1 */
	const char *title;   /* of the article; NULL when its first heading is to be it */
};

struct markdown {
	size_t section_count;
	struct article_section *sections;
	size_t figure_count;
	struct article_figure *figures; /* videos too, which are links */
	struct article_list links;      /* to pages of the site, as they are written */
	size_t reference_count;
	struct article_reference *references; /* see struct article */
	char *first_h1;      /* text of the first heading of level 1, or NULL */
	char *first_heading; /* of the first of any level, or NULL */
};

/*
 * Fills *ret, to be freed with markdown_fini().  Text before the first heading
 * is a section of level 0, which is left out when it has neither text nor
 * figures.  A heading of level 1 before all text is no section when it repeats
 * the title, or when title is NULL.  FORNIX_ERR_LIMIT, with 'name:line', for
 * text that is too much or too deep.  Images that say nothing in words are
 * decoration and left out.
 */
FORNIX_CHECKED enum fornix_status markdown_parse(const char *text, size_t length,
    const struct markdown_options *options, struct markdown *ret, struct article_list *notes,
    struct fornix_error *err);
void markdown_fini(struct markdown *markdown);

#endif

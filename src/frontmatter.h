/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_FRONTMATTER_H
#define FORNIX_FRONTMATTER_H

/*
 * The front matter of an article: its values, and where the text begins.
 *
 * Reads the keys of Hugo, Jekyll, Zola and Docusaurus that say something to a
 * search; all others are ignored.  Names of keys are compared without case.
 * A value that cannot be read is left out with a note; only a block that
 * cannot be read at all is an error.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "article.h"
#include "error.h"

struct frontmatter {
	bool is_present;
	size_t body; /* where the text starts, in bytes */
	unsigned body_line;
	char *title, *description, *author; /* clean, one line; NULL when not stated */
	char *slug, *url;                   /* as they are written; not checked */
	unsigned slug_line, url_line;
	uint32_t date, lastmod, reviewed, review_due, publish_date, expiry_date; /* or 0 */
	struct article_list tags, keywords, synonyms, misspellings; /* tags: and categories */
	const char *skip_reason; /* "draft" and the like, a constant; or NULL */
};

/*
 * Fills *ret, to be freed with frontmatter_fini().  FORNIX_ERR_INPUT, with
 * 'name:line', or FORNIX_ERR_LIMIT.
 */
FORNIX_CHECKED enum fornix_status frontmatter_parse(const char *bytes, size_t length,
    const char *name, struct frontmatter *ret, struct article_list *notes,
    struct fornix_error *err);
void frontmatter_fini(struct frontmatter *frontmatter);

#endif

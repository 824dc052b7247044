/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_FRONTMATTER_FENCE_H
#define FORNIX_FRONTMATTER_FENCE_H

/*
 * Where the front matter of a file begins and ends, not what it says.
 *
 * YAML stands between two lines "---" (the second may be "..."), TOML between
 * two lines "+++", JSON is an object that starts the file.  A byte order mark
 * and blank lines may come before.  A first line "---" without keys behind it
 * is a line across the page, so text.
 */

#include <stddef.h>

#include "error.h"

#define FRONTMATTER_BYTES_MAX (16 * 1024) /* of front matter */

enum frontmatter_kind {
	FRONTMATTER_NONE,
	FRONTMATTER_YAML,
	FRONTMATTER_TOML,
	FRONTMATTER_JSON,
};

struct frontmatter_fence {
	enum frontmatter_kind kind;
	size_t start, length; /* of the front matter, without its fences */
	unsigned line;        /* on which it starts, from 1 */
	size_t body;          /* where the text starts */
	unsigned body_line;
};

/*
 * FORNIX_ERR_INPUT for front matter that is not closed and for UTF-16,
 * FORNIX_ERR_LIMIT for more than FRONTMATTER_BYTES_MAX.  Messages begin with
 * 'name:line'.
 */
FORNIX_CHECKED enum fornix_status frontmatter_fence_find(const char *bytes, size_t length,
    const char *name, struct frontmatter_fence *ret_fence, struct fornix_error *err);

#endif

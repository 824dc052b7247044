/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_ARTICLE_URL_H
#define FORNIX_ARTICLE_URL_H

/*
 * Where an article is on the site.  Addresses come from authors and end in
 * links of a public page, so only "/path" and "https://host/..." pass, and
 * what is not plain ASCII in them is percent-encoded.
 */

#include <stdint.h>

#include "article.h"
#include "error.h"
#include "frontmatter.h"

/* The last part of a path, and the day that Jekyll puts before it. */
struct article_name {
	const char *text; /* within the path */
	uint32_t date;    /* YYYYMMDD, or 0 */
};

/* "2020-01-02-name" is "name" of that day. */
struct article_name article_name_parse(const char *id);

/* Whether the name stands for its folder: "index" and "_index". */
bool article_name_is_index(const char *name);

/*
 * The address by front matter, else by pattern.  An address in the front
 * matter that may not be used is left out with a note.  The caller frees
 * *ret_url.  FORNIX_ERR_LIMIT when it is longer than ARTICLE_URL_BYTES_MAX.
 */
FORNIX_CHECKED enum fornix_status article_url_make(const char *id, const char *pattern,
    const struct frontmatter *frontmatter, char **ret_url, struct article_list *notes,
    struct fornix_error *err);

#endif

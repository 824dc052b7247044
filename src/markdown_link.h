/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_MARKDOWN_LINK_H
#define FORNIX_MARKDOWN_LINK_H

/* What a link says about an article: a film to watch, or another article.  For markdown.c. */

#include <stdbool.h>

#include "article.h"
#include "span.h"

/* Whether the URL ends as the name of a film does, or the text begins with "Video:". */
bool markdown_link_is_video(struct span url, struct span text);

/* The text without "Video:" at its start. */
struct span markdown_link_caption(struct span text);

/*
 * Adds a link within the site, once each and without its fragment; a list that is
 * full stays as it is.
 */
void markdown_link_add(struct article_list *links, struct span url);

/*
 * The id of the article that a link written in the article from leads to:
 * "../treatments/mvd.md" in "conditions/x" is "treatments/mvd".  NULL for what
 * is no path of a Markdown file within the corpus.  The caller frees it.
 */
char *markdown_link_target(const char *from, const char *link);

#endif

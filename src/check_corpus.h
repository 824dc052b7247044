/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_CHECK_CORPUS_H
#define FORNIX_CHECK_CORPUS_H

/*
 * What an editor would mend in the articles before they are published.
 *
 * Problems: an article that cannot be read, two at one address, a link to an article
 * or a section that is not there, and with the site generator's pages at hand a
 * heading whose anchor its page does not have.  Notes: no title, description or day
 * of review, an overdue review, a title twice, an image that says nothing in words,
 * an address below the articles' folders that none has, and what parsing noted.
 */

#include "article.h"
#include "corpus.h"
#include "findings.h"

#define CHECK_PAGE_BYTES_MAX (16 * 1024 * 1024) /* of a page that a generator built */

struct check_options {
	struct article_options article;
	const char *pages; /* folder of the pages that the generator built, or NULL */
};

/* Called in order of path for each file with findings, which are by line. */
typedef void check_corpus_callback(
    const char *path, const struct findings *findings, void *context);

/* Returns how many articles there are. */
size_t check_corpus(const struct corpus *corpus, const struct check_options *options,
    check_corpus_callback *callback, void *context);

#endif

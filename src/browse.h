/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_BROWSE_H
#define FORNIX_BROWSE_H

/*
 * All articles, by section and title, a page at a time: the site map.
 */

#include <stdbool.h>

#include "search.h"

#define BROWSE_PER_PAGE_MAX 200
#define BROWSE_PAGE_MAX     1000000

struct browse_request {
	unsigned page;       /* from 1 */
	unsigned per_page;   /* 1 to BROWSE_PER_PAGE_MAX */
	const char *section; /* slug of the only section to list, or NULL; borrowed */
};

struct browse_article {
	char *id, *url, *title, *description, *section;
	char *section_label; /* for people; empty at the top */
	size_t tag_count;
	char **tags;
	uint32_t date, reviewed, review_due; /* YYYYMMDD or 0 */
};

struct browse_result {
	unsigned page, per_page, pages;
	uint32_t total; /* of the section, when one was asked for */
	unsigned generation;
	size_t section_count;
	struct search_facet_value
	    *sections; /* all, in order of the list; value "" at the top */
	size_t article_count;
	struct browse_article *articles; /* of the page */
};

/*
 * A page past the end and a section that does not exist have no articles.
 * USAGE for a page or number out of range.  The caller frees *ret_result.
 */
FORNIX_CHECKED enum fornix_status browse_run(struct searcher *searcher,
    const struct browse_request *request, struct browse_result **ret_result,
    struct fornix_error *err);
void browse_result_free(struct browse_result *result);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_EXPLAIN_ARTICLE_H
#define FORNIX_EXPLAIN_ARTICLE_H

/* Finding an article that somebody asks about, also one that the index leaves out. */

#include "search.h"

struct explain_article {
	uint32_t document; /* 0: it is left out */
	char *reason;      /* why ("draft"); owned; NULL when it is not */
	/* Of its file, when it was indexed. */
	uint64_t size;
	int64_t mtime_ns;
};

/*
 * Finds the article by its id, the path below the articles' folder without ".md".
 * NOT_FOUND, naming the nearest id there is.  The caller frees ret_article->reason.
 */
FORNIX_CHECKED enum fornix_status explain_article_find(struct searcher *searcher,
    const char *id, struct explain_article *ret_article, struct fornix_error *err);

#endif

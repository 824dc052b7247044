/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_RELATED_PAIR_H
#define FORNIX_RELATED_PAIR_H

/*
 * What makes two articles near to each other beside their words: links, tags, folder.
 * Private to related_write.c and its test.
 *
 * The weights are such that the expectations of tests/test-related.c hold.
 */

#include "articles.h"

#define RELATED_LINK_WEIGHT    0.20 /* of a link to the other */
#define RELATED_BACK_WEIGHT    0.30 /* of a link from it */
#define RELATED_LINKS          4.0  /* so many links from it halve that: it links to all */
#define RELATED_TAG_WEIGHT     0.10 /* of all tags in common */
#define RELATED_SECTION_WEIGHT 0.02
#define RELATED_SHARED_WEIGHT  (RELATED_TAG_WEIGHT + RELATED_SECTION_WEIGHT) /* at most */
#define RELATED_PAIR_WEIGHT                                                                    \
	(RELATED_LINK_WEIGHT + RELATED_BACK_WEIGHT + RELATED_SHARED_WEIGHT) /* at most */

/* Texts are known by their hashes. */
struct related_article {
	bool is_open;
	uint64_t id, url, section;
	uint64_t *links, *tags; /* owned */
	unsigned link_count, tag_count;
};

FORNIX_CHECKED enum fornix_status related_article_open(struct articles *articles,
    uint32_t document, struct related_article *ret_article, struct fornix_error *err);
void related_article_fini(struct related_article *article);

/* By how much to is nearer to from than their words tell. */
double related_pair_score(const struct related_article *from, const struct related_article *to);

#endif

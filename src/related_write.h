/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_RELATED_WRITE_H
#define FORNIX_RELATED_WRITE_H

/*
 * Works out what related.h reads, for all articles of a new generation.
 *
 * Each article is the RELATED_TERMS words that tell it apart: frequent in it, rare
 * in others.  Two are as near as these overlap (the cosine), a little nearer
 * with tags in common and in one section, and much nearer when one links to
 * the other, because whoever wrote it has said so.  The weights are such that the
 * expectations of tests/test-related.c hold.
 */

#include "articles.h"

#define RELATED_TERMS          40
#define RELATED_DOCUMENTS_MAX  1000 /* words in more articles tell nothing apart */
#define RELATED_LINK_WEIGHT    0.20 /* of a link to the other */
#define RELATED_BACK_WEIGHT    0.30 /* of a link from it */
#define RELATED_LINKS          4.0  /* so many links from it halve that: it links to all */
#define RELATED_TAG_WEIGHT     0.10 /* of all tags in common */
#define RELATED_SECTION_WEIGHT 0.02
#define RELATED_LEAST          0.05 /* what is less near is not told */

/* index: the folder of the new index; articles are committed by the caller. */
FORNIX_CHECKED enum fornix_status related_write(
    struct articles *articles, const char *index, struct fornix_error *err);

#endif

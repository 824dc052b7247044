/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_LISTING_H
#define FORNIX_LISTING_H

/*
 * All articles in order of section and title, as a generation keeps them: two
 * facts of articles.mdb, so that a page of the list costs no sorting.
 *
 *	listing           document numbers, little-endian 32-bit
 *	listing_sections  a line for each section, in the same order: how many
 *	                  articles it has, a tab, its name (empty for articles at
 *	                  the top, which come last)
 */

#include "articles.h"

#define LISTING_SECTIONS_MAX 256 /* more are listed, but not told apart */

struct listing_section {
	struct span name; /* borrowed from the articles */
	size_t first, count;
};

struct listing {
	const unsigned char *numbers;
	size_t count;
	size_t section_count;
	struct listing_section sections[LISTING_SECTIONS_MAX];
};

/* Borrows from articles.  CORRUPT for facts that do not fit together. */
FORNIX_CHECKED enum fornix_status listing_open(
    struct articles *articles, struct listing *ret_listing, struct fornix_error *err);

/*
 * The document with that URL, of which host, query and fragment count for
 * nothing where the site's own are relative; NOT_FOUND when there is none.  The
 * fact "listing_urls" has for each article a 64-bit FNV-1a hash of its URL and
 * its number, in order, little-endian.
 */
FORNIX_CHECKED enum fornix_status listing_find_url(struct articles *articles, const char *url,
    uint32_t *ret_document, struct fornix_error *err);

#define LISTING_URL_BYTES 12 /* of one article */

uint64_t listing_hash_url(struct span url);

/* The number of the article at a place below count. */
uint32_t listing_document(const struct listing *listing, size_t place);

#endif

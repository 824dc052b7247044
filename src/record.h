/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_RECORD_H
#define FORNIX_RECORD_H

/*
 * An article as one run of bytes: what the indexer's workers send, what
 * articles.mdb stores, what snippets are made from.
 *
 * Reading copies nothing: spans point into the bytes.  All offsets are checked
 * once, in record_open(), so bytes from a damaged file are refused, never
 * followed.  Numbers are little-endian 32-bit.
 */

#include <stdint.h>

#include "article.h"
#include "buffer.h"
#include "span.h"

#define RECORD_BYTES_MAX (4 * 1024 * 1024)
#define RECORD_VERSION   2

struct record_section {
	struct span heading, anchor, text;
	unsigned level, line;
};

struct record_figure {
	enum article_figure_kind kind;
	struct span url, alt, caption;
	unsigned section;
};

/* A view; valid as long as the bytes it was opened on. */
struct record {
	const unsigned char *bytes;
	size_t length;
	struct span id, url, title, description, author, section;
	uint32_t date, reviewed, review_due, expires; /* YYYYMMDD or 0 */
	unsigned tag_count, keyword_count, synonym_count, misspelling_count, link_count;
	unsigned section_count, figure_count;
	const unsigned char *lists, *sections, *figures; /* tables within bytes */
};

/* Appends article to out, whose ceiling says what is too large. */
void record_encode(const struct article *article, struct buffer *out);

/* FORNIX_ERR_CORRUPT when the bytes are not a record of this version. */
FORNIX_CHECKED enum fornix_status record_open(
    const void *bytes, size_t length, struct record *ret_record, struct fornix_error *err);

/* i must be below the matching count. */
struct span record_tag(const struct record *record, unsigned i);
struct span record_keyword(const struct record *record, unsigned i);
struct span record_synonym(const struct record *record, unsigned i);
struct span record_misspelling(const struct record *record, unsigned i);
struct span record_link(const struct record *record, unsigned i);
struct record_section record_section(const struct record *record, unsigned i);
struct record_figure record_figure(const struct record *record, unsigned i);

#endif

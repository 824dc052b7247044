/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "listing_write.h"

#include <stdlib.h>

#include "acronyms_write.h"
#include "analyze.h"
#include "listing.h"
#include "record.h"
#include "xalloc.h"

#define KEY_BYTES_MAX   1024 /* of a title; what is longer is in the order of its beginning */
#define NAMES_BYTES_MAX (1024 * 1024)

struct entry {
	char *section; /* owned */
	char *key;     /* owned; the title as it is sorted */
	uint64_t url;  /* its hash */
	uint32_t document;
};

struct collecting {
	struct articles *articles;
	struct analyzer *analyzer;
	struct acronym_counts *acronyms;
	struct entry *entries;
	size_t count, capacity;
	enum fornix_status status;
	struct fornix_error *err;
};

/* Titles are sorted by their words: "Ménière" is with m, quotation marks count for nothing. */
static char *
make_key(struct analyzer *analyzer, struct span title)
{
	struct buffer slug;

	buffer_init(&slug, KEY_BYTES_MAX);
	analyze_slug(analyzer, title.data, title.length, &slug);
	return buffer_take(&slug, NULL);
}

static bool
add_article(struct span path, const struct articles_source *source, void *context)
{
	struct collecting *collecting = context;
	struct record record;
	struct span bytes;

	(void)path;
	if (source->document == 0)
		return true;
	collecting->status =
	    articles_get(collecting->articles, source->document, &bytes, collecting->err);
	if (collecting->status == FORNIX_OK)
		collecting->status =
		    record_open(bytes.data, bytes.length, &record, collecting->err);
	if (collecting->status != FORNIX_OK)
		return false;
	XALLOC_GROW(collecting->entries, collecting->count, collecting->capacity);
	collecting->entries[collecting->count++] = (struct entry){
	    .section = xstrndup(
		record.section.length > 0 ? record.section.data : "", record.section.length),
	    .key = make_key(collecting->analyzer, record.title),
	    .url = listing_hash_url(record.url),
	    .document = source->document};
	acronym_counts_add(collecting->acronyms, &record);
	return true;
}

static int
compare_entries(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	bool x_is_top = x->section[0] == '\0', y_is_top = y->section[0] == '\0';
	int order;

	if (x_is_top != y_is_top)
		return x_is_top ? 1 : -1;
	order = strcmp(x->section, y->section);
	if (order == 0)
		order = strcmp(x->key, y->key);
	return order != 0 ? order : (x->document > y->document) - (x->document < y->document);
}

static int
compare_urls(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->url != y->url)
		return x->url < y->url ? -1 : 1;
	return (x->document > y->document) - (x->document < y->document);
}

static void
put_little(struct buffer *out, uint64_t number, size_t bytes)
{
	for (; bytes > 0; bytes--, number >>= 8)
		buffer_append_char(out, (char)(number & 255));
}

/* Changes the order of the entries. */
static enum fornix_status
put_urls(struct collecting *collecting)
{
	struct buffer urls CLEANUP_BUFFER;
	enum fornix_status status;
	size_t i;

	buffer_init(&urls, ARTICLES_FACT_BYTES_MAX);
	if (collecting->count > 0)
		qsort(collecting->entries, collecting->count, sizeof *collecting->entries,
		    compare_urls);
	for (i = 0; i < collecting->count; i++) {
		put_little(&urls, collecting->entries[i].url, sizeof(uint64_t));
		put_little(&urls, collecting->entries[i].document, sizeof(uint32_t));
	}
	status = buffer_finish(&urls, "the list of addresses", collecting->err);
	if (status != FORNIX_OK)
		return status;
	return articles_fact_put(collecting->articles, "listing_urls",
	    (struct span){urls.data, urls.length}, collecting->err);
}

static void
put_numbers(const struct collecting *collecting, struct buffer *out)
{
	size_t i;

	for (i = 0; i < collecting->count; i++) {
		uint32_t number = collecting->entries[i].document;
		unsigned char bytes[4] = {
		    number & 255, number >> 8 & 255, number >> 16 & 255, number >> 24 & 255};

		buffer_append(out, bytes, sizeof bytes);
	}
}

static void
put_sections(const struct collecting *collecting, struct buffer *out)
{
	const struct entry *entries = collecting->entries;
	size_t i, first = 0;

	for (i = 1; i <= collecting->count; i++) {
		if (i < collecting->count &&
		    strcmp(entries[i].section, entries[first].section) == 0)
			continue;
		buffer_printf(out, "%zu\t%s\n", i - first, entries[first].section);
		first = i;
	}
}

static enum fornix_status
put_facts(struct collecting *collecting)
{
	struct buffer numbers CLEANUP_BUFFER, sections CLEANUP_BUFFER;
	enum fornix_status status;

	buffer_init(&numbers, ARTICLES_FACT_BYTES_MAX);
	buffer_init(&sections, NAMES_BYTES_MAX);
	put_numbers(collecting, &numbers);
	put_sections(collecting, &sections);
	status = buffer_finish(&numbers, "the list of all articles", collecting->err);
	if (status == FORNIX_OK)
		status = buffer_finish(&sections, "the list of folders", collecting->err);
	if (status == FORNIX_OK)
		status = articles_fact_put(collecting->articles, "listing",
		    (struct span){numbers.data, numbers.length}, collecting->err);
	if (status == FORNIX_OK)
		status = articles_fact_put(collecting->articles, "listing_sections",
		    (struct span){sections.data, sections.length}, collecting->err);
	return status;
}

enum fornix_status
listing_write(struct articles *articles, struct fornix_error *err)
{
	struct collecting collecting = {.articles = articles,
	    .analyzer = analyzer_new(),
	    .acronyms = acronym_counts_new(),
	    .err = err};
	enum fornix_status status;
	size_t i;

	status = articles_sources(articles, add_article, &collecting, err);
	if (status == FORNIX_OK)
		status = collecting.status;
	if (status == FORNIX_OK && collecting.count > 0)
		qsort(collecting.entries, collecting.count, sizeof *collecting.entries,
		    compare_entries);
	if (status == FORNIX_OK)
		status = put_facts(&collecting);
	if (status == FORNIX_OK)
		status = put_urls(&collecting);
	if (status == FORNIX_OK)
		status = acronym_counts_write(collecting.acronyms, articles, err);
	for (i = 0; i < collecting.count; i++) {
		free(collecting.entries[i].section);
		free(collecting.entries[i].key);
	}
	free(collecting.entries);
	acronym_counts_free(collecting.acronyms);
	analyzer_free(collecting.analyzer);
	return status;
}

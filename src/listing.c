/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "listing.h"

#include "record.h"

#define NUMBER_BYTES 4
#define HASH_BYTES   8

/* Reads "12<tab>name<newline>" and takes it off the text. */
static bool
take_section(struct span *text, struct listing_section *ret_section)
{
	const char *newline = memchr(text->data, '\n', text->length);
	const char *tab = memchr(text->data, '\t', text->length);
	const char *p;

	if (newline == NULL || tab == NULL || tab > newline || tab - text->data > 9)
		return false;
	ret_section->count = 0;
	for (p = text->data; p < tab; p++) {
		if (*p < '0' || *p > '9')
			return false;
		ret_section->count = ret_section->count * 10 + (size_t)(*p - '0');
	}
	ret_section->name = (struct span){tab + 1, (size_t)(newline - tab) - 1};
	text->length -= (size_t)(newline + 1 - text->data);
	text->data = newline + 1;
	return true;
}

static bool
read_sections(struct listing *listing, struct span text)
{
	struct listing_section section;
	size_t first = 0;

	while (text.length > 0) {
		if (!take_section(&text, &section) || section.count > listing->count - first)
			return false;
		section.first = first;
		first += section.count;
		if (listing->section_count < LISTING_SECTIONS_MAX)
			listing->sections[listing->section_count++] = section;
	}
	return first == listing->count;
}

enum fornix_status
listing_open(struct articles *articles, struct listing *ret_listing, struct fornix_error *err)
{
	struct span numbers, sections;
	enum fornix_status status;

	*ret_listing = (struct listing){.count = 0};
	status = articles_fact_get(articles, "listing", &numbers, err);
	if (status == FORNIX_OK)
		status = articles_fact_get(articles, "listing_sections", &sections, err);
	if (status != FORNIX_OK)
		return status;
	ret_listing->numbers = (const unsigned char *)numbers.data;
	ret_listing->count = numbers.length / NUMBER_BYTES;
	if (numbers.length % NUMBER_BYTES != 0 || !read_sections(ret_listing, sections))
		return error_set(err, FORNIX_ERR_CORRUPT,
		    "the list of all articles is damaged: run 'fornix index --full'");
	return FORNIX_OK;
}

uint32_t
listing_document(const struct listing *listing, size_t place)
{
	const unsigned char *bytes = listing->numbers + place * NUMBER_BYTES;

	return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
	       (uint32_t)bytes[3] << 24;
}

uint64_t
listing_hash_url(struct span url)
{
	uint64_t hash = 14695981039346656037U;
	size_t i;

	for (i = 0; i < url.length; i++)
		hash = (hash ^ (unsigned char)url.data[i]) * 1099511628211U;
	return hash;
}

static uint64_t
get_number(const char *bytes, size_t length)
{
	uint64_t number = 0;

	while (length-- > 0)
		number = number << 8 | (unsigned char)bytes[length];
	return number;
}

/* The number of the article with exactly that URL, or 0. */
static uint32_t
find_exactly(struct articles *articles, struct span urls, struct span wanted)
{
	size_t least = 0, most = urls.length / LISTING_URL_BYTES, middle;
	uint64_t hash = listing_hash_url(wanted);
	struct fornix_error ignored;
	struct record record;
	struct span bytes;
	uint32_t document;

	while (least < most) {
		middle = least + (most - least) / 2;
		if (get_number(urls.data + middle * LISTING_URL_BYTES, HASH_BYTES) < hash)
			least = middle + 1;
		else
			most = middle;
	}
	for (; least < urls.length / LISTING_URL_BYTES; least++) {
		const char *at = urls.data + least * LISTING_URL_BYTES;

		if (get_number(at, HASH_BYTES) != hash)
			break;
		document = (uint32_t)get_number(at + HASH_BYTES, NUMBER_BYTES);
		if (articles_get(articles, document, &bytes, &ignored) == FORNIX_OK &&
		    record_open(bytes.data, bytes.length, &record, &ignored) == FORNIX_OK &&
		    span_equals(record.url, wanted))
			return document;
	}
	return 0;
}

enum fornix_status
listing_find_url(struct articles *articles, const char *url, uint32_t *ret_document,
    struct fornix_error *err)
{
	struct span wanted = {url, strcspn(url, "?#")}, urls;
	const char *path = strstr(url, "://");
	enum fornix_status status;
	uint32_t document;

	status = articles_fact_get(articles, "listing_urls", &urls, err);
	if (status != FORNIX_OK)
		return status;
	document = find_exactly(articles, urls, wanted);
	if (document == 0 && path != NULL && path < url + wanted.length) {
		path += strlen("://");
		path += strcspn(path, "/?#");
		document = find_exactly(
		    articles, urls, (struct span){path, wanted.length - (size_t)(path - url)});
	}
	if (document == 0)
		return error_set(
		    err, FORNIX_ERR_NOT_FOUND, "no article has the address '%.200s'", url);
	*ret_document = document;
	return FORNIX_OK;
}

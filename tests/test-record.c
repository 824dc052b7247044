/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "record.h"

#include <stdlib.h>

#include "tap.h"

/* Strings that the structs may own: not const. */
#define S(text) ((char[]){text})
#define LIST(list)                                                                             \
	{                                                                                      \
		sizeof(list) / sizeof((list)[0]), (list)                                       \
	}

static char *tags[] = {S("facial-pain"), S("surgery")};
static char *keywords[] = {S("tic douloureux"), S(""), S("TN")};
static char *synonyms[] = {S("fifth nerve pain")};
static char *links[] = {S("treatments/mvd"), S("/visit/")};

static struct article_section sections[] = {
    {S(""), S(""), 0, 1, S("Sudden pain in the face.\nIt comes in bursts.")},
    {S("Is it dangerous?"), S("is-it-dangerous"), 2, 9, S("No.")},
    {S("Ménière"), S("m\xC3\xA9ni\xC3\xA8re"), 6, 70000, S("")},
};

static struct article_figure figures[] = {
    {ARTICLE_FIGURE_IMAGE, S("/images/a.png"), S("An artery"), S("Figure 1. The loop."), 0},
    {ARTICLE_FIGURE_VIDEO, S(""), S(""), S(""), 2},
};

static const struct article article = {
    .id = S("conditions/trigeminal-neuralgia"),
    .url = S("/conditions/trigeminal-neuralgia/"),
    .title = S("Trigeminal neuralgia"),
    .description = S("Electric-shock face pain."),
    .author = S(""),
    .section = S("conditions"),
    .date = 20160208,
    .reviewed = 20260706,
    .review_due = 0,
    .expires = 20991231,
    .tags = LIST(tags),
    .keywords = LIST(keywords),
    .synonyms = LIST(synonyms),
    .links = LIST(links),
    .section_count = 3,
    .sections = sections,
    .figure_count = 2,
    .figures = figures,
};

static bool
span_is(struct span span, const char *want)
{
	return span_equals(span, span_from_string(want));
}

static void
test_head(const struct record *record)
{
	tap_ok(span_is(record->id, article.id), "id");
	tap_ok(span_is(record->url, article.url), "url");
	tap_ok(span_is(record->title, article.title), "title");
	tap_ok(span_is(record->description, article.description), "description");
	tap_ok(span_is(record->author, ""), "an empty author");
	tap_ok(span_is(record->section, "conditions"), "section");
	tap_number(record->date, 20160208, "date");
	tap_number(record->reviewed, 20260706, "reviewed");
	tap_number(record->review_due, 0, "review due");
	tap_number(record->expires, 20991231, "expires");
}

static void
test_lists(const struct record *record)
{
	tap_number(record->tag_count, 2, "tags");
	tap_ok(span_is(record_tag(record, 0), "facial-pain"), "first tag");
	tap_ok(span_is(record_tag(record, 1), "surgery"), "second tag");
	tap_number(record->keyword_count, 3, "keywords");
	tap_ok(span_is(record_keyword(record, 1), ""), "an empty keyword");
	tap_ok(span_is(record_keyword(record, 2), "TN"), "last keyword");
	tap_number(record->synonym_count, 1, "synonyms");
	tap_ok(span_is(record_synonym(record, 0), "fifth nerve pain"), "synonym");
	tap_number(record->misspelling_count, 0, "no misspellings");
	tap_number(record->link_count, 2, "links");
	tap_ok(span_is(record_link(record, 1), "/visit/"), "last link");
}

static void
test_tables(const struct record *record)
{
	struct record_section section;
	struct record_figure figure;
	unsigned i;

	tap_number(record->section_count, 3, "sections");
	for (i = 0; i < record->section_count; i++) {
		section = record_section(record, i);
		tap_ok(span_is(section.heading, sections[i].heading) &&
			   span_is(section.anchor, sections[i].anchor) &&
			   span_is(section.text, sections[i].text) &&
			   section.level == sections[i].level &&
			   section.line == sections[i].line,
		    "section %u", i);
	}
	tap_number(record->figure_count, 2, "figures");
	for (i = 0; i < record->figure_count; i++) {
		figure = record_figure(record, i);
		tap_ok(span_is(figure.url, figures[i].url) &&
			   span_is(figure.alt, figures[i].alt) &&
			   span_is(figure.caption, figures[i].caption) &&
			   figure.section == figures[i].section &&
			   figure.kind == figures[i].kind,
		    "figure %u", i);
	}
}

/* Reads every byte that the span promises. */
static size_t
touch(struct span span)
{
	size_t i, sum = 0;

	for (i = 0; i < span.length; i++)
		sum += (unsigned char)span.data[i];
	return sum;
}

static size_t
touch_all(const struct record *record)
{
	size_t sum = touch(record->id) + touch(record->url) + touch(record->title) +
		     touch(record->description) + touch(record->author) +
		     touch(record->section);
	unsigned i;

	for (i = 0; i < record->tag_count; i++)
		sum += touch(record_tag(record, i));
	for (i = 0; i < record->keyword_count; i++)
		sum += touch(record_keyword(record, i));
	for (i = 0; i < record->synonym_count; i++)
		sum += touch(record_synonym(record, i));
	for (i = 0; i < record->misspelling_count; i++)
		sum += touch(record_misspelling(record, i));
	for (i = 0; i < record->link_count; i++)
		sum += touch(record_link(record, i));
	for (i = 0; i < record->section_count; i++) {
		struct record_section section = record_section(record, i);

		sum += touch(section.heading) + touch(section.anchor) + touch(section.text);
		assert(section.level <= 6);
	}
	for (i = 0; i < record->figure_count; i++) {
		struct record_figure figure = record_figure(record, i);

		sum += touch(figure.url) + touch(figure.alt) + touch(figure.caption);
		assert(figure.section < record->section_count);
		assert(figure.kind <= ARTICLE_FIGURE_VIDEO);
	}
	return sum;
}

/* Opens a heap copy of exactly that size, so that a checker sees every step outside. */
static enum fornix_status
open_copy(const char *bytes, size_t length, size_t flip_at, unsigned char flip)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	char *copy = malloc(length ? length : 1);
	struct record record;
	enum fornix_status status;

	assert(copy != NULL);
	memcpy(copy, bytes, length);
	if (flip != 0)
		copy[flip_at] ^= (char)flip;
	status = record_open(copy, length, &record, &err);
	if (status == FORNIX_OK)
		touch_all(&record);
	free(copy);
	return status;
}

static void
test_truncations(const struct buffer *encoded)
{
	size_t length, accepted = 0;

	for (length = 0; length < encoded->length; length++)
		accepted += open_copy(encoded->data, length, 0, 0) == FORNIX_OK;
	tap_number((long long)accepted, 0, "every truncation is refused");
}

static void
test_flips(const struct buffer *encoded)
{
	uint32_t random = 12345;
	size_t i, accepted = 0, refused = 0;
	unsigned bit;

	for (i = 0; i < 20000; i++) {
		size_t at;

		random = random * 1664525 + 1013904223;
		at = (random >> 8) % encoded->length;
		random = random * 1664525 + 1013904223;
		if (open_copy(encoded->data, encoded->length, at, (random >> 16 & 255) | 1) ==
		    FORNIX_OK)
			accepted++;
		else
			refused++;
	}
	tap_ok(accepted > 0 && refused > 0,
	    "flipped bytes: %zu harmless, %zu refused, none followed outside", accepted,
	    refused);
	accepted = 0;
	for (bit = 0; bit < 8 * 12; bit++)
		accepted += open_copy(encoded->data, encoded->length, bit / 8,
				(unsigned char)(1U << bit % 8)) == FORNIX_OK;
	tap_number((long long)accepted, 0, "any flip in magic, version or length is refused");
}

static void
test_refusals(const struct buffer *encoded)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct record record = {.length = 7};
	struct buffer longer, small;

	buffer_init(&longer, RECORD_BYTES_MAX);
	buffer_append(&longer, encoded->data, encoded->length);
	buffer_append_char(&longer, 'x');
	tap_number(record_open(longer.data, longer.length, &record, &err), FORNIX_ERR_CORRUPT,
	    "bytes behind the record");
	tap_number((long long)record.length, 7, "the output is untouched");
	longer.data[4] = 9;
	tap_number(record_open(longer.data, encoded->length, &record, &err), FORNIX_ERR_CORRUPT,
	    "another version");
	tap_string(err.message, "record has version 9, this program reads 2: index again",
	    "and the message says which");
	buffer_fini(&longer);
	buffer_init(&small, encoded->length - 1);
	record_encode(&article, &small);
	tap_ok(small.failed, "the ceiling of the buffer holds");
	buffer_fini(&small);
}

static void
test_empty(void)
{
	const struct article nothing = {.id = S("x"), .title = S("x")};
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct record record;
	struct buffer out;

	buffer_init(&out, RECORD_BYTES_MAX);
	buffer_append_string(&out, "before");
	record_encode(&nothing, &out);
	tap_number(record_open(out.data + 6, out.length - 6, &record, &err), FORNIX_OK,
	    "an article with next to nothing, behind other bytes");
	tap_ok(span_is(record.title, "x") && record.url.length == 0 &&
		   record.section_count == 0 && record.figure_count == 0,
	    "reads back");
	buffer_fini(&out);
}

int
main(void)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct record record;
	struct buffer encoded;

	buffer_init(&encoded, RECORD_BYTES_MAX);
	record_encode(&article, &encoded);
	if (!tap_ok(record_open(encoded.data, encoded.length, &record, &err) == FORNIX_OK,
		"an encoded article opens"))
		return tap_done();
	test_head(&record);
	test_lists(&record);
	test_tables(&record);
	test_truncations(&encoded);
	test_flips(&encoded);
	test_refusals(&encoded);
	test_empty();
	buffer_fini(&encoded);
	return tap_done();
}

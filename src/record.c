/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "record.h"

#include <assert.h>

/*
 * Layout, all numbers in units of four bytes:
 *
 *	header    magic, version, length, four dates, six spans, seven counts
 *	lists     a span for each tag, keyword, synonym, misspelling, link
 *	sections  heading, anchor, text (spans), level, line
 *	figures   url, alt, caption (spans), section, kind
 *	texts     what the spans point to
 *
 * A span is an offset from the start of the record and a length.
 */
#define MAGIC         0x52584E46U /* "FNXR" */
#define NUMBER_BYTES  4
#define SPAN_BYTES    (2 * NUMBER_BYTES)
#define HEADER_BYTES  (14 * NUMBER_BYTES + 6 * SPAN_BYTES)
#define SECTION_BYTES (3 * SPAN_BYTES + 2 * NUMBER_BYTES)
#define FIGURE_BYTES  (3 * SPAN_BYTES + 2 * NUMBER_BYTES)
#define SPANS_AT      (7 * NUMBER_BYTES)
#define COUNTS_AT     (SPANS_AT + 6 * SPAN_BYTES)

#define LEVEL_MAX 6

/* Where the next text will be, while the tables before it are written. */
struct encoder {
	struct buffer *out;
	size_t text_at;
};

static void
put_number(struct encoder *encoder, size_t number)
{
	unsigned char bytes[NUMBER_BYTES] = {
	    number & 255, number >> 8 & 255, number >> 16 & 255, number >> 24 & 255};

	buffer_append(encoder->out, bytes, sizeof bytes);
}

static void
put_span(struct encoder *encoder, const char *text)
{
	size_t length = span_from_string(text).length;

	put_number(encoder, encoder->text_at);
	put_number(encoder, length);
	encoder->text_at += length;
}

static void
count_text(struct encoder *encoder, const char *text)
{
	encoder->text_at += span_from_string(text).length;
}

static void
put_text(struct encoder *encoder, const char *text)
{
	struct span span = span_from_string(text);

	buffer_append(encoder->out, span.data, span.length);
}

/* What is done with one string of the article. */
typedef void put_string(struct encoder *encoder, const char *text);

static void
put_head_strings(struct encoder *encoder, const struct article *article, put_string *put)
{
	put(encoder, article->id);
	put(encoder, article->url);
	put(encoder, article->title);
	put(encoder, article->description);
	put(encoder, article->author);
	put(encoder, article->section);
}

static void
put_list_strings(struct encoder *encoder, const struct article *article, put_string *put)
{
	const struct article_list *const lists[] = {&article->tags, &article->keywords,
	    &article->synonyms, &article->misspellings, &article->links};
	size_t i, k;

	for (i = 0; i < sizeof lists / sizeof lists[0]; i++) {
		for (k = 0; k < lists[i]->count; k++)
			put(encoder, lists[i]->items[k]);
	}
}

static void
put_section_strings(
    struct encoder *encoder, const struct article_section *section, put_string *put)
{
	put(encoder, section->heading);
	put(encoder, section->anchor);
	put(encoder, section->text);
}

static void
put_figure_strings(
    struct encoder *encoder, const struct article_figure *figure, put_string *put)
{
	put(encoder, figure->url);
	put(encoder, figure->alt);
	put(encoder, figure->caption);
}

/* Every string of the article, in the order of their spans in the tables. */
static void
put_strings(struct encoder *encoder, const struct article *article, put_string *put)
{
	size_t i;

	put_head_strings(encoder, article, put);
	put_list_strings(encoder, article, put);
	for (i = 0; i < article->section_count; i++)
		put_section_strings(encoder, &article->sections[i], put);
	for (i = 0; i < article->figure_count; i++)
		put_figure_strings(encoder, &article->figures[i], put);
}

static void
put_tables(struct encoder *encoder, const struct article *article)
{
	size_t i;

	put_list_strings(encoder, article, put_span);
	for (i = 0; i < article->section_count; i++) {
		put_section_strings(encoder, &article->sections[i], put_span);
		put_number(encoder, article->sections[i].level);
		put_number(encoder, article->sections[i].line);
	}
	for (i = 0; i < article->figure_count; i++) {
		put_figure_strings(encoder, &article->figures[i], put_span);
		put_number(encoder, article->figures[i].section);
		put_number(encoder, article->figures[i].kind);
	}
}

static size_t
table_bytes(const struct article *article)
{
	size_t items = article->tags.count + article->keywords.count + article->synonyms.count +
		       article->misspellings.count + article->links.count;

	return HEADER_BYTES + items * SPAN_BYTES + article->section_count * SECTION_BYTES +
	       article->figure_count * FIGURE_BYTES;
}

void
record_encode(const struct article *article, struct buffer *out)
{
	struct encoder end = {out, table_bytes(article)}, encoder = end;

	put_number(&encoder, MAGIC);
	put_number(&encoder, RECORD_VERSION);
	put_strings(&end, article, count_text);
	put_number(&encoder, end.text_at);
	put_number(&encoder, article->date);
	put_number(&encoder, article->reviewed);
	put_number(&encoder, article->review_due);
	put_number(&encoder, article->expires);
	put_head_strings(&encoder, article, put_span);
	put_number(&encoder, article->tags.count);
	put_number(&encoder, article->keywords.count);
	put_number(&encoder, article->synonyms.count);
	put_number(&encoder, article->misspellings.count);
	put_number(&encoder, article->links.count);
	put_number(&encoder, article->section_count);
	put_number(&encoder, article->figure_count);
	put_tables(&encoder, article);
	put_strings(&encoder, article, put_text);
}

static uint32_t
get_number(const unsigned char *bytes)
{
	return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
	       (uint32_t)bytes[3] << 24;
}

static struct span
get_span(const struct record *record, const unsigned char *entry)
{
	return (struct span){
	    (const char *)record->bytes + get_number(entry), get_number(entry + NUMBER_BYTES)};
}

/* Whether all count spans at entry lie within the record. */
static bool
spans_are_inside(const struct record *record, const unsigned char *entry, size_t count)
{
	size_t i, offset, length;

	for (i = 0; i < count; i++) {
		offset = get_number(entry + i * SPAN_BYTES);
		length = get_number(entry + i * SPAN_BYTES + NUMBER_BYTES);
		if (offset > record->length || length > record->length - offset)
			return false;
	}
	return true;
}

static bool
counts_are_sane(const struct record *record)
{
	return record->tag_count <= ARTICLE_LIST_MAX &&
	       record->keyword_count <= ARTICLE_LIST_MAX &&
	       record->synonym_count <= ARTICLE_LIST_MAX &&
	       record->misspelling_count <= ARTICLE_LIST_MAX &&
	       record->link_count <= ARTICLE_LIST_MAX &&
	       record->section_count <= ARTICLE_SECTIONS_MAX &&
	       record->figure_count <= ARTICLE_FIGURES_MAX;
}

static size_t
item_count(const struct record *record)
{
	return (size_t)record->tag_count + record->keyword_count + record->synonym_count +
	       record->misspelling_count + record->link_count;
}

static void
read_header(struct record *record)
{
	const unsigned char *numbers = record->bytes + 3 * NUMBER_BYTES;
	const unsigned char *counts = record->bytes + COUNTS_AT;

	record->date = get_number(numbers);
	record->reviewed = get_number(numbers + NUMBER_BYTES);
	record->review_due = get_number(numbers + 2 * NUMBER_BYTES);
	record->expires = get_number(numbers + 3 * NUMBER_BYTES);
	record->tag_count = get_number(counts);
	record->keyword_count = get_number(counts + NUMBER_BYTES);
	record->synonym_count = get_number(counts + 2 * NUMBER_BYTES);
	record->misspelling_count = get_number(counts + 3 * NUMBER_BYTES);
	record->link_count = get_number(counts + 4 * NUMBER_BYTES);
	record->section_count = get_number(counts + 5 * NUMBER_BYTES);
	record->figure_count = get_number(counts + 6 * NUMBER_BYTES);
}

/* Finds the tables; false when they do not fit into the record. */
static bool
find_tables(struct record *record)
{
	size_t sections_at, figures_at, texts_at;

	if (!counts_are_sane(record))
		return false;
	sections_at = HEADER_BYTES + item_count(record) * SPAN_BYTES;
	figures_at = sections_at + (size_t)record->section_count * SECTION_BYTES;
	texts_at = figures_at + (size_t)record->figure_count * FIGURE_BYTES;
	if (texts_at > record->length)
		return false;
	record->lists = record->bytes + HEADER_BYTES;
	record->sections = record->bytes + sections_at;
	record->figures = record->bytes + figures_at;
	return true;
}

static bool
tables_are_sound(const struct record *record)
{
	const unsigned char *entry;
	size_t i;

	if (!spans_are_inside(record, record->bytes + SPANS_AT, 6) ||
	    !spans_are_inside(record, record->lists, item_count(record)))
		return false;
	for (i = 0; i < record->section_count; i++) {
		entry = record->sections + i * SECTION_BYTES;
		if (!spans_are_inside(record, entry, 3) ||
		    get_number(entry + 3 * SPAN_BYTES) > LEVEL_MAX)
			return false;
	}
	for (i = 0; i < record->figure_count; i++) {
		entry = record->figures + i * FIGURE_BYTES;
		if (!spans_are_inside(record, entry, 3) ||
		    get_number(entry + 3 * SPAN_BYTES) >= record->section_count ||
		    get_number(entry + 3 * SPAN_BYTES + NUMBER_BYTES) > ARTICLE_FIGURE_VIDEO)
			return false;
	}
	return true;
}

static void
read_spans(struct record *record)
{
	const unsigned char *spans = record->bytes + SPANS_AT;

	record->id = get_span(record, spans);
	record->url = get_span(record, spans + SPAN_BYTES);
	record->title = get_span(record, spans + 2 * SPAN_BYTES);
	record->description = get_span(record, spans + 3 * SPAN_BYTES);
	record->author = get_span(record, spans + 4 * SPAN_BYTES);
	record->section = get_span(record, spans + 5 * SPAN_BYTES);
}

enum fornix_status
record_open(
    const void *bytes, size_t length, struct record *ret_record, struct fornix_error *err)
{
	struct record record = {.bytes = bytes, .length = length};

	if (length < HEADER_BYTES || length > RECORD_BYTES_MAX ||
	    get_number(record.bytes) != MAGIC)
		return error_set(err, FORNIX_ERR_CORRUPT,
		    "%zu bytes are not a record of an article: index again", length);
	if (get_number(record.bytes + NUMBER_BYTES) != RECORD_VERSION)
		return error_set(err, FORNIX_ERR_CORRUPT,
		    "record has version %u, this program reads %d: index again",
		    (unsigned)get_number(record.bytes + NUMBER_BYTES), RECORD_VERSION);
	read_header(&record);
	if (get_number(record.bytes + 2 * NUMBER_BYTES) != length || !find_tables(&record) ||
	    !tables_are_sound(&record))
		return error_set(err, FORNIX_ERR_CORRUPT,
		    "record of %zu bytes is damaged: index again", length);
	read_spans(&record);
	*ret_record = record;
	return FORNIX_OK;
}

static struct span
list_item(const struct record *record, size_t i)
{
	return get_span(record, record->lists + i * SPAN_BYTES);
}

struct span
record_tag(const struct record *record, unsigned i)
{
	assert(i < record->tag_count);
	return list_item(record, i);
}

struct span
record_keyword(const struct record *record, unsigned i)
{
	assert(i < record->keyword_count);
	return list_item(record, (size_t)record->tag_count + i);
}

struct span
record_synonym(const struct record *record, unsigned i)
{
	assert(i < record->synonym_count);
	return list_item(record, (size_t)record->tag_count + record->keyword_count + i);
}

struct span
record_misspelling(const struct record *record, unsigned i)
{
	assert(i < record->misspelling_count);
	return list_item(record,
	    (size_t)record->tag_count + record->keyword_count + record->synonym_count + i);
}

struct span
record_link(const struct record *record, unsigned i)
{
	assert(i < record->link_count);
	return list_item(record, item_count(record) - record->link_count + i);
}

struct record_section
record_section(const struct record *record, unsigned i)
{
	const unsigned char *entry = record->sections + (size_t)i * SECTION_BYTES;

	assert(i < record->section_count);
	return (struct record_section){
	    .heading = get_span(record, entry),
	    .anchor = get_span(record, entry + SPAN_BYTES),
	    .text = get_span(record, entry + 2 * SPAN_BYTES),
	    .level = get_number(entry + 3 * SPAN_BYTES),
	    .line = get_number(entry + 3 * SPAN_BYTES + NUMBER_BYTES),
	};
}

struct record_figure
record_figure(const struct record *record, unsigned i)
{
	const unsigned char *entry = record->figures + (size_t)i * FIGURE_BYTES;

	assert(i < record->figure_count);
	return (struct record_figure){
	    .url = get_span(record, entry),
	    .alt = get_span(record, entry + SPAN_BYTES),
	    .caption = get_span(record, entry + 2 * SPAN_BYTES),
	    .section = get_number(entry + 3 * SPAN_BYTES),
	    .kind = (enum article_figure_kind)get_number(entry + 3 * SPAN_BYTES + NUMBER_BYTES),
	};
}

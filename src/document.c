/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "document.h"

#include <stdio.h>

#include "fields.h"
#include "xalloc.h"

struct filling {
	struct analyzer *analyzer;
	struct word_counts *counts;
	struct index_document *document;
	unsigned position; /* of the next text */
	const struct field *field;
};

static void
add_token(const struct analyze_token *token, void *context)
{
	struct filling *filling = context;
	struct span stem = {token->stem, token->stem_length};
	struct span word = {token->word, token->word_length};
	const struct field *field = filling->field;

	index_document_posting(
	    filling->document, fields[FIELD_BODY].prefix, stem, token->position, field->weight);
	if (field->prefix[0] != '\0')
		index_document_posting(
		    filling->document, field->prefix, stem, token->position, 1);
	word_counts_note(filling->counts, word, field->weight);
}

static void
add_text(struct filling *filling, enum field_id field, struct span text)
{
	if (text.length == 0)
		return;
	filling->field = &fields[field];
	filling->position = analyze_text(
	    filling->analyzer, text.data, text.length, filling->position, add_token, filling);
	filling->position += DOCUMENT_POSITION_GAP;
}

/* One term for a whole value: its slug, which filters compare. */
static void
add_filter(struct filling *filling, enum field_id field, struct span value)
{
	struct buffer slug;

	buffer_init(&slug, DOCUMENT_FILTER_BYTES_MAX);
	analyze_slug(filling->analyzer, value.data, value.length, &slug);
	if (slug.length > 0 && !slug.failed)
		index_document_term(filling->document, fields[field].prefix,
		    (struct span){slug.data, slug.length}, 0);
	buffer_fini(&slug);
}

static void
add_tags(struct filling *filling, const struct record *record)
{
	struct span *tags = xcalloc(record->tag_count, sizeof *tags);
	unsigned i;

	for (i = 0; i < record->tag_count; i++) {
		tags[i] = record_tag(record, i);
		add_filter(filling, FIELD_TAG, tags[i]);
	}
	index_document_list(filling->document, fields[FIELD_TAG].slot, tags, record->tag_count);
	free(tags);
}

static void
add_date(struct filling *filling, enum field_id field, uint32_t date)
{
	char digits[16];

	if (date == 0)
		return;
	snprintf(digits, sizeof digits, "%08u", date);
	index_document_value(filling->document, fields[field].slot, span_from_string(digits));
}

static bool
has_word(const struct buffer *text, const char *word, size_t length)
{
	const char *p = text->data;

	while ((p = strstr(p, word)) != NULL) {
		if ((p == text->data || p[-1] == ' ') &&
		    (p[length] == ' ' || p[length] == '\0'))
			return true;
		p += length;
	}
	return false;
}

static void
add_title_word(const struct analyze_token *token, void *context)
{
	struct buffer *text = context;

	if (token->kind == ANALYZE_JOINED ||
	    analyze_is_stopword(token->word, token->word_length) ||
	    has_word(text, token->stem, token->stem_length))
		return;
	if (text->length > 0)
		buffer_append_char(text, ' ');
	buffer_append(text, token->stem, token->stem_length);
}

/* The title's words, each once, for rank.c. */
static void
add_title_value(struct filling *filling, struct span title)
{
	struct buffer text;

	buffer_init(&text, DOCUMENT_TITLE_BYTES_MAX);
	analyze_text(filling->analyzer, title.data, title.length, 0, add_title_word, &text);
	if (!text.failed)
		index_document_value(filling->document, fields[FIELD_TITLE].slot,
		    (struct span){text.data, text.length});
	buffer_fini(&text);
}

static void
add_sections(struct filling *filling, const struct record *record)
{
	unsigned i;

	for (i = 0; i < record->section_count; i++) {
		struct record_section section = record_section(record, i);

		add_text(filling, FIELD_HEADING, section.heading);
		add_text(filling, FIELD_BODY, section.text);
	}
	for (i = 0; i < record->figure_count; i++) {
		struct record_figure figure = record_figure(record, i);

		if (figure.kind == ARTICLE_FIGURE_VIDEO)
			continue; /* its words are those of a link, in the text */
		add_text(filling, FIELD_CAPTION, figure.caption);
		add_text(filling, FIELD_CAPTION, figure.alt);
	}
}

/*
 * Each term counts as much as the most frequent word and no more: the highest
 * count of any term bounds what Xapian expects of all of them.
 */
static void
add_length(struct filling *filling)
{
	uint64_t left = word_counts_total(filling->counts);
	uint32_t most = word_counts_most(filling->counts), weight;
	char name[16];
	unsigned i;

	for (i = 0; left > 0; i++, left -= weight) {
		weight = left < most ? (uint32_t)left : most;
		snprintf(name, sizeof name, "%u", i);
		index_document_term(filling->document, fields[FIELD_LENGTH].prefix,
		    span_from_string(name), weight);
	}
}

void
document_fill(struct analyzer *analyzer, const struct record *record,
    struct word_counts *counts, struct index_document *document)
{
	struct filling filling = {.analyzer = analyzer, .counts = counts, .document = document};
	unsigned i;

	index_document_clear(document);
	add_text(&filling, FIELD_TITLE, record->title);
	add_title_value(&filling, record->title);
	add_text(&filling, FIELD_DESCRIPTION, record->description);
	for (i = 0; i < record->keyword_count; i++)
		add_text(&filling, FIELD_KEYWORD, record_keyword(record, i));
	for (i = 0; i < record->synonym_count; i++)
		add_text(&filling, FIELD_KEYWORD, record_synonym(record, i));
	add_sections(&filling, record);
	add_tags(&filling, record);
	add_filter(&filling, FIELD_SECTION, record->section);
	if (record->section.length > 0)
		index_document_list(
		    filling.document, fields[FIELD_SECTION].slot, &record->section, 1);
	add_date(&filling, FIELD_DATE, record->date);
	add_date(&filling, FIELD_REVIEWED, record->reviewed);
	add_length(&filling);
}

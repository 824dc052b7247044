/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Bytes of articles.mdb that may be damaged: refused, or read without harm. */

#include "record.h"

#include "document.h"
#include "escape.h"
#include "fuzz.h"

/* Touches every byte, as whoever reads the span would. */
static unsigned
sum(struct span span)
{
	unsigned total = 0;
	size_t i;

	for (i = 0; i < span.length; i++)
		total += (unsigned char)span.data[i];
	return total;
}

static unsigned
walk(const struct record *record)
{
	unsigned total = sum(record->id) + sum(record->url) + sum(record->title);
	unsigned i;

	total += sum(record->description) + sum(record->author) + sum(record->section);
	for (i = 0; i < record->tag_count; i++)
		total += sum(record_tag(record, i));
	for (i = 0; i < record->keyword_count; i++)
		total += sum(record_keyword(record, i));
	for (i = 0; i < record->synonym_count; i++)
		total += sum(record_synonym(record, i));
	for (i = 0; i < record->misspelling_count; i++)
		total += sum(record_misspelling(record, i));
	for (i = 0; i < record->link_count; i++)
		total += sum(record_link(record, i));
	for (i = 0; i < record->section_count; i++) {
		struct record_section section = record_section(record, i);

		total += sum(section.heading) + sum(section.anchor) + sum(section.text);
	}
	for (i = 0; i < record->figure_count; i++) {
		struct record_figure figure = record_figure(record, i);

		total += sum(figure.url) + sum(figure.alt) + sum(figure.caption);
	}
	return total;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static struct analyzer *analyzer;
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct index_document *document;
	struct word_counts *counts;
	struct record record;
	volatile unsigned total;

	if (analyzer == NULL)
		analyzer = analyzer_new();
	if (record_open(bytes, length, &record, &err) != FORNIX_OK) {
		assert(err.status == FORNIX_ERR_CORRUPT);
		return 0;
	}
	total = walk(&record);
	(void)total;
	document = index_document_new();
	counts = word_counts_new();
	word_counts_begin(counts, 1);
	document_fill(analyzer, &record, counts, document);
	word_counts_free(counts);
	index_document_free(document);
	return 0;
}

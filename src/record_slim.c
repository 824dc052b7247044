/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "record_slim.h"

#include "xalloc.h"

static char *
dup_span(struct span span)
{
	return xstrndup(span.length > 0 ? span.data : "", span.length);
}

static void
add_tags(struct article *article, const struct record *record)
{
	unsigned i;

	article->tags.items = xcalloc(record->tag_count, sizeof *article->tags.items);
	for (i = 0; i < record->tag_count; i++)
		article->tags.items[article->tags.count++] = dup_span(record_tag(record, i));
}

static void
add_sections(struct article *article, const struct record *record)
{
	unsigned i;

	article->sections = xcalloc(record->section_count, sizeof *article->sections);
	for (i = 0; i < record->section_count; i++) {
		struct record_section section = record_section(record, i);

		article->sections[article->section_count++] =
		    (struct article_section){.heading = dup_span(section.heading),
			.anchor = dup_span(section.anchor),
			.level = section.level,
			.line = section.line,
			.text = xstrdup("")};
	}
}

void
record_slim(const struct record *record, struct buffer *out)
{
	struct article *article = xcalloc(1, sizeof *article);

	article->id = dup_span(record->id);
	article->url = dup_span(record->url);
	article->title = dup_span(record->title);
	article->description = dup_span(record->description);
	article->author = dup_span(record->author);
	article->section = dup_span(record->section);
	article->date = record->date;
	article->reviewed = record->reviewed;
	article->review_due = record->review_due;
	article->expires = record->expires;
	add_tags(article, record);
	add_sections(article, record);
	record_encode(article, out);
	article_free(article);
}

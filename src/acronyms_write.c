/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "acronyms_write.h"

#include <stdlib.h>

#include "acronyms.h"
#include "xalloc.h"

/* More are not told apart: those that come later do not count. */
#define WORDS_MAX (1u << 22)

struct acronym_counts {
	char (*cells)[ACRONYM_CELL_BYTES]; /* as they are written, owned */
	size_t count, capacity;
};

enum style { STYLE_PLAIN, STYLE_CAPITALS, STYLE_MIXED, STYLE_NUMBER };

struct acronym_counts *
acronym_counts_new(void)
{
	return xcalloc(1, sizeof(struct acronym_counts));
}

void
acronym_counts_free(struct acronym_counts *counts)
{
	if (counts == NULL)
		return;
	free(counts->cells);
	free(counts);
}

static enum style
style_of(const char *word, size_t length)
{
	bool has_lower = false, has_upper = false;
	size_t i;

	for (i = 0; i < length; i++) {
		has_lower |= word[i] >= 'a' && word[i] <= 'z';
		has_upper |= word[i] >= 'A' && word[i] <= 'Z';
	}
	if (!has_lower)
		return has_upper ? STYLE_CAPITALS : STYLE_NUMBER;
	return has_upper ? STYLE_MIXED : STYLE_PLAIN;
}

static void
add_word(struct acronym_counts *counts, const char *word, size_t length)
{
	if (length < ACRONYM_BYTES_MIN || length > ACRONYM_BYTES_MAX ||
	    counts->count == WORDS_MAX)
		return;
	XALLOC_GROW(counts->cells, counts->count, counts->capacity);
	memset(counts->cells[counts->count], 0, ACRONYM_CELL_BYTES);
	memcpy(counts->cells[counts->count++], word, length);
}

/* Words with letters beyond ASCII are no acronyms, nor is what is left of them. */
static size_t
next_word(struct span text, size_t at, size_t *ret_length)
{
	while (at < text.length) {
		struct span rest = {text.data + at, text.length - at};
		bool follows = at > 0 && (text.data[at - 1] & 0x80) != 0;

		*ret_length = acronyms_word_length(rest);
		if (*ret_length > 0 && !follows &&
		    (*ret_length == rest.length || (rest.data[*ret_length] & 0x80) == 0))
			return at;
		at += *ret_length > 0 ? *ret_length : 1;
	}
	return at;
}

static void
add_text(struct acronym_counts *counts, struct span text, bool has_style)
{
	size_t at, length = 0, words = 0, start = counts->count;
	bool all_capitals = true;

	for (at = next_word(text, 0, &length); at < text.length;
	     at = next_word(text, at + length, &length)) {
		enum style style = style_of(text.data + at, length);

		words++;
		all_capitals &= style == STYLE_CAPITALS || style == STYLE_NUMBER;
		if (style == STYLE_CAPITALS || (style != STYLE_NUMBER && has_style))
			add_word(counts, text.data + at, length);
	}
	if (all_capitals && words > 1)
		counts->count = start;
}

void
acronym_counts_add(struct acronym_counts *counts, const struct record *record)
{
	unsigned i;

	add_text(counts, record->title, true);
	add_text(counts, record->description, true);
	for (i = 0; i < record->section_count; i++)
		add_text(counts, record_section(record, i).heading, true);
	for (i = 0; i < record->keyword_count; i++)
		add_text(counts, record_keyword(record, i), false);
	for (i = 0; i < record->synonym_count; i++)
		add_text(counts, record_synonym(record, i), false);
	for (i = 0; i < record->tag_count; i++)
		add_text(counts, record_tag(record, i), false);
}

static void
fold(const char *cell, char ret_folded[ACRONYM_CELL_BYTES])
{
	size_t i;

	for (i = 0; i < ACRONYM_CELL_BYTES; i++)
		ret_folded[i] =
		    cell[i] >= 'A' && cell[i] <= 'Z' ? (char)(cell[i] | 0x20) : cell[i];
}

static int
compare_folded(const void *a, const void *b)
{
	char x[ACRONYM_CELL_BYTES], y[ACRONYM_CELL_BYTES];

	fold(a, x);
	fold(b, y);
	return memcmp(x, y, sizeof x);
}

/* The cells from first to last, exclusive, are one word. */
static void
put_word(const struct acronym_counts *counts, size_t first, size_t last, struct buffer *out)
{
	char folded[ACRONYM_CELL_BYTES];
	size_t capitals = 0, i;

	for (i = first; i < last; i++) {
		const char *cell = counts->cells[i];

		capitals += style_of(cell, strnlen(cell, ACRONYM_CELL_BYTES)) == STYLE_CAPITALS;
	}
	if (capitals * 2 <= last - first)
		return;
	fold(counts->cells[first], folded);
	buffer_append(out, folded, sizeof folded);
}

enum fornix_status
acronym_counts_write(
    struct acronym_counts *counts, struct articles *articles, struct fornix_error *err)
{
	struct buffer cells CLEANUP_BUFFER;
	enum fornix_status status;
	size_t i, first = 0;

	buffer_init(&cells, ARTICLES_FACT_BYTES_MAX);
	if (counts->count > 0)
		qsort(counts->cells, counts->count, sizeof *counts->cells, compare_folded);
	for (i = 1; i <= counts->count; i++) {
		if (i < counts->count &&
		    compare_folded(counts->cells[i], counts->cells[first]) == 0)
			continue;
		put_word(counts, first, i, &cells);
		first = i;
	}
	status = buffer_finish(&cells, "the list of acronyms", err);
	if (status != FORNIX_OK)
		return status;
	return articles_fact_put(
	    articles, "acronyms", (struct span){cells.data, cells.length}, err);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "acronyms_write.h"

#include <stdlib.h>

#include "acronyms.h"
#include "xalloc.h"

/* More are not told apart: those that come later do not count. */
#define WORDS_MAX   (1u << 22)
#define WORDS_FIRST 1024

struct cell {
	char word[ACRONYM_CELL_BYTES]; /* folded */
	bool is_capitals;
};

struct word {
	char word[ACRONYM_CELL_BYTES]; /* as in a cell */
	uint32_t count, capitals;      /* count 0: nothing is here */
};

struct acronym_counts {
	struct cell *cells; /* of one text, until it is known whether they count; owned */
	size_t count, capacity;
	struct word *words; /* a table of size slots, half of them free at least; owned */
	size_t word_count, size;
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
	free(counts->words);
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
add_word(struct acronym_counts *counts, const char *word, size_t length, bool is_capitals)
{
	struct cell *cell;
	size_t i;

	if (length < ACRONYM_BYTES_MIN || length > ACRONYM_BYTES_MAX)
		return;
	XALLOC_GROW(counts->cells, counts->count, counts->capacity);
	cell = &counts->cells[counts->count++];
	*cell = (struct cell){.is_capitals = is_capitals};
	for (i = 0; i < length; i++)
		cell->word[i] =
		    word[i] >= 'A' && word[i] <= 'Z' ? (char)(word[i] | 0x20) : word[i];
}

/* The slot of the word, or the free one where it belongs; there is one. */
static struct word *
find_word(struct word *words, size_t size, const char word[ACRONYM_CELL_BYTES])
{
	uint64_t hash = 0xcbf29ce484222325u;
	size_t i;

	for (i = 0; i < ACRONYM_CELL_BYTES; i++)
		hash = (hash ^ (unsigned char)word[i]) * 0x100000001b3u;
	for (i = (size_t)(hash ^ hash >> 32) & (size - 1);
	     words[i].count > 0 && memcmp(words[i].word, word, ACRONYM_CELL_BYTES) != 0;)
		i = (i + 1) & (size - 1);
	return &words[i];
}

static void
grow_words(struct acronym_counts *counts)
{
	size_t size = counts->size > 0 ? 2 * counts->size : WORDS_FIRST, i;
	struct word *words;

	if (2 * (counts->word_count + 1) <= counts->size)
		return;
	words = xcalloc(size, sizeof *words);
	for (i = 0; i < counts->size; i++) {
		if (counts->words[i].count > 0)
			*find_word(words, size, counts->words[i].word) = counts->words[i];
	}
	free(counts->words);
	counts->words = words;
	counts->size = size;
}

static void
count_cells(struct acronym_counts *counts)
{
	size_t i;

	for (i = 0; i < counts->count && counts->word_count < WORDS_MAX; i++) {
		const struct cell *cell = &counts->cells[i];
		struct word *word;

		grow_words(counts);
		word = find_word(counts->words, counts->size, cell->word);
		if (word->count == 0) {
			memcpy(word->word, cell->word, sizeof word->word);
			counts->word_count++;
		}
		word->count++;
		word->capitals += cell->is_capitals;
	}
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
	size_t at, length = 0, words = 0;
	bool all_capitals = true;

	counts->count = 0;
	for (at = next_word(text, 0, &length); at < text.length;
	     at = next_word(text, at + length, &length)) {
		enum style style = style_of(text.data + at, length);

		words++;
		all_capitals &= style == STYLE_CAPITALS || style == STYLE_NUMBER;
		if (style == STYLE_CAPITALS || (style != STYLE_NUMBER && has_style))
			add_word(counts, text.data + at, length, style == STYLE_CAPITALS);
	}
	if (!all_capitals || words <= 1)
		count_cells(counts);
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

static int
compare_words(const void *a, const void *b)
{
	return memcmp(
	    ((const struct word *)a)->word, ((const struct word *)b)->word, ACRONYM_CELL_BYTES);
}

/* Those that are written in capitals most of the time, at the beginning; returns how many. */
static size_t
keep_acronyms(struct acronym_counts *counts)
{
	size_t kept = 0, i;

	for (i = 0; i < counts->size; i++) {
		if (counts->words[i].capitals * (uint64_t)2 > counts->words[i].count)
			counts->words[kept++] = counts->words[i];
	}
	return kept;
}

enum fornix_status
acronym_counts_write(
    struct acronym_counts *counts, struct articles *articles, struct fornix_error *err)
{
	struct buffer cells CLEANUP_BUFFER;
	enum fornix_status status;
	size_t count = keep_acronyms(counts), i;

	buffer_init(&cells, ARTICLES_FACT_BYTES_MAX);
	if (count > 0)
		qsort(counts->words, count, sizeof *counts->words, compare_words);
	for (i = 0; i < count; i++)
		buffer_append(&cells, counts->words[i].word, ACRONYM_CELL_BYTES);
	status = buffer_finish(&cells, "the list of acronyms", err);
	if (status != FORNIX_OK)
		return status;
	return articles_fact_put(
	    articles, "acronyms", (struct span){cells.data, cells.length}, err);
}

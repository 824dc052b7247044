/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source_line.h"

#include <stdbool.h>
#include <string.h>

#include "article.h"
#include "file.h"
#include "xalloc.h"

#define NEIGHBOURS 8 /* words on each side that are compared */
#define GAP        4 /* words of the source, as of a link's address, that may lie between */

struct word {
	uint32_t hash;
	unsigned line;
	size_t start; /* byte */
};

struct words {
	struct word *items;
	size_t count, capacity;
};

static bool
is_letter(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       c >= 0x80;
}

/* Appends the words of the text without regard to capitals. */
static void
split(const char *text, size_t length, struct words *words)
{
	unsigned line = 1;
	size_t i = 0;

	while (i < length) {
		struct word word = {.hash = 2166136261U, .line = line, .start = i};

		for (; i < length && is_letter((unsigned char)text[i]); i++) {
			unsigned char c = (unsigned char)text[i];

			word.hash ^= c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
			word.hash *= 16777619U;
		}
		if (i > word.start) {
			XALLOC_GROW(words->items, words->count, words->capacity);
			words->items[words->count++] = word;
		} else {
			line += text[i] == '\n';
			i++;
		}
	}
}

/*
 * How alike the neighbours of passage word p and of source word s are on one side:
 * most when they stand in a row.
 */
static unsigned
compare_side(
    const struct words *passage, size_t p, const struct words *source, size_t s, ptrdiff_t step)
{
	ptrdiff_t at = (ptrdiff_t)s, word = (ptrdiff_t)p, gap;
	unsigned i, alike = 0;

	for (i = 0; i < NEIGHBOURS; i++) {
		word += step;
		if (word < 0 || word >= (ptrdiff_t)passage->count)
			break;
		for (gap = 1; gap <= GAP; gap++) {
			ptrdiff_t next = at + gap * step;

			if (next < 0 || next >= (ptrdiff_t)source->count)
				break;
			if (source->items[next].hash != passage->items[word].hash)
				continue;
			at = next;
			alike += GAP + 1 - (unsigned)gap;
			break;
		}
	}
	return alike;
}

/* The line where the passage's word p stands, or 0. */
static unsigned
find_word(const struct words *passage, size_t p, const struct words *source)
{
	unsigned alike, most = 0, line = 0;
	size_t s;

	for (s = 0; s < source->count; s++) {
		if (source->items[s].hash != passage->items[p].hash)
			continue;
		alike = 1 + compare_side(passage, p, source, s, -1) +
			compare_side(passage, p, source, s, 1);
		if (alike > most) {
			most = alike;
			line = source->items[s].line;
		}
	}
	return line;
}

/* The first word that ends behind the start of the first mark. */
static size_t
first_marked(const struct words *words, const struct snippet_text *passage)
{
	size_t i = 0, mark = passage->mark_count > 0 ? passage->marks[0].start : 0;

	while (i + 1 < words->count && words->items[i + 1].start <= mark)
		i++;
	return i;
}

unsigned
source_line_find(const char *source, size_t length, const struct snippet_text *passage)
{
	struct words theirs = {.count = 0}, ours = {.count = 0};
	unsigned line = 0;
	size_t first, i;

	if (passage->text == NULL)
		return 0;
	split(source, length, &theirs);
	split(passage->text, strlen(passage->text), &ours);
	first = first_marked(&ours, passage);
	for (i = 0; i < ours.count && line == 0; i++)
		line = find_word(&ours, (first + i) % ours.count, &theirs);
	free(theirs.items);
	free(ours.items);
	return line;
}

unsigned
source_line_of_file(const char *path, const struct snippet_text *passage)
{
	struct buffer text;
	unsigned line = 0;

	buffer_init(&text, ARTICLE_FILE_BYTES_MAX);
	if (file_read(path, &text, NULL) == FORNIX_OK)
		line = source_line_find(text.data, text.length, passage);
	buffer_fini(&text);
	return line;
}

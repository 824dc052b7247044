/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "acronyms.h"

#include <stdlib.h>

#include "xalloc.h"

struct acronyms
acronyms_open(struct articles *articles)
{
	struct acronyms acronyms = {.cells = {NULL, 0}};
	struct span cells;

	if (articles_fact_get(articles, "acronyms", &cells, NULL) == FORNIX_OK &&
	    cells.length % ACRONYM_CELL_BYTES == 0)
		acronyms.cells = cells;
	return acronyms;
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

size_t
acronyms_word_length(struct span text)
{
	size_t i;

	for (i = 0; i < text.length &&
		    (is_letter(text.data[i]) || (text.data[i] >= '0' && text.data[i] <= '9'));
	     i++)
		;
	return i;
}

static int
compare_cells(const void *a, const void *b)
{
	return memcmp(a, b, ACRONYM_CELL_BYTES);
}

static bool
is_acronym(const struct acronyms *acronyms, const char *word, size_t length)
{
	char cell[ACRONYM_CELL_BYTES] = "";
	size_t i;

	if (length < ACRONYM_BYTES_MIN || length > ACRONYM_BYTES_MAX ||
	    acronyms->cells.length == 0)
		return false;
	for (i = 0; i < length; i++)
		cell[i] = is_letter(word[i]) ? (char)(word[i] | 0x20) : word[i];
	return bsearch(cell, acronyms->cells.data, acronyms->cells.length / sizeof cell,
		   sizeof cell, compare_cells) != NULL;
}

/* One byte at least: a letter beyond ASCII takes the word that it is in along. */
static size_t
part_length(struct span text)
{
	size_t length = acronyms_word_length(text);

	if (length == text.length || (text.data[length] & 0x80) == 0)
		return length > 0 ? length : 1;
	for (; length < text.length &&
	       (is_letter(text.data[length]) || (text.data[length] & 0x80) != 0);
	     length++)
		;
	return length;
}

char *
acronyms_spell(const struct acronyms *acronyms, struct span text)
{
	char *spelt = xstrndup(text.length > 0 ? text.data : "", text.length);
	size_t at, length, i;

	for (at = 0; at < text.length; at += length) {
		length = part_length((struct span){spelt + at, text.length - at});
		if (!is_acronym(acronyms, spelt + at, length))
			continue;
		for (i = at; i < at + length; i++) {
			if (is_letter(spelt[i]))
				spelt[i] &= ~0x20;
		}
	}
	return spelt;
}

char *
acronyms_label(const struct acronyms *acronyms, struct span slug)
{
	char *label = acronyms_spell(acronyms, slug), *p;

	for (p = label; *p != '\0'; p++) {
		if (*p == '-' || *p == '_')
			*p = ' ';
	}
	if (label[0] >= 'a' && label[0] <= 'z')
		label[0] &= ~0x20;
	return label;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search_parts.h"

#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

static void
add(struct search_parts *parts, const char *text, size_t length, bool is_dropped)
{
	XALLOC_GROW(parts->items, parts->count, parts->capacity);
	parts->items[parts->count++] =
	    (struct search_part){.text = xstrndup(text, length), .is_dropped = is_dropped};
}

/* As it can be typed. */
static void
add_typed(struct search_parts *parts, const struct query_clause *clause, bool is_dropped)
{
	const char *quote = clause->is_phrase ? "\"" : "";
	struct buffer text;

	buffer_init(&text, 2 * QUERY_BYTES_MAX);
	buffer_printf(&text, "%s%s%s%s%s%s", clause->is_excluded ? "-" : "",
	    clause->field != NULL ? clause->field->name : "", clause->field != NULL ? ":" : "",
	    quote, clause->text, quote);
	add(parts, text.data, text.length, is_dropped);
	buffer_fini(&text);
}

struct relaxing {
	struct search_parts *parts;
	unsigned relaxations, used;
	search_parts_other *other;
	void *context;
};

static void
add_word(struct relaxing *relaxing, const struct field *field, const char *word, size_t length)
{
	char *copy CLEANUP_FREE = xstrndup(word, length);
	const struct query_clause clause = {.text = copy, .field = field};
	bool is_other = false;
	struct buffer other;

	buffer_init(&other, 2 * QUERY_BYTES_MAX);
	if (field == NULL && (relaxing->relaxations & SEARCH_RELAX_WORDS) != 0)
		is_other = relaxing->other(copy, &other, relaxing->context);
	add_typed(relaxing->parts, &clause, is_other);
	if (is_other) {
		relaxing->used |= SEARCH_RELAX_WORDS;
		add(relaxing->parts, other.data, other.length, false);
	}
	buffer_fini(&other);
}

/* What would be more than a word by itself; the hyphens of a tag join words too. */
static bool
separates(const char *text, size_t at, bool is_tag)
{
	char c = text[at];

	if (c == ' ' || c == ':' || c == '"')
		return true;
	return c == '-' && (is_tag || at == 0 || separates(text, at - 1, is_tag));
}

static void
add_words(
    struct relaxing *relaxing, const struct query_clause *clause, const struct field *field)
{
	bool is_tag = clause->field != NULL && !clause->field->is_text;
	size_t start = 0, end;

	while (clause->text[start] != '\0') {
		for (end = start;
		     clause->text[end] != '\0' && !separates(clause->text, end, is_tag); end++)
			;
		if (end > start)
			add_word(relaxing, field, clause->text + start, end - start);
		start = end + (clause->text[end] != '\0');
	}
}

/* What narrows a clause that nothing excludes, of the relaxations. */
static unsigned
narrowing(const struct query_clause *clause, unsigned relaxations)
{
	unsigned found = 0;

	if (clause->field != NULL)
		found |= SEARCH_RELAX_FIELDS;
	if (clause->is_phrase)
		found |= SEARCH_RELAX_PHRASES;
	return found & relaxations;
}

static void
relax_clause(struct relaxing *relaxing, const struct query_clause *clause)
{
	unsigned used = narrowing(clause, relaxing->relaxations);
	struct query_clause phrase = *clause;

	if (clause->is_excluded)
		used = relaxing->relaxations & SEARCH_RELAX_EXCLUSIONS;
	relaxing->used |= used;
	if (!clause->is_excluded && clause->field == NULL && !clause->is_phrase)
		add_word(relaxing, NULL, clause->text, strlen(clause->text));
	else
		add_typed(relaxing->parts, clause, used != 0);
	if (clause->is_excluded || used == 0)
		return;
	if ((used & SEARCH_RELAX_FIELDS) != 0)
		phrase.field = NULL;
	if (clause->is_phrase && (used & SEARCH_RELAX_PHRASES) == 0)
		add_typed(relaxing->parts, &phrase, false);
	else
		add_words(relaxing, clause, phrase.field);
}

unsigned
search_parts_relax(struct search_parts *parts, const struct query *query, unsigned relaxations,
    search_parts_other *other, void *context)
{
	struct relaxing relaxing = {
	    .parts = parts, .relaxations = relaxations, .other = other, .context = context};
	size_t i;

	*parts = (struct search_parts){.count = 0};
	for (i = 0; i < query->clause_count; i++)
		relax_clause(&relaxing, &query->clauses[i]);
	return relaxing.used;
}

void
search_parts_drop(struct search_parts *parts, const struct query *query, uint32_t dropped)
{
	size_t i;

	*parts = (struct search_parts){.count = 0};
	for (i = 0; dropped != 0 && i < query->clause_count; i++)
		add_typed(parts, &query->clauses[i], (dropped >> i & 1) != 0);
}

void
search_parts_drop_same(
    struct search_parts *parts, const struct search_part *others, size_t count)
{
	size_t i, k;

	for (i = 0; i < parts->count; i++) {
		for (k = 0; k < count; k++)
			parts->items[i].is_dropped |=
			    others[k].is_dropped &&
			    strcmp(parts->items[i].text, others[k].text) == 0;
	}
}

void
search_parts_join(const struct search_parts *parts, struct buffer *out)
{
	size_t i;

	for (i = 0; i < parts->count; i++) {
		if (parts->items[i].is_dropped)
			continue;
		if (out->length > 0)
			buffer_append_char(out, ' ');
		buffer_append_string(out, parts->items[i].text);
	}
}

void
search_parts_swap(struct search_parts *parts, struct search_result *result)
{
	const struct search_parts before = {.count = result->part_count,
	    .capacity = result->part_count,
	    .items = result->parts};

	result->part_count = parts->count;
	result->parts = parts->items;
	*parts = before;
}

void
search_parts_fini(struct search_parts *parts)
{
	size_t i;

	for (i = 0; i < parts->count; i++)
		free(parts->items[i].text);
	free(parts->items);
	*parts = (struct search_parts){.count = 0};
}

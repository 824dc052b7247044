/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "expand.h"

#include "xalloc.h"

#define KEY_BYTES_MAX (GLOSSARY_WORDS_MAX * (ANALYZE_WORD_MAX + 1))

static bool
is_plain(const struct query_clause *clause)
{
	return clause->field == NULL && !clause->is_phrase && !clause->is_excluded;
}

/* Another way to say clauses [clause, clause + clause_count). */
struct offer {
	size_t clause, clause_count;
	const struct glossary_target *target; /* borrowed */
};

struct expansion {
	struct query *query;
	const struct glossary *glossary;
	size_t count, capacity;
	struct offer *offers;
};

/* Takes down all other ways to say the phrase with that key; false when there is none. */
static bool
add_offers(struct expansion *expansion, const char *key, size_t clause, size_t clause_count)
{
	const struct glossary_target *targets;
	size_t i, count;

	targets = glossary_find(expansion->glossary, key, &count);
	for (i = 0; i < count; i++) {
		XALLOC_GROW(expansion->offers, expansion->count, expansion->capacity);
		expansion->offers[expansion->count++] =
		    (struct offer){clause, clause_count, &targets[i]};
	}
	return count > 0;
}

static void
append_stems(const struct query_term *terms, size_t count, struct buffer *key)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (terms[i].kind == ANALYZE_JOINED)
			continue;
		if (key->length > 0)
			buffer_append_char(key, ' ');
		buffer_append_string(key, terms[i].stem);
	}
}

/* A word misspelt stands for the best that it may have been meant to be. */
static void
append_clause(const struct query *query, size_t clause, struct buffer *key)
{
	const struct query_alternative *other = query->alternatives;
	size_t i;

	for (i = 0; i < query->alternative_count; i++, other++) {
		if (other->clause == clause && other->clause_count == 1 &&
		    other->is_correction) {
			append_stems(other->terms, other->term_count, key);
			return;
		}
	}
	append_stems(query->clauses[clause].terms, query->clauses[clause].term_count, key);
}

/* Tries the phrase of clauses [first, end), stop words inside it left out of the key. */
static bool
try_phrase(struct expansion *expansion, size_t first, size_t end)
{
	const struct query *query = expansion->query;
	struct buffer key;
	bool found = false;
	size_t i;

	buffer_init(&key, KEY_BYTES_MAX);
	for (i = first; i < end; i++) {
		if (!query->clauses[i].is_stopword || end - first == 1)
			append_clause(query, i, &key);
	}
	if (!key.failed)
		found = add_offers(expansion, key.data, first, end - first);
	buffer_fini(&key);
	return found;
}

/* The end of the plain clauses from first on that may belong to one phrase. */
static size_t
reach(const struct query *query, size_t first)
{
	size_t end = first;

	while (end < query->clause_count && is_plain(&query->clauses[end]) &&
	       end - first < 2 * GLOSSARY_WORDS_MAX)
		end++;
	return end;
}

/* Expands the longest phrase that begins at first; returns where to go on. */
static size_t
expand_at(struct expansion *expansion, size_t first)
{
	const struct query_clause *clauses = expansion->query->clauses;
	size_t end = reach(expansion->query, first);

	if (clauses[first].is_stopword && end - first > 1)
		return first + 1; /* a phrase begins at a word that counts */
	for (; end > first; end--) {
		if (end - first > 1 && clauses[end - 1].is_stopword)
			continue; /* and ends at one */
		if (try_phrase(expansion, first, end))
			return end;
	}
	return first + 1;
}

/* The stems of a key, which they stay in; returns how many, at most GLOSSARY_WORDS_MAX. */
static size_t
split_key(const char *key, struct span *ret_stems)
{
	size_t length, count = 0;

	for (; *key != '\0' && count < GLOSSARY_WORDS_MAX;
	     key += length + (key[length] == ' ')) {
		length = strcspn(key, " ");
		ret_stems[count++] = (struct span){key, length};
	}
	return count;
}

/* The index is asked for the words of all offers at once. */
static void
accept(const struct expansion *expansion, struct analyzer *analyzer,
    expand_find_known *find_known, void *context)
{
	size_t count = expansion->count, i, j, at = 0;
	struct span *stems = xcalloc(count * GLOSSARY_WORDS_MAX, sizeof *stems);
	bool *are_known = xcalloc(count * GLOSSARY_WORDS_MAX, sizeof *are_known);
	size_t *ends = xcalloc(count, sizeof *ends);

	for (i = 0; i < count; i++) {
		at += split_key(expansion->offers[i].target->key, stems + at);
		ends[i] = at;
	}
	find_known(stems, at, are_known, context);
	for (i = j = 0; i < count; i++) {
		const struct offer *offer = &expansion->offers[i];

		while (j < ends[i] && are_known[j])
			j++;
		if (j == ends[i])
			query_add_alternative(expansion->query, analyzer, offer->clause,
			    offer->clause_count, offer->target->text, EXPAND_SYNONYM_WEIGHT,
			    false);
		j = ends[i];
	}
	free(stems);
	free(are_known);
	free(ends);
}

void
expand_synonyms(struct query *query, struct analyzer *analyzer, const struct glossary *glossary,
    expand_find_known *find_known, void *context)
{
	struct expansion expansion = {.query = query, .glossary = glossary};
	size_t i;

	if (glossary == NULL)
		return;
	for (i = 0; i < query->clause_count;)
		i = expand_at(&expansion, i);
	if (expansion.count > 0)
		accept(&expansion, analyzer, find_known, context);
	free(expansion.offers);
}

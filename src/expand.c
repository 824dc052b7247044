/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "expand.h"

#include "xalloc.h"

#define KEY_BYTES_MAX (GLOSSARY_WORDS_MAX * (ANALYZE_WORD_MAX + 1))

static bool
is_plain(const struct query_clause *clause)
{
	return clause->field == NULL && !clause->is_phrase && !clause->is_excluded;
}

struct expansion {
	struct query *query;
	struct analyzer *analyzer;
	const struct glossary *glossary;
	expand_is_known *is_known;
	void *context;
};

/* Whether the index has all words of the phrase with that key. */
static bool
can_match(const struct expansion *expansion, const char *key)
{
	size_t length;

	for (; *key != '\0'; key += length + (key[length] == ' ')) {
		length = strcspn(key, " ");
		if (!expansion->is_known(key, length, expansion->context))
			return false;
	}
	return true;
}

/* Adds all other ways to say the phrase with that key; false when there is none. */
static bool
add_targets(
    const struct expansion *expansion, const char *key, size_t clause, size_t clause_count)
{
	const struct glossary_target *targets;
	size_t i, count;

	targets = glossary_find(expansion->glossary, key, &count);
	for (i = 0; i < count; i++) {
		if (can_match(expansion, targets[i].key))
			query_add_alternative(expansion->query, expansion->analyzer, clause,
			    clause_count, targets[i].text, EXPAND_SYNONYM_WEIGHT, false);
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
try_phrase(const struct expansion *expansion, size_t first, size_t end)
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
		found = add_targets(expansion, key.data, first, end - first);
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
expand_at(const struct expansion *expansion, size_t first)
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

void
expand_synonyms(struct query *query, struct analyzer *analyzer, const struct glossary *glossary,
    expand_is_known *is_known, void *context)
{
	struct expansion expansion = {.query = query,
	    .analyzer = analyzer,
	    .glossary = glossary,
	    .is_known = is_known,
	    .context = context};
	size_t i;

	if (glossary == NULL)
		return;
	for (i = 0; i < query->clause_count;)
		i = expand_at(&expansion, i);
}

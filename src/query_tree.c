/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query_tree.h"

#include <stdio.h>

#include "fields.h"
#include "xalloc.h"

/* Of two words that stand side by side; a share of the score, chosen by measurement. */
#define PAIR_WEIGHT 0.05

#define PARTS_MAX (QUERY_CLAUSES_MAX + 4)

/* Parts of a node while it is put together. */
struct parts {
	struct index_query *items[PARTS_MAX];
	size_t count;
};

static void
add_part(struct parts *parts, struct index_query *part)
{
	if (part != NULL && parts->count < PARTS_MAX)
		parts->items[parts->count++] = part;
	else
		index_query_free(part);
}

static struct span
stem_of(const struct query_term *term)
{
	return span_from_string(term->stem);
}

static struct index_query *
term_query(const char *prefix, const struct query_term *term, double weight)
{
	return index_query_term(prefix, term->stem, strlen(term->stem), weight);
}

/* Words at successive positions, joined forms left out. */
static struct index_query *
phrase_query(const char *prefix, const struct query_clause *clause, double weight)
{
	struct span *stems = xcalloc(clause->term_count, sizeof *stems);
	struct index_query *query;
	size_t i, count = 0;

	for (i = 0; i < clause->term_count; i++) {
		if (clause->terms[i].kind != ANALYZE_JOINED)
			stems[count++] = stem_of(&clause->terms[i]);
	}
	if (count == 1)
		query = index_query_term(prefix, stems[0].data, stems[0].length, weight);
	else
		query = index_query_phrase(prefix, stems, count, weight);
	free(stems);
	return query;
}

/* "x-ray": its joined form, which compounds are indexed by too, and its parts. */
static struct index_query *
compound_query(const char *prefix, const struct query_clause *clause, double weight)
{
	struct parts forms = {.count = 0};
	size_t i;

	for (i = 0; i < clause->term_count; i++) {
		const struct query_term *term = &clause->terms[i];
		double share = term->kind == ANALYZE_JOINED ? QUERY_TREE_JOINED_WEIGHT
							    : QUERY_TREE_PART_WEIGHT;

		add_part(&forms, term_query(prefix, term, weight * share));
	}
	return index_query_or(forms.items, forms.count);
}

static struct index_query *
words_query(const char *prefix, const struct query_clause *clause, double weight)
{
	if (clause->is_phrase)
		return phrase_query(prefix, clause, weight);
	if (clause->term_count == 1)
		return term_query(prefix, &clause->terms[0], weight);
	return compound_query(prefix, clause, weight);
}

static struct index_query *
filter_query(struct analyzer *analyzer, const struct field *field, const char *value)
{
	struct index_query *query = NULL;
	struct buffer slug;

	buffer_init(&slug, INDEX_TERM_BYTES_MAX - 8);
	analyze_slug(analyzer, value, strlen(value), &slug);
	if (slug.length > 0 && !slug.failed)
		query = index_query_term(field->prefix, slug.data, slug.length, 0);
	buffer_fini(&slug);
	return query;
}

struct index_query *
query_tree_clause(struct analyzer *analyzer, const struct query_clause *clause)
{
	const struct field *field = clause->field;

	if (field == NULL)
		return words_query(fields[FIELD_BODY].prefix, clause, 1);
	if (field->is_text)
		return words_query(field->prefix, clause, 1);
	return filter_query(analyzer, field, clause->text);
}

static bool
is_plain(const struct query_clause *clause)
{
	return clause->field == NULL && !clause->is_excluded;
}

bool
query_tree_counts(const struct query *query, const struct query_clause *clause)
{
	size_t i;

	if (clause->is_excluded || (clause->field != NULL && !clause->field->is_text))
		return false;
	if (!clause->is_stopword)
		return true;
	for (i = 0; i < query->clause_count; i++) {
		if (!query->clauses[i].is_stopword && !query->clauses[i].is_excluded)
			return false;
	}
	return true;
}

/* A word misspelt is what it may have been meant to be, wherever it stands. */
static bool
is_same_word(const struct query_alternative *alternative)
{
	return alternative->is_correction && alternative->clause_count == 1;
}

/* The best that a word misspelt may have been meant to be, or the clause's first term. */
static const struct query_term *
meant_term(const struct query *query, const struct query_clause *clause, size_t number)
{
	size_t i;

	for (i = 0; i < query->alternative_count && clause->term_count == 1; i++) {
		const struct query_alternative *other = &query->alternatives[i];

		if (&query->clauses[other->clause] == clause && is_same_word(other) &&
		    other->term_count == 1)
			return &other->terms[0];
	}
	return &clause->terms[number];
}

static struct index_query *
phrase_of_two(const struct query_term *a, const struct query_term *b)
{
	struct span stems[2] = {stem_of(a), stem_of(b)};

	return index_query_phrase(fields[FIELD_BODY].prefix, stems, 2, PAIR_WEIGHT);
}

/* Two neighbours that both count, as a phrase; as typed, and as they were meant. */
static void
add_pair(const struct query *query, const struct query_clause *a, const struct query_clause *b,
    struct parts *pairs)
{
	const struct query_term *last = &a->terms[a->term_count - 1], *first = &b->terms[0];
	const struct query_term *meant_last, *meant_first;

	if (a->is_phrase || b->is_phrase || last->kind == ANALYZE_JOINED)
		return;
	add_part(pairs, phrase_of_two(last, first));
	meant_last = meant_term(query, a, a->term_count - 1);
	meant_first = meant_term(query, b, 0);
	if (meant_last != last || meant_first != first)
		add_part(pairs, phrase_of_two(meant_last, meant_first));
}

struct index_query *
query_tree_bonus(const struct query *query)
{
	const struct query_clause *before = NULL;
	struct parts pairs = {.count = 0};
	size_t i;

	for (i = 0; i < query->clause_count; i++) {
		const struct query_clause *clause = &query->clauses[i];

		if (!is_plain(clause) || !query_tree_counts(query, clause)) {
			before = NULL;
			continue;
		}
		if (before != NULL)
			add_pair(query, before, clause, &pairs);
		before = clause;
	}
	return index_query_or(pairs.items, pairs.count);
}

static struct index_query *
values_query(struct analyzer *analyzer, const struct field *field, const char *const *values,
    size_t count)
{
	struct parts parts = {.count = 0};
	size_t i;

	for (i = 0; i < count; i++)
		add_part(&parts, filter_query(analyzer, field, values[i]));
	return index_query_or(parts.items, parts.count);
}

/* Narrows query to the values; values that are no words match nothing. */
static struct index_query *
narrow(struct index_query *query, struct analyzer *analyzer, enum field_id field,
    const char *const *values, size_t count)
{
	struct index_query *filter;

	if (query == NULL || count == 0)
		return query;
	filter = values_query(analyzer, &fields[field], values, count);
	if (filter != NULL)
		return index_query_filter(query, filter);
	index_query_free(query);
	return NULL;
}

static struct index_query *filter_node_query(
    struct analyzer *analyzer, const struct filter *filter, size_t number);

/* All children joined, NULL when that matches nothing. */
static struct index_query *
children_query(
    struct analyzer *analyzer, const struct filter *filter, size_t parent, bool is_all)
{
	struct index_query *parts[FILTER_NODES_MAX];
	size_t count = 0, missing = 0;
	unsigned child;

	for (child = filter->nodes[parent].child; child != 0;
	     child = filter->nodes[child].next) {
		parts[count] = filter_node_query(analyzer, filter, child);
		if (parts[count] != NULL)
			count++;
		else
			missing++;
	}
	if (!is_all)
		return index_query_or(parts, count);
	if (missing == 0)
		return count > 0 ? index_query_and(parts, count) : index_query_all();
	while (count > 0)
		index_query_free(parts[--count]);
	return NULL;
}

static struct index_query *
filter_node_query(struct analyzer *analyzer, const struct filter *filter, size_t number)
{
	const struct filter_node *node = &filter->nodes[number];
	struct index_query *excluded;

	switch (node->kind) {
	case FILTER_TAG:
		return filter_query(analyzer, &fields[FIELD_TAG], node->value);
	case FILTER_SECTION:
		return filter_query(analyzer, &fields[FIELD_SECTION], node->value);
	case FILTER_ALL_OF:
		return children_query(analyzer, filter, number, true);
	case FILTER_ANY_OF:
		return children_query(analyzer, filter, number, false);
	case FILTER_NONE_OF:
		break;
	}
	excluded = children_query(analyzer, filter, number, false);
	if (excluded == NULL)
		return index_query_all();
	return index_query_and_not(index_query_all(), excluded);
}

static struct index_query *
narrow_by_filter(
    struct index_query *query, struct analyzer *analyzer, const struct filter *filter)
{
	struct index_query *wanted;

	if (query == NULL || filter == NULL || filter->count == 0)
		return query;
	wanted = filter_node_query(analyzer, filter, 0);
	if (wanted != NULL)
		return index_query_filter(query, wanted);
	index_query_free(query);
	return NULL;
}

/* An alternative's words: at successive positions, with its weight. */
static struct index_query *
alternative_query(const struct query_alternative *alternative)
{
	struct query_clause clause = {.terms = alternative->terms,
	    .term_count = alternative->term_count,
	    .is_phrase = true};

	return phrase_query(fields[FIELD_BODY].prefix, &clause, alternative->weight);
}

/* How many clauses the alternatives that begin at clause stand for; 1 without any. */
static size_t
span_at(const struct query *query, size_t clause)
{
	size_t i, count = 1;

	for (i = 0; i < query->alternative_count; i++) {
		if (query->alternatives[i].clause == clause &&
		    query->alternatives[i].clause_count > count)
			count = query->alternatives[i].clause_count;
	}
	return count;
}

static struct index_query *
word_query(struct analyzer *analyzer, const struct query *query, size_t clause)
{
	struct parts forms = {.count = 0};
	size_t i;

	add_part(&forms, query_tree_clause(analyzer, &query->clauses[clause]));
	for (i = 0; i < query->alternative_count; i++) {
		if (query->alternatives[i].clause == clause &&
		    is_same_word(&query->alternatives[i]))
			add_part(&forms, alternative_query(&query->alternatives[i]));
	}
	return index_query_or(forms.items, forms.count);
}

/* The clauses [first, first + count) that count; all of them, or any. */
static struct index_query *
typed_query(struct analyzer *analyzer, const struct query *query, size_t first, size_t count,
    struct index_query *(*combine)(struct index_query **own_parts, size_t count))
{
	struct parts parts = {.count = 0};
	size_t i;

	for (i = first; i < first + count; i++) {
		if (query_tree_counts(query, &query->clauses[i]))
			add_part(&parts, word_query(analyzer, query, i));
	}
	return combine(parts.items, parts.count);
}

/*
 * What was typed as clauses [first, first + count), and, for articles that do
 * not have all of it, other ways to say it.  So nothing counts twice.
 */
static struct index_query *
span_query(struct analyzer *analyzer, const struct query *query, size_t first, size_t count)
{
	struct parts others = {.count = 0};
	struct index_query *ways[2], *typed;
	size_t i;

	ways[0] = typed_query(analyzer, query, first, count, index_query_or);
	for (i = 0; i < query->alternative_count; i++) {
		if (query->alternatives[i].clause == first &&
		    !is_same_word(&query->alternatives[i]))
			add_part(&others, alternative_query(&query->alternatives[i]));
	}
	if (others.count == 0)
		return ways[0];
	ways[1] = index_query_or(others.items, others.count);
	typed = typed_query(analyzer, query, first, count, index_query_and);
	if (typed != NULL)
		ways[1] = index_query_and_not(ways[1], typed);
	return index_query_or(ways, 2);
}

struct index_query *
query_tree_build(struct analyzer *analyzer, const struct query *query)
{
	struct parts required = {.count = 0}, wanted = {.count = 0};
	struct index_query *tree, *any;
	bool excludes = false;
	size_t i, count;

	for (i = 0; i < query->clause_count; i += count) {
		const struct query_clause *clause = &query->clauses[i];

		count = span_at(query, i);
		if (clause->is_excluded)
			excludes = true;
		else if (clause->field != NULL || clause->is_phrase)
			add_part(&required, query_tree_clause(analyzer, clause));
		else
			add_part(&wanted, span_query(analyzer, query, i, count));
	}
	any = index_query_or(wanted.items, wanted.count);
	if (required.count == 0) {
		if (any == NULL)
			return excludes ? index_query_all() : NULL;
		return any;
	}
	tree = index_query_and(required.items, required.count);
	if (tree == NULL || any == NULL)
		return tree;
	return index_query_and_maybe(tree, any);
}

static struct index_query *
narrow_by_day(struct index_query *query, uint32_t since)
{
	struct index_query *ways[2];
	char day[16];

	if (query == NULL || since == 0)
		return query;
	snprintf(day, sizeof day, "%08u", since);
	ways[0] = index_query_value_from(fields[FIELD_DATE].slot, day);
	ways[1] = index_query_value_from(fields[FIELD_REVIEWED].slot, day);
	return index_query_filter(query, index_query_or(ways, 2));
}

struct index_query *
query_tree_narrow(struct index_query *own_tree, struct analyzer *analyzer,
    const struct query *query, const struct search_request *request)
{
	struct parts excluded = {.count = 0};
	struct index_query *tree = own_tree;
	size_t i;

	for (i = 0; i < query->clause_count; i++) {
		if (query->clauses[i].is_excluded)
			add_part(&excluded, query_tree_clause(analyzer, &query->clauses[i]));
	}
	if (excluded.count > 0)
		tree =
		    index_query_and_not(tree, index_query_or(excluded.items, excluded.count));
	tree = narrow(tree, analyzer, FIELD_TAG, request->tags, request->tag_count);
	tree = narrow(tree, analyzer, FIELD_SECTION, request->sections, request->section_count);
	tree = narrow_by_day(tree, request->since);
	return narrow_by_filter(tree, analyzer, request->filter);
}

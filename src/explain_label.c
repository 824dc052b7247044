/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "explain_label.h"

#include <string.h>

#include "xalloc.h"

#define LABEL_BYTES_MAX (2 * QUERY_BYTES_MAX)

/* Whether the terms, in their order, are those; joined forms count for words by themselves. */
static bool
are_terms(const char *prefix, const struct query_term *wanted, size_t wanted_count,
    const struct span *terms, size_t count)
{
	size_t i, at = 0, length = strlen(prefix);

	for (i = 0; i < wanted_count && at < count; i++) {
		struct span stem = span_from_string(wanted[i].stem), term = terms[at];

		if (count > 1 && wanted[i].kind == ANALYZE_JOINED)
			continue;
		if (term.length != length + stem.length ||
		    memcmp(term.data, prefix, length) != 0 ||
		    memcmp(term.data + length, stem.data, stem.length) != 0)
			return false;
		at++;
	}
	for (; i < wanted_count; i++) {
		if (wanted[i].kind != ANALYZE_JOINED)
			return false;
	}
	return at == count;
}

/* A compound ("x-ray") is searched for by each of its forms. */
static bool
is_clause(const struct query_clause *clause, const struct span *terms, size_t count)
{
	const char *prefix =
	    clause->field != NULL ? clause->field->prefix : fields[FIELD_BODY].prefix;
	size_t i;

	if (clause->is_excluded)
		return false;
	if (are_terms(prefix, clause->terms, clause->term_count, terms, count))
		return true;
	for (i = 0; count == 1 && !clause->is_phrase && i < clause->term_count; i++) {
		if (are_terms(prefix, &clause->terms[i], 1, terms, count))
			return true;
	}
	return false;
}

static char *
typed_text(const struct query *query, const struct query_alternative *alternative)
{
	struct buffer text;
	size_t i;

	buffer_init(&text, LABEL_BYTES_MAX);
	for (i = 0; i < alternative->clause_count; i++) {
		if (i > 0)
			buffer_append_char(&text, ' ');
		buffer_append_string(&text, query->clauses[alternative->clause + i].text);
	}
	return buffer_take(&text, NULL);
}

/* The word that was typed, where there is one. */
static void
put_word(struct buffer *out, const struct query *query, struct span term)
{
	size_t i;

	for (i = 0; i < query->clause_count; i++) {
		if (query->clauses[i].term_count == 1 &&
		    is_clause(&query->clauses[i], &term, 1)) {
			buffer_append_string(out, query->clauses[i].text);
			return;
		}
	}
	buffer_append(out, term.data, term.length);
}

static char *
join_terms(const struct query *query, const struct span *terms, size_t count)
{
	struct buffer text;
	size_t i;

	buffer_init(&text, LABEL_BYTES_MAX);
	for (i = 0; i < count; i++) {
		if (i > 0)
			buffer_append_char(&text, ' ');
		put_word(&text, query, terms[i]);
	}
	return buffer_take(&text, NULL);
}

void
explain_label_clause(const struct query_clause *clause, struct buffer *out)
{
	if (clause->is_excluded)
		buffer_append_char(out, '-');
	if (clause->field != NULL)
		buffer_printf(out, "%s:", clause->field->name);
	if (clause->is_phrase)
		buffer_append_char(out, '"');
	buffer_append_string(out, clause->text);
	if (clause->is_phrase)
		buffer_append_char(out, '"');
}

static char *
clause_text(const struct query_clause *clause)
{
	struct buffer text;

	buffer_init(&text, LABEL_BYTES_MAX);
	explain_label_clause(clause, &text);
	return buffer_take(&text, NULL);
}

void
explain_label(const struct query *query, const struct span *terms, size_t count,
    struct explain_part *ret_part)
{
	size_t i;

	ret_part->typed = NULL;
	for (i = 0; i < query->clause_count; i++) {
		if (!is_clause(&query->clauses[i], terms, count))
			continue;
		ret_part->kind = EXPLAIN_TYPED;
		ret_part->text = clause_text(&query->clauses[i]);
		return;
	}
	for (i = 0; i < query->alternative_count; i++) {
		const struct query_alternative *other = &query->alternatives[i];

		if (!are_terms(fields[FIELD_BODY].prefix, other->terms, other->term_count,
			terms, count))
			continue;
		ret_part->kind = other->is_correction ? EXPLAIN_CORRECTION : EXPLAIN_SYNONYM;
		ret_part->text = xstrdup(other->text);
		ret_part->typed = typed_text(query, other);
		return;
	}
	ret_part->kind = count > 1 ? EXPLAIN_PAIR : EXPLAIN_OTHER;
	ret_part->text = join_terms(query, terms, count);
}

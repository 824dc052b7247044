/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query.h"

#include "escape.h"
#include "text.h"
#include "xalloc.h"

/*
 * Cleaning makes text shorter, so a little more than a query is looked at; a
 * megabyte of spaces is not.
 */
#define RAW_BYTES_MAX 4096

/* The name of a searchable field is not longer. */
#define FIELD_NAME_MAX 16

struct parser {
	struct analyzer *analyzer;
	struct query *query;
	const char *text;
	size_t length;
	size_t at;
	size_t word_count; /* in all clauses */
};

/* A clause as far as it has been read, or several of the same kind. */
struct reading {
	struct parser *parser;
	const struct field *field;
	size_t start, end; /* of the value in the text */
	bool is_phrase;
	bool is_excluded;
	bool is_whole; /* one clause, whatever words it has */
	bool is_full;  /* the query has as many words as are looked for */
	struct query_clause *clause;
	size_t clause_start, clause_end; /* of the words of clause, from start */
	unsigned first_position;
	enum analyze_kind last;
};

/* Bytes of the quote at position at, 0 when there is none. */
static size_t
quote_at(const struct parser *parser, size_t at)
{
	int32_t c;
	size_t size;

	if (at >= parser->length)
		return 0;
	size = escape_utf8_decode(parser->text + at, parser->length - at, &c);
	switch (c) {
	case '"':
	case 0x00AB: /* double angle */
	case 0x00BB:
	case 0x201C: /* double curly, and low and reversed ones */
	case 0x201D:
	case 0x201E:
	case 0x201F:
	case 0xFF02: /* of full width */
		return size;
	default:
		return 0;
	}
}

static size_t
find_space(const struct parser *parser, size_t at)
{
	while (at < parser->length && parser->text[at] != ' ')
		at++;
	return at;
}

static size_t
find_quote(const struct parser *parser, size_t at)
{
	while (at < parser->length && quote_at(parser, at) == 0)
		at++;
	return at;
}

static void
keep_first(const struct analyze_token *token, void *context)
{
	size_t *first = context;

	if (token->start < *first)
		*first = token->start;
}

/* Where the first word of [start, end) begins; end when there is none. */
static size_t
find_word(const struct parser *parser, size_t start, size_t end)
{
	size_t first = end - start;

	analyze_text(
	    parser->analyzer, parser->text + start, end - start, 0, keep_first, &first);
	return start + first;
}

static bool
is_word_at(const struct parser *parser, size_t at)
{
	size_t end = find_space(parser, at);

	return at < end && find_word(parser, at, end) == at;
}

static bool
take_sign(struct parser *parser)
{
	size_t at = parser->at + 1;

	if (parser->text[parser->at] != '-' ||
	    (quote_at(parser, at) == 0 && !is_word_at(parser, at)))
		return false;
	parser->at = at;
	return true;
}

static bool
is_value_at(const struct parser *parser, size_t at)
{
	size_t size = quote_at(parser, at), end;

	if (size == 0)
		return is_word_at(parser, at);
	end = find_quote(parser, at + size);
	return find_word(parser, at + size, end) < end;
}

/* Moves over "field:" when a value follows it. */
static const struct field *
take_field(struct parser *parser)
{
	const struct field *field;
	char name[FIELD_NAME_MAX];
	size_t at = parser->at, length = 0;
	char c = '\0';

	for (; at < parser->length; at++) {
		c = parser->text[at] | 0x20;
		if (c < 'a' || c > 'z' || length == sizeof name)
			break;
		name[length++] = c;
	}
	if (at == parser->length || parser->text[at] != ':')
		return NULL;
	field = field_find(name, length);
	if (field == NULL || !is_value_at(parser, at + 1))
		return NULL;
	parser->at = at + 1;
	return field;
}

/* Gives the clause its text and what can only be said when it is complete. */
static void
finish_clause(struct reading *reading)
{
	struct query_clause *clause = reading->clause;
	const char *value = reading->parser->text + reading->start;
	const char *word;

	if (clause == NULL)
		return;
	if (reading->is_whole && !reading->is_full)
		clause->text = text_line_dup(value, reading->end - reading->start);
	else
		clause->text = xstrndup(
		    value + reading->clause_start, reading->clause_end - reading->clause_start);
	word = clause->terms[0].word;
	clause->is_stopword = clause->term_count == 1 && !clause->is_phrase &&
			      clause->field == NULL && analyze_is_stopword(word, strlen(word));
	reading->clause = NULL;
}

static void
begin_clause(struct reading *reading, const struct analyze_token *token)
{
	struct query *query = reading->parser->query;

	finish_clause(reading);
	query->clauses =
	    xreallocarray(query->clauses, query->clause_count + 1, sizeof *query->clauses);
	reading->clause = &query->clauses[query->clause_count++];
	*reading->clause = (struct query_clause){
	    .field = reading->field,
	    .is_phrase = reading->is_phrase,
	    .is_excluded = reading->is_excluded,
	};
	reading->clause_start = token->start;
	reading->first_position = token->position;
}

/* The parts of a compound are one word with it; so are pairs of ideographs, which overlap. */
static bool
is_next_word(const struct reading *reading, const struct analyze_token *token)
{
	if (reading->clause == NULL)
		return true;
	if (token->kind == ANALYZE_JOINED)
		return false;
	if (token->kind == ANALYZE_PART)
		return reading->last != ANALYZE_PART;
	return token->start >= reading->clause_end;
}

/* Returns false when there is no room for the word any more. */
static bool
count_word(struct reading *reading)
{
	struct parser *parser = reading->parser;

	if (parser->word_count == QUERY_WORDS_MAX) {
		reading->is_full = true;
		parser->query->is_truncated = true;
		return false;
	}
	parser->word_count++;
	return true;
}

static void
take_token(const struct analyze_token *token, void *context)
{
	struct reading *reading = context;
	struct query_clause *clause;

	if (reading->is_full)
		return;
	if (is_next_word(reading, token)) {
		if (!count_word(reading))
			return;
		/* Words written together are clauses of their own ("foo:bar"). */
		if (reading->clause == NULL || !reading->is_whole)
			begin_clause(reading, token);
	}
	reading->last = token->kind;
	clause = reading->clause;
	reading->clause_end = token->end;
	clause->terms =
	    xreallocarray(clause->terms, clause->term_count + 1, sizeof *clause->terms);
	clause->terms[clause->term_count++] = (struct query_term){
	    .stem = xstrndup(token->stem, token->stem_length),
	    .word = xstrndup(token->word, token->word_length),
	    .position = token->position - reading->first_position,
	    .kind = token->kind,
	};
}

static void
parse_clause(struct parser *parser)
{
	struct reading reading = {.parser = parser};
	size_t quote;

	reading.is_excluded = take_sign(parser);
	reading.field = take_field(parser);
	quote = quote_at(parser, parser->at);
	reading.is_phrase =
	    quote > 0 && find_quote(parser, parser->at + quote) < parser->length;
	reading.is_whole =
	    reading.is_phrase || (reading.field != NULL && !reading.field->is_text);
	reading.start = parser->at + quote;
	reading.end = reading.is_phrase ? find_quote(parser, reading.start)
					: find_space(parser, reading.start);
	parser->at = reading.end;
	if (reading.is_phrase)
		parser->at += quote_at(parser, reading.end);
	analyze_text(parser->analyzer, parser->text + reading.start,
	    reading.end - reading.start, 0, take_token, &reading);
	finish_clause(&reading);
}

/* Cuts the text to QUERY_BYTES_MAX, at a space if there is one. */
static void
cut_text(struct query *query)
{
	size_t length = strlen(query->text), cut = QUERY_BYTES_MAX;

	if (length <= QUERY_BYTES_MAX)
		return;
	query->is_truncated = true;
	while (cut > 0 && query->text[cut] != ' ')
		cut--;
	if (cut == 0)
		cut = escape_utf8_cut(query->text, length, QUERY_BYTES_MAX);
	query->text[cut] = '\0';
}

static bool
is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct query *
query_parse(struct analyzer *analyzer, const char *text, size_t length)
{
	struct query *query = xcalloc(1, sizeof *query);
	struct parser parser = {.analyzer = analyzer, .query = query};

	while (length > 0 && is_blank(text[0])) {
		text++;
		length--;
	}
	while (length > 0 && is_blank(text[length - 1]))
		length--;
	query->is_truncated = length > RAW_BYTES_MAX;
	query->text = text_line_dup(text, length < RAW_BYTES_MAX ? length : RAW_BYTES_MAX);
	cut_text(query);
	parser.text = query->text;
	parser.length = strlen(query->text);
	while (parser.at < parser.length) {
		if (query->text[parser.at] == ' ')
			parser.at++;
		else
			parse_clause(&parser);
	}
	return query;
}

static void
take_alternative_term(const struct analyze_token *token, void *context)
{
	struct query_alternative *alternative = context;

	alternative->terms = xreallocarray(
	    alternative->terms, alternative->term_count + 1, sizeof *alternative->terms);
	alternative->terms[alternative->term_count++] = (struct query_term){
	    .stem = xstrndup(token->stem, token->stem_length),
	    .word = xstrndup(token->word, token->word_length),
	    .position = token->position,
	    .kind = token->kind,
	};
}

void
query_add_alternative(struct query *query, struct analyzer *analyzer, size_t clause,
    size_t clause_count, const char *text, double weight, bool is_correction)
{
	struct query_alternative alternative = {.clause = clause,
	    .clause_count = clause_count,
	    .weight = weight,
	    .is_correction = is_correction};

	analyze_text(analyzer, text, strlen(text), 0, take_alternative_term, &alternative);
	if (alternative.term_count == 0)
		return;
	alternative.text = xstrdup(text);
	query->alternatives = xreallocarray(
	    query->alternatives, query->alternative_count + 1, sizeof *query->alternatives);
	query->alternatives[query->alternative_count++] = alternative;
}

static void
terms_free(struct query_term *terms, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		free(terms[i].stem);
		free(terms[i].word);
	}
	free(terms);
}

void
query_free(struct query *query)
{
	size_t i;

	if (query == NULL)
		return;
	for (i = 0; i < query->clause_count; i++) {
		terms_free(query->clauses[i].terms, query->clauses[i].term_count);
		free(query->clauses[i].text);
	}
	for (i = 0; i < query->alternative_count; i++) {
		terms_free(query->alternatives[i].terms, query->alternatives[i].term_count);
		free(query->alternatives[i].text);
	}
	free(query->clauses);
	free(query->alternatives);
	free(query->text);
	free(query);
}

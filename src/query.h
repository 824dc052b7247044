/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_QUERY_H
#define FORNIX_QUERY_H

/*
 * What a person typed, as clauses.
 *
 * Words, "exact phrases", -without, field:word.  There are no syntax errors:
 * whatever is not one of these is text.  It knows the fields by name and
 * nothing of the index.
 *
 *	query:   clause*
 *	clause:  ["-"] [field ":"] ( word | '"' words '"' )
 *
 * A minus excludes only at the start of a clause, directly before a letter,
 * digit or quote; a quote that nothing closes is text; curly and angle double
 * quotes are quotes, inside a word they separate; a name before a colon that is
 * not a searchable field, or without a value directly behind it, is a word.  A
 * clause without a word in it ("--", "!?") is dropped.  Without quotes, words
 * written together are a clause each ("foo:bar": foo, bar), but a compound
 * ("x-ray") and the value of a field that is not text ("tag:a/b") are one.
 */

#include <stdbool.h>
#include <stddef.h>

#include "analyze.h"
#include "fields.h"

#define QUERY_BYTES_MAX   256 /* more is cut at a word, or a character, and said so */
#define QUERY_WORDS_MAX   32  /* in all clauses; the rest is not searched for, and said so */
#define QUERY_CLAUSES_MAX 32  /* each has a word */

struct query_term {
	char *stem;        /* owned */
	char *word;        /* owned: folded, unstemmed */
	unsigned position; /* within the clause, from 0 */
	enum analyze_kind kind;
};

struct query_clause {
	char *text; /* as typed, without sign, field and quotes; cleaned; owned */
	const struct field *field; /* NULL: anywhere */
	bool is_phrase;            /* was quoted */
	bool is_excluded;
	bool is_stopword;  /* a single word that shapes a question, not quoted, no field */
	size_t term_count; /* at least 1 */
	struct query_term *terms; /* owned; in order of analyze_text() */
};

/* Another way to say some of the clauses, from a glossary or for a word misspelt. */
struct query_alternative {
	size_t clause, clause_count; /* which clauses it stands for, one behind the other */
	char *text;                  /* owned */
	double weight;               /* of its words, against the typed ones' 1 */
	bool is_correction;
	size_t term_count;
	struct query_term *terms; /* owned */
};

struct query {
	char *text; /* as typed, valid UTF-8, controls removed, spaces trimmed and single; owned
		     */
	size_t clause_count;
	struct query_clause *clauses; /* owned */
	bool is_truncated;            /* more was typed than is searched */
	size_t alternative_count;
	struct query_alternative *alternatives; /* owned; in order of clause */
};

/* Never fails: any bytes are a query, perhaps one without clauses. */
struct query *query_parse(struct analyzer *analyzer, const char *text, size_t length);
void query_free(struct query *query);

/*
 * Adds another way to say clauses [clause, clause + clause_count), behind those
 * that were added before.  Text without a word is left out.
 */
void query_add_alternative(struct query *query, struct analyzer *analyzer, size_t clause,
    size_t clause_count, const char *text, double weight, bool is_correction);

#endif

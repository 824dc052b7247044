/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_PATTERN_H
#define FORNIX_PATTERN_H

/*
 * The small language in which a rule says which queries it is for.
 *
 *	worst headache               both words, in any order, wherever they stand
 *	numb|weak leg|arm            one of each
 *	"stiff neck" fever           words side by side in this order, and another
 *	suicide -"suicide disease"   not where this is said
 *
 * Words are compared by their stems.  Outside quotes, words that only shape a
 * question are left out; a phrase has all of its words.  It knows queries
 * (query.h) with the alternatives that spelling and glossary have added, and
 * nothing of what a rule then does.  fornix-rules(5) describes it for people.
 */

#include <stdint.h>

#include "query.h"

#define PATTERN_BYTES_MAX   300
#define PATTERN_PARTS_MAX   8  /* of a pattern: what must, or must not, be said */
#define PATTERN_CHOICES_MAX 16 /* of a part: "a|b|c" */
#define PATTERN_WORDS_MAX   6  /* of a phrase */
#define PATTERN_NEAR_BYTES  5  /* a shorter word is never taken for a misspelt one */

#define PATTERN_BOOK_PATTERNS_MAX 8000
#define PATTERN_BOOK_WORDS_MAX    8000

enum pattern_kind {
	PATTERN_ANYWHERE, /* the query may say other things too */
	PATTERN_ALONE,    /* no other word that counts */
	PATTERN_EXACT,    /* these words, as they are written, and no others */
};

/* Many patterns and the words in them, for one purpose. */
struct pattern_book;

struct pattern_book *pattern_book_new(void);
void pattern_book_free(struct pattern_book *book);

/* Where a pattern comes from. */
struct pattern_source {
	unsigned rule;  /* whose it is */
	unsigned line;  /* of the file */
	bool is_phrase; /* the text is one phrase, as if it stood in quotes */
};

/*
 * Adds a pattern.  Returns NULL, or in plain words why it cannot be used; then
 * nothing was added.  With PATTERN_EXACT the text is words, without language.
 */
const char *pattern_book_add(struct pattern_book *book, struct analyzer *analyzer,
    enum pattern_kind kind, const char *text, const struct pattern_source *source);

size_t pattern_book_count(const struct pattern_book *book);
/* Takes out all patterns but the first count. */
void pattern_book_cut(struct pattern_book *book, size_t count);

#define PATTERN_HEARD_MAX    160 /* words, with those of alternatives; more are not heard */
#define PATTERN_MEANINGS_MAX 6   /* of one word */

struct pattern_word {
	uint16_t meanings[PATTERN_MEANINGS_MAX]; /* words of the book */
	uint8_t meaning_count;
	bool counts;         /* is no word that shapes a question */
	bool is_typed;       /* else of an alternative */
	uint16_t run;        /* words of one run stand side by side */
	uint16_t first, end; /* clauses that it stands for */
};

/* What a query says, in the words of a book. */
struct pattern_heard {
	size_t count;
	struct pattern_word words[PATTERN_HEARD_MAX];
	bool is_plain;                              /* without field:word and -word */
	uint64_t said[PATTERN_BOOK_WORDS_MAX / 64]; /* a bit for each word of the book */
};

/* Whether the index has the word; one that it lacks may be misspelt. */
typedef bool pattern_is_known(const char *stem, size_t length, void *context);

/*
 * Listens to a query.  A word that is not known is also taken for a word of the
 * book that is one letter away; is_known may be NULL: words are what they are.
 */
void pattern_hear(const struct pattern_book *book, const struct query *query,
    pattern_is_known *is_known, void *context, struct pattern_heard *ret_heard);

/* The first pattern behind after (-1: the first of all) that matches, or -1. */
int pattern_find(const struct pattern_book *book, const struct pattern_heard *heard, int after);

/* What a pattern was added with; the text, borrowed, has quotes if it is one phrase. */
unsigned pattern_rule(const struct pattern_book *book, int pattern);
unsigned pattern_line(const struct pattern_book *book, int pattern);
enum pattern_kind pattern_kind(const struct pattern_book *book, int pattern);
const char *pattern_text(const struct pattern_book *book, int pattern);

/*
 * Whether any query matches.  One that is exact may have signs that a query
 * takes for language.
 */
bool pattern_can_match(const struct pattern_book *book, struct analyzer *analyzer, int pattern);

/*
 * Calls covering with each pattern before this one that surely matches wherever
 * this one does.  Others may as well, in ways that cannot be told from the words.
 */
typedef void pattern_covering(int pattern, void *context);
void pattern_each_covering(const struct pattern_book *book, struct analyzer *analyzer,
    int pattern, pattern_covering *covering, void *context);

#endif

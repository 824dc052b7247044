/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_ANALYZE_H
#define FORNIX_ANALYZE_H

/*
 * Text to tokens: the one analyzer.
 *
 * Indexing, query parsing, snippets, suggestions and spelling all call it, so
 * they can never disagree about what a word is.  It knows nothing of articles,
 * fields or the index.  The only user of utf8proc and libstemmer (in fold.c and
 * stem.c, which are private to it).
 *
 * Folding: Unicode NFKD, marks removed, case folded; curly quotes are straight,
 * soft hyphens and zero-width characters vanish, dotless i is i, o, l, d and h
 * with stroke are plain, ae and oe ligatures are two letters.  Stemming: Snowball
 * English, of words that are only a to z.
 *
 * Words are runs of letters, digits and marks.  An apostrophe before a letter,
 * inside a word, belongs to the word: a possessive 's goes (Bell's: bell, but
 * its offsets hold the 's), any other is dropped (don't: dont).  Single letters
 * with full stops between are one word (U.S.A.: usa).  A full stop between
 * digits and a comma before three digits belong to the number (1.5: 1.5;
 * 10,000: 10000; but L4,5: l4, 5).  Words joined by hyphen, en dash, slash or
 * ampersand give their parts, at positions of their own, and the joined form at
 * the position of the last part (x-ray: x, ray, xray); more than
 * ANALYZE_PARTS_MAX parts give no joined form.  Han, Hiragana, Katakana and
 * Hangul give pairs of characters (a lone one gives itself).  Everything else
 * separates words, the trade mark and vulgar fractions too.
 */

#include <stdint.h>

#include "buffer.h"

#define ANALYZE_WORD_MAX  64 /* bytes of a folded word; longer ones are dropped */
#define ANALYZE_PARTS_MAX 8  /* of a compound with a joined form */
#define ANALYZE_VERSION   1  /* changes when the same text gives other tokens: reindex */

enum analyze_kind {
	ANALYZE_WORD,   /* stands alone */
	ANALYZE_PART,   /* part of a compound */
	ANALYZE_JOINED, /* the compound written together */
};

struct analyze_token {
	const char *stem;   /* folded and stemmed, NUL-terminated; valid during the call */
	const char *word;   /* folded, NUL-terminated; valid during the call */
	size_t stem_length; /* bytes, 1 to ANALYZE_WORD_MAX */
	size_t word_length;
	size_t start, end; /* byte offsets in the text, of whole characters: [start, end) */
	unsigned position; /* in words */
	enum analyze_kind kind;
};

typedef void analyze_callback(const struct analyze_token *token, void *context);

/* Not shared between threads: it holds a stemmer, a cache and scratch space. */
struct analyzer;

struct analyzer *analyzer_new(void);
void analyzer_free(struct analyzer *analyzer);

/*
 * Calls back for every token of text, in order of start, but a joined form
 * (which starts with its first part) after its parts.  The first word has
 * position first_position; returns the position after the last; a dropped word
 * keeps its own.  Text of any bytes and any length is fine: invalid UTF-8
 * separates words.  Runs in linear time and constant memory.
 */
unsigned analyze_text(struct analyzer *analyzer, const char *text, size_t length,
    unsigned first_position, analyze_callback *callback, void *context);

/*
 * The beginnings that stems which are looked for have.  Stemming keeps the first two letters
 * of a word, but for dying, lying and tying and where one letter is left, so most words of a
 * text need not be stemmed to be told from those.
 */
struct analyze_starts {
	uint32_t seconds[26]; /* of each first letter: bits for the second, the last for none */
};
/* Adds a stem, of whatever it may be. */
void analyze_starts_add(struct analyze_starts *starts, const char *stem, size_t length);

/*
 * As analyze_text(), but words of only a to z that have none of these beginnings come with an
 * empty stem; or not at all, where a space stands before them and before that a letter, a
 * digit or a comma, so that they begin no sentence.
 */
unsigned analyze_text_starting(struct analyzer *analyzer, const struct analyze_starts *starts,
    const char *text, size_t length, unsigned first_position, analyze_callback *callback,
    void *context);

/*
 * Appends text in the form that filters and facets compare: words folded, not
 * stemmed, joined by "-" ("Facial pain": facial-pain).
 */
void analyze_slug(
    struct analyzer *analyzer, const char *text, size_t length, struct buffer *out);

/* Words that shape a question and say nothing of its subject ("what", "the"): folded form. */
bool analyze_is_stopword(const char *word, size_t length);

#endif

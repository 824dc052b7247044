/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_GLOSSARY_H
#define FORNIX_GLOSSARY_H

/*
 * Other ways to say things: patients' words, clinical words, abbreviations.
 *
 * The text is in Solr's synonym format, a line each:
 *
 *	tic douloureux, trigeminal neuralgia     each means the others
 *	water on the brain => hydrocephalus      one way only
 *	# comment
 *
 * Phrases are compared by their stems, without the words that shape a question,
 * so "waters on brain" is found too.  A phrase has at most GLOSSARY_WORDS_MAX
 * words that count.
 */

#include "analyze.h"
#include "error.h"
#include "span.h"

#define GLOSSARY_FILE        "glossary.txt" /* in a generation, and in the corpus' _search */
#define GLOSSARY_BYTES_MAX   (512 * 1024)
#define GLOSSARY_WORDS_MAX   6
#define GLOSSARY_PHRASES_MAX 20000 /* of the whole file */
#define GLOSSARY_SIDE_MAX    24    /* phrases on one side of a line */
#define GLOSSARY_TARGETS_MAX 8     /* for one phrase; more are left out */

struct glossary;

struct glossary_phrase {
	struct span text; /* as written; borrowed from the text that is read */
	char key[GLOSSARY_WORDS_MAX * (ANALYZE_WORD_MAX + 1)]; /* see glossary_key() */
};

/* The phrases of one side of a line, as written: two may have the same key. */
struct glossary_side {
	size_t count;
	struct glossary_phrase items[GLOSSARY_SIDE_MAX];
};

struct glossary_line {
	unsigned number; /* from 1 */
	bool is_two_way; /* each of left means the others; right is not used */
	struct glossary_side left, right;
};

/* Where the phrases of left lead to. */
static inline const struct glossary_side *
glossary_line_targets(const struct glossary_line *line)
{
	return line->is_two_way ? &line->left : &line->right;
}

/* A line that can be used; valid during the call. */
typedef void glossary_line_callback(const struct glossary_line *line, void *context);

/* A line that says nothing, and why; both valid during the call. */
typedef void glossary_problem(unsigned line, const char *reason, void *context);

/* Calls back for every line of text that is not a comment, in order. */
void glossary_read(struct analyzer *analyzer, const char *text, size_t length,
    glossary_line_callback *callback, glossary_problem *problem, void *context);

/*
 * Reads text; problems, which may be NULL, is called for every line that cannot
 * be used, the others count.  Never fails.
 */
struct glossary *glossary_parse(struct analyzer *analyzer, const char *text, size_t length,
    glossary_problem *problem, void *context);
void glossary_free(struct glossary *glossary);

#define GLOSSARY_FACT             "glossary" /* of articles.mdb: the packed glossary */
#define GLOSSARY_PACKED_BYTES_MAX (32 * 1024 * 1024)

/*
 * Appends the glossary of text so that glossary_unpack() has nothing to stem or to sort,
 * which is most of the time of a search from a shell.  It remembers of which text it is.
 */
void glossary_pack(
    struct analyzer *analyzer, const char *text, size_t length, struct buffer *out);
/* NULL when packed is not the glossary of text, made by an analyzer of this version. */
struct glossary *glossary_unpack(struct span packed, const char *text, size_t length);

/* Another way to say a phrase; both borrowed from the glossary. */
struct glossary_target {
	const char *text; /* as it was written */
	const char *key;  /* its stems joined by spaces */
};

/*
 * The other ways to say a phrase, given by its key; in order of the file, each
 * once.  Sets *ret_count, at most GLOSSARY_TARGETS_MAX; borrowed.
 */
const struct glossary_target *glossary_find(
    const struct glossary *glossary, const char *key, size_t *ret_count);

/* Appends the stems that count in text, joined by spaces: the key of glossary_find(). */
void glossary_key(
    struct analyzer *analyzer, const char *text, size_t length, struct buffer *out);

#endif

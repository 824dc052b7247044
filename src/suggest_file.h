/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_SUGGEST_FILE_H
#define FORNIX_SUGGEST_FILE_H

/*
 * The file "suggestions" of a generation: what is offered while somebody types.
 *
 * Articles; phrases, which are names of articles or completions of what is
 * typed; words, in order of their bytes, so that all with one beginning are
 * neighbours; and for each word the phrases that have it, best first.
 *
 * Written by suggest_build.h, mapped into memory and read in when it is opened.
 * Everything here may be called by any number of threads at once.  What the
 * header says is checked when it is opened, every other number when it is used,
 * so a damaged file is refused or suggests less, but is never followed out of
 * its bounds.
 */

#include <stdbool.h>
#include <stdint.h>

#include "error.h"
#include "span.h"

#define SUGGEST_FILE "suggestions" /* in the folder of the generation */

#define SUGGEST_VERSION            1 /* of the format, and of what is suggested */
#define SUGGEST_FILE_BYTES_MAX     (1024u * 1024 * 1024)
#define SUGGEST_TEXT_BYTES_MAX     (512u * 1024 * 1024)
#define SUGGEST_ARTICLES_MAX       (1u << 22)
#define SUGGEST_PHRASES_MAX        (1u << 22)
#define SUGGEST_OTHERS_MAX         (SUGGEST_PHRASES_MAX / 2) /* of these, other than titles */
#define SUGGEST_WORDS_MAX          (1u << 22)
#define SUGGEST_POSTINGS_MAX       (1u << 26)
#define SUGGEST_PHRASE_WORDS_MAX   16  /* of a phrase; those behind are not looked for */
#define SUGGEST_PHRASE_BYTES_MAX   200 /* a longer one is not offered */
#define SUGGEST_PHRASE_LETTERS_MAX 100 /* counted; longer phrases are all alike */

enum suggest_kind {
	SUGGEST_TITLE,
	SUGGEST_GLOSSARY, /* another name, from the glossary */
	SUGGEST_KEYWORD,  /* another name, from the article's front matter */
	SUGGEST_HEADING,
	SUGGEST_MISSPELLING,
	SUGGEST_KINDS
};

/* Phrases that lead to an article, and phrases that complete what is typed. */
enum suggest_table { SUGGEST_NAMES, SUGGEST_COMPLETIONS, SUGGEST_TABLES };

struct suggest_file;

/*
 * NOT_FOUND when there is no file, CORRUPT when it is damaged or of another
 * version.  The caller frees *ret_file.
 */
FORNIX_CHECKED enum fornix_status suggest_file_open(
    const char *path, struct suggest_file **ret_file, struct fornix_error *err);
/* The same on bytes in memory, which must outlive it; name is for messages. */
FORNIX_CHECKED enum fornix_status suggest_file_open_bytes(const void *bytes, size_t length,
    const char *name, struct suggest_file **ret_file, struct fornix_error *err);
void suggest_file_free(struct suggest_file *file);

/* All text is borrowed and lives as long as the file. */

struct suggest_word {
	struct span text;   /* folded */
	uint32_t documents; /* articles that it occurs in */
	bool is_stopword;
};

uint32_t suggest_file_article_count(const struct suggest_file *file);
uint32_t suggest_file_word_count(const struct suggest_file *file);
/* False when there is none with that number. */
bool suggest_file_word(
    const struct suggest_file *file, uint32_t number, struct suggest_word *ret_word);

#define SUGGEST_NONE UINT32_MAX

struct suggest_phrase {
	struct span text; /* as people write it */
	enum suggest_kind kind;
	uint32_t article; /* SUGGEST_NONE: of no one article */
	unsigned letters; /* of its words, at most SUGGEST_PHRASE_LETTERS_MAX */
	unsigned bonus;   /* 0 to SUGGEST_BONUS_MAX: more is better known */
	unsigned word_count;
	const unsigned char *words; /* see suggest_phrase_word() */
};

#define SUGGEST_BONUS_MAX 63

bool suggest_file_phrase(
    const struct suggest_file *file, uint32_t number, struct suggest_phrase *ret_phrase);
/*
 * Fetch what suggest_file_phrase() and suggest_phrase_word() will read: phrases lie all over
 * the file, and waiting for memory is most of what looking at many takes.  The second reads
 * what the first has fetched.
 */
void suggest_file_fetch_phrase(const struct suggest_file *file, uint32_t number);
void suggest_file_fetch_words(const struct suggest_file *file, uint32_t number);
/* The number of the i-th word; of no word where the file is damaged. */
uint32_t suggest_phrase_word(const struct suggest_phrase *phrase, unsigned i);

struct suggest_article {
	struct span id, url;
	uint32_t title; /* number of the phrase */
};

bool suggest_file_article(
    const struct suggest_file *file, uint32_t number, struct suggest_article *ret_article);

/*
 * The phrases of neighbouring words.  An entry is a phrase's number in the low
 * bits, above it what it costs there (see suggest_cost.h): the smallest entry is
 * the best.  Those of one word are in order; the smallest of each run of
 * SUGGEST_RUN entries of the table, from its start, is known.
 */
#define SUGGEST_RUN         64
#define SUGGEST_PHRASE_BITS 22

struct suggest_list {
	uint32_t start, end; /* entries of the table: [start, end) */
};

struct suggest_list suggest_file_list(const struct suggest_file *file, enum suggest_table table,
    uint32_t first_word, uint32_t end_word);
/* i must be within a list. */
uint32_t suggest_file_entry(
    const struct suggest_file *file, enum suggest_table table, uint32_t i);
uint32_t suggest_file_run_best(
    const struct suggest_file *file, enum suggest_table table, uint32_t run);

#endif

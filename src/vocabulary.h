/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_VOCABULARY_H
#define FORNIX_VOCABULARY_H

/*
 * The words of a generation, for spelling: what is in the index, how often, and
 * what is near to a word that is not.
 *
 * A file of the generation, written by vocabulary_write(), mapped into memory:
 * opening reads nothing but its header.  Everything here may be called by any
 * number of threads at once.  What the header says is checked when it is
 * opened, every other number when it is used, so a damaged file is refused or
 * finds nothing, but is never followed out of its bounds.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"
#include "span.h"

#define VOCABULARY_FILE "vocabulary" /* in the folder of the generation */

#define VOCABULARY_VERSION         1 /* of the format; that of its keys is counted too */
#define VOCABULARY_FILE_BYTES_MAX  (1024u * 1024 * 1024)
#define VOCABULARY_WORDS_MAX       (1u << 22)
#define VOCABULARY_TEXT_BYTES_MAX  (256u * 1024 * 1024)
#define VOCABULARY_WORD_LENGTH_MAX 64 /* bytes; as ANALYZE_WORD_MAX */
#define VOCABULARY_CORRECTIONS_MAX 1000000
#define VOCABULARY_RIGHT_BYTES_MAX 200 /* of what stands for a misspelling */

struct vocabulary;

struct vocabulary_word {
	struct span text; /* folded; lives as long as the vocabulary */
	uint32_t number;
	uint32_t documents; /* articles that it occurs in; 0 for one known from elsewhere */
	uint32_t weight;    /* how often it occurs, times the weight of the field */
	uint32_t stem;      /* the same for all words of one stem */
	bool is_in_glossary;
};

/*
 * NOT_FOUND when there is no file, CORRUPT when it is damaged or of another
 * version.  The caller frees *ret_vocabulary.
 */
FORNIX_CHECKED enum fornix_status vocabulary_open(
    const char *path, struct vocabulary **ret_vocabulary, struct fornix_error *err);
/* The same on bytes in memory, which must outlive it; name is for messages. */
FORNIX_CHECKED enum fornix_status vocabulary_open_bytes(const void *bytes, size_t length,
    const char *name, struct vocabulary **ret_vocabulary, struct fornix_error *err);
void vocabulary_free(struct vocabulary *vocabulary);

uint32_t vocabulary_count(const struct vocabulary *vocabulary);
/* Articles of the index that it was made from. */
uint32_t vocabulary_documents(const struct vocabulary *vocabulary);

/* The word with that number, from 0, in order of bytes; false when there is none. */
bool vocabulary_get(
    const struct vocabulary *vocabulary, uint32_t number, struct vocabulary_word *ret_word);

/* The number of the first word that begins with prefix, or else of what would follow it. */
uint32_t vocabulary_first(const struct vocabulary *vocabulary, struct span prefix);

/* ret_word may be NULL. */
bool vocabulary_find(
    const struct vocabulary *vocabulary, struct span word, struct vocabulary_word *ret_word);

/*
 * What is known to stand for a misspelling: each one word of the vocabulary or
 * several with a space between, best first.  Returns how many, at most max.
 */
size_t vocabulary_corrections(const struct vocabulary *vocabulary, struct span wrong,
    struct span *ret_rights, size_t max);

enum vocabulary_kind { VOCABULARY_DELETES, VOCABULARY_SOUNDS, VOCABULARY_KINDS };

/* Words filed under a key of vocabulary_key.h, heaviest first; some are not. */
struct vocabulary_list {
	const unsigned char *at, *end;
	uint32_t tag;
};

struct vocabulary_list vocabulary_list(
    const struct vocabulary *vocabulary, enum vocabulary_kind kind, uint64_t key);
/* False at the end. */
bool vocabulary_list_next(struct vocabulary_list *list, uint32_t *ret_number);

/* All that is filed, as vocabulary_format.h says: for who makes the next vocabulary of it. */
struct vocabulary_filed {
	const unsigned char *starts, *entries; /* live as long as the vocabulary */
	unsigned bits;
	uint32_t entry_count;
};

struct vocabulary_filed vocabulary_filed(
    const struct vocabulary *vocabulary, enum vocabulary_kind kind);

#endif

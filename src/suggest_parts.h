/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_SUGGEST_PARTS_H
#define FORNIX_SUGGEST_PARTS_H

/*
 * What suggestions are put together from, shared by suggest_build.c, which
 * collects it, and suggest_build_file.c, which writes it.
 */

#include "analyze.h"
#include "buffer.h"
#include "suggest_build.h"

/* A set of things that are kept in a list: their places in it, by hash. */
struct suggest_set {
	uint32_t *slots; /* place and one; 0 is free */
	size_t size;     /* a power of two */
};

struct suggest_builder_word {
	uint32_t text, length, documents;
	uint32_t number; /* in order of bytes; known when all are there */
	bool is_stopword;
};

struct suggest_builder_phrase {
	uint32_t text, length, words, article, count;
	enum suggest_kind kind;
	unsigned word_count, letters, bonus;
};

struct suggest_builder_article {
	uint32_t id, id_length, url, url_length, title;
	unsigned bonus;
};

struct suggest_builder {
	struct buffer text;
	struct analyzer *analyzer;
	struct suggest_builder_word *words;
	size_t word_count, word_capacity;
	struct suggest_builder_phrase *phrases;
	size_t phrase_count, phrase_capacity;
	uint32_t *phrase_words; /* places in words */
	size_t phrase_word_count, phrase_word_capacity;
	struct suggest_builder_article *articles;
	size_t article_count, article_capacity;
	struct suggest_set word_set, phrase_set;
};

static inline enum suggest_table
suggest_builder_table(const struct suggest_builder_phrase *phrase)
{
	return phrase->article != SUGGEST_NONE ? SUGGEST_NAMES : SUGGEST_COMPLETIONS;
}

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "suggest_write.h"

#include <errno.h>
#include <unistd.h>

#include "articles.h"
#include "generation.h"
#include "glossary.h"
#include "path.h"
#include "record.h"
#include "suggest_build.h"
#include "suggest_names.h"
#include "vocabulary.h"

/* A bonus for each doubling of how many articles have the rarest word of a title. */
#define BONUS_DOUBLED 6

struct writing {
	struct suggest_builder *builder;
	struct suggest_names *names;
	struct analyzer *analyzer;
	struct articles *articles;
	struct vocabulary *vocabulary;
	enum fornix_status status; /* of what a callback did */
	struct fornix_error *err;
};

/* Names that a line of the glossary gives to articles. */
struct line {
	uint32_t articles[SUGGEST_NAMES_FOUND_MAX];
	size_t count;
};

static void
add_words(struct writing *writing)
{
	uint32_t count = vocabulary_count(writing->vocabulary), i;
	struct vocabulary_word word;

	for (i = 0; i < count && writing->status == FORNIX_OK; i++) {
		if (vocabulary_get(writing->vocabulary, i, &word) && word.documents > 0)
			writing->status = suggest_builder_word(
			    writing->builder, word.text, word.documents, writing->err);
	}
}

static unsigned
bonus_of(struct writing *writing, struct span title)
{
	uint32_t documents = suggest_builder_rarity(writing->builder, title);
	unsigned bonus = 0;

	for (; documents > 1; documents /= 2)
		bonus += BONUS_DOUBLED;
	return bonus < SUGGEST_BONUS_MAX ? bonus : SUGGEST_BONUS_MAX;
}

static void
add_phrase(struct writing *writing, struct span text, enum suggest_kind kind, uint32_t article)
{
	if (writing->status == FORNIX_OK)
		writing->status =
		    suggest_builder_phrase(writing->builder, text, kind, article, writing->err);
}

/* A name that people may search for as well. */
static void
add_name(struct writing *writing, struct span name, enum suggest_kind kind, uint32_t article)
{
	add_phrase(writing, name, kind, article);
	add_phrase(writing, name, kind, SUGGEST_NONE);
	suggest_names_other(writing->names, name, article);
}

static void
add_record(struct writing *writing, const struct record *record)
{
	uint32_t article = 0;
	unsigned i;

	writing->status = suggest_builder_article(writing->builder, record->id, record->url,
	    record->title, bonus_of(writing, record->title), &article, writing->err);
	if (writing->status != FORNIX_OK)
		return;
	suggest_names_title(writing->names, record->title, article);
	for (i = 0; i < record->keyword_count; i++)
		add_name(writing, record_keyword(record, i), SUGGEST_KEYWORD, article);
	for (i = 0; i < record->synonym_count; i++)
		add_name(writing, record_synonym(record, i), SUGGEST_KEYWORD, article);
	for (i = 0; i < record->misspelling_count; i++)
		add_phrase(
		    writing, record_misspelling(record, i), SUGGEST_MISSPELLING, article);
	for (i = 0; i < record->section_count; i++)
		add_phrase(
		    writing, record_section(record, i).heading, SUGGEST_HEADING, SUGGEST_NONE);
}

static bool
add_source(struct span path, const struct articles_source *source, void *context)
{
	struct writing *writing = context;
	struct record record;
	struct span bytes;

	(void)path;
	if (source->document == 0)
		return true;
	writing->status =
	    articles_get(writing->articles, source->document, &bytes, writing->err);
	if (writing->status == FORNIX_OK)
		writing->status = record_open(bytes.data, bytes.length, &record, writing->err);
	if (writing->status == FORNIX_OK)
		add_record(writing, &record);
	return writing->status == FORNIX_OK;
}

static void
find_articles(struct writing *writing, const struct glossary_side *side, struct line *line)
{
	uint32_t found[SUGGEST_NAMES_FOUND_MAX];
	size_t count, i, j, k;

	for (i = 0; i < side->count; i++) {
		count = suggest_names_find(writing->names, side->items[i].text, found);
		for (j = 0; j < count && line->count < SUGGEST_NAMES_FOUND_MAX; j++) {
			for (k = 0; k < line->count && line->articles[k] != found[j]; k++)
				;
			if (k == line->count)
				line->articles[line->count++] = found[j];
		}
	}
}

static void
add_side(struct writing *writing, const struct glossary_side *side, const struct line *line)
{
	size_t i, j;

	for (i = 0; i < side->count; i++) {
		struct span text = side->items[i].text;

		for (j = 0; j < line->count; j++)
			add_phrase(writing, text, SUGGEST_GLOSSARY, line->articles[j]);
		if (line->count > 0 || suggest_builder_rarity(writing->builder, text) > 0)
			add_phrase(writing, text, SUGGEST_GLOSSARY, SUGGEST_NONE);
	}
}

static void
add_line(const struct glossary_line *glossary_line, void *context)
{
	struct writing *writing = context;
	struct line line = {.count = 0};

	find_articles(writing, glossary_line_targets(glossary_line), &line);
	add_side(writing, &glossary_line->left, &line);
	if (!glossary_line->is_two_way)
		add_side(writing, &glossary_line->right, &line);
}

static void
ignore_problem(unsigned line, const char *reason, void *context)
{
	(void)line;
	(void)reason;
	(void)context;
}

static enum fornix_status
add_all(struct writing *writing, struct span glossary)
{
	enum fornix_status status;

	add_words(writing);
	if (writing->status != FORNIX_OK)
		return writing->status;
	status = articles_sources(writing->articles, add_source, writing, writing->err);
	if (status == FORNIX_OK)
		status = writing->status;
	if (status != FORNIX_OK)
		return status;
	if (glossary.length > 0)
		glossary_read(writing->analyzer, glossary.data, glossary.length, add_line,
		    ignore_problem, writing);
	return writing->status;
}

static enum fornix_status
replace_file(struct writing *writing, const char *folder)
{
	char *path CLEANUP_FREE = path_join(folder, SUGGEST_FILE);

	if (unlink(path) < 0 && errno != ENOENT)
		return error_set_errno(
		    writing->err, FORNIX_ERR_IO, errno, "cannot remove '%s'", path);
	return suggest_builder_write(writing->builder, path, writing->err);
}

enum fornix_status
suggest_write(const char *folder, struct span glossary, struct fornix_error *err)
{
	char *articles CLEANUP_FREE = path_join(folder, GENERATION_ARTICLES);
	char *vocabulary CLEANUP_FREE = path_join(folder, VOCABULARY_FILE);
	struct writing writing = {.err = err};
	enum fornix_status status;

	status = articles_open(articles, ARTICLES_READ, &writing.articles, err);
	if (status == FORNIX_OK)
		status = vocabulary_open(vocabulary, &writing.vocabulary, err);
	writing.builder = suggest_builder_new();
	writing.analyzer = analyzer_new();
	writing.names = suggest_names_new(writing.analyzer);
	if (status == FORNIX_OK)
		status = add_all(&writing, glossary);
	if (status == FORNIX_OK)
		status = replace_file(&writing, folder);
	suggest_names_free(writing.names);
	analyzer_free(writing.analyzer);
	suggest_builder_free(writing.builder);
	vocabulary_free(writing.vocabulary);
	articles_free(writing.articles);
	return status;
}

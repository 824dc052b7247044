/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "vocabulary_write.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "analyze.h"
#include "articles.h"
#include "generation.h"
#include "misspellings.h"
#include "path.h"
#include "record.h"
#include "spell_distance.h"
#include "vocabulary_build.h"
#include "vocabulary_extras.h"

#define TITLE_WORDS_MAX 16

/* Letters of a misspelling for each edit that it may be away from a word of the title. */
#define LETTERS_AN_EDIT 3

struct writing {
	struct vocabulary_builder *builder;
	struct analyzer *analyzer;
	struct articles *articles;
	struct vocabulary_extras extras;
	size_t next_extra;
	struct vocabulary *before; /* the builder reads it */
	enum fornix_status status; /* of what a callback did */
	struct fornix_error *err;
};

struct words {
	size_t count;
	struct span items[TITLE_WORDS_MAX];
	char bytes[TITLE_WORDS_MAX][ANALYZE_WORD_MAX];
};

/*
 * Adds the extra words that come before a word, or all of them for NULL; says whether
 * the word is of the glossary, which is among them.
 */
static enum fornix_status
add_extras(struct writing *writing, const struct span *before, bool *ret_is_in_glossary)
{
	enum fornix_status status = FORNIX_OK;

	*ret_is_in_glossary = false;
	for (; writing->next_extra < writing->extras.count && status == FORNIX_OK;
	     writing->next_extra++) {
		const struct vocabulary_extra *extra =
		    &writing->extras.items[writing->next_extra];
		int order = before != NULL ? span_compare(extra->word, *before) : -1;

		if (order > 0)
			break;
		if (order == 0)
			*ret_is_in_glossary = extra->is_in_glossary;
		else
			status = vocabulary_builder_add(
			    writing->builder, extra->word, 0, 0, writing->err);
		if (order < 0 && extra->is_in_glossary && status == FORNIX_OK)
			vocabulary_builder_favour(writing->builder);
	}
	return status;
}

/* One without articles was an extra of the vocabulary before, or is no more. */
static enum fornix_status
add_word(struct writing *writing, struct span word, int64_t documents, int64_t weight)
{
	enum fornix_status status;
	bool is_in_glossary;

	if (documents <= 0)
		return FORNIX_OK;
	status = add_extras(writing, &word, &is_in_glossary);
	if (status == FORNIX_OK)
		status = vocabulary_builder_add(writing->builder, word, (uint32_t)documents,
		    weight > 0 ? (uint64_t)weight : 0, writing->err);
	if (status == FORNIX_OK && is_in_glossary)
		vocabulary_builder_favour(writing->builder);
	return status;
}

/* Both are in order of their bytes; before is NULL where all words are in list. */
static enum fornix_status
merge_words(struct writing *writing, const struct vocabulary *before,
    const struct word_count *list, size_t count)
{
	uint32_t old_count = before != NULL ? vocabulary_count(before) : 0, old = 0;
	enum fornix_status status = FORNIX_OK;
	struct vocabulary_word word = {.documents = 0};
	size_t i = 0;
	int order;

	while (status == FORNIX_OK && (old < old_count || i < count)) {
		if (old < old_count && !vocabulary_get(before, old, &word))
			return error_set(writing->err, FORNIX_ERR_CORRUPT,
			    "the vocabulary is damaged: rebuild the index");
		order = old == old_count ? 1
			: i == count     ? -1
					 : span_compare(word.text, list[i].word);
		if (order < 0)
			status = add_word(writing, word.text, word.documents, word.weight);
		else
			status = add_word(writing, list[i].word,
			    list[i].documents + (order == 0 ? (int64_t)word.documents : 0),
			    list[i].weight + (order == 0 ? (int64_t)word.weight : 0));
		old += order <= 0;
		i += order >= 0;
	}
	return status;
}

static enum fornix_status
add_words(struct writing *writing, const char *folder, const struct word_counts *words,
    bool are_changes)
{
	char *path CLEANUP_FREE = path_join(folder, VOCABULARY_FILE);
	struct vocabulary *before = NULL;
	struct word_count *list = NULL;
	enum fornix_status status;
	size_t count = 0;
	bool unused;

	status = word_counts_sorted(words, &list, &count, writing->err);
	if (status == FORNIX_OK && are_changes)
		status = vocabulary_open(path, &before, writing->err);
	if (status == FORNIX_OK && before != NULL)
		vocabulary_builder_change(writing->builder, before);
	if (status == FORNIX_OK)
		status = merge_words(writing, before, list, count);
	if (status == FORNIX_OK)
		status = add_extras(writing, NULL, &unused);
	writing->before = before;
	free(list);
	return status;
}

static void
take_word(const struct analyze_token *token, void *context)
{
	struct words *words = context;
	char *bytes;

	if (words->count == TITLE_WORDS_MAX || token->kind == ANALYZE_JOINED ||
	    analyze_is_stopword(token->word, token->word_length))
		return;
	bytes = words->bytes[words->count];
	memcpy(bytes, token->word, token->word_length);
	words->items[words->count++] = (struct span){bytes, token->word_length};
}

static void
split_words(struct writing *writing, struct span text, struct words *ret_words)
{
	ret_words->count = 0;
	analyze_text(writing->analyzer, text.data, text.length, 0, take_word, ret_words);
}

/* The word of the title with the fewest edits; an empty one when none is near. */
static struct span
nearest_word(const struct words *title, struct span wrong)
{
	unsigned best = (unsigned)wrong.length / LETTERS_AN_EDIT + 1, edits;
	struct span nearest = {NULL, 0};
	size_t i;

	for (i = 0; i < title->count; i++) {
		edits = spell_distance(wrong, title->items[i]);
		if (edits < best) {
			best = edits;
			nearest = title->items[i];
		}
	}
	return nearest;
}

static enum fornix_status
correct_by_title(struct writing *writing, const struct words *title, struct span wrong)
{
	struct buffer right CLEANUP_BUFFER;
	size_t i;

	buffer_init(&right, VOCABULARY_RIGHT_BYTES_MAX);
	for (i = 0; i < title->count; i++) {
		if (i > 0)
			buffer_append_char(&right, ' ');
		buffer_append(&right, title->items[i].data, title->items[i].length);
	}
	if (right.failed)
		return FORNIX_OK;
	return vocabulary_builder_correct(
	    writing->builder, wrong, (struct span){right.data, right.length}, writing->err);
}

/* Of several words each stands for the one of the title that it is near to. */
static enum fornix_status
add_misspelling(struct writing *writing, const struct words *title, struct span misspelling)
{
	enum fornix_status status = FORNIX_OK;
	struct words wrong;
	struct span right;
	size_t i;

	split_words(writing, misspelling, &wrong);
	for (i = 0; i < wrong.count && status == FORNIX_OK; i++) {
		right = nearest_word(title, wrong.items[i]);
		if (right.length > 0)
			status = vocabulary_builder_correct(
			    writing->builder, wrong.items[i], right, writing->err);
		else if (wrong.count == 1)
			status = correct_by_title(writing, title, wrong.items[i]);
	}
	return status;
}

static enum fornix_status
add_article(struct writing *writing, uint32_t document)
{
	enum fornix_status status;
	struct record record;
	struct words title;
	struct span bytes;
	unsigned i;

	status = articles_get(writing->articles, document, &bytes, writing->err);
	if (status == FORNIX_OK)
		status = record_open(bytes.data, bytes.length, &record, writing->err);
	if (status != FORNIX_OK || record.misspelling_count == 0)
		return status;
	split_words(writing, record.title, &title);
	for (i = 0; i < record.misspelling_count && status == FORNIX_OK; i++)
		status = add_misspelling(writing, &title, record_misspelling(&record, i));
	return status;
}

static bool
add_source(struct span path, const struct articles_source *source, void *context)
{
	struct writing *writing = context;

	(void)path;
	if (source->document != 0)
		writing->status = add_article(writing, source->document);
	return writing->status == FORNIX_OK;
}

static enum fornix_status
add_articles(struct writing *writing)
{
	enum fornix_status status;

	status = articles_sources(writing->articles, add_source, writing, writing->err);
	return status == FORNIX_OK ? writing->status : status;
}

static enum fornix_status
add_list(struct writing *writing)
{
	enum fornix_status status = FORNIX_OK;
	size_t i;

	for (i = 0; i < misspelling_count && status == FORNIX_OK; i++)
		status = vocabulary_builder_correct(writing->builder,
		    span_from_string(misspellings[i].wrong),
		    span_from_string(misspellings[i].right), writing->err);
	return status;
}

static enum fornix_status
replace_file(struct writing *writing, const char *folder)
{
	char *path CLEANUP_FREE = path_join(folder, VOCABULARY_FILE);

	if (unlink(path) < 0 && errno != ENOENT)
		return error_set_errno(
		    writing->err, FORNIX_ERR_IO, errno, "cannot remove '%s'", path);
	return vocabulary_builder_write(
	    writing->builder, path, articles_count(writing->articles), writing->err);
}

enum fornix_status
vocabulary_write(const char *folder, const struct word_counts *words, bool are_changes,
    struct span glossary, struct fornix_error *err)
{
	char *path CLEANUP_FREE = path_join(folder, GENERATION_ARTICLES);
	struct writing writing = {.err = err};
	enum fornix_status status;

	status = articles_open(path, ARTICLES_READ, &writing.articles, err);
	if (status != FORNIX_OK)
		return status;
	writing.builder = vocabulary_builder_new();
	writing.analyzer = analyzer_new();
	vocabulary_extras_init(&writing.extras, writing.analyzer, glossary);
	status = add_words(&writing, folder, words, are_changes);
	if (status == FORNIX_OK)
		status = add_articles(&writing);
	if (status == FORNIX_OK)
		status = add_list(&writing);
	if (status == FORNIX_OK)
		status = replace_file(&writing, folder);
	articles_free(writing.articles);
	vocabulary_extras_fini(&writing.extras);
	analyzer_free(writing.analyzer);
	vocabulary_builder_free(writing.builder);
	vocabulary_free(writing.before);
	return status;
}

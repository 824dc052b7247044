/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "suggest_file.h"

#include "analyze.h"
#include "mapped.h"
#include "suggest_format.h"
#include "xalloc.h"

struct table {
	const unsigned char *starts, *entries, *runs;
	uint32_t entry_count;
};

struct suggest_file {
	struct mapped mapped; /* nothing when the bytes are borrowed */
	size_t length;
	uint32_t article_count, phrase_count, phrase_word_count, word_count, text_bytes;
	const unsigned char *articles, *phrases, *phrase_words, *words, *text;
	struct table tables[SUGGEST_TABLES];
};

static enum fornix_status
fail_damaged(const char *name, struct fornix_error *err)
{
	return error_set(err, FORNIX_ERR_CORRUPT, "'%s' is damaged: rebuild the index", name);
}

/* Limits first, so that no sum of sizes below can overflow. */
static bool
read_header(struct suggest_file *file, const unsigned char *numbers)
{
	size_t i;

	file->article_count = suggest_number(numbers, SUGGEST_HEADER_ARTICLES);
	file->phrase_count = suggest_number(numbers, SUGGEST_HEADER_PHRASES);
	file->phrase_word_count = suggest_number(numbers, SUGGEST_HEADER_PHRASE_WORDS);
	file->word_count = suggest_number(numbers, SUGGEST_HEADER_WORDS);
	file->text_bytes = suggest_number(numbers, SUGGEST_HEADER_TEXT_BYTES);
	for (i = 0; i < SUGGEST_TABLES; i++) {
		file->tables[i].entry_count =
		    suggest_number(numbers, SUGGEST_HEADER_ENTRIES + i);
		if (file->tables[i].entry_count > SUGGEST_POSTINGS_MAX)
			return false;
	}
	return file->article_count <= SUGGEST_ARTICLES_MAX &&
	       file->phrase_count <= SUGGEST_PHRASES_MAX &&
	       file->phrase_word_count <= SUGGEST_POSTINGS_MAX &&
	       file->word_count <= SUGGEST_WORDS_MAX &&
	       file->text_bytes <= SUGGEST_TEXT_BYTES_MAX && file->text_bytes % 4 == 0;
}

/* Takes the next part; false when the file ends before it. */
static bool
take_part(const struct suggest_file *file, const unsigned char *bytes, uint64_t *at,
    uint64_t size, const unsigned char **ret_part)
{
	if (size > file->length - *at)
		return false;
	*ret_part = bytes + *at;
	*at += size;
	return true;
}

static bool
place_table(
    struct suggest_file *file, const unsigned char *bytes, uint64_t *at, struct table *table)
{
	return take_part(
		   file, bytes, at, ((uint64_t)file->word_count + 1) * 4, &table->starts) &&
	       take_part(file, bytes, at, (uint64_t)table->entry_count * 4, &table->entries) &&
	       take_part(file, bytes, at, suggest_runs(table->entry_count) * 4, &table->runs);
}

/* Finds the parts; false when they are not exactly what there is. */
static bool
place_parts(struct suggest_file *file, const unsigned char *bytes)
{
	uint64_t at = SUGGEST_HEADER_BYTES;
	bool is_good;
	size_t i;

	is_good = take_part(file, bytes, &at,
		      (uint64_t)file->article_count * SUGGEST_ARTICLE_BYTES, &file->articles) &&
		  take_part(file, bytes, &at,
		      (uint64_t)file->phrase_count * SUGGEST_PHRASE_BYTES, &file->phrases) &&
		  take_part(file, bytes, &at, (uint64_t)file->phrase_word_count * 4,
		      &file->phrase_words) &&
		  take_part(file, bytes, &at, (uint64_t)file->word_count * SUGGEST_WORD_BYTES,
		      &file->words);
	for (i = 0; i < SUGGEST_TABLES && is_good; i++)
		is_good = place_table(file, bytes, &at, &file->tables[i]);
	return is_good && take_part(file, bytes, &at, file->text_bytes, &file->text) &&
	       at == file->length;
}

/* Makes file a view of the bytes. */
static enum fornix_status
look_at(struct suggest_file *file, const unsigned char *bytes, size_t length, const char *name,
    struct fornix_error *err)
{
	uint32_t version;

	file->length = length;
	if (length < SUGGEST_HEADER_BYTES ||
	    memcmp(bytes, SUGGEST_MAGIC, SUGGEST_MAGIC_BYTES) != 0)
		return fail_damaged(name, err);
	version = suggest_number(bytes + SUGGEST_MAGIC_BYTES, SUGGEST_HEADER_VERSION);
	if (version != SUGGEST_VERSION)
		return error_set(err, FORNIX_ERR_CORRUPT,
		    "'%s' has format %u instead of %d: rebuild the index with this version",
		    name, version, SUGGEST_VERSION);
	if (!read_header(file, bytes + SUGGEST_MAGIC_BYTES) || !place_parts(file, bytes))
		return fail_damaged(name, err);
	return FORNIX_OK;
}

enum fornix_status
suggest_file_open_bytes(const void *bytes, size_t length, const char *name,
    struct suggest_file **ret_file, struct fornix_error *err)
{
	struct suggest_file *file = xcalloc(1, sizeof *file);
	enum fornix_status status = look_at(file, bytes, length, name, err);

	if (status == FORNIX_OK)
		*ret_file = file;
	else
		free(file);
	return status;
}

enum fornix_status
suggest_file_open(const char *path, struct suggest_file **ret_file, struct fornix_error *err)
{
	static const struct mapped_limits limits = {
	    .least = SUGGEST_HEADER_BYTES, .most = SUGGEST_FILE_BYTES_MAX, .is_hot = true};
	struct mapped mapped = {NULL, 0};
	enum fornix_status status = mapped_open(path, &limits, &mapped, err);

	if (status == FORNIX_OK)
		status =
		    suggest_file_open_bytes(mapped.bytes, mapped.length, path, ret_file, err);
	if (status == FORNIX_OK)
		(*ret_file)->mapped = mapped;
	else
		mapped_close(&mapped);
	return status;
}

void
suggest_file_free(struct suggest_file *file)
{
	if (file == NULL)
		return;
	mapped_close(&file->mapped);
	free(file);
}

/* False when the bytes are not within the text. */
static bool
get_text(const struct suggest_file *file, uint32_t at, uint32_t length, struct span *ret_text)
{
	if (at > file->text_bytes || length > file->text_bytes - at)
		return false;
	*ret_text = (struct span){(const char *)file->text + at, length};
	return true;
}

uint32_t
suggest_file_article_count(const struct suggest_file *file)
{
	return file->article_count;
}

uint32_t
suggest_file_word_count(const struct suggest_file *file)
{
	return file->word_count;
}

bool
suggest_file_word(
    const struct suggest_file *file, uint32_t number, struct suggest_word *ret_word)
{
	const unsigned char *entry;
	uint32_t length;

	if (number >= file->word_count)
		return false;
	entry = file->words + (size_t)number * SUGGEST_WORD_BYTES;
	length = suggest_number(entry, SUGGEST_WORD_LENGTH);
	ret_word->is_stopword = (length & SUGGEST_STOPWORD_BIT) != 0;
	ret_word->documents = suggest_number(entry, SUGGEST_WORD_DOCUMENTS);
	length &= ~SUGGEST_STOPWORD_BIT;
	return length <= ANALYZE_WORD_MAX &&
	       get_text(
		   file, suggest_number(entry, SUGGEST_WORD_TEXT), length, &ret_word->text);
}

bool
suggest_file_phrase(
    const struct suggest_file *file, uint32_t number, struct suggest_phrase *ret_phrase)
{
	const unsigned char *entry;
	uint32_t traits, first, length;

	if (number >= file->phrase_count)
		return false;
	entry = file->phrases + (size_t)number * SUGGEST_PHRASE_BYTES;
	traits = suggest_number(entry, SUGGEST_PHRASE_TRAITS);
	first = suggest_number(entry, SUGGEST_PHRASE_WORDS);
	length = suggest_number(entry, SUGGEST_PHRASE_LENGTH);
	ret_phrase->word_count = traits & 0xff;
	ret_phrase->kind = (enum suggest_kind)(traits >> 8 & 0xff);
	ret_phrase->letters = traits >> 16 & 0xff;
	ret_phrase->bonus = traits >> 24;
	ret_phrase->article = suggest_number(entry, SUGGEST_PHRASE_ARTICLE);
	if (ret_phrase->word_count > SUGGEST_PHRASE_WORDS_MAX ||
	    ret_phrase->kind >= SUGGEST_KINDS || ret_phrase->bonus > SUGGEST_BONUS_MAX ||
	    ret_phrase->letters > SUGGEST_PHRASE_LETTERS_MAX ||
	    length > SUGGEST_PHRASE_BYTES_MAX || first > file->phrase_word_count ||
	    ret_phrase->word_count > file->phrase_word_count - first)
		return false;
	ret_phrase->words = file->phrase_words + (size_t)first * 4;
	return get_text(
	    file, suggest_number(entry, SUGGEST_PHRASE_TEXT), length, &ret_phrase->text);
}

void
suggest_file_fetch_phrase(const struct suggest_file *file, uint32_t number)
{
	if (number < file->phrase_count)
		__builtin_prefetch(file->phrases + (size_t)number * SUGGEST_PHRASE_BYTES);
}

void
suggest_file_fetch_words(const struct suggest_file *file, uint32_t number)
{
	uint32_t first;

	if (number >= file->phrase_count)
		return;
	first = suggest_number(
	    file->phrases + (size_t)number * SUGGEST_PHRASE_BYTES, SUGGEST_PHRASE_WORDS);
	if (first < file->phrase_word_count)
		__builtin_prefetch(file->phrase_words + (size_t)first * 4);
}

uint32_t
suggest_phrase_word(const struct suggest_phrase *phrase, unsigned i)
{
	return suggest_number(phrase->words, i);
}

bool
suggest_file_article(
    const struct suggest_file *file, uint32_t number, struct suggest_article *ret_article)
{
	const unsigned char *entry;

	if (number >= file->article_count)
		return false;
	entry = file->articles + (size_t)number * SUGGEST_ARTICLE_BYTES;
	ret_article->title = suggest_number(entry, SUGGEST_ARTICLE_TITLE);
	return get_text(file, suggest_number(entry, SUGGEST_ARTICLE_ID),
		   suggest_number(entry, SUGGEST_ARTICLE_ID_LENGTH), &ret_article->id) &&
	       get_text(file, suggest_number(entry, SUGGEST_ARTICLE_URL),
		   suggest_number(entry, SUGGEST_ARTICLE_URL_LENGTH), &ret_article->url);
}

struct suggest_list
suggest_file_list(const struct suggest_file *file, enum suggest_table table,
    uint32_t first_word, uint32_t end_word)
{
	const struct table *of = &file->tables[table];
	uint32_t start, end;

	if (first_word >= end_word || end_word > file->word_count)
		return (struct suggest_list){0, 0};
	start = suggest_number(of->starts, first_word);
	end = suggest_number(of->starts, end_word);
	if (start > end || end > of->entry_count)
		return (struct suggest_list){0, 0};
	return (struct suggest_list){start, end};
}

uint32_t
suggest_file_entry(const struct suggest_file *file, enum suggest_table table, uint32_t i)
{
	return suggest_number(file->tables[table].entries, i);
}

uint32_t
suggest_file_run_best(const struct suggest_file *file, enum suggest_table table, uint32_t run)
{
	return suggest_number(file->tables[table].runs, run);
}

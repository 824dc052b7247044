/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "suggest_build.h"

#include "file.h"
#include "suggest_cost.h"
#include "suggest_format.h"
#include "suggest_parts.h"
#include "xalloc.h"

/* A bonus for each doubling of how often a completion comes. */
#define BONUS_DOUBLED 9

struct table {
	uint32_t *starts, *entries;
	size_t entry_count;
};

/* What is known once all is there. */
struct making {
	const struct suggest_builder *builder;
	uint32_t *order; /* places of the words, in order of their bytes */
	struct table tables[SUGGEST_TABLES];
};

static int
compare_words(const void *a, const void *b, void *context)
{
	const struct suggest_builder *builder = context;
	const struct suggest_builder_word *x = &builder->words[*(const uint32_t *)a];
	const struct suggest_builder_word *y = &builder->words[*(const uint32_t *)b];

	return span_compare((struct span){builder->text.data + x->text, x->length},
	    (struct span){builder->text.data + y->text, y->length});
}

static void
sort_words(struct suggest_builder *builder, struct making *making)
{
	size_t i;

	making->order = xcalloc(builder->word_count, sizeof *making->order);
	for (i = 0; i < builder->word_count; i++)
		making->order[i] = (uint32_t)i;
	if (builder->word_count > 0)
		qsort_r(making->order, builder->word_count, sizeof *making->order,
		    compare_words, builder);
	for (i = 0; i < builder->word_count; i++)
		builder->words[making->order[i]].number = (uint32_t)i;
}

static void
weigh_completions(struct suggest_builder *builder)
{
	size_t i;

	for (i = 0; i < builder->phrase_count; i++) {
		struct suggest_builder_phrase *phrase = &builder->phrases[i];
		uint32_t count;

		if (phrase->article != SUGGEST_NONE)
			continue;
		phrase->bonus = 0;
		for (count = phrase->count; count > 1; count /= 2)
			phrase->bonus += BONUS_DOUBLED;
		if (phrase->bonus > SUGGEST_BONUS_MAX)
			phrase->bonus = SUGGEST_BONUS_MAX;
	}
}

static const uint32_t *
words_of(const struct suggest_builder *builder, const struct suggest_builder_phrase *phrase)
{
	return builder->phrase_words + phrase->words;
}

static bool
is_repeated(const uint32_t *words, unsigned i)
{
	unsigned j;

	for (j = 0; j < i && words[j] != words[i]; j++)
		;
	return j < i;
}

typedef void take_entry(
    struct table *table, const struct suggest_builder_word *word, uint32_t entry);

static void
count_entry(struct table *table, const struct suggest_builder_word *word, uint32_t entry)
{
	(void)entry;
	table->starts[word->number + 2]++;
	table->entry_count++;
}

static void
put_entry(struct table *table, const struct suggest_builder_word *word, uint32_t entry)
{
	table->entries[table->starts[word->number + 1]++] = entry;
}

/* Calls back for every word of every phrase with what is filed under the word. */
static void
each_entry(struct making *making, take_entry *take)
{
	const struct suggest_builder *builder = making->builder;
	size_t i;

	for (i = 0; i < builder->phrase_count; i++) {
		const struct suggest_builder_phrase *phrase = &builder->phrases[i];
		const uint32_t *words = words_of(builder, phrase);
		struct table *table = &making->tables[suggest_builder_table(phrase)];
		bool is_first = true;
		unsigned j, cost;

		for (j = 0; j < phrase->word_count; j++) {
			const struct suggest_builder_word *word = &builder->words[words[j]];

			cost =
			    suggest_cost_phrase(phrase->kind, phrase->letters, phrase->bonus) +
			    (is_first ? 0 : SUGGEST_COST_LATER);
			if (!is_repeated(words, j))
				take(table, word, cost << SUGGEST_PHRASE_BITS | (uint32_t)i);
			is_first = is_first && word->is_stopword;
		}
	}
}

static int
compare_entries(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/*
 * Two passes: the first counts what comes under each word, which says where its
 * entries begin, the second puts them there.  starts has two numbers more than
 * there are words and is used shifted by two and then by one, so that it ends as
 * it should be.
 */
static enum fornix_status
make_tables(struct making *making, struct fornix_error *err)
{
	size_t words = making->builder->word_count, i, j;

	for (i = 0; i < SUGGEST_TABLES; i++)
		making->tables[i].starts = xcalloc(words + 2, sizeof(uint32_t));
	each_entry(making, count_entry);
	for (i = 0; i < SUGGEST_TABLES; i++) {
		struct table *table = &making->tables[i];

		if (table->entry_count > SUGGEST_POSTINGS_MAX)
			return error_set(err, FORNIX_ERR_LIMIT,
			    "more than %u words in names and headings: index fewer articles",
			    SUGGEST_POSTINGS_MAX);
		for (j = 2; j < words + 2; j++)
			table->starts[j] += table->starts[j - 1];
		table->entries = xcalloc(table->entry_count, sizeof(uint32_t));
	}
	each_entry(making, put_entry);
	for (i = 0; i < SUGGEST_TABLES; i++) {
		struct table *table = &making->tables[i];

		for (j = 0; j < words; j++)
			qsort(table->entries + table->starts[j],
			    table->starts[j + 1] - table->starts[j], sizeof(uint32_t),
			    compare_entries);
	}
	return FORNIX_OK;
}

static void
put_number(struct buffer *out, uint32_t number)
{
	unsigned char bytes[4];

	suggest_put_number(bytes, 0, number);
	buffer_append(out, bytes, sizeof bytes);
}

static void
put_header(const struct making *making, struct buffer *out)
{
	const struct suggest_builder *builder = making->builder;
	unsigned char header[SUGGEST_HEADER_NUMBERS * 4];
	size_t i;

	suggest_put_number(header, SUGGEST_HEADER_VERSION, SUGGEST_VERSION);
	suggest_put_number(header, SUGGEST_HEADER_ARTICLES, (uint32_t)builder->article_count);
	suggest_put_number(header, SUGGEST_HEADER_PHRASES, (uint32_t)builder->phrase_count);
	suggest_put_number(
	    header, SUGGEST_HEADER_PHRASE_WORDS, (uint32_t)builder->phrase_word_count);
	suggest_put_number(header, SUGGEST_HEADER_WORDS, (uint32_t)builder->word_count);
	for (i = 0; i < SUGGEST_TABLES; i++)
		suggest_put_number(header, SUGGEST_HEADER_ENTRIES + i,
		    (uint32_t)making->tables[i].entry_count);
	suggest_put_number(header, SUGGEST_HEADER_TEXT_BYTES, (uint32_t)builder->text.length);
	buffer_append(out, SUGGEST_MAGIC, SUGGEST_MAGIC_BYTES);
	buffer_append(out, header, sizeof header);
}

static void
put_articles(const struct suggest_builder *builder, struct buffer *out)
{
	unsigned char entry[SUGGEST_ARTICLE_BYTES];
	size_t i;

	for (i = 0; i < builder->article_count; i++) {
		const struct suggest_builder_article *article = &builder->articles[i];

		suggest_put_number(entry, SUGGEST_ARTICLE_ID, article->id);
		suggest_put_number(entry, SUGGEST_ARTICLE_ID_LENGTH, article->id_length);
		suggest_put_number(entry, SUGGEST_ARTICLE_URL, article->url);
		suggest_put_number(entry, SUGGEST_ARTICLE_URL_LENGTH, article->url_length);
		suggest_put_number(entry, SUGGEST_ARTICLE_TITLE, article->title);
		buffer_append(out, entry, sizeof entry);
	}
}

static void
put_phrases(const struct suggest_builder *builder, struct buffer *out)
{
	unsigned char entry[SUGGEST_PHRASE_BYTES];
	size_t i;

	for (i = 0; i < builder->phrase_count; i++) {
		const struct suggest_builder_phrase *phrase = &builder->phrases[i];

		suggest_put_number(entry, SUGGEST_PHRASE_TEXT, phrase->text);
		suggest_put_number(entry, SUGGEST_PHRASE_LENGTH, phrase->length);
		suggest_put_number(entry, SUGGEST_PHRASE_WORDS, phrase->words);
		suggest_put_number(entry, SUGGEST_PHRASE_ARTICLE, phrase->article);
		suggest_put_number(entry, SUGGEST_PHRASE_TRAITS,
		    phrase->word_count | (uint32_t)phrase->kind << 8 | phrase->letters << 16 |
			phrase->bonus << 24);
		buffer_append(out, entry, sizeof entry);
	}
	for (i = 0; i < builder->phrase_word_count; i++)
		put_number(out, builder->words[builder->phrase_words[i]].number);
}

static void
put_words(const struct making *making, struct buffer *out)
{
	unsigned char entry[SUGGEST_WORD_BYTES];
	size_t i;

	for (i = 0; i < making->builder->word_count; i++) {
		const struct suggest_builder_word *word =
		    &making->builder->words[making->order[i]];

		suggest_put_number(entry, SUGGEST_WORD_TEXT, word->text);
		suggest_put_number(entry, SUGGEST_WORD_LENGTH,
		    word->length | (word->is_stopword ? SUGGEST_STOPWORD_BIT : 0));
		suggest_put_number(entry, SUGGEST_WORD_DOCUMENTS, word->documents);
		buffer_append(out, entry, sizeof entry);
	}
}

static void
put_table(const struct table *table, size_t words, struct buffer *out)
{
	uint32_t best = UINT32_MAX;
	size_t i;

	for (i = 0; i <= words; i++)
		put_number(out, table->starts[i]);
	for (i = 0; i < table->entry_count; i++)
		put_number(out, table->entries[i]);
	for (i = 0; i < table->entry_count; i++) {
		best = table->entries[i] < best ? table->entries[i] : best;
		if (i % SUGGEST_RUN == SUGGEST_RUN - 1 || i + 1 == table->entry_count) {
			put_number(out, best);
			best = UINT32_MAX;
		}
	}
}

static enum fornix_status
write_parts(struct suggest_builder *builder, const struct making *making, const char *path,
    struct fornix_error *err)
{
	struct buffer file CLEANUP_BUFFER;
	enum fornix_status status;
	struct span piece;
	size_t i;

	buffer_init(&file, SUGGEST_FILE_BYTES_MAX);
	while (builder->text.length % 4 != 0)
		buffer_append_char(&builder->text, '\0');
	put_header(making, &file);
	put_articles(builder, &file);
	put_phrases(builder, &file);
	put_words(making, &file);
	for (i = 0; i < SUGGEST_TABLES; i++)
		put_table(&making->tables[i], builder->word_count, &file);
	buffer_append(&file, builder->text.data, builder->text.length);
	status = buffer_finish(&file, "the suggestions", err);
	if (status != FORNIX_OK)
		return status;
	piece = (struct span){file.data, file.length};
	return file_create(path, &piece, 1, err);
}

enum fornix_status
suggest_builder_write(
    struct suggest_builder *builder, const char *path, struct fornix_error *err)
{
	struct making making = {.builder = builder};
	enum fornix_status status;
	size_t i;

	sort_words(builder, &making);
	weigh_completions(builder);
	status = make_tables(&making, err);
	if (status == FORNIX_OK)
		status = write_parts(builder, &making, path, err);
	for (i = 0; i < SUGGEST_TABLES; i++) {
		free(making.tables[i].starts);
		free(making.tables[i].entries);
	}
	free(making.order);
	return status;
}

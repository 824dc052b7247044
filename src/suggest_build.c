/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "suggest_build.h"

#include "escape.h"
#include "suggest_parts.h"
#include "xalloc.h"

#define SET_SIZE_FIRST 1024

struct suggest_builder *
suggest_builder_new(void)
{
	struct suggest_builder *builder = xcalloc(1, sizeof *builder);

	buffer_init(&builder->text, SUGGEST_TEXT_BYTES_MAX - 4);
	builder->analyzer = analyzer_new();
	return builder;
}

void
suggest_builder_free(struct suggest_builder *builder)
{
	if (builder == NULL)
		return;
	buffer_fini(&builder->text);
	analyzer_free(builder->analyzer);
	free(builder->words);
	free(builder->phrases);
	free(builder->phrase_words);
	free(builder->articles);
	free(builder->word_set.slots);
	free(builder->phrase_set.slots);
	free(builder);
}

static uint64_t
hash_bytes(uint64_t h, const void *bytes, size_t length)
{
	const unsigned char *at = bytes;
	size_t i;

	for (i = 0; i < length; i++)
		h = (h ^ at[i]) * 0x100000001b3u;
	return h ^ h >> 29;
}

#define HASH_START 0xcbf29ce484222325u

/* Appends the bytes; returns where they are. */
static uint32_t
add_text(struct suggest_builder *builder, struct span text)
{
	uint32_t at = (uint32_t)builder->text.length;

	buffer_append(&builder->text, text.data, text.length);
	return at;
}

static enum fornix_status
check_text(const struct suggest_builder *builder, struct fornix_error *err)
{
	return buffer_finish(&builder->text, "the suggestions' text", err);
}

typedef uint64_t hash_place(const struct suggest_builder *builder, uint32_t place);

/* Makes room for one more than the count that is in it. */
static void
grow_set(const struct suggest_builder *builder, struct suggest_set *set, size_t count,
    hash_place *hash)
{
	size_t i, slot;

	if (2 * (count + 1) <= set->size)
		return;
	free(set->slots);
	set->size = set->size > 0 ? 2 * set->size : SET_SIZE_FIRST;
	set->slots = xcalloc(set->size, sizeof *set->slots);
	for (i = 0; i < count; i++) {
		slot = hash(builder, (uint32_t)i) & (set->size - 1);
		while (set->slots[slot] != 0)
			slot = (slot + 1) & (set->size - 1);
		set->slots[slot] = (uint32_t)i + 1;
	}
}

static struct span
word_text(const struct suggest_builder *builder, uint32_t place)
{
	const struct suggest_builder_word *word = &builder->words[place];

	return (struct span){builder->text.data + word->text, word->length};
}

static uint64_t
hash_word(const struct suggest_builder *builder, uint32_t place)
{
	struct span text = word_text(builder, place);

	return hash_bytes(HASH_START, text.data, text.length);
}

/* The slot of the word, or the free one where it belongs. */
static size_t
find_word(const struct suggest_builder *builder, struct span word)
{
	const struct suggest_set *set = &builder->word_set;
	size_t slot = hash_bytes(HASH_START, word.data, word.length) & (set->size - 1);

	while (set->slots[slot] != 0 &&
	       !span_equals(word_text(builder, set->slots[slot] - 1), word))
		slot = (slot + 1) & (set->size - 1);
	return slot;
}

static enum fornix_status
intern_word(struct suggest_builder *builder, struct span word, uint32_t *ret_place,
    struct fornix_error *err)
{
	size_t slot;

	grow_set(builder, &builder->word_set, builder->word_count, hash_word);
	slot = find_word(builder, word);
	if (builder->word_set.slots[slot] != 0) {
		*ret_place = builder->word_set.slots[slot] - 1;
		return FORNIX_OK;
	}
	if (builder->word_count == SUGGEST_WORDS_MAX)
		return error_set(err, FORNIX_ERR_LIMIT,
		    "more than %u different words: index fewer articles", SUGGEST_WORDS_MAX);
	XALLOC_GROW(builder->words, builder->word_count, builder->word_capacity);
	builder->words[builder->word_count] =
	    (struct suggest_builder_word){.text = add_text(builder, word),
		.length = (uint32_t)word.length,
		.is_stopword = analyze_is_stopword(word.data, word.length)};
	*ret_place = (uint32_t)builder->word_count++;
	builder->word_set.slots[slot] = *ret_place + 1;
	return check_text(builder, err);
}

enum fornix_status
suggest_builder_word(struct suggest_builder *builder, struct span word, uint32_t documents,
    struct fornix_error *err)
{
	enum fornix_status status;
	uint32_t place;

	if (word.length == 0 || word.length > ANALYZE_WORD_MAX)
		return FORNIX_OK;
	status = intern_word(builder, word, &place, err);
	if (status == FORNIX_OK)
		builder->words[place].documents = documents;
	return status;
}

/* The words of a text, as places in the builder's list. */
struct splitting {
	struct suggest_builder *builder;
	struct fornix_error *err;
	enum fornix_status status;
	unsigned count, letters;
	uint32_t words[SUGGEST_PHRASE_WORDS_MAX];
};

static void
take_word(const struct analyze_token *token, void *context)
{
	struct splitting *splitting = context;
	struct span word = {token->word, token->word_length};

	if (token->kind != ANALYZE_JOINED)
		splitting->letters += (unsigned)token->word_length;
	if (splitting->status != FORNIX_OK || splitting->count == SUGGEST_PHRASE_WORDS_MAX)
		return;
	splitting->status = intern_word(
	    splitting->builder, word, &splitting->words[splitting->count], splitting->err);
	splitting->count++;
}

static enum fornix_status
split(struct suggest_builder *builder, struct span text, struct splitting *ret_splitting,
    struct fornix_error *err)
{
	*ret_splitting = (struct splitting){.builder = builder, .err = err};
	analyze_text(builder->analyzer, text.data, text.length, 0, take_word, ret_splitting);
	if (ret_splitting->letters > SUGGEST_PHRASE_LETTERS_MAX)
		ret_splitting->letters = SUGGEST_PHRASE_LETTERS_MAX;
	return ret_splitting->status;
}

struct rarity {
	const struct suggest_builder *builder;
	uint32_t documents;
	bool is_known;
};

static void
take_rarity(const struct analyze_token *token, void *context)
{
	struct rarity *rarity = context;
	struct span word = {token->word, token->word_length};
	uint32_t place, documents = 0;

	if (token->kind == ANALYZE_JOINED || analyze_is_stopword(word.data, word.length))
		return;
	if (rarity->builder->word_set.size > 0) {
		place = rarity->builder->word_set.slots[find_word(rarity->builder, word)];
		documents = place > 0 ? rarity->builder->words[place - 1].documents : 0;
	}
	if (!rarity->is_known || documents < rarity->documents)
		rarity->documents = documents;
	rarity->is_known = true;
}

uint32_t
suggest_builder_rarity(struct suggest_builder *builder, struct span text)
{
	struct rarity rarity = {.builder = builder};

	analyze_text(builder->analyzer, text.data, text.length, 0, take_rarity, &rarity);
	return rarity.documents;
}

static uint64_t
hash_words(uint32_t article, const uint32_t *words, size_t count)
{
	return hash_bytes(
	    hash_bytes(HASH_START, &article, sizeof article), words, count * sizeof *words);
}

static uint64_t
hash_phrase(const struct suggest_builder *builder, uint32_t place)
{
	const struct suggest_builder_phrase *phrase = &builder->phrases[place];

	return hash_words(
	    phrase->article, builder->phrase_words + phrase->words, phrase->word_count);
}

/* The slot of the phrase with these words, or the free one where it belongs. */
static size_t
find_phrase(
    const struct suggest_builder *builder, uint32_t article, const struct splitting *splitting)
{
	const struct suggest_set *set = &builder->phrase_set;
	size_t slot = hash_words(article, splitting->words, splitting->count) & (set->size - 1);
	const struct suggest_builder_phrase *phrase;

	for (; set->slots[slot] != 0; slot = (slot + 1) & (set->size - 1)) {
		phrase = &builder->phrases[set->slots[slot] - 1];
		if (phrase->article == article && phrase->word_count == splitting->count &&
		    memcmp(builder->phrase_words + phrase->words, splitting->words,
			splitting->count * sizeof *splitting->words) == 0)
			break;
	}
	return slot;
}

static void
append_phrase(struct suggest_builder *builder, struct span text, enum suggest_kind kind,
    uint32_t article, const struct splitting *splitting)
{
	unsigned bonus = article != SUGGEST_NONE ? builder->articles[article].bonus : 0;
	unsigned i;

	XALLOC_GROW(builder->phrases, builder->phrase_count, builder->phrase_capacity);
	builder->phrases[builder->phrase_count++] =
	    (struct suggest_builder_phrase){.text = add_text(builder, text),
		.length = (uint32_t)text.length,
		.words = (uint32_t)builder->phrase_word_count,
		.article = article,
		.count = 1,
		.kind = kind,
		.word_count = splitting->count,
		.letters = splitting->letters,
		.bonus = bonus};
	for (i = 0; i < splitting->count; i++) {
		XALLOC_GROW(builder->phrase_words, builder->phrase_word_count,
		    builder->phrase_word_capacity);
		builder->phrase_words[builder->phrase_word_count++] = splitting->words[i];
	}
}

static enum fornix_status
add_phrase(struct suggest_builder *builder, struct span text, enum suggest_kind kind,
    uint32_t article, const struct splitting *splitting, struct fornix_error *err)
{
	size_t slot;

	grow_set(builder, &builder->phrase_set, builder->phrase_count, hash_phrase);
	slot = find_phrase(builder, article, splitting);
	if (builder->phrase_set.slots[slot] != 0) {
		builder->phrases[builder->phrase_set.slots[slot] - 1].count++;
		return FORNIX_OK;
	}
	if (kind != SUGGEST_TITLE &&
	    builder->phrase_count - builder->article_count >= SUGGEST_OTHERS_MAX)
		return FORNIX_OK;
	if (builder->phrase_count == SUGGEST_PHRASES_MAX ||
	    builder->phrase_word_count > SUGGEST_POSTINGS_MAX - SUGGEST_PHRASE_WORDS_MAX)
		return error_set(err, FORNIX_ERR_LIMIT,
		    "more than %u names and headings to suggest: index fewer articles",
		    SUGGEST_PHRASES_MAX);
	append_phrase(builder, text, kind, article, splitting);
	builder->phrase_set.slots[slot] = (uint32_t)builder->phrase_count;
	return check_text(builder, err);
}

enum fornix_status
suggest_builder_article(struct suggest_builder *builder, struct span id, struct span url,
    struct span title, unsigned bonus, uint32_t *ret_article, struct fornix_error *err)
{
	struct splitting splitting;
	enum fornix_status status;
	uint32_t article = (uint32_t)builder->article_count;

	if (builder->article_count == SUGGEST_ARTICLES_MAX)
		return error_set(err, FORNIX_ERR_LIMIT,
		    "more than %u articles to suggest: index fewer", SUGGEST_ARTICLES_MAX);
	title.length = escape_utf8_cut(title.data, title.length, SUGGEST_PHRASE_BYTES_MAX);
	status = split(builder, title, &splitting, err);
	if (status != FORNIX_OK)
		return status;
	XALLOC_GROW(builder->articles, builder->article_count, builder->article_capacity);
	builder->articles[builder->article_count++] =
	    (struct suggest_builder_article){.id = add_text(builder, id),
		.id_length = (uint32_t)id.length,
		.url = add_text(builder, url),
		.url_length = (uint32_t)url.length,
		.title = (uint32_t)builder->phrase_count,
		.bonus = bonus};
	*ret_article = article;
	return add_phrase(builder, title, SUGGEST_TITLE, article, &splitting, err);
}

enum fornix_status
suggest_builder_phrase(struct suggest_builder *builder, struct span text,
    enum suggest_kind kind, uint32_t article, struct fornix_error *err)
{
	struct splitting splitting;
	enum fornix_status status;

	if (text.length == 0 || text.length > SUGGEST_PHRASE_BYTES_MAX)
		return FORNIX_OK;
	status = split(builder, text, &splitting, err);
	if (status != FORNIX_OK || splitting.count == 0)
		return status;
	return add_phrase(builder, text, kind, article, &splitting, err);
}

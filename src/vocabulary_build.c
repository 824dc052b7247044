/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "vocabulary_build.h"

#include "vocabulary_parts.h"
#include "vocabulary_table.h"
#include "xalloc.h"

struct vocabulary_builder *
vocabulary_builder_new(void)
{
	struct vocabulary_builder *builder = xcalloc(1, sizeof *builder);

	buffer_init(&builder->text, VOCABULARY_TEXT_BYTES_MAX - 4);
	builder->analyzer = analyzer_new();
	return builder;
}

void
vocabulary_builder_free(struct vocabulary_builder *builder)
{
	if (builder == NULL)
		return;
	buffer_fini(&builder->text);
	analyzer_free(builder->analyzer);
	free(builder->words);
	free(builder->corrections);
	free(builder->numbers_before);
	free(builder->anew);
	free(builder);
}

void
vocabulary_builder_change(struct vocabulary_builder *builder, const struct vocabulary *before)
{
	uint32_t count = vocabulary_count(before), i;

	builder->before = before;
	builder->numbers_before = xcalloc(count, sizeof *builder->numbers_before);
	for (i = 0; i < count; i++)
		builder->numbers_before[i] = VOCABULARY_TABLE_GONE;
}

static struct span
text_at(const struct vocabulary_builder *builder, uint32_t at, uint32_t length)
{
	return (struct span){builder->text.data + at, length};
}

static struct span
word_text(const struct vocabulary_builder *builder, const struct vocabulary_builder_word *word)
{
	return text_at(builder, word->text, word->length);
}

/* Appends the bytes; returns where they are. */
static uint32_t
add_text(struct vocabulary_builder *builder, struct span text)
{
	uint32_t at = (uint32_t)builder->text.length;

	buffer_append(&builder->text, text.data, text.length);
	return at;
}

static uint64_t
hash(const char *bytes, size_t length)
{
	uint64_t h = 0xcbf29ce484222325u;
	size_t i;

	for (i = 0; i < length; i++)
		h = (h ^ (unsigned char)bytes[i]) * 0x100000001b3u;
	return h;
}

static void
take_stem(const struct analyze_token *token, void *context)
{
	uint64_t *stem = context;

	*stem = hash(token->stem, token->stem_length);
}

uint64_t
vocabulary_builder_stem_hash(struct vocabulary_builder *builder, struct span word)
{
	uint64_t stem = hash(word.data, word.length);

	analyze_text(builder->analyzer, word.data, word.length, 0, take_stem, &stem);
	return stem;
}

/* What the vocabulary before knew of the word added last: most words are as they were. */
static void
find_before(struct vocabulary_builder *builder, struct span word)
{
	uint32_t count = builder->before != NULL ? vocabulary_count(builder->before) : 0;
	uint32_t number = (uint32_t)(builder->word_count - 1);
	struct vocabulary_builder_word *added = &builder->words[number];
	struct vocabulary_word known = {.documents = 0};
	int order = 1;

	while (builder->next_before < count &&
	       (!vocabulary_get(builder->before, builder->next_before, &known) ||
		   (order = span_compare(known.text, word)) < 0))
		builder->next_before++;
	added->is_known = builder->next_before < count && order == 0;
	if (added->is_known) {
		added->stem = known.stem;
		if (known.weight == added->weight)
			builder->numbers_before[builder->next_before] = number;
		builder->next_before++;
	} else {
		added->stem_hash = vocabulary_builder_stem_hash(builder, word);
	}
	if (builder->before == NULL || (added->is_known && known.weight == added->weight))
		return;
	XALLOC_GROW(builder->anew, builder->anew_count, builder->anew_capacity);
	builder->anew[builder->anew_count++] = number;
}

enum fornix_status
vocabulary_builder_add(struct vocabulary_builder *builder, struct span word, uint32_t documents,
    uint64_t weight, struct fornix_error *err)
{
	struct vocabulary_builder_word *added;

	if (word.length == 0 || word.length > VOCABULARY_WORD_LENGTH_MAX)
		return FORNIX_OK;
	if (builder->word_count > 0 &&
	    span_compare(word_text(builder, &builder->words[builder->word_count - 1]), word) >=
		0)
		return error_set(err, FORNIX_ERR_INTERNAL, "the word '%.*s' is out of order",
		    (int)word.length, word.data);
	if (builder->word_count == VOCABULARY_WORDS_MAX)
		return error_set(err, FORNIX_ERR_LIMIT,
		    "more than %u different words: index fewer articles", VOCABULARY_WORDS_MAX);
	XALLOC_GROW(builder->words, builder->word_count, builder->word_capacity);
	added = &builder->words[builder->word_count++];
	*added = (struct vocabulary_builder_word){.text = add_text(builder, word),
	    .length = (uint32_t)word.length,
	    .documents = documents,
	    .weight = weight > UINT32_MAX ? UINT32_MAX : (uint32_t)weight};
	find_before(builder, word);
	return buffer_finish(&builder->text, "the vocabulary's text", err);
}

void
vocabulary_builder_favour(struct vocabulary_builder *builder)
{
	if (builder->word_count > 0)
		builder->words[builder->word_count - 1].is_in_glossary = true;
}

static const struct vocabulary_builder_word *
find_word(const struct vocabulary_builder *builder, struct span word)
{
	size_t low = 0, high = builder->word_count, middle;
	int order;

	while (low < high) {
		middle = low + (high - low) / 2;
		order = span_compare(word, word_text(builder, &builder->words[middle]));
		if (order == 0)
			return &builder->words[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

bool
vocabulary_builder_knows(const struct vocabulary_builder *builder, struct span word)
{
	return find_word(builder, word) != NULL;
}

/* What nothing can be found by stands for no misspelling. */
static bool
leads_somewhere(const struct vocabulary_builder *builder, struct span word)
{
	const struct vocabulary_builder_word *found = find_word(builder, word);

	return found != NULL && (found->weight > 0 || found->is_in_glossary);
}

static bool
knows_all(const struct vocabulary_builder *builder, struct span words)
{
	const char *space;
	struct span word;

	while ((space = memchr(words.data, ' ', words.length)) != NULL) {
		word = (struct span){words.data, (size_t)(space - words.data)};
		if (!leads_somewhere(builder, word))
			return false;
		words.length -= word.length + 1;
		words.data = space + 1;
	}
	return leads_somewhere(builder, words);
}

enum fornix_status
vocabulary_builder_correct(struct vocabulary_builder *builder, struct span wrong,
    struct span right, struct fornix_error *err)
{
	struct vocabulary_builder_correction *added;

	if (wrong.length == 0 || wrong.length > VOCABULARY_WORD_LENGTH_MAX ||
	    right.length == 0 || right.length > VOCABULARY_RIGHT_BYTES_MAX ||
	    vocabulary_builder_knows(builder, wrong) || !knows_all(builder, right))
		return FORNIX_OK;
	if (builder->correction_count == VOCABULARY_CORRECTIONS_MAX)
		return error_set(err, FORNIX_ERR_LIMIT,
		    "more than %d misspellings: name fewer in the articles",
		    VOCABULARY_CORRECTIONS_MAX);
	XALLOC_GROW(
	    builder->corrections, builder->correction_count, builder->correction_capacity);
	added = &builder->corrections[builder->correction_count];
	*added = (struct vocabulary_builder_correction){.wrong = add_text(builder, wrong),
	    .wrong_length = (uint32_t)wrong.length,
	    .right = add_text(builder, right),
	    .right_length = (uint32_t)right.length,
	    .order = builder->correction_count++};
	return buffer_finish(&builder->text, "the vocabulary's text", err);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "vocabulary_build.h"

#include "file.h"
#include "vocabulary_format.h"
#include "vocabulary_parts.h"
#include "vocabulary_table.h"
#include "xalloc.h"

static struct span
text_at(const struct vocabulary_builder *builder, uint32_t at, uint32_t length)
{
	return (struct span){builder->text.data + at, length};
}

static int
compare_corrections(const void *a, const void *b, void *context)
{
	const struct vocabulary_builder_correction *x = a, *y = b;
	const struct vocabulary_builder *builder = context;
	int order = span_compare(text_at(builder, x->wrong, x->wrong_length),
	    text_at(builder, y->wrong, y->wrong_length));

	return order != 0 ? order : (x->order > y->order) - (x->order < y->order);
}

/* Whether one before the correction at i, for the same wrong word, says the same. */
static bool
is_repeated(const struct vocabulary_builder *builder,
    const struct vocabulary_builder_correction *list, size_t count,
    const struct vocabulary_builder_correction *correction)
{
	struct span wrong = text_at(builder, correction->wrong, correction->wrong_length);
	struct span right = text_at(builder, correction->right, correction->right_length);

	for (; count > 0; count--) {
		const struct vocabulary_builder_correction *other = &list[count - 1];

		if (!span_equals(text_at(builder, other->wrong, other->wrong_length), wrong))
			return false;
		if (span_equals(text_at(builder, other->right, other->right_length), right))
			return true;
	}
	return false;
}

static void
sort_corrections(struct vocabulary_builder *builder)
{
	struct vocabulary_builder_correction *list = builder->corrections;
	size_t i, kept = 0;

	if (builder->correction_count == 0)
		return;
	qsort_r(list, builder->correction_count, sizeof *list, compare_corrections, builder);
	for (i = 0; i < builder->correction_count; i++) {
		if (!is_repeated(builder, list, kept, &list[i]))
			list[kept++] = list[i];
	}
	builder->correction_count = kept;
}

static int
compare_weights(const void *a, const void *b, void *context)
{
	const struct vocabulary_builder_word *words = context;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	if (words[x].weight != words[y].weight)
		return words[x].weight < words[y].weight ? 1 : -1;
	return (x > y) - (x < y);
}

/* What is made from the words before anything is written. */
struct making {
	struct span *texts;
	uint32_t *weights;
	uint32_t *order;
	struct vocabulary_table tables[VOCABULARY_KINDS];
};

static void
making_fini(struct making *making)
{
	int i;

	free(making->texts);
	free(making->weights);
	free(making->order);
	for (i = 0; i < VOCABULARY_KINDS; i++)
		vocabulary_table_fini(&making->tables[i]);
}

static void
sort_by_weight(const struct vocabulary_builder *builder, uint32_t *numbers, size_t count)
{
	if (count > 0)
		qsort_r(numbers, count, sizeof *numbers, compare_weights, builder->words);
}

/* All of it is only made anew where the vocabulary before does not have tables of that size. */
static enum fornix_status
make_table(struct vocabulary_builder *builder, enum vocabulary_kind kind,
    const struct vocabulary_table_words *words, struct making *making, struct fornix_error *err)
{
	struct vocabulary_table_words ordered = *words;
	size_t i;

	if (builder->before != NULL &&
	    vocabulary_table_bits(words, kind) == vocabulary_filed(builder->before, kind).bits)
		return vocabulary_table_change(words,
		    &(struct vocabulary_table_changes){.before = builder->before,
			.numbers = builder->numbers_before,
			.anew = builder->anew,
			.anew_count = builder->anew_count},
		    kind, &making->tables[kind], err);
	if (making->order == NULL) {
		making->order = xcalloc(builder->word_count, sizeof *making->order);
		for (i = 0; i < builder->word_count; i++)
			making->order[i] = (uint32_t)i;
		sort_by_weight(builder, making->order, builder->word_count);
	}
	ordered.order = making->order;
	return vocabulary_table_make(&ordered, kind, &making->tables[kind], err);
}

static enum fornix_status
make_tables(struct vocabulary_builder *builder, struct making *making, struct fornix_error *err)
{
	struct vocabulary_table_words words = {.count = builder->word_count};
	enum fornix_status status = FORNIX_OK;
	size_t i;
	int kind;

	making->texts = xcalloc(builder->word_count, sizeof *making->texts);
	making->weights = xcalloc(builder->word_count, sizeof *making->weights);
	for (i = 0; i < builder->word_count; i++) {
		making->texts[i] =
		    text_at(builder, builder->words[i].text, builder->words[i].length);
		making->weights[i] = builder->words[i].weight;
	}
	vocabulary_builder_group_stems(builder);
	sort_by_weight(builder, builder->anew, builder->anew_count);
	words.texts = making->texts;
	words.weights = making->weights;
	for (kind = 0; kind < VOCABULARY_KINDS && status == FORNIX_OK; kind++)
		status = make_table(builder, (enum vocabulary_kind)kind, &words, making, err);
	return status;
}

static void
put_header(const struct vocabulary_builder *builder, const struct making *making,
    uint32_t documents, struct buffer *out)
{
	unsigned char header[HEADER_NUMBERS * 4];
	size_t i;

	vocabulary_put_number(header, HEADER_VERSION, VOCABULARY_FORMAT_VERSION);
	vocabulary_put_number(header, HEADER_DOCUMENTS, documents);
	vocabulary_put_number(header, HEADER_WORDS, (uint32_t)builder->word_count);
	vocabulary_put_number(header, HEADER_CORRECTIONS, (uint32_t)builder->correction_count);
	vocabulary_put_number(header, HEADER_TEXT_BYTES, (uint32_t)builder->text.length);
	for (i = 0; i < VOCABULARY_KINDS; i++) {
		vocabulary_put_number(header, HEADER_BITS + i, making->tables[i].bits);
		vocabulary_put_number(
		    header, HEADER_ENTRIES + i, making->tables[i].entry_count);
	}
	buffer_append(out, VOCABULARY_MAGIC, VOCABULARY_MAGIC_BYTES);
	buffer_append(out, header, sizeof header);
}

static void
put_words(const struct vocabulary_builder *builder, struct buffer *out)
{
	unsigned char entry[VOCABULARY_WORD_BYTES];
	size_t i;

	for (i = 0; i < builder->word_count; i++) {
		const struct vocabulary_builder_word *word = &builder->words[i];

		vocabulary_put_number(entry, WORD_TEXT, word->text);
		vocabulary_put_number(entry, WORD_LENGTH, word->length);
		vocabulary_put_number(entry, WORD_DOCUMENTS,
		    word->documents | (word->is_in_glossary ? VOCABULARY_GLOSSARY_BIT : 0));
		vocabulary_put_number(entry, WORD_WEIGHT, word->weight);
		vocabulary_put_number(entry, WORD_STEM, word->stem);
		buffer_append(out, entry, sizeof entry);
	}
}

static void
put_corrections(const struct vocabulary_builder *builder, struct buffer *out)
{
	unsigned char entry[VOCABULARY_CORRECTION_BYTES];
	size_t i;

	for (i = 0; i < builder->correction_count; i++) {
		const struct vocabulary_builder_correction *correction =
		    &builder->corrections[i];

		vocabulary_put_number(entry, CORRECTION_WRONG, correction->wrong);
		vocabulary_put_number(entry, CORRECTION_WRONG_LENGTH, correction->wrong_length);
		vocabulary_put_number(entry, CORRECTION_RIGHT, correction->right);
		vocabulary_put_number(entry, CORRECTION_RIGHT_LENGTH, correction->right_length);
		buffer_append(out, entry, sizeof entry);
	}
}

/* The tables, which are most of the file, are not copied once more. */
static enum fornix_status
write_file(const struct vocabulary_builder *builder, const struct making *making,
    const struct buffer *head, const char *path, struct fornix_error *err)
{
	struct span pieces[2 + 2 * VOCABULARY_KINDS];
	size_t count = 0, i;

	pieces[count++] = (struct span){head->data, head->length};
	for (i = 0; i < VOCABULARY_KINDS; i++) {
		const struct vocabulary_table *table = &making->tables[i];

		pieces[count++] = (struct span){
		    (const char *)table->starts, (((size_t)1 << table->bits) + 1) * 4};
		pieces[count++] =
		    (struct span){(const char *)table->entries, (size_t)table->entry_count * 4};
	}
	pieces[count++] = (struct span){builder->text.data, builder->text.length};
	return file_create(path, pieces, count, err);
}

static uint64_t
file_size(const struct vocabulary_builder *builder, const struct making *making,
    const struct buffer *head)
{
	uint64_t size = head->length + builder->text.length;
	int i;

	for (i = 0; i < VOCABULARY_KINDS; i++)
		size += ((uint64_t)1 << making->tables[i].bits) * 4 + 4 +
			(uint64_t)making->tables[i].entry_count * 4;
	return size;
}

static enum fornix_status
write_tables(struct vocabulary_builder *builder, const struct making *making, const char *path,
    uint32_t documents, struct fornix_error *err)
{
	struct buffer head CLEANUP_BUFFER;
	enum fornix_status status;

	buffer_init(&head, VOCABULARY_FILE_BYTES_MAX);
	while (builder->text.length % 4 != 0)
		buffer_append_char(&builder->text, '\0');
	put_header(builder, making, documents, &head);
	put_words(builder, &head);
	put_corrections(builder, &head);
	status = buffer_finish(&head, "the vocabulary", err);
	if (status != FORNIX_OK)
		return status;
	if (file_size(builder, making, &head) > VOCABULARY_FILE_BYTES_MAX)
		return error_set(err, FORNIX_ERR_LIMIT,
		    "the vocabulary is larger than %u bytes: index fewer articles",
		    VOCABULARY_FILE_BYTES_MAX);
	return write_file(builder, making, &head, path, err);
}

enum fornix_status
vocabulary_builder_write(struct vocabulary_builder *builder, const char *path,
    uint32_t documents, struct fornix_error *err)
{
	struct making making = {0};
	enum fornix_status status;

	sort_corrections(builder);
	status = make_tables(builder, &making, err);
	if (status == FORNIX_OK)
		status = write_tables(builder, &making, path, documents, err);
	making_fini(&making);
	return status;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "vocabulary.h"

#include "mapped.h"
#include "vocabulary_format.h"
#include "xalloc.h"

struct vocabulary {
	struct mapped mapped; /* nothing when the bytes are borrowed */
	size_t length;
	uint32_t documents, word_count, correction_count, text_bytes;
	const unsigned char *words, *corrections, *text;
	struct vocabulary_filed tables[VOCABULARY_KINDS];
};

static enum fornix_status
fail_damaged(const char *name, struct fornix_error *err)
{
	return error_set(err, FORNIX_ERR_CORRUPT, "'%s' is damaged: rebuild the index", name);
}

/* Limits first, so that no sum of sizes below can overflow. */
static bool
read_header(struct vocabulary *vocabulary, const unsigned char *numbers)
{
	int i;

	vocabulary->documents = vocabulary_number(numbers, HEADER_DOCUMENTS);
	vocabulary->word_count = vocabulary_number(numbers, HEADER_WORDS);
	vocabulary->correction_count = vocabulary_number(numbers, HEADER_CORRECTIONS);
	vocabulary->text_bytes = vocabulary_number(numbers, HEADER_TEXT_BYTES);
	for (i = 0; i < VOCABULARY_KINDS; i++) {
		struct vocabulary_filed *table = &vocabulary->tables[i];

		table->bits = vocabulary_number(numbers, HEADER_BITS + (size_t)i);
		table->entry_count = vocabulary_number(numbers, HEADER_ENTRIES + (size_t)i);
		if (table->bits > VOCABULARY_BITS_MAX ||
		    table->entry_count > VOCABULARY_FILE_BYTES_MAX / 4)
			return false;
	}
	return vocabulary->word_count <= VOCABULARY_WORDS_MAX &&
	       vocabulary->correction_count <= VOCABULARY_CORRECTIONS_MAX &&
	       vocabulary->text_bytes <= VOCABULARY_TEXT_BYTES_MAX &&
	       vocabulary->text_bytes % 4 == 0;
}

/* Finds the parts; false when they are not exactly what there is. */
static bool
place_parts(struct vocabulary *vocabulary, const unsigned char *bytes)
{
	uint64_t at = VOCABULARY_HEADER_BYTES;
	struct vocabulary_filed *table;
	int i;

	vocabulary->words = bytes + at;
	at += (uint64_t)vocabulary->word_count * VOCABULARY_WORD_BYTES;
	if (at > vocabulary->length)
		return false;
	vocabulary->corrections = bytes + at;
	at += (uint64_t)vocabulary->correction_count * VOCABULARY_CORRECTION_BYTES;
	for (i = 0; i < VOCABULARY_KINDS; i++) {
		table = &vocabulary->tables[i];
		if (at > vocabulary->length)
			return false;
		table->starts = bytes + at;
		at += (((uint64_t)1 << table->bits) + 1) * 4;
		if (at > vocabulary->length)
			return false;
		table->entries = bytes + at;
		at += (uint64_t)table->entry_count * 4;
	}
	if (at > vocabulary->length)
		return false;
	vocabulary->text = bytes + at;
	return at + vocabulary->text_bytes == vocabulary->length;
}

/* Makes vocabulary a view of the bytes. */
static enum fornix_status
look_at(struct vocabulary *vocabulary, const unsigned char *bytes, size_t length,
    const char *name, struct fornix_error *err)
{
	uint32_t version;

	vocabulary->length = length;
	if (length < VOCABULARY_HEADER_BYTES ||
	    memcmp(bytes, VOCABULARY_MAGIC, VOCABULARY_MAGIC_BYTES) != 0)
		return fail_damaged(name, err);
	version = vocabulary_number(bytes + VOCABULARY_MAGIC_BYTES, HEADER_VERSION);
	if (version != VOCABULARY_FORMAT_VERSION)
		return error_set(err, FORNIX_ERR_CORRUPT,
		    "'%s' has format %u instead of %u: rebuild the index with this version",
		    name, version, VOCABULARY_FORMAT_VERSION);
	if (!read_header(vocabulary, bytes + VOCABULARY_MAGIC_BYTES) ||
	    !place_parts(vocabulary, bytes))
		return fail_damaged(name, err);
	return FORNIX_OK;
}

enum fornix_status
vocabulary_open_bytes(const void *bytes, size_t length, const char *name,
    struct vocabulary **ret_vocabulary, struct fornix_error *err)
{
	struct vocabulary *vocabulary = xcalloc(1, sizeof *vocabulary);
	enum fornix_status status = look_at(vocabulary, bytes, length, name, err);

	if (status == FORNIX_OK)
		*ret_vocabulary = vocabulary;
	else
		free(vocabulary);
	return status;
}

enum fornix_status
vocabulary_open(const char *path, struct vocabulary **ret_vocabulary, struct fornix_error *err)
{
	static const struct mapped_limits limits = {
	    .least = VOCABULARY_HEADER_BYTES, .most = VOCABULARY_FILE_BYTES_MAX};
	struct mapped mapped = {NULL, 0};
	enum fornix_status status = mapped_open(path, &limits, &mapped, err);

	if (status == FORNIX_OK)
		status = vocabulary_open_bytes(
		    mapped.bytes, mapped.length, path, ret_vocabulary, err);
	if (status == FORNIX_OK)
		(*ret_vocabulary)->mapped = mapped;
	else
		mapped_close(&mapped);
	return status;
}

void
vocabulary_free(struct vocabulary *vocabulary)
{
	if (vocabulary == NULL)
		return;
	mapped_close(&vocabulary->mapped);
	free(vocabulary);
}

uint32_t
vocabulary_count(const struct vocabulary *vocabulary)
{
	return vocabulary->word_count;
}

uint32_t
vocabulary_documents(const struct vocabulary *vocabulary)
{
	return vocabulary->documents;
}

/* False when the bytes are not within the text. */
static bool
get_text(const struct vocabulary *vocabulary, uint32_t at, uint32_t length, uint32_t most,
    struct span *ret_text)
{
	if (length == 0 || length > most || at > vocabulary->text_bytes ||
	    length > vocabulary->text_bytes - at)
		return false;
	*ret_text = (struct span){(const char *)vocabulary->text + at, length};
	return true;
}

bool
vocabulary_get(
    const struct vocabulary *vocabulary, uint32_t number, struct vocabulary_word *ret_word)
{
	const unsigned char *entry;

	if (number >= vocabulary->word_count)
		return false;
	entry = vocabulary->words + (size_t)number * VOCABULARY_WORD_BYTES;
	ret_word->number = number;
	ret_word->documents =
	    vocabulary_number(entry, WORD_DOCUMENTS) & ~VOCABULARY_GLOSSARY_BIT;
	ret_word->is_in_glossary =
	    (vocabulary_number(entry, WORD_DOCUMENTS) & VOCABULARY_GLOSSARY_BIT) != 0;
	ret_word->weight = vocabulary_number(entry, WORD_WEIGHT);
	ret_word->stem = vocabulary_number(entry, WORD_STEM);
	return get_text(vocabulary, vocabulary_number(entry, WORD_TEXT),
	    vocabulary_number(entry, WORD_LENGTH), VOCABULARY_WORD_LENGTH_MAX, &ret_word->text);
}

uint32_t
vocabulary_first(const struct vocabulary *vocabulary, struct span prefix)
{
	uint32_t low = 0, high = vocabulary->word_count, middle;
	struct vocabulary_word found;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (!vocabulary_get(vocabulary, middle, &found))
			return vocabulary->word_count;
		if (span_compare(found.text, prefix) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool
vocabulary_find(
    const struct vocabulary *vocabulary, struct span word, struct vocabulary_word *ret_word)
{
	uint32_t low = 0, high = vocabulary->word_count, middle;
	struct vocabulary_word found;
	int order;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (!vocabulary_get(vocabulary, middle, &found))
			return false;
		order = span_compare(word, found.text);
		if (order == 0) {
			if (ret_word != NULL)
				*ret_word = found;
			return true;
		}
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return false;
}

static bool
get_correction(const struct vocabulary *vocabulary, uint32_t number, struct span *ret_wrong,
    struct span *ret_right)
{
	const unsigned char *entry =
	    vocabulary->corrections + (size_t)number * VOCABULARY_CORRECTION_BYTES;

	return get_text(vocabulary, vocabulary_number(entry, CORRECTION_WRONG),
		   vocabulary_number(entry, CORRECTION_WRONG_LENGTH),
		   VOCABULARY_WORD_LENGTH_MAX, ret_wrong) &&
	       get_text(vocabulary, vocabulary_number(entry, CORRECTION_RIGHT),
		   vocabulary_number(entry, CORRECTION_RIGHT_LENGTH),
		   VOCABULARY_RIGHT_BYTES_MAX, ret_right);
}

/* The first correction that is not before wrong. */
static uint32_t
first_correction(const struct vocabulary *vocabulary, struct span wrong)
{
	uint32_t low = 0, high = vocabulary->correction_count, middle;
	struct span known, right;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (!get_correction(vocabulary, middle, &known, &right))
			return vocabulary->correction_count;
		if (span_compare(known, wrong) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

size_t
vocabulary_corrections(
    const struct vocabulary *vocabulary, struct span wrong, struct span *ret_rights, size_t max)
{
	uint32_t i = first_correction(vocabulary, wrong);
	struct span known, right;
	size_t count = 0;

	for (; i < vocabulary->correction_count && count < max; i++) {
		if (!get_correction(vocabulary, i, &known, &right) ||
		    !span_equals(known, wrong))
			break;
		ret_rights[count++] = right;
	}
	return count;
}

struct vocabulary_list
vocabulary_list(const struct vocabulary *vocabulary, enum vocabulary_kind kind, uint64_t key)
{
	const struct vocabulary_filed *table = &vocabulary->tables[kind];
	size_t bucket = vocabulary_bucket(key, table->bits);
	uint32_t start = vocabulary_number(table->starts, bucket);
	uint32_t end = vocabulary_number(table->starts, bucket + 1);

	if (start > end || end > table->entry_count)
		start = end = 0;
	return (struct vocabulary_list){.at = table->entries + (size_t)start * 4,
	    .end = table->entries + (size_t)end * 4,
	    .tag = vocabulary_tag(key)};
}

bool
vocabulary_list_next(struct vocabulary_list *list, uint32_t *ret_number)
{
	uint32_t entry;

	while (list->at < list->end) {
		entry = vocabulary_number(list->at, 0);
		list->at += 4;
		if (entry >> VOCABULARY_WORD_BITS == list->tag) {
			*ret_number = entry & (VOCABULARY_WORDS_MAX - 1);
			return true;
		}
	}
	return false;
}

struct vocabulary_filed
vocabulary_filed(const struct vocabulary *vocabulary, enum vocabulary_kind kind)
{
	return vocabulary->tables[kind];
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "vocabulary_table.h"

#include <stdlib.h>

#include "vocabulary_format.h"
#include "vocabulary_key.h"

/* Entries of a bucket on average: tags of ten bits keep the keys in it apart. */
#define BUCKET_ENTRIES 4

static size_t
keys_of(enum vocabulary_kind kind, struct span word, uint64_t keys[VOCABULARY_KEYS_MAX])
{
	struct phonetic_key sounds;

	if (!vocabulary_key_is_filed(word))
		return 0;
	if (kind == VOCABULARY_DELETES)
		return vocabulary_key_deletes(
		    word, vocabulary_key_filed_deletes(word.length), keys);
	phonetic_key(word.data, word.length, &sounds);
	return vocabulary_key_sounds(&sounds, keys);
}

/*
 * Two passes: the first counts what comes into each bucket, which says where
 * each begins, the second puts it there.  starts has two numbers more than
 * there are buckets and is used shifted by two and then by one, so that it ends
 * as it should be.
 */
static void
fill(const struct vocabulary_table_words *words, enum vocabulary_kind kind,
    struct vocabulary_table *table)
{
	uint64_t keys[VOCABULARY_KEYS_MAX];
	size_t end = ((size_t)1 << table->bits) + 2, i, j, count;
	uint32_t *starts = table->starts, entry;

	for (i = 0; i < words->count; i++) {
		count = keys_of(kind, words->texts[i], keys);
		for (j = 0; j < count; j++)
			starts[vocabulary_bucket(keys[j], table->bits) + 2]++;
	}
	for (i = 2; i < end; i++)
		starts[i] += starts[i - 1];
	table->entry_count = starts[end - 1];
	for (i = 0; i < words->count; i++) {
		count = keys_of(kind, words->texts[words->order[i]], keys);
		for (j = 0; j < count; j++) {
			entry =
			    vocabulary_tag(keys[j]) << VOCABULARY_WORD_BITS | words->order[i];
			table->entries[starts[vocabulary_bucket(keys[j], table->bits) + 1]++] =
			    htole32(entry);
		}
	}
	for (i = 0; i < end; i++)
		starts[i] = htole32(starts[i]);
}

/* The most entries that there can be. */
static size_t
entries_most(const struct vocabulary_table_words *words, enum vocabulary_kind kind)
{
	static const unsigned by_deletes[] = {1, 1 + VOCABULARY_PREFIX, VOCABULARY_KEYS_MAX};
	size_t count = 0, i;

	for (i = 0; i < words->count; i++) {
		if (!vocabulary_key_is_filed(words->texts[i]))
			continue;
		if (kind == VOCABULARY_SOUNDS)
			count += VOCABULARY_SOUNDS_MAX;
		else
			count +=
			    by_deletes[vocabulary_key_filed_deletes(words->texts[i].length)];
	}
	return count;
}

enum fornix_status
vocabulary_table_make(const struct vocabulary_table_words *words, enum vocabulary_kind kind,
    struct vocabulary_table *ret_table, struct fornix_error *err)
{
	size_t most = entries_most(words, kind);
	struct vocabulary_table *table = ret_table;

	*table = (struct vocabulary_table){.bits = 0};
	while (table->bits < VOCABULARY_BITS_MAX && most >> table->bits > BUCKET_ENTRIES)
		table->bits++;
	table->starts = calloc(((size_t)1 << table->bits) + 2, sizeof *table->starts);
	table->entries = calloc(most + 1, sizeof *table->entries);
	if (table->starts == NULL || table->entries == NULL)
		return error_set(err, FORNIX_ERR_NOMEM, "out of memory for the vocabulary");
	fill(words, kind, table);
	return FORNIX_OK;
}

void
vocabulary_table_fini(struct vocabulary_table *table)
{
	free(table->starts);
	free(table->entries);
}

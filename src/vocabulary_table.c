/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "vocabulary_table.h"

#include <stdlib.h>

#include "vocabulary_format.h"
#include "vocabulary_key.h"
#include "xalloc.h"

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

static unsigned
bits_for(size_t entries)
{
	unsigned bits = 0;

	while (bits < VOCABULARY_BITS_MAX && entries >> bits > BUCKET_ENTRIES)
		bits++;
	return bits;
}

unsigned
vocabulary_table_bits(const struct vocabulary_table_words *words, enum vocabulary_kind kind)
{
	return bits_for(entries_most(words, kind));
}

static enum fornix_status
table_init(
    struct vocabulary_table *table, unsigned bits, size_t entries, struct fornix_error *err)
{
	*table = (struct vocabulary_table){.bits = bits};
	table->starts = calloc(((size_t)1 << bits) + 2, sizeof *table->starts);
	table->entries = calloc(entries + 1, sizeof *table->entries);
	if (table->starts == NULL || table->entries == NULL)
		return error_set(err, FORNIX_ERR_NOMEM, "out of memory for the vocabulary");
	return FORNIX_OK;
}

enum fornix_status
vocabulary_table_make(const struct vocabulary_table_words *words, enum vocabulary_kind kind,
    struct vocabulary_table *ret_table, struct fornix_error *err)
{
	size_t most = entries_most(words, kind);
	enum fornix_status status = table_init(ret_table, bits_for(most), most, err);

	if (status == FORNIX_OK)
		fill(words, kind, ret_table);
	return status;
}

/* What is to be filed, in order of buckets and in each in order of weights. */
struct arrival {
	size_t bucket, order;
	uint32_t number, tag;
};

struct arrivals {
	struct arrival *items;
	size_t count, next;
};

static int
compare_arrivals(const void *a, const void *b)
{
	const struct arrival *x = a, *y = b;

	if (x->bucket != y->bucket)
		return x->bucket < y->bucket ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

static void
collect_arrivals(const struct vocabulary_table_words *words,
    const struct vocabulary_table_changes *changes, enum vocabulary_kind kind, unsigned bits,
    struct arrivals *arrivals)
{
	uint64_t keys[VOCABULARY_KEYS_MAX];
	size_t capacity = 0, i, j, count;

	*arrivals = (struct arrivals){.count = 0};
	for (i = 0; i < changes->anew_count; i++) {
		uint32_t number = changes->anew[i];

		count = keys_of(kind, words->texts[number], keys);
		for (j = 0; j < count; j++) {
			XALLOC_GROW(arrivals->items, arrivals->count, capacity);
			arrivals->items[arrivals->count] =
			    (struct arrival){.bucket = vocabulary_bucket(keys[j], bits),
				.order = arrivals->count,
				.number = number,
				.tag = vocabulary_tag(keys[j])};
			arrivals->count++;
		}
	}
	if (arrivals->count > 0)
		qsort(arrivals->items, arrivals->count, sizeof *arrivals->items,
		    compare_arrivals);
}

static void
put_entry(struct vocabulary_table *table, uint32_t tag, uint32_t number)
{
	table->entries[table->entry_count++] = htole32(tag << VOCABULARY_WORD_BITS | number);
}

/* Puts those of the bucket that come before the word with that number, or all of them. */
static void
put_arrivals(const struct vocabulary_table_words *words, struct arrivals *arrivals,
    size_t bucket, uint32_t number, struct vocabulary_table *table)
{
	for (; arrivals->next < arrivals->count; arrivals->next++) {
		const struct arrival *arrival = &arrivals->items[arrivals->next];

		if (arrival->bucket != bucket ||
		    (number != VOCABULARY_TABLE_GONE &&
			(words->weights[arrival->number] < words->weights[number] ||
			    (words->weights[arrival->number] == words->weights[number] &&
				arrival->number > number))))
			return;
		put_entry(table, arrival->tag, arrival->number);
	}
}

/* False when the table before makes no sense. */
static bool
merge(const struct vocabulary_table_words *words,
    const struct vocabulary_table_changes *changes, const struct vocabulary_filed *filed,
    struct arrivals *arrivals, struct vocabulary_table *table)
{
	uint32_t count = vocabulary_count(changes->before), end = 0, at, entry, old, number;
	size_t bucket;

	for (bucket = 0; bucket < (size_t)1 << filed->bits; bucket++) {
		at = vocabulary_number(filed->starts, bucket);
		if (at != end)
			return false;
		end = vocabulary_number(filed->starts, bucket + 1);
		if (at > end || end > filed->entry_count)
			return false;
		table->starts[bucket] = htole32(table->entry_count);
		for (; at < end; at++) {
			entry = vocabulary_number(filed->entries, at);
			old = entry & (VOCABULARY_WORDS_MAX - 1);
			if (old >= count)
				return false;
			number = changes->numbers[old];
			if (number == VOCABULARY_TABLE_GONE)
				continue;
			put_arrivals(words, arrivals, bucket, number, table);
			put_entry(table, entry >> VOCABULARY_WORD_BITS, number);
		}
		put_arrivals(words, arrivals, bucket, VOCABULARY_TABLE_GONE, table);
	}
	table->starts[bucket] = htole32(table->entry_count);
	return true;
}

enum fornix_status
vocabulary_table_change(const struct vocabulary_table_words *words,
    const struct vocabulary_table_changes *changes, enum vocabulary_kind kind,
    struct vocabulary_table *ret_table, struct fornix_error *err)
{
	struct vocabulary_filed filed = vocabulary_filed(changes->before, kind);
	enum fornix_status status;
	struct arrivals arrivals;

	collect_arrivals(words, changes, kind, filed.bits, &arrivals);
	status = table_init(ret_table, filed.bits, filed.entry_count + arrivals.count, err);
	if (status == FORNIX_OK && !merge(words, changes, &filed, &arrivals, ret_table))
		status = error_set(
		    err, FORNIX_ERR_CORRUPT, "the vocabulary is damaged: rebuild the index");
	free(arrivals.items);
	return status;
}

void
vocabulary_table_fini(struct vocabulary_table *table)
{
	free(table->starts);
	free(table->entries);
}

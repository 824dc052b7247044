/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "word_counts.h"

#include <stdlib.h>

#include "buffer.h"
#include "vocabulary.h"
#include "xalloc.h"

#define SLOTS_FIRST 4096

struct entry {
	uint32_t text, length;
	uint64_t hash;
	int32_t documents;
	uint32_t article;        /* the last that has it */
	uint32_t article_weight; /* in that one */
	int64_t weight;
};

struct word_counts {
	struct buffer text;
	struct entry *entries;
	size_t count, capacity;
	uint32_t *slots; /* numbers of entries and 1; 0 is free */
	size_t slot_count;
	bool is_full; /* sticky */
	uint32_t article;
	int sign;
	uint64_t total;
	uint32_t most;
};

struct word_counts *
word_counts_new(void)
{
	struct word_counts *counts = xcalloc(1, sizeof *counts);

	buffer_init(&counts->text, VOCABULARY_TEXT_BYTES_MAX);
	counts->slot_count = SLOTS_FIRST;
	counts->slots = xcalloc(counts->slot_count, sizeof *counts->slots);
	return counts;
}

void
word_counts_free(struct word_counts *counts)
{
	if (counts == NULL)
		return;
	buffer_fini(&counts->text);
	free(counts->entries);
	free(counts->slots);
	free(counts);
}

static struct span
entry_word(const struct word_counts *counts, const struct entry *entry)
{
	return (struct span){counts->text.data + entry->text, entry->length};
}

static void
grow(struct word_counts *counts)
{
	size_t i, slot;

	if (2 * (counts->count + 1) <= counts->slot_count)
		return;
	free(counts->slots);
	counts->slot_count *= 2;
	counts->slots = xcalloc(counts->slot_count, sizeof *counts->slots);
	for (i = 0; i < counts->count; i++) {
		slot = counts->entries[i].hash & (counts->slot_count - 1);
		while (counts->slots[slot] != 0)
			slot = (slot + 1) & (counts->slot_count - 1);
		counts->slots[slot] = (uint32_t)i + 1;
	}
}

/* The entry of the word, a new one if need be; NULL when there is no room. */
static struct entry *
find(struct word_counts *counts, struct span word, uint64_t hash)
{
	size_t slot = hash & (counts->slot_count - 1);
	struct entry *entry;

	for (; counts->slots[slot] != 0; slot = (slot + 1) & (counts->slot_count - 1)) {
		entry = &counts->entries[counts->slots[slot] - 1];
		if (entry->hash == hash && span_equals(entry_word(counts, entry), word))
			return entry;
	}
	if (counts->count == VOCABULARY_WORDS_MAX)
		return NULL;
	XALLOC_GROW(counts->entries, counts->count, counts->capacity);
	entry = &counts->entries[counts->count];
	*entry = (struct entry){.text = (uint32_t)counts->text.length,
	    .length = (uint32_t)word.length,
	    .hash = hash};
	buffer_append(&counts->text, word.data, word.length);
	if (counts->text.failed)
		return NULL;
	counts->slots[slot] = (uint32_t)++counts->count;
	return entry;
}

void
word_counts_begin(struct word_counts *counts, int sign)
{
	counts->article++;
	counts->sign = sign;
	counts->total = 0;
	counts->most = 0;
}

void
word_counts_note(struct word_counts *counts, struct span word, unsigned weight)
{
	struct entry *entry;

	if (word.length == 0)
		return;
	counts->total += weight;
	grow(counts);
	entry = find(counts, word, span_hash(word));
	if (entry == NULL) {
		counts->is_full = true;
		return;
	}
	if (entry->article != counts->article) {
		entry->article = counts->article;
		entry->article_weight = 0;
		entry->documents += counts->sign;
	}
	entry->article_weight += weight;
	entry->weight += (int64_t)counts->sign * weight;
	if (entry->article_weight > counts->most)
		counts->most = entry->article_weight;
}

uint64_t
word_counts_total(const struct word_counts *counts)
{
	return counts->total;
}

uint32_t
word_counts_most(const struct word_counts *counts)
{
	return counts->most;
}

void
word_counts_add(struct word_counts *counts, const struct word_counts *others)
{
	struct entry *entry;
	size_t i;

	counts->is_full = counts->is_full || others->is_full;
	for (i = 0; i < others->count; i++) {
		const struct entry *other = &others->entries[i];

		grow(counts);
		entry = find(counts, entry_word(others, other), other->hash);
		if (entry == NULL) {
			counts->is_full = true;
			return;
		}
		entry->documents += other->documents;
		entry->weight += other->weight;
	}
}

static int
compare_counts(const void *a, const void *b)
{
	const struct word_count *x = a, *y = b;

	return span_compare(x->word, y->word);
}

enum fornix_status
word_counts_sorted(const struct word_counts *counts, struct word_count **ret_list,
    size_t *ret_count, struct fornix_error *err)
{
	struct word_count *list;
	size_t i;

	if (counts->is_full)
		return error_set(err, FORNIX_ERR_LIMIT,
		    "more than %u different words: index fewer articles", VOCABULARY_WORDS_MAX);
	list = xcalloc(counts->count, sizeof *list);
	for (i = 0; i < counts->count; i++)
		list[i] = (struct word_count){.word = entry_word(counts, &counts->entries[i]),
		    .documents = counts->entries[i].documents,
		    .weight = counts->entries[i].weight};
	if (counts->count > 0)
		qsort(list, counts->count, sizeof *list, compare_counts);
	*ret_list = list;
	*ret_count = counts->count;
	return FORNIX_OK;
}

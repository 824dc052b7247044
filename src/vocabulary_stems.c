/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "vocabulary_parts.h"

#include <stdlib.h>

#include "xalloc.h"

static int
compare_stems(const void *a, const void *b, void *context)
{
	const struct vocabulary_builder_word *words = context;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	if (words[x].stem_hash != words[y].stem_hash)
		return words[x].stem_hash > words[y].stem_hash ? 1 : -1;
	return (x > y) - (x < y);
}

/* The words that were not known before, in order of the hashes of their stems. */
static uint32_t *
find_unknown(const struct vocabulary_builder *builder, size_t *ret_count)
{
	uint32_t *numbers = xcalloc(builder->word_count, sizeof *numbers);
	size_t count = 0, i;

	for (i = 0; i < builder->word_count; i++) {
		if (!builder->words[i].is_known)
			numbers[count++] = (uint32_t)i;
	}
	if (count > 0)
		qsort_r(numbers, count, sizeof *numbers, compare_stems, builder->words);
	*ret_count = count;
	return numbers;
}

/* The first of the numbers whose word has that hash or a higher one. */
static size_t
first_of_hash(const struct vocabulary_builder *builder, const uint32_t *numbers, size_t count,
    uint64_t hash)
{
	size_t low = 0, high = count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (builder->words[numbers[middle]].stem_hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Unknown words of one stem are a group of their own: behind those of known words. */
static void
group_unknown(struct vocabulary_builder *builder, const uint32_t *numbers, size_t count,
    uint32_t group_count)
{
	struct vocabulary_builder_word *words = builder->words;
	size_t i, first = 0;

	for (i = 0; i < count; i++) {
		if (words[numbers[i]].stem_hash != words[numbers[first]].stem_hash)
			first = i;
		words[numbers[i]].stem = group_count + (uint32_t)first;
	}
}

/* Those that have the stem of a known word join its group; one word of each is looked at. */
static void
join_known(struct vocabulary_builder *builder, const uint32_t *numbers, size_t count,
    uint32_t group_count)
{
	bool *is_seen = xcalloc(group_count, sizeof *is_seen);
	size_t i, at;

	for (i = 0; i < builder->word_count; i++) {
		const struct vocabulary_builder_word *word = &builder->words[i];
		uint64_t hash;

		if (!word->is_known || word->stem >= group_count || is_seen[word->stem])
			continue;
		is_seen[word->stem] = true;
		hash = vocabulary_builder_stem_hash(
		    builder, (struct span){builder->text.data + word->text, word->length});
		at = first_of_hash(builder, numbers, count, hash);
		for (; at < count && builder->words[numbers[at]].stem_hash == hash; at++)
			builder->words[numbers[at]].stem = word->stem;
	}
	free(is_seen);
}

/* Groups have any number below count; from now on each has that of its first word. */
static void
name_groups(struct vocabulary_builder *builder, size_t count)
{
	uint32_t *firsts = xcalloc(count, sizeof *firsts); /* and one: 0 is none */
	size_t i;

	for (i = 0; i < builder->word_count; i++) {
		struct vocabulary_builder_word *word = &builder->words[i];
		uint32_t *first = word->stem < count ? &firsts[word->stem] : NULL;

		if (first != NULL && *first == 0)
			*first = (uint32_t)i + 1;
		word->stem = first != NULL ? *first - 1 : (uint32_t)i;
	}
	free(firsts);
}

void
vocabulary_builder_group_stems(struct vocabulary_builder *builder)
{
	uint32_t known = builder->before != NULL ? vocabulary_count(builder->before) : 0;
	size_t count;
	uint32_t *numbers = find_unknown(builder, &count);

	group_unknown(builder, numbers, count, known);
	if (count > 0 && known > 0)
		join_known(builder, numbers, count, known);
	name_groups(builder, known + count);
	free(numbers);
}

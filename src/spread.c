/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "spread.h"

#include <stdlib.h>

#include "entries.h"
#include "rank.h"
#include "xalloc.h"

#define ENTRY_BYTES  ((1 + 2 * SPREAD_NEAR) * ENTRIES_NUMBER_BYTES)
#define GAINS_MAX    (SPREAD_HITS * SPREAD_NEAR)
#define FILTER_WORDS 64

/* What the documents near to the best hits gain, and a filter that most others fail. */
struct gains {
	size_t count;
	struct index_hit items[GAINS_MAX]; /* by document, each once */
	bool is_found[GAINS_MAX];          /* it was a hit already */
	uint64_t filter[FILTER_WORDS];
};

void
spread_put(uint32_t document, const struct spread_neighbour *neighbours, size_t count,
    struct buffer *out)
{
	size_t i;

	entries_put_number(out, document);
	for (i = 0; i < SPREAD_NEAR; i++) {
		entries_put_number(out, i < count ? neighbours[i].document : 0);
		entries_put_number(out, i < count ? neighbours[i].nearness : 0);
	}
}

size_t
spread_get(
    struct span fact, uint32_t document, struct spread_neighbour ret_neighbours[SPREAD_NEAR])
{
	const char *at = entries_find(fact, ENTRY_BYTES, document);
	size_t count = 0;

	while (at != NULL && count < SPREAD_NEAR) {
		const char *pair = at + (1 + 2 * count) * ENTRIES_NUMBER_BYTES;

		ret_neighbours[count] = (struct spread_neighbour){
		    entries_number(pair), entries_number(pair + ENTRIES_NUMBER_BYTES)};
		if (ret_neighbours[count].document == 0)
			break;
		count++;
	}
	return count;
}

/* Adds what the documents near to the hit gain, each by itself. */
static void
add_gains(struct gains *gains, const char *entry, double weight)
{
	size_t i;

	for (i = 0; i < SPREAD_NEAR; i++) {
		const char *at = entry + (1 + 2 * i) * ENTRIES_NUMBER_BYTES;
		uint32_t document = entries_number(at);

		if (document == 0)
			return;
		gains->items[gains->count++] = (struct index_hit){.document = document,
		    .weight = SPREAD_SHARE * weight *
			      entries_number(at + ENTRIES_NUMBER_BYTES) / SPREAD_UNIT};
	}
}

static int
compare_documents(const void *a, const void *b)
{
	const struct index_hit *x = a, *y = b;

	if (x->document != y->document)
		return x->document < y->document ? -1 : 1;
	return (x->weight < y->weight) - (x->weight > y->weight);
}

/* Sorted also by weight, so that sums are always taken in the same order. */
static void
join_gains(struct gains *gains)
{
	size_t i, count = 0;

	if (gains->count > 0)
		qsort(gains->items, gains->count, sizeof *gains->items, compare_documents);
	for (i = 0; i < gains->count; i++) {
		struct index_hit gain = gains->items[i];

		if (count > 0 && gains->items[count - 1].document == gain.document)
			gains->items[count - 1].weight += gain.weight;
		else
			gains->items[count++] = gain;
		gains->filter[gain.document / 64 % FILTER_WORDS] |= (uint64_t)1
								    << gain.document % 64;
	}
	gains->count = count;
}

static void
find_gains(
    struct articles *articles, const struct index_hit *hits, size_t count, struct gains *gains)
{
	struct fornix_error ignored;
	struct span fact;
	size_t i;

	memset(gains, 0, sizeof *gains);
	if (articles_fact_get(articles, SPREAD_FACT, &fact, &ignored) != FORNIX_OK)
		return;
	for (i = 0; i < count && i < SPREAD_HITS; i++) {
		const char *entry = entries_find(fact, ENTRY_BYTES, hits[i].document);

		if (entry != NULL)
			add_gains(gains, entry, hits[i].weight);
	}
	join_gains(gains);
}

/* The gain of the document, or NULL; it is noted that it was a hit. */
static const struct index_hit *
find_gain(struct gains *gains, uint32_t document)
{
	size_t least = 0, most = gains->count, middle;

	if ((gains->filter[document / 64 % FILTER_WORDS] >> document % 64 & 1) == 0)
		return NULL;
	while (least < most) {
		middle = least + (most - least) / 2;
		if (gains->items[middle].document == document) {
			gains->is_found[middle] = true;
			return &gains->items[middle];
		}
		if (gains->items[middle].document < document)
			least = middle + 1;
		else
			most = middle;
	}
	return NULL;
}

/* Both are sorted; out has room for both, and may hold b at its end. */
static void
merge(const struct index_hit *a, size_t a_count, const struct index_hit *b, size_t b_count,
    struct index_hit *out)
{
	size_t i = 0, k = 0;

	while (i < a_count || k < b_count) {
		bool is_first =
		    k == b_count || (i < a_count && rank_compare_hits(&a[i], &b[k]) < 0);

		*out++ = is_first ? a[i++] : b[k++];
	}
}

/* Few hits gain: those are sorted, and put between the others, which stay in order. */
void
spread_hits(struct articles *articles, const struct index_hit *hits, size_t count,
    bool with_others, struct index_hit **ret_hits, size_t *ret_count)
{
	struct index_hit moved[GAINS_MAX], *all;
	size_t i, moved_count = 0, kept = 0;
	const struct index_hit *gain;
	struct gains gains;

	find_gains(articles, hits, count, &gains);
	all = xcalloc(count + gains.count, sizeof *all);
	for (i = 0; i < count; i++) {
		gain = find_gain(&gains, hits[i].document);
		if (gain == NULL) {
			all[gains.count + kept++] = hits[i];
			continue;
		}
		moved[moved_count] = hits[i];
		moved[moved_count++].weight += gain->weight;
	}
	for (i = 0; i < gains.count && with_others; i++) {
		if (!gains.is_found[i])
			moved[moved_count++] = gains.items[i];
	}
	qsort(moved, moved_count, sizeof *moved, rank_compare_hits);
	merge(moved, moved_count, all + gains.count, kept, all);
	*ret_hits = all;
	*ret_count = moved_count + kept;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "related_compare.h"

#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

/* For the words of one article: a power of 2, several times as many. */
#define TABLE_SLOTS 256

_Static_assert(TABLE_SLOTS >= 4 * TELLING_WORDS, "the table is mostly free");

struct place {
	uint32_t index;
	uint16_t weight;
};

struct word {
	uint32_t word, weight;
};

struct edge {
	uint32_t from, to;
};

struct related_compare {
	struct articles *articles;
	const struct telling *telling;
	size_t count;
	struct related_article *others; /* opened when they are looked at */
	uint32_t *sums;                 /* of products of weights, with the article compared */
	uint32_t *found;                /* those whose sum is not 0 */
	size_t found_count;
	/* All that follows is only there when it is filed. */
	uint32_t *words; /* in order, each once */
	size_t word_count;
	size_t *firsts; /* of the places of each word, and where the last ones end */
	struct place *places;
	struct edge *edges; /* links, both ways, in order */
	size_t edge_count, edge_capacity;
	bool *is_linked; /* with the article that is compared */
};

bool
related_comes_before(struct spread_neighbour a, struct spread_neighbour b)
{
	return a.nearness != b.nearness ? a.nearness > b.nearness : a.document < b.document;
}

void
related_row_insert(struct related_row *row, struct spread_neighbour neighbour)
{
	size_t at = row->count;

	if (at == SPREAD_NEAR && related_comes_before(row->items[at - 1], neighbour))
		return;
	if (at == SPREAD_NEAR)
		at--;
	else
		row->count++;
	for (; at > 0 && related_comes_before(neighbour, row->items[at - 1]); at--)
		row->items[at] = row->items[at - 1];
	row->items[at] = neighbour;
}

struct related_compare *
related_compare_new(struct articles *articles, const struct telling *telling, size_t count)
{
	struct related_compare *compare = xcalloc(1, sizeof *compare);

	*compare = (struct related_compare){.articles = articles,
	    .telling = telling,
	    .count = count,
	    .others = xcalloc(count, sizeof *compare->others),
	    .sums = xcalloc(count, sizeof *compare->sums),
	    .found = xcalloc(count, sizeof *compare->found)};
	return compare;
}

void
related_compare_free(struct related_compare *compare)
{
	size_t i;

	if (compare == NULL)
		return;
	for (i = 0; i < compare->count; i++)
		related_article_fini(&compare->others[i]);
	free(compare->others);
	free(compare->sums);
	free(compare->found);
	free(compare->words);
	free(compare->firsts);
	free(compare->places);
	free(compare->edges);
	free(compare->is_linked);
	free(compare);
}

static enum fornix_status
open_other(struct related_compare *compare, size_t index, struct fornix_error *err)
{
	struct related_article *other = &compare->others[index];

	if (other->is_open)
		return FORNIX_OK;
	return related_article_open(
	    compare->articles, compare->telling[index].document, other, err);
}

static int
compare_numbers(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* The index of the word, which is there. */
static size_t
find_word(const struct related_compare *compare, uint32_t word)
{
	const uint32_t *found =
	    bsearch(&word, compare->words, compare->word_count, sizeof word, compare_numbers);

	return (size_t)(found - compare->words);
}

static void
list_words(struct related_compare *compare)
{
	size_t i, k, count = 0;

	compare->words = xcalloc(compare->count, TELLING_WORDS * sizeof *compare->words);
	for (i = 0; i < compare->count; i++) {
		for (k = 0; k < TELLING_WORDS && compare->telling[i].words[k] != 0; k++)
			compare->words[count++] = compare->telling[i].words[k];
	}
	if (count > 0)
		qsort(compare->words, count, sizeof *compare->words, compare_numbers);
	for (i = 0; i < count; i++) {
		if (i == 0 || compare->words[i] != compare->words[i - 1])
			compare->words[compare->word_count++] = compare->words[i];
	}
}

static void
file_words(struct related_compare *compare)
{
	size_t i, k, *next, total = 0;

	list_words(compare);
	compare->firsts = xcalloc(compare->word_count + 1, sizeof *compare->firsts);
	next = xcalloc(compare->word_count + 1, sizeof *next);
	for (i = 0; i < compare->count; i++) {
		const struct telling *telling = &compare->telling[i];

		for (k = 0; k < TELLING_WORDS && telling->words[k] != 0; k++)
			compare->firsts[find_word(compare, telling->words[k]) + 1]++;
	}
	for (i = 0; i < compare->word_count; i++) {
		total += compare->firsts[i + 1];
		compare->firsts[i + 1] = total;
		next[i] = compare->firsts[i];
	}
	compare->places = xcalloc(total, sizeof *compare->places);
	for (i = 0; i < compare->count; i++) {
		const struct telling *telling = &compare->telling[i];

		for (k = 0; k < TELLING_WORDS && telling->words[k] != 0; k++)
			compare->places[next[find_word(compare, telling->words[k])]++] =
			    (struct place){(uint32_t)i, telling->weights[k]};
	}
	free(next);
}

/* Where a link may lead. */
struct address {
	uint64_t hash;
	uint32_t index;
};

static int
compare_addresses(const void *a, const void *b)
{
	const struct address *x = a, *y = b;

	return (x->hash > y->hash) - (x->hash < y->hash);
}

static int
compare_edges(const void *a, const void *b)
{
	const struct edge *x = a, *y = b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return (x->to > y->to) - (x->to < y->to);
}

static void
add_edge(struct related_compare *compare, uint32_t from, uint32_t to)
{
	XALLOC_GROW(compare->edges, compare->edge_count, compare->edge_capacity);
	compare->edges[compare->edge_count++] = (struct edge){from, to};
}

/* Several articles may have one address, where the same was hashed. */
static void
add_links(struct related_compare *compare, const struct address *addresses, uint32_t index)
{
	const struct related_article *article = &compare->others[index];
	size_t count = 2 * compare->count;
	unsigned i;

	for (i = 0; i < article->link_count; i++) {
		struct address wanted = {.hash = article->links[i]};
		const struct address *at =
		    bsearch(&wanted, addresses, count, sizeof *addresses, compare_addresses);

		while (at != NULL && at > addresses && at[-1].hash == wanted.hash)
			at--;
		for (; at != NULL && at < addresses + count && at->hash == wanted.hash; at++) {
			add_edge(compare, index, at->index);
			add_edge(compare, at->index, index);
		}
	}
}

static void
file_links(struct related_compare *compare)
{
	struct address *addresses = xcalloc(compare->count, 2 * sizeof *addresses);
	size_t i;

	for (i = 0; i < compare->count; i++) {
		addresses[2 * i] = (struct address){compare->others[i].id, (uint32_t)i};
		addresses[2 * i + 1] = (struct address){compare->others[i].url, (uint32_t)i};
	}
	if (compare->count > 0)
		qsort(addresses, 2 * compare->count, sizeof *addresses, compare_addresses);
	for (i = 0; i < compare->count; i++)
		add_links(compare, addresses, (uint32_t)i);
	if (compare->edge_count > 0)
		qsort(
		    compare->edges, compare->edge_count, sizeof *compare->edges, compare_edges);
	free(addresses);
}

enum fornix_status
related_compare_file(struct related_compare *compare, struct fornix_error *err)
{
	enum fornix_status status = FORNIX_OK;
	size_t i;

	for (i = 0; i < compare->count && status == FORNIX_OK; i++)
		status = open_other(compare, i, err);
	if (status != FORNIX_OK)
		return status;
	file_words(compare);
	file_links(compare);
	compare->is_linked = xcalloc(compare->count, sizeof *compare->is_linked);
	return FORNIX_OK;
}

static void
add_sum(struct related_compare *compare, uint32_t index, uint32_t product)
{
	if (product > 0 && compare->sums[index] == 0)
		compare->found[compare->found_count++] = index;
	compare->sums[index] += product;
}

static void
sum_filed(struct related_compare *compare, const struct telling *telling)
{
	size_t i, k;

	for (i = 0; i < TELLING_WORDS && telling->words[i] != 0; i++) {
		size_t word = find_word(compare, telling->words[i]);

		for (k = compare->firsts[word]; k < compare->firsts[word + 1]; k++)
			add_sum(compare, compare->places[k].index,
			    (uint32_t)telling->weights[i] * compare->places[k].weight);
	}
}

static uint32_t
weight_in(const struct word table[TABLE_SLOTS], uint32_t word)
{
	uint32_t slot = word % TABLE_SLOTS;

	for (; table[slot].word != 0; slot = (slot + 1) % TABLE_SLOTS) {
		if (table[slot].word == word)
			return table[slot].weight;
	}
	return 0;
}

static void
sum_all(struct related_compare *compare, const struct telling *telling)
{
	struct word table[TABLE_SLOTS] = {{0, 0}};
	size_t i, k;

	for (i = 0; i < TELLING_WORDS && telling->words[i] != 0; i++) {
		uint32_t slot = telling->words[i] % TABLE_SLOTS;

		while (table[slot].word != 0)
			slot = (slot + 1) % TABLE_SLOTS;
		table[slot] = (struct word){telling->words[i], telling->weights[i]};
	}
	for (i = 0; i < compare->count; i++) {
		const struct telling *other = &compare->telling[i];

		for (k = 0; k < TELLING_WORDS && other->words[k] != 0; k++)
			add_sum(compare, (uint32_t)i,
			    other->weights[k] * weight_in(table, other->words[k]));
	}
}

static void
mark_linked(struct related_compare *compare, size_t index, bool mark)
{
	struct edge wanted = {(uint32_t)index, 0};
	size_t least = 0, most = compare->edge_count;

	while (least < most) {
		size_t middle = least + (most - least) / 2;

		if (compare_edges(&compare->edges[middle], &wanted) < 0)
			least = middle + 1;
		else
			most = middle;
	}
	for (; least < compare->edge_count && compare->edges[least].from == index; least++)
		compare->is_linked[compare->edges[least].to] = mark;
}

static uint32_t
count_units(double nearness)
{
	return (uint32_t)(nearness * SPREAD_UNIT);
}

uint32_t
related_compare_reach(const struct related_compare *compare, size_t other)
{
	bool may_link = compare->is_linked == NULL || compare->is_linked[other];

	return count_units(telling_overlap(compare->sums[other]) +
			   (may_link ? RELATED_PAIR_WEIGHT : RELATED_SHARED_WEIGHT));
}

/* So near are as many as a row holds by their words alone: what cannot reach it is passed by.
 */
static uint32_t
find_floor(const struct related_compare *compare, size_t self)
{
	struct related_row best = {.count = 0};
	size_t i;

	for (i = 0; i < compare->found_count; i++) {
		uint32_t sum = compare->sums[compare->found[i]];

		if (compare->found[i] != self)
			related_row_insert(&best, (struct spread_neighbour){.nearness = sum});
	}
	return best.count == SPREAD_NEAR
		   ? count_units(telling_overlap(best.items[SPREAD_NEAR - 1].nearness))
		   : 0;
}

static enum fornix_status
score(struct related_compare *compare, size_t from, size_t to, uint32_t sum,
    uint32_t *ret_nearness, struct fornix_error *err)
{
	enum fornix_status status = open_other(compare, from, err);

	if (status == FORNIX_OK)
		status = open_other(compare, to, err);
	if (status == FORNIX_OK)
		*ret_nearness = count_units(
		    telling_overlap(sum) +
		    related_pair_score(&compare->others[from], &compare->others[to]));
	return status;
}

static enum fornix_status
fill_row(struct related_compare *compare, size_t index, struct related_row *row,
    struct fornix_error *err)
{
	uint32_t least = find_floor(compare, index), nearness = 0;
	enum fornix_status status;
	size_t i;

	for (i = 0; i < compare->found_count; i++) {
		uint32_t other = compare->found[i];

		if (other == index || related_compare_reach(compare, other) < least)
			continue;
		status = score(compare, index, other, compare->sums[other], &nearness, err);
		if (status != FORNIX_OK)
			return status;
		if (nearness > 0)
			related_row_insert(
			    row, (struct spread_neighbour){
				     compare->telling[other].document, nearness});
	}
	return FORNIX_OK;
}

enum fornix_status
related_compare_row(struct related_compare *compare, size_t index, struct related_row *ret_row,
    struct fornix_error *err)
{
	struct related_row row = {.count = 0};
	enum fornix_status status;
	size_t i;

	for (i = 0; i < compare->found_count; i++)
		compare->sums[compare->found[i]] = 0;
	compare->found_count = 0;
	if (compare->is_linked != NULL) {
		sum_filed(compare, &compare->telling[index]);
		mark_linked(compare, index, true);
	} else {
		sum_all(compare, &compare->telling[index]);
	}
	status = fill_row(compare, index, &row, err);
	if (compare->is_linked != NULL)
		mark_linked(compare, index, false);
	if (status == FORNIX_OK)
		*ret_row = row;
	return status;
}

const uint32_t *
related_compare_found(const struct related_compare *compare, size_t *ret_count)
{
	*ret_count = compare->found_count;
	return compare->found;
}

enum fornix_status
related_compare_back(struct related_compare *compare, size_t index, size_t other,
    struct spread_neighbour *ret_neighbour, struct fornix_error *err)
{
	ret_neighbour->document = compare->telling[index].document;
	return score(
	    compare, other, index, compare->sums[other], &ret_neighbour->nearness, err);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rank.h"

#include <stdlib.h>

/* What differs by less is due to rounding. */
#define SAME_WEIGHT (1 - 1e-12)

/* The query's words: each group's weight, and whether a title has it. */
struct wanted {
	double weights[SNIPPET_TERMS_MAX];
	bool is_found[SNIPPET_TERMS_MAX];
	double total;
};

static void
weigh_groups(const struct snippet_term *terms, size_t term_count, struct wanted *wanted)
{
	size_t i;

	memset(wanted, 0, sizeof *wanted);
	for (i = 0; i < term_count; i++) {
		double *weight = &wanted->weights[terms[i].group];

		if (terms[i].weight <= *weight)
			continue;
		wanted->total += terms[i].weight - *weight;
		*weight = terms[i].weight;
	}
}

/* Notes the groups that the word belongs to; false when there is none. */
static bool
find_word(const struct snippet_term *terms, size_t term_count, struct span word,
    struct wanted *wanted)
{
	bool found = false;
	size_t i;

	for (i = 0; i < term_count; i++) {
		if (!span_equals(terms[i].stem, word))
			continue;
		wanted->is_found[terms[i].group] = true;
		found = true;
	}
	return found;
}

/* The share of the title's words that the query has. */
static double
cover_title(const struct snippet_term *terms, size_t term_count, struct span title,
    struct wanted *wanted)
{
	const char *p = title.data, *end = title.data + title.length, *space;
	unsigned words = 0, found = 0;

	for (; p < end; p = space + 1) {
		space = memchr(p, ' ', (size_t)(end - p));
		if (space == NULL)
			space = end;
		words++;
		found +=
		    find_word(terms, term_count, (struct span){p, (size_t)(space - p)}, wanted);
	}
	return words > 0 ? (double)found / words : 0;
}

static double
cover_query(const struct wanted *wanted)
{
	double found = 0;
	size_t i;

	for (i = 0; i < SNIPPET_TERMS_MAX; i++) {
		if (wanted->is_found[i])
			found += wanted->weights[i];
	}
	return found / wanted->total;
}

static double
weigh_title(const struct snippet_term *terms, size_t term_count, struct span title,
    struct wanted *wanted)
{
	double share;

	memset(wanted->is_found, 0, sizeof wanted->is_found);
	share = cover_title(terms, term_count, title, wanted);
	if (share <= 0)
		return 1;
	return 1 + RANK_TITLE * cover_query(wanted) * share * share * share * share;
}

double
rank_title_factor(const struct snippet_term *terms, size_t term_count, struct span title)
{
	struct wanted wanted;

	weigh_groups(terms, term_count, &wanted);
	return wanted.total > 0 ? weigh_title(terms, term_count, title, &wanted) : 1;
}

int
rank_compare_hits(const void *a, const void *b)
{
	const struct index_hit *x = a, *y = b;
	int titles;

	if (x->weight != y->weight)
		return x->weight < y->weight ? 1 : -1;
	titles = span_compare(x->value, y->value);
	if (titles != 0)
		return titles;
	return (x->document > y->document) - (x->document < y->document);
}

/* Sums whose parts were added in another order are the same. */
static void
sort_hits(struct index_hit *hits, size_t count)
{
	size_t first, end;

	qsort(hits, count, sizeof *hits, rank_compare_hits);
	for (first = 0; first < count; first = end) {
		for (end = first + 1;
		     end < count && hits[end].weight >= SAME_WEIGHT * hits[first].weight; end++)
			hits[end].weight = hits[first].weight;
		if (end - first > 1)
			qsort(hits + first, end - first, sizeof *hits, rank_compare_hits);
	}
}

void
rank_by_title(const struct snippet_term *terms, size_t term_count, struct index_result *result)
{
	struct wanted wanted;
	size_t i, depth = result->hit_count < RANK_DEPTH ? result->hit_count : RANK_DEPTH;

	weigh_groups(terms, term_count, &wanted);
	if (wanted.total <= 0 || depth == 0)
		return;
	for (i = 0; i < depth; i++) {
		struct index_hit *hit = &result->hits[i];

		hit->weight *= weigh_title(terms, term_count, hit->value, &wanted);
	}
	sort_hits(result->hits, depth);
}

void
rank_add(const struct snippet_term *terms, size_t term_count, const double *bonus, size_t count,
    struct index_result *result)
{
	size_t i;

	for (i = 0; i < count; i++) {
		struct index_hit *hit = &result->hits[i];

		if (bonus[i] > 0)
			hit->weight +=
			    bonus[i] * rank_title_factor(terms, term_count, hit->value);
	}
	sort_hits(result->hits, count);
}

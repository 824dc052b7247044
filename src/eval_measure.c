/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The measures of one query, and the test of two runs: the arithmetic of eval.h. */

#include "eval.h"

#include <math.h>

#include "xalloc.h"

#define RANDOM_SEED 20061113ULL

/* Sums of the same numbers in another order differ in their last digits. */
#define SAME_SUM 1e-9

const char *const eval_measure_names[EVAL_MEASURES] = {[EVAL_NDCG_10] = "nDCG@10",
    [EVAL_SUCCESS_1] = "success@1",
    [EVAL_SUCCESS_3] = "success@3",
    [EVAL_MRR] = "MRR",
    [EVAL_RECALL_100] = "recall@100"};

static int
compare_document(const void *key, const void *element)
{
	return strcmp(key, ((const struct eval_judged *)element)->document);
}

/* Where the document is among the judged ones, or -1. */
static ptrdiff_t
find_judged(const struct eval_query *query, const char *document)
{
	const struct eval_judged *found;

	if (query->judged_count == 0)
		return -1;
	found = bsearch(document, query->judged, query->judged_count, sizeof *query->judged,
	    compare_document);
	return found != NULL ? found - query->judged : -1;
}

static double
gain_at(int grade, size_t rank)
{
	return grade / log2((double)rank + 1);
}

static int
compare_grade(const void *a, const void *b)
{
	int first = *(const int *)a, second = *(const int *)b;

	return (second > first) - (second < first);
}

/* The relevant documents in their best order, as far as 10; and how many there are. */
static double
ideal_gain(const struct eval_query *query, size_t *ret_relevant)
{
	int *grades = xcalloc(query->judged_count, sizeof *grades);
	size_t i, count = 0;
	double sum = 0;

	for (i = 0; i < query->judged_count; i++) {
		if (query->judged[i].grade > 0)
			grades[count++] = query->judged[i].grade;
	}
	qsort(grades, count, sizeof *grades, compare_grade);
	for (i = 0; i < count && i < 10; i++)
		sum += gain_at(grades[i], i + 1);
	free(grades);
	*ret_relevant = count;
	return sum;
}

/* What one pass over a ranking finds. */
struct tally {
	double gain;         /* of the first 10 */
	size_t first;        /* rank of the first relevant document, from 1; or 0 */
	size_t relevant_100; /* among the first 100 */
};

static void
tally_ranking(
    const struct eval_query *query, const struct eval_ranking *ranking, struct tally *tally)
{
	bool *is_seen = xcalloc(query->judged_count, sizeof *is_seen);
	size_t rank;

	for (rank = 1; rank <= ranking->hit_count; rank++) {
		ptrdiff_t i = find_judged(query, ranking->hits[rank - 1].document);

		if (i < 0 || query->judged[i].grade <= 0 || is_seen[i])
			continue;
		is_seen[i] = true;
		if (tally->first == 0)
			tally->first = rank;
		if (rank <= 10)
			tally->gain += gain_at(query->judged[i].grade, rank);
		tally->relevant_100 += rank <= 100;
	}
	free(is_seen);
}

void
eval_query_score(const struct eval_query *query, const struct eval_ranking *ranking,
    unsigned depth, struct eval_scores *ret_scores)
{
	struct tally tally = {0};
	double ideal, *values = ret_scores->values;
	size_t relevant;

	ideal = ideal_gain(query, &relevant);
	tally_ranking(query, ranking, &tally);
	values[EVAL_NDCG_10] = ideal > 0 ? tally.gain / ideal : 0;
	values[EVAL_SUCCESS_1] = tally.first == 1;
	values[EVAL_SUCCESS_3] = tally.first >= 1 && tally.first <= 3;
	values[EVAL_MRR] = tally.first > 0 ? 1.0 / (double)tally.first : 0;
	values[EVAL_RECALL_100] =
	    relevant > 0 ? (double)tally.relevant_100 / (double)relevant : 0;
	if (depth < 100)
		values[EVAL_RECALL_100] = NAN;
}

/* A linear congruential generator: only its highest bit is used. */
static double
random_sign(uint64_t *state)
{
	*state = *state * 6364136223846793005ULL + 1442695040888963407ULL;
	return *state >> 63 ? 1 : -1;
}

static double
test_randomly(const double *differences, size_t count, double sum)
{
	size_t round, i, as_large = 1;
	uint64_t state = RANDOM_SEED;

	for (round = 0; round < EVAL_PERMUTATIONS; round++) {
		double other = 0;

		for (i = 0; i < count; i++)
			other += random_sign(&state) * differences[i];
		as_large += fabs(other) >= fabs(sum) - SAME_SUM;
	}
	return (double)as_large / (EVAL_PERMUTATIONS + 1);
}

void
eval_compare(const struct eval_scores *ours, const struct eval_scores *theirs, size_t count,
    enum eval_measure measure, struct eval_difference *ret_difference)
{
	double *differences = xcalloc(count, sizeof *differences), sum = 0;
	size_t i, used = 0, wins = 0;

	for (i = 0; i < count; i++) {
		double difference = ours[i].values[measure] - theirs[i].values[measure];

		sum += difference;
		/* The sign of none matters not; NAN is none. */
		if (fabs(difference) > SAME_SUM) {
			differences[used++] = difference;
			wins += difference > 0;
		}
	}
	*ret_difference = (struct eval_difference){.mean = count > 0 ? sum / (double)count : 0,
	    .p = isnan(sum) ? NAN : test_randomly(differences, used, sum),
	    .wins = wins,
	    .losses = used - wins,
	    .ties = count - used};
	free(differences);
}

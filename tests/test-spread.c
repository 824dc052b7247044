/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What hits give to the articles that are near to them. */

#include "spread.h"

#include <stdlib.h>

#include "scratch.h"
#include "tap.h"
#include "xalloc.h"

static struct fornix_error err;

/* Articles of which 1 is near to 2 and 9, and 2 to 9, or without any such fact. */
static struct articles *
open_articles(bool with_fact)
{
	static const struct spread_neighbour of_one[] = {{2, 500000}, {9, 250000}};
	static const struct spread_neighbour of_two[] = {{9, 1000000}};
	char *path = scratch_path(with_fact ? "near.mdb" : "none.mdb");
	struct articles *articles = NULL;
	struct buffer fact;
	bool is_open;

	buffer_init(&fact, 4096);
	spread_put(1, of_one, 2, &fact);
	spread_put(2, of_two, 1, &fact);
	is_open = articles_open(path, ARTICLES_CREATE, &articles, &err) == FORNIX_OK;
	if (is_open && with_fact)
		is_open = articles_fact_put(articles, SPREAD_FACT,
			      (struct span){fact.data, fact.length}, &err) == FORNIX_OK;
	if (!is_open || articles_commit(articles, &err) != FORNIX_OK) {
		printf("Bail out! %s\n", err.message);
		exit(1);
	}
	buffer_fini(&fact);
	free(path);
	return articles;
}

static const struct index_hit hits[] = {{.document = 1, .weight = 10},
    {.document = 3, .weight = 4.2}, {.document = 2, .weight = 4}};

static void
check_hit(const struct index_hit *hit, uint32_t document, double weight)
{
	tap_ok(hit->document == document && hit->weight > weight - 1e-9 &&
		   hit->weight < weight + 1e-9,
	    "document %u weighs %.3f: %u, %.3f", document, weight, hit->document, hit->weight);
}

static void
check_others(struct articles *articles)
{
	struct index_hit *spread = NULL;
	size_t count = 0;

	spread_hits(articles, hits, 3, true, &spread, &count);
	tap_number((long long)count, 4, "what is near is found too");
	check_hit(&spread[0], 1, 10);
	check_hit(&spread[1], 2, 4 + 0.1 * 10 * 0.5);
	check_hit(&spread[2], 3, 4.2);
	check_hit(&spread[3], 9, 0.1 * (10 * 0.25 + 4 * 1));
	free(spread);
}

static void
check_hits_alone(struct articles *articles)
{
	struct index_hit *spread = NULL;
	size_t count = 0;

	spread_hits(articles, hits, 3, false, &spread, &count);
	tap_number((long long)count, 3, "no others, where they are not wanted");
	check_hit(&spread[1], 2, 4.5);
	free(spread);
}

static void
check_many(struct articles *articles)
{
	struct index_hit many[600], *spread = NULL;
	size_t i, count = 0;
	bool is_sorted = true;

	for (i = 0; i < 600; i++)
		many[i] = (struct index_hit){
		    .document = i == 0 ? 1 : (uint32_t)(601 - i), .weight = 700.0 - (double)i};
	spread_hits(articles, many, 600, true, &spread, &count);
	tap_number((long long)count, 600, "none twice");
	for (i = 1; i < count; i++)
		is_sorted = is_sorted && spread[i - 1].weight >= spread[i].weight;
	tap_ok(is_sorted, "all in order");
	free(spread);
}

static void
check_without(void)
{
	struct articles *articles = open_articles(false);
	struct index_hit *spread = NULL;
	size_t count = 0;

	spread_hits(articles, hits, 3, true, &spread, &count);
	tap_number((long long)count, 3, "nothing is near where nothing says so");
	check_hit(&spread[1], 3, 4.2);
	free(spread);
	articles_free(articles);
}

int
main(void)
{
	struct articles *articles = open_articles(true);

	check_others(articles);
	check_hits_alone(articles);
	check_many(articles);
	check_without();
	articles_free(articles);
	return tap_done();
}

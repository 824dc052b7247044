/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * What a search over shards costs: "bench/scale" calls
 *
 *	shards QUERIES ROUNDS PLACE...
 *
 * where each line of QUERIES is one, and a PLACE is the folder of a database or HOST:PORT.
 * Each query is matched as fornixd matches it, and the texts of ten hits are fetched.  Prints
 * a line of JSON: the milliseconds that half of them took and 99 of 100, of what is waited
 * for and of the processor of this machine's side.  A first round warms caches up.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "buffer.h"
#include "fields.h"
#include "file.h"
#include "index_reader.h"
#include "query.h"
#include "query_tree.h"
#include "rank.h"
#include "search.h"
#include "xalloc.h"

#define QUERIES_MAX 1000
#define FILE_BYTES  (1024 * 1024)
#define PAGE_HITS   10
#define TIMEOUT_MS  5000

struct bench {
	struct analyzer *analyzer;
	struct index_reader *index;
	uint64_t hits;
};

static void
check(enum fornix_status status, const struct fornix_error *err)
{
	if (status == FORNIX_OK)
		return;
	fprintf(stderr, "shards: %s\n", err->message);
	exit(1);
}

static double
clock_ms(clockid_t id)
{
	struct timespec now;

	clock_gettime(id, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void
fetch(struct bench *bench, const struct index_result *result)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	uint32_t documents[PAGE_HITS];
	struct span records[PAGE_HITS];
	size_t i, count = result->hit_count < PAGE_HITS ? result->hit_count : PAGE_HITS;

	for (i = 0; i < count; i++)
		documents[i] = result->hits[i].document;
	check(index_reader_records(bench->index, documents, count, records, &err), &err);
	for (i = 0; i < count; i++) {
		if (records[i].length == 0) {
			fprintf(stderr, "shards: document %u has no text\n", documents[i]);
			exit(1);
		}
	}
}

static void
search(struct bench *bench, const char *text)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct query *query = query_parse(bench->analyzer, text, strlen(text));
	struct index_query *tree = query_tree_build(bench->analyzer, query);
	const struct index_request request = {.query = tree,
	    .count = SEARCH_EXACT_MATCHES,
	    .check_at_least = SEARCH_EXACT_MATCHES,
	    .value_count = RANK_DEPTH,
	    .value_slot = fields[FIELD_TITLE].slot,
	    .facet_count = SEARCH_FACETS,
	    .facet_slots = {fields[FIELD_TAG].slot, fields[FIELD_SECTION].slot}};
	struct index_result *result;

	check(index_reader_search(bench->index, &request, &result, &err), &err);
	if (result->is_partial) {
		fprintf(stderr, "shards: a shard is down\n");
		exit(1);
	}
	bench->hits += result->hit_count;
	fetch(bench, result);
	index_result_free(result);
	index_query_free(tree);
	query_free(query);
}

static int
compare(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void
measure(struct bench *bench, char *const *queries, size_t count, size_t rounds)
{
	double *times = xcalloc(count * rounds, sizeof *times), total = 0, cpu;
	size_t i, all = count * rounds;

	for (i = 0; i < count; i++)
		search(bench, queries[i]);
	cpu = clock_ms(CLOCK_PROCESS_CPUTIME_ID);
	bench->hits = 0;
	for (i = 0; i < all; i++) {
		double start = clock_ms(CLOCK_MONOTONIC);

		search(bench, queries[i % count]);
		times[i] = clock_ms(CLOCK_MONOTONIC) - start;
		total += times[i];
	}
	cpu = clock_ms(CLOCK_PROCESS_CPUTIME_ID) - cpu;
	qsort(times, all, sizeof *times, compare);
	printf("{\"documents\":%u,\"hits\":%.0f,\"meanMs\":%.4f,\"p50Ms\":%.4f,"
	       "\"p99Ms\":%.4f,\"cpuMs\":%.4f}\n",
	    index_reader_document_count(bench->index), (double)bench->hits / (double)all,
	    total / (double)all, times[all / 2], times[all * 99 / 100], cpu / (double)all);
	free(times);
}

static size_t
read_queries(const char *path, struct buffer *text, char **ret_queries)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	size_t count = 0;
	char *line, *end;

	check(file_read(path, text, &err), &err);
	buffer_append_char(text, '\0');
	for (line = text->data; *line != '\0' && count < QUERIES_MAX; line = end) {
		ret_queries[count++] = line;
		end = line + strcspn(line, "\n");
		if (*end != '\0')
			*end++ = '\0';
	}
	return count;
}

static struct index_reader *
open_places(char *const *places, size_t count)
{
	struct index_shard shards[INDEX_SHARDS_MAX];
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct index_reader *reader = NULL;
	size_t i;

	for (i = 0; i < count && i < INDEX_SHARDS_MAX; i++) {
		char *colon = strrchr(places[i], ':');

		shards[i] = (struct index_shard){.path = places[i], .timeout_ms = TIMEOUT_MS};
		if (colon == NULL)
			continue;
		*colon = '\0';
		shards[i] = (struct index_shard){.host = places[i],
		    .port = (unsigned)strtoul(colon + 1, NULL, 10),
		    .timeout_ms = TIMEOUT_MS};
	}
	check(index_reader_open_shards(shards, i, &reader, &err), &err);
	return reader;
}

int
main(int argc, char **argv)
{
	struct bench bench = {.analyzer = analyzer_new()};
	char *queries[QUERIES_MAX];
	struct buffer text;
	size_t count;

	if (argc < 4) {
		fprintf(stderr, "usage: shards QUERIES ROUNDS PLACE...\n");
		return 2;
	}
	buffer_init(&text, FILE_BYTES);
	count = read_queries(argv[1], &text, queries);
	bench.index = open_places(argv + 3, (size_t)argc - 3);
	measure(&bench, queries, count, strtoul(argv[2], NULL, 10));
	index_reader_free(bench.index);
	analyzer_free(bench.analyzer);
	buffer_fini(&text);
	return 0;
}

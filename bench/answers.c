/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * Answers queries as the service does, without HTTP and one after the other:
 *
 *	answers INDEX QUERIES [COUNT]
 *
 * takes the first COUNT lines of the file QUERIES, prints each answer as JSON on a line of
 * its own, without what differs from run to run, and on standard error the processor's
 * time for each.  While a shard is too late, as on a busy machine, the same is asked again.
 * So that a change that should only be quicker can be held to give the same answers, and
 * callgrind can count what they take (bench/profile).
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "index_reader.h"
#include "render.h"
#include "xalloc.h"

#define TODAY       20260101 /* always the same day */
#define DEADLINE_MS 600000   /* valgrind is slow */
#define TRIES       20       /* a second apart */

static double
processor_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static int
fail(const struct fornix_error *err)
{
	fprintf(stderr, "answers: %s\n", err->message);
	return 1;
}

/* bench/profile counts what happens below this function. */
__attribute__((noinline)) enum fornix_status answers_make(
    struct searcher *searcher, const char *query, struct buffer *out, struct fornix_error *err);

enum fornix_status
answers_make(
    struct searcher *searcher, const char *query, struct buffer *out, struct fornix_error *err)
{
	struct search_request request = SEARCH_REQUEST_INIT;
	struct search_result *result = NULL;
	enum fornix_status status;
	unsigned tries;

	request.query = query;
	request.query_length = strlen(query);
	request.with_help = true;
	request.today = TODAY;
	request.deadline_ms = DEADLINE_MS;
	status = search_run(searcher, &request, &result, err);
	for (tries = 1; status == FORNIX_OK && result->is_partial && tries < TRIES; tries++) {
		search_result_free(result);
		sleep(1);
		index_shards_keep();
		status = search_run(searcher, &request, &result, err);
	}
	if (status != FORNIX_OK)
		return status;
	result->processing_time_ms = 0;
	render_json(result, out);
	search_result_free(result);
	return FORNIX_OK;
}

static int
answer_all(struct searcher *searcher, FILE *queries, unsigned long most)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	unsigned long count = 0;
	size_t capacity = 0;
	char *line = NULL;
	struct buffer out;
	double used = 0, start;
	int failed = 0;

	buffer_init(&out, RENDER_BYTES_MAX);
	while (failed == 0 && count < most && getline(&line, &capacity, queries) > 0) {
		line[strcspn(line, "\n")] = '\0';
		buffer_clear(&out);
		start = processor_us();
		if (answers_make(searcher, line, &out, &err) != FORNIX_OK)
			failed = fail(&err);
		used += processor_us() - start;
		count++;
		if (out.length > 0)
			fwrite(out.data, 1, out.length, stdout);
	}
	if (count > 0)
		fprintf(
		    stderr, "{\"answers\":%lu,\"cpuUs\":%.1f}\n", count, used / (double)count);
	buffer_fini(&out);
	free(line);
	return failed;
}

int
main(int argc, char **argv)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct generation *generation = NULL;
	struct searcher *searcher = NULL;
	FILE *queries;
	int failed;

	if (argc < 3 || argc > 4) {
		fputs("usage: answers INDEX QUERIES [COUNT]\n", stderr);
		return 2;
	}
	queries = fopen(argv[2], "r");
	if (queries == NULL) {
		perror(argv[2]);
		return 1;
	}
	failed = generation_open(argv[1], &generation, &err) != FORNIX_OK ||
		 searcher_open(generation, &searcher, &err) != FORNIX_OK;
	generation_free(generation);
	if (failed)
		failed = fail(&err);
	else
		failed = answer_all(
		    searcher, queries, argc == 4 ? strtoul(argv[3], NULL, 10) : ~0UL);
	searcher_free(searcher);
	fclose(queries);
	return failed;
}

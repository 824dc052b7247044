/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index_reader.h"

#include <time.h>

#include "damage.h"
#include "fixture-index.h"
#include "xalloc.h"

#define BUSY 200 /* documents of the database for slow queries */

static struct index_query *
many_terms(combiner *combine, size_t count)
{
	struct index_query **parts = xcalloc(count, sizeof *parts);
	struct index_query *query;
	size_t i;

	for (i = 0; i < count; i++)
		parts[i] = term(i % 2 ? "pain" : "nerve");
	query = combine(parts, count);
	free(parts);
	return query;
}

static struct index_query *
deep_tree(unsigned levels)
{
	struct index_query *query = term("pain");
	unsigned i;

	for (i = 0; i < levels; i++)
		query = index_query_and_not(
		    pair(i % 2 ? index_query_and : index_query_or, query, term("facial")),
		    term("nerve"));
	return query;
}

static struct index_query *
long_phrase(size_t count)
{
	struct span *terms = xcalloc(count, sizeof *terms);
	struct index_query *query;
	size_t i;

	for (i = 0; i < count; i++)
		terms[i] = text("pain");
	query = index_query_phrase("", terms, count, 1);
	free(terms);
	return query;
}

static void
check_limit(struct index_reader *reader, struct index_query *own_query, enum fornix_status want,
    const char *name)
{
	struct index_request request = request_for(own_query);
	struct index_result *result = NULL;

	tap_number(index_reader_search(reader, &request, &result, &err), want, name);
	tap_ok((result != NULL) == (want == FORNIX_OK), "the output is right");
	index_result_free(result);
	index_query_free(own_query);
}

static void
test_query_limit(struct index_reader *reader)
{
	check_limit(reader, many_terms(index_query_or, INDEX_QUERY_NODES_MAX - 1), FORNIX_OK,
	    "largest query");
	check_limit(reader, many_terms(index_query_or, INDEX_QUERY_NODES_MAX), FORNIX_ERR_LIMIT,
	    "one term more");
	check_limit(reader, many_terms(index_query_synonym, 50000), FORNIX_ERR_LIMIT, "wide");
	check_limit(
	    reader, long_phrase(INDEX_QUERY_NODES_MAX + 1), FORNIX_ERR_LIMIT, "long phrase");
	check_limit(reader, deep_tree(400), FORNIX_OK, "a tree of 400 levels");
	check_limit(reader, deep_tree(100000), FORNIX_ERR_LIMIT, "a tree of 100000 levels");
	check_limit(reader, pair(index_query_and, term("pain"), deep_tree(100000)),
	    FORNIX_ERR_LIMIT, "as a part of another");
}

/* Documents with the same words all over, in an order that the phrases below are not in. */
static void
build_busy(const char *path)
{
	struct index_document *document = index_document_new();
	struct index_writer *writer = create(path);
	uint32_t number, position;
	char word[8];

	for (number = 1; number <= BUSY; number++) {
		index_document_clear(document);
		for (position = 1; position <= 900; position++) {
			snprintf(word, sizeof word, "w%u", position % 9);
			index_document_posting(document, "", text(word), position, 1);
		}
		if (index_writer_put(writer, number, document, &err) != FORNIX_OK)
			tap_ok(false, "put: %s", err.message);
	}
	commit(writer);
	index_document_free(document);
}

static struct index_query *
slow_query(void)
{
	static const char *const order[] = {"w8", "w7", "w6", "w5", "w4", "w3", "w2", "w1"};
	struct index_query *parts[80];
	struct span terms[8];
	size_t i, k;

	for (k = 0; k < 80; k++) {
		for (i = 0; i < 8; i++)
			terms[i] = text(order[(i + k) % 8]);
		parts[k] = index_query_phrase("", terms, 8, 1);
	}
	return index_query_or(parts, 80);
}

static double
cpu_seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void
test_deadline(void)
{
	struct index_query *query = slow_query(), *all = index_query_all();
	struct index_request request = request_for(query);
	struct index_result *result = NULL, *bounded;
	struct index_reader *reader;
	double start, unbounded;

	build_busy("busy");
	reader = open_ok("busy");
	start = cpu_seconds();
	result = run(reader, &request);
	unbounded = cpu_seconds() - start;
	request.deadline_ms = 600000;
	bounded = run(reader, &request);
	tap_ok(result->total == bounded->total && result->hit_count == bounded->hit_count,
	    "a deadline far away changes nothing");
	index_result_free(result);
	index_result_free(bounded);
	result = NULL;
	request.deadline_ms = 1;
	start = cpu_seconds();
	tap_number(index_reader_search(reader, &request, &result, &err), FORNIX_ERR_TIMEOUT,
	    "a slow query is stopped");
	tap_ok(cpu_seconds() - start < unbounded / 2 + 0.005, "early (%.1f of %.1f ms)",
	    1000 * (cpu_seconds() - start), 1000 * unbounded);
	tap_ok(result == NULL, "the output is not touched");
	request.query = all;
	request.deadline_ms = 60000;
	result = run(reader, &request);
	tap_ok(result->total == BUSY && result->total_is_exact, "the reader goes on");
	index_result_free(result);
	index_reader_free(reader);
	index_query_free(query);
	index_query_free(all);
}

/* Opening and searching must answer, whatever the answer is. */
static enum fornix_status
use_all(const char *path)
{
	struct index_query *queries[] = {
	    term("pain"), term("w3"), index_query_all(), words(true, "", "w1", "w2", 9)};
	enum fornix_status status, worst = FORNIX_OK;
	struct index_reader *reader = NULL;
	struct index_result *result;
	struct index_request request;
	size_t i;

	status = index_reader_open(path, &reader, &err);
	for (i = 0; i < 4; i++) {
		request = request_for(queries[i]);
		request.facet_count = 1;
		result = NULL;
		if (status == FORNIX_OK)
			worst = index_reader_search(reader, &request, &result, &err);
		if (worst != FORNIX_OK)
			status = worst;
		index_result_free(result);
		index_query_free(queries[i]);
	}
	index_reader_free(reader);
	return status;
}

static void
check_damaged(const char *name)
{
	enum fornix_status status = use_all("damaged");

	if (!tap_ok(status == FORNIX_OK || status == FORNIX_ERR_CORRUPT, "%s: searching", name))
		printf("# status %d: %s\n", status, err.message);
	if (!tap_ok(
		index_check("damaged", BUSY, &err) == FORNIX_ERR_CORRUPT, "%s: check", name))
		printf("# %s\n", err.message);
}

static void
copy_busy(const char *spoiled, long long length)
{
	static const char *const files[] = {
	    "iamglass", "postlist.glass", "position.glass", "termlist.glass", "flintlock"};
	char from[64], to[64];
	size_t i;

	scratch_mkdir("damaged");
	for (i = 0; i < 5; i++) {
		snprintf(from, sizeof from, "busy/%s", files[i]);
		snprintf(to, sizeof to, "damaged/%s", files[i]);
		damage_cut(
		    from, to, strcmp(files[i], spoiled) == 0 ? length : damage_size(from));
	}
}

static void
test_damage(void)
{
	static const char *const files[] = {
	    "iamglass", "postlist.glass", "position.glass", "termlist.glass"};
	static const char rubbish[] = "This is a text and not at all a table of a database.\n";
	char name[64], from[64];
	size_t i;

	for (i = 0; i < 4; i++) {
		snprintf(from, sizeof from, "busy/%s", files[i]);
		snprintf(name, sizeof name, "no bytes of %s", files[i]);
		copy_busy(files[i], 0);
		check_damaged(name);
		snprintf(name, sizeof name, "half of %s", files[i]);
		copy_busy(files[i], damage_size(from) / 2);
		check_damaged(name);
		snprintf(name, sizeof name, "text as %s", files[i]);
		copy_busy("", 0);
		snprintf(from, sizeof from, "damaged/%s", files[i]);
		scratch_write(from, rubbish, sizeof rubbish - 1);
		check_damaged(name);
	}
	copy_busy("", 0);
	unlink("damaged/iamglass");
	tap_number(use_all("damaged"), FORNIX_ERR_NOT_FOUND, "no revision file");
}

/* Flipped bytes may go unnoticed, since the format has no checksums; nothing may crash us. */
static void
test_flips(void)
{
	unsigned i, noticed = 0, others = 0;
	enum fornix_status status;
	long long size;

	copy_busy("", 0);
	size = damage_size("damaged/postlist.glass");
	for (i = 0; i < 24; i++) {
		damage_flip("damaged/postlist.glass", (off_t)(size * i / 24 + 5 * i));
		status = index_check("damaged", BUSY, &err);
		noticed += status == FORNIX_ERR_CORRUPT;
		others += status != FORNIX_ERR_CORRUPT && status != FORNIX_OK;
		damage_flip("damaged/postlist.glass", (off_t)(size * i / 24 + 5 * i));
	}
	tap_ok(noticed > 0, "the check noticed %u of 24 flipped bytes", noticed);
	tap_number(others, 0, "and never said anything else");
	tap_number(index_check("damaged", BUSY, &err), FORNIX_OK, "flipped back it is sound");
}

static void
test_check(void)
{
	tap_number(index_check("articles", ARTICLES, &err), FORNIX_OK, "check of a good one");
	tap_number(index_check("articles", ARTICLES + 1, &err), FORNIX_ERR_CORRUPT,
	    "another number of documents");
	tap_ok(strstr(err.message, "6 documents instead of 7") != NULL, "is told");
	tap_number(index_check("missing", 0, &err), FORNIX_ERR_NOT_FOUND, "check of none");
}

int
main(void)
{
	struct index_reader *reader;

	assert(chdir(scratch_folder()) == 0);
	build("articles", 0, ARTICLES);
	reader = open_ok("articles");
	test_query_limit(reader);
	index_reader_free(reader);
	test_deadline();
	test_damage();
	test_flips();
	test_check();
	return tap_done();
}

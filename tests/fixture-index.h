/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_FIXTURE_INDEX_H
#define FORNIX_FIXTURE_INDEX_H

/* A small index, and short ways to ask it. */

#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "index_reader.h"
#include "index_writer.h"
#include "scratch.h"
#include "tap.h"

#define SLOT_TAGS   0
#define SLOT_DATE   2
#define SLOT_BROKEN 5

static struct fornix_error err;

static inline struct span
text(const char *s)
{
	return span_from_string(s);
}

/* Words of a text at positions from 1. */
static inline void
fill_words(struct index_document *document, const char *prefix, const char *words)
{
	unsigned position = 0;
	size_t length;

	for (; *words != '\0'; words += length) {
		words += strspn(words, " ");
		length = strcspn(words, " ");
		if (length > 0)
			index_document_posting(
			    document, prefix, (struct span){words, length}, ++position, 1);
	}
}

static inline void
fill_tags(struct index_document *document, const char *tags)
{
	struct span values[8];
	size_t count = 0, length;

	for (; *tags != '\0'; tags += length) {
		tags += strspn(tags, " ");
		length = strcspn(tags, " ");
		values[count] = (struct span){tags, length};
		index_document_term(document, "K", values[count++], 0);
	}
	index_document_list(document, SLOT_TAGS, values, count);
}

static const struct {
	uint32_t number;
	const char *words, *title, *tags, *date;
} articles[] = {
    {1, "trigeminal neuralgia is a facial pain", "trigeminal neuralgia", "face pain",
	"20200101"},
    {2, "facial pain treatment with balloon", "facial pain", "face", "20220101"},
    {3, "neuralgia of the trigeminal nerve", "nerve", "face nerve", "20190101"},
    {4, "spine pain pain pain pain after surgery", "spine", "spine pain pain", "20220101"},
    {5, "a balloon", "balloon", "", "20210101"},
    {9, "surgery of the spine and the nerve", "surgery", "spine", "20180101"},
};

#define ARTICLES (sizeof articles / sizeof *articles)

static inline void
put_article(struct index_writer *writer, size_t i)
{
	struct index_document *document = index_document_new();

	fill_words(document, "", articles[i].words);
	fill_words(document, "S", articles[i].title);
	fill_tags(document, articles[i].tags);
	index_document_value(document, SLOT_DATE, text(articles[i].date));
	if (index_writer_put(writer, articles[i].number, document, &err) != FORNIX_OK)
		tap_ok(false, "put: %s", err.message);
	index_document_free(document);
}

static inline struct index_writer *
create(const char *path)
{
	struct index_writer *writer = NULL;

	if (index_writer_create(path, &writer, &err) != FORNIX_OK)
		tap_ok(false, "create: %s", err.message);
	assert(writer != NULL);
	return writer;
}

static inline void
commit(struct index_writer *writer)
{
	if (index_writer_commit(writer, &err) != FORNIX_OK)
		tap_ok(false, "commit: %s", err.message);
	index_writer_free(writer);
}

/* A database with articles from first to before end. */
static inline void
build(const char *path, size_t first, size_t end)
{
	struct index_writer *writer = create(path);
	size_t i;

	for (i = first; i < end; i++)
		put_article(writer, i);
	commit(writer);
}

static inline struct index_reader *
open_ok(const char *path)
{
	struct index_reader *reader = NULL;

	if (index_reader_open(path, &reader, &err) != FORNIX_OK)
		tap_ok(false, "open: %s", err.message);
	assert(reader != NULL);
	return reader;
}

static inline enum fornix_status
open_status(const char *path)
{
	struct index_reader *reader = NULL;
	enum fornix_status status = index_reader_open(path, &reader, &err);

	index_reader_free(reader);
	return status;
}

static inline struct index_query *
term(const char *word)
{
	return index_query_term("", word, strlen(word), 1);
}

static inline struct index_query *
tag(const char *word)
{
	return index_query_term("K", word, strlen(word), 0);
}

typedef struct index_query *combiner(struct index_query **own_parts, size_t count);

static inline struct index_query *
pair(combiner *combine, struct index_query *a, struct index_query *b)
{
	return combine((struct index_query *[]){a, b}, 2);
}

static inline struct index_query *
words(bool is_near, const char *prefix, const char *a, const char *b, unsigned window)
{
	struct span terms[2] = {text(a), text(b)};

	if (is_near)
		return index_query_near(prefix, terms, 2, window, 1);
	return index_query_phrase(prefix, terms, 2, 1);
}

static inline struct index_request
request_for(const struct index_query *query)
{
	return (struct index_request){.query = query, .count = 100, .check_at_least = 1000};
}

static inline struct index_result *
run(struct index_reader *reader, const struct index_request *request)
{
	struct index_result *result = NULL;

	if (index_reader_search(reader, request, &result, &err) != FORNIX_OK)
		tap_ok(false, "search: %s", err.message);
	assert(result != NULL);
	return result;
}

/* The hits' numbers in order, with a space behind each. */
static const char *
numbers_of(const struct index_result *result)
{
	static char numbers[1000];
	size_t i, used = 0;

	numbers[0] = '\0';
	for (i = 0; i < result->hit_count && used < sizeof numbers - 20; i++)
		used += (size_t)snprintf(
		    numbers + used, sizeof numbers - used, "%u ", result->hits[i].document);
	return numbers;
}

static inline int
compare_documents(const void *a, const void *b)
{
	const struct index_hit *one = a, *two = b;

	return (one->document > two->document) - (one->document < two->document);
}

/* Which documents match, in order of number, whatever their weight. */
static inline void
check_matches(struct index_reader *reader, struct index_query *own_query, const char *want,
    const char *name)
{
	struct index_request request = request_for(own_query);
	struct index_result *result = run(reader, &request);

	if (result->hit_count > 0)
		qsort(result->hits, result->hit_count, sizeof *result->hits, compare_documents);
	tap_string(numbers_of(result), want, name);
	if (!result->total_is_exact || result->total != result->hit_count)
		tap_ok(false, "%s: total %u", name, result->total);
	index_result_free(result);
	index_query_free(own_query);
}

/* The weight of a document; negative when it is no hit. */
static inline double
weight_of(struct index_reader *reader, struct index_query *own_query, uint32_t document)
{
	struct index_request request = request_for(own_query);
	struct index_result *result = run(reader, &request);
	double weight = -1;
	size_t i;

	for (i = 0; i < result->hit_count; i++) {
		if (result->hits[i].document == document)
			weight = result->hits[i].weight;
	}
	index_result_free(result);
	index_query_free(own_query);
	return weight;
}

static inline bool
is_close(double a, double b)
{
	return fabs(a - b) < 1e-9;
}

#endif

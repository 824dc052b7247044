/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_FIXTURE_SHARDS_H
#define FORNIX_FIXTURE_SHARDS_H

/* The same documents in one database and in several, and whether these answer alike. */

#include "fixture-index.h"
#include "xalloc.h"

#define DOCUMENTS  600
#define SLOT_TITLE 4

/* Few words, so that many documents are alike and have the same score. */
static const char *const words_of[] = {
    "ache", "back", "pain", "spine", "nerve", "the", "head", "neck", "of", "disc"};

#define WORDS (sizeof words_of / sizeof *words_of)

/* Numbers that look random, and are the same everywhere. */
static inline uint32_t
mix(uint32_t number)
{
	number = (number ^ number >> 15) * 0x2c1b3c6du;
	number = (number ^ number >> 12) * 0x297a2d39u;
	return number ^ number >> 15;
}

/* The shard, from 0 on, of the document with the number from 1 on. */
static inline size_t
place_of(uint32_t number, size_t count)
{
	return mix(number + 77) % count;
}

static inline uint32_t
shard_documents(size_t place, size_t count)
{
	uint32_t number, documents = 0;

	for (number = 1; number <= DOCUMENTS; number++)
		documents += place_of(number, count) == place;
	return documents;
}

/* What a document is among several databases, which know it by its number in one. */
static inline uint32_t
global_of(uint32_t number, size_t count)
{
	return (number - 1) * (uint32_t)count + (uint32_t)place_of(number, count) + 1;
}

static inline uint32_t
number_of(uint32_t global, size_t count)
{
	return (global - 1) / (uint32_t)count + 1;
}

/* Every third document is the copy of another. */
static inline void
put_document(struct index_writer *writer, uint32_t number)
{
	struct index_document *document = index_document_new();
	uint32_t seed = mix(number % 3 == 0 ? number / 9 : number), i;
	char line[100];

	for (i = 0; i < 4 + seed % 40; i++)
		index_document_posting(
		    document, "", text(words_of[mix(seed + i) % (seed % WORDS + 1)]), i + 1, 1);
	fill_words(document, "S", words_of[seed % WORDS]);
	fill_tags(document, seed % 2 == 0 ? "even" : "odd large");
	index_document_value(document, SLOT_TITLE, text(words_of[seed % WORDS]));
	snprintf(line, sizeof line, "2020%04u", seed % 97);
	index_document_value(document, SLOT_DATE, text(line));
	snprintf(line, sizeof line, "n%u", number);
	index_document_term(document, "Q", text(line), 0);
	snprintf(line, sizeof line, "record %u", number);
	index_document_text(document, number, text(line));
	if (index_writer_put(writer, number, document, &err) != FORNIX_OK)
		tap_ok(false, "put: %s", err.message);
	index_document_free(document);
}

static inline bool
is_record(struct span record, uint32_t number)
{
	char line[100];

	snprintf(line, sizeof line, "record %u", number);
	return span_equals(record, text(line));
}

static inline void
build_one(void)
{
	struct index_writer *writer = create("one");
	uint32_t number;

	for (number = 1; number <= DOCUMENTS; number++)
		put_document(writer, number);
	commit(writer);
}

static inline void
shard_path(size_t place, size_t count, char *ret_path, size_t size)
{
	snprintf(ret_path, size, "%zu-of-%zu", place + 1, count);
}

static inline void
build_shards(size_t count)
{
	char path[100], self[100];
	uint32_t number;
	size_t place;

	for (place = 0; place < count; place++) {
		struct index_writer *writer;

		shard_path(place, count, path, sizeof path);
		writer = create(path);
		for (number = 1; number <= DOCUMENTS; number++) {
			if (place_of(number, count) == place)
				put_document(writer, number);
		}
		snprintf(self, sizeof self, "%zu/%zu", place + 1, count);
		assert(index_writer_fact(writer, "place", self, &err) == FORNIX_OK);
		commit(writer);
	}
}

static inline struct index_reader *
open_shards(size_t count)
{
	struct index_shard shards[INDEX_SHARDS_MAX];
	char paths[INDEX_SHARDS_MAX][100];
	struct index_reader *reader = NULL;
	size_t place;

	for (place = 0; place < count; place++) {
		shard_path(place, count, paths[place], sizeof paths[place]);
		shards[place] = (struct index_shard){.path = paths[place]};
	}
	if (index_reader_open_shards(shards, count, &reader, &err) != FORNIX_OK)
		tap_ok(false, "open: %s", err.message);
	assert(reader != NULL);
	return reader;
}

static inline void
close_shards(struct index_reader *reader)
{
	index_reader_free(reader);
}

/* Queries of every kind; NULL behind the last. */
static inline struct index_query *
make_query(size_t i)
{
	switch (i) {
	case 0:
		return term("ache");
	case 1:
		return pair(index_query_or, term("spine"), term("nerve"));
	case 2:
		return pair(index_query_or, pair(index_query_or, term("ache"), term("head")),
		    pair(index_query_or, term("disc"), term("the")));
	case 3:
		return words(false, "", "back", "pain", 0);
	case 4:
		return index_query_and_maybe(pair(index_query_or, term("back"), term("pain")),
		    pair(index_query_or, words(false, "", "back", "pain", 0),
			words(false, "", "pain", "spine", 0)));
	case 5:
		return index_query_filter(
		    pair(index_query_and, term("ache"), term("pain")), tag("odd"));
	case 6:
		return index_query_and_not(term("neck"), words(true, "", "neck", "ache", 3));
	case 7:
		return index_query_scale(
		    index_query_and_maybe(term("head"), words(false, "", "head", "ache", 0)),
		    0.5);
	case 8:
		return pair(index_query_synonym, term("disc"), term("spine"));
	case 9:
		return index_query_filter(
		    term("of"), index_query_value_from(SLOT_DATE, "20200050"));
	case 10:
		return index_query_all();
	case 11:
		return term("nowhere");
	default:
		return NULL;
	}
}

static inline bool
is_same_hit(const struct index_hit *a, const struct index_hit *b, size_t count)
{
	return global_of(a->document, count) == b->document &&
	       fabs(a->weight - b->weight) <= 1e-9 * a->weight &&
	       span_equals(a->value, b->value);
}

static inline bool
is_same_facet(const struct index_facet *a, const struct index_facet *b)
{
	size_t i;

	for (i = 0; i < a->value_count && i < b->value_count; i++) {
		if (a->values[i].count != b->values[i].count ||
		    !span_equals(a->values[i].value, b->values[i].value))
			return false;
	}
	return a->value_count == b->value_count;
}

/* Whether both answer the request alike, dates included. */
static inline bool
is_same_answer(struct index_reader *one, struct index_reader *shards, size_t count,
    const struct index_request *request)
{
	struct index_result *a = run(one, request), *b = run(shards, request);
	uint32_t *dates = xcalloc(2 * DOCUMENTS, sizeof *dates);
	bool is_same = a->hit_count == b->hit_count && a->total == b->total &&
		       a->total_is_exact == b->total_is_exact && !b->is_partial &&
		       is_same_facet(&a->facets[0], &b->facets[0]);
	size_t i;

	for (i = 0; is_same && i < a->hit_count; i++)
		is_same = is_same_hit(&a->hits[i], &b->hits[i], count);
	if (is_same && request->sort == INDEX_SORT_RELEVANCE)
		is_same = index_reader_numbers(one, a->hits, a->hit_count, SLOT_DATE, dates,
			      &err) == FORNIX_OK &&
			  index_reader_numbers(shards, b->hits, b->hit_count, SLOT_DATE,
			      dates + DOCUMENTS, &err) == FORNIX_OK &&
			  memcmp(dates, dates + DOCUMENTS, DOCUMENTS * sizeof *dates) == 0;
	free(dates);
	index_result_free(a);
	index_result_free(b);
	return is_same;
}

/* Whether both count the same, also of what is not wanted as a hit. */
static inline bool
is_same_count(
    struct index_reader *one, struct index_reader *shards, const struct index_request *request)
{
	struct index_result *a = run(one, request), *b = run(shards, request);
	bool is_same = a->hit_count == b->hit_count && a->total == b->total &&
		       is_same_facet(&a->facets[0], &b->facets[0]);

	index_result_free(a);
	index_result_free(b);
	return is_same;
}

/* Whether both tell the same of words: how often they are, and with which others. */
static inline bool
are_words_alike(struct index_reader *one, struct index_reader *shards)
{
	struct span terms[WORDS + 2] = {text(""), text("nowhere")};
	struct index_company a[WORDS + 2], b[WORDS + 2];
	bool is_same = true;
	uint32_t x, y;
	size_t i;

	for (i = 0; i < WORDS; i++)
		terms[i + 2] = text(words_of[i]);
	index_reader_expect(shards, terms, WORDS + 2);
	for (i = 0; i < WORDS + 2; i++)
		is_same &=
		    index_reader_term_frequency(one, terms[i], &x, &err) == FORNIX_OK &&
		    index_reader_term_frequency(shards, terms[i], &y, &err) == FORNIX_OK &&
		    x == y;
	for (i = 0; i + 2 < WORDS + 2; i++) {
		assert(index_reader_company(one, terms, WORDS + 2, terms + i, 2, a, &err) ==
		       FORNIX_OK);
		assert(index_reader_company(shards, terms, WORDS + 2, terms + i, 2, b, &err) ==
		       FORNIX_OK);
		is_same &= memcmp(a, b, sizeof a) == 0;
	}
	return is_same;
}

static inline void
compare_all(struct index_reader *one, struct index_reader *shards, size_t count)
{
	struct index_query *query;
	size_t i;

	for (i = 0; (query = make_query(i)) != NULL; i++) {
		struct index_request request = {.query = query,
		    .count = DOCUMENTS,
		    .check_at_least = DOCUMENTS,
		    .value_count = DOCUMENTS,
		    .value_slot = SLOT_TITLE,
		    .facet_count = 1,
		    .facet_slots = {SLOT_TAGS},
		    .deadline_ms = 60000};

		tap_ok(
		    is_same_answer(one, shards, count, &request), "query %zu on %zu", i, count);
		request.count = 10;
		tap_ok(is_same_count(one, shards, &request), "query %zu on %zu, the best of it",
		    i, count);
		index_query_free(query);
	}
	tap_ok(are_words_alike(one, shards), "words on %zu", count);
}

#endif

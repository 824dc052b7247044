/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_INDEX_READER_H
#define FORNIX_INDEX_READER_H

/*
 * Reading the inverted index: queries in, document numbers and weights out.
 *
 * The C face of libxapian 1.4 for readers; it knows terms, slots and document
 * numbers, nothing of articles.  No exception leaves it: each maps to a status
 * (database damage or another version: CORRUPT; missing: NOT_FOUND; the
 * deadline: TIMEOUT; out of memory: NOMEM).  One reader per thread: Xapian's
 * objects count references without locks
 * (https://xapian.org/docs/ "Concurrent access").
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"
#include "span.h"

#ifdef __cplusplus
extern "C" {
#endif

#define INDEX_TERM_BYTES_MAX  240  /* Xapian's own limit is 245 */
#define INDEX_QUERY_NODES_MAX 2000 /* Xapian's OR is quadratic in its branches */

struct index_reader;

/* Opens the database in the folder path.  The caller frees *ret_reader. */
FORNIX_CHECKED enum fornix_status index_reader_open(
    const char *path, struct index_reader **ret_reader, struct fornix_error *err);
void index_reader_free(struct index_reader *reader);

/*
 * Several databases that are matched as one: statistics are those of all.  The document
 * that has number n in the database at place p of count, both from 1, has the number
 * (n - 1) * count + p.
 *
 * One that cannot be opened or, later, reached is "down": the others answer, with the same
 * numbers, and results say that they are partial.  What was asked when it broke is asked
 * again without it, if the deadline leaves time.  index_shards_keep() brings it back.
 */
#define INDEX_SHARDS_MAX       64
#define INDEX_SHARD_UUID_BYTES 37 /* with the NUL */

struct index_shard {
	const char *path; /* folder of the database, or NULL */
	const char *host; /* else where xapian-tcpsrv serves it; without both it is down */
	unsigned port;
	unsigned timeout_ms; /* of connecting, and of each answer; 0 is a default */
	bool may_be_public;  /* else it is down when the host has an address that is not private
			      */
	/* What tells the database that is meant from others: it keeps this value under the
	 * key.  NULL: whichever is opened first is meant. */
	const char *fact_key, *fact;
};

/* Fails, as the first of them does, only when all are down.  The caller frees *ret_reader. */
FORNIX_CHECKED enum fornix_status index_reader_open_shards(const struct index_shard *shards,
    size_t count, struct index_reader **ret_reader, struct fornix_error *err);

/* Bit i is the one at place i + 1; 0 for a reader of one database. */
uint64_t index_reader_shards_down(const struct index_reader *reader);
/* The same of those that are up, but another database than is meant. */
uint64_t index_reader_shards_replaced(const struct index_reader *reader);

struct index_shard_state {
	bool is_down;
	uint32_t document_count;
	char uuid[INDEX_SHARD_UUID_BYTES];        /* of the database; empty while it is down */
	char trouble[FORNIX_ERROR_MESSAGE_BYTES]; /* why it is down, or "" */
};

/* place is from 1 on. */
void index_reader_shard_state(
    const struct index_reader *reader, size_t place, struct index_shard_state *ret_state);

/*
 * What the database at place keeps under the key, or nothing; it lives until the next call
 * of this.  IO while it is down.
 */
FORNIX_CHECKED enum fornix_status index_reader_shard_metadata(struct index_reader *reader,
    size_t place, const char *key, struct span *ret_value, struct fornix_error *err);

/*
 * Tries the shards of all readers of this process that are down, and says something to
 * those on other machines that have not been asked lately, which would else end the
 * connection.  To be called each second, by a thread that nobody waits for.
 */
void index_shards_keep(void);

struct index_shards {
	unsigned count;    /* that the readers of this process have */
	unsigned down;     /* of these */
	unsigned replaced; /* another database than is meant */
};

struct index_shards index_shards_count(void);

/*
 * What index_document_text() kept with documents, asked for at once, those of this page and
 * no more: one that is not there, or whose shard is down, has a span of NULL.  They live
 * until the next call.
 */
FORNIX_CHECKED enum fornix_status index_reader_records(struct index_reader *reader,
    const uint32_t *documents, size_t count, struct span *ret_records,
    struct fornix_error *err);

uint32_t index_reader_document_count(const struct index_reader *reader);

/* In how many documents the term (with its prefix) occurs; 0 for none. */
FORNIX_CHECKED enum fornix_status index_reader_term_frequency(struct index_reader *reader,
    struct span term, uint32_t *ret_frequency, struct fornix_error *err);

/*
 * Says of which terms that may be asked next: of shards all are, together, when one of them
 * is.  What is beyond INDEX_EXPECTED_MAX is asked for by itself.
 */
#define INDEX_EXPECTED_MAX 1000

void index_reader_expect(struct index_reader *reader, const struct span *terms, size_t count);

/*
 * Calls back for every term with the prefix, in order of bytes, until it
 * returns false: the term without the prefix, in how many documents it occurs,
 * how often in all (its weights added up; of shards 0, which would be asked for each).
 */
typedef bool index_term_callback(
    struct span term, uint32_t documents, uint32_t count, void *context);
FORNIX_CHECKED enum fornix_status index_reader_terms(struct index_reader *reader,
    const char *prefix, index_term_callback *callback, void *context, struct fornix_error *err);

/*
 * Calls back for every word of a document in the common stream, in order of
 * bytes, with how often it occurs (its weights added up).
 */
typedef void index_document_term_callback(struct span term, uint32_t count, void *context);
FORNIX_CHECKED enum fornix_status index_reader_document_terms(struct index_reader *reader,
    uint32_t document, index_document_term_callback *callback, void *context,
    struct fornix_error *err);

/*
 * Calls back for every document in order of number, with what index_document_text() kept
 * with it, which lives as long as the call, until it returns false.  IO when a shard is
 * down, or goes meanwhile.
 */
typedef bool index_text_callback(uint32_t document, struct span text, void *context);
FORNIX_CHECKED enum fornix_status index_reader_texts(struct index_reader *reader,
    index_text_callback *callback, void *context, struct fornix_error *err);

/*
 * How many documents have a term of the common stream, and how many of these have any of
 * the others too.  Of a term with more than INDEX_COMPANY_DOCUMENTS only so many are looked
 * at, spread over all, and the number together is what they let expect.
 */
#define INDEX_COMPANY_DOCUMENTS  32
#define INDEX_COMPANY_TERMS_MAX  16 /* LIMIT for more */
#define INDEX_COMPANY_OTHERS_MAX 50

struct index_company {
	uint32_t documents, together;
};

FORNIX_CHECKED enum fornix_status index_reader_company(struct index_reader *reader,
    const struct span *terms, size_t term_count, const struct span *others, size_t other_count,
    struct index_company *ret_company, struct fornix_error *err);

/*
 * Query trees.  Builders take ownership of their parts ("own_") and return a
 * new node; a NULL part is left out; an operator without parts or without its
 * base is NULL, which matches nothing.  A term that is empty or longer than
 * INDEX_TERM_BYTES_MAX matches nothing too.  Out of memory aborts.  The tree is freed with
 * index_query_free() or given to another builder.
 */
struct index_query;

/*
 * There is no "best of": OP_MAX of libxapian 1.4.22 reads freed memory in the
 * matcher when all its branches end at once.
 */
void index_query_free(struct index_query *query);

/* Documents with the term.  weight scales its part of the score (1: as it is; 0: a filter). */
struct index_query *index_query_term(
    const char *prefix, const char *term, size_t length, double weight);
/* Documents whose value of the slot is the text or comes behind it in order of bytes; weight 0.
 */
struct index_query *index_query_value_from(int slot, const char *least);
/* Every document, weight 0. */
struct index_query *index_query_all(void);
/* Documents with the terms at successive positions; all with the same prefix. */
struct index_query *index_query_phrase(
    const char *prefix, const struct span *terms, size_t count, double weight);
/* As a phrase, but in any order within a window of so many words. */
struct index_query *index_query_near(
    const char *prefix, const struct span *terms, size_t count, unsigned window, double weight);
/* All parts match, weights add up. */
struct index_query *index_query_and(struct index_query **own_parts, size_t count);
/* Any part matches, weights add up. */
struct index_query *index_query_or(struct index_query **own_parts, size_t count);
/*
 * Any part matches; the parts count as one word with joint statistics.  A
 * phrase in it is not stopped by the deadline.
 */
struct index_query *index_query_synonym(struct index_query **own_parts, size_t count);
/* Documents of base; extra adds weight where it matches too. */
struct index_query *index_query_and_maybe(
    struct index_query *own_base, struct index_query *own_extra);
/* Documents of base that also match filter; weight of base. */
struct index_query *index_query_filter(
    struct index_query *own_base, struct index_query *own_filter);
/* Documents of base that do not match excluded. */
struct index_query *index_query_and_not(
    struct index_query *own_base, struct index_query *own_excluded);
/* Multiplies the weight of base; factor must not be negative. */
struct index_query *index_query_scale(struct index_query *own_base, double factor);

enum index_weighting {
	INDEX_WEIGHT_INEB2, /* divergence from randomness, c = 1 */
	INDEX_WEIGHT_BM25,  /* k1 = 1.2, b = 0.75 */
};

enum index_sort {
	INDEX_SORT_RELEVANCE,
	INDEX_SORT_VALUE_DESCENDING, /* by sort_slot, ties by relevance */
};

#define INDEX_FACETS_MAX 4

struct index_request {
	const struct index_query *query; /* borrowed */
	enum index_weighting weighting;
	enum index_sort sort;
	int sort_slot;
	uint32_t first;          /* hits to skip */
	uint32_t count;          /* hits wanted */
	uint32_t check_at_least; /* matches to look at for totals and facets */
	uint32_t value_count;    /* read value_slot of so many of the first hits */
	int value_slot;
	size_t facet_count;
	int facet_slots[INDEX_FACETS_MAX]; /* slots written by index_document_list() */
	unsigned deadline_ms;              /* 0: none */
};

struct index_hit {
	uint32_t document; /* number, from 1 */
	double weight;
	struct span value; /* of value_slot, if asked for; lives as long as reader and result */
};

struct index_facet_value {
	struct span value; /* lives as long as the result */
	uint32_t count;
};

struct index_facet {
	size_t value_count;
	struct index_facet_value *values; /* by count, highest first, then by value */
};

struct index_result {
	size_t hit_count;
	struct index_hit *hits; /* by score, ties by document number */
	uint32_t total;         /* matches; an estimate unless total_is_exact */
	bool total_is_exact;
	bool is_partial; /* some shards were down */
	size_t facet_count;
	struct index_facet facets[INDEX_FACETS_MAX];
};

/*
 * Runs the request.  LIMIT for a query of more than INDEX_QUERY_NODES_MAX terms
 * and operators.  The caller frees *ret_result.
 */
FORNIX_CHECKED enum fornix_status index_reader_search(struct index_reader *reader,
    const struct index_request *request, struct index_result **ret_result,
    struct fornix_error *err);
void index_result_free(struct index_result *result);

/*
 * What the query, by INDEX_WEIGHT_INEB2, gives to each of the hits: 0 where it does not
 * match.  Quick for a few hits of the last search, if that had the same words; without
 * a deadline.  Of shards, hits are those of the last search.
 * INTERNAL for a query with a synonym, or with words that are near.
 */
FORNIX_CHECKED enum fornix_status index_reader_weigh_hits(struct index_reader *reader,
    const struct index_query *query, const struct index_hit *hits, size_t count,
    double *ret_weights, struct fornix_error *err);

/*
 * The value of the slot for each hit, as a whole number: 0 for a document that
 * has none, or one that is no number.  Of shards, hits are those of the last search.
 */
FORNIX_CHECKED enum fornix_status index_reader_numbers(struct index_reader *reader,
    const struct index_hit *hits, size_t count, int slot, uint32_t *ret_numbers,
    struct fornix_error *err);

/*
 * What the query, by INDEX_WEIGHT_INEB2, gives to each of the documents: below 0 where
 * it does not match.  For explanations: all that match are looked at, without a deadline.
 */
FORNIX_CHECKED enum fornix_status index_reader_weigh(struct index_reader *reader,
    const struct index_query *query, const uint32_t *documents, size_t count,
    double *ret_weights, struct fornix_error *err);

/*
 * Takes the query apart into words and phrases whose weights add up to its own, as
 * index_reader_weigh() tells it.  Calls back for each: its terms with their prefixes, and
 * what it adds to each of the documents, 0 or more; both live as long as the call.
 */
typedef void index_part_callback(
    const struct span *terms, size_t term_count, const double *weights, void *context);
FORNIX_CHECKED enum fornix_status index_reader_parts(struct index_reader *reader,
    const struct index_query *query, const uint32_t *documents, size_t count,
    index_part_callback *callback, void *context, struct fornix_error *err);

#ifdef __cplusplus
}
#endif

#endif

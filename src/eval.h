/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_EVAL_H
#define FORNIX_EVAL_H

/*
 * How good a ranking is, by judged queries: the measures, and whether two runs
 * differ by more than chance.  Knows nothing of files, indexes and output.
 *
 * A document is relevant when its grade is above 0; one that nobody judged is
 * not.  The measures are those of trec_eval:
 *
 *	nDCG@10     gain: the grade; discount: log2(rank + 1); divided by the
 *	            same sum over the best order of all judged documents
 *	success@N   1 when one of the first N is relevant, else 0
 *	MRR         1 / the rank of the first relevant document, or 0
 *	recall@100  the part of the relevant documents among the first 100
 *
 * A document that comes twice in a ranking counts where it comes first.
 */

#include <stdbool.h>
#include <stddef.h>

#define EVAL_GRADE_MAX    100
#define EVAL_DEPTH        100 /* results of a query that are looked at */
#define EVAL_DEPTH_MIN    10
#define EVAL_DEPTH_MAX    1000
#define EVAL_PERMUTATIONS 10000

enum eval_measure {
	EVAL_NDCG_10,
	EVAL_SUCCESS_1,
	EVAL_SUCCESS_3,
	EVAL_MRR,
	EVAL_RECALL_100,
};

#define EVAL_MEASURES 5

extern const char *const eval_measure_names[EVAL_MEASURES];

struct eval_judged {
	char *document;
	int grade;
	size_t line; /* of the file it is from */
};

struct eval_query {
	size_t number; /* in the set, from 0 */
	char *id;      /* without white space */
	char *text;
	size_t judged_count, judged_capacity;
	struct eval_judged *judged; /* in order of document */
};

/* All of it owned; eval_read.h fills it. */
struct eval_set {
	size_t query_count, query_capacity;
	struct eval_query **queries; /* in the file's order */
	struct eval_query **by_id;   /* the same, in order of id */
};

void eval_set_init(struct eval_set *set);
void eval_set_fini(struct eval_set *set);

/* NULL when there is none. */
struct eval_query *eval_set_find(const struct eval_set *set, const char *id);

/* Adds a query without judgements; its id must be new. */
struct eval_query *eval_set_add(struct eval_set *set, const char *id, const char *text);

bool eval_query_has_relevant(const struct eval_query *query);

struct eval_hit {
	char *document; /* owned */
	double score;
};

struct eval_ranking {
	size_t hit_count;
	struct eval_hit *hits; /* best first */
};

/* One ranking for each query of a set, under its number. */
struct eval_run {
	size_t count;
	struct eval_ranking *rankings;
};

void eval_run_init(struct eval_run *run, const struct eval_set *set);
void eval_run_fini(struct eval_run *run);

struct eval_scores {
	double values[EVAL_MEASURES]; /* NAN: not measured */
};

/* recall@100 is not measured for a ranking that was cut at a depth below 100. */
void eval_query_score(const struct eval_query *query, const struct eval_ranking *ranking,
    unsigned depth, struct eval_scores *ret_scores);

struct eval_difference {
	double mean; /* of ours less theirs */
	double p;    /* that chance alone makes one as large, in either direction */
	size_t wins, losses, ties;
};

/*
 * Compares two runs query by query, by a paired randomisation test: under the
 * hypothesis that the runs are alike, each query's difference may as well have
 * the other sign.  p is the part of EVAL_PERMUTATIONS random choices of signs
 * (and the one seen) whose mean is at least as far from 0.  The same input
 * gives the same p.
 */
void eval_compare(const struct eval_scores *ours, const struct eval_scores *theirs,
    size_t count, enum eval_measure measure, struct eval_difference *ret_difference);

/* A run's outcome over the queries that have relevant documents. */
struct eval_outcome {
	const struct eval_set *set; /* borrowed */
	size_t count;
	size_t left_out;   /* queries without relevant documents */
	size_t unanswered; /* queries, of those that count, without any result */
	const struct eval_query **queries;
	struct eval_scores *scores; /* of each of the queries */
	struct eval_scores means;
	bool has_baseline;
	struct eval_scores *baseline_scores;
	struct eval_scores baseline_means;
	struct eval_difference differences[EVAL_MEASURES];
};

/* baseline may be NULL.  The set must outlive the outcome, the runs need not. */
void eval_outcome_init(struct eval_outcome *outcome, const struct eval_set *set,
    const struct eval_run *run, const struct eval_run *baseline, unsigned depth);
void eval_outcome_fini(struct eval_outcome *outcome);

#endif

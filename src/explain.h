/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_EXPLAIN_H
#define FORNIX_EXPLAIN_H

/*
 * Why a search gave what it gave: what each word added to the score of each hit,
 * and how one article fared that somebody asks about.
 *
 * Nothing is guessed: the query that was run is taken apart, and its parts are run
 * by themselves.  A score is
 *
 *	(the weights of all parts, added up) * what the title multiplies with
 *	    + what the article gains by being near to better ones
 */

#include "match.h"

#define EXPLAIN_PARTS_MAX 200 /* further ones, which no query has, are one called "others" */

enum explain_kind {
	EXPLAIN_TYPED,
	EXPLAIN_CORRECTION, /* that a misspelt word was taken for */
	EXPLAIN_SYNONYM,    /* another way to say it */
	EXPLAIN_PAIR,       /* two words of the query side by side */
	EXPLAIN_OTHER,      /* none of these */
};

/* What adds to scores.  Those with the same kind and text are one. */
struct explain_part {
	enum explain_kind kind;
	char *text;      /* as it was typed, or the stem; owned */
	char *typed;     /* what it stands for; owned; NULL unless another way to say it */
	double *weights; /* of each hit of the page, then of the article asked about; owned */
};

/* A clause of the query, for the article asked about. */
struct explain_clause {
	char *text; /* with its sign, field or quotes; owned */
	enum explain_demand {
		EXPLAIN_WANTED,   /* may match */
		EXPLAIN_REQUIRED, /* must match */
		EXPLAIN_EXCLUDED, /* must not match */
		EXPLAIN_IGNORED,  /* shapes a question */
	} demand;
	bool is_there; /* in the article */
};

enum explain_filter { EXPLAIN_FILTER_TAG, EXPLAIN_FILTER_SECTION, EXPLAIN_FILTER_SINCE };

#define EXPLAIN_FILTERS 3

struct explanation {
	size_t hit_count;
	double *titles; /* of each hit, then of the article: what its title multiplies with */
	double *gains;  /* the same, by what is near: see spread.h */
	double *scores; /* the same; 0 for an article that is no match */
	size_t part_count;
	struct explain_part *parts;
	/* The rest is of the article asked about. */
	bool has_article;
	size_t rank;   /* among all that match, from 1; 0: it is no match */
	bool is_loose; /* barely related */
	bool is_shown; /* can be paged to */
	double first;  /* the best score of all */
	size_t clause_count;
	struct explain_clause *clauses;
	bool filtered[EXPLAIN_FILTERS]; /* left out by it */
};

/*
 * Explains the match, and request->explained if that is not 0.  The caller calls
 * explain_free().
 */
FORNIX_CHECKED enum fornix_status explain_make(struct index_reader *index,
    struct analyzer *analyzer, const struct query *query, const struct search_request *request,
    const struct match *match, struct explanation **ret_explanation, struct fornix_error *err);
void explain_free(struct explanation *explanation);

#endif

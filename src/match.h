/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_MATCH_H
#define FORNIX_MATCH_H

/*
 * A query and its alternatives run on the index: which documents, in which
 * order, and how many are worth counting.
 */

#include "articles.h"
#include "index_reader.h"
#include "query.h"
#include "search.h"

/*
 * Shares chosen by measurement, docs/relevance.md.  A short query is widened by what is
 * near to its best matches (spread.h), which can find articles that have none of its words.
 */
#define MATCH_SPREAD_WORDS 2    /* of a query; longer ones say enough */
#define MATCH_BONUS_DEPTH  50   /* of the best matches, in which words side by side count */
#define MATCH_LOOSE_SHARE  0.25 /* of the best score; below, a match is loose */

/* The words to find, in titles and passages, and how much each says: the rarer the more. */
struct match_words {
	struct snippet_term terms[SNIPPET_TERMS_MAX];
	size_t count;
	unsigned group_count; /* words of the query; each term belongs to one */
};

struct match {
	struct index_result *typed; /* owned; with the facets; NULL when nothing can match */
	struct index_query *tree;   /* owned; that they were found by */
	struct index_query *bonus;  /* owned; that the best were raised by, or NULL */
	struct index_hit *widened;  /* owned; by weight, with what is near, or NULL */
	struct index_hit *arranged; /* owned; the counted ones by date, or NULL */
	const struct index_hit *ranked; /* all, best first; borrowed from one of these */
	size_t ranked_count;
	const struct index_hit *hits; /* of the page; the same */
	size_t hit_count;
	size_t
	    loose_from; /* the first of the page's hits that is loose; hit_count when none is */
	uint32_t total; /* without loose ones */
	uint32_t
	    reachable; /* what can be paged through: with loose ones, to the end of a page */
	bool total_is_exact;
	struct match_words words; /* stems borrowed from the query */
	/* Bit i: clause i is a word that no article has and that nothing stands for. */
	uint32_t unknown;
};

_Static_assert(QUERY_CLAUSES_MAX <= 32, "a bit for each clause");

/*
 * Fills *ret_match, also when nothing can match (then typed is NULL).  The
 * caller calls match_fini(); query must live as long.  articles say what is near to what;
 * NULL: nothing is.
 */
FORNIX_CHECKED enum fornix_status match_run(struct index_reader *index,
    struct articles *articles, struct analyzer *analyzer, const struct query *query,
    const struct search_request *request, struct match *ret_match, struct fornix_error *err);
void match_fini(struct match *match);

#endif

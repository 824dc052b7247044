/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_MEILI_H
#define FORNIX_MEILI_H

/*
 * A request in the language of Meilisearch, as far as clients that only read
 * need it: what to search for and what to answer with.
 *
 * Knows neither HTTP nor the index.  Members that are not named here are
 * ignored, so that clients may send what they like.
 */

#include <stdbool.h>
#include <stddef.h>

#include "error.h"
#include "filter.h"

#define MEILI_INDEX       "articles" /* the one index there is */
#define MEILI_BODY_MAX    (64 * 1024)
#define MEILI_DEPTH_MAX   16 /* of arrays and objects in a body */
#define MEILI_QUERIES_MAX 16 /* of one multi-search */
#define MEILI_QUERY_MAX   2048
#define MEILI_NAME_MAX    64
#define MEILI_TAG_MAX     64 /* bytes of what stands around words that were found */
#define MEILI_HITS        20 /* unless another number is asked for */
#define MEILI_HITS_MAX    100

/* What a hit has; bit 1 << n of a set. */
enum meili_attribute {
	MEILI_ID,
	MEILI_URL,
	MEILI_TITLE,
	MEILI_SNIPPET,
	MEILI_HEADING,
	MEILI_TAGS,
	MEILI_SECTION,
	MEILI_DATE,
	MEILI_REVIEWED,
	MEILI_REVIEW_DUE,
	MEILI_ATTRIBUTE_COUNT,
};
extern const char *const meili_attribute_names[MEILI_ATTRIBUTE_COUNT];
#define MEILI_ALL ((1u << MEILI_ATTRIBUTE_COUNT) - 1)

enum meili_sort {
	MEILI_SORT_RELEVANCE,
	MEILI_SORT_DATE,
	MEILI_SORT_REVIEWED,
};

struct meili_query {
	char *index;       /* owned; NULL when none was named */
	char *q;           /* owned; "" matches every article */
	bool is_paged;     /* asked by page and hits_per_page, else by offset and limit */
	unsigned offset;   /* at most 1000: nothing is found further on */
	unsigned limit;    /* 0 to MEILI_HITS_MAX; also hits_per_page */
	unsigned page;     /* from 1 */
	unsigned facets;   /* set of MEILI_TAGS and MEILI_SECTION */
	unsigned retrieve; /* sets of attributes */
	unsigned highlight;
	bool is_formatted; /* hits get _formatted */
	bool shows_matches;
	char pre[MEILI_TAG_MAX + 1], post[MEILI_TAG_MAX + 1];
	enum meili_sort sort;
	struct filter filter;
	char *facet_name; /* owned; of a facet search, else NULL */
	char *facet_query;
};

/* An error as Meilisearch would say it. */
struct meili_mistake {
	int status;       /* of HTTP */
	const char *code; /* "invalid_search_filter" */
	char message[200];
};

void meili_query_init(struct meili_query *query);
void meili_query_fini(struct meili_query *query);

/*
 * One parameter in the form of a URL, "limit=5" or "facets=tags,section";
 * returns false with *ret_mistake.
 */
bool meili_query_parameter(struct meili_query *query, const char *name, const char *value,
    size_t length, struct meili_mistake *ret_mistake);

/* The body of a search or facet search. */
bool meili_read_query(const char *body, size_t length, struct meili_query *query,
    struct meili_mistake *ret_mistake);
/* The body of a multi-search: up to MEILI_QUERIES_MAX queries, all of which the caller ends. */
bool meili_read_queries(const char *body, size_t length,
    struct meili_query queries[MEILI_QUERIES_MAX], size_t *ret_count,
    struct meili_mistake *ret_mistake);

/*
 * A filter as text, added below the node parent of filter:
 *
 *	filter:     and ("OR" and)*
 *	and:        not ("AND" not)*
 *	not:        "NOT" not | "(" filter ")" | condition
 *	condition:  name ("=" | "!=") value | name ["NOT"] "IN" "[" value, ... "]"
 */
bool meili_filter_parse(const char *text, size_t length, struct filter *filter, size_t parent,
    struct meili_mistake *ret_mistake);

/* Fills *ret_mistake and returns false. */
bool meili_refuse(struct meili_mistake *ret_mistake, int status, const char *code,
    const char *format, ...) FORNIX_PRINTF(4, 5);

#endif

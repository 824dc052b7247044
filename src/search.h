/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_SEARCH_H
#define FORNIX_SEARCH_H

/*
 * A search request in, one struct search_result out, which JSON, HTML and the
 * shell render: same order, same totals, same words.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"
#include "filter.h"
#include "generation.h"
#include "snippet.h"

#define SEARCH_PER_PAGE      10
#define SEARCH_PER_PAGE_MAX  100
#define SEARCH_REACH_MAX     1000 /* page * per_page: nobody pages further */
#define SEARCH_FILTERS_MAX   16   /* values of each kind of filter */
#define SEARCH_EXACT_MATCHES 1000 /* matches looked at for totals and facets */
#define SEARCH_DEADLINE_MS   2000

enum search_sort {
	SEARCH_SORT_RELEVANCE,
	SEARCH_SORT_DATE,     /* the latest published first */
	SEARCH_SORT_REVIEWED, /* the latest reviewed first */
	SEARCH_SORTS
};

struct search_request {
	const char *query; /* bytes as they came; borrowed */
	size_t query_length;
	unsigned page;     /* from 1 */
	unsigned per_page; /* 1 to SEARCH_PER_PAGE_MAX */
	/* Filters: slugs; an article passes with any of each kind.  Borrowed. */
	size_t tag_count;
	const char *tags[SEARCH_FILTERS_MAX];
	size_t section_count;
	const char *sections[SEARCH_FILTERS_MAX];
	uint32_t since; /* YYYYMMDD: published or reviewed that day or later; 0: whenever */
	bool without_synonyms;   /* search for the words themselves only */
	bool without_correction; /* take unknown words as they are */
	bool matches_all;        /* nothing typed matches every article, else none */
	bool with_help; /* also what is related, or what helps where nothing is found */
	/* Also what each word adds to the scores of the hits, and of this document; see
	 * explain.h. */
	bool with_explanation;
	uint32_t explained;          /* 0: none */
	unsigned skip;               /* hits left out before the page */
	const struct filter *filter; /* besides tags and sections; borrowed; NULL: none */
	/*
	 * By a date, only matches that are counted are shown, and of more than
	 * SEARCH_EXACT_MATCHES the best ones: else the newest barely related
	 * article would be the first.
	 */
	enum search_sort sort;
	uint32_t today;       /* YYYYMMDD: which best bets are over; 0: the day of the clock */
	unsigned deadline_ms; /* of each step on the index; 0: SEARCH_DEADLINE_MS */
};

#define SEARCH_REQUEST_INIT                                                                    \
	{                                                                                      \
		.page = 1, .per_page = SEARCH_PER_PAGE                                         \
	}

/* A part of an article that matches: where to go within it. */
struct search_place {
	struct snippet_text heading;
	char *anchor;
	char *url;
};

/* A figure or a video whose words match. */
struct search_figure {
	bool is_video;
	struct snippet_text caption;
	char *url;       /* where to see it: the section it stands in, or the video */
	char *media_url; /* of the picture or the video itself, as the article names it */
};

struct search_hit {
	uint32_t document;
	double score;
	char *id;  /* path under the corpus without ".md" */
	char *url; /* relative to the site's root, or https */
	struct snippet_text title;
	struct snippet_text snippet;
	bool has_section;      /* the section that the snippet is from */
	char *section_heading; /* NULL without one */
	char *section_anchor;
	char *section_url;
	size_t place_count; /* the best sections, the one above first */
	struct search_place places[SNIPPET_SECTIONS_MAX];
	size_t figure_count;
	struct search_figure figures[SNIPPET_FIGURES_MAX];
	size_t tag_count;
	char **tags;
	uint32_t date, reviewed, review_due; /* YYYYMMDD or 0 */
	bool is_loose; /* barely related: not counted in the result's total, comes behind */
};

struct search_facet_value {
	char *value; /* slug */
	char *label; /* for people */
	uint32_t count;
	bool is_selected;
};

struct search_facet {
	const char *name; /* "tag", "section": also the parameter's name */
	const char *label;
	size_t value_count;
	struct search_facet_value *values;
};

#define SEARCH_FACETS 2

#define SEARCH_RELATED_MAX 5

/* An article near to another one. */
struct search_neighbour {
	char *id, *url, *title, *description; /* owned */
};

/* Something the person should know; code is stable, message is for people. */
struct search_warning {
	const char *code;
	char *message;
};

#define SEARCH_WARNINGS_MAX 4

#define SEARCH_SUGGESTIONS_MAX 3
#define SEARCH_SYNONYMS_MAX    16

enum search_correction_mode {
	SEARCH_CORRECTION_NONE, /* all words are known, or nothing is near */
	SEARCH_CORRECTION_AUTO, /* results are for suggestions[0], the others count for less */
	SEARCH_CORRECTION_SUGGEST, /* not sure enough to say so: "did you mean" */
};

/* What was done about words that the index lacks; never silent. */
struct search_correction {
	enum search_correction_mode mode;
	size_t suggestion_count;                   /* 0 with NONE */
	char *suggestions[SEARCH_SUGGESTIONS_MAX]; /* whole queries, best first; owned */
};

/* Another way to say a part of the query that was searched for too. */
struct search_synonym {
	char *typed; /* "water on the brain" */
	char *added; /* "hydrocephalus" */
};

#define SEARCH_PHONES_MAX 4

struct search_phone {
	char *label;  /* "Call 911" */
	char *number; /* digits, and what people write between them */
};

/* What the clinicians want said first to whoever searches for this; see urgent.h. */
struct search_urgent {
	char *rule; /* its id */
	char *title, *message;
	size_t phone_count;
	struct search_phone phones[SEARCH_PHONES_MAX];
	char *link_label, *link_url; /* both NULL without a link */
	char *pattern;               /* that fired, as it is written */
	unsigned line;               /* of the pattern in the file */
};

#define SEARCH_BEST_BETS_MAX 3

/* What the practice recommends to whoever searches for this; see best_bets.h. */
struct search_best_bet {
	char *label;
	char *url;     /* relative to the site's root, or https */
	char *id;      /* of the article, which is in the index; NULL for another address */
	char *pattern; /* that fired, as it is written */
	unsigned line; /* of the pattern in the file */
};

/* A piece of a query, which was left out of what was searched for, or not. */
struct search_part {
	char *text; /* with its sign, field or quotes: "-spine", "title:nerve" */
	bool is_dropped;
};

/* What a query that finds nothing can do without; several may be joined. */
enum search_relaxation {
	SEARCH_RELAX_PHRASES = 1 << 0,    /* the words of a phrase, wherever they stand */
	SEARCH_RELAX_FIELDS = 1 << 1,     /* the words of a field, wherever they stand */
	SEARCH_RELAX_EXCLUSIONS = 1 << 2, /* nothing is excluded */
	SEARCH_RELAX_FILTERS = 1 << 3,    /* articles with any tag, of any section */
	SEARCH_RELAX_SWITCHES = 1 << 4,   /* with corrections and synonyms */
	SEARCH_RELAX_WORDS = 1 << 5,      /* the likest words, for those that no article has */
};

#define SEARCH_RELAXATIONS 6
#define SEARCH_TOPICS_MAX  8 /* of each kind */

/* What may help where nothing was found; see search_relax.h. */
struct search_help {
	unsigned relaxed; /* of enum search_relaxation: what closest does without */
	struct search_result *closest; /* its parts are those of what was typed; NULL: none */
	struct search_facet topics[SEARCH_FACETS]; /* of all articles; the most frequent */
};

struct search_result {
	char *query;    /* as it was understood: trimmed, cleaned, cut */
	uint32_t total; /* without the loose ones */
	bool total_is_exact;
	bool is_partial; /* part of the index did not answer; there is a warning too */
	unsigned page, per_page;
	unsigned pages; /* that can be asked for; 0 without hits */
	double processing_time_ms;
	unsigned generation;
	uint32_t article_count; /* in the index */
	enum search_sort sort;
	size_t hit_count;
	struct search_hit *hits;
	struct search_facet facets[SEARCH_FACETS];
	struct search_correction correction;
	/*
	 * The query with what was left out of it: a word that no article has and that
	 * nothing stands for.  None when all of it was searched for.
	 */
	size_t part_count;
	struct search_part *parts;
	struct search_help *help; /* NULL with hits, or when it was not asked for; owned */
	size_t synonym_count;
	struct search_synonym synonyms[SEARCH_SYNONYMS_MAX];
	/*
	 * Near to the first hit, and no hits themselves.  Of the first hit, because it
	 * is what most people open, and what is near to all hits at once is rarely
	 * near to any; on the first page by relevance only, when it was asked for.
	 */
	size_t related_count;
	struct search_neighbour related[SEARCH_RELATED_MAX];
	struct explanation *explanation; /* NULL when it was not asked for; owned */
	size_t warning_count;
	struct search_warning warnings[SEARCH_WARNINGS_MAX];
	struct search_urgent *urgent; /* NULL when no rule fires; owned */
	/*
	 * On the first page only, whatever filters are chosen: on others people look
	 * for something else.  A hit that is also recommended stays where it is, so
	 * that totals and pages hold.
	 */
	size_t best_bet_count;
	struct search_best_bet best_bets[SEARCH_BEST_BETS_MAX];
};

/* Reads one generation, for one thread. */
struct searcher;

/* The caller frees *ret_searcher; generation may be freed before. */
FORNIX_CHECKED enum fornix_status searcher_open(const struct generation *generation,
    struct searcher **ret_searcher, struct fornix_error *err);
/* The same of the generation that the index serves; errors of generation_open() too. */
FORNIX_CHECKED enum fornix_status searcher_open_served(
    const char *index, struct searcher **ret_searcher, struct fornix_error *err);
void searcher_free(struct searcher *searcher);

/*
 * Runs a search.  A query without words is no error: no hits.  USAGE for a page
 * out of reach or too many filters; TIMEOUT past SEARCH_DEADLINE_MS; CORRUPT
 * for a damaged generation.  The caller frees *ret_result.
 */
FORNIX_CHECKED enum fornix_status search_run(struct searcher *searcher,
    const struct search_request *request, struct search_result **ret_result,
    struct fornix_error *err);
void search_result_free(struct search_result *result);

void search_neighbour_fini(struct search_neighbour *neighbour);

/* "phrases", "fields", "exclusions", "filters", "switches", "words": in JSON. */
const char *search_relaxation_name(enum search_relaxation relaxation);

/* "relevance", "date", "reviewed": in parameters, options and JSON. */
const char *search_sort_name(enum search_sort sort);
/* Returns false for what is none of them. */
bool search_sort_find(const char *name, enum search_sort *ret_sort);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_SUGGEST_H
#define FORNIX_SUGGEST_H

/*
 * What is offered while somebody types: articles to go to, and ways to go on.
 *
 * The last word is taken for the beginning of a word, those before it for whole
 * ones.  A word of four letters or more that no article knows may have one
 * typo.  No query is written anywhere.
 */

#include "error.h"
#include "generation.h"
#include "snippet.h"
#include "span.h"

#define SUGGEST_ENTRIES_MAX       8 /* of both kinds */
#define SUGGEST_COMPLETIONS_LEAST 3 /* that articles leave room for */

struct suggest_result_article {
	struct span id, url;       /* borrowed from the suggester */
	struct snippet_text title; /* what was typed is marked */
	struct snippet_text
	    name; /* the other name it was found by; its text NULL: by the title */
};

struct suggest_result {
	size_t article_count, completion_count;
	struct suggest_result_article articles[SUGGEST_ENTRIES_MAX];
	struct snippet_text completions[SUGGEST_ENTRIES_MAX]; /* queries, best first */
	unsigned generation;
	double processing_time_ms;
};

/* Reads the suggestions of one generation, for one thread. */
struct suggester;

/*
 * A generation without suggestions, made by a version that had none, suggests
 * nothing, and so does one whose file cannot be read.  The caller frees
 * *ret_suggester; generation may be freed before.
 */
struct suggester *suggester_open(const struct generation *generation);
/* On a file that the suggester takes over; NULL suggests nothing. */
struct suggest_file;
struct suggester *suggester_new(struct suggest_file *own_file, unsigned generation);
void suggester_free(struct suggester *suggester);

/*
 * Any bytes are fine; takes a bounded time, some tens of microseconds.  The
 * caller calls suggest_result_fini() before suggester_free().
 */
void suggest_run(struct suggester *suggester, const char *text, size_t length,
    struct suggest_result *ret_result);
void suggest_result_fini(struct suggest_result *result);

#endif

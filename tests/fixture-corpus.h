/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_FIXTURE_CORPUS_H
#define FORNIX_FIXTURE_CORPUS_H

/* A searcher on an index of a folder of articles. */

#include <stdio.h>
#include <stdlib.h>

#include "generation.h"
#include "indexer.h"
#include "scratch.h"
#include "search.h"

static struct fornix_error err;
static struct searcher *searcher;

/* Indexes the folder into "index" of the scratch folder and opens that, again where it was. */
static inline void
open_corpus(char *own_corpus)
{
	char *index = scratch_path("index");
	struct indexer_options options = {.corpus = own_corpus,
	    .index = index,
	    .article = {.url_pattern = "/{path}/"},
	    .workers = 1};
	struct indexer_summary summary;
	struct generation *generation;

	searcher_free(searcher);
	searcher = NULL;
	if (indexer_run(&options, &summary, &err) != FORNIX_OK ||
	    generation_open(index, &generation, &err) != FORNIX_OK ||
	    searcher_open(generation, &searcher, &err) != FORNIX_OK) {
		printf("Bail out! %s\n", err.message);
		exit(1);
	}
	generation_free(generation);
	free(own_corpus);
	free(index);
}

#endif

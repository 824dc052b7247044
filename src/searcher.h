/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_SEARCHER_H
#define FORNIX_SEARCHER_H

/* What a struct searcher is, for the modules that answer from one: search.c, browse.c. */

#include <time.h>

#include "acronyms.h"
#include "articles.h"
#include "glossary.h"
#include "index_reader.h"
#include "search.h"
#include "search_rules.h"
#include "shards.h"
#include "vocabulary.h"

struct searcher {
	struct index_reader *index;
	struct shards shards;      /* that it reads */
	struct articles *articles; /* before shards, without texts */
	struct acronyms acronyms;  /* borrowed from articles */
	struct analyzer *analyzer;
	struct glossary *glossary;     /* NULL without one */
	struct vocabulary *vocabulary; /* NULL without one */
	struct search_rules *rules;
	unsigned generation;
	int hold_fd; /* generation_hold() */
};

/* The clock that answers are timed by. */
static inline double
searcher_clock_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

#endif

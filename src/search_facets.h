/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_SEARCH_FACETS_H
#define FORNIX_SEARCH_FACETS_H

/* The facets of an answer: which tags and sections the matches have, for search.c. */

#include "analyze.h"
#include "index_reader.h"
#include "search.h"

#define SEARCH_FACET_VALUES_MAX 100 /* of each facet; the most frequent */

/* Names and labels, without values. */
void search_facets_init(struct search_result *result);

/* Values from what the index counted, for facets 0 (tag) and 1 (section). */
void search_facets_fill(struct search_result *result, struct analyzer *analyzer,
    const struct index_result *found, const struct search_request *request);

/* A value as people read it: "Facial pain" for "facial-pain".  The caller frees it. */
char *search_facets_label(struct span value);

void search_facets_fini(struct search_result *result);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "routes_count.h"

#include <stdio.h>
#include <string.h>

/* A byte that says that there is a note, and the facts behind it. */
_Static_assert(1 + sizeof(struct report_facts) <= HTTP_NOTE_BYTES, "the note is too small");

static enum report_count
found(const struct search_result *result)
{
	if (result->total == 0)
		return REPORT_FOUND_NONE;
	return result->total < REPORT_FOUND_MANY_LEAST ? REPORT_FOUND_FEW : REPORT_FOUND_MANY;
}

static enum report_count
help(const struct search_result *result)
{
	switch (result->correction.mode) {
	case SEARCH_CORRECTION_AUTO:
		return REPORT_CORRECTED;
	case SEARCH_CORRECTION_SUGGEST:
		return REPORT_SUGGESTED;
	default:
		return REPORT_COUNTS;
	}
}

static struct report_facts
facts_of(const struct search_result *result)
{
	struct report_facts facts = {.found = found(result),
	    .help = help(result),
	    .has_synonyms = result->synonym_count > 0};

	if (result->urgent != NULL)
		snprintf(facts.urgent, sizeof facts.urgent, "%s", result->urgent->rule);
	return facts;
}

void
routes_count_note(const struct search_result *result, struct http_response *response)
{
	struct report_facts facts = facts_of(result);

	response->note[0] = 1;
	memcpy(response->note + 1, &facts, sizeof facts);
}

static bool
is_finished_search(const struct http_request *request, const struct search_request *search)
{
	return request->method != HTTP_HEAD && search->query_length > 0 && search->page == 1 &&
	       search->tag_count == 0 && search->section_count == 0 && search->since == 0 &&
	       !search->without_correction && !search->without_synonyms;
}

void
routes_count(struct report_counter *counter, const struct http_request *request,
    const struct routes_search *search, const struct http_response *response)
{
	struct report_facts facts;

	if (counter == NULL || response->note[0] == 0 ||
	    !is_finished_search(request, &search->request))
		return;
	memcpy(&facts, response->note + 1, sizeof facts);
	report_counter_add(
	    counter, search->request.query, search->request.query_length, &facts);
}

/* A limit of 0 asks for numbers only, as widgets do beside the search itself. */
static bool
is_search_of_a_person(const struct http_request *request, const struct meili_query *query)
{
	return request->method != HTTP_HEAD && query->q[0] != '\0' && query->limit > 0 &&
	       query->offset == 0 && (!query->is_paged || query->page == 1) &&
	       query->sort == MEILI_SORT_RELEVANCE && query->filter.count == 0;
}

void
routes_count_meili(struct report_counter *counter, const struct http_request *request,
    const struct meili_query *query, const struct search_result *result)
{
	struct report_facts facts;

	if (counter == NULL || !is_search_of_a_person(request, query))
		return;
	facts = facts_of(result);
	report_counter_add_typed(counter, query->q, strlen(query->q), &facts);
}

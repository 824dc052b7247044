/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search_relax.h"

#include <stdlib.h>
#include <string.h>

#include "search_facets.h"
#include "search_parts.h"
#include "searcher.h"
#include "spell.h"
#include "xalloc.h"

struct relaxing {
	struct searcher *searcher;
	const struct query *query;
	const struct search_request *request;
	double deadline_ms;
	struct fornix_error *err;
};

const char *
search_relaxation_name(enum search_relaxation relaxation)
{
	switch (relaxation) {
	case SEARCH_RELAX_PHRASES:
		return "phrases";
	case SEARCH_RELAX_FIELDS:
		return "fields";
	case SEARCH_RELAX_EXCLUSIONS:
		return "exclusions";
	case SEARCH_RELAX_FILTERS:
		return "filters";
	case SEARCH_RELAX_SWITCHES:
		return "switches";
	case SEARCH_RELAX_WORDS:
		break;
	}
	return "words";
}

/* The relaxations that would change the search; of words, whether they could. */
static unsigned
find_relaxations(const struct relaxing *relaxing)
{
	const struct search_request *request = relaxing->request;
	unsigned found = 0;
	size_t i;

	for (i = 0; i < relaxing->query->clause_count; i++) {
		const struct query_clause *clause = &relaxing->query->clauses[i];

		if (clause->is_excluded)
			found |= SEARCH_RELAX_EXCLUSIONS;
		else if (clause->field != NULL)
			found |= SEARCH_RELAX_FIELDS;
		if (clause->is_phrase && !clause->is_excluded)
			found |= SEARCH_RELAX_PHRASES;
	}
	if (request->tag_count + request->section_count > 0 || request->since != 0)
		found |= SEARCH_RELAX_FILTERS;
	if (request->without_correction || request->without_synonyms)
		found |= SEARCH_RELAX_SWITCHES;
	if (relaxing->searcher->vocabulary != NULL)
		found |= SEARCH_RELAX_WORDS;
	return found;
}

/* The first word of a text. */
struct first {
	char word[ANALYZE_WORD_MAX + 1], stem[ANALYZE_WORD_MAX + 1];
};

static void
keep_first(const struct analyze_token *token, void *context)
{
	struct first *first = context;

	if (first->word[0] != '\0')
		return;
	memcpy(first->word, token->word, token->word_length + 1);
	memcpy(first->stem, token->stem, token->stem_length + 1);
}

/* Of the words that begin so, the one that most articles have. */
static bool
find_longer(
    const struct vocabulary *vocabulary, struct span prefix, struct vocabulary_word *ret_word)
{
	struct vocabulary_word word;
	uint32_t first, i;

	ret_word->documents = 0;
	if (prefix.length < SEARCH_PREFIX_LEAST)
		return false;
	first = vocabulary_first(vocabulary, prefix);
	for (i = first;
	     i - first < SEARCH_PREFIX_WORDS && vocabulary_get(vocabulary, i, &word) &&
	     span_begins_with(word.text, prefix);
	     i++) {
		if (word.documents > ret_word->documents)
			*ret_word = word;
	}
	return ret_word->documents > 0;
}

/*
 * For a word that no article has, one that begins so, as people type who are used
 * to being offered the rest, or is spelt most like it.
 */
static bool
find_other(const char *text, struct buffer *out, void *context)
{
	const struct searcher *searcher = context;
	struct spell_candidate candidate;
	struct vocabulary_word longer;
	struct first first = {.word = ""};
	uint32_t frequency = 0;
	struct span word;

	analyze_text(searcher->analyzer, text, strlen(text), 0, keep_first, &first);
	word = span_from_string(first.word);
	if (word.length == 0 ||
	    index_reader_term_frequency(
		searcher->index, span_from_string(first.stem), &frequency, NULL) != FORNIX_OK ||
	    frequency > 0)
		return false;
	if (find_longer(searcher->vocabulary, word, &longer)) {
		buffer_append(out, longer.text.data, longer.text.length);
		return true;
	}
	if (spell_candidates(searcher->vocabulary, word, NULL, &candidate, 1) == 0 ||
	    candidate.score < SEARCH_LIKE_LEAST)
		return false;
	buffer_append(out, candidate.text.data, candidate.text.length);
	return true;
}

static struct search_request
relaxed_request(const struct relaxing *relaxing, unsigned relaxations)
{
	struct search_request request = *relaxing->request;

	request.page = 1;
	request.per_page = SEARCH_RELAX_HITS;
	request.sort = SEARCH_SORT_RELEVANCE;
	request.with_help = false;
	if ((relaxations & SEARCH_RELAX_FILTERS) != 0)
		request.tag_count = request.section_count = request.since = 0;
	if ((relaxations & SEARCH_RELAX_SWITCHES) != 0)
		request.without_correction = request.without_synonyms = false;
	return request;
}

/* Runs the request; *ret_found is NULL when that finds nothing, or takes too long. */
static enum fornix_status
run(const struct relaxing *relaxing, struct search_request *request,
    struct search_result **ret_found)
{
	double left_ms = relaxing->deadline_ms - searcher_clock_ms();
	struct search_result *found;
	enum fornix_status status;

	*ret_found = NULL;
	if (left_ms < 1)
		return FORNIX_OK;
	request->deadline_ms = (unsigned)left_ms;
	status = search_run(relaxing->searcher, request, &found, relaxing->err);
	if (status == FORNIX_ERR_TIMEOUT)
		return FORNIX_OK;
	if (status != FORNIX_OK)
		return status;
	if (found->hit_count > 0)
		*ret_found = found;
	else
		search_result_free(found);
	return FORNIX_OK;
}

/* The last of the relaxations is new; nothing is run when it changes nothing. */
static enum fornix_status
attempt(const struct relaxing *relaxing, unsigned relaxations, unsigned last,
    struct search_help *help)
{
	struct search_request request = relaxed_request(relaxing, relaxations);
	enum fornix_status status = FORNIX_OK;
	struct search_parts parts;
	struct buffer text;
	unsigned used;

	used = SEARCH_RELAX_FILTERS | SEARCH_RELAX_SWITCHES |
	       search_parts_relax(
		   &parts, relaxing->query, relaxations, find_other, relaxing->searcher);
	buffer_init(&text, 4 * QUERY_BYTES_MAX);
	search_parts_join(&parts, &text);
	request.query = text.data;
	request.query_length = text.length;
	if ((used & last) != 0 && text.length > 0 && !text.failed)
		status = run(relaxing, &request, &help->closest);
	if (help->closest != NULL) {
		help->relaxed = relaxations;
		search_parts_drop_same(&parts, help->closest->parts, help->closest->part_count);
		search_parts_swap(&parts, help->closest);
	}
	search_parts_fini(&parts);
	buffer_fini(&text);
	return status;
}

/* Each alone, or each with those before it. */
static enum fornix_status
attempt_each(const struct relaxing *relaxing, unsigned possible, bool is_with_others,
    struct search_help *help)
{
	enum fornix_status status = FORNIX_OK;
	unsigned next, before = 0, i;

	for (i = 0; i < SEARCH_RELAXATIONS && status == FORNIX_OK && help->closest == NULL;
	     i++) {
		next = possible & 1u << i;
		if (next != 0 && is_with_others == (before != 0))
			status = attempt(relaxing, before | next, next, help);
		if (is_with_others)
			before |= next;
	}
	return status;
}

static enum fornix_status
find_closest(const struct relaxing *relaxing, struct search_help *help)
{
	unsigned possible = find_relaxations(relaxing);
	enum fornix_status status = attempt_each(relaxing, possible, false, help);

	if (status == FORNIX_OK && help->closest == NULL)
		status = attempt_each(relaxing, possible, true, help);
	return status;
}

enum fornix_status
search_relax(struct searcher *searcher, const struct query *query,
    const struct search_request *request, double deadline_ms, struct search_result *result,
    struct fornix_error *err)
{
	const struct relaxing relaxing = {searcher, query, request, deadline_ms, err};
	struct search_help *help = xcalloc(1, sizeof *help);
	enum fornix_status status;

	result->help = help;
	status = search_facets_topics(searcher, help->topics, err);
	if (status == FORNIX_OK)
		status = find_closest(&relaxing, help);
	if (help->closest != NULL && result->urgent == NULL &&
	    (help->relaxed & SEARCH_RELAX_SWITCHES) == 0) {
		result->urgent = help->closest->urgent;
		help->closest->urgent = NULL;
	}
	return status;
}

void
search_help_free(struct search_help *help)
{
	if (help == NULL)
		return;
	search_facets_fini(help->topics);
	search_result_free(help->closest);
	free(help);
}

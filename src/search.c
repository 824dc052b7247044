/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search.h"

#include "correct.h"
#include "escape.h"
#include "expand.h"
#include "explain.h"
#include "fields.h"
#include "file.h"
#include "match.h"
#include "path.h"
#include "related.h"
#include "search_facets.h"
#include "search_parts.h"
#include "search_relax.h"
#include "search_rules.h"
#include "searcher.h"

/* Packed when it was indexed; by an older program it was not. */
static enum fornix_status
read_glossary(struct searcher *searcher, const struct buffer *text, struct fornix_error *err)
{
	struct span packed;
	enum fornix_status status =
	    articles_fact_get(searcher->articles, GLOSSARY_FACT, &packed, err);

	if (status != FORNIX_OK)
		return status;
	searcher->glossary = glossary_unpack(packed, text->data, text->length);
	if (searcher->glossary == NULL)
		searcher->glossary =
		    glossary_parse(searcher->analyzer, text->data, text->length, NULL, NULL);
	return FORNIX_OK;
}

/* A generation without a glossary searches without. */
static enum fornix_status
open_glossary(
    struct searcher *searcher, const struct generation *generation, struct fornix_error *err)
{
	char *path CLEANUP_FREE = path_join(generation->path, GLOSSARY_FILE);
	struct buffer text CLEANUP_BUFFER;
	enum fornix_status status;
	bool exists;

	buffer_init(&text, GLOSSARY_BYTES_MAX);
	status = file_find(path, &text, &exists, err);
	if (status == FORNIX_OK && text.length > 0)
		status = read_glossary(searcher, &text, err);
	return status;
}

/* One without a vocabulary searches without corrections. */
static enum fornix_status
open_vocabulary(
    struct searcher *searcher, const struct generation *generation, struct fornix_error *err)
{
	char *path CLEANUP_FREE = path_join(generation->path, VOCABULARY_FILE);
	struct fornix_error trouble = FORNIX_ERROR_INIT;
	enum fornix_status status = vocabulary_open(path, &searcher->vocabulary, &trouble);

	if (status == FORNIX_OK)
		return FORNIX_OK;
	searcher->vocabulary = NULL;
	if (status == FORNIX_ERR_NOT_FOUND || status == FORNIX_ERR_CORRUPT)
		return FORNIX_OK;
	if (err != NULL)
		*err = trouble;
	return status;
}

enum fornix_status
searcher_open(const struct generation *generation, struct searcher **ret_searcher,
    struct fornix_error *err)
{
	char *articles CLEANUP_FREE = path_join(generation->path, GENERATION_ARTICLES);
	struct searcher *searcher = xcalloc(1, sizeof *searcher);
	enum fornix_status status;

	searcher->generation = generation->number;
	searcher->hold_fd = generation_hold(generation);
	status = shards_open(&searcher->shards, generation, &searcher->index, err);
	if (status == FORNIX_OK)
		status = articles_open(articles, ARTICLES_READ, &searcher->articles, err);
	searcher->analyzer = analyzer_new();
	if (status == FORNIX_OK)
		status = open_glossary(searcher, generation, err);
	if (status == FORNIX_OK)
		status = search_rules_open(searcher->analyzer, generation->path,
		    searcher->articles, &searcher->rules, err);
	if (status == FORNIX_OK)
		status = open_vocabulary(searcher, generation, err);
	if (status != FORNIX_OK) {
		searcher_free(searcher);
		return status;
	}
	searcher->acronyms = acronyms_open(searcher->articles);
	*ret_searcher = searcher;
	return FORNIX_OK;
}

enum fornix_status
searcher_open_served(
    const char *index, struct searcher **ret_searcher, struct fornix_error *err)
{
	struct generation *generation;
	enum fornix_status status = generation_open(index, &generation, err);

	if (status != FORNIX_OK)
		return status;
	status = searcher_open(generation, ret_searcher, err);
	generation_free(generation);
	return status;
}

void
searcher_free(struct searcher *searcher)
{
	if (searcher == NULL)
		return;
	index_reader_free(searcher->index);
	shards_close(&searcher->shards);
	articles_free(searcher->articles);
	analyzer_free(searcher->analyzer);
	glossary_free(searcher->glossary);
	search_rules_free(searcher->rules);
	vocabulary_free(searcher->vocabulary);
	generation_release(searcher->hold_fd);
	free(searcher);
}

static char *
dup_span(struct span span)
{
	return xstrndup(span.length > 0 ? span.data : "", span.length);
}

static void
add_warning(struct search_result *result, const char *code, const char *message)
{
	if (result->warning_count < SEARCH_WARNINGS_MAX)
		result->warnings[result->warning_count++] =
		    (struct search_warning){.code = code, .message = xstrdup(message)};
}

static char *
join_anchor(const char *url, const char *anchor)
{
	struct buffer joined;

	if (anchor[0] == '\0')
		return xstrdup(url);
	buffer_init(&joined, 2 * ARTICLE_URL_BYTES_MAX);
	buffer_append_string(&joined, url);
	buffer_append_char(&joined, '#');
	escape_url_path(&joined, anchor, strlen(anchor));
	return buffer_take(&joined, NULL);
}

static void
fill_section(struct search_hit *hit, const struct record *record, int index)
{
	struct record_section section;

	if (index < 0)
		return;
	section = record_section(record, (unsigned)index);
	if (section.anchor.length == 0)
		return;
	hit->has_section = true;
	hit->section_heading = dup_span(section.heading);
	hit->section_anchor = dup_span(section.anchor);
	hit->section_url = join_anchor(hit->url, hit->section_anchor);
}

static void
fill_places(struct searcher *searcher, struct search_hit *hit, const struct record *record,
    const struct snippet *snippet, const struct match_words *words)
{
	size_t i;

	for (i = 0; i < snippet->section_count; i++) {
		struct record_section section = record_section(record, snippet->sections[i]);
		struct search_place *place = &hit->places[hit->place_count++];

		snippet_mark_text(searcher->analyzer, section.heading, words->terms,
		    words->count, &place->heading);
		place->anchor = dup_span(section.anchor);
		place->url = join_anchor(hit->url, place->anchor);
	}
}

/* A picture is seen where it is explained; a video by itself, if it can be linked to. */
static void
fill_figures(struct searcher *searcher, struct search_hit *hit, const struct record *record,
    const struct snippet *snippet, const struct match_words *words)
{
	size_t i;

	for (i = 0; i < snippet->figure_count; i++) {
		struct record_figure figure = record_figure(record, snippet->figures[i]);
		struct record_section section = record_section(record, figure.section);
		struct search_figure *shown = &hit->figures[hit->figure_count++];
		char *anchor CLEANUP_FREE = dup_span(section.anchor);

		shown->is_video = figure.kind == ARTICLE_FIGURE_VIDEO;
		shown->media_url = dup_span(figure.url);
		snippet_mark_text(searcher->analyzer,
		    figure.caption.length > 0 ? figure.caption : figure.alt, words->terms,
		    words->count, &shown->caption);
		if (shown->is_video && (strncmp(shown->media_url, "https://", 8) == 0 ||
					   shown->media_url[0] == '/'))
			shown->url = xstrdup(shown->media_url);
		else
			shown->url = join_anchor(hit->url, anchor);
	}
}

static void
fill_hit(struct searcher *searcher, struct search_hit *hit, const struct record *record,
    const struct match_words *words)
{
	struct snippet snippet;
	unsigned i;

	hit->id = dup_span(record->id);
	hit->url = dup_span(record->url);
	hit->date = record->date;
	hit->reviewed = record->reviewed;
	hit->review_due = record->review_due;
	hit->tags = xcalloc(record->tag_count, sizeof *hit->tags);
	for (i = 0; i < record->tag_count; i++)
		hit->tags[hit->tag_count++] = dup_span(record_tag(record, i));
	snippet_mark_text(
	    searcher->analyzer, record->title, words->terms, words->count, &hit->title);
	snippet_make(searcher->analyzer, record, words->terms, words->count, &snippet);
	hit->snippet = snippet.passage;
	fill_section(hit, record, snippet.section);
	fill_places(searcher, hit, record, &snippet, words);
	fill_figures(searcher, hit, record, &snippet, words);
}

/* The texts of the page's hits, all at once: they may be on other machines. */
static enum fornix_status
find_texts(struct searcher *searcher, const struct match *match, struct span *ret_texts,
    struct fornix_error *err)
{
	enum fornix_status status;
	uint32_t *documents;
	size_t i;

	if (searcher->shards.count == 0)
		return FORNIX_OK;
	documents = xcalloc(match->hit_count, sizeof *documents);
	for (i = 0; i < match->hit_count; i++)
		documents[i] = match->hits[i].document;
	status =
	    index_reader_records(searcher->index, documents, match->hit_count, ret_texts, err);
	free(documents);
	return status;
}

/* Of a shard that is down there is still what lists show. */
static enum fornix_status
open_hit(struct searcher *searcher, uint32_t document, struct span text,
    struct record *ret_record, struct fornix_error *err)
{
	enum fornix_status status = FORNIX_OK;

	if (text.data == NULL)
		status = articles_get(searcher->articles, document, &text, err);
	if (status == FORNIX_OK)
		status = record_open(text.data, text.length, ret_record, err);
	return status;
}

static enum fornix_status
fill_hits(struct searcher *searcher, const struct match *match, struct search_result *result,
    struct fornix_error *err)
{
	struct span *texts = xcalloc(match->hit_count, sizeof *texts);
	enum fornix_status status = find_texts(searcher, match, texts, err);
	struct record record;
	size_t i;

	result->hits = xcalloc(match->hit_count, sizeof *result->hits);
	for (i = 0; i < match->hit_count && status == FORNIX_OK; i++) {
		struct search_hit *hit = &result->hits[result->hit_count];
		uint32_t document = match->hits[i].document;

		if (open_hit(searcher, document, texts[i], &record, err) != FORNIX_OK) {
			if (searcher->shards.count > 0)
				continue; /* it is newer than what is joined, and gone again */
			/* the index names what the articles lack */
			status = error_set(err, FORNIX_ERR_CORRUPT,
			    "article %u of the index cannot be read: run 'fornix index --full'",
			    document);
			break;
		}
		hit->document = document;
		hit->score = match->hits[i].weight;
		hit->is_loose = i >= match->loose_from;
		result->hit_count++;
		fill_hit(searcher, hit, &record, &match->words);
	}
	free(texts);
	return status;
}

static unsigned
page_count(uint32_t total, unsigned per_page)
{
	uint32_t reach = total < SEARCH_REACH_MAX ? total : SEARCH_REACH_MAX;
	unsigned pages = (reach + per_page - 1) / per_page;
	unsigned last = SEARCH_REACH_MAX / per_page;

	return pages < last ? pages : last;
}

static enum fornix_status
find(struct searcher *searcher, const struct query *query, const struct search_request *request,
    struct search_result *result, struct fornix_error *err)
{
	struct search_parts parts;
	enum fornix_status status;
	struct match match;

	search_facets_init(result->facets);
	status = match_run(searcher->index,
	    shards_are_stale(&searcher->shards, searcher->index) ? NULL : searcher->articles,
	    searcher->analyzer, query, request, &match, err);
	if (status != FORNIX_OK)
		return status;
	if (match.typed != NULL) {
		result->total = match.total;
		result->total_is_exact = match.total_is_exact;
		result->is_partial = match.typed->is_partial;
		result->pages = page_count(match.reachable, request->per_page);
		search_facets_fill(result, searcher, match.typed, request);
		search_parts_drop(&parts, query, match.unknown);
		search_parts_swap(&parts, result);
		status = fill_hits(searcher, &match, result, err);
	}
	if (status == FORNIX_OK && request->with_explanation)
		status = explain_make(searcher->index, searcher->analyzer, query, request,
		    &match, &result->explanation, err);
	match_fini(&match);
	return status;
}

static bool
is_known(const char *stem, size_t length, void *context)
{
	uint32_t frequency = 0;

	return index_reader_term_frequency(
		   context, (struct span){stem, length}, &frequency, NULL) == FORNIX_OK &&
	       frequency > 0;
}

/* Those of the glossary for a query, asked for at once. */
static void
find_known(const struct span *stems, size_t count, bool *ret_are_known, void *context)
{
	size_t i;

	index_reader_expect(context, stems, count);
	for (i = 0; i < count; i++)
		ret_are_known[i] = is_known(stems[i].data, stems[i].length, context);
}

/* Before the match it may be asked of any word that was typed whether an article has it. */
static void
expect_words(struct index_reader *index, const struct query *query)
{
	struct span stems[QUERY_WORDS_MAX * 2];
	size_t i, j, count = 0;

	for (i = 0; i < query->clause_count; i++) {
		for (j = 0;
		     j < query->clauses[i].term_count && count < sizeof stems / sizeof *stems;
		     j++)
			stems[count++] = span_from_string(query->clauses[i].terms[j].stem);
	}
	index_reader_expect(index, stems, count);
}

/* What was typed as the clauses that the alternative stands for. */
static char *
typed_text(const struct query *query, const struct query_alternative *alternative)
{
	struct buffer text;
	size_t i;

	buffer_init(&text, 2 * QUERY_BYTES_MAX);
	for (i = 0; i < alternative->clause_count; i++) {
		if (i > 0)
			buffer_append_char(&text, ' ');
		buffer_append_string(&text, query->clauses[alternative->clause + i].text);
	}
	return buffer_take(&text, NULL);
}

static void
note_synonyms(
    struct search_result *result, const struct query *query, const struct acronyms *acronyms)
{
	size_t i;

	for (i = 0; i < query->alternative_count; i++) {
		const struct query_alternative *alternative = &query->alternatives[i];

		if (alternative->is_correction || result->synonym_count == SEARCH_SYNONYMS_MAX)
			continue;
		result->synonyms[result->synonym_count++] =
		    (struct search_synonym){.typed = typed_text(query, alternative),
			.added = acronyms_spell(acronyms, span_from_string(alternative->text))};
	}
}

static enum fornix_status
check_request(const struct search_request *request, struct fornix_error *err)
{
	if (request->per_page < 1 || request->per_page > SEARCH_PER_PAGE_MAX)
		return error_set(err, FORNIX_ERR_USAGE, "%u results a page are not 1 to %d",
		    request->per_page, SEARCH_PER_PAGE_MAX);
	if (request->page < 1 || request->page > SEARCH_REACH_MAX / request->per_page)
		return error_set(err, FORNIX_ERR_USAGE,
		    "page %u is not 1 to %u: only the first %d results can be paged through",
		    request->page, SEARCH_REACH_MAX / request->per_page, SEARCH_REACH_MAX);
	if (request->skip > SEARCH_REACH_MAX - request->page * request->per_page)
		return error_set(err, FORNIX_ERR_USAGE,
		    "%u hits cannot be left out: only the first %d results can be paged through",
		    request->skip, SEARCH_REACH_MAX);
	if (request->tag_count > SEARCH_FILTERS_MAX ||
	    request->section_count > SEARCH_FILTERS_MAX)
		return error_set(err, FORNIX_ERR_USAGE, "more than %d filters of one kind",
		    SEARCH_FILTERS_MAX);
	return FORNIX_OK;
}

/* What stands beside the hits, or in their place. */
static enum fornix_status
help(struct searcher *searcher, const struct query *query, const struct search_request *request,
    struct search_result *result, double start, struct fornix_error *err)
{
	if (result->hit_count > 0 && !result->hits[0].is_loose && request->page == 1 &&
	    request->sort == SEARCH_SORT_RELEVANCE &&
	    !shards_are_stale(&searcher->shards, searcher->index))
		return related_fill(searcher, result, err);
	if (result->pages > 0 || query->text[0] == '\0')
		return FORNIX_OK;
	return search_relax(searcher, query, request, start + SEARCH_DEADLINE_MS, result, err);
}

/* Also what broke after the match, before the texts came. */
static void
note_partial(const struct searcher *searcher, struct search_result *result)
{
	result->is_partial |= index_reader_shards_down(searcher->index) != 0;
	if (result->is_partial)
		add_warning(result, "partial",
		    "A part of the articles cannot be searched right now: there may be more "
		    "than what is found here.");
}

enum fornix_status
search_run(struct searcher *searcher, const struct search_request *request,
    struct search_result **ret_result, struct fornix_error *err)
{
	double start = searcher_clock_ms();
	struct search_result *result;
	enum fornix_status status;
	struct query *query;

	status = check_request(request, err);
	if (status != FORNIX_OK)
		return status;
	query = query_parse(searcher->analyzer, request->query, request->query_length);
	result = xcalloc(1, sizeof *result);
	result->query = xstrdup(query->text);
	result->page = request->page;
	result->per_page = request->per_page;
	result->sort = request->sort;
	result->generation = searcher->generation;
	result->article_count = index_reader_document_count(searcher->index);
	result->total_is_exact = true;
	if (query->is_truncated)
		add_warning(result, "query_truncated",
		    "Only the first part of this long query was searched for.");
	expect_words(searcher->index, query);
	if (!request->without_correction)
		correct_query(query, searcher->analyzer, searcher->vocabulary, searcher->index,
		    &result->correction);
	if (!request->without_synonyms)
		expand_synonyms(
		    query, searcher->analyzer, searcher->glossary, find_known, searcher->index);
	search_rules_apply(searcher->rules, query, request,
	    request->without_correction ? NULL : is_known, searcher->index, result);
	status = find(searcher, query, request, result, err);
	if (status == FORNIX_OK && request->with_help)
		status = help(searcher, query, request, result, start, err);
	note_synonyms(result, query, &searcher->acronyms);
	query_free(query);
	result->processing_time_ms = searcher_clock_ms() - start;
	if (status == FORNIX_OK)
		note_partial(searcher, result);
	if (status != FORNIX_OK) {
		search_result_free(result);
		return status;
	}
	*ret_result = result;
	return FORNIX_OK;
}

static void
hit_fini(struct search_hit *hit)
{
	size_t i;

	free(hit->id);
	free(hit->url);
	snippet_text_fini(&hit->title);
	snippet_text_fini(&hit->snippet);
	free(hit->section_heading);
	free(hit->section_anchor);
	free(hit->section_url);
	for (i = 0; i < hit->place_count; i++) {
		snippet_text_fini(&hit->places[i].heading);
		free(hit->places[i].anchor);
		free(hit->places[i].url);
	}
	for (i = 0; i < hit->figure_count; i++) {
		snippet_text_fini(&hit->figures[i].caption);
		free(hit->figures[i].url);
		free(hit->figures[i].media_url);
	}
	for (i = 0; i < hit->tag_count; i++)
		free(hit->tags[i]);
	free(hit->tags);
}

void
search_neighbour_fini(struct search_neighbour *neighbour)
{
	free(neighbour->id);
	free(neighbour->url);
	free(neighbour->title);
	free(neighbour->description);
	*neighbour = (struct search_neighbour){.id = NULL};
}

void
search_result_free(struct search_result *result)
{
	size_t i;

	if (result == NULL)
		return;
	for (i = 0; i < result->hit_count; i++)
		hit_fini(&result->hits[i]);
	free(result->hits);
	search_facets_fini(result->facets);
	for (i = 0; i < result->related_count; i++)
		search_neighbour_fini(&result->related[i]);
	for (i = 0; i < result->correction.suggestion_count; i++)
		free(result->correction.suggestions[i]);
	for (i = 0; i < result->synonym_count; i++) {
		free(result->synonyms[i].typed);
		free(result->synonyms[i].added);
	}
	for (i = 0; i < result->warning_count; i++)
		free(result->warnings[i].message);
	for (i = 0; i < result->part_count; i++)
		free(result->parts[i].text);
	free(result->parts);
	search_help_free(result->help);
	explain_free(result->explanation);
	search_rules_clear(result);
	free(result->query);
	free(result);
}

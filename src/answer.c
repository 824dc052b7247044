/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "answer.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "answer_parts.h"
#include "corpus.h"
#include "date.h"
#include "search_facets.h"
#include "xalloc.h"

/* A plain text is what "titleHtml" says of it as well; else nothing of it is marked. */
static struct snippet_text
get_marked(const json_t *object, const char *name, const char *html_name)
{
	struct snippet_text text = {.text = answer_text(object, name)};

	answer_read_marks(json_string_value(json_object_get(object, html_name)), &text);
	return text;
}

static void
read_section(const json_t *json, struct search_hit *hit)
{
	if (!json_is_object(json))
		return;
	hit->has_section = true;
	hit->section_heading = answer_text(json, "heading");
	hit->section_anchor = answer_text(json, "anchor");
	hit->section_url = answer_text(json, "url");
}

static void
read_places(const json_t *list, struct search_hit *hit)
{
	size_t i, count = answer_count(list, SNIPPET_SECTIONS_MAX);

	for (i = 0; i < count; i++) {
		const json_t *json = json_array_get(list, i);

		hit->places[hit->place_count++] =
		    (struct search_place){.heading = get_marked(json, "heading", "headingHtml"),
			.anchor = answer_text(json, "anchor"),
			.url = answer_text(json, "url")};
	}
}

static void
read_figures(const json_t *list, struct search_hit *hit)
{
	size_t i, count = answer_count(list, SNIPPET_FIGURES_MAX);

	for (i = 0; i < count; i++) {
		const json_t *json = json_array_get(list, i);

		hit->figures[hit->figure_count++] =
		    (struct search_figure){.is_video = answer_says(json, "kind", "video"),
			.caption = get_marked(json, "caption", "captionHtml"),
			.url = answer_text(json, "url"),
			.media_url = answer_text(json, "mediaUrl")};
	}
}

static uint32_t
get_date(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text != NULL ? date_parse(text) : 0;
}

/* It becomes a part of a file's path. */
static bool
is_article(const char *id)
{
	const char *part = id, *slash;
	size_t length;

	if (id == NULL || strlen(id) > CORPUS_PATH_BYTES_MAX)
		return false;
	do {
		slash = strchrnul(part, '/');
		length = (size_t)(slash - part);
		if (length == 0 || (length == 1 && part[0] == '.') ||
		    (length == 2 && memcmp(part, "..", 2) == 0))
			return false;
		part = slash + 1;
	} while (*slash != '\0');
	return true;
}

static enum fornix_status
read_hit(const json_t *json, struct search_hit *hit, struct fornix_error *err)
{
	if (!is_article(json_string_value(json_object_get(json, "id"))) ||
	    !json_is_string(json_object_get(json, "title")))
		return error_set(err, FORNIX_ERR_INPUT, "a result lacks 'id' or 'title'");
	hit->id = answer_line(json, "id");
	hit->url = answer_text(json, "url");
	hit->title = get_marked(json, "title", "titleHtml");
	hit->snippet = get_marked(json, "snippet", "snippetHtml");
	read_section(json_object_get(json, "section"), hit);
	read_places(json_object_get(json, "sections"), hit);
	read_figures(json_object_get(json, "figures"), hit);
	hit->tags =
	    answer_texts(json_object_get(json, "tags"), ANSWER_LIST_MAX, &hit->tag_count);
	hit->date = get_date(json, "date");
	hit->reviewed = get_date(json, "reviewed");
	hit->review_due = get_date(json, "reviewDue");
	hit->score = answer_real(json, "score");
	hit->is_loose = json_is_true(json_object_get(json, "loose"));
	return FORNIX_OK;
}

static enum fornix_status
read_hits(const json_t *list, struct search_result *result, struct fornix_error *err)
{
	size_t i, count = answer_count(list, SEARCH_PER_PAGE_MAX);
	enum fornix_status status = FORNIX_OK;

	result->hits = xcalloc(count, sizeof *result->hits);
	for (i = 0; status == FORNIX_OK && i < count; i++)
		status =
		    read_hit(json_array_get(list, i), &result->hits[result->hit_count++], err);
	return status;
}

static void
read_facet(const json_t *list, struct search_facet *facet)
{
	size_t i, count = answer_count(list, SEARCH_FACET_VALUES_MAX);

	facet->values = xcalloc(count, sizeof *facet->values);
	for (i = 0; i < count; i++) {
		const json_t *json = json_array_get(list, i);

		facet->values[facet->value_count++] =
		    (struct search_facet_value){.value = answer_text(json, "value"),
			.label = answer_text(json, "label"),
			.count = answer_number(json, "count", UINT32_MAX),
			.is_selected = json_is_true(json_object_get(json, "selected"))};
	}
}

static void
read_facets(const json_t *json, struct search_facet facets[SEARCH_FACETS])
{
	size_t i;

	search_facets_init(facets);
	for (i = 0; i < SEARCH_FACETS; i++)
		read_facet(json_object_get(json, facets[i].name), &facets[i]);
}

static void
read_correction(const json_t *json, struct search_correction *correction)
{
	const json_t *list = json_object_get(json, "suggestions");
	size_t i, count = answer_count(list, SEARCH_SUGGESTIONS_MAX);

	if (count > 0)
		correction->mode = answer_says(json, "mode", "auto")
				       ? SEARCH_CORRECTION_AUTO
				       : SEARCH_CORRECTION_SUGGEST;
	for (i = 0; i < count; i++)
		correction->suggestions[correction->suggestion_count++] =
		    answer_element(list, i);
}

static void
read_parts(const json_t *list, struct search_result *result)
{
	size_t i, count = answer_count(list, ANSWER_LIST_MAX);

	result->parts = xcalloc(count, sizeof *result->parts);
	for (i = 0; i < count; i++) {
		const json_t *json = json_array_get(list, i);

		result->parts[result->part_count++] =
		    (struct search_part){.text = answer_text(json, "text"),
			.is_dropped = json_is_true(json_object_get(json, "dropped"))};
	}
}

static void
read_synonyms(const json_t *list, struct search_result *result)
{
	size_t i, count = answer_count(list, SEARCH_SYNONYMS_MAX);

	for (i = 0; i < count; i++) {
		const json_t *json = json_array_get(list, i);

		result->synonyms[result->synonym_count++] = (struct search_synonym){
		    .typed = answer_text(json, "typed"), .added = answer_text(json, "added")};
	}
}

static void
read_related(const json_t *list, struct search_result *result)
{
	size_t i, count = answer_count(list, SEARCH_RELATED_MAX);

	for (i = 0; i < count; i++) {
		const json_t *json = json_array_get(list, i);

		result->related[result->related_count++] =
		    (struct search_neighbour){.id = answer_text(json, "id"),
			.title = answer_text(json, "title"),
			.url = answer_text(json, "url"),
			.description = xstrdup("")};
	}
}

/* A code lives as long as the program: those that there are. */
static const char *
warning_code(const json_t *json)
{
	static const char *const codes[] = {"partial", "query_truncated"};
	size_t i;

	for (i = 0; i < sizeof codes / sizeof codes[0]; i++) {
		if (answer_says(json, "code", codes[i]))
			return codes[i];
	}
	return "other";
}

static void
read_warnings(const json_t *list, struct search_result *result)
{
	size_t i, count = answer_count(list, SEARCH_WARNINGS_MAX);

	for (i = 0; i < count; i++) {
		const json_t *json = json_array_get(list, i);

		result->warnings[result->warning_count++] = (struct search_warning){
		    .code = warning_code(json), .message = answer_text(json, "message")};
	}
}

/* What the object of an answer and that of "closest" share. */
static enum fornix_status
read_found(const json_t *json, struct search_result *result, struct fornix_error *err)
{
	const json_t *hits = json_object_get(json, "results");

	if (!json_is_string(json_object_get(json, "query")) ||
	    !json_is_integer(json_object_get(json, "total")) || !json_is_array(hits))
		return error_set(
		    err, FORNIX_ERR_INPUT, "'query', 'total' or 'results' is missing");
	result->query = answer_line(json, "query");
	result->total = answer_number(json, "total", UINT32_MAX);
	result->total_is_exact = json_is_true(json_object_get(json, "totalIsExact"));
	result->is_partial = json_is_true(json_object_get(json, "partial"));
	read_correction(json_object_get(json, "correction"), &result->correction);
	read_parts(json_object_get(json, "queryParts"), result);
	read_synonyms(json_object_get(json, "synonymsAdded"), result);
	return read_hits(hits, result, err);
}

static enum fornix_status
read_closest(const json_t *json, struct search_help *help, struct fornix_error *err)
{
	const json_t *relaxed = json_object_get(json, "relaxed");
	size_t i, j, count = answer_count(relaxed, SEARCH_RELAXATIONS);

	if (!json_is_object(json))
		return FORNIX_OK;
	for (i = 0; i < count; i++) {
		const char *name = json_string_value(json_array_get(relaxed, i));

		for (j = 0; name != NULL && j < SEARCH_RELAXATIONS; j++) {
			if (strcmp(name, search_relaxation_name(1u << j)) == 0)
				help->relaxed |= 1u << j;
		}
	}
	help->closest = xcalloc(1, sizeof *help->closest);
	search_facets_init(help->closest->facets);
	return read_found(json, help->closest, err);
}

static enum fornix_status
read_help(const json_t *json, struct search_result *result, struct fornix_error *err)
{
	if (!json_is_object(json))
		return FORNIX_OK;
	result->help = xcalloc(1, sizeof *result->help);
	read_facets(json_object_get(json, "topics"), result->help->topics);
	return read_closest(json_object_get(json, "closest"), result->help, err);
}

static enum fornix_status
read_result(const json_t *json, struct search_result *result, struct fornix_error *err)
{
	const char *sort = json_string_value(json_object_get(json, "sort"));
	enum fornix_status status;

	read_facets(json_object_get(json, "facets"), result->facets);
	status = read_found(json, result, err);
	if (status == FORNIX_OK)
		status = read_help(json_object_get(json, "help"), result, err);
	if (sort != NULL && !search_sort_find(sort, &result->sort))
		result->sort = SEARCH_SORT_RELEVANCE;
	result->page = answer_number(json, "page", SEARCH_REACH_MAX);
	result->per_page = answer_number(json, "perPage", SEARCH_PER_PAGE_MAX);
	result->pages = answer_number(json, "pages", SEARCH_REACH_MAX);
	result->processing_time_ms = answer_real(json, "processingTimeMs");
	result->generation = answer_number(json, "generation", GENERATION_NUMBER_MAX);
	answer_read_rules(json, result);
	read_related(json_object_get(json, "related"), result);
	read_warnings(json_object_get(json, "warnings"), result);
	return status;
}

enum fornix_status
answer_read(const char *bytes, size_t length, struct search_result **ret_result,
    struct fornix_error *err)
{
	struct search_result *result;
	enum fornix_status status;
	json_t *json;

	if (length > ANSWER_BYTES_MAX)
		return error_set(
		    err, FORNIX_ERR_LIMIT, "it is larger than %d bytes", ANSWER_BYTES_MAX);
	json = json_loadb(bytes, length, 0, NULL);
	result = xcalloc(1, sizeof *result);
	status = read_result(json, result, err);
	json_decref(json);
	if (status == FORNIX_OK)
		*ret_result = result;
	else
		search_result_free(result);
	return status;
}

char *
answer_read_problem(const char *bytes, size_t length)
{
	json_t *json = length <= ANSWER_BYTES_MAX ? json_loadb(bytes, length, 0, NULL) : NULL;
	const char *detail = json_string_value(json_object_get(json, "detail"));
	char *copy = detail != NULL ? xstrdup(detail) : NULL;

	json_decref(json);
	return copy;
}

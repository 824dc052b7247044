/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render.h"

#include "render_json_parts.h"

static void
put_section(struct writer *writer, const struct search_hit *hit)
{
	json_put_key(&writer->json, "section");
	if (render_hit_heading(hit) == NULL) {
		json_put_null(&writer->json);
		return;
	}
	json_object_begin(&writer->json);
	put_string(writer, "heading", hit->section_heading);
	put_string(writer, "anchor", hit->section_anchor);
	put_url(writer, "url", hit->section_url);
	json_object_end(&writer->json);
}

static void
put_places(struct writer *writer, const struct search_hit *hit)
{
	size_t i;

	json_put_key(&writer->json, "sections");
	json_array_begin(&writer->json);
	for (i = 0; i < hit->place_count; i++) {
		json_object_begin(&writer->json);
		put_marked_text(writer, "heading", &hit->places[i].heading);
		put_string(writer, "anchor", hit->places[i].anchor);
		put_url(writer, "url", hit->places[i].url);
		json_object_end(&writer->json);
	}
	json_array_end(&writer->json);
}

static void
put_figures(struct writer *writer, const struct search_hit *hit)
{
	size_t i;

	json_put_key(&writer->json, "figures");
	json_array_begin(&writer->json);
	for (i = 0; i < hit->figure_count; i++) {
		json_object_begin(&writer->json);
		put_string(writer, "kind", hit->figures[i].is_video ? "video" : "figure");
		put_marked_text(writer, "caption", &hit->figures[i].caption);
		put_url(writer, "url", hit->figures[i].url);
		put_url(writer, "mediaUrl", hit->figures[i].media_url);
		json_object_end(&writer->json);
	}
	json_array_end(&writer->json);
}

static void
put_tags(struct writer *writer, const struct search_hit *hit)
{
	size_t i;

	json_put_key(&writer->json, "tags");
	json_array_begin(&writer->json);
	for (i = 0; i < hit->tag_count; i++) {
		escape_clean(&writer->text, hit->tags[i], strlen(hit->tags[i]));
		put_text(writer);
	}
	json_array_end(&writer->json);
}

void
render_json_hit(struct writer *writer, const struct search_hit *hit)
{
	put_string(writer, "id", hit->id);
	put_url(writer, "url", hit->url);
	put_marked_text(writer, "title", &hit->title);
	put_marked_text(writer, "snippet", &hit->snippet);
	put_section(writer, hit);
	put_places(writer, hit);
	put_figures(writer, hit);
	put_tags(writer, hit);
	put_date(writer, "date", hit->date);
	put_date(writer, "reviewed", hit->reviewed);
	put_date(writer, "reviewDue", hit->review_due);
	json_put_key(&writer->json, "score");
	json_put_fixed(&writer->json, hit->score, 4);
	json_put_key(&writer->json, "loose");
	json_put_bool(&writer->json, hit->is_loose);
}

static void
put_facet(struct writer *writer, const struct search_facet *facet)
{
	size_t i;

	json_put_key(&writer->json, facet->name);
	json_array_begin(&writer->json);
	for (i = 0; i < facet->value_count; i++) {
		json_object_begin(&writer->json);
		put_string(writer, "value", facet->values[i].value);
		put_string(writer, "label", facet->values[i].label);
		put_number(writer, "count", facet->values[i].count);
		json_put_key(&writer->json, "selected");
		json_put_bool(&writer->json, facet->values[i].is_selected);
		json_object_end(&writer->json);
	}
	json_array_end(&writer->json);
}

static void
put_correction(struct writer *writer, const struct search_result *result)
{
	const struct search_correction *correction = &result->correction;
	size_t i;

	json_put_key(&writer->json, "correction");
	if (correction->mode == SEARCH_CORRECTION_NONE) {
		json_put_null(&writer->json);
		return;
	}
	json_object_begin(&writer->json);
	put_string(
	    writer, "mode", correction->mode == SEARCH_CORRECTION_AUTO ? "auto" : "suggest");
	put_string(writer, "original", result->query);
	json_put_key(&writer->json, "suggestions");
	json_array_begin(&writer->json);
	for (i = 0; i < correction->suggestion_count; i++) {
		escape_clean(&writer->text, correction->suggestions[i],
		    strlen(correction->suggestions[i]));
		put_text(writer);
	}
	json_array_end(&writer->json);
	json_object_end(&writer->json);
}

static void
put_parts(struct writer *writer, const struct search_result *result)
{
	size_t i;

	json_put_key(&writer->json, "queryParts");
	json_array_begin(&writer->json);
	for (i = 0; i < result->part_count; i++) {
		json_object_begin(&writer->json);
		put_string(writer, "text", result->parts[i].text);
		json_put_key(&writer->json, "dropped");
		json_put_bool(&writer->json, result->parts[i].is_dropped);
		json_object_end(&writer->json);
	}
	json_array_end(&writer->json);
}

static void
put_synonyms(struct writer *writer, const struct search_result *result)
{
	size_t i;

	json_put_key(&writer->json, "synonymsAdded");
	json_array_begin(&writer->json);
	for (i = 0; i < result->synonym_count; i++) {
		json_object_begin(&writer->json);
		put_string(writer, "typed", result->synonyms[i].typed);
		put_string(writer, "added", result->synonyms[i].added);
		json_object_end(&writer->json);
	}
	json_array_end(&writer->json);
}

static void
put_facets(struct writer *writer, const char *key, const struct search_facet *facets)
{
	size_t i;

	json_put_key(&writer->json, key);
	json_object_begin(&writer->json);
	for (i = 0; i < SEARCH_FACETS; i++) {
		if (facets[i].name != NULL)
			put_facet(writer, &facets[i]);
	}
	json_object_end(&writer->json);
}

static void
put_hits(struct writer *writer, const struct search_result *result)
{
	size_t i;

	json_put_key(&writer->json, "results");
	json_array_begin(&writer->json);
	for (i = 0; i < result->hit_count; i++) {
		json_object_begin(&writer->json);
		render_json_hit(writer, &result->hits[i]);
		json_object_end(&writer->json);
	}
	json_array_end(&writer->json);
}

static void
put_total(struct writer *writer, const struct search_result *result)
{
	put_number(writer, "total", result->total);
	json_put_key(&writer->json, "totalIsExact");
	json_put_bool(&writer->json, result->total_is_exact);
	json_put_key(&writer->json, "partial");
	json_put_bool(&writer->json, result->is_partial);
}

static void
put_closest(struct writer *writer, const struct search_help *help)
{
	unsigned i;

	json_put_key(&writer->json, "closest");
	if (help->closest == NULL) {
		json_put_null(&writer->json);
		return;
	}
	json_object_begin(&writer->json);
	json_put_key(&writer->json, "relaxed");
	json_array_begin(&writer->json);
	for (i = 0; i < SEARCH_RELAXATIONS; i++) {
		if ((help->relaxed >> i & 1) != 0)
			put_element(writer, search_relaxation_name(1u << i));
	}
	json_array_end(&writer->json);
	put_string(writer, "query", help->closest->query);
	put_total(writer, help->closest);
	render_json_understanding(writer, help->closest);
	put_hits(writer, help->closest);
	json_object_end(&writer->json);
}

static void
put_help(struct writer *writer, const struct search_help *help)
{
	json_put_key(&writer->json, "help");
	if (help == NULL) {
		json_put_null(&writer->json);
		return;
	}
	json_object_begin(&writer->json);
	put_closest(writer, help);
	put_facets(writer, "topics", help->topics);
	json_object_end(&writer->json);
}

static void
put_related(struct writer *writer, const struct search_result *result)
{
	size_t i;

	json_put_key(&writer->json, "related");
	json_array_begin(&writer->json);
	for (i = 0; i < result->related_count; i++) {
		json_object_begin(&writer->json);
		put_string(writer, "id", result->related[i].id);
		put_string(writer, "title", result->related[i].title);
		put_url(writer, "url", result->related[i].url);
		json_object_end(&writer->json);
	}
	json_array_end(&writer->json);
}

static void
put_warnings(struct writer *writer, const struct search_result *result)
{
	size_t i;

	json_put_key(&writer->json, "warnings");
	json_array_begin(&writer->json);
	for (i = 0; i < result->warning_count && i < SEARCH_WARNINGS_MAX; i++) {
		json_object_begin(&writer->json);
		put_string(writer, "code", result->warnings[i].code);
		put_string(writer, "message", result->warnings[i].message);
		json_object_end(&writer->json);
	}
	json_array_end(&writer->json);
}

void
render_json_summary(struct writer *writer, const struct search_result *result)
{
	put_string(writer, "query", result->query);
	put_string(writer, "sort", search_sort_name(result->sort));
	put_total(writer, result);
	put_number(writer, "page", result->page);
	put_number(writer, "perPage", result->per_page);
	put_number(writer, "pages", result->pages);
	json_put_key(&writer->json, "processingTimeMs");
	json_put_decimal(&writer->json, result->processing_time_ms, 3);
	put_number(writer, "generation", result->generation);
	render_json_rules(&writer->json, result);
}

void
render_json_understanding(struct writer *writer, const struct search_result *result)
{
	put_correction(writer, result);
	put_parts(writer, result);
	put_synonyms(writer, result);
}

void
render_json_ending(struct writer *writer, const struct search_result *result)
{
	put_help(writer, result->help);
	put_related(writer, result);
	put_warnings(writer, result);
}

void
render_json(const struct search_result *result, struct buffer *out)
{
	render_json_highlighted(result, RENDER_HIGHLIGHT_HTML, out);
}

void
render_json_highlighted(
    const struct search_result *result, enum render_highlight highlight, struct buffer *out)
{
	struct writer writer = {.highlight = highlight};

	json_init(&writer.json, out);
	buffer_init(&writer.text, out->max);
	json_object_begin(&writer.json);
	render_json_summary(&writer, result);
	put_facets(&writer, "facets", result->facets);
	render_json_understanding(&writer, result);
	put_hits(&writer, result);
	render_json_ending(&writer, result);
	json_object_end(&writer.json);
	buffer_append_char(out, '\n');
	buffer_fini(&writer.text);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render.h"

#include <stdio.h>
#include <string.h>

#include "escape.h"
#include "html.h"
#include "json.h"
#include "render_offsets.h"
#include "render_parts.h"

/* The answer, and a buffer for what is made of a text before it is written. */
struct writer {
	struct json json;
	struct buffer text;
	enum render_highlight highlight;
};

static void
put_text(struct writer *writer)
{
	json_put_bytes(&writer->json, writer->text.data, writer->text.length);
	writer->json.out->failed |= writer->text.failed;
	buffer_clear(&writer->text);
}

/* Cleaned as in the other faces, so that all three say the same. */
static void
put_string(struct writer *writer, const char *key, const char *s)
{
	json_put_key(&writer->json, key);
	if (s != NULL)
		escape_clean(&writer->text, s, strlen(s));
	put_text(writer);
}

static void
put_key(struct writer *writer, const char *name, const char *ending)
{
	char key[32];

	snprintf(key, sizeof key, "%s%s", name, ending);
	json_put_key(&writer->json, key);
}

/* The plain text as NAME, and where it was found as NAMEHtml or NAMEMatches. */
static void
put_marked_text(struct writer *writer, const char *name, const struct snippet_text *text)
{
	put_string(writer, name, text->text);
	switch (writer->highlight) {
	case RENDER_HIGHLIGHT_HTML:
		put_key(writer, name, "Html");
		html_marked(&writer->text, text);
		put_text(writer);
		break;
	case RENDER_HIGHLIGHT_OFFSETS:
		put_key(writer, name, "Matches");
		render_offsets(&writer->json, text);
		break;
	case RENDER_HIGHLIGHT_NONE:
		break;
	}
}

static void
put_number(struct writer *writer, const char *key, int64_t number)
{
	json_put_key(&writer->json, key);
	json_put_number(&writer->json, number);
}

static void
put_date(struct writer *writer, const char *key, uint32_t date)
{
	json_put_key(&writer->json, key);
	render_date(date, &writer->text);
	if (writer->text.length > 0)
		put_text(writer);
	else
		json_put_null(&writer->json);
}

/* Readers put it in a link: what must not be linked to is null. */
static void
put_url(struct writer *writer, const char *key, const char *url)
{
	json_put_key(&writer->json, key);
	if (render_url(&writer->text, url))
		put_text(writer);
	else
		json_put_null(&writer->json);
}

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

static void
put_hit(struct writer *writer, const struct search_hit *hit)
{
	json_object_begin(&writer->json);
	put_string(writer, "id", hit->id);
	put_url(writer, "url", hit->url);
	put_marked_text(writer, "title", &hit->title);
	put_marked_text(writer, "snippet", &hit->snippet);
	put_section(writer, hit);
	put_tags(writer, hit);
	put_date(writer, "date", hit->date);
	put_date(writer, "reviewed", hit->reviewed);
	put_date(writer, "reviewDue", hit->review_due);
	json_put_key(&writer->json, "score");
	json_put_fixed(&writer->json, hit->score, 4);
	json_put_key(&writer->json, "loose");
	json_put_bool(&writer->json, hit->is_loose);
	json_object_end(&writer->json);
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
put_phones(struct writer *writer, const struct search_urgent *urgent)
{
	size_t i;

	json_put_key(&writer->json, "phones");
	json_array_begin(&writer->json);
	for (i = 0; i < urgent->phone_count; i++) {
		json_object_begin(&writer->json);
		put_string(writer, "label", urgent->phones[i].label);
		put_string(writer, "number", urgent->phones[i].number);
		json_put_key(&writer->json, "url");
		if (render_phone_url(&writer->text, urgent->phones[i].number))
			put_text(writer);
		else
			json_put_null(&writer->json);
		json_object_end(&writer->json);
	}
	json_array_end(&writer->json);
}

static void
put_urgent(struct writer *writer, const struct search_urgent *urgent)
{
	json_put_key(&writer->json, "urgent");
	if (urgent == NULL) {
		json_put_null(&writer->json);
		return;
	}
	json_object_begin(&writer->json);
	put_string(writer, "rule", urgent->rule);
	put_string(writer, "title", urgent->title);
	put_string(writer, "message", urgent->message);
	put_phones(writer, urgent);
	json_put_key(&writer->json, "link");
	if (urgent->link_label != NULL && urgent->link_url != NULL) {
		json_object_begin(&writer->json);
		put_string(writer, "label", urgent->link_label);
		put_url(writer, "url", urgent->link_url);
		json_object_end(&writer->json);
	} else {
		json_put_null(&writer->json);
	}
	json_object_end(&writer->json);
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

static void
put_summary(struct writer *writer, const struct search_result *result)
{
	put_string(writer, "query", result->query);
	put_number(writer, "total", result->total);
	json_put_key(&writer->json, "totalIsExact");
	json_put_bool(&writer->json, result->total_is_exact);
	put_number(writer, "page", result->page);
	put_number(writer, "perPage", result->per_page);
	put_number(writer, "pages", result->pages);
	json_put_key(&writer->json, "processingTimeMs");
	json_put_decimal(&writer->json, result->processing_time_ms, 3);
	put_number(writer, "generation", result->generation);
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
	size_t i;

	json_init(&writer.json, out);
	buffer_init(&writer.text, out->max);
	json_object_begin(&writer.json);
	put_summary(&writer, result);
	put_urgent(&writer, result->urgent);
	json_put_key(&writer.json, "facets");
	json_object_begin(&writer.json);
	for (i = 0; i < SEARCH_FACETS; i++) {
		if (result->facets[i].name != NULL)
			put_facet(&writer, &result->facets[i]);
	}
	json_object_end(&writer.json);
	put_correction(&writer, result);
	put_synonyms(&writer, result);
	json_put_key(&writer.json, "results");
	json_array_begin(&writer.json);
	for (i = 0; i < result->hit_count; i++)
		put_hit(&writer, &result->hits[i]);
	json_array_end(&writer.json);
	put_warnings(&writer, result);
	json_object_end(&writer.json);
	buffer_append_char(out, '\n');
	buffer_fini(&writer.text);
}

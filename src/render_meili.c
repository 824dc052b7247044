/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render_meili.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "escape.h"
#include "render.h"
#include "render_parts.h"

static void
put_clean(struct json *json, const char *s)
{
	struct buffer clean CLEANUP_BUFFER;

	buffer_init(&clean, json->out->max);
	escape_clean(&clean, s, strlen(s));
	json_put_bytes(json, clean.data, clean.length);
	json->out->failed |= clean.failed;
}

static void
put_marked(struct json *json, const struct meili_query *query, const struct snippet_text *text)
{
	size_t length = text->text != NULL ? strlen(text->text) : 0, at = 0, i = 0;
	struct buffer marked CLEANUP_BUFFER;
	struct snippet_mark mark;

	buffer_init(&marked, json->out->max);
	while (render_next_mark(text, at, &i, &mark)) {
		escape_clean(&marked, text->text + at, mark.start - at);
		buffer_append_string(&marked, query->pre);
		escape_clean(&marked, text->text + mark.start, mark.length);
		buffer_append_string(&marked, query->post);
		at = mark.start + mark.length;
	}
	if (length > at)
		escape_clean(&marked, text->text + at, length - at);
	json_put_bytes(json, marked.data, marked.length);
	json->out->failed |= marked.failed;
}

static void
put_text(struct json *json, const struct meili_query *query, const struct snippet_text *text,
    bool is_marked)
{
	if (is_marked)
		put_marked(json, query, text);
	else
		put_clean(json, text->text != NULL ? text->text : "");
}

static void
put_date(struct json *json, uint32_t date)
{
	struct buffer text CLEANUP_BUFFER;

	buffer_init(&text, 64);
	render_date(date, &text);
	json_put_string(json, text.length > 0 ? text.data : NULL);
}

static void
put_url(struct json *json, const char *url)
{
	struct buffer text CLEANUP_BUFFER;

	buffer_init(&text, json->out->max);
	json_put_string(json, url != NULL && render_url(&text, url) ? text.data : NULL);
}

/* The folder that the article is in, null for one at the top. */
static void
put_section(struct json *json, const char *id)
{
	const char *slash = id != NULL ? strchr(id, '/') : NULL;

	if (slash != NULL)
		json_put_bytes(json, id, (size_t)(slash - id));
	else
		json_put_null(json);
}

static void
put_tags(struct json *json, const struct search_hit *hit)
{
	size_t i;

	json_array_begin(json);
	for (i = 0; i < hit->tag_count; i++)
		put_clean(json, hit->tags[i]);
	json_array_end(json);
}

static void
put_attribute(struct json *json, const struct meili_query *query, const struct search_hit *hit,
    enum meili_attribute attribute, bool is_marked)
{
	const char *heading;

	switch (attribute) {
	case MEILI_ID:
		put_clean(json, hit->id != NULL ? hit->id : "");
		break;
	case MEILI_URL:
		put_url(json, hit->url);
		break;
	case MEILI_TITLE:
		put_text(json, query, &hit->title, is_marked);
		break;
	case MEILI_SNIPPET:
		put_text(json, query, &hit->snippet, is_marked);
		break;
	case MEILI_HEADING:
		heading = render_hit_heading(hit);
		if (heading != NULL)
			put_clean(json, heading);
		else
			json_put_null(json);
		break;
	case MEILI_TAGS:
		put_tags(json, hit);
		break;
	case MEILI_SECTION:
		put_section(json, hit->id);
		break;
	case MEILI_DATE:
		put_date(json, hit->date);
		break;
	case MEILI_REVIEWED:
		put_date(json, hit->reviewed);
		break;
	default:
		put_date(json, hit->review_due);
		break;
	}
}

static void
put_attributes(struct json *json, const struct meili_query *query, const struct search_hit *hit,
    unsigned marked)
{
	unsigned i;

	for (i = 0; i < MEILI_ATTRIBUTE_COUNT; i++) {
		if ((query->retrieve & 1u << i) == 0)
			continue;
		json_put_key(json, meili_attribute_names[i]);
		put_attribute(
		    json, query, hit, (enum meili_attribute)i, (marked & 1u << i) != 0);
	}
}

/* In bytes, as Meilisearch counts. */
static void
put_positions(struct json *json, const char *name, const struct snippet_text *text)
{
	struct snippet_mark mark;
	size_t at = 0, i = 0;

	json_put_key(json, name);
	json_array_begin(json);
	while (render_next_mark(text, at, &i, &mark)) {
		json_object_begin(json);
		json_put_key(json, "start");
		json_put_number(json, (int64_t)mark.start);
		json_put_key(json, "length");
		json_put_number(json, (int64_t)mark.length);
		json_object_end(json);
		at = mark.start + mark.length;
	}
	json_array_end(json);
}

static void
put_hit(struct json *json, const struct meili_query *query, const struct search_hit *hit)
{
	json_object_begin(json);
	put_attributes(json, query, hit, 0);
	if (query->is_formatted) {
		json_put_key(json, "_formatted");
		json_object_begin(json);
		put_attributes(json, query, hit, query->highlight);
		json_object_end(json);
	}
	if (query->shows_matches) {
		json_put_key(json, "_matchesPosition");
		json_object_begin(json);
		put_positions(json, meili_attribute_names[MEILI_TITLE], &hit->title);
		put_positions(json, meili_attribute_names[MEILI_SNIPPET], &hit->snippet);
		json_object_end(json);
	}
	json_object_end(json);
}

static void
put_count(struct json *json, const char *key, uint64_t number)
{
	json_put_key(json, key);
	json_put_number(json, (int64_t)number);
}

static void
put_totals(
    struct json *json, const struct meili_query *query, const struct search_result *result)
{
	if (!query->is_paged) {
		put_count(json, "limit", query->limit);
		put_count(json, "offset", query->offset);
		put_count(json, "estimatedTotalHits", result->total);
		return;
	}
	put_count(json, "hitsPerPage", query->limit);
	put_count(json, "page", query->page);
	put_count(json, "totalHits", result->total);
	put_count(json, "totalPages",
	    query->limit > 0 ? (result->total + query->limit - 1) / query->limit : 0);
}

static void
put_facet(struct json *json, const char *name, const struct search_facet *facet)
{
	size_t i;

	json_put_key(json, name);
	json_object_begin(json);
	for (i = 0; i < facet->value_count; i++)
		put_count(json, facet->values[i].value, facet->values[i].count);
	json_object_end(json);
}

static void
put_facets(
    struct json *json, const struct meili_query *query, const struct search_result *result)
{
	if (query->facets == 0)
		return;
	json_put_key(json, "facetDistribution");
	json_object_begin(json);
	if ((query->facets & 1u << MEILI_TAGS) != 0)
		put_facet(json, meili_attribute_names[MEILI_TAGS], &result->facets[0]);
	if ((query->facets & 1u << MEILI_SECTION) != 0)
		put_facet(json, meili_attribute_names[MEILI_SECTION], &result->facets[1]);
	json_object_end(json);
	json_put_key(json, "facetStats");
	json_object_begin(json);
	json_object_end(json);
}

static void
put_time(struct json *json, const struct search_result *result)
{
	put_count(json, "processingTimeMs", (uint64_t)ceil(result->processing_time_ms));
}

void
render_meili(struct json *json, const struct meili_query *query,
    const struct search_result *result, bool with_index)
{
	size_t i;

	json_object_begin(json);
	if (with_index) {
		json_put_key(json, "indexUid");
		json_put_string(json, MEILI_INDEX);
	}
	json_put_key(json, "hits");
	json_array_begin(json);
	for (i = 0; i < result->hit_count && i < query->limit; i++) {
		if (!result->hits[i].is_loose)
			put_hit(json, query, &result->hits[i]);
	}
	json_array_end(json);
	json_put_key(json, "query");
	put_clean(json, query->q);
	put_time(json, result);
	put_totals(json, query, result);
	put_facets(json, query, result);
	/* Meilisearch has none of these, and its clients leave alone what they do not know. */
	json_put_key(json, "partial");
	json_put_bool(json, result->is_partial);
	render_json_rules(json, result);
	json_object_end(json);
}

static bool
has_text(const struct search_facet_value *value, const char *wanted)
{
	return strcasestr(value->label, wanted) != NULL ||
	       strcasestr(value->value, wanted) != NULL;
}

void
render_meili_facet(
    struct json *json, const struct meili_query *query, const struct search_result *result)
{
	bool is_section =
	    query->facet_name != NULL && strcmp(query->facet_name, "section") == 0;
	const struct search_facet *facet = &result->facets[is_section ? 1 : 0];
	size_t i;

	json_object_begin(json);
	json_put_key(json, "facetHits");
	json_array_begin(json);
	for (i = 0; i < facet->value_count; i++) {
		if (!has_text(&facet->values[i], query->facet_query))
			continue;
		json_object_begin(json);
		json_put_key(json, "value");
		put_clean(json, facet->values[i].value);
		put_count(json, "count", facet->values[i].count);
		json_object_end(json);
	}
	json_array_end(json);
	json_put_key(json, "facetQuery");
	put_clean(json, query->facet_query);
	put_time(json, result);
	json_object_end(json);
}

void
render_meili_error(struct json *json, const char *message, const char *code, int status)
{
	char link[128];

	snprintf(link, sizeof link, "https://docs.meilisearch.com/errors#%s", code);
	json_object_begin(json);
	json_put_key(json, "message");
	put_clean(json, message);
	json_put_key(json, "code");
	json_put_string(json, code);
	json_put_key(json, "type");
	json_put_string(json, status >= 500 ? "internal" : "invalid_request");
	json_put_key(json, "link");
	json_put_string(json, link);
	json_object_end(json);
}

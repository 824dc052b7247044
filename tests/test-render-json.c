/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <jansson.h>
#include <math.h>
#include <stdlib.h>

#include "../src/escape.h"
#include "../src/render.h"
#include "fixture-result.h"
#include "html-check.h"
#include "tap.h"

static struct buffer out;

/* The answer as another reader of JSON understands it; the caller frees it. */
static json_t *
answer(const struct search_result *result)
{
	json_error_t error;
	json_t *value;

	buffer_clear(&out);
	render_json(result, &out);
	value = json_loadb(out.data, out.length, JSON_REJECT_DUPLICATES, &error);
	if (value == NULL)
		printf("# %s\n", error.text);
	return value;
}

static json_t *
hit_of(json_t *value, size_t i)
{
	return json_array_get(json_object_get(value, "results"), i);
}

static const char *
text_of(json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

/* "a b c" of an object's keys, in their order. */
static void
check_keys(json_t *object, const char *want, const char *name)
{
	char got[512] = "";
	const char *key;
	json_t *value;

	json_object_foreach(object, key, value)
	{
		strncat(got, got[0] != '\0' ? " " : "", sizeof got - strlen(got) - 1);
		strncat(got, key, sizeof got - strlen(got) - 1);
	}
	tap_string(got, want, name);
}

static void
test_members(void)
{
	struct search_result *result = fixture_result_new();
	json_t *value = answer(result);

	fixture_golden(&out, "results.json");
	check_keys(value,
	    "query sort total totalIsExact partial page perPage pages processingTimeMs "
	    "generation urgent bestBets facets correction queryParts synonymsAdded results help "
	    "related warnings",
	    "members of the answer");
	tap_string(text_of(value, "query"), "face pain", "query");
	tap_number(json_integer_value(json_object_get(value, "total")), 12, "total");
	tap_ok(json_is_true(json_object_get(value, "totalIsExact")), "totalIsExact");
	tap_number(json_integer_value(json_object_get(value, "page")), 2, "page");
	tap_number(json_integer_value(json_object_get(value, "perPage")), 5, "perPage");
	tap_number(json_integer_value(json_object_get(value, "pages")), 3, "pages");
	tap_ok(json_real_value(json_object_get(value, "processingTimeMs")) == 4.23,
	    "processingTimeMs has three decimals");
	tap_ok(json_is_integer(json_object_get(value, "generation")), "generation is a number");
	tap_number(json_array_size(json_object_get(value, "results")), 5, "results");
	json_decref(value);
	search_result_free(result);
}

static void
test_hits(void)
{
	struct search_result *result = fixture_result_new();
	json_t *value = answer(result), *hit = hit_of(value, 0);

	check_keys(hit,
	    "id url title titleHtml snippet snippetHtml section sections figures tags date "
	    "reviewed reviewDue score loose",
	    "members of a result");
	check_keys(
	    json_object_get(hit, "section"), "heading anchor url", "members of a section");
	check_keys(json_array_get(json_object_get(hit, "sections"), 1),
	    "heading headingHtml anchor url", "members of one of several");
	check_keys(json_array_get(json_object_get(hit, "figures"), 0),
	    "kind caption captionHtml url mediaUrl", "members of a figure");
	tap_ok(json_is_null(json_object_get(
		   json_array_get(json_object_get(hit, "figures"), 0), "mediaUrl")),
	    "a relative address is null");
	tap_string(text_of(hit, "id"), "conditions/trigeminal-neuralgia", "id");
	tap_string(text_of(hit, "url"), "/conditions/trigeminal-neuralgia/", "url");
	tap_string(text_of(json_object_get(hit, "section"), "heading"), "Is it my teeth?",
	    "section.heading");
	tap_string(text_of(json_object_get(hit, "section"), "anchor"), "is-it-my-teeth",
	    "section.anchor");
	tap_string(text_of(json_object_get(hit, "section"), "url"),
	    "/conditions/trigeminal-neuralgia/#is-it-my-teeth", "section.url");
	tap_string(json_string_value(json_array_get(json_object_get(hit, "tags"), 1)),
	    "cranial-nerves", "tags");
	tap_string(text_of(hit, "date"), "2017-05-22", "date");
	tap_string(text_of(hit, "reviewed"), "2026-03-09", "reviewed");
	tap_string(text_of(hit, "reviewDue"), "2028-03-09", "reviewDue");
	tap_ok(strstr(out.data, "\"score\":14.2057,") != NULL &&
		   strstr(out.data, "\"score\":3.0000,") != NULL,
	    "score has four decimals");
	hit = hit_of(value, 1);
	tap_string(text_of(hit, "title"), "Atypical facial pain", "title is plain");
	tap_string(text_of(hit, "titleHtml"), "Atypical facial <mark>pain</mark>", "titleHtml");
	tap_string(text_of(hit_of(value, 2), "titleHtml"),
	    "Percutaneous rhizotomy: glycerol, balloon &amp; radiofrequency",
	    "titleHtml is escaped");
	tap_string(text_of(hit_of(value, 2), "title"),
	    "Percutaneous rhizotomy: glycerol, balloon & radiofrequency", "title is not");
	tap_string(text_of(hit_of(value, 4), "snippetHtml"),
	    "Short films about operations for <mark>face</mark> <mark>pain</mark> and spasm.",
	    "snippetHtml");
	tap_ok(
	    json_is_null(json_object_get(hit_of(value, 2), "section")), "no section is null");
	tap_ok(json_is_null(json_object_get(hit_of(value, 4), "section")),
	    "the text before the first heading is no section");
	hit = hit_of(value, 3);
	tap_ok(json_is_null(json_object_get(hit, "date")) &&
		   json_is_null(json_object_get(hit, "reviewed")) &&
		   json_is_null(json_object_get(hit, "reviewDue")),
	    "days that are not stated are null");
	tap_number(json_array_size(json_object_get(hit, "tags")), 0, "no tags: an empty list");
	json_decref(value);
	search_result_free(result);
}

static void
test_facets_and_warnings(void)
{
	struct search_result *result = fixture_result_new();
	json_t *value = answer(result), *facets = json_object_get(value, "facets"), *row;

	check_keys(facets, "tag section", "facets by name");
	row = json_array_get(json_object_get(facets, "tag"), 0);
	check_keys(row, "value label count selected", "members of a facet's value");
	tap_string(text_of(row, "value"), "facial-pain", "value");
	tap_string(text_of(row, "label"), "Facial pain", "label");
	tap_number(json_integer_value(json_object_get(row, "count")), 12, "count");
	tap_ok(json_is_true(json_object_get(row, "selected")), "selected");
	row = json_array_get(json_object_get(facets, "section"), 0);
	tap_ok(json_is_false(json_object_get(row, "selected")), "not selected");
	row = json_array_get(json_object_get(value, "warnings"), 0);
	check_keys(row, "code message", "members of a warning");
	tap_string(text_of(row, "code"), "word_unknown", "code");
	tap_string(text_of(row, "message"),
	    "No article has the word “nuralgia”. It was left out.", "message");
	json_decref(value);
	search_result_free(result);
}

static void
test_expanded(void)
{
	struct search_result *result = fixture_result_new();
	json_t *value = answer(result), *row;

	tap_ok(json_is_null(json_object_get(value, "correction")), "no correction is null");
	tap_ok(json_is_array(json_object_get(value, "synonymsAdded")) &&
		   json_array_size(json_object_get(value, "synonymsAdded")) == 0,
	    "synonymsAdded: []");
	tap_ok(json_is_false(json_object_get(hit_of(value, 4), "loose")), "loose: false");
	json_decref(value);
	fixture_result_correct(result, SEARCH_CORRECTION_AUTO);
	fixture_result_add_synonyms(result);
	fixture_result_loosen(result, 2);
	value = answer(result);
	fixture_golden(&out, "expanded.json");
	row = json_object_get(value, "correction");
	check_keys(row, "mode original suggestions", "members of a correction");
	tap_string(text_of(row, "mode"), "auto", "correction.mode");
	tap_string(text_of(row, "original"), "trigemenal nuralgia", "correction.original");
	row = json_object_get(row, "suggestions");
	tap_number(json_array_size(row), SEARCH_SUGGESTIONS_MAX, "correction.suggestions");
	tap_string(json_string_value(json_array_get(row, 2)), "<b>trigeminal</b> nuclei",
	    "are plain text");
	row = json_object_get(value, "synonymsAdded");
	tap_number(json_array_size(row), 3, "synonymsAdded");
	row = json_array_get(row, 1);
	check_keys(row, "typed added", "members of a synonym");
	tap_string(text_of(row, "typed"), "CN VII", "typed");
	tap_string(text_of(row, "added"), "facial nerve", "added");
	tap_ok(json_is_false(json_object_get(hit_of(value, 2), "loose")) &&
		   json_is_true(json_object_get(hit_of(value, 3), "loose")),
	    "loose: true for the last two");
	json_decref(value);
	fixture_result_correct(result, SEARCH_CORRECTION_SUGGEST);
	value = answer(result);
	tap_string(
	    text_of(json_object_get(value, "correction"), "mode"), "suggest", "the other mode");
	json_decref(value);
	search_result_free(result);
}

static void
test_help(void)
{
	struct search_result *result = fixture_result_new();
	json_t *value = answer(result), *row, *closest;

	tap_ok(json_is_null(json_object_get(value, "help")), "hits need no help");
	tap_number(json_array_size(json_object_get(value, "queryParts")), 0,
	    "nothing was left out: []");
	json_decref(value);
	fixture_result_drop(result);
	value = answer(result);
	row = json_object_get(value, "queryParts");
	tap_number(json_array_size(row), 4, "queryParts");
	check_keys(json_array_get(row, 1), "text dropped", "members of a part");
	tap_string(text_of(json_array_get(row, 1), "text"), "nuralgia", "text");
	tap_ok(json_is_true(json_object_get(json_array_get(row, 1), "dropped")) &&
		   json_is_false(json_object_get(json_array_get(row, 2), "dropped")),
	    "dropped");
	json_decref(value);
	search_result_free(result);

	result = fixture_result_empty("\"face pain\" -<b>");
	fixture_result_add_help(result, SEARCH_RELAX_PHRASES | SEARCH_RELAX_EXCLUSIONS);
	fixture_result_correct(result->help->closest, SEARCH_CORRECTION_SUGGEST);
	value = answer(result);
	fixture_golden(&out, "help.json");
	row = json_object_get(value, "help");
	check_keys(row, "closest topics", "members of help");
	closest = json_object_get(row, "closest");
	check_keys(closest,
	    "relaxed query total totalIsExact partial correction queryParts synonymsAdded results",
	    "members of what comes closest");
	row = json_object_get(closest, "relaxed");
	tap_number(json_array_size(row), 2, "relaxed");
	tap_string(json_string_value(json_array_get(row, 0)), "phrases", "one");
	tap_string(json_string_value(json_array_get(row, 1)), "exclusions", "and the other");
	tap_number(json_array_size(json_object_get(closest, "results")), 3, "results");
	tap_number(json_array_size(json_object_get(
		       json_object_get(json_object_get(value, "help"), "topics"), "section")),
	    3, "topics");
	json_decref(value);
	search_result_free(result);

	result = fixture_result_empty("xyzzy");
	fixture_result_add_help(result, 0);
	value = answer(result);
	tap_ok(json_is_null(json_object_get(json_object_get(value, "help"), "closest")),
	    "nothing is close: null");
	json_decref(value);
	search_result_free(result);
}

static void
test_empty(void)
{
	struct search_result *result = fixture_result_empty("");
	json_t *value = answer(result);

	fixture_golden(&out, "empty.json");
	tap_number(json_array_size(json_object_get(value, "results")), 0, "results: []");
	tap_number(json_array_size(json_object_get(value, "warnings")), 0, "warnings: []");
	check_keys(json_object_get(value, "facets"), "tag section", "facets are there");
	json_decref(value);
	result->total_is_exact = false;
	result->total = UINT32_MAX;
	result->processing_time_ms = NAN;
	value = answer(result);
	tap_ok(json_is_false(json_object_get(value, "totalIsExact")), "totalIsExact: false");
	tap_number(json_integer_value(json_object_get(value, "total")), UINT32_MAX,
	    "the largest total");
	tap_ok(json_is_null(json_object_get(value, "processingTimeMs")), "no number: null");
	json_decref(value);
	search_result_free(result);
}

/* Escaped text and marks, nothing else. */
static bool
is_marked_text(const char *html)
{
	const char *p;
	char why[200];

	for (p = html; (p = strchr(p, '<')) != NULL; p++) {
		if (strncmp(p, "<mark>", 6) != 0 && strncmp(p, "</mark>", 7) != 0)
			return false;
	}
	return html_check(html, why, sizeof why);
}

static void
test_hostile_text(const char *text, size_t number)
{
	struct search_result *result = fixture_result_hostile(text);
	struct buffer clean;
	json_t *value = answer(result), *hit;
	const char *url;

	hit = hit_of(value, 0);
	buffer_init(&clean, 4096);
	escape_clean(&clean, text, strlen(text));
	tap_ok(value != NULL && strpbrk(out.data, "<>&\033\x7F") == NULL,
	    "hostile text %zu: JSON that may stand in a page", number);
	tap_string(text_of(hit, "title"), clean.data, "title is the text, cleaned");
	tap_string(text_of(value, "query"), clean.data, "so is the query");
	tap_string(text_of(json_object_get(value, "correction"), "original"), clean.data,
	    "and where it was corrected");
	tap_string(
	    json_string_value(json_array_get(
		json_object_get(json_object_get(value, "correction"), "suggestions"), 2)),
	    clean.data, "the suggestions");
	tap_string(text_of(json_array_get(json_object_get(value, "synonymsAdded"), 0), "added"),
	    clean.data, "the synonyms");
	tap_string(text_of(json_array_get(json_object_get(value, "queryParts"), 1), "text"),
	    clean.data, "the parts");
	tap_ok(is_marked_text(text_of(hit, "titleHtml")) &&
		   is_marked_text(text_of(hit, "snippetHtml")),
	    "titleHtml and snippetHtml hold marks and text");
	url = text_of(hit, "url");
	tap_ok(
	    url == NULL || (url[0] == '/' && url[1] != '/' && url[1] != '\\' && url[1] != '\t'),
	    "url stays on the site or is null");
	tap_ok(json_is_null(json_object_get(hit, "reviewed")), "no such day: null");
	buffer_fini(&clean);
	json_decref(value);
	search_result_free(result);
}

static json_t *
answer_highlighted(const struct search_result *result, enum render_highlight highlight)
{
	buffer_clear(&out);
	render_json_highlighted(result, highlight, &out);
	return json_loadb(out.data, out.length, JSON_REJECT_DUPLICATES, NULL);
}

/* The array of the first hit as "[2,3][7,1]". */
static void
check_offsets(json_t *value, const char *key, const char *want, const char *name)
{
	json_t *pairs = json_object_get(hit_of(value, 0), key), *pair;
	char got[256] = "";
	size_t i;

	json_array_foreach(pairs, i, pair)
	{
		size_t used = strlen(got);

		snprintf(got + used, sizeof got - used, "[%d,%d]",
		    (int)json_integer_value(json_array_get(pair, 0)),
		    (int)json_integer_value(json_array_get(pair, 1)));
	}
	tap_string(pairs != NULL ? got : "missing", want, name);
}

static void
test_highlights(void)
{
	/* Two bytes, three, four (two code units), and a control that JSON leaves out. */
	static const char text[] = "\xc3\xa9 \xe2\x80\xa6 \xf0\x9f\x92\x8a \x01pain";
	struct snippet_mark marks[] = {{0, 2}, {7, 4}, {12, 5}, {12, 5}, {13, 900}};
	struct search_result *result = fixture_result_new();
	struct snippet_text kept = result->hits[0].title;
	json_t *value;

	result->hits[0].title = (struct snippet_text){(char *)(uintptr_t)text, 5, marks};
	value = answer_highlighted(result, RENDER_HIGHLIGHT_OFFSETS);
	check_offsets(value, "titleMatches", "[0,1][4,2][7,4]", "offsets count code units");
	tap_ok(strstr(out.data, "Html\"") == NULL, "and stand in place of HTML");
	json_decref(value);
	result->hits[0].title = kept;

	value = answer_highlighted(result, RENDER_HIGHLIGHT_OFFSETS);
	tap_ok(json_is_array(json_object_get(hit_of(value, 0), "snippetMatches")),
	    "snippets have them too");
	json_decref(value);
	value = answer_highlighted(result, RENDER_HIGHLIGHT_NONE);
	check_keys(hit_of(value, 0),
	    "id url title snippet section sections figures tags date reviewed reviewDue score "
	    "loose",
	    "without highlights there are neither");
	json_decref(value);
	search_result_free(result);
}

static void
test_ceiling(void)
{
	struct search_result *result = fixture_result_new();
	struct fornix_error err;
	struct buffer small;

	buffer_init(&small, 2000);
	render_json(result, &small);
	tap_ok(buffer_finish(&small, "answer", &err) == FORNIX_ERR_LIMIT,
	    "an answer past the ceiling is an error");
	buffer_fini(&small);
	search_result_free(result);
}

int
main(void)
{
	size_t i;

	buffer_init(&out, RENDER_BYTES_MAX);
	test_members();
	test_hits();
	test_facets_and_warnings();
	test_expanded();
	test_help();
	test_empty();
	for (i = 0; i < fixture_hostile_count; i++)
		test_hostile_text(fixture_hostile_texts[i], i);
	test_highlights();
	test_ceiling();
	buffer_fini(&out);
	return tap_done();
}

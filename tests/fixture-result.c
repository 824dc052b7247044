/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fixture-result.h"

#include <stdlib.h>

#include "../src/xalloc.h"
#include "tap.h"

const char *const fixture_hostile_texts[] = {
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "</title></main></mark><mark>",
    "<!-- ]]> --><![CDATA[",
    "&lt;b&gt; &amp;amp; &#60;",
    "{{7*7}} ${7*7} %s%n",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "//evil.example/x",
    "/\t/evil.example/x",
    "/\\evil.example/x",
    "https:///evil.example",
    "http://evil.example/",
    "\033[31mred\033]8;;http://evil.example\a\007\033[2J",
    "\xC2\x9B"
    "31m C1 \xC2\x90",
    "\x9B"
    "31m raw \xC3\x28 bad \xF0\x9F \xED\xA0\x80",
    "\xE2\x80\xAE evil \xE2\x81\xA6 bidi \xE2\x80\x8B zero \xEF\xBB\xBF",
    "line\nbreak\r\nand\ttab\x7F",
    "\xE2\x80\xA8 line \xE2\x80\xA9 paragraph",
    "../../etc/passwd",
    "a/b/../c//d/",
    "-_-",
    "/",
    "[\"\\u0000\",null]}",
    "\xF0\x9F\xA7\xA0 \xE8\x84\xB3 \xD8\xAF\xD9\x85\xD8\xA7\xD8\xBA e\xCC\x81\xCC\x81",
    "<",
    "&",
    " ",
    "",
};

const size_t fixture_hostile_count =
    sizeof fixture_hostile_texts / sizeof fixture_hostile_texts[0];

/* The words in brackets are marked. */
static struct snippet_text
marked(const char *bracketed)
{
	struct snippet_text text = {.text = xcalloc(strlen(bracketed) + 1, 1)};
	size_t capacity = 0, length = 0;

	for (; *bracketed != '\0'; bracketed++) {
		if (*bracketed == '[') {
			XALLOC_GROW(text.marks, text.mark_count, capacity);
			text.marks[text.mark_count].start = length;
		} else if (*bracketed == ']') {
			text.marks[text.mark_count].length =
			    length - text.marks[text.mark_count].start;
			text.mark_count++;
		} else {
			text.text[length++] = *bracketed;
		}
	}
	return text;
}

static const struct example {
	const char *id, *url, *title, *snippet, *heading, *anchor, *tags[3];
	uint32_t date, reviewed, review_due;
	double score;
} examples[] = {
    {"conditions/trigeminal-neuralgia", "/conditions/trigeminal-neuralgia/",
	"Trigeminal neuralgia",
	"Because the [pain] shoots into the gums and teeth, many people go to a dentist first, "
	"and some have root canals or teeth pulled without relief. A toothache usually throbs "
	"for hours. …",
	"Is it my teeth?", "is-it-my-teeth", {"facial-pain", "cranial-nerves"}, 20170522,
	20260309, 20280309, 14.20571},
    {"conditions/atypical-facial-pain", "/conditions/atypical-facial-pain/",
	"Atypical facial [pain]",
	"… a steady burning or aching [face] [pain] that does not keep to the area of one nerve "
	"and does not come in jolts. It is real [pain], and it can be treated.",
	"How it differs from trigeminal neuralgia", "how-it-differs-from-trigeminal-neuralgia",
	{"facial-pain"}, 20180611, 20250714, 20260714, 12.5},
    {"treatments/percutaneous-rhizotomy", "/treatments/percutaneous-rhizotomy/",
	"Percutaneous rhizotomy: glycerol, balloon & radiofrequency",
	"A needle is passed through the cheek to the nerve, under brief anesthesia. Numbness of "
	"the [face] is the price of relief for some people; ask how much to expect.",
	NULL, NULL, {"surgery", "facial-pain", "cranial-nerves"}, 20190204, 20251201, 0,
	9.87654},
    {"patients/when-to-seek-emergency-care", "/patients/when-to-seek-emergency-care/",
	"When to seek emergency care",
	"Call 911 for a sudden drooping [face], weakness or trouble speaking, or the worst "
	"headache of your life.",
	"Call 911", "call-911", {NULL}, 0, 0, 0, 3},
    {"index", "https://videos.example.org/face?list=a&b='c'", "Video library",
	"Short films about operations for [face] [pain] and spasm.", "", "", {"visiting-us"},
	20200229, 0, 20271231, 0.00004},
};

#define EXAMPLES (sizeof examples / sizeof examples[0])

/* The section of the passage, and another; a figure and a video. */
static void
fill_places(struct search_hit *hit, const struct example *example)
{
	hit->place_count = 2;
	hit->places[0].heading = marked(example->heading);
	hit->places[0].anchor = xstrdup(example->anchor);
	hit->places[0].url = xstrdup(hit->section_url);
	hit->places[1].heading = marked("What [pain] is it & why?");
	hit->places[1].anchor = xstrdup("what-pain");
	hit->places[1].url = xstrdup("/a/#what-pain");
	hit->figure_count = 2;
	hit->figures[0].caption = marked("Figure 1. Where [face] [pain] <is>.");
	hit->figures[0].url = xstrdup("/a/#what-pain");
	hit->figures[0].media_url = xstrdup("images/face.png");
	hit->figures[1].is_video = true;
	hit->figures[1].caption = marked("Surgery for [face] [pain]");
	hit->figures[1].url = xstrdup("/videos/face.mp4");
	hit->figures[1].media_url = xstrdup("/videos/face.mp4");
}

static void
fill_hit(struct search_hit *hit, const struct example *example, uint32_t document)
{
	*hit = (struct search_hit){
	    .document = document,
	    .score = example->score,
	    .id = xstrdup(example->id),
	    .url = xstrdup(example->url),
	    .title = marked(example->title),
	    .snippet = marked(example->snippet),
	    .tags = xcalloc(3, sizeof(char *)),
	    .date = example->date,
	    .reviewed = example->reviewed,
	    .review_due = example->review_due,
	};
	while (hit->tag_count < 3 && example->tags[hit->tag_count] != NULL) {
		hit->tags[hit->tag_count] = xstrdup(example->tags[hit->tag_count]);
		hit->tag_count++;
	}
	hit->has_section = example->heading != NULL;
	if (!hit->has_section)
		return;
	hit->section_heading = xstrdup(example->heading);
	hit->section_anchor = xstrdup(example->anchor);
	if (asprintf(&hit->section_url, "%s#%s", example->url, example->anchor) < 0)
		abort();
	if (example->heading[0] != '\0')
		fill_places(hit, example);
}

static const struct example_value {
	size_t facet; /* 0 tag, 1 section */
	const char *value, *label;
	uint32_t count;
	bool is_selected;
} example_values[] = {
    {0, "facial-pain", "Facial pain", 12, true},
    {0, "cranial-nerves", "Cranial nerves", 8, false},
    {0, "surgery", "Surgery", 6, false},
    {0, "medication", "Medication", 3, false},
    {0, "headache", "Headache", 2, false},
    {0, "radiation", "Radiation", 2, false},
    {0, "imaging", "Imaging", 1, false},
    {0, "injections", "Injections", 1, false},
    {0, "visiting-us", "Visiting us", 1, false},
    {0, "spine", "Spine", 0, false},
    {1, "conditions", "Conditions", 1200, false},
    {1, "treatments", "Treatments", 4, false},
    {1, "patients", "For patients", 1, false},
};

#define EXAMPLE_VALUES (sizeof example_values / sizeof example_values[0])

static void
fill_facets(struct search_facet *facets)
{
	size_t i;

	for (i = 0; i < EXAMPLE_VALUES; i++) {
		const struct example_value *example = &example_values[i];
		struct search_facet *facet = &facets[example->facet];

		facet->values =
		    xreallocarray(facet->values, facet->value_count + 1, sizeof *facet->values);
		facet->values[facet->value_count++] = (struct search_facet_value){
		    .value = xstrdup(example->value),
		    .label = xstrdup(example->label),
		    .count = example->count,
		    .is_selected = example->is_selected,
		};
	}
}

struct search_result *
fixture_result_empty(const char *query)
{
	struct search_result *result = xcalloc(1, sizeof *result);

	*result = (struct search_result){.query = xstrdup(query),
	    .total_is_exact = true,
	    .page = 1,
	    .per_page = 10,
	    .processing_time_ms = 0.75,
	    .generation = 42,
	    .article_count = 63};
	result->facets[0] = (struct search_facet){.name = "tag", .label = "Topic"};
	result->facets[1] =
	    (struct search_facet){.name = "section", .label = "Part of the site"};
	return result;
}

struct search_result *
fixture_result_new(void)
{
	struct search_result *result = fixture_result_empty("face pain");
	size_t i;

	result->total = 12;
	result->page = 2;
	result->per_page = 5;
	result->pages = 3;
	result->processing_time_ms = 4.2301;
	result->hit_count = EXAMPLES;
	result->hits = xcalloc(EXAMPLES, sizeof *result->hits);
	for (i = 0; i < EXAMPLES; i++)
		fill_hit(&result->hits[i], &examples[i], (uint32_t)i + 1);
	fill_facets(result->facets);
	result->warning_count = 1;
	result->warnings[0].code = "word_unknown";
	result->warnings[0].message =
	    xstrdup("No article has the word “nuralgia”. It was left out.");
	return result;
}

void
fixture_result_grow(struct search_result *result, size_t count)
{
	size_t i;

	result->hits = xreallocarray(result->hits, count, sizeof *result->hits);
	for (i = result->hit_count; i < count; i++)
		fill_hit(&result->hits[i], &examples[i % EXAMPLES], (uint32_t)i + 1);
	result->hit_count = count > result->hit_count ? count : result->hit_count;
}

void
fixture_string_set(char **member, const char *value)
{
	free(*member);
	*member = value != NULL ? xstrdup(value) : NULL;
}

void
fixture_result_correct(struct search_result *result, enum search_correction_mode mode)
{
	static const char *const suggestions[SEARCH_SUGGESTIONS_MAX] = {
	    "trigeminal neuralgia", "trigeminal neuralgic", "<b>trigeminal</b> nuclei"};
	size_t i;

	fixture_string_set(&result->query, "trigemenal nuralgia");
	result->correction.mode = mode;
	result->correction.suggestion_count = SEARCH_SUGGESTIONS_MAX;
	for (i = 0; i < SEARCH_SUGGESTIONS_MAX; i++)
		fixture_string_set(&result->correction.suggestions[i], suggestions[i]);
}

void
fixture_result_add_synonyms(struct search_result *result)
{
	static const char *const synonyms[][2] = {{"water on the brain", "hydrocephalus"},
	    {"CN VII", "facial nerve"}, {"CN VII", "7th cranial nerve"}};
	size_t i;

	for (i = 0; i < sizeof synonyms / sizeof synonyms[0]; i++) {
		fixture_string_set(&result->synonyms[i].typed, synonyms[i][0]);
		fixture_string_set(&result->synonyms[i].added, synonyms[i][1]);
		result->synonym_count = i + 1;
	}
}

void
fixture_result_add_urgent(struct search_result *result)
{
	struct search_urgent *urgent = xcalloc(1, sizeof *urgent);

	result->urgent = urgent;
	fixture_string_set(&urgent->rule, "stroke");
	fixture_string_set(&urgent->title, "Signs of a stroke & what to do");
	fixture_string_set(&urgent->message, "Call 911 now, even if they have gone.");
	urgent->phone_count = 2;
	fixture_string_set(&urgent->phones[0].label, "Call 911");
	fixture_string_set(&urgent->phones[0].number, "911");
	fixture_string_set(&urgent->phones[1].label, "The office");
	fixture_string_set(&urgent->phones[1].number, "+1 (972) 555-0100");
	fixture_string_set(&urgent->link_label, "All signs");
	fixture_string_set(&urgent->link_url, "/patients/emergency/#stroke");
	fixture_string_set(&urgent->pattern, "stroke");
}

void
fixture_result_add_best_bets(struct search_result *result)
{
	static const char *const bets[][3] = {
	    {"Make & change an appointment", "/patients/contact/#phone", "patients/contact"},
	    {"The hospital", "https://hospital.example.org/", NULL}};
	size_t i;

	for (i = 0; i < sizeof bets / sizeof bets[0]; i++) {
		fixture_string_set(&result->best_bets[i].label, bets[i][0]);
		fixture_string_set(&result->best_bets[i].url, bets[i][1]);
		fixture_string_set(&result->best_bets[i].id, bets[i][2]);
		fixture_string_set(&result->best_bets[i].pattern, "appointment");
		result->best_bet_count = i + 1;
	}
}

static void
add_part(struct search_result *result, const char *text, bool is_dropped)
{
	result->parts =
	    xreallocarray(result->parts, result->part_count + 1, sizeof *result->parts);
	result->parts[result->part_count++] =
	    (struct search_part){.text = xstrdup(text), .is_dropped = is_dropped};
}

void
fixture_result_drop(struct search_result *result)
{
	add_part(result, "face", false);
	add_part(result, "nuralgia", true);
	add_part(result, "pain", false);
	add_part(result, "<b>", true);
}

void
fixture_result_add_help(struct search_result *result, unsigned relaxed)
{
	struct search_help *help = xcalloc(1, sizeof *help);

	result->help = help;
	help->relaxed = relaxed;
	help->topics[0] = (struct search_facet){.name = "tag", .label = "Topic"};
	help->topics[1] = (struct search_facet){.name = "section", .label = "Section"};
	fill_facets(help->topics);
	help->topics[0].values[0].is_selected = false;
	if (relaxed == 0)
		return;
	help->closest = fixture_result_empty("face pain");
	help->closest->total = 12;
	help->closest->per_page = 3;
	fixture_result_grow(help->closest, 3);
	add_part(help->closest, "\"face pain\"", true);
	add_part(help->closest, "face", false);
	add_part(help->closest, "pain", false);
	add_part(help->closest, "-<b>", true);
}

static void
spoil_urgent(struct search_urgent *urgent, const char *text)
{
	size_t i;

	fixture_string_set(&urgent->rule, text);
	fixture_string_set(&urgent->title, text);
	fixture_string_set(&urgent->message, text);
	for (i = 0; i < urgent->phone_count; i++) {
		fixture_string_set(&urgent->phones[i].label, text);
		fixture_string_set(&urgent->phones[i].number, text);
	}
	fixture_string_set(&urgent->link_label, text);
	fixture_string_set(&urgent->link_url, text);
}

void
fixture_result_loosen(struct search_result *result, size_t count)
{
	size_t i;

	for (i = 0; i < result->hit_count; i++)
		result->hits[i].is_loose = i + count >= result->hit_count;
}

/* Marks as no snippet should have them: empty, overlapping, past the end, inside a character.
 */
static void
spoil_text(struct snippet_text *text, const char *value)
{
	size_t length = strlen(value);

	free(text->marks);
	fixture_string_set(&text->text, value);
	text->mark_count = 7;
	text->marks = xcalloc(text->mark_count, sizeof *text->marks);
	text->marks[0] = (struct snippet_mark){0, 0};
	text->marks[1] = (struct snippet_mark){1, 2};
	text->marks[2] = (struct snippet_mark){2, 3};
	text->marks[3] = (struct snippet_mark){length / 2 + 1, 1};
	text->marks[4] = (struct snippet_mark){length, 1};
	text->marks[5] = (struct snippet_mark){length + 10, SIZE_MAX};
	text->marks[6] = (struct snippet_mark){length > 0 ? length - 1 : 0, SIZE_MAX};
}

static void
spoil_hit(struct search_hit *hit, const char *text)
{
	size_t i;

	fixture_string_set(&hit->id, text);
	fixture_string_set(&hit->url, text);
	spoil_text(&hit->title, text);
	spoil_text(&hit->snippet, text);
	hit->has_section = true;
	fixture_string_set(&hit->section_heading, text);
	fixture_string_set(&hit->section_anchor, text);
	fixture_string_set(&hit->section_url, text);
	for (i = 0; i < hit->place_count; i++) {
		spoil_text(&hit->places[i].heading, text);
		fixture_string_set(&hit->places[i].anchor, text);
		fixture_string_set(&hit->places[i].url, text);
	}
	for (i = 0; i < hit->figure_count; i++) {
		spoil_text(&hit->figures[i].caption, text);
		fixture_string_set(&hit->figures[i].url, text);
		fixture_string_set(&hit->figures[i].media_url, text);
	}
	for (i = 0; i < hit->tag_count; i++)
		fixture_string_set(&hit->tags[i], text);
	hit->date = 20251332;
	hit->reviewed = 99999999;
	hit->review_due = UINT32_MAX;
}

static void
spoil_facets(struct search_facet *facets, const char *text)
{
	size_t i, k;

	for (i = 0; i < SEARCH_FACETS; i++) {
		for (k = 0; k < facets[i].value_count; k++) {
			fixture_string_set(&facets[i].values[k].value, text);
			fixture_string_set(&facets[i].values[k].label, text);
		}
	}
}

/* Its hits, parts and query. */
static void
spoil_found(struct search_result *result, const char *text)
{
	size_t i;

	for (i = 0; i < result->hit_count; i++)
		spoil_hit(&result->hits[i], text);
	for (i = 0; i < result->part_count; i++)
		fixture_string_set(&result->parts[i].text, text);
	fixture_result_correct(result, SEARCH_CORRECTION_AUTO);
	for (i = 0; i < SEARCH_SUGGESTIONS_MAX; i++)
		fixture_string_set(&result->correction.suggestions[i], text);
	fixture_string_set(&result->query, text);
}

struct search_result *
fixture_result_hostile(const char *text)
{
	struct search_result *result = fixture_result_new();
	size_t i;

	fixture_result_drop(result);
	fixture_result_add_help(result, SEARCH_RELAX_PHRASES | SEARCH_RELAX_FILTERS);
	spoil_found(result, text);
	spoil_found(result->help->closest, text);
	spoil_facets(result->facets, text);
	spoil_facets(result->help->topics, text);
	fixture_string_set(&result->warnings[0].message, text);
	fixture_result_add_synonyms(result);
	for (i = 0; i < result->synonym_count; i++) {
		fixture_string_set(&result->synonyms[i].typed, text);
		fixture_string_set(&result->synonyms[i].added, text);
	}
	fixture_result_add_urgent(result);
	spoil_urgent(result->urgent, text);
	fixture_result_add_best_bets(result);
	for (i = 0; i < result->best_bet_count; i++) {
		fixture_string_set(&result->best_bets[i].label, text);
		fixture_string_set(&result->best_bets[i].url, text);
		fixture_string_set(&result->best_bets[i].id, text);
	}
	fixture_result_loosen(result, 2);
	return result;
}

static void
golden_compare(const struct buffer *out, FILE *file, const char *name)
{
	char *want = xcalloc(1, out->length + 2);
	size_t length = fread(want, 1, out->length + 1, file), at = 0;

	while (at < length && at < out->length && want[at] == out->data[at])
		at++;
	if (!tap_ok(length == out->length && at == length, "as in tests/data/render/%s", name))
		printf("# differs at byte %zu: got '%.60s', want '%.60s'\n", at, out->data + at,
		    want + at);
	free(want);
}

void
fixture_golden(const struct buffer *out, const char *name)
{
	const char *srcdir = getenv("srcdir"), *update = getenv("FORNIX_GOLDEN_UPDATE");
	bool is_update = update != NULL && strcmp(update, "1") == 0;
	char path[4096];
	FILE *file;

	snprintf(
	    path, sizeof path, "%s/tests/data/render/%s", srcdir != NULL ? srcdir : ".", name);
	file = fopen(path, is_update ? "wb" : "rb");
	if (file == NULL) {
		tap_ok(false, "open tests/data/render/%s", name);
		return;
	}
	if (is_update)
		tap_ok(
		    fwrite(out->data, 1, out->length, file) == out->length, "wrote %s", name);
	else
		golden_compare(out, file, name);
	fclose(file);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>

#include "../src/escape.h"
#include "../src/render.h"
#include "fixture-result.h"
#include "tap.h"

static struct buffer out;

static const char *
text(const struct search_result *result, const struct render_text_options *options)
{
	buffer_clear(&out);
	render_text(result, options, &out);
	return out.data;
}

static const struct render_text_options plain = {.width = 80, .corpus = "corpus"};

static void
check_has(const char *haystack, const char *needle, const char *name)
{
	if (!tap_ok(strstr(haystack, needle) != NULL, "%s", name))
		printf("# no '%s' in '%.300s'\n", needle, haystack);
}

static void
test_plain(void)
{
	struct search_result *result = fixture_result_new();

	text(result, &plain);
	fixture_golden(&out, "results.txt");
	tap_ok(strchr(out.data, '\033') == NULL,
	    "without colour and links there are no sequences");
	check_has(out.data, "\n    corpus/treatments/percutaneous-rhizotomy.md\n",
	    "a path as it is typed");
	check_has(out.data, "trigeminal-neuralgia.md › Is it my teeth?\n", "path and section");
	check_has(out.data, "  6 Trigeminal neuralgia\n", "numbers go on from page to page");
	check_has(out.data, "\n\n  7 Atypical", "a blank line between hits");
	check_has(out.data, "12 articles match, 6–10 shown (4.2 ms)\n", "footer");
	check_has(out.data, "note: No article has the word “nuralgia”. It was left out.\n",
	    "warnings");
	tap_ok(strchr(out.data, '<') == NULL, "marks are not shown");
	search_result_free(result);
}

static void
test_colour(void)
{
	static const unsigned lines[5] = {12};
	struct search_result *result = fixture_result_new();
	const struct render_text_options options = {.with_colour = true,
	    .width = 60,
	    .corpus = "a b/corpus/",
	    .lines = lines,
	    .link_folder = "/srv/a b/corpus/",
	    .link_host = "desk 1"};

	text(result, &options);
	fixture_golden(&out, "results-colour.txt");
	check_has(out.data, "\033[1mTrigeminal neuralgia\033[0m\n", "title in bold");
	check_has(out.data, "\033[1;31mpain\033[0m", "words in bold red");
	check_has(out.data, "\033[1mAtypical facial\033[0m \033[1;31mpain\033[0m\n",
	    "one sequence for words of one colour, none for a space between two");
	check_has(out.data, "› \033[2mIs it my teeth?\033[0m\n", "headings dim");
	check_has(out.data,
	    "\033]8;;file://desk%201/srv/a%20b/corpus/conditions/"
	    "trigeminal-neuralgia.md#12\033\\"
	    "\033[36ma b/corpus/conditions/trigeminal-neuralgia.md:12\033[0m\033]8;;\033\\",
	    "path and line in cyan, as a link to where they are");
	check_has(out.data, "atypical-facial-pain.md\033[0m", "no line where it is not known");
	search_result_free(result);
}

static void
test_paths(void)
{
	static const struct {
		const char *corpus, *folder, *shown, *link;
	} rows[] = {
	    {"/srv/corpus", "/srv/corpus", "    \033]8;;file:///srv/corpus/conditions/",
		"/srv/corpus/conditions/trigeminal-neuralgia.md"},
	    {"corpus///", "/", "file:///conditions/trigeminal-neuralgia.md\033",
		"corpus/conditions/trigeminal-neuralgia.md"},
	    {"corpus", "corpus", "    corpus/conditions/trigeminal-neuralgia.md", NULL},
	    {"corpus", NULL, "    corpus/conditions/trigeminal-neuralgia.md", NULL},
	    {"", NULL, "    conditions/trigeminal-neuralgia.md", NULL},
	    {NULL, NULL, "    conditions/trigeminal-neuralgia.md", NULL},
	};
	struct search_result *result = fixture_result_new();
	struct render_text_options options = {.width = 0};
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		options.corpus = rows[i].corpus;
		options.link_folder = rows[i].folder;
		text(result, &options);
		check_has(out.data, rows[i].shown, rows[i].shown);
		if (rows[i].link != NULL)
			check_has(out.data, rows[i].link, "as a link");
		else
			tap_ok(strstr(out.data, "\033]8;;") == NULL, "not as a link");
	}
	search_result_free(result);
}

/* The columns of the widest line. */
static size_t
widest(const char *s)
{
	size_t columns = 0, most = 0;

	for (; *s != '\0'; s++) {
		if (*s == '\n')
			columns = 0;
		else
			columns += ((unsigned char)*s & 0xC0) != 0x80;
		most = columns > most ? columns : most;
	}
	return most;
}

static void
test_width(void)
{
	static const unsigned widths[] = {1, 24, 40, 60, 80, 132};
	struct search_result *result = fixture_result_new();
	struct render_text_options options = {.corpus = "c"};
	size_t i;

	/* Paths, warnings and the footer are not wrapped: nothing should be cut in two. */
	result->warning_count = 0;
	free(result->warnings[0].message);
	for (i = 0; i < result->hit_count; i++)
		fixture_string_set(&result->hits[i].id, "x");
	for (i = 0; i < sizeof widths / sizeof widths[0]; i++) {
		size_t limit = widths[i] < 24 ? 24 : widths[i];
		char *footer;

		options.width = widths[i];
		text(result, &options);
		footer = strstr(out.data, "12 articles");
		*footer = '\0';
		tap_ok(widest(out.data) <= limit && widest(out.data) + 16 > limit,
		    "width %u: lines are full and not longer (%zu)", widths[i],
		    widest(out.data));
	}
	options.width = 0;
	text(result, &options);
	check_has(out.data,
	    "    Call 911 for a sudden drooping face, weakness or trouble speaking, or the worst "
	    "headache of your life.\n",
	    "width 0: a snippet is one line");
	search_result_free(result);
}

static void
test_marks(void)
{
	static const struct {
		const char *name, *text;
		size_t mark_count;
		struct snippet_mark marks[3];
		const char *want;
	} rows[] = {
	    {"inside a word", "preoperative", 1, {{3, 3}}, "pre\033[1;31mope\033[0mrative"},
	    {"over two words", "a bc d", 1, {{2, 4}}, "a \033[1;31mbc d\033[0m"},
	    {"side by side", "a bc d e", 2, {{2, 2}, {5, 1}}, "a \033[1;31mbc d\033[0m e"},
	    {"touching", "abcd", 2, {{1, 1}, {2, 1}}, "a\033[1;31mbc\033[0md"},
	    {"punctuation", "(pain)", 1, {{1, 4}}, "(\033[1;31mpain\033[0m)"},
	    {"two in a word", "abc", 2, {{0, 1}, {2, 1}},
		"\033[1;31ma\033[0mb\033[1;31mc\033[0m"},
	    {"empty", "abc", 1, {{1, 0}}, "abc"},
	    {"past the end", "abc", 2, {{1, SIZE_MAX}, {9, 9}}, "a\033[1;31mbc\033[0m"},
	    {"of a control", "a\033b", 1, {{1, 1}}, "a\033[1;31m\033[0mb"},
	};
	struct render_text_options options = {.with_colour = true};
	struct search_result *result = fixture_result_new();
	struct search_hit *hit = &result->hits[0];
	size_t i;

	result->hit_count = 1;
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		fixture_string_set(&hit->snippet.text, rows[i].text);
		free(hit->snippet.marks);
		hit->snippet.mark_count = rows[i].mark_count;
		hit->snippet.marks = calloc(3, sizeof *hit->snippet.marks);
		memcpy(hit->snippet.marks, rows[i].marks, sizeof rows[i].marks);
		check_has(text(result, &options), rows[i].want, rows[i].name);
	}
	result->hit_count = 5;
	search_result_free(result);
}

static void
test_notes(void)
{
	static const char start[] =
	    "showing results for 'trigeminal neuralgia'; --no-correction searches for "
	    "'trigemenal nuralgia' instead\n"
	    "or did you mean 'trigeminal neuralgic' or '<b>trigeminal</b> nuclei'?\n"
	    "also searching for hydrocephalus (water on the brain); facial nerve, 7th cranial "
	    "nerve (CN VII); --no-synonyms searches for your words only\n\n"
	    "  6 Trigeminal neuralgia\n";
	struct search_result *result = fixture_result_new();
	const struct render_text_options coloured = {.with_colour = true, .corpus = "corpus"};

	fixture_result_correct(result, SEARCH_CORRECTION_AUTO);
	fixture_result_add_synonyms(result);
	fixture_result_loosen(result, 2);
	text(result, &plain);
	fixture_golden(&out, "expanded.txt");
	tap_ok(strncmp(out.data, start, strlen(start)) == 0,
	    "how the query was understood, before the hits");
	check_has(out.data, "\n\nless closely related:\n\n  9 When to seek",
	    "loose hits, with a line before");
	check_has(out.data, "\n12 articles match, 6–10 shown, 2 of them less closely related (",
	    "and in the footer");
	text(result, &coloured);
	check_has(out.data, "showing results for '\033[1mtrigeminal neuralgia\033[0m'; ",
	    "the correction is bold");
	fixture_result_correct(result, SEARCH_CORRECTION_SUGGEST);
	text(result, &plain);
	check_has(out.data,
	    "did you mean 'trigeminal neuralgia', 'trigeminal neuralgic' or '<b>trigeminal</b> "
	    "nuclei'?\nalso searching",
	    "suggestions");
	result->correction.suggestion_count = 1;
	check_has(text(result, &plain), "did you mean 'trigeminal neuralgia'?\n", "one alone");
	result->correction.suggestion_count = 0;
	tap_ok(strncmp(text(result, &plain), "also", 4) == 0, "none: no line");
	result->correction.suggestion_count = SEARCH_SUGGESTIONS_MAX;
	search_result_free(result);
}

static void
test_loose_footers(void)
{
	static const struct {
		uint32_t total;
		size_t hits, loose;
		unsigned page, pages;
		const char *want;
	} rows[] = {
	    {1, 2, 1, 1, 1, "\n1 article matches, 1–2 shown, 1 of them less closely related ("},
	    {1, 1, 1, 2, 2, "\n1 article matches, number 11 shown, less closely related ("},
	    {0, 3, 3, 1, 1, "\nno article matches closely, 1–3 shown ("},
	    {0, 1, 1, 1, 1, "\nno article matches closely ("},
	    {0, 0, 0, 2, 1, "page 2 is past the last one, which is page 1 ("},
	};
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct search_result *result = fixture_result_new();

		result->total = rows[i].total;
		result->page = rows[i].page;
		result->pages = rows[i].pages;
		result->per_page = 10;
		result->hit_count = rows[i].hits;
		fixture_result_loosen(result, rows[i].loose);
		check_has(text(result, &plain), rows[i].want, rows[i].want);
		tap_ok((strncmp(out.data, "no article matches closely; these may help:\n\n  1",
			    48) == 0) == (rows[i].total == 0 && rows[i].hits > 0),
		    "nothing close is told first, when it is so");
		result->hit_count = 5;
		search_result_free(result);
	}
}

static void
test_footers(void)
{
	static const struct {
		const char *query;
		uint32_t total;
		bool is_exact;
		size_t hits;
		unsigned page, pages;
		const char *want;
	} rows[] = {
	    {"q", 1, true, 1, 1, 1, "\n1 article matches (0.8 ms)\n"},
	    {"q", 2, true, 2, 1, 1, "\n2 articles match, 1–2 shown (0.8 ms)\n"},
	    {"q", 11, true, 1, 2, 2, "\n11 articles match, number 11 shown (0.8 ms)\n"},
	    {"q", 1200, false, 5, 3, 120,
		"\nabout 1,200 articles match, 21–25 shown (0.8 ms)\n"},
	    {"xyzzy", 0, true, 0, 1, 0,
		"nothing found for 'xyzzy': check the spelling, or try fewer or other words "
		"(0.8 ms)\n"},
	    {"q", 12, true, 0, 7, 2, "page 7 is past the last one, which is page 2 (0.8 ms)\n"},
	    {"", 0, true, 0, 1, 0, "nothing to search for: give at least one word (0.8 ms)\n"},
	};
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct search_result *result = fixture_result_new();

		fixture_string_set(&result->query, rows[i].query);
		result->total = rows[i].total;
		result->total_is_exact = rows[i].is_exact;
		result->page = rows[i].page;
		result->pages = rows[i].pages;
		result->per_page = 10;
		result->processing_time_ms = 0.75;
		result->hit_count = rows[i].hits;
		check_has(text(result, &plain), rows[i].want, rows[i].want);
		result->hit_count = 5;
		search_result_free(result);
	}
}

static void
test_help(void)
{
	struct search_result *result = fixture_result_new();

	fixture_result_drop(result);
	check_has(text(result, &plain), "in no article: 'nuralgia', '<b>'\n\n  6 ",
	    "words that were left out, before the hits");
	search_result_free(result);

	result = fixture_result_empty("\"face pain\" -<b>");
	fixture_result_add_help(result, SEARCH_RELAX_PHRASES | SEARCH_RELAX_FILTERS);
	text(result, &plain);
	fixture_golden(&out, "closest.txt");
	check_has(out.data,
	    "closest articles, for 'face pain' without the filters\n"
	    "left out: '\"face pain\"', '-<b>'\n\n  1 ",
	    "what comes closest, and how it was found");
	check_has(out.data,
	    "nothing found for '\"face pain\" -<b>': what comes closest is above",
	    "is no answer");
	search_result_free(result);

	result = fixture_result_empty("xyzzy");
	fixture_result_add_help(result, 0);
	check_has(text(result, &plain),
	    "topics: facial-pain (12), cranial-nerves (8), surgery (6), ", "else topics");
	check_has(out.data, ": search for tag:facial-pain\n\nnothing found for 'xyzzy': check",
	    "and how to ask for one");
	result->help->topics[0].value_count = 0;
	check_has(text(result, &plain), "nothing found", "without tags");
	tap_ok(strstr(out.data, "topics") == NULL, "no topics");
	result->help->topics[0].value_count = 10;
	search_result_free(result);
}

/* Whether the only escape sequences are the ones we write ourselves. */
static bool
is_tame(const char *s)
{
	static const char *const ours[] = {
	    "\033[1m", "\033[2m", "\033[36m", "\033[1;31m", "\033[0m", "\033]8;;", "\033\\"};
	size_t i;

	for (; *s != '\0'; s++) {
		if ((unsigned char)*s >= 0x20 && *s != 0x7F)
			continue;
		if (*s == '\n')
			continue;
		for (i = 0; i < 7 && strncmp(s, ours[i], strlen(ours[i])) != 0; i++)
			;
		if (i == 7)
			return false;
	}
	return true;
}

/* What a terminal must never get: see escape_terminal(). */
static bool
is_clean_without_ours(char *s)
{
	struct buffer clean;
	bool is_clean;
	char *p;

	for (p = s; (p = strchr(p, '\033')) != NULL;)
		*p = '.';
	buffer_init(&clean, strlen(s) + 1);
	escape_clean(&clean, s, strlen(s));
	is_clean = strcmp(clean.data, s) == 0 && escape_utf8_is_valid(s, strlen(s));
	buffer_fini(&clean);
	return is_clean;
}

static void
test_hostile_text(const char *hostile, size_t number)
{
	struct render_text_options options = {.with_colour = true,
	    .width = 40,
	    .corpus = "/\033[31m\nx",
	    .link_folder = "/\033[31m\nx",
	    .link_host = "\033]0;\a"};
	struct search_result *result = fixture_result_hostile(hostile);

	text(result, &options);
	tap_ok(is_tame(out.data), "hostile text %zu: only our own sequences", number);
	tap_ok(is_clean_without_ours(out.data), "and nothing else that a terminal obeys");
	options = (struct render_text_options){.corpus = hostile};
	text(result, &options);
	tap_ok(strchr(out.data, '\033') == NULL, "none at all without colour");
	result->correction.mode = SEARCH_CORRECTION_SUGGEST;
	options.with_colour = true;
	text(result, &options);
	tap_ok(is_tame(out.data), "nor in suggestions");
	result->hit_count = 0;
	result->total = result->pages = 0;
	text(result, &options);
	tap_ok(is_tame(out.data), "nor when nothing is found");
	result->hit_count = 5;
	search_result_free(result);
}

static void
test_ceiling(void)
{
	struct search_result *result = fixture_result_new();
	struct fornix_error err;
	struct buffer small;

	buffer_init(&small, 300);
	render_text(result, &plain, &small);
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
	test_plain();
	test_colour();
	test_paths();
	test_width();
	test_marks();
	test_footers();
	test_help();
	test_notes();
	test_loose_footers();
	for (i = 0; i < fixture_hostile_count; i++)
		test_hostile_text(fixture_hostile_texts[i], i);
	test_ceiling();
	buffer_fini(&out);
	return tap_done();
}

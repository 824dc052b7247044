/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The page's notes: corrections, synonyms, matches that are barely related. */

#include <stdlib.h>

#include "page-check.h"

static void
test_corrected(void)
{
	struct search_result *result = fixture_result_new();

	setup(result);
	fixture_result_correct(result, SEARCH_CORRECTION_AUTO);
	asked.tag_count = 1;
	asked.tags[0] = "facial-pain";
	asked.without_synonyms = true;
	render("corrected");
	fixture_golden(&out, "corrected.html");
	has("<h1>Search results</h1>\n"
	    "<p class=\"correction\">Showing results for <strong><bdi>trigeminal "
	    "neuralgia</bdi></strong>. Search instead for <a "
	    "href=\"/search?q=trigemenal%20nuralgia&amp;tag=facial-pain&amp;correct=0&amp;"
	    "synonyms=0\"><bdi>trigemenal nuralgia</bdi></a>. Or did you mean <a ",
	    "says what was searched for, and leads back to what was typed");
	has(">12 results. Page\302\240"
	    "2\302\240of\302\240"
	    "3.</p>",
	    "the total is not said to be of what was typed");
	has("value=\"trigemenal nuralgia\">", "the form has what was typed");
	has("mean <a href=\"/search?q=trigeminal%20neuralgic&amp;tag=facial-pain&amp;synonyms=0\">",
	    "what counted for less is offered");
	result->hit_count = 0;
	render("corrected, past the end");
	has("<p class=\"correction\">Also looked for <strong>",
	    "also where the list has ended");
	result->total = result->pages = 0;
	render("corrected in vain");
	has("<p class=\"correction\">Also looked for <strong><bdi>trigeminal "
	    "neuralgia</bdi></strong>. Or did you mean ",
	    "or nothing is found");
	result->correction.suggestion_count = 1;
	render("corrected in one way");
	has("neuralgia</bdi></strong>.</p>", "one alone is not followed by others");
	result->correction.suggestion_count = 0;
	render("a correction without suggestions");
	has_not("class=\"correction\"", "is none");
	result->correction.suggestion_count = SEARCH_SUGGESTIONS_MAX;
	result->hit_count = 5;
	search_result_free(result);
}

static void
test_suggested(void)
{
	static const char first[] = "Did you mean <strong><a "
				    "href=\"/search?q=trigeminal%20neuralgia\"><bdi>trigeminal "
				    "neuralgia</bdi></a></strong>";
	struct search_result *result = fixture_result_new();

	setup(result);
	fixture_result_correct(result, SEARCH_CORRECTION_SUGGEST);
	asked.page = 2;
	render("suggested");
	fixture_golden(&out, "suggested.html");
	has(first, "the best suggestion, as a link to its first page");
	has("</strong>, <a href=\"/search?q=trigeminal%20neuralgic\">", "the next one");
	has(" or <a href=\"/search?q=%3Cb%3Etrigeminal%3C%2Fb%3E%20nuclei\"><bdi>&lt;b&gt;"
	    "trigeminal&lt;/b&gt; nuclei</bdi></a>?</p>",
	    "and the last one, escaped");
	has(">12 results for <strong>“<bdi>trigemenal nuralgia</bdi>”", "results as typed");
	result->correction.suggestion_count = 1;
	result->hit_count = 0;
	result->total = result->pages = 0;
	render("one suggestion, nothing found");
	has("No results for <strong>“<bdi>trigemenal nuralgia</bdi>”</strong>.</p>\n"
	    "<p class=\"correction\">Did you mean ",
	    "it comes first where nothing is found");
	has("</strong>?</p>", "one alone");
	result->correction.suggestion_count = SEARCH_SUGGESTIONS_MAX;
	result->hit_count = 5;
	search_result_free(result);
}

static void
test_long(void)
{
	static const char typed[] =
	    "my mother has had a trrible stabbing pain in her left cheek "
	    "for three weeks";
	struct search_result *result = fixture_result_new();

	setup(result);
	fixture_result_correct(result, SEARCH_CORRECTION_SUGGEST);
	result->correction.suggestion_count = 2;
	fixture_string_set(&result->query, typed);
	fixture_string_set(&result->correction.suggestions[0],
	    "my mother has had a terrible stabbing pain in her left cheek for three weeks");
	fixture_string_set(&result->correction.suggestions[1],
	    "many mothers have had a trrible stabbing pain in her left cheek for three months");
	render("a long query, suggested");
	has("three%20weeks\"><bdi>… a terrible stabbing …</bdi></a></strong> or <a ",
	    "of a long suggestion is shown where it differs");
	has("three%20months\"><bdi>many mothers have had a trrible stabbing pain in her left "
	    "cheek for three months</bdi></a>?</p>",
	    "all of it where both ends do");
	result->correction.mode = SEARCH_CORRECTION_AUTO;
	result->correction.suggestion_count = 1;
	render("a long query, corrected");
	has("results for <strong><bdi>… a terrible stabbing …</bdi></strong>. Search instead for ",
	    "what was searched for");
	has("<bdi>… a trrible stabbing …</bdi></a>.</p>", "and what was typed");
	fixture_string_set(&result->correction.suggestions[0], "");
	render("shorter than anything");
	fixture_string_set(&result->correction.suggestions[0], typed);
	render("no difference");
	has("<strong><bdi>… three weeks</bdi></strong>", "the same text is its end");
	result->correction.suggestion_count = SEARCH_SUGGESTIONS_MAX;
	search_result_free(result);
}

static void
test_synonyms(void)
{
	static const char names[] =
	    "<p class=\"synonyms\">Also searching for hydrocephalus (water "
	    "on the brain); facial nerve, 7th cranial nerve (CN VII).";
	struct search_result *result = fixture_result_new();

	setup(result);
	fixture_result_add_synonyms(result);
	asked.page = 2;
	asked.without_correction = true;
	render("synonyms");
	fixture_golden(&out, "synonyms.html");
	has(names, "names what was added, and for what");
	has("). <a href=\"/search?q=face%20pain&amp;correct=0&amp;synonyms=0\">Only my "
	    "words</a></p>",
	    "and how to do without");
	result->hit_count = 0;
	result->total = result->pages = 0;
	render("synonyms in vain");
	has(names, "also where nothing is found");
	has_not("Only my words", "where less would not help");
	result->hit_count = 5;
	search_result_free(result);
}

static void
test_loose(void)
{
	struct search_result *result = fixture_result_new();

	setup(result);
	fixture_result_loosen(result, 2);
	render("loose hits");
	fixture_golden(&out, "loose.html");
	has("</ol>\n<h2 class=\"loose\">Less closely related</h2>\n"
	    "<ol class=\"hits\" start=\"9\">\n<li>\n<h3 dir=\"auto\"><a href=\"",
	    "a list of their own, which goes on counting, under a heading");
	fixture_result_loosen(result, 5);
	render("a page of loose hits");
	has("</nav>\n"
	    "<h2 class=\"loose\">Less closely related</h2>\n<ol class=\"hits\" start=\"6\">",
	    "no empty list before them");
	result->total = result->pages = 0;
	result->page = 1;
	render("loose hits only");
	fixture_golden(&out, "loose-only.html");
	has("<p class=\"summary\" role=\"status\">No article matches closely. These may still "
	    "help.</p>",
	    "are told as what they are");
	has("<ol class=\"hits\">\n<li>\n<h2 dir=\"auto\">", "in a list of the first rank");
	has_not("Less closely related", "which needs no heading to say it again");
	has_not(" 0 results", "and no number");
	result->hit_count = 0;
	result->pages = 2;
	result->page = 3;
	render("past the end of loose hits");
	has("Go to the first page", "leads back");
	has_not("may still help", "and promises nothing");
	result->hit_count = 5;
	search_result_free(result);
}

int
main(void)
{
	buffer_init(&out, RENDER_BYTES_MAX);
	test_corrected();
	test_suggested();
	test_long();
	test_synonyms();
	test_loose();
	buffer_fini(&out);
	return tap_done();
}

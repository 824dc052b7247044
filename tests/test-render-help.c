/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What the pages say where nothing was found, where words were left out, and past the end. */

#include <stdlib.h>

#include "page-check.h"
#include "search_relax.h"

/* A page of nothing, for a query with filters and switches. */
static struct search_result *
setup_nothing(unsigned relaxed)
{
	struct search_result *result = fixture_result_empty("\"face pain\" -<b>");

	fixture_result_add_help(result, relaxed);
	setup(result);
	site.browse_path = "/browse";
	site.contact_phone = "+1 (713) 555-0100";
	site.contact_hours = "Monday to Friday, 8 am to 5 pm";
	site.contact_url = "/contact/";
	asked.tag_count = asked.section_count = 1;
	asked.tags[0] = "facial-pain";
	asked.sections[0] = "pa-tients";
	asked.sort = SEARCH_SORT_DATE;
	asked.without_synonyms = true;
	asked.page = 2;
	return result;
}

static void
test_closest(void)
{
	struct search_result *result =
	    setup_nothing(SEARCH_RELAX_PHRASES | SEARCH_RELAX_EXCLUSIONS);

	render("closest");
	fixture_golden(&out, "closest.html");
	has("<title>&quot;face pain&quot; -&lt;b&gt; – Nothing found – Search – Example",
	    "the title says so");
	has("role=\"status\">No results for <strong>“<bdi>&quot;face pain&quot; -&lt;b&gt;</bdi>”",
	    "so does the status");
	has("<p class=\"relaxed\">Searched for <del><span class=\"hidden\">without </span><bdi>"
	    "&quot;face pain&quot;</bdi><span class=\"hidden\">,</span></del> <bdi>face</bdi> "
	    "<bdi>pain</bdi> <del><span class=\"hidden\">without </span><bdi>-&lt;b&gt;</bdi>"
	    "<span class=\"hidden\">,</span></del></p>",
	    "what was left out is crossed out, in its place, also for those who cannot see it");
	has("<ol class=\"hits\">\n<li>\n<h3 dir=\"auto\">", "the hits below a heading");
	has("<a class=\"action\" href=\"/search?q=face%20pain&amp;section=pa-tients&amp;"
	    "tag=facial-pain&amp;synonyms=0&amp;sort=date\">All 12 results for “<bdi>face "
	    "pain</bdi>”</a>",
	    "all of them, with everything else as it was");
	result->help->closest->total_is_exact = false;
	render("a guess");
	has(">All about 12 results for ", "not more exact than it is");
	result->help->closest->total = 3;
	render("no more of them");
	has(">Search for “<bdi>face pain</bdi>”</a>", "still a search to go on from");
	fixture_result_correct(result->help->closest, SEARCH_CORRECTION_AUTO);
	render("corrected");
	has("<p class=\"correction\">Showing results for <strong><bdi>trigeminal neuralgia</bdi>"
	    "</strong>. Search instead for <a href=\"/search?q=trigemenal%20nuralgia&amp;",
	    "what comes closest is not corrected silently");
	search_result_free(result);
}

static void
test_filters(void)
{
	struct search_result *result =
	    setup_nothing(SEARCH_RELAX_FILTERS | SEARCH_RELAX_SWITCHES);

	render("without filters");
	has("<del><span class=\"hidden\">without </span>only Pa tients<span class=\"hidden\">,"
	    "</span></del> <del><span class=\"hidden\">without </span>only Facial pain<span",
	    "filters are crossed out too");
	has("<a class=\"action\" href=\"/search?q=face%20pain&amp;sort=date\">All 12",
	    "and the link does without them and the switches");
	has("<span class=\"hidden\">Remove filter: Topic</span>", "each can be dropped alone");
	search_result_free(result);
}

static void
test_topics(void)
{
	struct search_result *result = setup_nothing(0);

	render("topics only");
	fixture_golden(&out, "nothing.html");
	has_not("Closest articles", "nothing comes close");
	has("<h3>By topic</h3>\n<ul class=\"topics\">\n<li><a class=\"chip\" "
	    "href=\"/search?q=tag%3Afacial-pain\"><span>Facial pain</span> <span "
	    "class=\"count\">12<span class=\"hidden\"> articles</span></span></a></li>",
	    "topics, each a search of its own");
	has("<h3>By part of the site</h3>", "sections");
	has("href=\"/browse?section=conditions\"><span>Conditions</span> <span "
	    "class=\"count\">1,200<",
	    "with their counts");
	has("<a href=\"/browse\">All 63 articles, A to Z</a>", "all of them");
	has("<h2>Ask us</h2>\n<p>Call <a href=\"tel:+17135550100\">+1 (713) 555-0100</a> "
	    "(Monday to Friday, 8 am to 5 pm), or <a href=\"/contact/\">contact us</a>.</p>",
	    "whom to ask, and when");
	has("<a href=\"tel:911\">Call 911</a>", "what not to wait for");
	has("Check the spelling.", "what to try");
	has("href=\"#main\"", "the skip link leads to what there is");
	site.contact_phone = site.contact_hours = site.contact_url = site.browse_path = NULL;
	render("a site that does not say");
	has_not("<h2>Ask us", "nobody to ask");
	has_not("A to Z", "no list");
	has("href=\"/search?q=section%3Aconditions\">", "sections are searched for then");
	search_help_free(result->help);
	result->help = NULL;
	render("without help");
	has_not("What you can read about", "no topics");
	has("<a href=\"tel:911\">Call 911</a>", "but that");
	search_result_free(result);
}

static void
test_missing(void)
{
	struct search_result *result = fixture_result_new();

	setup(result);
	render("all words");
	has_not("class=\"missing\"", "nothing is missing");
	fixture_result_drop(result);
	render("missing words");
	has("<p class=\"missing\"><del><bdi>nuralgia</bdi></del> and "
	    "<del><bdi>&lt;b&gt;</bdi></del> are in no article.</p>",
	    "words are crossed out");
	result->parts[1].is_dropped = false;
	render("one of them");
	has("<p class=\"missing\"><del><bdi>&lt;b&gt;</bdi></del> is in no article.</p>",
	    "one alone");
	result->parts[0].is_dropped = result->parts[1].is_dropped = true;
	render("three of them");
	has("<del><bdi>face</bdi></del>, <del><bdi>nuralgia</bdi></del> and <del>", "three");
	search_result_free(result);
}

static void
test_past_end(void)
{
	struct search_result *result = fixture_result_new();
	size_t hit_count = result->hit_count;

	setup(result);
	asked.section_count = 1;
	asked.sections[0] = "visits";
	result->hit_count = 0;
	result->page = 9;
	site.contact_phone = "555-0100";
	render("past the end");
	fixture_golden(&out, "past-end.html");
	has("12 results for <strong>“<bdi>face pain</bdi>”</strong>.</p>\n"
	    "<p>There is no page 9: the last one is page 3.</p>",
	    "what there is, and what there is not");
	has_not("Page\302\240"
		"9",
	    "no such page is counted");
	has("<a class=\"action\" href=\"/search?q=face%20pain&amp;section=visits\">Go to the "
	    "first page</a>",
	    "back to the first page");
	has("<a class=\"action\" href=\"/search?q=face%20pain&amp;section=visits&amp;page=3\">"
	    "Go to the last page</a>",
	    "or the last one");
	has("<a href=\"tel:5550100\">", "whom to ask");
	result->pages = 1;
	render("past the only page");
	has("all results are on one page", "there is only one");
	has_not("last page", "which is the first");
	result->hit_count = hit_count;
	search_result_free(result);
}

int
main(void)
{
	buffer_init(&out, RENDER_BYTES_MAX);
	test_closest();
	test_filters();
	test_topics();
	test_missing();
	test_past_end();
	buffer_fini(&out);
	return tap_done();
}

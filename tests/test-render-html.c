/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>

#include "page-check.h"

static void
test_shell(void)
{
	struct search_result *result = fixture_result_new();

	setup(result);
	asked.tag_count = 1;
	asked.tags[0] = "facial-pain";
	asked.per_page = 5;
	render("results");
	fixture_golden(&out, "results.html");
	tap_ok(strncmp(out.data, "<!doctype html>\n<html lang=\"en\">\n", 33) == 0,
	    "begins with doctype and language");
	has("<title>face pain – Page 2 – Search – Example Practice</title>", "title");
	has("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">",
	    "viewport");
	has("<meta name=\"robots\" content=\"noindex\">", "noindex");
	has("<link rel=\"stylesheet\" href=\"/assets/style.css\">", "style sheet");
	has("<link rel=\"icon\" type=\"image/svg+xml\" href=\"/assets/favicon.svg\">", "icon");
	has("<a class=\"skip\" href=\"#results\">", "skip link");
	has(" id=\"results\"", "and where it leads");
	has("<a href=\"/\">Example Practice</a>", "name of the site");
	has("<form role=\"search\" action=\"/search\" method=\"get\">", "form");
	has("<label for=\"q\">", "label");
	has("<input type=\"search\" id=\"q\" name=\"q\" dir=\"auto\" maxlength=\"256\" "
	    "autocomplete=\"off\" enterkeyhint=\"search\" value=\"face pain\">",
	    "input");
	has("<button type=\"submit\">Search</button>", "button");
	has_not("autofocus", "the focus is left alone");
	has_not("spellcheck", "the browser may mark spelling");
	has("<a href=\"tel:911\">", "what to do when it can't wait");
	site.icon_url = NULL;
	render("without icon");
	has_not("rel=\"icon\"", "no icon, no link");
	search_result_free(result);
}

static void
test_hits(void)
{
	struct search_result *result = fixture_result_new();

	setup(result);
	render("hits");
	has("<ol class=\"hits\" start=\"6\">", "numbers go on from page to page");
	has("<h2 dir=\"auto\"><a href=\"/conditions/atypical-facial-pain/\">Atypical facial "
	    "<mark>pain</mark></a></h2>",
	    "title with link and marks");
	has("balloon &amp; radiofrequency</a>", "title is escaped");
	has("<p class=\"place\">Treatments</p>", "the folder in words, not the file");
	has("<p class=\"place\">For patients</p>", "the section's label");
	has("<p class=\"snippet\" dir=\"auto\">Short films about operations for <mark>face</mark> "
	    "<mark>pain</mark> and spasm.</p>",
	    "snippet with marks");
	has("<ul class=\"within\" aria-label=\"In this article\">\n<li><a "
	    "href=\"/conditions/trigeminal-neuralgia/#is-it-my-teeth\"><bdi>Is it my "
	    "teeth?</bdi></a></li>\n<li><a href=\"/a/#what-pain\"><bdi>What "
	    "<mark>pain</mark> is it &amp; why?</bdi></a></li>\n</ul>",
	    "links to sections, marked");
	has("<li><span class=\"kind\">Figure</span> <a href=\"/a/#what-pain\"><bdi>Figure 1. Where "
	    "<mark>face</mark> <mark>pain</mark> &lt;is&gt;.</bdi></a></li>",
	    "a figure, where it is explained");
	has("<li><span class=\"kind\">Video</span> <a href=\"/videos/face.mp4\"><bdi>Surgery",
	    "a video");
	has("Last reviewed March 2026<", "last review");
	has_not("Due for review", "nothing is said where today is not known");
	page.today = 20260714;
	render("on the day of the review");
	has_not("Due for review", "a review is not overdue on its day");
	page.today = 20260715;
	render("on the day after");
	has("<span class=\"due\">Due for review since July 2026</span>", "but on the next");
	has_not("since March 2028", "others are not yet");
	has("Surgery, Facial pain, Cranial nerves<", "tags by their labels");
	has("<a href=\"https://videos.example.org/face?list=a&amp;b=%27c%27\">",
	    "a link to another host");
	fixture_string_set(&result->hits[0].id, "treatments//brain_fluid/x/../_index");
	render("nested folders");
	has("<p class=\"place\">Treatments › Brain fluid › X › ..</p>", "all folders in words");
	fixture_string_set(&result->hits[0].id, "about");
	render("no folder");
	has_not(">About</p>", "an article at the top is in none");
	result->page = 1;
	render("page 1");
	has("<ol class=\"hits\">", "the first page starts at 1");
	has("<title>face pain – Search – Example Practice</title>", "and needs no number");
	search_result_free(result);
}

static void
test_summaries(void)
{
	static const struct {
		uint32_t total;
		bool is_exact;
		unsigned page, pages;
		const char *want;
	} rows[] = {
	    {1, true, 1, 1, ">1 result for <strong>“<bdi>face pain</bdi>”</strong>.</p>"},
	    {12, true, 1, 1, ">12 results for <strong>“<bdi>face pain</bdi>”</strong>.</p>"},
	    {12, true, 2, 3,
		"”</strong>. Page\302\240"
		"2\302\240of\302\240"
		"3.</p>"},
	    {1200, false, 1, 100, ">About 1,200 results for "},
	    {4294967295, true, 1, 100, ">4,294,967,295 results for "},
	};
	struct search_result *result = fixture_result_new();
	size_t i;

	setup(result);
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		result->total = rows[i].total;
		result->total_is_exact = rows[i].is_exact;
		result->page = rows[i].page;
		result->pages = rows[i].pages;
		render("summary");
		has(rows[i].want, rows[i].want);
	}
	has("<p class=\"summary\" role=\"status\">", "it is a status");
	has("<div class=\"note\">\n<p>No article has the word “nuralgia”. It was left "
	    "out.</p>\n</div>",
	    "warnings in plain words");
	has_not("These are the best", "the end is not told before it is reached");
	result->page = 100;
	render("last page in reach");
	has("These are the best 500 results.", "but there");
	search_result_free(result);
}

static void
test_links(void)
{
	struct search_result *result = fixture_result_new();

	setup(result);
	fixture_string_set(&result->query, "müde & \"50%\" a+b/c?#");
	asked.section_count = 1;
	asked.sections[0] = "conditions";
	asked.tag_count = 3;
	asked.tags[0] = "facial-pain";
	asked.tags[1] = "x&y";
	asked.tags[2] = "facial-pain";
	asked.per_page = 5;
	asked.page = 2;
	render("links");
	has("href=\"/search?q=m%C3%BCde%20%26%20%2250%25%22%20a%2Bb%2Fc%3F%23&amp;"
	    "section=conditions&amp;tag=facial-pain&amp;tag=x%26y&amp;perPage=5&amp;page=3\" "
	    "rel=\"next\">",
	    "all parameters, encoded, filters once");
	has("&amp;tag=x%26y&amp;perPage=5\" rel=\"prev\">", "the first page needs no number");
	has("value=\"müde &amp; &quot;50%&quot; a+b/c?#\"", "the form has it as it was typed");
	has("<nav class=\"sort\" aria-label=\"Order of the results\">",
	    "orders to choose from");
	has("perPage=5\" aria-current=\"true\">Best match</a>", "the one in force");
	has("&amp;sort=date&amp;perPage=5\">Newest</a>", "and others, from the first page");
	asked.sort = result->sort = SEARCH_SORT_DATE;
	render("sorted by date");
	has("&amp;sort=date&amp;perPage=5\" aria-current=\"true\">Newest</a>",
	    "another in force");
	has("&amp;sort=date&amp;perPage=5&amp;page=3\" rel=\"next\">", "also on the next page");
	has("<span class=\"published\">Published ", "the date is told by which it is sorted");
	asked.sort = result->sort = SEARCH_SORT_RELEVANCE;
	asked.without_correction = asked.without_synonyms = true;
	render("switches");
	has("&amp;tag=x%26y&amp;correct=0&amp;synonyms=0&amp;perPage=5&amp;page=3\" "
	    "rel=\"next\">",
	    "what is switched off stays off on the next page");
	has("&amp;tag=x%26y&amp;correct=0&amp;synonyms=0&amp;perPage=5\"><span>Treatments",
	    "and with other filters");
	asked.without_correction = asked.without_synonyms = false;
	asked.per_page = 10;
	asked.tag_count = asked.section_count = 0;
	render("defaults");
	has("c%3F%23&amp;page=3\" rel=\"next\">", "defaults are left out");
	search_result_free(result);
}

static void
test_filters(void)
{
	struct search_result *result = fixture_result_new();

	setup(result);
	render("without filters");
	has_not("class=\"filters\"", "no filters, no list of them");
	asked.tag_count = 1;
	asked.tags[0] = "facial-pain";
	render("one filter");
	has("<li><a href=\"/search?q=face%20pain\" class=\"chip\"><span class=\"hidden\">Remove "
	    "filter: Topic</span> Facial pain ",
	    "a link that drops it");
	has_not("Remove all filters", "which is enough");
	asked.section_count = 1;
	asked.sections[0] = "not-a-facet";
	render("two filters");
	has("<a href=\"/search?q=face%20pain&amp;tag=facial-pain\" class=\"chip\">",
	    "each dropped alone");
	has(" Not a facet ", "one that is no facet has its words");
	has("<a class=\"plain\" href=\"/search?q=face%20pain\">Remove all filters</a>",
	    "or all");
	search_result_free(result);
}

static void
test_facets(void)
{
	struct search_result *result = fixture_result_new();
	char slugs[SEARCH_FILTERS_MAX][8];
	size_t i;

	setup(result);
	asked.tag_count = 1;
	asked.tags[0] = "facial-pain";
	render("facets");
	has("<details class=\"facets\">\n<summary>Filter the results</summary>",
	    "a box to open");
	tap_ok(
	    strstr(out.data, "<h2>Part of the site</h2>") < strstr(out.data, "<h2>Topic</h2>"),
	    "sections come first");
	has("<a href=\"/search?q=face%20pain&amp;section=conditions&amp;tag=facial-pain\">"
	    "<span>Conditions</span> <span class=\"count\">1,200<span class=\"hidden\"> "
	    "results</span></span></a>",
	    "a link with its count, to the first page");
	has("<span class=\"count\">1<span class=\"hidden\"> result</span>", "one result");
	has("<a href=\"/search?q=face%20pain\" aria-current=\"true\"><span>Facial pain</span>",
	    "a selected one takes itself back");
	has("<span>Injections</span>", "the eighth is there");
	has_not("<span>Visiting us</span>", "the ninth is not");
	has_not("<span>Spine</span>", "nor one without results");
	result->facets[0].values[9].is_selected = true;
	render("selected far down");
	has("<span>Spine</span>", "unless it is selected");
	for (i = 0; i < SEARCH_FILTERS_MAX; i++) {
		snprintf(slugs[i], sizeof slugs[i], "t%zu", i);
		asked.tags[i] = slugs[i];
	}
	asked.tag_count = SEARCH_FILTERS_MAX;
	render("as many filters as there may be");
	has("<li><span>Surgery</span>", "one more is no link");
	search_result_free(result);
}

static void
test_facets_without_choice(void)
{
	struct search_result *result = fixture_result_new();
	size_t counts[SEARCH_FACETS], i;

	setup(result);
	result->facets[0].values[0].is_selected = false;
	for (i = 0; i < SEARCH_FACETS; i++) {
		counts[i] = result->facets[i].value_count;
		result->facets[i].value_count = 1;
	}
	render("one value each");
	has_not("class=\"facets\"", "no choice, no box");
	result->facets[1].value_count = 2;
	render("two sections");
	has("<h2>Part of the site</h2>", "a choice");
	has_not("<h2>Topic</h2>", "but not of this");
	for (i = 0; i < SEARCH_FACETS; i++)
		result->facets[i].value_count = counts[i];
	search_result_free(result);
}

/* The pager as "1 2 [3] 4 … 9", with < and > for the steps. */
static void
pager_summary(char *summary, size_t size)
{
	const char *p = strstr(out.data, "<nav class=\"pager\""), *end;

	snprintf(summary, size, "%s", "");
	end = p != NULL ? strstr(p, "</nav>") : NULL;
	for (; p != NULL && p < end; p = strstr(p + 1, "<li")) {
		size_t used = strlen(summary);
		const char *number = strstr(p, "Page </span>");
		const char *next = strstr(p + 1, "<li");

		if (strncmp(p, "<li class=\"step\"", 16) == 0)
			snprintf(summary + used, size - used, " %s",
			    strstr(p, "rel=\"prev\"") != NULL &&
				    (next == NULL || strstr(p, "rel=\"prev\"") < next)
				? "<"
				: ">");
		else if (strncmp(p, "<li class=\"gap\"", 15) == 0)
			snprintf(summary + used, size - used, " …");
		else if (strncmp(p, "<li>", 4) == 0)
			snprintf(summary + used, size - used,
			    strstr(p, "aria-current=\"page\"") != NULL &&
				    strstr(p, "aria-current=\"page\"") < number
				? " [%d]"
				: " %d",
			    atoi(number + strlen("Page </span>")));
	}
}

static void
test_pager(void)
{
	static const struct {
		unsigned page, pages;
		const char *want;
	} rows[] = {
	    {1, 0, ""},
	    {1, 1, ""},
	    {1, 2, " [1] 2 >"},
	    {2, 2, " < 1 [2]"},
	    {1, 3, " [1] 2 3 >"},
	    {1, 4, " [1] 2 3 4 >"},
	    {1, 5, " [1] 2 … 5 >"},
	    {3, 5, " < 1 2 [3] 4 5 >"},
	    {4, 7, " < 1 2 3 [4] 5 6 7 >"},
	    {5, 9, " < 1 … 4 [5] 6 … 9 >"},
	    {1, 100, " [1] 2 … 100 >"},
	    {100, 100, " < 1 … 99 [100]"},
	    {101, 100, ""},
	    {0, 100, ""},
	};
	struct search_result *result = fixture_result_new();
	char name[40], summary[200];
	size_t i;

	setup(result);
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		result->page = rows[i].page;
		result->pages = rows[i].pages;
		snprintf(name, sizeof name, "page %u of %u", rows[i].page, rows[i].pages);
		render(name);
		pager_summary(summary, sizeof summary);
		tap_string(summary, rows[i].want, name);
	}
	search_result_free(result);
}

static void
test_empty(void)
{
	struct search_result *result = fixture_result_empty("");

	setup(NULL);
	asked.query_length = 0;
	render("empty page");
	fixture_golden(&out, "empty.html");
	has("<title>Search – Example Practice</title>", "title");
	has("autocomplete=\"off\" enterkeyhint=\"search\" value=\"\">", "an empty form");
	has_not("Nothing found", "nothing was asked");
	page.request = NULL;
	render("no request at all");
	has("<h1>Search</h1>", "the same page");
	setup(result);
	asked.query = "   ";
	asked.query_length = 3;
	render("a query of spaces");
	has("There are 63 articles.", "the empty page, with what there is to search");
	search_result_free(result);
}

static void
test_errors(void)
{
	static const struct {
		int http_status;
		const char *want;
	} rows[] = {
	    {400, "<h1>We could not read that request</h1>"},
	    {404, "<h1>Page not found</h1>"},
	    {405, "<h1>That does not work here</h1>"},
	    {414, "<h1>That search is too long</h1>"},
	    {503, "<h1>The search is not available right now</h1>"},
	    {500, "<h1>Something went wrong</h1>"},
	};
	char name[40];
	size_t i;

	setup(NULL);
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		buffer_clear(&out);
		render_html_error(&site, rows[i].http_status, NULL, NULL, &out);
		snprintf(name, sizeof name, "error %d", rows[i].http_status);
		check_sound(name);
		has(rows[i].want, "its own words");
		snprintf(name, sizeof name, "Error %d", rows[i].http_status);
		has(name, "its number");
		has("<form role=\"search\" action=\"/search\" method=\"get\">", "and a form");
	}
	buffer_clear(&out);
	render_html_error(&site, 404, "Gone & lost", "No <page> here.", &out);
	check_sound("given words");
	fixture_golden(&out, "error.html");
	has("<title>Gone &amp; lost – Example Practice</title>", "title as given");
	has("<h1>Gone &amp; lost</h1>\n<p>No &lt;page&gt; here.</p>", "detail as given");
}

static void
test_box(void)
{
	setup(NULL);
	buffer_clear(&out);
	render_html_box(&page, &out);
	check_sound("no box");
	has_not("<script", "no script in the page");
	has_not("search-box.js", "none to paste");
	has_not("cors_origins", "no permission that nothing asks for");
	has("&lt;form role=&quot;search&quot; action=&quot;/search&quot;&gt;",
	    "a plain form to paste");
	has("action=&quot;https://search.example.org/search&quot;", "and one for elsewhere");

	site.script_url = "/assets/search-box.\"&.js";
	buffer_clear(&out);
	site.public_url = "https://find.example/<\"'>";
	render_html_box(&page, &out);
	check_sound("a box");
	has("<script src=\"/assets/search-box.&quot;&amp;.js\" defer=\"\"></script>\n",
	    "in the page");
	has("<fornix-search>\n<form role=\"search\" action=\"/search\" method=\"get\" "
	    "aria-label=\"Trial\">\n<label for=\"trial\">",
	    "to try");
	has("&lt;script src=&quot;/search-box.js&quot; defer&gt;&lt;/script&gt;", "to paste");
	has("&lt;script src=&quot;https://find.example/&lt;&quot;&#39;&gt;/search-box.js",
	    "to paste elsewhere");
	has("cors_origins: [https://www.example.org]", "with the permission");
	buffer_clear(&out);
	page.result = NULL;
	render_html_page(&page, &out);
	check_sound("the search page with a box");
	has("<fornix-search>\n<form role=\"search\"", "has it in its header");
}

static void
test_hostile_text(const char *text, size_t number)
{
	struct search_result *result = fixture_result_hostile(text);
	char name[60];
	size_t i;

	setup(result);
	site.name = text;
	/* The address of the style sheet is ours, but must not break out either. */
	site.style_url = "/assets/\"'<>&.css";
	asked.query = text;
	asked.query_length = strlen(text);
	asked.tag_count = asked.section_count = SEARCH_FILTERS_MAX;
	for (i = 0; i < SEARCH_FILTERS_MAX; i++)
		asked.tags[i] = asked.sections[i] = text;
	snprintf(name, sizeof name, "hostile text %zu in results", number);
	render(name);
	result->correction.mode = SEARCH_CORRECTION_SUGGEST;
	render("in suggestions");
	result->hit_count = 0;
	render("in a page past the end");
	result->total = result->pages = 0;
	render("in nothing found");
	page.result = NULL;
	render("in the empty page");
	buffer_clear(&out);
	render_html_error(&site, 400, text, text, &out);
	check_sound("in an error");
	result->hit_count = 5;
	search_result_free(result);
}

/* Only these two ways out of the page, whatever the result says. */
static void
test_urls(void)
{
	static const struct {
		const char *url, *want; /* NULL: no link */
	} rows[] = {
	    {"/a/b/", "<a href=\"/a/b/\">"},
	    {"/a b/\xC3\xBC?x=1&y='2'#z", "<a href=\"/a%20b/%C3%BC?x=1&amp;y=%272%27#z\">"},
	    {"/a%20b", "<a href=\"/a%20b\">"},
	    {"/a\"><b>", "<a href=\"/a%22%3E%3Cb%3E\">"},
	    {"/", "<a href=\"/\">"},
	    {"https://example.org", "<a href=\"https://example.org\">"},
	    {"http://example.org/", NULL},
	    {"HTTPS://example.org/", NULL},
	    {"https:///example.org/", NULL},
	    {"https://", NULL},
	    {"//example.org/", NULL},
	    {"/\\example.org/", NULL},
	    {"/\t/example.org/", NULL},
	    {"/\n/example.org/", NULL},
	    {"/a\x7F", NULL},
	    {"javascript:alert(1)", NULL},
	    {" /a", NULL},
	    {"a/b", NULL},
	    {"?q=1", NULL},
	    {"", NULL},
	    {NULL, NULL},
	};
	struct search_result *result = fixture_result_new();
	char want[120];
	size_t i;

	setup(result);
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		fixture_string_set(&result->hits[0].url, rows[i].url);
		render("a URL");
		snprintf(want, sizeof want, "<h2 dir=\"auto\">%sTrigeminal neuralgia%s</h2>",
		    rows[i].want != NULL ? rows[i].want : "",
		    rows[i].want != NULL ? "</a>" : "");
		has(want, rows[i].url != NULL ? "linked to or not, as it should be" : "no URL");
	}
	fixture_string_set(&result->hits[0].places[0].url, "javascript:alert(1)");
	fixture_string_set(&result->hits[0].figures[1].url, "data:x");
	render("a section's URL");
	has("<li><bdi>Is it my teeth?</bdi></li>", "a section without a link");
	has("<span class=\"kind\">Video</span> <bdi>Surgery for", "a video without one");
	search_result_free(result);
}

static void
test_ceiling(void)
{
	struct search_result *result = fixture_result_new();
	struct fornix_error err;
	struct buffer small;
	size_t max;

	setup(result);
	for (max = 0; max < 6000; max += 500) {
		buffer_init(&small, max);
		render_html_page(&page, &small);
		tap_ok(buffer_finish(&small, "page", &err) == FORNIX_ERR_LIMIT,
		    "a page past %zu bytes is an error", max);
		buffer_fini(&small);
	}
	/* As many hits as a page may ask for. */
	fixture_result_grow(result, SEARCH_PER_PAGE_MAX);
	render("100 hits");
	tap_ok(!out.failed && out.length < RENDER_BYTES_MAX / 8, "100 hits fit easily");
	search_result_free(result);
}

int
main(void)
{
	size_t i;

	buffer_init(&out, RENDER_BYTES_MAX);
	test_shell();
	test_hits();
	test_summaries();
	test_links();
	test_filters();
	test_facets();
	test_facets_without_choice();
	test_pager();
	test_empty();
	test_errors();
	test_box();
	for (i = 0; i < fixture_hostile_count; i++)
		test_hostile_text(fixture_hostile_texts[i], i);
	test_urls();
	test_ceiling();
	buffer_fini(&out);
	return tap_done();
}

/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What the words of a query do, end to end: which articles, in which order, how many. */

#include "tap.h"

#include <stdlib.h>

#include "generation.h"
#include "indexer.h"
#include "scratch.h"
#include "search.h"

static struct searcher *searcher;

static const struct {
	const char *id, *text;
} articles[] = {
    {"zebra", "title: One\n---\nA zebra stood there. How it stood."},
    {"both", "title: Two\n---\nThe zebra met a quagga, and the zebra left."},
    {"quagga", "title: Three\n---\nNot one quagga stood there."},
    {"common", "title: Four\n---\nThe river stood high. What is a river?"},
    {"common2", "title: Five\n---\nA river stood low."},
    {"common3", "title: Six\n---\nA river with salt stood still."},
    {"without", "title: Seven\n---\nA river without salt stood still."},
    {"named", "title: Eight\nkeywords: [tapir]\nsynonyms: [striped donkey]\n"
	      "misspellings: [tayper]\n---\nNothing of the kind."},
    {"donkey", "title: Nine\n---\nA donkey, not a striped one. A grey donkey."},
    {"aqueous", "title: Ten\n---\nHydrops was seen. Its fluid was clear."},
    {"hypertension", "title: Eleven\n---\nHypertension."},
    {"hypotension", "title: Twelve\n---\nHypotension."},
    /* Alike but for their names, which are in no order of time. */
    {"twins/c", "title: Twin\n---\nOkapi and okapi."},
    {"twins/a", "title: Twin\n---\nOkapi and okapi."},
    {"twins/d", "title: Twin\n---\nOkapi and okapi."},
    {"twins/b", "title: Twin\n---\nOkapi and okapi."},
};

static const char glossary[] = "water sickness => hydrops\nquagga, okapi\n";

static struct search_result *
run(const struct search_request *like, const char *query)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct search_request request = *like;
	struct search_result *result;

	request.query = query;
	request.query_length = strlen(query);
	assert(search_run(searcher, &request, &result, &err) == FORNIX_OK);
	return result;
}

static const struct search_request as_typed = {
    .page = 1, .per_page = 10, .without_synonyms = true, .without_correction = true};
static const struct search_request as_served = {.page = 1, .per_page = 10};

/* "id id" of those that count; fails when these are not total, or not first. */
static const char *
found(const struct search_request *like, const char *query)
{
	struct search_result *result = run(like, query);
	static char ids[512];
	size_t i, counted = 0;

	ids[0] = '\0';
	for (i = 0; i < result->hit_count && !result->hits[i].is_loose; i++)
		snprintf(ids + strlen(ids), sizeof ids - strlen(ids), "%s%s",
		    counted++ > 0 ? " " : "", result->hits[i].id);
	for (; i < result->hit_count; i++)
		counted += !result->hits[i].is_loose;
	if (result->total != counted)
		tap_ok(false, "'%s': %u in all, %zu that count", query, result->total, counted);
	search_result_free(result);
	return ids;
}

static void
check(const char *query, const char *wanted, const char *name)
{
	tap_string(found(&as_typed, query), wanted, name);
}

static void
test_words(void)
{
	check("quagga zebra", "both zebra quagga",
	    "any word matches, and more of them come first");
	check("river quagga", "quagga common both common2 without common3",
	    "a rare word counts more than a common one that is there twice; ties go by title");
	check("xyzzy zebra", "both zebra", "a word that nothing has takes nothing away");
	check("please tell me what is my zebra", "both zebra", "words that ask do not count");
	check("how does the zebra do", "both zebra", "wherever they stand");
	check("what is", "common", "but when there is nothing else, they answer");
	check("how", "zebra", "one of them too");
	check("river without salt", "without common3", "what takes back counts");
	check("not quagga", "quagga donkey both", "and so does what denies");
	check("river -salt", "common common2", "what is excluded is");
	check("\"what is a river\"", "common", "a phrase keeps all its words");
	check("\"river is what\"", "", "in their order");
	check("\"the zebra left\" how", "both", "also among words that ask");
}

/* Best first; equal ones in the order of their numbers, however they are paged through. */
static void
test_ties(void)
{
	struct search_request paged = as_typed;
	char all[256], pages[256] = "";

	snprintf(all, sizeof all, "%s", found(&as_typed, "okapi"));
	tap_string(all, "twins/a twins/b twins/c twins/d", "what is alike has an order");
	tap_string(found(&as_typed, "okapi"), all, "the same each time");
	tap_string(found(&as_typed, "okapi twin xyzzy"), all, "for longer queries too");
	paged.per_page = 1;
	for (paged.page = 1; paged.page <= 4; paged.page++) {
		struct search_result *result = run(&paged, "okapi");

		snprintf(pages + strlen(pages), sizeof pages - strlen(pages), "%s%s",
		    paged.page > 1 ? " " : "", result->hits[0].id);
		search_result_free(result);
	}
	tap_string(pages, all, "and on pages");
}

static void
test_front_matter(void)
{
	struct search_result *result;

	check("tapir", "named", "a keyword finds its article");
	check("striped donkey", "named donkey", "another name counts as much as a title");
	tap_string(
	    found(&as_served, "tayper"), "named", "a misspelling stands for its article");
	result = run(&as_served, "tappir");
	tap_string(
	    result->correction.suggestion_count > 0 ? result->correction.suggestions[0] : "",
	    "tapir", "keywords are words to correct to");
	search_result_free(result);
}

/* "typed: added|typed: added" */
static const char *
added(const struct search_request *like, const char *query)
{
	struct search_result *result = run(like, query);
	static char text[512];
	size_t i;

	text[0] = '\0';
	for (i = 0; i < result->synonym_count; i++)
		snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s: %s",
		    i > 0 ? "|" : "", result->synonyms[i].typed, result->synonyms[i].added);
	search_result_free(result);
	return text;
}

static void
test_glossary(void)
{
	struct search_request without = as_served;

	tap_string(
	    found(&as_served, "water sickness"), "aqueous", "other words are searched for");
	tap_string(added(&as_served, "water sickness"), "water sickness: hydrops", "and named");
	tap_string(added(&as_served, "watter sikness"), "watter sikness: hydrops",
	    "for misspelt ones too: spelling comes first");
	tap_string(found(&as_served, "watter sikness"), "aqueous", "and finds the same");
	tap_string(added(&as_served, "hydrops"), "", "one way is one way");
	tap_string(found(&as_served, "quagga"), "quagga both twins/a twins/b twins/c twins/d",
	    "what was typed comes before what it stands for");
	tap_string(found(&as_served, "okapi"), "twins/a twins/b twins/c twins/d quagga both",
	    "the other way round too");
	without.without_synonyms = true;
	tap_string(added(&without, "water sickness"), "", "switched off, nothing is added");
	tap_string(found(&without, "quagga"), "quagga both", "and nothing more is found");
}

static void
test_corrections(void)
{
	struct search_result *result = run(&as_served, "hypitension");
	bool has_high = false, has_low = false;
	size_t i;

	for (i = 0; i < result->correction.suggestion_count; i++) {
		has_high |= strcmp(result->correction.suggestions[i], "hypertension") == 0;
		has_low |= strcmp(result->correction.suggestions[i], "hypotension") == 0;
	}
	tap_ok(has_high && has_low, "of two clinical words that are close, both are offered");
	tap_ok(result->correction.mode == SEARCH_CORRECTION_SUGGEST, "as a question");
	tap_number((long long)result->hit_count, 2, "and both are found");
	search_result_free(result);
	result = run(&as_served, "hypotension hypertension zebra river okapi");
	tap_ok(result->correction.mode == SEARCH_CORRECTION_NONE,
	    "a word of the index stands for itself");
	search_result_free(result);
}

static void
write_articles(void)
{
	char path[64], text[512];
	size_t i;

	for (i = 0; i < sizeof articles / sizeof articles[0]; i++) {
		snprintf(path, sizeof path, "c/%s.md", articles[i].id);
		snprintf(text, sizeof text, "---\n%s\n", articles[i].text);
		scratch_write_text(path, text);
	}
	scratch_write_text("c/_search/glossary.txt", glossary);
}

static struct searcher *
open_index(const char *name, unsigned workers)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	char *corpus = scratch_path("c"), *index = scratch_path(name);
	struct indexer_options options = {.corpus = corpus,
	    .index = index,
	    .article = {.url_pattern = "/{path}/", .today = 20300101},
	    .workers = workers};
	struct indexer_summary summary;
	struct generation *generation;
	struct searcher *opened;

	assert(indexer_run(&options, &summary, &err) == FORNIX_OK);
	assert(generation_open(index, &generation, &err) == FORNIX_OK);
	assert(searcher_open(generation, &opened, &err) == FORNIX_OK);
	generation_free(generation);
	free(corpus);
	free(index);
	return opened;
}

int
main(void)
{
	write_articles();
	searcher = open_index("index", 1);
	test_words();
	test_ties();
	test_front_matter();
	test_glossary();
	test_corrections();
	searcher_free(searcher);
	searcher = open_index("again", 3);
	tap_string(found(&as_typed, "okapi"), "twins/a twins/b twins/c twins/d",
	    "what is alike has the same order in an index of three workers");
	searcher_free(searcher);
	return tap_done();
}

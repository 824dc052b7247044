/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Corrections end to end: a real index, misspelt queries, what is searched for and told. */

#include "tap.h"

#include <stdlib.h>

#include "generation.h"
#include "indexer.h"
#include "scratch.h"
#include "search.h"

static struct searcher *searcher;

static struct search_result *
run(const char *query, bool without)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct search_request request = SEARCH_REQUEST_INIT;
	struct search_result *result;

	request.query = query;
	request.query_length = strlen(query);
	request.without_correction = without;
	assert(search_run(searcher, &request, &result, &err) == FORNIX_OK);
	return result;
}

/* "auto one|two -> first id". */
static const char *
told(const char *query, bool without)
{
	static const char *const modes[] = {"none", "auto", "suggest"};
	static char text[1024];
	struct search_result *result = run(query, without);
	size_t i;

	snprintf(text, sizeof text, "%s", modes[result->correction.mode]);
	for (i = 0; i < result->correction.suggestion_count; i++)
		snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s",
		    i > 0 ? "|" : " ", result->correction.suggestions[i]);
	if (result->total > 0)
		snprintf(text + strlen(text), sizeof text - strlen(text), " -> %s",
		    result->hits[0].id);
	search_result_free(result);
	return text;
}

static const struct {
	const char *query, *wanted, *name;
} cases[] = {
    {"neuralgia", "none -> neuralgia", "a word of the index is left alone"},
    {"nuralgia", "auto neuralgia -> neuralgia", "a letter missing"},
    {"NURALGIA of the face", "auto neuralgia of the face -> neuralgia",
	"the rest of the query stays as it was typed"},
    {"nueralgia", "auto neuralgia -> neuralgia", "letters swapped"},
    {"siatica", "auto sciatica -> disc", "a word by its sound"},
    {"hemi facial", "auto hemifacial -> spasm", "a word that was split"},
    {"lumbarpuncture", "auto lumbar puncture -> puncture", "words that were joined"},
    {"hemifacal spazm", "auto hemifacial spasm -> spasm", "two words misspelt"},
    {"Hemifacal-spasm", "auto hemifacial-spasm -> spasm", "a part of a compound"},
    {"zzxxqqy", "none", "nothing is near nonsense"},
    {"\"nuralgia\"", "none", "what is quoted is taken as it is"},
    {"-nuralgia disc", "none -> disc", "so is what is excluded"},
    {"title:nuralgia", "none", "and what is for a field"},
    {"spasms", "none -> spasm", "another form of a known word is known"},
    {"tgretol", "auto tegretol -> medicine", "a drug"},
    {"werre", "none", "a word that only shapes questions is not looked for"},
    {"bunion", "none", "a word of health that no article has is right as it is"},
    {"buniom", "none", "and stands for no other"},
    {"sciat", "auto sciatica -> disc", "a word that was not typed to its end"},
    {"epistaksis", "auto epistaxis -> spasm", "a word that only the glossary has"},
    {"sciat de tegra", "none", "nothing is near another language"},
    {"sciat zzqqxx yyqqzz", "none", "nor are most words of it near to any"},
    {"siatica de zzqqxx", "auto sciatica de zzqqxx -> disc", "but what is certain"},
    {"sciat de hurts", "auto sciatica de hurts -> disc", "or what is beside a known word"},
    {"sciat de bunion", "auto sciatica de bunion -> disc", "also where no article has it"},
    {"sciat zzqqxx", "auto sciatica zzqqxx -> disc", "one unknown name is no language"},
    {"spixal cord", "suggest spinal cord|spiral cord -> cord",
	"what is beside the other word comes first"},
    {"spixal stairs", "suggest spiral stairs|spinal stairs -> stairs", "in either case"},
    {"mispeltheadake", "auto headache -> neuralgia", "a misspelling that the article lists"},
};

static void
test_cases(void)
{
	struct search_result *result;
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
		tap_string(told(cases[i].query, false), cases[i].wanted, cases[i].name);
	tap_string(told("nuralgia", true), "none", "switched off, nothing is corrected");
	result = run("hypirtension", false);
	tap_ok(result->correction.suggestion_count >= 2 &&
		   result->correction.mode == SEARCH_CORRECTION_SUGGEST,
	    "opposites are both offered");
	tap_number((long)result->hit_count, 2, "and both are searched for");
	search_result_free(result);
}

/* A corrected word is marked as if it had been typed. */
static void
test_marks(void)
{
	struct search_result *result = run("hemifacal", false);

	tap_ok(result->hits[0].title.mark_count == 1, "a corrected word is marked");
	search_result_free(result);
}

/* Every byte and long rubbish: no more than that it answers. */
static void
test_hostile(void)
{
	char text[300], query[64];
	unsigned i, seed = 99, bad = 0;

	for (i = 0; i < 2000; i++) {
		struct search_result *result;
		unsigned j;

		for (j = 0; j + 1 < sizeof query; j++) {
			seed = seed * 1103515245 + 12345;
			query[j] =
			    (seed >> 16) % 5 == 0 ? ' ' : (char)('a' + (seed >> 20) % 26);
		}
		query[j] = '\0';
		result = run(query, false);
		bad += result->correction.suggestion_count > SEARCH_SUGGESTIONS_MAX;
		search_result_free(result);
	}
	memset(text, 'n', sizeof text);
	text[sizeof text - 1] = '\0';
	search_result_free(run(text, false));
	tap_number(bad, 0, "random words get no more suggestions than there may be");
}

static void
write_article(const char *id, const char *head, const char *text)
{
	char path[64], bytes[1024];

	snprintf(path, sizeof path, "c/%s.md", id);
	snprintf(bytes, sizeof bytes, "---\n%s\n---\n\n%s\n", head, text);
	scratch_write_text(path, bytes);
}

int
main(void)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	char *corpus = scratch_path("c"), *index = scratch_path("index");
	struct indexer_options options = {.corpus = corpus,
	    .index = index,
	    .article = {.url_pattern = "/{path}/", .today = 20250101}};
	struct indexer_summary summary;
	struct generation *generation;

	write_article("neuralgia", "title: Headache\nmisspellings: [mispeltheadake]",
	    "Trigeminal neuralgia of the face. Neuralgia hurts.");
	write_article("spasm", "title: Hemifacial spasm", "A twitch of the face.");
	write_article(
	    "disc", "title: Slipped disc", "Sciatica runs down the leg. They were Sciatica.");
	write_article("puncture", "title: Lumbar puncture", "A lumbar puncture takes fluid.");
	write_article("medicine", "title: Medicines", "Tegretol is carbamazepine. Tegretol.");
	write_article("high", "title: Hypertension", "Hypertension is high blood pressure.");
	write_article("low", "title: Hypotension", "Hypotension is low blood pressure.");
	write_article("cord", "title: Cord", "The spinal cord is a cord of nerves.");
	write_article(
	    "stairs", "title: Stairs", "On spiral stairs hold the rail of the stairs.");
	scratch_write_text("c/_search/glossary.txt", "epistaxis => twitch of the face\n");
	assert(indexer_run(&options, &summary, &err) == FORNIX_OK);
	assert(generation_open(index, &generation, &err) == FORNIX_OK);
	assert(searcher_open(generation, &searcher, &err) == FORNIX_OK);
	generation_free(generation);
	test_cases();
	test_marks();
	test_hostile();
	searcher_free(searcher);
	free(corpus);
	free(index);
	return tap_done();
}

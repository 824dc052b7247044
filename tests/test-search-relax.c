/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What a search that finds nothing does instead, on a real index. */

#include "search_relax.h"

#include <stdlib.h>

#include "analyze.h"
#include "fixture-corpus.h"
#include "search_parts.h"
#include "tap.h"
#include "xalloc.h"

static struct search_request request;

static const struct {
	const char *path, *text;
} articles[] = {
    {"conditions/spasm.md", "---\ntitle: Hemifacial spasm\ntags: [face, nerves]\n---\n"
			    "The face twitches. An artery presses on the nerve.\n"},
    {"conditions/neuralgia.md", "---\ntitle: Trigeminal neuralgia\ntags: [face]\n---\n"
				"Sudden stabs of pain in the cheek. Hydrocephalus is rare.\n"},
    {"treatments/balloon.md", "---\ntitle: Balloon\ntags: [Face]\n---\n"
			      "A needle through the cheek for neuralgia.\n"},
    {"treatments/shunt.md", "---\ntitle: Shunt\ntags: [Brain fluid]\n---\n"
			    "A tube for hydrocephalus. The worst headache of my life.\n"},
    {"treatments/shunts.md", "---\ntitle: Shunts\n---\nHydrocephalic children.\n"},
    {"_search/urgent.yaml", "- id: bleeding\n  owner: lead\n  reviewed: 2026-11-25\n"
			    "  title: Call 911\n  message: Now.\n"
			    "  phones:\n    - label: Call 911\n      number: \"911\"\n"
			    "  patterns:\n    - worst headache\n    - hydrocephalus\n"},
};

static void
write_corpus(void)
{
	size_t i;

	scratch_mkdir("corpus");
	scratch_mkdir("corpus/_search");
	scratch_mkdir("corpus/conditions");
	scratch_mkdir("corpus/treatments");
	for (i = 0; i < sizeof articles / sizeof articles[0]; i++) {
		char *path = NULL;

		if (asprintf(&path, "corpus/%s", articles[i].path) < 0)
			abort();
		scratch_write_text(path, articles[i].text);
		free(path);
	}
}

static struct search_result *
search(const char *query)
{
	struct search_result *result;

	request.query = query;
	request.query_length = strlen(query);
	if (search_run(searcher, &request, &result, &err) != FORNIX_OK) {
		printf("Bail out! %s\n", err.message);
		exit(1);
	}
	return result;
}

/* "[dropped] kept", then " -> " and what was relaxed, the number of articles and the first. */
static const char *
told(const struct search_result *result, unsigned relaxed)
{
	static char text[1024];
	size_t i, used = 0;

	text[0] = '\0';
	for (i = 0; i < result->part_count; i++)
		used += (size_t)snprintf(text + used, sizeof text - used,
		    result->parts[i].is_dropped ? "[%s] " : "%s ", result->parts[i].text);
	used += (size_t)snprintf(text + used, sizeof text - used, "->");
	for (i = 0; i < SEARCH_RELAXATIONS; i++) {
		if ((relaxed >> i & 1) != 0)
			used += (size_t)snprintf(text + used, sizeof text - used, " %s",
			    search_relaxation_name(1u << i));
	}
	snprintf(text + used, sizeof text - used, " %u %s", result->total,
	    result->hit_count > 0 ? result->hits[0].id : "none");
	return text;
}

static void
check(const char *query, const char *want, const char *name)
{
	struct search_result *result = search(query);

	if (result->help == NULL)
		tap_string(told(result, 0), want, name);
	else if (result->help->closest == NULL)
		tap_string("nothing", want, name);
	else
		tap_string(told(result->help->closest, result->help->relaxed), want, name);
	search_result_free(result);
}

static void
reset(void)
{
	request = (struct search_request)SEARCH_REQUEST_INIT;
	request.with_help = true;
}

static void
test_each(void)
{
	reset();
	check("\"twitches face\"",
	    "[\"twitches face\"] twitches face -> phrases 1 conditions/spasm",
	    "the words of a phrase");
	check("title:twitches", "[title:twitches] twitches -> fields 1 conditions/spasm",
	    "a field's word anywhere");
	check("tag:twitches-face",
	    "[tag:twitches-face] twitches face -> fields 1 conditions/spasm", "a tag's words");
	check("twitches -spasm", "twitches [-spasm] -> exclusions 1 conditions/spasm",
	    "what was excluded");
	check("hydr", "[hydr] hydrocephalus -> words 2 treatments/shunt",
	    "the beginning of a word, by the one that most articles have");
	check("zzqqxx", "nothing", "what is like no word");
	check("hyd", "nothing", "nor is the beginning of any word looked for");
	check("hydrocephalus", "-> 2 treatments/shunt", "no help where there are hits");
	check("", "-> 0 none", "nor where nothing was asked");
	request.section_count = 1;
	request.sections[0] = "treatments";
	check("twitches", "twitches -> filters 1 conditions/spasm", "any section");
	check("\"cheek needle\"",
	    "[\"cheek needle\"] cheek needle -> phrases 1 treatments/balloon",
	    "but what the filters keep, if it can be had");
	reset();
	request.tag_count = 1;
	request.tags[0] = "nowhere";
	check("twitches", "twitches -> filters 1 conditions/spasm", "any tag");
	reset();
	request.without_correction = true;
	check("nuralgia", "nuralgia -> switches 2 conditions/neuralgia", "with corrections");
}

static void
test_together(void)
{
	reset();
	check("title:twitches \"twitches face\"",
	    "[title:twitches] twitches [\"twitches face\"] twitches face -> phrases fields 1 "
	    "conditions/spasm",
	    "two that find nothing alone");
	check("title:\"twitches face\" -spasm",
	    "[title:\"twitches face\"] twitches face [-spasm] -> phrases fields exclusions 1 "
	    "conditions/spasm",
	    "three");
	check("title:\"pain hemifacial\"",
	    "[title:\"pain hemifacial\"] pain hemifacial -> phrases fields 2 conditions/spasm",
	    "two of one clause");
}

static void
test_fields(void)
{
	reset();
	check("title:\"spasm hemifacial\"",
	    "[title:\"spasm hemifacial\"] title:spasm title:hemifacial -> phrases 1 "
	    "conditions/spasm",
	    "words of a phrase stay in their field");
	check("title:\"face twitches\"",
	    "[title:\"face twitches\"] \"face twitches\" -> fields 1 conditions/spasm",
	    "a phrase stays one without its field");
	check("-spasm \"cheek -spasm:needle\"",
	    "-spasm [\"cheek -spasm:needle\"] cheek spasm needle -> phrases 2 "
	    "treatments/balloon",
	    "signs within a phrase stay text");
}

static void
test_missing(void)
{
	reset();
	check("twitches zzqqxx", "twitches [zzqqxx] -> 1 conditions/spasm",
	    "a word that no article has");
	check("zzqqxx twitches -qwrtz title:spasm tag:face",
	    "[zzqqxx] twitches -qwrtz title:spasm tag:face -> 1 conditions/spasm",
	    "the others are told as they can be typed");
	check("nuralgia", "-> 2 conditions/neuralgia", "one that is corrected is not left out");
	check("zzqqxx-wrtpfl twitches", "[zzqqxx-wrtpfl] twitches -> 1 conditions/spasm",
	    "a compound");
	check("zzqqxx-face twitches", "-> 1 conditions/spasm", "but not for one of its parts");
	check("what twitches", "-> 1 conditions/spasm", "nor words that do not count");
	check("\"twitches zzqqxx\"",
	    "[\"twitches zzqqxx\"] twitches [zzqqxx] -> phrases 1 conditions/spasm",
	    "both at once");
}

static void
test_help(void)
{
	struct search_result *result;

	reset();
	result = search("\"worst of headache\"");
	tap_ok(result->urgent != NULL, "a phrase may sound like an emergency");
	search_result_free(result);
	result = search("hydr");
	tap_string(result->urgent != NULL ? result->urgent->rule : "none", "bleeding",
	    "what only the relaxed query sounds like");
	tap_ok(result->help != NULL && result->help->closest != NULL &&
		   result->help->closest->urgent == NULL,
	    "is the answer's");
	search_result_free(result);
	request.without_correction = true;
	result = search("wrost headahce");
	tap_ok(result->urgent == NULL && result->help != NULL && result->help->closest != NULL,
	    "but not by corrections that were turned off");
	search_result_free(result);
	reset();

	result = search("zzqqxx");
	tap_number((long long)result->help->topics[0].value_count, 3, "three tags");
	tap_string(result->help->topics[0].values[0].value, "face", "the most frequent first");
	tap_number(result->help->topics[0].values[0].count, 3, "however it is written");
	tap_string(result->help->topics[0].values[1].label, "Brain fluid", "then by name");
	tap_string(result->help->topics[1].values[0].value, "treatments", "sections");
	tap_number(result->help->topics[1].values[0].count, 3, "with all their articles");
	search_result_free(result);

	request.with_help = false;
	result = search("\"twitches face\"");
	tap_ok(result->help == NULL, "no help where none was asked for");
	search_result_free(result);
	reset();
	request.page = 7;
	result = search("twitches");
	tap_ok(result->help == NULL, "nor past the last page");
	search_result_free(result);
}

/* What is out of time is left out. */
static void
test_deadline(void)
{
	static const char text[] = "\"twitches face\"";
	struct analyzer *analyzer = analyzer_new();
	struct query *query = query_parse(analyzer, text, strlen(text));
	struct search_result *result = xcalloc(1, sizeof *result);

	reset();
	tap_ok(search_relax(searcher, query, &request, 0, result, &err) == FORNIX_OK &&
		   result->help->closest == NULL && result->help->topics[0].value_count == 3,
	    "past the deadline there are topics only");
	search_result_free(result);
	query_free(query);
	analyzer_free(analyzer);
}

int
main(void)
{
	write_corpus();
	open_corpus(scratch_path("corpus"));
	test_each();
	test_together();
	test_fields();
	test_missing();
	test_help();
	test_deadline();
	searcher_free(searcher);
	return tap_done();
}

/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What is offered while somebody types, from a real index. */

#include "suggest.h"

#include <stdlib.h>

#include "generation.h"
#include "indexer.h"
#include "scratch.h"
#include "tap.h"

static const struct {
	const char *path, *text;
} files[] = {
    {"conditions/hydrocephalus.md",
	"title: Hydrocephalus\n---\n# Signs of high pressure\nFluid."},
    {"conditions/trigeminal.md",
	"title: Trigeminal neuralgia\nkeywords: [tic douloureux, face shocks]\n"
	"misspellings: [trijeminel]\n---\n## What are the attacks like?\nPain. Carbamazepine."},
    {"conditions/occipital.md",
	"title: Occipital neuralgia\n---\n## What are the attacks like?\n"
	"Trigeminal pain. Trigeminal nerve."},
    {"conditions/spasm.md",
	"title: Hemifacial spasm\nsynonyms: [face twitching]\n---\nTwitch."},
    {"conditions/meniere.md", "title: \"M\xc3\xa9ni\xc3\xa8re's disease\"\n---\nDizzy."},
    {"treatments/mvd.md", "title: Microvascular decompression\n---\n## Recovery\nMvd."},
    {"treatments/puncture.md",
	"title: Lumbar puncture (spinal tap)\n---\n## Recovery\nNeedle."},
    {"treatments/x-ray.md", "title: X-ray of the spine\n---\nL4 and L5. Hemifacal. Tri."},
    {"other/japanese.md",
	"title: \"\xe4\xb8\x89\xe5\x8f\x89\xe7\xa5\x9e\xe7\xb5\x8c\xe7\x97\x9b\"\n---\nText."},
    {"other/hostile.md", "title: \"<b>Hostile</b> & \\\"bold\\\" title\"\n---\nText."},
};

static const char glossary[] = "water on the brain => hydrocephalus\n"
			       "mvd, microvascular decompression\n"
			       "hfs, hemifacial spasm\n"
			       "spinal tap, lumbar puncture\n"
			       "nobody, knows, these\n";

static void
make_index(const char *index)
{
	char *corpus = scratch_path("corpus");
	struct indexer_options options = {.corpus = corpus,
	    .index = index,
	    .article = {.url_pattern = "/{path}/", .today = 20300101},
	    .workers = 1};
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct indexer_summary summary;
	char name[64], text[512];
	size_t i;

	for (i = 0; i < sizeof files / sizeof *files; i++) {
		snprintf(name, sizeof name, "corpus/%s", files[i].path);
		snprintf(text, sizeof text, "---\n%s\n", files[i].text);
		scratch_write_text(name, text);
	}
	scratch_write_text("corpus/_search/glossary.txt", glossary);
	if (indexer_run(&options, &summary, &err) != FORNIX_OK)
		printf("Bail out! %s\n", err.message);
	free(corpus);
}

/* "[mark]ed" */
static void
append_marked(char *out, size_t size, const struct snippet_text *text)
{
	size_t length = strlen(text->text), used = strlen(out), i, m = 0;

	for (i = 0; i <= length && used + 4 < size; i++) {
		if (m < text->mark_count && i == text->marks[m].start + text->marks[m].length) {
			out[used++] = ']';
			m++;
		}
		if (m < text->mark_count && i == text->marks[m].start)
			out[used++] = '[';
		if (i < length)
			out[used++] = text->text[i];
	}
	out[used] = '\0';
}

/* "Title=other name|Title|:completion|completion" */
static void
show(const struct suggest_result *result, char *out, size_t size)
{
	size_t i;

	out[0] = '\0';
	for (i = 0; i < result->article_count; i++) {
		append_marked(out, size, &result->articles[i].title);
		if (result->articles[i].name.text != NULL) {
			strncat(out, "=", size - strlen(out) - 1);
			append_marked(out, size, &result->articles[i].name);
		}
		strncat(out, "|", size - strlen(out) - 1);
	}
	strncat(out, ":", size - strlen(out) - 1);
	for (i = 0; i < result->completion_count; i++) {
		strncat(out, i > 0 ? "|" : "", size - strlen(out) - 1);
		append_marked(out, size, &result->completions[i]);
	}
}

static const struct {
	const char *query, *want, *name;
} rows[] = {
    {"", ":", "nothing for nothing"},
    {" \t", ":", "nor for spaces"},
    {"?!-", ":", "nor for what has no words"},
    {"zzz", ":", "nor for what nothing has"},
    {"hydro", "[Hydro]cephalus|:", "the beginning of a title"},
    {"HYDRO", "[Hydro]cephalus|:", "in capitals"},
    {"neuralgia", "Trigeminal [neuralgia]|Occipital [neuralgia]|:",
	"any word of a title, the better known first"},
    {"spasm", "Hemifacial [spasm]|:", "the last one"},
    {"micro decom", "[Microvascular] [decom]pression|:", "words that are cut short"},
    {"tri trigeminal", ":", "but a word that is known is whole"},
    {"trigeminal neur", "[Trigeminal] [neur]algia|:", "two words"},
    {"neuralgia trig", "[Trig]eminal [neuralgia]|:", "in any order"},
    {"mvd", "Microvascular decompression=[mvd]|:", "an abbreviation of the glossary"},
    {"hfs", "Hemifacial spasm=[hfs]|:", "another"},
    {"water on the br",
	"Hydrocephalus=[water] [on] [the] [br]ain|:"
	"[water] [on] [the] [br]ain",
	"a name of many words"},
    {"water in the br", "Hydrocephalus=[water] on [the] [br]ain|:[water] on [the] [br]ain",
	"small words may differ"},
    {"tic", "Trigeminal neuralgia=[tic] douloureux|:[tic] douloureux", "a keyword"},
    {"twitching", "Hemifacial spasm=face [twitching]|:face [twitching]", "a synonym"},
    {"trijem", "Trigeminal neuralgia=[trijem]inel|:", "a misspelling, which completes nothing"},
    {"meni", "[M\xc3\xa9ni\xc3\xa8re's] disease|:[meni]ere", "without accents"},
    {"m\xc3\x89NI", "[M\xc3\xa9ni\xc3\xa8re's] disease|:[meni]ere", "with other ones"},
    {"me\xcc\x81ni", "[M\xc3\xa9ni\xc3\xa8re's] disease|:[meni]ere", "with combining marks"},
    {"x-ray", "[X]-[ray] of the spine|:", "a compound"},
    {"xray", "[X-ray] of the spine|:", "written together"},
    {"what are the att", ":[What] [are] [the] [att]acks like?", "a heading, once"},
    {"recovery", ":", "a completion that is typed already is none"},
    {"recov", ":[Recov]ery", "until it is"},
    {"carbama", ":[carbama]zepine", "a word of a text"},
    {"pain after carbama", ":[pain after carbama]zepine", "behind others, when all else fails"},
    {"xyzzy  CARBAMA", ":[xyzzy  carbama]zepine", "and behind unknown ones"},
    {"l4", ":", "no words with digits"},
    {"nuralgia", "Trigeminal [neuralgia]|Occipital [neuralgia]|:[neuralgia]",
	"a letter missing"},
    {"neuuralgia", "Trigeminal [neuralgia]|Occipital [neuralgia]|:[neuralgia]", "one too many"},
    {"niuralgia", "Trigeminal [neuralgia]|Occipital [neuralgia]|:[neuralgia]", "another one"},
    {"enuralgia", "Trigeminal [neuralgia]|Occipital [neuralgia]|:[neuralgia]", "two exchanged"},
    {"neurolg", "Trigeminal [neuralgia]|Occipital [neuralgia]|:[neuralgia]",
	"a beginning with a typo"},
    {"psa", ":", "three letters have no typo"},
    {"psas", "Hemifacial [spasm]|:[spasm]", "four may"},
    {"hydrx", ":", "but not in the last one, which may be anything"},
    {"trigemnal neur", "[Trigeminal] [neur]algia|:", "in a whole word"},
    {"trigemina neur", "[Trigeminal] [neur]algia|:", "at its end"},
    {"hemifacal spa", "[Hemifacial] [spa]sm|:", "all known, but not together"},
    {"bold", "<b>Hostile</b> & \"[bold]\" title|:", "markup is text"},
    {"\xe4\xb8\x89", "[\xe4\xb8\x89]\xe5\x8f\x89\xe7\xa5\x9e\xe7\xb5\x8c\xe7\x97\x9b|:",
	"a Japanese character"},
    {"\xe4\xb8\x89\xe5\x8f\x89\xe7\xa5\x9e",
	"[\xe4\xb8\x89\xe5\x8f\x89]\xe7\xa5\x9e\xe7\xb5\x8c\xe7\x97\x9b|:", "three of them"},
};

static void
test_rows(struct suggester *suggester)
{
	struct suggest_result result;
	char got[2048];
	size_t i;

	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		suggest_run(suggester, rows[i].query, strlen(rows[i].query), &result);
		show(&result, got, sizeof got);
		suggest_result_fini(&result);
		tap_string(got, rows[i].want, rows[i].name);
	}
}

int
main(void)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	char *index = scratch_path("index");
	struct generation *generation = NULL;
	struct suggester *suggester;

	make_index(index);
	assert(generation_open(index, &generation, &err) == FORNIX_OK);
	suggester = suggester_open(generation);
	test_rows(suggester);
	suggester_free(suggester);
	generation_free(generation);
	free(index);
	return tap_done();
}

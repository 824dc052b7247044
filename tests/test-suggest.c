/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What is offered while somebody types, from a real index. */

#include "suggest.h"

#include <stdlib.h>

#include "damage.h"
#include "generation.h"
#include "indexer.h"
#include "path.h"
#include "scratch.h"
#include "suggest_file.h"
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

/* Marks lie within the text, in order. */
static bool
is_sound_text(const struct snippet_text *text)
{
	size_t i, at = 0, length = strlen(text->text);

	for (i = 0; i < text->mark_count; i++) {
		const struct snippet_mark *mark = &text->marks[i];

		if (mark->start < at || mark->length == 0 ||
		    mark->start + mark->length > length)
			return false;
		at = mark->start + mark->length;
	}
	return true;
}

static bool
is_sound(struct suggester *suggester, const char *text, size_t length)
{
	struct suggest_result result;
	bool is_good;
	size_t i;

	suggest_run(suggester, text, length, &result);
	is_good = result.article_count + result.completion_count <= SUGGEST_ENTRIES_MAX;
	for (i = 0; i < result.article_count; i++)
		is_good = is_good && is_sound_text(&result.articles[i].title) &&
			  (result.articles[i].name.text == NULL ||
			      is_sound_text(&result.articles[i].name));
	for (i = 0; i < result.completion_count; i++)
		is_good = is_good && is_sound_text(&result.completions[i]);
	suggest_result_fini(&result);
	return is_good;
}

/* What nobody types: the answer is sound, and comes. */
static void
test_hostile(struct suggester *suggester)
{
	static const char *const pieces[] = {"trigeminal ", "the ", "\xe7\xa5\x9e", "\xcc\x81",
	    "\xff", "x", " ", "-", "neural", "\xf0\x9f\x98\x80", "'s", "."};
	unsigned long long seed = 1;
	char text[2048];
	bool is_good = true;
	size_t round, length;

	for (round = 0; round < 3000; round++) {
		length = 0;
		while (length < round % 600 + 1) {
			const char *piece;

			seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
			piece = pieces[(seed >> 40) % (sizeof pieces / sizeof *pieces)];
			if (round % 2 == 0) {
				text[length++] = (char)(seed >> 50);
				continue;
			}
			memcpy(text + length, piece, strlen(piece));
			length += strlen(piece);
		}
		is_good = is_good && is_sound(suggester, text, length);
	}
	tap_ok(is_good, "bytes and pieces of all kinds");
	for (round = 0; round < sizeof pieces / sizeof *pieces; round++) {
		for (length = 0; length + 16 < sizeof text; length += strlen(pieces[round]))
			memcpy(text + length, pieces[round], strlen(pieces[round]));
		tap_ok(
		    is_sound(suggester, text, length), "two kilobytes of '%s'", pieces[round]);
	}
}

/* Whatever is wrong with the bytes, the file is refused or suggests something sound. */
static void
check_damage(const char *bytes, size_t length, bool is_cut)
{
	static const char *const typed[] = {
	    "neur", "water on the br", "m", "nuralgia", "recov"};
	char *copy = malloc(length);
	struct suggest_file *file;
	struct suggester *suggester;
	bool is_good = true;
	size_t at, i, opened = 0;

	for (at = 0; at < length; at += is_cut ? 1001 : 13) {
		memcpy(copy, bytes, length);
		if (!is_cut)
			copy[at] = (char)~copy[at];
		if (suggest_file_open_bytes(copy, is_cut ? at : length, "copy", &file, NULL) !=
		    FORNIX_OK)
			continue;
		opened++;
		suggester = suggester_new(file, 1);
		for (i = 0; i < sizeof typed / sizeof *typed; i++)
			is_good = is_good && is_sound(suggester, typed[i], strlen(typed[i]));
		suggester_free(suggester);
	}
	free(copy);
	tap_ok(is_good, "%s", is_cut ? "cut short" : "one byte changed");
	tap_ok(is_cut ? opened == 0 : opened > 0, "it is %s", is_cut ? "refused" : "survived");
}

static void
test_damage(const char *path)
{
	struct suggest_file *file = NULL;
	struct fornix_error err = FORNIX_ERROR_INIT;
	size_t length = (size_t)damage_size(path);
	char *bytes = malloc(length);
	FILE *in = fopen(path, "re");

	assert(in != NULL && fread(bytes, 1, length, in) == length);
	fclose(in);
	check_damage(bytes, length, true);
	check_damage(bytes, length, false);
	bytes[8]++;
	tap_number(suggest_file_open_bytes(bytes, length, "copy", &file, &err),
	    FORNIX_ERR_CORRUPT, "another version is refused");
	tap_ok(strstr(err.message, "rebuild the index with this version") != NULL,
	    "and the remedy said: %s", err.message);
	free(bytes);
}

/* As one that an older version made: it is served, and suggests nothing. */
static void
test_missing(const struct generation *generation, const char *path)
{
	struct suggest_file *file = NULL;
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct suggester *suggester;
	struct suggest_result result;

	tap_number(unlink(path), 0, "(the file is removed)");
	tap_number(suggest_file_open(path, &file, &err), FORNIX_ERR_NOT_FOUND,
	    "a file that is missing");
	suggester = suggester_open(generation);
	suggest_run(suggester, "neur", 4, &result);
	tap_ok(result.article_count == 0 && result.completion_count == 0 &&
		   result.generation == generation->number,
	    "nothing is suggested");
	suggest_result_fini(&result);
	suggester_free(suggester);
}

int
main(void)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	char *index = scratch_path("index"), *path;
	struct generation *generation = NULL;
	struct suggester *suggester;

	make_index(index);
	assert(generation_open(index, &generation, &err) == FORNIX_OK);
	suggester = suggester_open(generation);
	test_rows(suggester);
	test_hostile(suggester);
	suggester_free(suggester);
	path = path_join(generation->path, SUGGEST_FILE);
	test_damage(path);
	test_missing(generation, path);
	free(path);
	generation_free(generation);
	free(index);
	return tap_done();
}

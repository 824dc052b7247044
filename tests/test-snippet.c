/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "snippet.h"

#include <stdint.h>

#include "tap.h"

#include "escape.h"
#include "xalloc.h"

#define SECTIONS_MAX 4
#define TERMS_MAX    6

/* Neutral words, so that passages have to be chosen. */
#define ONE    "Doctors often listen first and ask a lot. "
#define FOUR   ONE ONE ONE ONE
#define FIVE   FOUR ONE
#define FILLER FIVE ONE ONE

/* One sentence without end. */
#define PART "words go on and on, "
#define LONG PART PART PART PART PART PART PART PART

/* Short items of a list, and how they are shown. */
#define ITEMS "red\nblue\nold\nnew\nwarm\n"
#define SHOWN "red; blue; old; new; warm; "

struct piece {
	const char *heading, *text;
};

struct term {
	const char *stem;
	double weight;
	unsigned group;
};

struct example {
	const char *name;
	const char *description;
	struct piece sections[SECTIONS_MAX]; /* up to one without heading */
	struct term terms[TERMS_MAX];        /* up to one without stem */
	const char *want;                    /* section: passage, with marks in brackets */
};

static const struct example examples[] = {
    /* Marks. */
    {"stems are marked as written", "", {{"", "Spasms and a SPASM."}}, {{"spasm", 1, 0}},
	"0: [Spasms] and a [SPASM]."},
    {"a possessive is marked whole", "", {{"", "In Bell’s palsy it droops."}},
	{{"bell", 1, 0}, {"palsi", 1, 1}}, "0: In [Bell’s] [palsy] it droops."},
    {"accents", "", {{"", "Über Ménières, die Schwindel."}}, {{"menier", 1, 0}},
	"0: Über [Ménières], die Schwindel."},
    {"white space is single and marks stay right", "",
	{{"", "Über  den\t\tSchmerz \n\n im   Gesicht é  pain\n  now. "}},
	{{"pain", 1, 0}, {"gesicht", 1, 1}}, "0: Über den Schmerz im [Gesicht] é [pain]; now."},
    {"stops between many items leave room for what shows that there is more", "",
	{{"", ITEMS ITEMS ITEMS ITEMS ITEMS "one pain\n" ITEMS ITEMS ITEMS ITEMS ITEMS ITEMS
		  ITEMS ITEMS ITEMS ITEMS ITEMS ITEMS}},
	{{"pain", 1, 0}},
	"0: … one [pain]; " SHOWN SHOWN SHOWN SHOWN SHOWN SHOWN SHOWN SHOWN SHOWN SHOWN
	"red; blue; old; new; warm …"},
    {"a joined form marks the compound", "", {{"", "One x-ray, two xrays."}}, {{"xray", 1, 0}},
	"0: One [x-ray], two [xrays]."},
    {"a compound is not marked twice", "", {{"", "One x-ray or a ray."}},
	{{"x", 1, 0}, {"ray", 1, 0}, {"xray", 1, 0}}, "0: One [x-ray] or a [ray]."},
    {"parts are marked where the whole is not asked for", "", {{"", "One x-ray."}},
	{{"ray", 1, 0}}, "0: One x-[ray]."},
    {"pairs of ideographs are one mark", "", {{"", "MRI 脳外科 now."}},
	{{"脳外", 1, 0}, {"外科", 1, 1}}, "0: MRI [脳外科] now."},
    {"weight 0 marks and does not count", "",
	{{"", FILLER "the end."}, {"", "Some pain of the arm."}},
	{{"the", 0, 0}, {"pain", 1, 1}}, "1: Some [pain] of [the] arm."},
    {"control characters never come through", "", {{"", "a\x1b[1mpain\x7fnow"}},
	{{"1mpain", 1, 0}}, "0: a [[1mpain] now"},
    /* Choice. */
    {"the best window beats an early weak one", "",
	{{"", "A spasm is a cramp. " FILLER
	      "Hemifacial spasm pulls one side of the face. " FILLER}},
	{{"hemifaci", 1, 0}, {"spasm", 1, 1}},
	"0: … [Hemifacial] [spasm] pulls one side of the face. " FOUR "…"},
    {"close together beats far apart", "",
	{{"", "The nerve is there. " ONE ONE "It causes pain. " FILLER
	      "Here nerve pain is bad. " FILLER}},
	{{"nerv", 1, 0}, {"pain", 1, 1}}, "0: … Here [nerve] [pain] is bad. " FIVE "…"},
    {"the words' order counts", "",
	{{"", "Pain nerve is odd. " FILLER}, {"", "Nerve pain is not. " FILLER}},
	{{"nerv", 1, 0}, {"pain", 1, 1}}, "1: [Nerve] [pain] is not. " FIVE "…"},
    {"a rare word beats a frequent one", "",
	{{"", "Pain, pain and pain again."}, {"", "A shunt may help."}},
	{{"pain", 1, 0}, {"shunt", 4, 1}}, "1: A [shunt] may help."},
    {"synonyms do not count twice", "",
	{{"", "A tumor is a neoplasm."}, {"", "A tumor of the skull."}},
	{{"tumor", 2, 0}, {"neoplasm", 2, 0}, {"skull", 1, 1}}, "1: A [tumor] of the [skull]."},
    {"two terms with the same stem are one", "All about spasm and pain.", {{"", "A spasm."}},
	{{"spasm", 1, 0}, {"spasm", 1, 1}, {"pain", 1, 2}},
	"-1: All about [spasm] and [pain]."},
    {"the first of equal ones", "", {{"", "A shunt is one."}, {"", "A shunt is two."}},
	{{"shunt", 1, 0}}, "0: A [shunt] is one."},
    {"a section whose heading matches", "",
	{{"Causes", "The pain is old."}, {"Treatment", "The pain is new."}},
	{{"pain", 1, 0}, {"treatment", 1, 1}}, "1: The [pain] is new."},
    {"prose beats a list of links", "",
	{{"", "Trigeminal neuralgia\nFacial pain\nNeck pain"},
	    {"", "See more. In trigeminal neuralgia the face hurts."}},
	{{"trigemin", 1, 0}, {"neuralgia", 1, 1}},
	"1: See more. In [trigeminal] [neuralgia] the face hurts."},
    {"words in one block beat words in two", "",
	{{"", "The nerve.\nThe pain."}, {"", "The nerve. The pain."}},
	{{"nerv", 1, 0}, {"pain", 1, 1}}, "1: The [nerve]. The [pain]."},
    {"another occurrence is better than none", "",
	{{"", "A shunt is one."}, {"", "A shunt is a shunt."}}, {{"shunt", 1, 0}},
	"1: A [shunt] is a [shunt]."},
    {"near is better than far", "",
	{{"", "Nerve of a long and winding tale of pain."}, {"", "Nerve of some pain."}},
	{{"nerv", 1, 0}, {"pain", 1, 1}}, "1: [Nerve] of some [pain]."},
    {"a heading that matches as well", "",
	{{"Causes", "The pain is old."}, {"Pain", "The pain is new."}}, {{"pain", 1, 0}},
	"1: The [pain] is new."},
    {"a passage that can start with a sentence", "",
	{{"", LONG LONG "a shunt."}, {"", "A shunt."}}, {{"shunt", 1, 0}}, "1: A [shunt]."},
    {"a stray word before does not spoil the start", "",
	{{"", LONG LONG "some pain. Nerve pain is odd. " FILLER}},
	{{"nerv", 1, 0}, {"pain", 1, 1}}, "0: … [Nerve] [pain] is odd. " FIVE "…"},
    {"no passage starts in the middle of a short sentence", "",
	{{"", "It is odd and " PART PART PART PART PART PART "it has pain there. " ONE ONE
	      "A shunt has a valve. " FILLER}},
	{{"pain", 1, 0}, {"shunt", 1, 1}, {"valv", 1, 2}},
	"0: … A [shunt] has a [valve]. " FIVE "…"},
    {"a sentence that starts with the word", "",
	{{"", "Now some shunt or shunt is bad."}, {"", "The shunt is good."}},
	{{"shunt", 1, 0}}, "1: The [shunt] is good."},
    {"a word that is explained", "",
	{{"", "Here comes a pump again."}, {"", "A thin tube for fluid (pump) is in."}},
	{{"pump", 1, 0}}, "1: A thin tube for fluid ([pump]) is in."},
    {"what is told beats what is asked", "",
	{{"", "The shunt is a shunt.\nIs it new? Is it good?"}, {"", "Some have a shunt."}},
	{{"shunt", 1, 0}}, "1: Some have a [shunt]."},
    {"a question as heading is answered at the start of its text", "",
	{{"", "Pain of the head and head pain."},
	    {"Will my head be shaved?", "Only a strip of hair."}},
	{{"head", 1, 0}, {"shave", 1.5, 1}}, "1: Only a strip of hair."},
    /* Headings and description. */
    {"only a heading matches", "About all.",
	{{"First", "One."}, {"Is it dangerous?", "Rarely. Ask.\nMore text."}},
	{{"danger", 1, 0}}, "1: Rarely. Ask. More text."},
    {"a matching heading without text is passed over", "About all.",
	{{"Danger", ""}, {"Dangers", "Few."}}, {{"danger", 1, 0}}, "1: Few."},
    {"a matching heading and no text at all", "About all.", {{"Danger", ""}},
	{{"danger", 1, 0}}, "-1: About all."},
    {"text before a heading alone", "", {{"Danger", "None."}, {"Other", "A danger lurks."}},
	{{"danger", 1, 0}}, "1: A [danger] lurks."},
    {"the description when it holds all words", "Nerve pain in the face.",
	{{"", "The nerve."}, {"", "The pain."}}, {{"nerv", 1, 0}, {"pain", 1, 1}},
	"-1: [Nerve] [pain] in the face."},
    {"a section as good as the description", "The nerve pain.", {{"", "That nerve pain."}},
	{{"nerv", 1, 0}, {"pain", 1, 1}}, "0: That [nerve] [pain]."},
    {"the description with some words does not count", "Nerve, nerve.", {{"", "One pain"}},
	{{"nerv", 3, 0}, {"pain", 1, 1}}, "0: One [pain]"},
    /* Without a match. */
    {"no match: the description", "All about it.", {{"", "One. Two."}}, {{"zebra", 1, 0}},
	"-1: All about it."},
    {"no match, no description: the first text", "", {{"Empty", ""}, {"", "One. Two."}},
	{{"zebra", 1, 0}}, "1: One. Two."},
    {"no match: never the tail", "", {{"", FILLER FILLER "The tail."}}, {{"zebra", 1, 0}},
	"0: " FIVE "…"},
    {"no terms", "All about it.", {{"", "One."}}, {{NULL, 0, 0}}, "-1: All about it."},
    {"only terms without weight", "About the brain.", {{"", "The one."}}, {{"the", 0, 0}},
	"-1: About [the] brain."},
    {"an empty article", "", {{NULL, NULL}}, {{"pain", 1, 0}}, "-1: "},
    {"only a description that matches", "The pain.", {{NULL, NULL}}, {{"pain", 1, 0}},
	"-1: The [pain]."},
    /* Cutting. */
    {"a title before a name is no end", "",
	{{"", FILLER ONE "Ask Dr. Cushing about the tumor first. " FILLER}}, {{"tumor", 1, 0}},
	"0: … Ask Dr. Cushing about the [tumor] first. " FOUR "…"},
    {"an initial is no end", "",
	{{"", FILLER FILLER "Ask J. Cushing about the tumor first. " FILLER}},
	{{"tumor", 1, 0}}, "0: … Ask J. Cushing about the [tumor] first. " FOUR "…"},
    {"a small letter starts no sentence", "",
	{{"", FILLER FILLER "Take approx. ten for the tumor first. " FILLER}},
	{{"tumor", 1, 0}}, "0: … Take approx. ten for the [tumor] first. " FOUR "…"},
    {"an abbreviation of capitals is one", "",
	{{"", FILLER "You may need an MRI. Pain is a reason. " FILLER FILLER}},
	{{"pain", 1, 0}}, "0: … [Pain] is a reason. " FIVE "…"},
    {"a quotation starts with its quote", "",
	{{"", FILLER "“Pain is a reason,” he said. (Not pain alone.) " FILLER}},
	{{"pain", 1, 0}, {"reason", 1, 1}},
	"0: … “[Pain] is a [reason],” he said. (Not [pain] alone.) " FOUR "…"},
    {"sentences before a match at the end fill the passage", "",
	{{"", FILLER "It is called a shunt."}}, {{"shunt", 1, 0}},
	"0: … " FIVE "It is called a [shunt]."},
    {"inside a sentence without end", "", {{"", LONG LONG "shunt, " LONG LONG}},
	{{"shunt", 1, 0}},
	"0: … go on and on, " PART PART PART "[shunt], " PART PART PART PART PART PART PART PART
	"…"},
    {"at the end of a sentence without end", "", {{"", LONG LONG "shunt"}}, {{"shunt", 1, 0}},
	"0: … go on and on, " LONG PART PART PART "[shunt]"},
    {"words at both ends of a window", "",
	{{"", "It is odd. The shunt, " LONG "one valve, " LONG LONG}},
	{{"shunt", 1, 0}, {"valv", 1, 1}},
	"0: … The [shunt], " LONG "one [valve], " PART PART "words go on and …"},
};

static void
list_init(struct article_list *list)
{
	*list = (struct article_list){.count = 0};
}

/* The bytes of a record; the caller frees them. */
static char *
make_record(const char *description, const struct piece *pieces, size_t count,
    struct record *ret_record)
{
	struct article article = {.id = (char *)"a",
	    .url = (char *)"/a/",
	    .title = (char *)"A",
	    .description = (char *)description,
	    .author = (char *)"",
	    .section = (char *)""};
	struct article_section *sections = xcalloc(count, sizeof *sections);
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct buffer bytes;
	size_t i, length;
	char *taken;

	list_init(&article.tags);
	for (i = 0; i < count; i++) {
		sections[i].heading = (char *)pieces[i].heading;
		sections[i].anchor = (char *)"";
		sections[i].level = 2;
		sections[i].line = 1;
		sections[i].text = (char *)pieces[i].text;
	}
	article.section_count = count;
	article.sections = sections;
	buffer_init(&bytes, RECORD_BYTES_MAX);
	record_encode(&article, &bytes);
	free(sections);
	taken = buffer_take(&bytes, &length);
	if (record_open(taken, length, ret_record, &err) != FORNIX_OK) {
		printf("Bail out! %s\n", err.message);
		exit(1);
	}
	return taken;
}

static void
print_marked(struct buffer *out, const struct snippet_text *text)
{
	size_t i, at = 0;

	for (i = 0; i < text->mark_count; i++) {
		buffer_append(out, text->text + at, text->marks[i].start - at);
		at = text->marks[i].start + text->marks[i].length;
		buffer_append_char(out, '[');
		buffer_append(out, text->text + text->marks[i].start, text->marks[i].length);
		buffer_append_char(out, ']');
	}
	buffer_append_string(out, text->text + at);
}

/* What the renderers rely on. */
static bool
is_sound(const struct snippet_text *text, size_t max)
{
	size_t length = strlen(text->text), i, end = 0;

	if (length > max || !escape_utf8_is_valid(text->text, length) ||
	    strchr(text->text, '\n') != NULL || strstr(text->text, "  ") != NULL ||
	    text->mark_count > SNIPPET_MARKS_MAX)
		return false;
	for (i = 0; i < text->mark_count; i++) {
		size_t start = text->marks[i].start;

		if (start < end || text->marks[i].length == 0)
			return false;
		end = start + text->marks[i].length;
		if (end > length || escape_utf8_cut(text->text, length, start) != start ||
		    escape_utf8_cut(text->text, length, end) != end)
			return false;
	}
	return true;
}

static size_t
make_terms(const struct term *terms, struct snippet_term *ret_terms)
{
	size_t count;

	for (count = 0; count < TERMS_MAX && terms[count].stem != NULL; count++)
		ret_terms[count] =
		    (struct snippet_term){.stem = span_from_string(terms[count].stem),
			.weight = terms[count].weight,
			.group = terms[count].group};
	return count;
}

static void
test_examples(struct analyzer *analyzer)
{
	struct snippet_term terms[TERMS_MAX];
	struct buffer out CLEANUP_BUFFER;
	struct snippet snippet;
	struct record record;
	size_t i, sections, count;
	char *bytes;

	buffer_init(&out, 4096);
	for (i = 0; i < sizeof examples / sizeof examples[0]; i++) {
		for (sections = 0;
		     sections < SECTIONS_MAX && examples[i].sections[sections].heading != NULL;
		     sections++)
			;
		bytes = make_record(
		    examples[i].description, examples[i].sections, sections, &record);
		count = make_terms(examples[i].terms, terms);
		snippet_make(analyzer, &record, terms, count, &snippet);
		buffer_clear(&out);
		buffer_printf(&out, "%d: ", snippet.section);
		print_marked(&out, &snippet.passage);
		tap_string(out.data, examples[i].want, examples[i].name);
		if (!is_sound(&snippet.passage, SNIPPET_BYTES_MAX))
			tap_ok(false, "%s: within its limits", examples[i].name);
		snippet_fini(&snippet);
		free(bytes);
	}
}

/* Text without spaces, cut between characters. */
static void
test_without_spaces(struct analyzer *analyzer)
{
	static const struct {
		const char *name, *before, *piece, *stem;
		bool is_marked;
	} texts[] = {
	    {"ideographs", "", "脳外科", "脳外", true},
	    {"one endless word", "", "é", "pain", false},
	    {"an endless word behind a match", "pain ", "éa", "pain", true},
	    {"an endless compound", "", "pain-", "pain", true},
	    {"a word of a megabyte of marks", "pain", "\u0301", "pain", true},
	    {"dots", "pain", ".", "pain", true},
	    {"newlines", "\n\n\n", "\npain\n", "pain", true},
	    {"zero-width characters", "pain", "\u200D", "pain", true},
	};
	struct buffer text CLEANUP_BUFFER;
	struct snippet_term term = {.weight = 1, .group = 0};
	struct snippet snippet;
	struct record record;
	size_t i;
	char *bytes;

	buffer_init(&text, 2 * 1024 * 1024);
	for (i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		buffer_clear(&text);
		buffer_append_string(&text, texts[i].before);
		while (text.length < 1024 * 1024)
			buffer_append_string(&text, texts[i].piece);
		bytes = make_record("", &(struct piece){"", text.data}, 1, &record);
		term.stem = span_from_string(texts[i].stem);
		snippet_make(analyzer, &record, &term, 1, &snippet);
		tap_ok(is_sound(&snippet.passage, SNIPPET_BYTES_MAX) &&
			   snippet.passage.text[0] != '\0' &&
			   (snippet.passage.mark_count > 0) == texts[i].is_marked,
		    "a megabyte of %s", texts[i].name);
		snippet_fini(&snippet);
		free(bytes);
	}
}

/* What lies behind the scanned part does not count, in one section or in many. */
static void
test_scan_limit(struct analyzer *analyzer)
{
	struct buffer text CLEANUP_BUFFER;
	struct snippet_term terms[] = {{span_from_string("near"), 1, 0, false, false},
	    {span_from_string("far"), 9, 1, false, false}};
	struct piece pieces[2];
	struct snippet snippet;
	struct record record;
	char *bytes;

	buffer_init(&text, 2 * SNIPPET_SCAN_BYTES);
	buffer_append_string(&text, "It is near. ");
	while (text.length < SNIPPET_SCAN_BYTES)
		buffer_append_string(&text, ONE);
	buffer_append_string(&text, "It is far.");
	pieces[0] = (struct piece){"", text.data};
	pieces[1] = (struct piece){"Far", "It is far."};
	bytes = make_record("", pieces, 2, &record);
	snippet_make(analyzer, &record, terms, 2, &snippet);
	tap_ok(snippet.section == 0 && snippet.passage.mark_count == 1 &&
		   strncmp(snippet.passage.text, "It is near.", 11) == 0,
	    "the first part of a long article is looked at");
	snippet_fini(&snippet);
	free(bytes);
	pieces[0].text = "It is near.";
	bytes = make_record("", pieces, 2, &record);
	snippet_make(analyzer, &record, terms, 2, &snippet);
	tap_number(snippet.section, 1, "all of a short one");
	snippet_fini(&snippet);
	free(bytes);
}

static void
test_many_terms(struct analyzer *analyzer)
{
	struct snippet_term terms[SNIPPET_TERMS_MAX + 1];
	char stems[SNIPPET_TERMS_MAX + 1][8];
	struct snippet_text text;
	size_t i;

	for (i = 0; i <= SNIPPET_TERMS_MAX; i++) {
		snprintf(stems[i], sizeof stems[i], "t%zu", i);
		terms[i] = (struct snippet_term){
		    span_from_string(stems[i]), 1, (unsigned)i, false, false};
	}
	snippet_mark_text(analyzer, span_from_string("t0 t64 t127 t128"), terms,
	    SNIPPET_TERMS_MAX + 1, &text);
	tap_number((long long)text.mark_count, 3, "terms past the limit are left out");
	snippet_text_fini(&text);
	snippet_mark_text(analyzer,
	    span_from_string(
		"a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a "
		"a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a"),
	    &(struct snippet_term){span_from_string("a"), 1, 0, false, false}, 1, &text);
	tap_number((long long)text.mark_count, SNIPPET_MARKS_MAX, "marks have a limit");
	snippet_text_fini(&text);
	terms[0] =
	    (struct snippet_term){span_from_string("bad"), 1, SNIPPET_TERMS_MAX, false, false};
	terms[1] = (struct snippet_term){{NULL, 0}, 1, 0, false, false};
	snippet_mark_text(analyzer, span_from_string("bad"), terms, 2, &text);
	tap_number((long long)text.mark_count, 0, "impossible terms are left out");
	snippet_text_fini(&text);
}

static void
test_titles(struct analyzer *analyzer)
{
	struct snippet_term terms[] = {{span_from_string("spasm"), 1, 0, false, false},
	    {span_from_string("hemifaci"), 1, 1, false, false}};
	struct buffer out CLEANUP_BUFFER;
	struct snippet_text text;

	buffer_init(&out, 8192);
	snippet_mark_text(
	    analyzer, span_from_string("Hemifacial  spasms & you"), terms, 2, &text);
	print_marked(&out, &text);
	tap_string(out.data, "[Hemifacial] [spasms] & you", "a title is marked");
	snippet_text_fini(&text);
	snippet_mark_text(analyzer, (struct span){NULL, 0}, terms, 2, &text);
	tap_ok(text.text[0] == '\0' && text.mark_count == 0, "an empty title");
	snippet_text_fini(&text);
	snippet_text_fini(&text);
	buffer_clear(&out);
	while (out.length < 4000)
		buffer_append_string(&out, "spasm ");
	snippet_mark_text(analyzer, (struct span){out.data, out.length}, terms, 2, &text);
	tap_ok(is_sound(&text, SNIPPET_TEXT_BYTES_MAX + 8) && strstr(text.text, " …") != NULL,
	    "a title without end is cut");
	snippet_text_fini(&text);
}

static uint32_t
next_random(uint32_t *state)
{
	*state = *state * 1664525 + 1013904223;
	return *state >> 16;
}

static void
append_random(struct buffer *out, uint32_t *state, size_t count)
{
	static const char *const pieces[] = {"pain", "nerve", "x-ray", "Face", "the", "it", " ",
	    " ", " ", " ", ". ", "! ", "? ", ", ", "\n", "\t", "é", "脳外", "“", "”", "(", ")",
	    "Dr.", "'s", "-", "\u0301", "\u00AD", "\u2028", "\x80", "\xe2\x80", "\x01",
	    "Trigeminal neuralgia hurts",
	    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"};

	while (count-- > 0)
		buffer_append_string(
		    out, pieces[next_random(state) % (sizeof pieces / sizeof pieces[0])]);
}

static void
test_random(struct analyzer *analyzer)
{
	static const struct term all[TERMS_MAX] = {{"pain", 1, 0}, {"nerv", 2, 1},
	    {"xray", 3, 2}, {"ray", 3, 2}, {"脳外", 0.5, 3}, {"neuralgia", 0, 4}};
	struct buffer texts[3];
	struct snippet_term terms[TERMS_MAX];
	struct piece pieces[2];
	struct snippet snippet;
	struct record record;
	uint32_t state = 12345;
	bool is_good = true;
	size_t round, i, count = make_terms(all, terms);
	char *bytes;

	for (i = 0; i < 3; i++)
		buffer_init(&texts[i], 1 << 16);
	for (round = 0; round < 4000 && is_good; round++) {
		for (i = 0; i < 3; i++) {
			buffer_clear(&texts[i]);
			append_random(
			    &texts[i], &state, next_random(&state) % (round % 150 + 1));
		}
		pieces[0] = (struct piece){"Pain", texts[0].data};
		pieces[1] = (struct piece){texts[2].data, texts[1].data};
		bytes = make_record(texts[2].data, pieces, 2, &record);
		snippet_make(analyzer, &record, terms, round % (count + 1), &snippet);
		is_good = is_sound(&snippet.passage, SNIPPET_BYTES_MAX);
		if (!is_good)
			printf("# '%s'\n", snippet.passage.text);
		snippet_fini(&snippet);
		free(bytes);
	}
	tap_ok(is_good, "random texts make sound passages");
	for (i = 0; i < 3; i++)
		buffer_fini(&texts[i]);
}

/* Words of the title tell passages apart less; words of an answer count, but are not marked. */
static void
test_weights(struct analyzer *analyzer)
{
	static const struct piece pieces[] = {
	    {"Release", "Carpal tunnel release divides the carpal ligament of the tunnel."},
	    {"Cause", "Ordinary typing seems to matter little. It passes in three weeks."}};
	struct snippet_term terms[] = {{span_from_string("carpal"), 1, 0, false, false},
	    {span_from_string("tunnel"), 1, 1, false, false},
	    {span_from_string("type"), 1.2, 2, false, false},
	    {span_from_string("week"), 1, 3, true, false}};
	struct snippet snippet;
	struct record record;
	char *bytes = make_record("", pieces, 2, &record);

	record.title = span_from_string("Carpal tunnel syndrome");
	snippet_make(analyzer, &record, terms, 3, &snippet);
	tap_number(snippet.section, 1, "a word beside the title's decides");
	snippet_fini(&snippet);
	snippet_make(analyzer, &record, terms, 4, &snippet);
	tap_ok(snippet.section == 1 && snippet.passage.mark_count == 1,
	    "a word of the answer is not marked");
	snippet_fini(&snippet);
	snippet_make(analyzer, &record, terms + 3, 1, &snippet);
	tap_number(snippet.section, 1, "but it counts");
	snippet_fini(&snippet);
	free(bytes);
}

/* Who asks for the article's name alone is told what it is. */
static void
test_topic(struct analyzer *analyzer)
{
	static const struct piece pieces[] = {
	    {"", "Many know it. The palsy is a weak face. " FILLER},
	    {"Palsy, the palsy", "Palsy, palsy and the palsy (palsy) of Bell."}};
	struct snippet_term terms[] = {{span_from_string("palsi"), 1, 0, false, false},
	    {span_from_string("steroid"), 1, 1, false, false}};
	struct snippet snippet;
	struct record record;
	char *bytes = make_record("", pieces, 2, &record);

	record.title = span_from_string("Palsy");
	snippet_make(analyzer, &record, terms, 1, &snippet);
	tap_number(snippet.section, 0, "the article's first text for its name");
	snippet_fini(&snippet);
	snippet_make(analyzer, &record, terms, 2, &snippet);
	tap_number(snippet.section, 1, "but not when more is asked");
	snippet_fini(&snippet);
	free(bytes);
}

int
main(void)
{
	struct analyzer *analyzer = analyzer_new();

	test_examples(analyzer);
	test_without_spaces(analyzer);
	test_scan_limit(analyzer);
	test_many_terms(analyzer);
	test_titles(analyzer);
	test_weights(analyzer);
	test_topic(analyzer);
	test_random(analyzer);
	analyzer_free(analyzer);
	return tap_done();
}

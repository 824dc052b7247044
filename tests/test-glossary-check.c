/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What a check of a glossary finds, by the articles of a small index. */

#include "fixture-index.h"

#include "glossary.h"
#include "glossary_check.h"
#include "xalloc.h"

/* So many articles, of which the first have more words than the others. */
static struct index_reader *
make_index(const char *name, uint32_t count)
{
	struct index_writer *writer = create(name);
	uint32_t i;

	for (i = 1; i <= count; i++) {
		struct index_document *document = index_document_new();
		struct buffer words;

		buffer_init(&words, 1000);
		buffer_printf(&words, "%s %s %s ", i <= 11 ? "often twin" : "x",
		    i <= 10 ? "third" : "x", i <= 12 ? "fever" : "x");
		if (i == 1)
			buffer_append_string(&words, "red ball water on the brain x ray");
		if (i == 2)
			buffer_append_string(&words, "ball blue brain on water");
		fill_words(document, "", words.data);
		assert(index_writer_put(writer, i, document, &err) == FORNIX_OK);
		index_document_free(document);
		buffer_fini(&words);
	}
	commit(writer);
	return open_ok(name);
}

static struct index_reader *reader;

/* What is found: "LINE text" for a problem, "LINE note: text", with "|" behind each. */
static const char *
check(struct analyzer *analyzer, const char *glossary)
{
	static char joined[4096];
	struct findings findings;
	size_t i, used = 0, problems = 0;

	if (glossary_check(analyzer, reader, glossary, strlen(glossary), &findings, &err) !=
	    FORNIX_OK)
		return err.message;
	joined[0] = '\0';
	for (i = 0; i < findings.count && used < sizeof joined; i++) {
		const struct finding *finding = &findings.items[i];

		problems += finding->is_problem;
		used += (size_t)snprintf(joined + used, sizeof joined - used, "%u %s%s|",
		    finding->line, finding->is_problem ? "" : "note: ", finding->text);
	}
	if (problems != findings.problem_count)
		tap_ok(false, "%zu problems, not %zu", problems, findings.problem_count);
	findings_fini(&findings);
	return joined;
}

static const struct {
	const char *glossary, *wanted, *name;
} cases[] = {
    {"", "", "an empty glossary"},
    {"# nothing\n\nred ball, blue\nscan => x-ray\n", "", "a good one"},

    {"alone\n# x\nred =>\n",
	"1 one phrase alone: write 'a, b' or 'a => b'|"
	"3 nothing on one side of '=>'|",
	"lines that cannot be used"},
    {"red, ball, a b c d e f g h", "1 a phrase of too many words|",
	"the last without a newline"},

    {"red => green\nred => blue",
	"1 note: no article has 'green'|"
	"2 'red' has an entry on line 1 already: make them one|",
	"a phrase with two entries, a target that no article has"},
    {"x => ball red\nscan => blue, green\n", "1 note: no article has 'ball red'|",
	"words that are there, but not side by side; another name is enough"},
    {"x => green, grey\n", "1 note: no article has 'green' or another name on the right|",
	"none of several targets"},
    {"green, grey\nred, green ball\n",
	"1 note: no article has 'green' or another name of this line|",
	"a two-way line of which nothing is there"},
    {"x => water on the brain\ny => water the brain",
	"2 note: no article has 'water the brain'|",
	"small words count in the text, as they do in a search"},

    {"red => red",
	"1 'red' stands for itself only: names that differ in endings or small "
	"words are one|",
	"a phrase that stands for itself"},
    {"balls, ball, the ball",
	"1 'balls' stands for itself only: names that differ in endings "
	"or small words are one|",
	"both ways, in other forms"},
    {"red, x => red\n", "1 note: 'red' stands for itself too: take it from one side|",
	"on both sides among others"},
    {"red, the red, ball", "", "a name in two forms is fine next to another name"},

    {"red => ball\nball => red",
	"2 'ball' leads to 'red', and line 1 leads back: make them "
	"one|",
	"a loop of two lines, told once"},
    {"ball => red\nblue, red, ball",
	"1 'ball' leads to 'red', and line 2 leads back: make them one|"
	"2 'ball' has an entry on line 1 already: make them one|",
	"a loop by way of a two-way line"},
    {"red => ball\nballs, ball => red",
	"2 'ball' leads to 'red', and line 1 leads back: make them one|",
	"once, for a phrase in two forms"},
    {"red => ball\nred => green",
	"2 'red' has an entry on line 1 already: make them one|"
	"2 note: no article has 'green'|",
	"of one line the problems come first"},
    {"red => ball\nball => blue\nblue => red",
	"3 'blue' leads to 'red', and line 1 and others lead back: make them one|",
	"a loop of three lines"},
    {"red => blue\ngreen => red, balls\nblue, x => third\nthird => green",
	"4 'third' leads to 'green', and line 1 and others lead back: make them one|"
	"4 note: no article has 'green'|",
	"a longer one, with ways beside it"},
    {"red => blue, third\nblue => ball\nthird => ball", "", "two ways to one end are no loop"},
    {"red, ball\nball, red, blue",
	"2 'ball' has an entry on line 1 already: make them one|"
	"2 'red' has an entry on line 1 already: make them one|",
	"two-way lines with the same phrases are no loop"},
    {"balls => red\nx => red\nthe ball => blue\nball => x ray",
	"3 'the ball' has an entry on line 1 already: make them one|"
	"4 'ball' has an entry on line 1 already: make them one|",
	"entries are told apart by their stems, and name the first"},

    {"red => often",
	"1 note: 'often' is in 11 of 30 articles: a search for 'red' finds all of "
	"them|",
	"a target in more than a third"},
    {"red => third", "", "in a third exactly"},
    {"twin => often", "", "from a phrase that is as common"},
    {"red => often, oftens",
	"1 note: 'often' is in 11 of 30 articles: a search for 'red' finds all of them|",
	"once, for a target in two forms"},
    {"fever => often", "", "from a phrase that is more common"},
    {"fever, often",
	"1 note: 'fever' is in 12 of 30 articles: a search for 'often' finds all "
	"of them|",
	"of a two-way line: the more common of the two"},
    {"nothing => red, fever",
	"1 note: 'fever' is in 12 of 30 articles: a search for 'nothing' finds all of them|",
	"from a phrase that no article has"},
};

static void
test_findings(struct analyzer *analyzer)
{
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
		tap_string(check(analyzer, cases[i].glossary), cases[i].wanted, cases[i].name);
}

/* In a few articles a third says nothing. */
static void
test_few(struct analyzer *analyzer)
{
	struct index_reader *many = reader;

	reader = make_index("few", GLOSSARY_CHECK_ARTICLES_MIN - 1);
	tap_string(check(analyzer, "red => fever"), "", "nothing is common in few articles");
	index_reader_free(reader);
	reader = make_index("none", 0);
	tap_string(check(analyzer, "red => fever"), "1 note: no article has 'fever'|",
	    "nothing is found in none");
	index_reader_free(reader);
	reader = many;
}

static void
test_limits(struct analyzer *analyzer)
{
	struct findings findings;
	struct buffer text;
	unsigned i;

	buffer_init(&text, GLOSSARY_BYTES_MAX);
	for (i = 0; i < GLOSSARY_PHRASES_MAX / 2; i++)
		buffer_printf(&text, "k%u, red\n", i);
	buffer_append_string(&text, "blue => red\nblue => ball\n");
	assert(glossary_check(analyzer, reader, text.data, text.length, &findings, &err) ==
	       FORNIX_OK);
	tap_number(findings.line_count, GLOSSARY_PHRASES_MAX / 2 + 2, "all lines are counted");
	tap_string(findings.items[findings.count - 1].text,
	    "the glossary is full: the rest of it, from here on, is not used",
	    "the line at which a glossary is full is told");
	tap_number(findings.items[findings.count - 1].line, GLOSSARY_PHRASES_MAX / 2 + 1,
	    "by its number, once");
	findings_fini(&findings);

	buffer_clear(&text);
	buffer_append_string(&text, "red => the");
	for (i = 0; i < 5000; i++)
		buffer_append_string(&text, " of the");
	buffer_append_string(&text, " ball\n");
	assert(glossary_check(analyzer, reader, text.data, text.length, &findings, &err) ==
	       FORNIX_OK);
	tap_number(findings.count, 1, "a phrase of very many small words is not found");
	tap_ok(strlen(findings.items[0].text) < 200, "and is not shown in full");
	findings_fini(&findings);
	buffer_fini(&text);
}

int
main(void)
{
	struct analyzer *analyzer = analyzer_new();

	assert(chdir(scratch_folder()) == 0);
	reader = make_index("many", GLOSSARY_CHECK_ARTICLES_MIN);
	test_findings(analyzer);
	test_few(analyzer);
	test_limits(analyzer);
	index_reader_free(reader);
	analyzer_free(analyzer);
	return tap_done();
}

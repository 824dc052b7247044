/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The language of rules: what a pattern matches, what it does not, and what is none. */

#include "tap.h"

#include <stdlib.h>
#include <time.h>

#include "glossary.h"
#include "expand.h"
#include "pattern.h"
#include "xalloc.h"

static struct analyzer *analyzer;

static bool
knows_all(const char *stem, size_t length, void *context)
{
	(void)stem;
	(void)length;
	(void)context;
	return true;
}

static bool
knows_none(const char *stem, size_t length, void *context)
{
	(void)stem;
	(void)length;
	(void)context;
	return false;
}

static void
find_all(const struct span *stems, size_t count, bool *ret_are_known, void *context)
{
	(void)stems;
	(void)context;
	memset(ret_are_known, true, count * sizeof *ret_are_known);
}

/* Whether a pattern of that kind matches the query. */
static bool
does_match(enum pattern_kind kind, const char *pattern, bool is_phrase, const char *text,
    const char *glossary_text, pattern_is_known *is_known)
{
	struct pattern_source source = {.rule = 7, .line = 3, .is_phrase = is_phrase};
	struct pattern_book *book = pattern_book_new();
	struct query *query = query_parse(analyzer, text, strlen(text));
	struct glossary *glossary = NULL;
	struct pattern_heard heard;
	const char *reason;
	bool found;

	if (glossary_text != NULL)
		glossary =
		    glossary_parse(analyzer, glossary_text, strlen(glossary_text), NULL, NULL);
	expand_synonyms(query, analyzer, glossary, find_all, NULL);
	reason = pattern_book_add(book, analyzer, kind, pattern, &source);
	if (reason != NULL)
		tap_ok(false, "'%s': %s", pattern, reason);
	pattern_hear(book, query, is_known, NULL, &heard);
	found = pattern_find(book, &heard, -1) == 0;
	glossary_free(glossary);
	query_free(query);
	pattern_book_free(book);
	return found;
}

#define GLOSSARY "drooping face => bell's palsy\nmini stroke, tia\nfits => seizure\n"

static const struct {
	enum pattern_kind kind;
	const char *pattern, *query;
	bool wanted;
} cases[] = {
    {PATTERN_ANYWHERE, "worst headache", "the worst headache of my life", true},
    {PATTERN_ANYWHERE, "worst headache", "HEADACHES, the Worst!", true},
    {PATTERN_ANYWHERE, "worst headache", "headache", false},
    {PATTERN_ANYWHERE, "worst of the headache", "worst headache", true},
    {PATTERN_ANYWHERE, "numb|weak leg|arm", "my arm is weak", true},
    {PATTERN_ANYWHERE, "numb|weak leg|arm", "weak heart", false},
    {PATTERN_ANYWHERE, "numb|\"pins and needles\" leg", "pins and needles in my leg", true},
    {PATTERN_ANYWHERE, "numb|\"pins and needles\" leg", "needles and pins in my leg", false},
    {PATTERN_ANYWHERE, "\"stiff neck\" fever", "fever, stiff neck", true},
    {PATTERN_ANYWHERE, "\"stiff neck\" fever", "fever, neck is stiff", false},
    {PATTERN_ANYWHERE, "\xE2\x80\x9Cstiff neck\xE2\x80\x9D", "stiff necks", true},
    {PATTERN_ANYWHERE, "\"want to die\"", "I want to die", true},
    {PATTERN_ANYWHERE, "\"want to die\"", "can you die", false},
    {PATTERN_ANYWHERE, "can't feel", "cant feel it", true},
    {PATTERN_ANYWHERE, "can't feel", "can’t feel it", true},
    {PATTERN_ANYWHERE, "self-harm", "self harm", true},
    {PATTERN_ANYWHERE, "self-harm", "selfharm", true},
    {PATTERN_ANYWHERE, "self-harm", "self-harm", true},
    {PATTERN_ANYWHERE, "self-harm", "harm to self", false},
    {PATTERN_ANYWHERE, "suicide -\"suicide disease\"", "suicide", true},
    {PATTERN_ANYWHERE, "suicide -\"suicide disease\"", "the suicide disease", false},
    {PATTERN_ANYWHERE, "leg -foot|knee", "leg and knee", false},
    {PATTERN_ANYWHERE, "leg -foot|knee", "leg and arm", true},
    {PATTERN_ANYWHERE, "stroke", "-stroke pain", false},
    {PATTERN_ANYWHERE, "stroke", "title:stroke", true},
    {PATTERN_ANYWHERE, "stroke", "tag:stroke", false},
    {PATTERN_ANYWHERE, "stroke", "\"heat stroke\"", true},
    {PATTERN_ANYWHERE, "\"heat stroke\"", "heat title:stroke", false},
    {PATTERN_ANYWHERE, "\"heat stroke\"", "heat -cold stroke", false},
    {PATTERN_ANYWHERE, "palsy", "drooping face", true},
    {PATTERN_ANYWHERE, "face -palsy", "drooping face", true},
    {PATTERN_ANYWHERE, "face -palsy", "face palsy", false},
    {PATTERN_ANYWHERE, "\"mini stroke\"", "tia", true},
    {PATTERN_ANYWHERE, "seizure", "fits", true},
    {PATTERN_ALONE, "stroke", "stroke", true},
    {PATTERN_ALONE, "stroke", "am I having a stroke?", true},
    {PATTERN_ALONE, "stroke", "stroke risk", false},
    {PATTERN_ALONE, "stroke", "stroke -risk", true},
    {PATTERN_ALONE, "stroke sign|symptom", "signs of a stroke", true},
    {PATTERN_ALONE, "stroke sign|symptom", "stroke", false},
    {PATTERN_ALONE, "tia", "mini stroke", true},
    {PATTERN_ALONE, "tia", "mini stroke surgery", false},
    {PATTERN_ALONE, "seizure", "fits", true},
    {PATTERN_EXACT, "patient stories", "Patient Stories", true},
    {PATTERN_EXACT, "patient stories", "patients stories", false},
    {PATTERN_EXACT, "patient stories", "stories patient", false},
    {PATTERN_EXACT, "patient stories", "patient stories please", false},
    {PATTERN_EXACT, "patient stories", "patient stories -please", false},
    {PATTERN_EXACT, "who we are", "who we are", true},
    {PATTERN_EXACT, "who we are", "who are we", false},
    {PATTERN_ANYWHERE, "pain", "", false},
    {PATTERN_ALONE, "pain", "!?", false},
};

static const struct {
	const char *pattern, *query;
	bool when_unknown, when_known;
} spellings[] = {
    {"suicide", "suiside", true, false},
    {"seizure", "seizur", true, true},
    {"headache worst", "worst headahce", true, false},
    {"stroke", "stoke", true, false},
    {"stroke", "trokes", false, false},
    {"stroke", "ztroke", false, false},
    {"legs", "lega", false, false},
};

static const struct {
	const char *pattern, *reason;
} mistakes[] = {
    {"", "no word that counts must be there: add one"},
    {"the of", "no word that counts must be there: add one"},
    {"-pain", "no word that counts must be there: add one"},
    {"a|pain", "'a' is a small word that does not count: leave it out, or quote it"},
    {"pain|a", "'a' is a small word that does not count: leave it out, or quote it"},
    {"pain -the", "'the' is a small word that does not count: leave it out, or quote it"},
    {"pain|", "'|' needs a word or a phrase on both sides"},
    {"pain || ache", "'|' needs a word or a phrase on both sides"},
    {"|pain", "'|' needs a word or a phrase on both sides"},
    {"\"stiff neck", "a quote is not closed"},
    {"\"stiff\"neck", "write a space or '|' between a phrase and what is next to it"},
    {"pain !!", "there is a sign without a letter or digit"},
    {"\"one two three four five six seven\"", "a phrase of more than 6 words: make two of it"},
    {"b c d e f g h j k", "more than 8 words or phrases: make it shorter"},
    {"b|c|d|e|f|g|h|j|k|l|m|n|o|p|q|r|s", "more than 16 choices: make two patterns of it"},
};

static void
test_mistakes(void)
{
	struct pattern_source source = {.rule = 0};
	struct pattern_book *book = pattern_book_new();
	char *longest = xcalloc(1, PATTERN_BYTES_MAX + 2);
	size_t i;

	for (i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++)
		tap_string(pattern_book_add(
			       book, analyzer, PATTERN_ANYWHERE, mistakes[i].pattern, &source),
		    mistakes[i].reason, mistakes[i].pattern);
	memset(longest, 'b', PATTERN_BYTES_MAX + 1);
	tap_string(pattern_book_add(book, analyzer, PATTERN_ANYWHERE, longest, &source),
	    "more than 300 bytes: make it shorter", "a long pattern");
	tap_number((long long)pattern_book_count(book), 0, "nothing is added by mistakes");
	free(longest);
	pattern_book_free(book);
}

/* Every word differs, and every pattern has three parts, as in a large file of rules. */
static struct pattern_book *
make_large_book(size_t rules, size_t each)
{
	struct pattern_book *book = pattern_book_new();
	char pattern[100];
	size_t i, k;

	for (i = 0; i < rules; i++) {
		for (k = 0; k < each; k++) {
			struct pattern_source source = {.rule = (unsigned)i};

			snprintf(pattern, sizeof pattern,
			    "w%zu|x%zu leg|arm|w%zu \"numb y%zu\"", i, i, k, i);
			if (pattern_book_add(
				book, analyzer, PATTERN_ANYWHERE, pattern, &source) != NULL)
				tap_ok(false, "no room for %s", pattern);
		}
	}
	return book;
}

static void
test_many(void)
{
	struct pattern_book *book = make_large_book(200, 8);
	const char *text = "numb y199 in the leg and arm w199 since the operatoin";
	struct query *query = query_parse(analyzer, text, strlen(text));
	struct pattern_heard heard;
	struct timespec start, end;
	int found = -1, i;
	double us;

	pattern_hear(book, query, knows_none, NULL, &heard);
	tap_number(pattern_find(book, &heard, -1), 199 * 8, "the last of 200 rules is found");
	tap_number((long long)pattern_rule(book, 199 * 8), 199, "and known");
	tap_number(pattern_find(book, &heard, 199 * 8), 199 * 8 + 1, "and the one behind it");
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
	for (i = 0; i < 1000; i++) {
		pattern_hear(book, query, knows_none, NULL, &heard);
		found = pattern_find(book, &heard, -1);
	}
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
	us = (double)(end.tv_sec - start.tv_sec) * 1e3 +
	     (double)(end.tv_nsec - start.tv_nsec) / 1e6;
	printf("# %d: %.2f us a query of 200 rules with 8 patterns each\n", found, us);
	query_free(query);
	pattern_book_cut(book, 5);
	tap_number((long long)pattern_book_count(book), 5, "patterns can be taken out");
	pattern_book_free(book);
}

static void
test_ceiling(void)
{
	struct pattern_book *book = pattern_book_new();
	struct pattern_source source = {.rule = 0};
	const char *reason = NULL;
	char word[20];
	int i;

	for (i = 0; reason == NULL && i < 20000; i++) {
		snprintf(word, sizeof word, "w%d", i);
		reason = pattern_book_add(book, analyzer, PATTERN_ANYWHERE, word, &source);
	}
	tap_number((long long)pattern_book_count(book), PATTERN_BOOK_PATTERNS_MAX, "so many");
	tap_string(
	    reason, "more patterns or words than a file may have: remove some", "not more");
	pattern_book_free(book);
	book = pattern_book_new();
	for (reason = NULL, i = 0; reason == NULL && i < 20000; i++) {
		char pattern[100];

		snprintf(pattern, sizeof pattern, "a%db b%db c%db", i, i, i);
		reason = pattern_book_add(book, analyzer, PATTERN_ANYWHERE, pattern, &source);
	}
	tap_string(reason, "more patterns or words than a file may have: remove some",
	    "nor more words");
	pattern_book_free(book);
}

/* Whether the general pattern has all searches of the special one, and really so. */
static const struct {
	enum pattern_kind general_kind;
	const char *general;
	enum pattern_kind special_kind;
	const char *special;
	bool wanted;
} covers[] = {
    {PATTERN_ANYWHERE, "stroke", PATTERN_ANYWHERE, "strokes", true},
    {PATTERN_ANYWHERE, "stroke", PATTERN_ANYWHERE, "stroke sign", true},
    {PATTERN_ANYWHERE, "stroke sign", PATTERN_ANYWHERE, "stroke", false},
    {PATTERN_ANYWHERE, "stroke|tia sign", PATTERN_ANYWHERE, "sign tia", true},
    {PATTERN_ANYWHERE, "stroke sign", PATTERN_ANYWHERE, "stroke|tia sign", false},
    {PATTERN_ANYWHERE, "a|b sign", PATTERN_ANYWHERE, "b sign now", false}, /* refused */
    {PATTERN_ANYWHERE, "neck", PATTERN_ANYWHERE, "\"stiff neck\"", true},
    {PATTERN_ANYWHERE, "stiff neck", PATTERN_ANYWHERE, "\"stiff neck\"", true},
    {PATTERN_ANYWHERE, "\"stiff neck\"", PATTERN_ANYWHERE, "stiff neck", false},
    {PATTERN_ANYWHERE, "\"stiff neck\"", PATTERN_ANYWHERE, "\"very stiff neck\"", true},
    {PATTERN_ANYWHERE, "\"neck stiff\"", PATTERN_ANYWHERE, "\"stiff neck\"", false},
    {PATTERN_ANYWHERE, "fall -risk", PATTERN_ANYWHERE, "fall", false},
    {PATTERN_ANYWHERE, "fall -risk", PATTERN_ANYWHERE, "fall -risk", true},
    {PATTERN_ANYWHERE, "fall -\"high risk\"", PATTERN_ANYWHERE, "fall -risk", true},
    {PATTERN_ANYWHERE, "fall -risk", PATTERN_ANYWHERE, "fall -\"high risk\"", false},
    {PATTERN_ANYWHERE, "fall", PATTERN_ANYWHERE, "fall -risk", true},
    {PATTERN_ANYWHERE, "self-harm", PATTERN_ANYWHERE, "self-harm", true},
    {PATTERN_ANYWHERE, "stroke", PATTERN_ALONE, "stroke sign", true},
    {PATTERN_ALONE, "stroke", PATTERN_ANYWHERE, "stroke", false},
    {PATTERN_ALONE, "stroke", PATTERN_ALONE, "stroke", true},
    {PATTERN_ALONE, "stroke", PATTERN_ALONE, "stroke sign", false},
    {PATTERN_ALONE, "stroke sign|symptom", PATTERN_ALONE, "stroke sign", true},
    {PATTERN_ANYWHERE, "storm", PATTERN_EXACT, "A Storm of storms", true},
    {PATTERN_ALONE, "storm", PATTERN_EXACT, "a storm", true},
    {PATTERN_ALONE, "storm", PATTERN_EXACT, "storm sign", false},
    {PATTERN_EXACT, "Storm sign", PATTERN_EXACT, "storm SIGN", true},
    {PATTERN_EXACT, "storm signs", PATTERN_EXACT, "storm sign", false},
    {PATTERN_EXACT, "storm", PATTERN_ANYWHERE, "storm", false},
};

static void
on_covering(int pattern, void *context)
{
	*(int *)context += pattern == 0 ? 1 : 100;
}

static void
test_covers(void)
{
	struct pattern_source source = {.rule = 0};
	struct pattern_book *book;
	int count;
	size_t i;

	for (i = 0; i < sizeof covers / sizeof covers[0]; i++) {
		book = pattern_book_new();
		pattern_book_add(
		    book, analyzer, covers[i].general_kind, covers[i].general, &source);
		pattern_book_add(
		    book, analyzer, covers[i].special_kind, covers[i].special, &source);
		count = 0;
		if (pattern_book_count(book) == 2)
			pattern_each_covering(book, analyzer, 1, on_covering, &count);
		tap_number(count, covers[i].wanted, covers[i].special);
		count = 0;
		pattern_each_covering(book, analyzer, 0, on_covering, &count);
		tap_number(count, 0, "the first has none before it");
		/* No counterexample: the words of the special one are a search for both. */
		if (covers[i].wanted && strchr(covers[i].special, '-') == NULL &&
		    strchr(covers[i].special, '|') == NULL)
			tap_ok(does_match(covers[i].general_kind, covers[i].general, false,
				   covers[i].special, NULL, NULL),
			    "'%s' is met by '%s'", covers[i].special, covers[i].general);
		pattern_book_free(book);
	}
}

static void
test_can_match(void)
{
	static const struct {
		const char *text;
		bool wanted;
	} exacts[] = {{"who we are", true}, {"x-ray", true}, {"title:stroke", false},
	    {"stroke -sign", false}, {"\"stroke sign\"", true}};
	struct pattern_source source = {.rule = 0};
	struct pattern_book *book = pattern_book_new();
	size_t i;

	for (i = 0; i < sizeof exacts / sizeof exacts[0]; i++) {
		pattern_book_add(book, analyzer, PATTERN_EXACT, exacts[i].text, &source);
		tap_ok(pattern_can_match(book, analyzer, (int)i) == exacts[i].wanted, "%s: %s",
		    exacts[i].text, exacts[i].wanted ? "a search" : "no search is this");
	}
	pattern_book_free(book);
}

int
main(void)
{
	size_t i;

	analyzer = analyzer_new();
	for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
		tap_ok(does_match(cases[i].kind, cases[i].pattern, false, cases[i].query,
			   GLOSSARY, knows_all) == cases[i].wanted,
		    "%s: %s%s '%s'", cases[i].pattern,
		    cases[i].kind == PATTERN_ALONE ? "alone, " : "",
		    cases[i].wanted ? "matches" : "not", cases[i].query);
	for (i = 0; i < sizeof spellings / sizeof spellings[0]; i++) {
		const char *pattern = spellings[i].pattern, *query = spellings[i].query;

		tap_ok(does_match(PATTERN_ANYWHERE, pattern, false, query, NULL, knows_none) ==
			   spellings[i].when_unknown,
		    "%s, unknown: %s", query, spellings[i].when_unknown ? pattern : "nothing");
		tap_ok(does_match(PATTERN_ANYWHERE, pattern, false, query, NULL, knows_all) ==
			       spellings[i].when_known &&
			   does_match(PATTERN_ANYWHERE, pattern, false, query, NULL, NULL) ==
			       spellings[i].when_known,
		    "%s, a word of its own", query);
	}
	tap_ok(does_match(PATTERN_ANYWHERE, "stiff neck", true, "a stiff neck", NULL, NULL) &&
		   !does_match(PATTERN_ANYWHERE, "stiff neck", true, "neck stiff", NULL, NULL),
	    "a whole text as a phrase");
	test_covers();
	test_can_match();
	test_mistakes();
	test_many();
	test_ceiling();
	analyzer_free(analyzer);
	return tap_done();
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query.h"

#include <stdint.h>

#include "tap.h"

#include "escape.h"
#include "xalloc.h"

#define TEXT(s) s, sizeof(s) - 1

struct example {
	const char *text;
	size_t length;
	const char *want;
};

/*
 * Clauses between bars: sign, field and text as they were understood, "~"
 * behind a word that only shapes the question, then the stems, "+" behind a
 * part of a compound and "=" before the joined form.
 */
static const struct example examples[] = {
    {TEXT(""), ""},
    {TEXT("   \t\n"), ""},
    {TEXT("hemifacial spasm"), "hemifacial (hemifaci) | spasm (spasm)"},
    {TEXT("  What is   Bell's palsy?  "),
	"What ~(what) | is ~(is) | Bell's (bell) | palsy (palsi)"},
    {TEXT("Ménière"), "Ménière (menier)"},
    {TEXT("the the"), "the ~(the) | the ~(the)"},
    {TEXT("pain, (neck); back!"), "pain (pain) | neck (neck) | back (back)"},
    /* Phrases. */
    {TEXT("\"facial pain\""), "\"facial pain\" (facial pain)"},
    {TEXT("\"the\""), "\"the\" (the)"},
    {TEXT("“facial pain” now"), "\"facial pain\" (facial pain) | now (now)"},
    {TEXT("„facial pain“ «neck pain»"),
	"\"facial pain\" (facial pain) | \"neck pain\" (neck pain)"},
    {TEXT("\"facial pain”"), "\"facial pain\" (facial pain)"},
    {TEXT("＂facial pain＂"), "\"facial pain\" (facial pain)"},
    {TEXT("\"facial  pain "), "facial (facial) | pain (pain)"},
    {TEXT("neck \"facial pain"), "neck (neck) | facial (facial) | pain (pain)"},
    {TEXT("\"a b\"c \"d\"\"e\""), "\"a b\" (a b) | c (c) | \"d\" (d) | \"e\" (e)"},
    {TEXT("\" x-ray of spine \""), "\"x-ray of spine\" (x+ ray+ =xray of spine)"},
    {TEXT("\"\" \"!\" \" \" pain"), "pain (pain)"},
    {TEXT("5\" disc"), "5 (5) | disc (disc)"},
    {TEXT("foo\"bar baz\""), "foo (foo) | bar (bar) | baz (baz)"},
    {TEXT("'single quotes'"), "single (singl) | quotes (quot)"},
    /* Without. */
    {TEXT("pain -surgery"), "pain (pain) | -surgery (surgeri)"},
    {TEXT("-surgery"), "-surgery (surgeri)"},
    {TEXT("-\"deep brain\" -“brain stem”"),
	"-\"deep brain\" (deep brain) | -\"brain stem\" (brain stem)"},
    {TEXT("x-ray"), "x-ray (x+ ray+ =xray)"},
    {TEXT("-x-ray"), "-x-ray (x+ ray+ =xray)"},
    {TEXT("pain - surgery"), "pain (pain) | surgery (surgeri)"},
    {TEXT("-"), ""},
    {TEXT("--"), ""},
    {TEXT("--pain ---pain"), "pain (pain) | pain (pain)"},
    {TEXT("-(pain) -.5 -- -"), "pain (pain) | 5 (5)"},
    {TEXT("-é -5"), "-é (e) | -5 (5)"},
    {TEXT("-the"), "-the ~(the)"},
    {TEXT("-\"\" -\"!\""), ""},
    {TEXT("pain–surgery"), "pain–surgery (pain+ surgeri+ =painsurgeri)"},
    /* Fields. */
    {TEXT("title:spasm"), "title:spasm (spasm)"},
    {TEXT("Title:the TITLE:Spasms"), "title:the (the) | title:Spasms (spasm)"},
    {TEXT("title:\"facial pain\""), "title:\"facial pain\" (facial pain)"},
    {TEXT("title:x-ray,ct"), "title:x-ray (x+ ray+ =xray) | title:ct (ct)"},
    {TEXT("tag:facial-pain"), "tag:facial-pain (facial+ pain+ =facialpain)"},
    {TEXT("tag:\"Facial pain\""), "tag:\"Facial pain\" (facial pain)"},
    {TEXT("tag:a.bc,de"), "tag:a.bc,de (a bc de)"},
    {TEXT("section:conditions mri"), "section:conditions (condit) | mri (mri)"},
    {TEXT("-tag:surgery -title:\"brain stem\""),
	"-tag:surgery (surgeri) | -title:\"brain stem\" (brain stem)"},
    {TEXT("tag:“low back” pain"), "tag:\"low back\" (low back) | pain (pain)"},
    {TEXT("tag:\"low back"), "tag:low (low) | back (back)"},
    {TEXT("foo:bar"), "foo (foo) | bar (bar)"},
    {TEXT("-foo:bar"), "-foo (foo) | -bar (bar)"},
    {TEXT("body:pain id:x exact:y date:2020"),
	"body (bodi) | pain (pain) | id (id) | x (x) | exact (exact) | y (y) | date (date) | "
	"2020 (2020)"},
    {TEXT("title: spasm"), "title (titl) | spasm (spasm)"},
    {TEXT("title:"), "title (titl)"},
    {TEXT("tag:!! tag:\"\" tag:-x"), "tag (tag) | tag (tag) | tag (tag) | x (x)"},
    {TEXT("title:tag:x"), "title:tag (tag) | title:x (x)"},
    {TEXT(":x ::"), "x (x)"},
    {TEXT("http://x.org/a"), "http (http) | x (x) | org/a (org+ a+ =orga)"},
    {TEXT("ratio 1:2"), "ratio (ratio) | 1 (1) | 2 (2)"},
    {TEXT("abcdefghijklmnopqrstuvwxyz:a"),
	"abcdefghijklmnopqrstuvwxyz (abcdefghijklmnopqrstuvwxyz) | a ~(a)"},
    /* Not operators. */
    {TEXT("neck AND back"), "neck (neck) | AND ~(and) | back (back)"},
    {TEXT("neck OR back NOT arm"),
	"neck (neck) | OR ~(or) | back (back) | NOT (not) | arm (arm)"},
    {TEXT("spas* (a || b) +c ^2 ~d [e TO f]"),
	"spas (spas) | a ~(a) | b (b) | c (c) | 2 (2) | d (d) | e (e) | TO ~(to) | f (f)"},
    /* Compounds and scripts without spaces. */
    {TEXT("a-b:c-d"), "a-b (a+ b+ =ab) | c-d (c+ d+ =cd)"},
    {TEXT("脳外科 MRI検査"), "脳外科 (脳外 外科) | MRI (mri) | 検査 (検査)"},
    {TEXT("U.S.A. 10,000 L4,5"), "U.S.A (usa) | 10,000 (10000) | L4 (l4) | 5 (5)"},
    /* Not text. */
    {TEXT("ne\0ck"), "neck (neck)"},
    {TEXT("\0\1\2"), ""},
    {TEXT("pain\xff\xfe neck\xc3"), "pain (pain) | neck (neck)"},
    {TEXT("\u202Epain\u202C \u2066neck\u2069"), "pain (pain) | neck (neck)"},
    {TEXT("pain\r\nneck\tback"), "pain (pain) | neck (neck) | back (back)"},
    {TEXT("pain\u00A0neck"), "pain (pain) | neck (neck)"},
    {TEXT("😀 ❤️"), ""},
};

static void
print_clause(struct buffer *out, const struct query_clause *clause)
{
	const char *quote = clause->is_phrase ? "\"" : "";
	size_t i;

	buffer_printf(out, "%s%s%s%s%s%s%s %s(", out->length > 0 ? " | " : "",
	    clause->is_excluded ? "-" : "", clause->field != NULL ? clause->field->name : "",
	    clause->field != NULL ? ":" : "", quote, clause->text, quote,
	    clause->is_stopword ? "~" : "");
	for (i = 0; i < clause->term_count; i++)
		buffer_printf(out, "%s%s%s%s", i > 0 ? " " : "",
		    clause->terms[i].kind == ANALYZE_JOINED ? "=" : "", clause->terms[i].stem,
		    clause->terms[i].kind == ANALYZE_PART ? "+" : "");
	buffer_append_char(out, ')');
}

static void
test_examples(struct analyzer *analyzer)
{
	struct buffer out CLEANUP_BUFFER, name CLEANUP_BUFFER;
	size_t i, j;

	buffer_init(&out, 65536);
	buffer_init(&name, 65536);
	for (i = 0; i < sizeof examples / sizeof examples[0]; i++) {
		struct query *query =
		    query_parse(analyzer, examples[i].text, examples[i].length);

		buffer_clear(&out);
		buffer_clear(&name);
		for (j = 0; j < query->clause_count; j++)
			print_clause(&out, &query->clauses[j]);
		escape_json(&name, examples[i].text, examples[i].length);
		buffer_append_char(&name, '.');
		tap_string(out.data, examples[i].want, name.data);
		if (query->is_truncated)
			tap_ok(false, "nothing was cut from %s", name.data);
		query_free(query);
	}
}

static void
test_text(struct analyzer *analyzer)
{
	static const struct example texts[] = {
	    {TEXT("  Neck \t\r\n pain  "), "Neck pain"},
	    {TEXT("\"Neck\" -pain tag:x"), "\"Neck\" -pain tag:x"},
	    {TEXT("a\0b\x1b[31mc\x7f"), "ab[31mc"},
	    {TEXT("\u202Eevil\u202C"), "evil"},
	    {TEXT("\xff"), "\uFFFD"},
	};
	struct query *query;
	size_t i;

	for (i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		query = query_parse(analyzer, texts[i].text, texts[i].length);
		tap_string(query->text, texts[i].want, "text as it is shown");
		query_free(query);
	}
	query = query_parse(analyzer, NULL, 0);
	tap_string(query->text, "", "no text at all");
	query_free(query);
	query_free(NULL);
}

static void
test_terms(struct analyzer *analyzer)
{
	struct query *query = query_parse(analyzer, TEXT("neck \"Spasms of x-rays\""));
	const struct query_clause *clause = &query->clauses[1];

	tap_number((long long)query->clause_count, 2, "two clauses");
	tap_number((long long)clause->term_count, 5, "a joined form is a term of its own");
	tap_string(clause->terms[0].word, "spasms", "word is not stemmed");
	tap_string(clause->terms[0].stem, "spasm", "stem is");
	tap_number(clause->terms[0].position, 0, "positions count within the clause");
	tap_number(clause->terms[3].position, 3, "last part");
	tap_number(clause->terms[4].position, 3, "joined form at the last part");
	query_free(query);
}

/* count times piece. */
static struct query *
parse_repeated(struct analyzer *analyzer, const char *piece, size_t count)
{
	struct buffer text CLEANUP_BUFFER;

	buffer_init(&text, 4 * 1024 * 1024);
	while (count-- > 0)
		buffer_append_string(&text, piece);
	return query_parse(analyzer, text.data, text.length);
}

static void
test_limits(struct analyzer *analyzer)
{
	static const struct {
		const char *name, *piece;
		size_t count, clauses, bytes;
		bool is_truncated;
	} limits[] = {
	    {"256 bytes", "abcdefg ", 32, 32, 255, false},
	    {"300 bytes of words", "abcdefghi ", 30, 25, 249, true},
	    {"300 bytes of one word", "a", 300, 0, 256, true},
	    {"300 bytes of three-byte letters", "検", 100, 0, 255, true},
	    {"32 words", "ab ", 32, 32, 95, false},
	    {"40 words", "ab ", 40, 32, 119, true},
	    {"33 words", "ab ", 33, 32, 98, true},
	    {"20 compounds, which are 20 words", "ab-cd ", 20, 20, 119, false},
	    {"33 compounds", "a-bc ", 33, 32, 164, true},
	    {"16 phrases of two words", "\"ab cd\" ", 16, 16, 127, false},
	    {"20 phrases of two words", "\"ab cd\" ", 20, 16, 159, true},
	    {"40 words written together", "ab:", 40, 32, 120, true},
	    {"thousands of quotes", "\"", 5000, 0, 256, true},
	    {"thousands of curly quotes", "“", 5000, 0, 255, true},
	    {"thousands of minus signs", "-", 5000, 0, 256, true},
	    {"thousands of signs and quotes", "-\"", 5000, 0, 256, true},
	    {"thousands of fields", "tag:\"", 5000, 0, 0, true},
	    {"megabytes of words", "pain ", 500000, 32, 254, true},
	    {"megabytes of NUL", "\xc2\x80", 500000, 0, 0, true},
	    {"many spaces before and behind", " ", 500000, 0, 0, false},
	};
	struct query *query;
	size_t i;

	for (i = 0; i < sizeof limits / sizeof limits[0]; i++) {
		query = parse_repeated(analyzer, limits[i].piece, limits[i].count);
		tap_ok(query->is_truncated == limits[i].is_truncated, "%s: %s", limits[i].name,
		    limits[i].is_truncated ? "cut" : "whole");
		if (limits[i].clauses > 0)
			tap_number((long long)query->clause_count, (long long)limits[i].clauses,
			    "number of clauses");
		if (limits[i].bytes > 0)
			tap_number((long long)strlen(query->text), (long long)limits[i].bytes,
			    "bytes of text");
		tap_ok(strlen(query->text) <= QUERY_BYTES_MAX &&
			   query->clause_count <= QUERY_CLAUSES_MAX &&
			   escape_utf8_is_valid(query->text, strlen(query->text)),
		    "within the limits");
		query_free(query);
	}
	query = query_parse(
	    analyzer, TEXT("                                                        pain"
			   "                                                        "
			   "                                                        "
			   "                                                        "
			   "                                                        "));
	tap_ok(!query->is_truncated && query->clause_count == 1, "spaces are no text");
	query_free(query);
}

/* What is past the limit takes no part, and neither does it in the text of the clause. */
static void
test_long_phrase(struct analyzer *analyzer)
{
	struct buffer text CLEANUP_BUFFER;
	struct query *query;
	int i;

	buffer_init(&text, 1024);
	buffer_append_string(&text, "before \"");
	for (i = 0; i < 40; i++)
		buffer_printf(&text, "w%d ", i);
	buffer_append_string(&text, "\" behind");
	query = query_parse(analyzer, text.data, text.length);
	tap_ok(query->is_truncated && query->clause_count == 2, "a phrase of 40 words is cut");
	tap_number((long long)query->clauses[1].term_count, 31, "to 32 words with all before");
	tap_ok(strstr(query->clauses[1].text, "w30") != NULL &&
		   strstr(query->clauses[1].text, "w31") == NULL,
	    "and so is its text");
	query_free(query);
}

static bool
is_sound(const struct query *query)
{
	size_t i, j;

	if (strlen(query->text) > QUERY_BYTES_MAX || query->clause_count > QUERY_CLAUSES_MAX ||
	    !escape_utf8_is_valid(query->text, strlen(query->text)))
		return false;
	for (i = 0; i < query->clause_count; i++) {
		const struct query_clause *clause = &query->clauses[i];

		if (clause->term_count == 0 || clause->text[0] == '\0' ||
		    strstr(query->text, clause->text) == NULL || clause->terms[0].position != 0)
			return false;
		for (j = 0; j < clause->term_count; j++) {
			if (clause->terms[j].stem[0] == '\0' ||
			    clause->terms[j].word[0] == '\0')
				return false;
		}
	}
	return true;
}

static void
test_random(struct analyzer *analyzer)
{
	static const char *const pieces[] = {"pain", "x-ray", "tag", "title", ":", ":", "\"",
	    "“", "”", "-", "-", " ", " ", " ", "é", "検査", "!", "\xff", "\u0301", "the", "a.b",
	    "\u00AD"};
	uint32_t state = 88172645;
	struct buffer text CLEANUP_BUFFER;
	struct query *query;
	bool is_good = true;
	size_t round, i;

	buffer_init(&text, 4096);
	for (round = 0; round < 5000 && is_good; round++) {
		buffer_clear(&text);
		for (i = 0; i < round % 60; i++) {
			state = state * 1664525 + 1013904223;
			buffer_append_string(
			    &text, pieces[(state >> 16) % (sizeof pieces / sizeof pieces[0])]);
		}
		query = query_parse(analyzer, text.data, text.length);
		is_good = is_sound(query);
		query_free(query);
	}
	if (!tap_ok(is_good, "random texts make sound queries"))
		printf("# %s\n", text.data);
}

int
main(void)
{
	struct analyzer *analyzer = analyzer_new();

	test_examples(analyzer);
	test_text(analyzer);
	test_terms(analyzer);
	test_limits(analyzer);
	test_long_phrase(analyzer);
	test_random(analyzer);
	analyzer_free(analyzer);
	return tap_done();
}

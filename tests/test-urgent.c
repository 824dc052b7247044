/* SPDX-License-Identifier: GPL-2.0-or-later */

/* urgent.yaml: what is read, what is refused, and on which line. */

#include "tap.h"

#include <stdlib.h>

#include "buffer.h"
#include "findings-text.h"
#include "urgent.h"
#include "xalloc.h"

static struct analyzer *analyzer;
static char found[4096]; /* "LINE text|" for each finding */

static struct urgent *
parse(const char *text)
{
	struct findings findings = {.count = 0};
	struct urgent *urgent;

	urgent = urgent_parse(analyzer, text, strlen(text), &findings);
	findings_text(&findings, found, sizeof found);
	return urgent;
}

static const char good[] = "- id: stroke\n"
			   "  owner: Dr. A\n"
			   "  reviewed: 2026-01-31\n"
			   "  patterns: [face droop, \"slurred speech\"]\n"
			   "  alone: stroke\n"
			   "  title: Signs of a   stroke\n"
			   "  message: >-\n"
			   "    Call 911\n"
			   "    now.\n"
			   "  phones:\n"
			   "    - label: Call 911\n"
			   "      number: \"911\"\n"
			   "    - {label: The office, number: (972) 555-0100}\n"
			   "  link: {label: More, article: patients/x.md#signs}\n"
			   "- id: other\n"
			   "  patterns:\n"
			   "    - '\"can not\"|cannot breathe'\n"
			   "  title: T\n"
			   "  message: M\n"
			   "  link:\n"
			   "    label: L\n"
			   "    url: https://example.org/x\n";

static void
test_good(void)
{
	struct urgent *urgent = parse(good);
	const struct urgent_rule *rule;

	tap_string(found, "", "a good file has no findings");
	assert(urgent != NULL && urgent->count == 2);
	rule = &urgent->rules[0];
	tap_string(rule->id, "stroke", "id");
	tap_string(rule->title, "Signs of a stroke", "title, as one line");
	tap_string(rule->message, "Call 911 now.", "message");
	tap_number((long long)rule->phone_count, 2, "phones");
	tap_string(rule->phones[1].label, "The office", "label");
	tap_string(rule->phones[1].number, "(972) 555-0100", "number");
	tap_string(rule->link.article, "patients/x#signs", "article, without .md");
	tap_string(urgent->rules[1].link.url, "https://example.org/x", "url");
	tap_number(rule->line, 1, "line of the first");
	tap_number(urgent->rules[1].line, 15, "line of the second");
	tap_number((long long)pattern_book_count(urgent->patterns), 4, "patterns");
	tap_string(pattern_text(urgent->patterns, 1), "\"slurred speech\"",
	    "a text in quotes is a phrase");
	tap_number(pattern_line(urgent->patterns, 3), 17, "line of a pattern");
	tap_ok(pattern_kind(urgent->patterns, 2) == PATTERN_ALONE, "alone");
	urgent_free(urgent);
}

#define RULE    "- id: a\n  patterns: pain\n  title: T\n  message: M\n"
#define PHONES  "  phones: [{label: L, number: 911}]\n"
#define LINK(x) "  link: {label: L, " x "}\n"

static const struct {
	const char *text, *found;
	int count; /* of rules; -1: nothing can be used */
} mistakes[] = {
    {"", "", 0},
    {"# nothing yet\n", "", 0},
    {"[]\n", "", 0},
    {"a: b\n", "1 this is no list: begin each rule with '- '|", -1},
    {"words\n", "1 this is no list: begin each rule with '- '|", -1},
    {"- word\n", "1 a rule without keys: write 'key: value' lines|", 0},
    {RULE, "1 neither 'phones' nor a 'link': say what to do|", 0},
    {RULE PHONES, "", 1},
    {RULE PHONES RULE PHONES, "6 the rule on line 1 is 'a' already|", 1},
    {RULE PHONES "  patern: x\n", "6 unknown key 'patern': did you mean 'patterns'?|", 0},
    {RULE PHONES "  colour: red\n", "6 unknown key 'colour': remove it|", 0},
    {RULE PHONES "  reviewed: soon\n", "6 'reviewed' is no day: write it like 2027-03-31|", 0},
    {RULE PHONES "  alone: the\n",
	"6 the pattern 'the' cannot be used: no word that counts must be there: add one|", 0},
    {RULE PHONES "  alone: {a: b}\n", "6 'alone' is a text or a list of texts|", 0},
    {RULE PHONES "  alone:\n    - b\n    - [c]\n", "8 'alone' is a text or a list of texts|",
	0},
    {"- id: a\n  title: T\n  message: M\n" PHONES,
	"1 no 'patterns': say which searches it is for|", 0},
    {"- patterns: pain\n" PHONES,
	"1 'id' is missing|1 'title' is missing|1 'message' is missing|", 0},
    {"- id: A b\n  patterns: pain\n  title: T\n  message: [M]\n" PHONES,
	"1 'A b' is no id: use lower-case letters, digits and hyphens|"
	"4 'message' is one line of text, not a list|",
	0},
    {RULE "  phones: 911\n", "5 'phones' is a list: begin each with '- label: '|", 0},
    {RULE "  phones: [911]\n", "5 a phone has a 'label' and a 'number'|", 0},
    {RULE "  phones:\n  - label: L\n    number: call us\n",
	"7 'call us' is no telephone number: write its digits|", 0},
    {RULE "  phones:\n  - label: L\n    number: '91'\n",
	"7 '91' is no telephone number: write its digits|", 0},
    {RULE "  phones:\n  - label: L\n    numbr: 911\n",
	"7 unknown key 'numbr': did you mean 'number'?|6 'number' is missing|", 0},
    {RULE "  phones: [{label: L, number: 911},{label: L, number: 911},{label: L, number: 911},"
	  "{label: L, number: 911},{label: L, number: 911}]\n",
	"5 more than 4 phones: remove some|", 0},
    {RULE LINK("url: /x"), "", 1},
    {RULE LINK("article: x"), "", 1},
    {RULE "  link: /x\n", "5 a link has a 'label' and an 'article' or a 'url'|", 0},
    {RULE LINK("x: y"), "5 unknown key 'x': remove it|", 0},
    {RULE "  link: {label: L}\n", "5 write either 'article' or 'url'|", 0},
    {RULE LINK("url: /x, article: y"), "5 write either 'article' or 'url'|", 0},
    {RULE LINK("url: 'javascript:alert(1)'"),
	"5 'javascript:alert(1)' is not an address that begins with '/' or 'https://'|", 0},
    {RULE LINK("url: //evil.example"),
	"5 '//evil.example' is not an address that begins with '/' or 'https://'|", 0},
    {RULE LINK("url: 'http://example.org'"),
	"5 'http://example.org' is not an address that begins with '/' or 'https://'|", 0},
    {"- id: a\n  title: *b\n",
	"2 aliases ('*') are not read: write the value itself, in quotes if it is text|", -1},
};

static void
test_mistakes(void)
{
	struct urgent *urgent;
	size_t i;

	for (i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++) {
		urgent = parse(mistakes[i].text);
		tap_string(found, mistakes[i].found, mistakes[i].text);
		tap_number(urgent != NULL ? (int)urgent->count : -1, mistakes[i].count,
		    "rules that count");
		if (urgent != NULL && urgent->count == 0)
			tap_number((long long)pattern_book_count(urgent->patterns), 0,
			    "and no pattern of others");
		urgent_free(urgent);
	}
	urgent = parse("- id: a\n  title: \"b\n\n\n");
	tap_ok(urgent == NULL && found[0] >= '1' && found[0] <= '5', "broken YAML: %s", found);
	urgent = parse(RULE PHONES "- [\n");
	tap_ok(urgent == NULL && strchr(found, '|') != NULL, "more of it: %s", found);
}

static void
test_limits(void)
{
	struct buffer text;
	struct urgent *urgent;
	int i;

	buffer_init(&text, 10 * RULE_FILE_BYTES_MAX);
	buffer_printf(&text, "- id: a\n  patterns: pain\n  message: M\n" PHONES "  title: ");
	for (i = 0; i <= RULE_LINE_BYTES_MAX; i++)
		buffer_append_char(&text, 'x');
	urgent = parse(text.data);
	tap_string(
	    found, "5 'title' has more than 120 bytes: make it shorter|", "a long title");
	urgent_free(urgent);
	buffer_clear(&text);
	for (i = 0; i <= RULE_FILE_RULES_MAX; i++)
		buffer_append_string(&text, "- a\n");
	tap_ok(parse(text.data) == NULL, "too many rules");
	tap_string(found, "1 more than 1000 rules: remove some|", "and why");
	buffer_clear(&text);
	for (i = 0; i <= RULE_FILE_BYTES_MAX / 5; i++)
		buffer_append_string(&text, "# --\n");
	tap_ok(parse(text.data) == NULL, "a file that is too large");
	buffer_fini(&text);
}

int
main(void)
{
	analyzer = analyzer_new();
	test_good();
	test_mistakes();
	test_limits();
	analyzer_free(analyzer);
	return tap_done();
}

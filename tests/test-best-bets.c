/* SPDX-License-Identifier: GPL-2.0-or-later */

/* best-bets.yaml: what is read, what is refused, and on which line. */

#include "tap.h"

#include <stdlib.h>

#include "best_bets.h"
#include "buffer.h"
#include "findings-text.h"
#include "xalloc.h"

static struct analyzer *analyzer;
static char found[4096]; /* "LINE text|" for each finding */

static struct best_bets *
parse(const char *text)
{
	struct findings findings = {.count = 0};
	struct best_bets *bets;

	bets = best_bets_parse(analyzer, text, strlen(text), &findings);
	findings_text(&findings, found, sizeof found);
	return bets;
}

static const char good[] = "- label: Make   an appointment\n"
			   "  article: /patients/contact.md#phone\n"
			   "  patterns: [make appointment, \"second opinion\"]\n"
			   "  alone: appointment\n"
			   "  exact:\n"
			   "    - Who do I call\n"
			   "  until: 2027-03-31\n"
			   "  owner: front desk\n"
			   "  reason: >-\n"
			   "    They want\n"
			   "    the number.\n"
			   "- {label: Elsewhere, url: 'https://example.org/x', exact: x,\n"
			   "   owner: me, reason: why}\n";

static void
test_good(void)
{
	struct best_bets *bets = parse(good);
	const struct best_bet *bet;

	tap_string(found, "", "a good file has no findings");
	assert(bets != NULL && bets->count == 2);
	bet = &bets->rules[0];
	tap_string(bet->label, "Make an appointment", "label, as one line");
	tap_string(bet->target.article, "patients/contact#phone", "article, without .md");
	tap_number(bet->until, 20270331, "until");
	tap_number(bet->line, 1, "line");
	tap_ok(best_bet_is_current(bet, 20270331), "the last day counts");
	tap_ok(!best_bet_is_current(bet, 20270401), "the day after does not");
	tap_string(bets->rules[1].target.url, "https://example.org/x", "url");
	tap_ok(
	    best_bet_is_current(&bets->rules[1], 99991231), "without an end it always counts");
	tap_number((long long)pattern_book_count(bets->patterns), 5, "patterns");
	tap_ok(pattern_kind(bets->patterns, 0) == PATTERN_ANYWHERE, "patterns are anywhere");
	tap_ok(pattern_kind(bets->patterns, 2) == PATTERN_ALONE, "alone");
	tap_ok(pattern_kind(bets->patterns, 3) == PATTERN_EXACT, "exact");
	tap_number(pattern_line(bets->patterns, 3), 6, "line of a pattern");
	tap_number(pattern_rule(bets->patterns, 4), 1, "rule of a pattern");
	best_bets_free(bets);
}

#define WHY  "  owner: O\n  reason: R\n"
#define RULE "- label: L\n  article: a\n  patterns: pain\n" WHY

static const struct {
	const char *text, *found;
	int count; /* of rules; -1: nothing can be used */
} mistakes[] = {
    {"", "", 0},
    {"# nothing yet\n", "", 0},
    {"a: b\n", "1 this is no list: begin each rule with '- '|", -1},
    {RULE, "", 1},
    {RULE RULE, "", 2},
    {RULE "  patern: x\n", "6 unknown key 'patern': did you mean 'patterns'?|", 0},
    {RULE "  title: x\n", "6 unknown key 'title': remove it|", 0},
    {RULE "  until: soon\n", "6 'until' is no day: write it like 2027-03-31|", 0},
    {RULE "  until: 2027-02-30\n", "6 'until' is no day: write it like 2027-03-31|", 0},
    {RULE "  until:\n", "", 1},
    {RULE "  url: /b\n", "1 write either 'article' or 'url'|", 0},
    {RULE "  alone: the\n",
	"6 the pattern 'the' cannot be used: no word that counts must be there: add one|", 0},
    {RULE "  exact: '!'\n",
	"6 the pattern '!' cannot be used: no word that counts must be there: add one|", 0},
    {RULE "  exact: {a: b}\n", "6 'exact' is a text or a list of texts|", 0},
    {"- label: L\n  patterns: b\n  url: 'javascript:alert(1)'\n" WHY,
	"3 'javascript:alert(1)' is not an address that begins with '/' or 'https://'|", 0},
    {"- label: L\n  article: a\n" WHY,
	"1 no 'patterns', 'alone' or 'exact': say which searches it is for|", 0},
    {"- article: a\n  patterns: pain\n",
	"1 'label' is missing|1 'owner' is missing|1 'reason' is missing|", 0},
    {"- label: L\n  article: a\n  patterns: b\n  owner: ''\n  reason: [R]\n",
	"4 'owner' is empty|5 'reason' is one line of text, not a list|", 0},
};

static void
test_mistakes(void)
{
	struct best_bets *bets;
	size_t i;

	for (i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++) {
		bets = parse(mistakes[i].text);
		tap_string(found, mistakes[i].found, mistakes[i].text);
		tap_number(bets != NULL ? (int)bets->count : -1, mistakes[i].count,
		    "rules that count");
		if (bets != NULL && bets->count == 0)
			tap_number((long long)pattern_book_count(bets->patterns), 0,
			    "and no pattern of others");
		best_bets_free(bets);
	}
}

/* A rule whose key has one byte more than it may have. */
static void
check_long(const char *key, size_t bytes_max, const char *wanted)
{
	struct best_bets *bets;
	struct buffer text;
	size_t i;

	buffer_init(&text, 4096);
	buffer_append_string(&text, "- patterns: pain\n  article: a\n");
	buffer_append_string(&text, strcmp(key, "label") != 0 ? "  label: L\n" : "");
	buffer_append_string(&text, strcmp(key, "owner") != 0 ? "  owner: O\n" : "");
	buffer_append_string(&text, strcmp(key, "reason") != 0 ? "  reason: R\n" : "");
	buffer_printf(&text, "  %s: ", key);
	for (i = 0; i < bytes_max; i++)
		buffer_append_char(&text, 'x');
	bets = parse(text.data);
	tap_ok(bets != NULL && bets->count == 1 && found[0] == '\0', "%s of %zu bytes", key,
	    bytes_max);
	best_bets_free(bets);
	buffer_append_char(&text, 'x');
	bets = parse(text.data);
	tap_string(found, wanted, "one more");
	best_bets_free(bets);
	buffer_fini(&text);
}

static void
test_limits(void)
{
	struct buffer text;
	int i;

	check_long("label", RULE_LINE_BYTES_MAX,
	    "5 'label' has more than 120 bytes: make it shorter|");
	check_long("owner", RULE_LINE_BYTES_MAX,
	    "5 'owner' has more than 120 bytes: make it shorter|");
	check_long("reason", RULE_TEXT_BYTES_MAX,
	    "5 'reason' has more than 600 bytes: make it shorter|");
	buffer_init(&text, 10 * RULE_FILE_BYTES_MAX);
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

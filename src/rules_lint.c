/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules_lint.h"

#include <stdio.h>
#include <time.h>

#include "best_bets.h"
#include "urgent.h"

#define SHOWN 60 /* bytes of a text in a finding */

struct lint {
	const struct corpus *corpus;
	const struct article_options *options;
	struct analyzer *analyzer;
	struct findings *findings;
};

static bool
has_anchor(const struct article *article, const char *anchor)
{
	size_t i;

	for (i = 0; i < article->section_count; i++) {
		if (article->sections[i].anchor[0] != '\0' &&
		    strcmp(article->sections[i].anchor, anchor) == 0)
			return true;
	}
	return false;
}

static void
lint_article(const struct lint *lint, const struct rule_target *target, const char *path,
    const struct buffer *text)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	const char *anchor = strchr(target->article, '#');
	struct article *article;

	if (article_parse(text->data, text->length, path, lint->options, &article, &err) !=
	    FORNIX_OK) {
		findings_add(lint->findings, target->line, true, "%s", err.message);
		return;
	}
	if (article->skip_reason != NULL)
		findings_add(lint->findings, target->line, true,
		    "'%.*s' is not shown (%s): name another article, or publish it", SHOWN,
		    target->article, article->skip_reason);
	else if (anchor != NULL && !has_anchor(article, anchor + 1))
		findings_add(lint->findings, target->line, true,
		    "'%s' has no section '%.*s': name one of its headings' anchors", path,
		    SHOWN, anchor);
	article_free(article);
}

/* An article that is not there has been told by rules_check(). */
static void
lint_target(const struct lint *lint, const struct rule_target *target)
{
	struct fornix_error ignored = FORNIX_ERROR_INIT;
	char path[CORPUS_PATH_BYTES_MAX + 8];
	struct corpus_file file = {.path = path};
	struct buffer text;
	size_t length;

	if (target->article == NULL)
		return;
	length = strcspn(target->article, "#");
	if (length > CORPUS_PATH_BYTES_MAX)
		return;
	snprintf(path, sizeof path, "%.*s.md", (int)length, target->article);
	buffer_init(&text, ARTICLE_FILE_BYTES_MAX);
	if (corpus_read(lint->corpus, &file, &text, &ignored) == FORNIX_OK)
		lint_article(lint, target, path, &text);
	buffer_fini(&text);
}

static bool
lint_reach(const struct lint *lint, const struct pattern_book *book, int pattern)
{
	if (pattern_can_match(book, lint->analyzer, pattern))
		return true;
	findings_add(lint->findings, pattern_line(book, pattern), true,
	    "no search is '%.*s': a query takes its signs for more than words", SHOWN,
	    pattern_text(book, pattern));
	return false;
}

/* The patterns before one that take its searches. */
struct shadow {
	const struct pattern_book *book;
	const struct best_bets *bets; /* NULL: urgent rules, of which one is shown */
	const struct best_bet *bet;   /* the rule of the pattern */
	unsigned rule;
	uint32_t today;
	int same;  /* one of the same rule, or -1 */
	int first; /* one of another rule, or of one that leads to the same place; or -1 */
	bool is_same_place;
	size_t count; /* rules before it that are shown, which all stay as long as it does */
	unsigned rules[BEST_BETS_SHOWN_MAX];
};

static bool
leads_to_same(const struct rule_target *a, const struct rule_target *b)
{
	if (a->article != NULL && b->article != NULL)
		return strcmp(a->article, b->article) == 0;
	return a->url != NULL && b->url != NULL && strcmp(a->url, b->url) == 0;
}

static void
take_bet(struct shadow *shadow, int pattern, unsigned rule)
{
	const struct best_bet *other = &shadow->bets->rules[rule];
	size_t i;

	if (!best_bet_is_current(other, shadow->today) ||
	    (other->until != 0 &&
		(shadow->bet->until == 0 || other->until < shadow->bet->until)))
		return;
	if (leads_to_same(&other->target, &shadow->bet->target)) {
		shadow->is_same_place = true;
		shadow->first = pattern;
	}
	for (i = 0; i < shadow->count; i++) {
		if (leads_to_same(
			&other->target, &shadow->bets->rules[shadow->rules[i]].target))
			return;
	}
	if (shadow->count < BEST_BETS_SHOWN_MAX)
		shadow->rules[shadow->count++] = rule;
}

static void
on_covering(int pattern, void *context)
{
	struct shadow *shadow = context;
	unsigned rule = pattern_rule(shadow->book, pattern);

	if (rule == shadow->rule)
		shadow->same = pattern;
	else if (shadow->bets != NULL)
		take_bet(shadow, pattern, rule);
	else if (shadow->first < 0)
		shadow->first = pattern;
}

static void
find_shadow(const struct lint *lint, int pattern, struct shadow *shadow)
{
	shadow->rule = pattern_rule(shadow->book, pattern);
	shadow->today = lint->options->today;
	shadow->same = shadow->first = -1;
	pattern_each_covering(shadow->book, lint->analyzer, pattern, on_covering, shadow);
	if (shadow->same >= 0)
		findings_add(lint->findings, pattern_line(shadow->book, pattern), false,
		    "'%.*s' does nothing: '%.*s' on line %u has all of its searches", SHOWN,
		    pattern_text(shadow->book, pattern), SHOWN,
		    pattern_text(shadow->book, shadow->same),
		    pattern_line(shadow->book, shadow->same));
}

static void
lint_urgent_pattern(const struct lint *lint, const struct urgent *urgent, int pattern)
{
	struct shadow shadow = {.book = urgent->patterns};

	find_shadow(lint, pattern, &shadow);
	if (shadow.first >= 0)
		findings_add(lint->findings, pattern_line(urgent->patterns, pattern), true,
		    "'%.*s' never fires: '%.*s' on line %u, of '%s', has all of its searches",
		    SHOWN, pattern_text(urgent->patterns, pattern), SHOWN,
		    pattern_text(urgent->patterns, shadow.first),
		    pattern_line(urgent->patterns, shadow.first),
		    urgent->rules[pattern_rule(urgent->patterns, shadow.first)].id);
}

static void
lint_urgent(const struct lint *lint, const struct buffer *text, struct findings *ignored)
{
	struct urgent *urgent = urgent_parse(lint->analyzer, text->data, text->length, ignored);
	size_t i;

	if (urgent == NULL)
		return;
	for (i = 0; i < urgent->count; i++)
		lint_target(lint, &urgent->rules[i].link);
	for (i = 0; i < pattern_book_count(urgent->patterns); i++)
		lint_urgent_pattern(lint, urgent, (int)i);
	urgent_free(urgent);
}

static void
lint_bet_pattern(const struct lint *lint, const struct best_bets *bets, int pattern)
{
	const struct pattern_book *book = bets->patterns;
	struct shadow shadow = {
	    .book = book, .bets = bets, .bet = &bets->rules[pattern_rule(book, pattern)]};
	unsigned line = pattern_line(book, pattern);

	if (!lint_reach(lint, book, pattern) ||
	    !best_bet_is_current(shadow.bet, lint->options->today))
		return;
	find_shadow(lint, pattern, &shadow);
	if (shadow.is_same_place)
		findings_add(lint->findings, line, true,
		    "'%.*s' does nothing: the rule on line %u leads all of its searches to the "
		    "same place",
		    SHOWN, pattern_text(book, pattern),
		    bets->rules[pattern_rule(book, shadow.first)].line);
	else if (shadow.count == BEST_BETS_SHOWN_MAX)
		findings_add(lint->findings, line, true,
		    "'%.*s' never shows: those on lines %u, %u and %u have all of its searches",
		    SHOWN, pattern_text(book, pattern), bets->rules[shadow.rules[0]].line,
		    bets->rules[shadow.rules[1]].line, bets->rules[shadow.rules[2]].line);
}

static long
days_between(uint32_t from, uint32_t to)
{
	struct tm a = {.tm_year = (int)(from / 10000) - 1900,
	    .tm_mon = (int)(from / 100 % 100) - 1,
	    .tm_mday = (int)(from % 100)};
	struct tm b = {.tm_year = (int)(to / 10000) - 1900,
	    .tm_mon = (int)(to / 100 % 100) - 1,
	    .tm_mday = (int)(to % 100)};

	return (long)((timegm(&b) - timegm(&a)) / (24 * 60 * 60));
}

static void
lint_until(const struct lint *lint, const struct best_bet *bet)
{
	long days;

	if (bet->until == 0)
		return;
	days = days_between(lint->options->today, bet->until);
	if (days < 0)
		findings_add(lint->findings, bet->line, false,
		    "'%.*s' is over since %04u-%02u-%02u: remove it, or say until when", SHOWN,
		    bet->label, bet->until / 10000, bet->until / 100 % 100, bet->until % 100);
	else if (days <= RULES_LINT_DAYS)
		findings_add(lint->findings, bet->line, false,
		    "'%.*s' is over after %04u-%02u-%02u: %ld day%s from today", SHOWN,
		    bet->label, bet->until / 10000, bet->until / 100 % 100, bet->until % 100,
		    days, days == 1 ? "" : "s");
}

static void
lint_best_bets(const struct lint *lint, const struct buffer *text, struct findings *ignored)
{
	struct best_bets *bets =
	    best_bets_parse(lint->analyzer, text->data, text->length, ignored);
	size_t i;

	if (bets == NULL)
		return;
	for (i = 0; i < bets->count; i++) {
		lint_target(lint, &bets->rules[i].target);
		lint_until(lint, &bets->rules[i]);
	}
	for (i = 0; i < pattern_book_count(bets->patterns); i++)
		lint_bet_pattern(lint, bets, (int)i);
	best_bets_free(bets);
}

void
rules_lint(const struct corpus *corpus, enum rules_file file, const struct buffer *text,
    const struct article_options *options, struct findings *findings)
{
	struct lint lint = {corpus, options, analyzer_new(), findings};
	struct findings ignored = {.count = 0};

	if (file == RULES_URGENT)
		lint_urgent(&lint, text, &ignored);
	else if (file == RULES_BEST_BETS)
		lint_best_bets(&lint, text, &ignored);
	findings_fini(&ignored);
	analyzer_free(lint.analyzer);
}

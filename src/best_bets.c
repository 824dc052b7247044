/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "best_bets.h"

#include "xalloc.h"

static void
rule_fini(struct best_bet *rule)
{
	free(rule->label);
	rule_target_fini(&rule->target);
}

/* Nobody can judge later whether a rule still holds who cannot see why it is there. */
static void
require_line(struct rule_reader *reader, const char *key, size_t bytes)
{
	free(rule_line(reader, reader->rule, key, bytes, true));
}

static void
read_rule(struct rule_reader *reader, struct best_bets *bets)
{
	size_t patterns = pattern_book_count(bets->patterns);
	struct best_bet rule = {.line = reader->rule->line};
	unsigned number = (unsigned)bets->count;

	rule_patterns_add(reader, "patterns", PATTERN_ANYWHERE, bets->patterns, number);
	rule_patterns_add(reader, "alone", PATTERN_ALONE, bets->patterns, number);
	rule_patterns_add(reader, "exact", PATTERN_EXACT, bets->patterns, number);
	if (pattern_book_count(bets->patterns) == patterns && !reader->is_bad)
		rule_problem(reader, NULL,
		    "no 'patterns', 'alone' or 'exact': say which searches it is for");
	rule.label = rule_line(reader, reader->rule, "label", RULE_LINE_BYTES_MAX, true);
	rule_target_read(reader, reader->rule, &rule.target);
	rule.until = rule_day(reader, "until");
	require_line(reader, "owner", RULE_LINE_BYTES_MAX);
	require_line(reader, "reason", RULE_TEXT_BYTES_MAX);
	if (reader->is_bad) {
		pattern_book_cut(bets->patterns, patterns);
		rule_fini(&rule);
		return;
	}
	XALLOC_GROW(bets->rules, bets->count, bets->capacity);
	bets->rules[bets->count++] = rule;
}

struct best_bets *
best_bets_parse(
    struct analyzer *analyzer, const char *text, size_t length, struct findings *findings)
{
	static const char *const keys[] = {"label", "article", "url", "patterns", "alone",
	    "exact", "until", "owner", "reason"};
	struct rule_reader reader = {.analyzer = analyzer, .findings = findings};
	struct yamldoc_node *root = rule_file_parse(&reader, text, length), *node;
	struct best_bets *bets;

	if (root == NULL)
		return NULL;
	bets = xcalloc(1, sizeof *bets);
	bets->patterns = pattern_book_new();
	for (node = root->child; node != NULL; node = node->next) {
		if (rule_begin(&reader, node, keys, sizeof keys / sizeof keys[0]))
			read_rule(&reader, bets);
	}
	yamldoc_free(root);
	return bets;
}

void
best_bets_free(struct best_bets *bets)
{
	size_t i;

	if (bets == NULL)
		return;
	for (i = 0; i < bets->count; i++)
		rule_fini(&bets->rules[i]);
	free(bets->rules);
	pattern_book_free(bets->patterns);
	free(bets);
}

bool
best_bet_is_current(const struct best_bet *bet, uint32_t day)
{
	return bet->until == 0 || day <= bet->until;
}

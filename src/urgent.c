/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "urgent.h"

#include "xalloc.h"

#define DIGITS_MIN 3
#define DIGITS_MAX 15 /* of E.164 */

static void
rule_fini(struct urgent_rule *rule)
{
	size_t i;

	for (i = 0; i < rule->phone_count; i++) {
		free(rule->phones[i].label);
		free(rule->phones[i].number);
	}
	free(rule->id);
	free(rule->title);
	free(rule->message);
	free(rule->link_label);
	rule_target_fini(&rule->link);
}

static void
check_id(struct rule_reader *reader, const struct urgent *urgent, const char *id)
{
	const struct yamldoc_node *node = yamldoc_find(reader->rule, "id");
	size_t i;

	if (strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen(id))
		rule_problem(reader, node,
		    "'%s' is no id: use lower-case letters, digits and hyphens", id);
	for (i = 0; i < urgent->count; i++) {
		if (strcmp(urgent->rules[i].id, id) == 0)
			rule_problem(reader, node, "the rule on line %u is '%s' already",
			    urgent->rules[i].line, id);
	}
}

/* "911", "(972) 555-0100", "+1 972 555 0100" */
static bool
is_phone_number(const char *number)
{
	size_t digits = 0;
	const char *p = number + (number[0] == '+');

	for (; *p != '\0'; p++) {
		if (*p >= '0' && *p <= '9')
			digits++;
		else if (strchr(" ()-.", *p) == NULL)
			return false;
	}
	return digits >= DIGITS_MIN && digits <= DIGITS_MAX;
}

static void
read_phone(
    struct rule_reader *reader, const struct yamldoc_node *node, struct urgent_rule *rule)
{
	static const char *const keys[] = {"label", "number"};
	struct urgent_phone *phone = &rule->phones[rule->phone_count];

	if (node->kind != YAMLDOC_MAPPING) {
		rule_problem(reader, node, "a phone has a 'label' and a 'number'");
		return;
	}
	rule_check_keys(reader, node, keys, 2);
	phone->label = rule_line(reader, node, "label", RULE_LINE_BYTES_MAX, true);
	phone->number = rule_line(reader, node, "number", URGENT_NUMBER_BYTES_MAX, true);
	rule->phone_count++;
	if (phone->number != NULL && !is_phone_number(phone->number))
		rule_problem(reader, yamldoc_find(node, "number"),
		    "'%s' is no telephone number: write its digits", phone->number);
}

static void
read_phones(struct rule_reader *reader, struct urgent_rule *rule)
{
	const struct yamldoc_node *list = yamldoc_find(reader->rule, "phones"), *node;

	if (list == NULL || yamldoc_is_null(list))
		return;
	if (list->kind != YAMLDOC_SEQUENCE) {
		rule_problem(reader, list, "'phones' is a list: begin each with '- label: '");
		return;
	}
	for (node = list->child; node != NULL; node = node->next) {
		if (rule->phone_count == URGENT_PHONES_MAX) {
			rule_problem(reader, node, "more than %d phones: remove some",
			    URGENT_PHONES_MAX);
			return;
		}
		read_phone(reader, node, rule);
	}
}

static void
read_link(struct rule_reader *reader, struct urgent_rule *rule)
{
	static const char *const keys[] = {"label", "url", "article"};
	const struct yamldoc_node *node = yamldoc_find(reader->rule, "link");

	if (node == NULL || yamldoc_is_null(node))
		return;
	if (node->kind != YAMLDOC_MAPPING) {
		rule_problem(reader, node, "a link has a 'label' and an 'article' or a 'url'");
		return;
	}
	rule_check_keys(reader, node, keys, 3);
	rule->link_label = rule_line(reader, node, "label", RULE_LINE_BYTES_MAX, true);
	rule_target_read(reader, node, &rule->link);
}

static void
read_rule(struct rule_reader *reader, struct urgent *urgent)
{
	size_t patterns = pattern_book_count(urgent->patterns);
	struct urgent_rule rule = {.line = reader->rule->line};
	unsigned number = (unsigned)urgent->count;

	rule.id = rule_line(reader, reader->rule, "id", URGENT_ID_BYTES_MAX, true);
	if (rule.id != NULL)
		check_id(reader, urgent, rule.id);
	rule_patterns_add(reader, "patterns", PATTERN_ANYWHERE, urgent->patterns, number);
	rule_patterns_add(reader, "alone", PATTERN_ALONE, urgent->patterns, number);
	if (pattern_book_count(urgent->patterns) == patterns && !reader->is_bad)
		rule_problem(reader, NULL, "no 'patterns': say which searches it is for");
	rule.title = rule_line(reader, reader->rule, "title", RULE_LINE_BYTES_MAX, true);
	rule.message = rule_line(reader, reader->rule, "message", RULE_TEXT_BYTES_MAX, true);
	read_phones(reader, &rule);
	read_link(reader, &rule);
	free(rule_line(reader, reader->rule, "owner", RULE_LINE_BYTES_MAX, false));
	rule_day(reader, "reviewed");
	if (rule.phone_count == 0 && rule.link_label == NULL && !reader->is_bad)
		rule_problem(reader, NULL, "neither 'phones' nor a 'link': say what to do");
	if (reader->is_bad) {
		pattern_book_cut(urgent->patterns, patterns);
		rule_fini(&rule);
		return;
	}
	XALLOC_GROW(urgent->rules, urgent->count, urgent->capacity);
	urgent->rules[urgent->count++] = rule;
}

struct urgent *
urgent_parse(
    struct analyzer *analyzer, const char *text, size_t length, struct findings *findings)
{
	static const char *const keys[] = {"id", "patterns", "alone", "title", "message",
	    "phones", "link", "owner", "reviewed"};
	struct rule_reader reader = {.analyzer = analyzer, .findings = findings};
	struct yamldoc_node *root = rule_file_parse(&reader, text, length), *node;
	struct urgent *urgent;

	if (root == NULL)
		return NULL;
	urgent = xcalloc(1, sizeof *urgent);
	urgent->patterns = pattern_book_new();
	for (node = root->child; node != NULL; node = node->next) {
		if (rule_begin(&reader, node, keys, sizeof keys / sizeof keys[0]))
			read_rule(&reader, urgent);
	}
	yamldoc_free(root);
	return urgent;
}

void
urgent_free(struct urgent *urgent)
{
	size_t i;

	if (urgent == NULL)
		return;
	for (i = 0; i < urgent->count; i++)
		rule_fini(&urgent->rules[i]);
	free(urgent->rules);
	pattern_book_free(urgent->patterns);
	free(urgent);
}

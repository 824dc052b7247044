/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rule_reader.h"

#include <stdarg.h>

#include "date.h"
#include "escape.h"
#include "nearest.h"
#include "text.h"
#include "xalloc.h"

#define KEYS_MAX     16
#define SHOWN        60 /* bytes of a value in a finding */
#define REASON_BYTES 512

void
rule_problem(
    struct rule_reader *reader, const struct yamldoc_node *node, const char *format, ...)
{
	char text[REASON_BYTES];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	if (node == NULL)
		node = reader->rule;
	findings_add(reader->findings, node->line, true, "%s", text);
	reader->is_bad = true;
}

/* Errors of yamldoc_parse() begin with "'NAME:LINE': ". */
static void
add_yaml_error(struct rule_reader *reader, const struct fornix_error *err)
{
	const char *colon = strchr(err->message, ':'), *reason;
	unsigned line = colon != NULL ? (unsigned)strtoul(colon + 1, NULL, 10) : 0;

	reason = strstr(err->message, "': ");
	findings_add(reader->findings, line > 0 ? line : 1, true, "%s",
	    reason != NULL && line > 0 ? reason + 3 : err->message);
}

struct yamldoc_node *
rule_file_parse(struct rule_reader *reader, const char *text, size_t length)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct yamldoc_node *root, *node;
	size_t count = 0;

	if (yamldoc_parse(text, length, "rules", 1, &root, &err) != FORNIX_OK) {
		add_yaml_error(reader, &err);
		return NULL;
	}
	for (node = root->child; node != NULL; node = node->next)
		count++;
	if (root->kind != YAMLDOC_SEQUENCE && (count > 0 || !yamldoc_is_null(root)) &&
	    (root->kind != YAMLDOC_MAPPING || count > 0)) {
		findings_add(reader->findings, root->line, true,
		    "this is no list: begin each rule with '- '");
	} else if (count > RULE_FILE_RULES_MAX) {
		findings_add(reader->findings, root->line, true,
		    "more than %d rules: remove some", RULE_FILE_RULES_MAX);
	} else {
		return root;
	}
	yamldoc_free(root);
	return NULL;
}

void
rule_check_keys(struct rule_reader *reader, const struct yamldoc_node *mapping,
    const char *const *keys, size_t key_count)
{
	const struct yamldoc_node *node;
	const char *nearest;
	size_t i;

	for (node = mapping->child; node != NULL; node = node->next) {
		for (i = 0; i < key_count && strcmp(node->key, keys[i]) != 0; i++)
			;
		if (i < key_count)
			continue;
		nearest = nearest_name(node->key, keys, key_count);
		if (nearest != NULL)
			rule_problem(reader, node, "unknown key '%.*s': did you mean '%s'?",
			    SHOWN, node->key, nearest);
		else
			rule_problem(
			    reader, node, "unknown key '%.*s': remove it", SHOWN, node->key);
	}
}

bool
rule_begin(struct rule_reader *reader, const struct yamldoc_node *rule, const char *const *keys,
    size_t key_count)
{
	reader->rule = rule;
	reader->is_bad = false;
	if (rule->kind != YAMLDOC_MAPPING) {
		rule_problem(reader, rule, "a rule without keys: write 'key: value' lines");
		return false;
	}
	rule_check_keys(reader, rule, keys, key_count);
	return true;
}

char *
rule_line(struct rule_reader *reader, const struct yamldoc_node *mapping, const char *key,
    size_t bytes, bool is_required)
{
	const struct yamldoc_node *node = yamldoc_find(mapping, key);
	char *line;

	if (node == NULL || yamldoc_is_null(node)) {
		if (is_required)
			rule_problem(
			    reader, node != NULL ? node : mapping, "'%s' is missing", key);
		return NULL;
	}
	if (node->kind != YAMLDOC_SCALAR) {
		rule_problem(reader, node, "'%s' is one line of text, not a list", key);
		return NULL;
	}
	line = text_line_dup(node->text, strlen(node->text));
	if (line[0] == '\0')
		rule_problem(reader, node, "'%s' is empty", key);
	else if (strlen(line) > bytes)
		rule_problem(
		    reader, node, "'%s' has more than %zu bytes: make it shorter", key, bytes);
	else
		return line;
	free(line);
	return NULL;
}

uint32_t
rule_day(struct rule_reader *reader, const char *key)
{
	const struct yamldoc_node *node = yamldoc_find(reader->rule, key);
	uint32_t day;

	if (node == NULL || yamldoc_is_null(node))
		return 0;
	day = date_parse(node->text);
	if (day == 0)
		rule_problem(reader, node, "'%s' is no day: write it like 2027-03-31", key);
	return day;
}

/* As the faces link to it: see render_url(). */
static bool
is_url(const char *url)
{
	const char *p;

	for (p = url; *p != '\0'; p++) {
		if ((unsigned char)*p <= ' ' || *p == 0x7F || *p == '\\')
			return false;
	}
	if (url[0] == '/')
		return url[1] != '/';
	return strncmp(url, "https://", 8) == 0 && url[8] != '\0' && url[8] != '/';
}

/* "/patients/x.md" and "patients/x" are meant to be the same. */
static char *
article_id(const char *text)
{
	struct buffer id;
	const char *anchor;
	size_t length;

	text += text[0] == '/';
	length = strcspn(text, "#");
	anchor = text + length;
	buffer_init(&id, RULE_URL_BYTES_MAX);
	if (length > 3 && memcmp(text + length - 3, ".md", 3) == 0)
		length -= 3;
	buffer_append(&id, text, length);
	buffer_append_string(&id, anchor);
	return buffer_take(&id, NULL);
}

void
rule_target_read(struct rule_reader *reader, const struct yamldoc_node *mapping,
    struct rule_target *ret_target)
{
	const struct yamldoc_node *node = yamldoc_find(mapping, "article");
	struct rule_target target = {NULL, NULL, mapping->line};
	char *article = rule_line(reader, mapping, "article", RULE_URL_BYTES_MAX, false);

	target.url = rule_line(reader, mapping, "url", RULE_URL_BYTES_MAX, false);
	if (article != NULL) {
		target.article = article_id(article);
		target.line = node->line;
		free(article);
	} else if (target.url != NULL) {
		target.line = yamldoc_find(mapping, "url")->line;
	}
	if ((target.article != NULL) == (target.url != NULL) && !reader->is_bad)
		rule_problem(reader, mapping, "write either 'article' or 'url'");
	if (target.url != NULL && !is_url(target.url))
		rule_problem(reader, yamldoc_find(mapping, "url"),
		    "'%.*s' is not an address that begins with '/' or 'https://'", SHOWN,
		    target.url);
	*ret_target = target;
}

void
rule_target_fini(struct rule_target *target)
{
	free(target->article);
	free(target->url);
}

static void
add_pattern(struct rule_reader *reader, const struct yamldoc_node *node, const char *key,
    enum pattern_kind kind, struct pattern_book *book, unsigned rule)
{
	struct pattern_source source = {.rule = rule, .line = node->line};
	const char *reason;
	char *text;

	if (node->kind != YAMLDOC_SCALAR) {
		rule_problem(reader, node, "'%s' is a text or a list of texts", key);
		return;
	}
	source.is_phrase =
	    kind != PATTERN_EXACT && node->is_quoted && strchr(node->text, '"') == NULL;
	text = text_line_dup(node->text, strlen(node->text));
	reason = pattern_book_add(book, reader->analyzer, kind, text, &source);
	if (reason != NULL)
		rule_problem(
		    reader, node, "the pattern '%.*s' cannot be used: %s", SHOWN, text, reason);
	free(text);
}

void
rule_patterns_add(struct rule_reader *reader, const char *key, enum pattern_kind kind,
    struct pattern_book *book, unsigned rule)
{
	const struct yamldoc_node *node = yamldoc_find(reader->rule, key), *item;

	if (node == NULL || yamldoc_is_null(node))
		return;
	if (node->kind == YAMLDOC_SCALAR) {
		add_pattern(reader, node, key, kind, book, rule);
		return;
	}
	if (node->kind == YAMLDOC_MAPPING)
		rule_problem(reader, node, "'%s' is a text or a list of texts", key);
	for (item = node->child; node->kind == YAMLDOC_SEQUENCE && item != NULL;
	     item = item->next)
		add_pattern(reader, item, key, kind, book, rule);
}

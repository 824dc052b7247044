/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "yamldoc.h"

#include <stdlib.h>
#include <time.h>

#include "buffer.h"
#include "tap.h"

static struct yamldoc_node *
parse(const char *text)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct yamldoc_node *root = NULL;

	if (yamldoc_parse(text, strlen(text), "x.yaml", 1, &root, &err) != FORNIX_OK)
		printf("# %s\n", err.message);
	return root;
}

static void
test_tree(void)
{
	struct yamldoc_node *root = parse("# a comment\n"
					  "title: Bell's palsy\n"
					  "tags: [face, 'nerve, 7th']\n"
					  "empty:\n"
					  "quoted: \"\"\n"
					  "params:\n"
					  "  draft: yes\n"
					  "  list:\n"
					  "    - one\n"
					  "    - {two: 2}\n");
	const struct yamldoc_node *node;
	bool value = false;

	assert(root != NULL);
	tap_number(root->kind, YAMLDOC_MAPPING, "the root is a mapping");
	node = yamldoc_find(root, "title");
	tap_string(node->text, "Bell's palsy", "a plain scalar");
	tap_number(node->line, 2, "has the line of its key");
	node = yamldoc_find(root, "tags");
	tap_number(node->kind, YAMLDOC_SEQUENCE, "a list");
	tap_string(node->child->text, "face", "first item");
	tap_ok(!node->child->is_quoted && node->child->next->is_quoted, "quoted or not");
	tap_string(node->child->next->text, "nerve, 7th", "second item");
	tap_ok(node->child->next->next == NULL, "and no third");
	tap_ok(yamldoc_is_null(yamldoc_find(root, "empty")), "a key without value is null");
	tap_ok(!yamldoc_is_null(yamldoc_find(root, "quoted")), "empty quotes are text");
	node = yamldoc_find(yamldoc_find(root, "params"), "draft");
	tap_ok(yamldoc_get_bool(node, &value) && value, "yes is true");
	tap_ok(!yamldoc_get_bool(yamldoc_find(root, "title"), &value), "a title is no boolean");
	node = yamldoc_find(yamldoc_find(root, "params"), "list");
	tap_string(yamldoc_find(node->child->next, "two")->text, "2", "deep value");
	tap_number(node->child->next->line, 10, "with its line");
	tap_ok(yamldoc_find(root, "nothing") == NULL, "an unknown key");
	tap_ok(yamldoc_find(node, "one") == NULL, "no key in a list");
	yamldoc_free(root);
}

static void
test_json(void)
{
	struct yamldoc_node *root =
	    parse("{\n\t\"title\":\"A \\\"b\\\" \\u00e9 \\/\",\n"
		  "\t\"tags\": [\"x\", \"y\"],\n\t\"draft\": true\n}\n");
	bool value = false;

	assert(root != NULL);
	tap_string(yamldoc_find(root, "title")->text, "A \"b\" \xC3\xA9 /", "a JSON string");
	tap_string(yamldoc_find(root, "tags")->child->next->text, "y", "a JSON array");
	tap_ok(
	    yamldoc_get_bool(yamldoc_find(root, "draft"), &value) && value, "a JSON boolean");
	yamldoc_free(root);
}

static void
test_kept(void)
{
	static const struct {
		const char *name, *yaml, *want;
	} cases[] = {
	    {"a byte order mark", "\xEF\xBB\xBFk: v\n", "v"},
	    {"CRLF", "k: v\r\nz: y\r\n", "v"},
	    {"a NUL escape is dropped", "k: \"a\\0b\"\n", "ab"},
	    {"an ESC escape is kept for the reader to clean", "k: \"\\e[31m\"\n", "\033[31m"},
	    {"a folded block", "k: >\n  one\n  two\n", "one two\n"},
	    {"closed brackets in text", "k: a [b] (c) {d}\n", "a [b] (c) {d}"},
	    {"an end mark", "k: v\n...\n", "v"},
	};
	struct yamldoc_node *root;
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		root = parse(cases[i].yaml);
		tap_string(
		    root ? yamldoc_find(root, "k")->text : NULL, cases[i].want, cases[i].name);
		yamldoc_free(root);
	}
	root = parse("# nothing\n");
	tap_ok(root != NULL && root->kind == YAMLDOC_MAPPING && root->child == NULL,
	    "comments alone are an empty mapping");
	yamldoc_free(root);
}

static void
test_refused(void)
{
	static const struct {
		const char *yaml;
		enum fornix_status status;
		const char *message;
	} cases[] = {
	    {"a: 1\nb: *x\n", FORNIX_ERR_INPUT, "'x.yaml:11': aliases"},
	    {"a: &x 1\n", FORNIX_ERR_INPUT, "'x.yaml:10': anchors"},
	    {"a: !!binary 1\n", FORNIX_ERR_INPUT, "'x.yaml:10': tags"},
	    {"a: &x [1]\n", FORNIX_ERR_INPUT, "'x.yaml:10': anchors"},
	    {"a: !x {b: 1}\n", FORNIX_ERR_INPUT, "'x.yaml:10': tags"},
	    {"a: 1\n---\nb: 2\n", FORNIX_ERR_INPUT, "'x.yaml:11': a second document"},
	    {"a: 1\nb: 2\na: 3\n", FORNIX_ERR_INPUT,
		"'x.yaml:12': key 'a' is already on line 10"},
	    {"a: {b: 1, b: 2}\n", FORNIX_ERR_INPUT, "'x.yaml:10': key 'b' is already"},
	    {"? [a]\n: 1\n", FORNIX_ERR_INPUT,
		"'x.yaml:10': a list or mapping cannot be a key"},
	    {"a: b: c\n", FORNIX_ERR_INPUT, "'x.yaml:10': mapping values are not allowed"},
	    {"a: [1\nb: 2\n", FORNIX_ERR_INPUT, "'x.yaml:11': "},
	    {"a:\n\t- 1\n", FORNIX_ERR_INPUT, "'x.yaml:11': "},
	    {"a: 1\nb: \xFF\n", FORNIX_ERR_INPUT, "'x.yaml:11': invalid leading UTF-8 octet"},
	    {"a: 1\nb: \033\n", FORNIX_ERR_INPUT, "'x.yaml:11': control characters"},
	    {"a: [[[[[[[[1]]]]]]]]\n", FORNIX_ERR_LIMIT, "'x.yaml:10': more than 8 levels"},
	    {"a: 1\nb: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\n", FORNIX_ERR_LIMIT,
		"'x.yaml:11': more than 32 brackets are open"},
	    {"a: {{ .Title }}\n", FORNIX_ERR_INPUT, "'x.yaml:10': a list or mapping cannot"},
	};
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct yamldoc_node *root = NULL;
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		enum fornix_status status = yamldoc_parse(
		    cases[i].yaml, strlen(cases[i].yaml), "x.yaml", 10, &root, &err);

		tap_ok(
		    status == cases[i].status && root == NULL &&
			strncmp(err.message, cases[i].message, strlen(cases[i].message)) == 0,
		    "refused: %s", err.message);
	}
	tap_number(yamldoc_parse("a: \0b\n", 6, "x.yaml", 1, &root, &err), FORNIX_ERR_INPUT,
	    "a NUL byte");
	tap_number(yamldoc_parse("\xFF\xFE"
				 "a\0:\0 \0b\0",
		       10, "x.yaml", 1, &root, &err),
	    FORNIX_ERR_INPUT, "UTF-16");
	tap_ok(root == NULL, "the output is untouched");
}

/* Many times part, between before and after. */
static enum fornix_status
parse_many(const char *before, const char *part, size_t times, const char *after)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct yamldoc_node *root = NULL;
	enum fornix_status status;
	struct buffer text;

	buffer_init(&text, 1024 * 1024);
	buffer_append_string(&text, before);
	while (times-- > 0)
		buffer_append_string(&text, part);
	buffer_append_string(&text, after);
	status = yamldoc_parse(text.data, text.length, "x.yaml", 1, &root, &err);
	yamldoc_free(root);
	buffer_fini(&text);
	return status;
}

static void
test_limits(void)
{
	clock_t start = clock();

	tap_number(parse_many("a: ", "[", 60000, "\n"), FORNIX_ERR_LIMIT, "60,000 brackets");
	tap_number(parse_many("", "- ", 30000, "x\n"), FORNIX_ERR_LIMIT, "30,000 nested lists");
	tap_number(parse_many("a: ", "x", 65530, "\n"), FORNIX_OK, "64 KiB less 2 bytes");
	tap_number(parse_many("a: ", "x", 65540, "\n"), FORNIX_ERR_LIMIT, "more than 64 KiB");
	tap_number(parse_many("a:\n", "- x\n", 1900, ""), FORNIX_OK, "1,900 items");
	tap_number(parse_many("a:\n", "- x\n", 10000, ""), FORNIX_ERR_LIMIT, "10,000 items");
	tap_ok(clock() - start < 5 * CLOCKS_PER_SEC, "all of it in linear time");
}

int
main(void)
{
	test_tree();
	test_json();
	test_kept();
	test_refused();
	test_limits();
	return tap_done();
}

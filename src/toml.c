/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "toml.h"

#include <ctype.h>

#include "text.h"
#include "toml_scan.h"
#include "xalloc.h"

static enum fornix_status read_value(struct toml_scan *reader, struct yamldoc_node **ret_node);

/* One part of a key: bare or in quotes. */
static enum fornix_status
read_key_part(struct toml_scan *reader, char **ret_key)
{
	const char *start;

	toml_scan_skip_blanks(reader);
	if (toml_scan_peek(reader) == '"' || toml_scan_peek(reader) == '\'')
		return toml_scan_string(reader, ret_key);
	start = reader->at;
	while (isalnum((unsigned char)toml_scan_peek(reader)) ||
	       toml_scan_peek(reader) == '_' || toml_scan_peek(reader) == '-')
		toml_scan_advance(reader, 1);
	if (reader->at == start)
		return toml_scan_fail(reader, "expected a key: write 'key = \"value\"'");
	*ret_key = xstrndup(start, (size_t)(reader->at - start));
	return FORNIX_OK;
}

static struct yamldoc_node *
find_member(struct yamldoc_node *mapping, const char *key)
{
	struct yamldoc_node *node;

	for (node = mapping->child; node != NULL; node = node->next) {
		if (strcmp(node->key, key) == 0)
			return node;
	}
	return NULL;
}

/* The table of that key within parent, made if need be. */
static enum fornix_status
enter_table(struct toml_scan *reader, struct yamldoc_node *parent, char *own_key,
    struct yamldoc_node **ret)
{
	struct yamldoc_node *node = find_member(parent, own_key);

	if (node != NULL) {
		free(own_key);
		if (node->kind != YAMLDOC_MAPPING)
			return toml_scan_fail(
			    reader, "a value is used as a table: rename one of them");
		*ret = node;
		return FORNIX_OK;
	}
	node = yamldoc_node_new(YAMLDOC_MAPPING, reader->line);
	node->key = own_key;
	yamldoc_append(parent, node);
	*ret = node;
	return FORNIX_OK;
}

/* Reads "a.b.c": goes into the tables a and b of *table and returns the key c. */
static enum fornix_status
read_key(struct toml_scan *reader, struct yamldoc_node **table, char **ret_key)
{
	unsigned depth = 0;
	enum fornix_status status;
	char *part;

	status = read_key_part(reader, &part);
	toml_scan_skip_blanks(reader);
	while (status == FORNIX_OK && toml_scan_peek(reader) == '.') {
		toml_scan_advance(reader, 1);
		if (++depth > TOML_DEPTH_MAX) {
			free(part);
			return toml_scan_fail(
			    reader, "too many dots in a key: make it flatter");
		}
		status = enter_table(reader, *table, part, table);
		if (status == FORNIX_OK)
			status = read_key_part(reader, &part);
		toml_scan_skip_blanks(reader);
	}
	if (status == FORNIX_OK)
		*ret_key = part;
	return status;
}

static enum fornix_status
read_pair(struct toml_scan *reader, struct yamldoc_node *table)
{
	unsigned line = reader->line;
	struct yamldoc_node *value, *earlier;
	enum fornix_status status;
	char *key;

	status = read_key(reader, &table, &key);
	if (status != FORNIX_OK)
		return status;
	earlier = find_member(table, key);
	if (toml_scan_peek(reader) != '=')
		status = toml_scan_fail(
		    reader, "expected '=' behind a key: write 'key = \"value\"'");
	else if (earlier != NULL)
		status = error_set(reader->err, FORNIX_ERR_INPUT,
		    "'%s:%u': key '%.60s' is already on line %u: remove one of them",
		    reader->name, line, key, earlier->line);
	if (status == FORNIX_OK) {
		toml_scan_advance(reader, 1);
		status = read_value(reader, &value);
	}
	if (status != FORNIX_OK) {
		free(key);
		return status;
	}
	value->key = key;
	value->line = line;
	yamldoc_append(table, value);
	return FORNIX_OK;
}

/* What stands between brackets or braces, up to and with the closing one. */
static enum fornix_status
read_members(struct toml_scan *reader, struct yamldoc_node *parent, char closing)
{
	struct yamldoc_node *item;
	enum fornix_status status;

	toml_scan_advance(reader, 1);
	for (toml_scan_skip_lines(reader); toml_scan_peek(reader) != closing;
	     toml_scan_skip_lines(reader)) {
		if (reader->at == reader->end)
			return toml_scan_fail(reader, "a bracket is not closed: close it");
		if (parent->kind == YAMLDOC_MAPPING) {
			status = read_pair(reader, parent);
		} else {
			status = read_value(reader, &item);
			if (status == FORNIX_OK)
				yamldoc_append(parent, item);
		}
		if (status != FORNIX_OK)
			return status;
		toml_scan_skip_lines(reader);
		if (toml_scan_peek(reader) == ',')
			toml_scan_advance(reader, 1);
		else if (toml_scan_peek(reader) != closing)
			return toml_scan_fail(reader, "expected ',' or a closing bracket");
	}
	toml_scan_advance(reader, 1);
	return FORNIX_OK;
}

static enum fornix_status
read_collection(struct toml_scan *reader, struct yamldoc_node **ret_node)
{
	bool is_array = toml_scan_peek(reader) == '[';
	struct yamldoc_node *node;
	enum fornix_status status;

	if (reader->depth == TOML_DEPTH_MAX)
		return toml_scan_fail(reader, "brackets nest too deeply: make it flatter");
	reader->depth++;
	node = yamldoc_node_new(is_array ? YAMLDOC_SEQUENCE : YAMLDOC_MAPPING, reader->line);
	status = read_members(reader, node, is_array ? ']' : '}');
	reader->depth--;
	if (status == FORNIX_OK)
		*ret_node = node;
	else
		yamldoc_free(node);
	return status;
}

/* A number, boolean or date: its text. */
static enum fornix_status
read_bare(struct toml_scan *reader, struct yamldoc_node **ret_node)
{
	const char *start = reader->at;

	while (reader->at < reader->end && strchr(",]}#\n\r", *reader->at) == NULL)
		toml_scan_advance(reader, 1);
	if (reader->at == start)
		return toml_scan_fail(reader, "a key has no value: write 'key = \"value\"'");
	*ret_node = yamldoc_scalar_new(
	    text_line_dup(start, (size_t)(reader->at - start)), false, reader->line);
	return FORNIX_OK;
}

static enum fornix_status
read_value(struct toml_scan *reader, struct yamldoc_node **ret_node)
{
	unsigned line = reader->line;
	enum fornix_status status;
	char *text;

	toml_scan_skip_blanks(reader);
	if (toml_scan_peek(reader) == '[' || toml_scan_peek(reader) == '{')
		return read_collection(reader, ret_node);
	if (toml_scan_peek(reader) != '"' && toml_scan_peek(reader) != '\'')
		return read_bare(reader, ret_node);
	status = toml_scan_string(reader, &text);
	if (status == FORNIX_OK)
		*ret_node = yamldoc_scalar_new(text, true, line);
	return status;
}

/* "[table]": later pairs belong to it; "[[table]]": to nobody. */
static enum fornix_status
read_header(struct toml_scan *reader, struct yamldoc_node *root, struct yamldoc_node *unread,
    struct yamldoc_node **ret_table)
{
	bool is_array = toml_scan_starts_with(reader, "[[");
	struct yamldoc_node *table = is_array ? unread : root;
	enum fornix_status status;
	char *key;

	toml_scan_advance(reader, is_array ? 2 : 1);
	status = read_key(reader, &table, &key);
	if (status != FORNIX_OK)
		return status;
	if (is_array) {
		/* Each of an array's tables has the same keys. */
		free(key);
		yamldoc_free(unread->child);
		unread->child = NULL;
		table = unread;
	} else {
		status = enter_table(reader, table, key, &table);
	}
	if (status == FORNIX_OK && !toml_scan_starts_with(reader, is_array ? "]]" : "]"))
		return toml_scan_fail(reader, "a table's name is not closed: write '[name]'");
	toml_scan_advance(reader, is_array ? 2 : 1);
	*ret_table = table;
	return status;
}

static enum fornix_status
read_document(struct toml_scan *reader, struct yamldoc_node *root, struct yamldoc_node *unread)
{
	struct yamldoc_node *table = root;
	enum fornix_status status;

	for (toml_scan_skip_lines(reader); reader->at < reader->end;
	     toml_scan_skip_lines(reader)) {
		status = toml_scan_peek(reader) == '['
			     ? read_header(reader, root, unread, &table)
			     : read_pair(reader, table);
		if (status != FORNIX_OK)
			return status;
		toml_scan_skip_comment(reader);
		if (reader->at < reader->end && toml_scan_peek(reader) != '\n')
			return toml_scan_fail(
			    reader, "more behind a value: put it on a line of its own");
	}
	return FORNIX_OK;
}

enum fornix_status
toml_parse(const char *bytes, size_t length, const char *name, unsigned first_line,
    struct yamldoc_node **ret_root, struct fornix_error *err)
{
	struct toml_scan reader = {bytes, bytes + length, name, first_line, 0, err};
	struct yamldoc_node *root, *unread;
	enum fornix_status status;

	if (length > YAMLDOC_BYTES_MAX)
		return error_set(err, FORNIX_ERR_LIMIT,
		    "'%s:%u': more than %d bytes of TOML: make it shorter", name, first_line,
		    YAMLDOC_BYTES_MAX);
	root = yamldoc_node_new(YAMLDOC_MAPPING, first_line);
	unread = yamldoc_node_new(YAMLDOC_MAPPING, first_line);
	status = read_document(&reader, root, unread);
	yamldoc_free(unread);
	if (status == FORNIX_OK)
		*ret_root = root;
	else
		yamldoc_free(root);
	return status;
}

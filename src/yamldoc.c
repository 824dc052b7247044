/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "yamldoc.h"

#include <yaml.h>

#include "xalloc.h"

/*
 * libyaml needs quadratic time for brackets within brackets: 100 kB of them
 * take 18 seconds.  So many open ones that are never closed end the reading
 * before it starts.  It counts brackets in texts too, hence more than the depth.
 */
#define OPEN_BRACKETS_MAX 32

struct reader {
	yaml_parser_t parser;
	const char *name;
	unsigned first_line;
	unsigned events;
	struct yamldoc_node *root;
	struct yamldoc_node *parents[YAMLDOC_DEPTH_MAX];
	unsigned depth;
	char *key; /* read, its value not yet */
	unsigned key_line;
	struct fornix_error *err;
};

struct yamldoc_node *
yamldoc_node_new(enum yamldoc_kind kind, unsigned line)
{
	struct yamldoc_node *node = xcalloc(1, sizeof *node);

	node->kind = kind;
	node->line = line;
	node->text = xstrdup("");
	return node;
}

struct yamldoc_node *
yamldoc_scalar_new(char *own_text, bool is_quoted, unsigned line)
{
	struct yamldoc_node *node = yamldoc_node_new(YAMLDOC_SCALAR, line);

	free(node->text);
	node->text = own_text;
	node->is_quoted = is_quoted;
	return node;
}

void
yamldoc_append(struct yamldoc_node *parent, struct yamldoc_node *own_child)
{
	struct yamldoc_node **link = &parent->child;

	while (*link != NULL)
		link = &(*link)->next;
	*link = own_child;
}

void
yamldoc_free(struct yamldoc_node *node)
{
	struct yamldoc_node *next;

	for (; node != NULL; node = next) {
		next = node->next;
		yamldoc_free(node->child);
		free(node->key);
		free(node->text);
		free(node);
	}
}

const struct yamldoc_node *
yamldoc_find(const struct yamldoc_node *node, const char *key)
{
	if (node == NULL || node->kind != YAMLDOC_MAPPING)
		return NULL;
	for (node = node->child; node != NULL; node = node->next) {
		if (strcmp(node->key, key) == 0)
			return node;
	}
	return NULL;
}

static bool
is_one_of(const char *text, const char *const *words)
{
	for (; *words != NULL; words++) {
		if (strcasecmp(text, *words) == 0)
			return true;
	}
	return false;
}

bool
yamldoc_is_null(const struct yamldoc_node *node)
{
	static const char *const nulls[] = {"", "~", "null", NULL};

	return node->kind == YAMLDOC_SCALAR && !node->is_quoted && is_one_of(node->text, nulls);
}

bool
yamldoc_get_bool(const struct yamldoc_node *node, bool *ret_value)
{
	static const char *const yes[] = {"true", "yes", "on", NULL};
	static const char *const no[] = {"false", "no", "off", NULL};

	if (node->kind != YAMLDOC_SCALAR)
		return false;
	if (is_one_of(node->text, yes))
		*ret_value = true;
	else if (is_one_of(node->text, no))
		*ret_value = false;
	else
		return false;
	return true;
}

static unsigned
line_of(const struct reader *reader, const yaml_event_t *event)
{
	return reader->first_line + (unsigned)event->start_mark.line;
}

/* Errors of libyaml's reader carry an offset only. */
static unsigned
problem_line(const struct reader *reader, const char *bytes, size_t length)
{
	size_t i, end = reader->parser.problem_offset;
	unsigned line = reader->first_line;

	if (reader->parser.error != YAML_READER_ERROR)
		return line + (unsigned)reader->parser.problem_mark.line;
	for (i = 0; i < end && i < length; i++)
		line += bytes[i] == '\n';
	return line;
}

static enum fornix_status
report_problem(const struct reader *reader, const char *bytes, size_t length)
{
	const char *problem = reader->parser.problem;
	const char *remedy =
	    "check indentation and put text with ': ', '#' or brackets in quotes";

	/* A text of this size that is left out for want of memory would be missed. */
	if (reader->parser.error == YAML_MEMORY_ERROR)
		xalloc_check(NULL);
	if (reader->parser.error == YAML_READER_ERROR)
		remedy = "save the file as UTF-8, without control characters";
	return error_set(reader->err, FORNIX_ERR_INPUT, "'%s:%u': %s: %s", reader->name,
	    problem_line(reader, bytes, length), problem != NULL ? problem : "not YAML",
	    remedy);
}

static enum fornix_status
check_brackets(const struct reader *reader, const char *bytes, size_t length)
{
	unsigned line = reader->first_line, open = 0;
	size_t i;

	for (i = 0; i < length; i++) {
		if (bytes[i] == '\n')
			line++;
		else if (bytes[i] == '[' || bytes[i] == '{')
			open++;
		else if ((bytes[i] == ']' || bytes[i] == '}') && open > 0)
			open--;
		if (open > OPEN_BRACKETS_MAX)
			return error_set(reader->err, FORNIX_ERR_LIMIT,
			    "'%s:%u': more than %d brackets are open: close them", reader->name,
			    line, OPEN_BRACKETS_MAX);
	}
	return FORNIX_OK;
}

/* Gives the node its place: the root, the next item, or the value of the key. */
static void
place(struct reader *reader, struct yamldoc_node *node)
{
	struct yamldoc_node *parent;

	if (reader->depth == 0) {
		reader->root = node;
		return;
	}
	parent = reader->parents[reader->depth - 1];
	yamldoc_append(parent, node);
	if (parent->kind == YAMLDOC_MAPPING) {
		node->key = reader->key;
		node->line = reader->key_line;
		reader->key = NULL;
	}
}

static bool
is_key_expected(const struct reader *reader)
{
	return reader->depth > 0 && reader->key == NULL &&
	       reader->parents[reader->depth - 1]->kind == YAMLDOC_MAPPING;
}

/* A copy without NUL bytes, which "\0" in quotes can make. */
static char *
scalar_dup(const yaml_event_t *event)
{
	const char *value = (const char *)event->data.scalar.value;
	size_t i, used = 0, length = event->data.scalar.length;
	char *copy = xmalloc(length + 1);

	for (i = 0; i < length; i++) {
		if (value[i] != '\0')
			copy[used++] = value[i];
	}
	copy[used] = '\0';
	return copy;
}

static enum fornix_status
take_key(struct reader *reader, const yaml_event_t *event)
{
	const struct yamldoc_node *earlier;
	char *key = scalar_dup(event);

	earlier = yamldoc_find(reader->parents[reader->depth - 1], key);
	if (earlier != NULL) {
		error_set(reader->err, FORNIX_ERR_INPUT,
		    "'%s:%u': key '%.60s' is already on line %u: remove one of them",
		    reader->name, line_of(reader, event), key, earlier->line);
		free(key);
		return FORNIX_ERR_INPUT;
	}
	reader->key = key;
	reader->key_line = line_of(reader, event);
	return FORNIX_OK;
}

static enum fornix_status
take_scalar(struct reader *reader, const yaml_event_t *event)
{
	if (is_key_expected(reader))
		return take_key(reader, event);
	place(reader,
	    yamldoc_scalar_new(scalar_dup(event),
		event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE, line_of(reader, event)));
	return FORNIX_OK;
}

static enum fornix_status
take_collection(struct reader *reader, const yaml_event_t *event, enum yamldoc_kind kind)
{
	struct yamldoc_node *node;

	if (is_key_expected(reader))
		return error_set(reader->err, FORNIX_ERR_INPUT,
		    "'%s:%u': a list or mapping cannot be a key: write one word before ':'",
		    reader->name, line_of(reader, event));
	if (reader->depth == YAMLDOC_DEPTH_MAX)
		return error_set(reader->err, FORNIX_ERR_LIMIT,
		    "'%s:%u': more than %d levels: make it flatter", reader->name,
		    line_of(reader, event), YAMLDOC_DEPTH_MAX);
	node = yamldoc_node_new(kind, line_of(reader, event));
	place(reader, node);
	reader->parents[reader->depth++] = node;
	return FORNIX_OK;
}

static enum fornix_status
refuse(const struct reader *reader, const yaml_event_t *event, const char *what)
{
	return error_set(reader->err, FORNIX_ERR_INPUT,
	    "'%s:%u': %s are not read: write the value itself, in quotes if it is text",
	    reader->name, line_of(reader, event), what);
}

/* Anchors and tags may stand at scalars, lists and mappings. */
static enum fornix_status
check_properties(const struct reader *reader, const yaml_event_t *event)
{
	const yaml_char_t *anchor = NULL, *tag = NULL;

	if (event->type == YAML_SCALAR_EVENT) {
		anchor = event->data.scalar.anchor;
		tag = event->data.scalar.tag;
	} else if (event->type == YAML_SEQUENCE_START_EVENT) {
		anchor = event->data.sequence_start.anchor;
		tag = event->data.sequence_start.tag;
	} else if (event->type == YAML_MAPPING_START_EVENT) {
		anchor = event->data.mapping_start.anchor;
		tag = event->data.mapping_start.tag;
	}
	if (anchor != NULL)
		return refuse(reader, event, "anchors ('&')");
	if (tag != NULL)
		return refuse(reader, event, "tags ('!')");
	return FORNIX_OK;
}

static enum fornix_status
take_event(struct reader *reader, const yaml_event_t *event)
{
	enum fornix_status status = check_properties(reader, event);

	if (status != FORNIX_OK)
		return status;
	if (++reader->events > YAMLDOC_EVENTS_MAX)
		return error_set(reader->err, FORNIX_ERR_LIMIT,
		    "'%s:%u': more than %d values, lists and keys: make it shorter",
		    reader->name, line_of(reader, event), YAMLDOC_EVENTS_MAX);
	switch (event->type) {
	case YAML_DOCUMENT_START_EVENT:
		if (reader->root != NULL)
			return error_set(reader->err, FORNIX_ERR_INPUT,
			    "'%s:%u': a second document starts: remove '---'", reader->name,
			    line_of(reader, event));
		return FORNIX_OK;
	case YAML_ALIAS_EVENT:
		return refuse(reader, event, "aliases ('*')");
	case YAML_SCALAR_EVENT:
		return take_scalar(reader, event);
	case YAML_SEQUENCE_START_EVENT:
		return take_collection(reader, event, YAMLDOC_SEQUENCE);
	case YAML_MAPPING_START_EVENT:
		return take_collection(reader, event, YAMLDOC_MAPPING);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		reader->depth--;
		return FORNIX_OK;
	default:
		return FORNIX_OK;
	}
}

static enum fornix_status
read_events(struct reader *reader, const char *bytes, size_t length)
{
	enum fornix_status status = FORNIX_OK;
	yaml_event_t event;
	bool is_end = false;

	yaml_parser_set_encoding(&reader->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&reader->parser, (const unsigned char *)bytes, length);
	while (status == FORNIX_OK && !is_end) {
		if (!yaml_parser_parse(&reader->parser, &event))
			return report_problem(reader, bytes, length);
		is_end = event.type == YAML_STREAM_END_EVENT;
		status = take_event(reader, &event);
		yaml_event_delete(&event);
	}
	return status;
}

enum fornix_status
yamldoc_parse(const char *bytes, size_t length, const char *name, unsigned first_line,
    struct yamldoc_node **ret_root, struct fornix_error *err)
{
	struct reader reader = {.name = name, .first_line = first_line, .err = err};
	enum fornix_status status;

	if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
		bytes += 3;
		length -= 3;
	}
	if (length > YAMLDOC_BYTES_MAX)
		return error_set(err, FORNIX_ERR_LIMIT,
		    "'%s:%u': more than %d bytes of YAML: make it shorter", name, first_line,
		    YAMLDOC_BYTES_MAX);
	status = check_brackets(&reader, bytes, length);
	if (status != FORNIX_OK)
		return status;
	if (!yaml_parser_initialize(&reader.parser))
		xalloc_check(NULL);
	status = read_events(&reader, bytes, length);
	yaml_parser_delete(&reader.parser);
	free(reader.key);
	if (status != FORNIX_OK) {
		yamldoc_free(reader.root);
		return status;
	}
	if (reader.root == NULL)
		reader.root = yamldoc_node_new(YAMLDOC_MAPPING, first_line);
	*ret_root = reader.root;
	return FORNIX_OK;
}

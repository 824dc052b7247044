/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>
#include <strings.h>

#include "escape.h"
#include "meili.h"

struct parser {
	const char *text;
	size_t length, at;
	unsigned depth;
	struct filter *filter;
	struct meili_mistake *mistake;
};

static bool
refuse(struct parser *parser, const char *what)
{
	return meili_refuse(parser->mistake, 400, "invalid_search_filter",
	    "Invalid filter at byte %zu: %s", parser->at + 1, what);
}

static bool
refuse_size(struct parser *parser)
{
	return refuse(parser, "it has more conditions, or longer values, than are answered");
}

static bool
refuse_depth(struct parser *parser)
{
	return refuse(parser, "brackets and NOT are too deep");
}

static void
skip_space(struct parser *parser)
{
	while (parser->at < parser->length && strchr(" \t\r\n", parser->text[parser->at]))
		parser->at++;
}

static bool
is_name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '-' || c == '.' || (c & 0x80) != 0;
}

/* Moves over a sign such as "(", when it is next. */
static bool
take_sign(struct parser *parser, const char *sign)
{
	size_t size = strlen(sign);

	skip_space(parser);
	if (parser->length - parser->at < size ||
	    memcmp(parser->text + parser->at, sign, size) != 0)
		return false;
	parser->at += size;
	return true;
}

/* Moves over a word such as "AND", in any case, when it is next. */
static bool
take_word(struct parser *parser, const char *word)
{
	size_t size = strlen(word);

	skip_space(parser);
	if (parser->length - parser->at < size ||
	    strncasecmp(parser->text + parser->at, word, size) != 0)
		return false;
	if (parser->length - parser->at > size && is_name_byte(parser->text[parser->at + size]))
		return false;
	parser->at += size;
	return true;
}

/* Reads what is between quotes; a backslash takes the next byte as it is. */
static bool
take_quoted(struct parser *parser, struct buffer *out)
{
	char quote = parser->text[parser->at++];

	for (; parser->at < parser->length; parser->at++) {
		char c = parser->text[parser->at];

		if (c == quote) {
			parser->at++;
			return !out->failed || refuse_size(parser);
		}
		if (c == '\\' && parser->at + 1 < parser->length)
			c = parser->text[++parser->at];
		buffer_append_char(out, c);
	}
	return refuse(parser, "a quote is missing at the end");
}

/* A name or value, quoted or not. */
static bool
take_text(struct parser *parser, struct buffer *out)
{
	skip_space(parser);
	if (parser->at < parser->length && strchr("\"'", parser->text[parser->at]) != NULL)
		return take_quoted(parser, out);
	while (parser->at < parser->length && is_name_byte(parser->text[parser->at]))
		buffer_append_char(out, parser->text[parser->at++]);
	if (out->failed)
		return refuse_size(parser);
	return out->length > 0 || refuse(parser, "a name or value is missing");
}

static bool
take_kind(struct parser *parser, enum filter_kind *ret_kind)
{
	struct buffer name CLEANUP_BUFFER;

	buffer_init(&name, MEILI_NAME_MAX);
	if (!take_text(parser, &name))
		return false;
	if (strcmp(name.data, "tags") == 0 || strcmp(name.data, "tag") == 0)
		*ret_kind = FILTER_TAG;
	else if (strcmp(name.data, "section") == 0)
		*ret_kind = FILTER_SECTION;
	else
		return meili_refuse(parser->mistake, 400, "invalid_search_filter",
		    "Attribute `%.64s` is not filterable. Available filterable attributes "
		    "are: `tags`, `section`.",
		    escape_utf8_is_valid(name.data, name.length) ? name.data : "?");
	return true;
}

/* Adds a node; the number of a node, or -1 with the mistake. */
static int
add(struct parser *parser, size_t parent, enum filter_kind kind)
{
	int node = filter_add(parser->filter, parent, kind, NULL, 0);

	if (node < 0)
		refuse_size(parser);
	return node;
}

static bool
take_value(struct parser *parser, size_t parent, enum filter_kind kind)
{
	struct buffer value CLEANUP_BUFFER;

	buffer_init(&value, FILTER_VALUE_BYTES_MAX);
	return take_text(parser, &value) &&
	       (filter_add(parser->filter, parent, kind, value.data, value.length) > 0 ||
		   refuse_size(parser));
}

static bool
take_values(struct parser *parser, size_t parent, enum filter_kind kind)
{
	if (!take_sign(parser, "["))
		return refuse(parser, "'[' is missing behind IN");
	if (take_sign(parser, "]"))
		return true;
	do {
		if (!take_value(parser, parent, kind))
			return false;
	} while (take_sign(parser, ","));
	return take_sign(parser, "]") || refuse(parser, "']' is missing");
}

static bool
take_condition(struct parser *parser, size_t parent)
{
	enum filter_kind kind = FILTER_TAG, how = FILTER_ANY_OF;
	bool is_list = false;
	int node;

	if (!take_kind(parser, &kind))
		return false;
	if (take_sign(parser, "!=")) {
		how = FILTER_NONE_OF;
	} else if (!take_sign(parser, "=")) {
		is_list = true;
		if (take_word(parser, "NOT"))
			how = FILTER_NONE_OF;
		if (!take_word(parser, "IN"))
			return refuse(parser, "only =, != and IN are answered");
	}
	node = add(parser, parent, how);
	if (node < 0)
		return false;
	return is_list ? take_values(parser, (size_t)node, kind)
		       : take_value(parser, (size_t)node, kind);
}

static bool take_any(struct parser *parser, size_t parent);

static bool
take_not(struct parser *parser, size_t parent)
{
	unsigned depth = parser->depth;
	int node = (int)parent;

	while (take_word(parser, "NOT")) {
		if (++parser->depth > FILTER_DEPTH_MAX)
			return refuse_depth(parser);
		node = add(parser, (size_t)node, FILTER_NONE_OF);
		if (node < 0)
			return false;
	}
	if (!take_sign(parser, "(")) {
		parser->depth = depth;
		return take_condition(parser, (size_t)node);
	}
	if (++parser->depth > FILTER_DEPTH_MAX)
		return refuse_depth(parser);
	if (!take_any(parser, (size_t)node))
		return false;
	parser->depth = depth;
	return take_sign(parser, ")") || refuse(parser, "')' is missing");
}

static bool
take_all(struct parser *parser, size_t parent)
{
	int node = add(parser, parent, FILTER_ALL_OF);

	if (node < 0)
		return false;
	do {
		if (!take_not(parser, (size_t)node))
			return false;
	} while (take_word(parser, "AND"));
	return true;
}

static bool
take_any(struct parser *parser, size_t parent)
{
	int node = add(parser, parent, FILTER_ANY_OF);

	if (node < 0)
		return false;
	do {
		if (!take_all(parser, (size_t)node))
			return false;
	} while (take_word(parser, "OR"));
	return true;
}

bool
meili_filter_parse(const char *text, size_t length, struct filter *filter, size_t parent,
    struct meili_mistake *ret_mistake)
{
	struct parser parser = {
	    .text = text, .length = length, .filter = filter, .mistake = ret_mistake};

	skip_space(&parser);
	if (parser.at == parser.length)
		return true;
	if (!take_any(&parser, parent))
		return false;
	skip_space(&parser);
	return parser.at == parser.length || refuse(&parser, "this is not part of a filter");
}

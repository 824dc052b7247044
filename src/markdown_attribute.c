/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "markdown_attribute.h"

#include <strings.h>

static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static void
drop(struct span *rest, size_t count)
{
	rest->data += count;
	rest->length -= count;
}

static void
drop_spaces(struct span *rest)
{
	while (rest->length > 0 && is_space(rest->data[0]))
		drop(rest, 1);
}

static struct span
take_quoted(struct span *rest, bool has_escapes)
{
	struct span value = {rest->data + 1, 0};
	size_t left = rest->length - 1;

	while (value.length < left && value.data[value.length] != rest->data[0])
		value.length += has_escapes && value.data[value.length] == '\\' ? 2 : 1;
	/* An opening quote alone: everything behind it. */
	if (value.length > left)
		value.length = left;
	drop(rest, value.length + (value.length < left ? 2 : 1));
	return value;
}

static struct span
take_bare(struct span *rest, const char *stops)
{
	struct span value = {rest->data, 0};

	while (value.length < rest->length && !is_space(value.data[value.length]) &&
	       memchr(stops, value.data[value.length], strlen(stops)) == NULL)
		value.length++;
	drop(rest, value.length);
	return value;
}

bool
markdown_attribute_next(struct span *rest, bool has_escapes, struct markdown_attribute *ret)
{
	*ret = (struct markdown_attribute){0};
	drop_spaces(rest);
	if (rest->length == 0)
		return false;
	if (rest->data[0] == '"' || rest->data[0] == '\'') {
		take_quoted(rest, has_escapes);
		return true;
	}
	ret->name = take_bare(rest, "=\"'");
	drop_spaces(rest);
	if (rest->length == 0 || rest->data[0] != '=')
		return true;
	drop(rest, 1);
	drop_spaces(rest);
	if (rest->length == 0)
		return true;
	ret->is_quoted = rest->data[0] == '"' || rest->data[0] == '\'' || rest->data[0] == '`';
	ret->value = ret->is_quoted ? take_quoted(rest, has_escapes) : take_bare(rest, ">");
	return true;
}

bool
markdown_attribute_is(const struct markdown_attribute *attribute, const char *name)
{
	return attribute->name.length == strlen(name) &&
	       strncasecmp(attribute->name.data, name, attribute->name.length) == 0;
}

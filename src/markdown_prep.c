/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "markdown_prep.h"

#include "markdown_shortcode.h"
#include "span.h"
#include "text.h"

#define LABEL_BYTES_MAX 64

/* The fence of the code block that a line is in; length 0 outside. */
struct code_fence {
	char mark;
	size_t length;
};

size_t
markdown_footnote(const char *s, size_t length)
{
	size_t i;

	if (length < 4 || s[0] != '[' || s[1] != '^')
		return 0;
	for (i = 2; i < length && i < LABEL_BYTES_MAX; i++) {
		if (s[i] == ']')
			return i > 2 ? i + 1 : 0;
		if (s[i] == '[' || s[i] == ' ' || s[i] == '\t' || s[i] == '\n')
			return 0;
	}
	return 0;
}

static size_t
count_indent(struct span line)
{
	size_t i = 0;

	while (i < line.length && (line.data[i] == ' ' || line.data[i] == '\t'))
		i++;
	return i;
}

static size_t
count_run(struct span line, size_t at, char c)
{
	size_t i = at;

	while (i < line.length && line.data[i] == c)
		i++;
	return i - at;
}

/* Keeps the fence; returns whether the line belongs to a code block. */
static bool
is_code(struct code_fence *fence, struct span line)
{
	size_t at = count_indent(line), length;

	while (at < line.length && line.data[at] == '>') {
		at++;
		at += count_indent((struct span){line.data + at, line.length - at});
	}
	if (at == line.length)
		return fence->length > 0;
	if (fence->length == 0) {
		length = count_run(line, at, line.data[at]);
		if ((line.data[at] != '`' && line.data[at] != '~') || length < 3)
			return false;
		if (line.data[at] == '`' &&
		    memchr(line.data + at + length, '`', line.length - at - length) != NULL)
			return false;
		*fence = (struct code_fence){line.data[at], length};
		return true;
	}
	length = count_run(line, at, fence->mark);
	if (length >= fence->length &&
	    at + length + count_run(line, at + length, ' ') == line.length)
		fence->length = 0;
	return true;
}

/* "{: .class}" alone on its line. */
static bool
is_attribute_line(struct span line, size_t indent)
{
	size_t end = line.length;

	while (end > indent && (line.data[end - 1] == ' ' || line.data[end - 1] == '\t'))
		end--;
	return end - indent >= 3 && line.data[indent] == '{' && line.data[indent + 1] == ':' &&
	       line.data[end - 1] == '}' &&
	       memchr(line.data + indent, '}', end - 1 - indent) == NULL;
}

static void
append_line(struct buffer *out, struct span line)
{
	const char *p;

	while ((p = memmem(line.data, line.length, "\\|", 2)) != NULL) {
		size_t before = (size_t)(p - line.data);

		buffer_append(out, line.data, before);
		buffer_append_char(out, MARKDOWN_PIPE);
		line.data += before + 2;
		line.length -= before + 2;
	}
	buffer_append(out, line.data, line.length);
}

/* ":::note Title" leaves "Title". */
static struct span
skip_admonition(struct span line, size_t at)
{
	size_t i = at + count_run(line, at, ':');

	i += count_run(line, i, ' ');
	while (i < line.length && line.data[i] != ' ' && line.data[i] != '[' &&
	       line.data[i] != '{')
		i++;
	return (struct span){line.data + i, line.length - i};
}

static void
rewrite_line(struct buffer *out, struct span line)
{
	size_t indent = count_indent(line), marker;
	struct span rest = {line.data + indent, line.length - indent};

	if (indent > 3 || rest.length == 0) {
		append_line(out, line);
		return;
	}
	if (is_attribute_line(line, indent))
		return;
	marker = markdown_footnote(rest.data, rest.length);
	if (marker > 0 && marker < rest.length && rest.data[marker] == ':') {
		buffer_append_string(out, "- ");
		rest = (struct span){rest.data + marker + 1, rest.length - marker - 1};
		indent = count_indent(rest);
		append_line(out, (struct span){rest.data + indent, rest.length - indent});
		return;
	}
	if (count_run(line, indent, ':') >= 3)
		line = skip_admonition(line, indent);
	append_line(out, line);
}

static void
rewrite(const char *text, size_t length, struct buffer *out)
{
	struct code_fence fence = {0};
	size_t at, end, next;

	for (at = 0; at < length; at += next) {
		struct span line = {
		    text + at, end = text_line_end(text + at, length - at, &next)};

		if (is_code(&fence, line))
			buffer_append(out, line.data, line.length);
		else
			rewrite_line(out, line);
		buffer_append(out, text + at + end, next - end);
	}
}

void
markdown_prep(const char *text, size_t length, struct buffer *out)
{
	struct buffer plain;

	buffer_init(&plain, out->max);
	markdown_shortcode_remove(text, length, &plain);
	rewrite(plain.data, plain.length, out);
	out->failed |= plain.failed;
	buffer_fini(&plain);
}

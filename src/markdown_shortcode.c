/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "markdown_shortcode.h"

#include <ctype.h>

#include "markdown_attribute.h"
#include "text.h"

/* Where "}}" or "%}" comes next, looked up once for many openings. */
struct closing {
	const char *mark;
	size_t at; /* length when there is none */
	bool is_known;
};

struct reader {
	const char *text;
	size_t length, at;
	struct closing braces, percent;
	bool is_comment_open; /* a comment has no end: look no more */
	struct buffer *out;
};

struct figure {
	struct span url, alt, caption;
};

static size_t
find_closing(struct reader *reader, struct closing *closing)
{
	const char *p;

	if (!closing->is_known || closing->at < reader->at + 2) {
		p = memmem(reader->text + reader->at + 2, reader->length - reader->at - 2,
		    closing->mark, 2);
		closing->at = p != NULL ? (size_t)(p - reader->text) : reader->length;
		closing->is_known = true;
	}
	return closing->at;
}

static bool
contains(struct span word, const char *part)
{
	return memmem(word.data, word.length, part, strlen(part)) != NULL;
}

/* Reads what there is to see from the inside of a shortcode; false for nothing. */
static bool
read_figure(struct span inside, struct figure *ret)
{
	struct markdown_attribute attribute;
	struct span title = {0};
	bool is_figure = false;

	*ret = (struct figure){0};
	while (markdown_attribute_next(&inside, true, &attribute)) {
		if (attribute.name.length > 0 && attribute.value.length == 0 &&
		    (contains(attribute.name, "figure") || contains(attribute.name, "image") ||
			contains(attribute.name, "img")))
			is_figure = true;
		if (!attribute.is_quoted)
			continue;
		if (markdown_attribute_is(&attribute, "alt"))
			ret->alt = attribute.value;
		else if (markdown_attribute_is(&attribute, "caption"))
			ret->caption = attribute.value;
		else if (markdown_attribute_is(&attribute, "title"))
			title = attribute.value;
		else if (markdown_attribute_is(&attribute, "src") ||
			 markdown_attribute_is(&attribute, "url") ||
			 markdown_attribute_is(&attribute, "file") ||
			 markdown_attribute_is(&attribute, "image") ||
			 markdown_attribute_is(&attribute, "image_path"))
			ret->url = attribute.value;
	}
	if (is_figure && ret->caption.length == 0)
		ret->caption = title;
	return ret->alt.length > 0 || ret->caption.length > 0;
}

/* As Markdown text that means just these characters, on one line. */
static void
append_escaped(struct buffer *out, struct span s)
{
	size_t i;

	for (i = 0; i < s.length; i++) {
		if (s.data[i] == '\\' && i + 1 < s.length &&
		    (s.data[i + 1] == '"' || s.data[i + 1] == '\''))
			continue;
		if (ispunct((unsigned char)s.data[i]))
			buffer_append_char(out, '\\');
		buffer_append_char(out, isspace((unsigned char)s.data[i]) ? ' ' : s.data[i]);
	}
}

static void
append_image(struct buffer *out, const struct figure *figure)
{
	size_t i;

	buffer_append_string(out, "![");
	append_escaped(out, figure->alt);
	buffer_append_string(out, "](<");
	for (i = 0; i < figure->url.length; i++) {
		if (strchr("<>\\\n\r", figure->url.data[i]) == NULL)
			buffer_append_char(out, figure->url.data[i]);
	}
	buffer_append_string(out, "> \"");
	append_escaped(out, figure->caption);
	buffer_append_string(out, "\")");
}

/* Goes to end, keeping line ends. */
static void
skip_to(struct reader *reader, size_t end)
{
	for (; reader->at < end; reader->at++) {
		if (reader->text[reader->at] == '\n' || reader->text[reader->at] == '\r')
			buffer_append_char(reader->out, reader->text[reader->at]);
	}
}

/* Where the comment ends that starts with a tag ending at end. */
static size_t
find_comment_end(struct reader *reader, size_t end)
{
	static const char mark[] = "endcomment";
	const char *p = reader->is_comment_open ? NULL
						: memmem(reader->text + end,
						      reader->length - end, mark, strlen(mark));

	reader->is_comment_open = p == NULL;
	if (p != NULL)
		p = memmem(p, (size_t)(reader->text + reader->length - p), "%}", 2);
	return p != NULL ? (size_t)(p - reader->text) + 2 : end;
}

static bool
is_comment_tag(struct span inside)
{
	static const char name[] = "comment";

	while (inside.length > 0 &&
	       (isspace((unsigned char)inside.data[0]) || inside.data[0] == '-')) {
		inside.data++;
		inside.length--;
	}
	return inside.length >= strlen(name) && memcmp(inside.data, name, strlen(name)) == 0;
}

/* A closing mark far behind a stray opening does not belong to it. */
static bool
is_whole(struct span inside)
{
	size_t at, next;

	if (inside.length > MARKDOWN_SHORTCODE_BYTES_MAX || contains(inside, "{{") ||
	    contains(inside, "{%"))
		return false;
	for (at = 0; at < inside.length; at += next) {
		size_t end = text_line_end(inside.data + at, inside.length - at, &next), i = 0;

		while (i < end && isspace((unsigned char)inside.data[at + i]))
			i++;
		/* A blank line that is neither the first nor the last. */
		if (at > 0 && i == end && at + next < inside.length)
			return false;
	}
	return true;
}

/* At "{{" or "{%". */
static void
take_shortcode(struct reader *reader)
{
	bool is_tag = reader->text[reader->at + 1] == '%';
	size_t close = find_closing(reader, is_tag ? &reader->percent : &reader->braces);
	struct span inside = {reader->text + reader->at + 2, close - reader->at - 2};
	struct figure figure;

	if (close == reader->length || !is_whole(inside)) {
		buffer_append_char(reader->out, reader->text[reader->at++]);
		return;
	}
	if (read_figure(inside, &figure))
		append_image(reader->out, &figure);
	close += 2;
	if (is_tag && is_comment_tag(inside))
		close = find_comment_end(reader, close);
	skip_to(reader, close);
}

void
markdown_shortcode_remove(const char *text, size_t length, struct buffer *out)
{
	struct reader reader = {.text = text, .length = length, .out = out};
	const char *p;
	size_t end;

	reader.braces.mark = "}}";
	reader.percent.mark = "%}";
	while (reader.at < length) {
		p = memchr(text + reader.at, '{', length - reader.at);
		end = p != NULL ? (size_t)(p - text) : length;
		buffer_append(out, text + reader.at, end - reader.at);
		reader.at = end;
		if (end == length)
			return;
		if (length - end >= 2 && (text[end + 1] == '{' || text[end + 1] == '%'))
			take_shortcode(&reader);
		else
			buffer_append_char(out, text[reader.at++]);
	}
}

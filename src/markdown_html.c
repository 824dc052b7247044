/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "markdown_html.h"

#include <ctype.h>
#include <stdlib.h>
#include <strings.h>

#include "markdown_attribute.h"
#include "text.h"

struct reader {
	struct markdown_html *state;
	const char *html;
	size_t length, at;
	char separator;        /* where an element ends a line */
	bool is_quote_ignored; /* a quote was never closed: only the next '>' ends a tag */
	struct buffer *out;
};

/* Elements within a line: text runs on through them. */
static const char *const inline_elements[] = {"a", "abbr", "b", "bdi", "bdo", "cite", "code",
    "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark", "q", "s", "samp", "small",
    "span", "strong", "sub", "sup", "time", "u", "var", "wbr", NULL};
static const char *const hidden_elements[] = {"script", "style", "template", NULL};

static const struct {
	const char *name;
	const char *text;
} entities[] = {
    {"amp", "&"},
    {"lt", "<"},
    {"gt", ">"},
    {"quot", "\""},
    {"apos", "'"},
    {"nbsp", " "},
    {"shy", ""},
    {"copy", "\xC2\xA9"},
    {"reg", "\xC2\xAE"},
    {"trade", "\xE2\x84\xA2"},
    {"deg", "\xC2\xB0"},
    {"plusmn", "\xC2\xB1"},
    {"micro", "\xC2\xB5"},
    {"middot", "\xC2\xB7"},
    {"frac12", "\xC2\xBD"},
    {"times", "\xC3\x97"},
    {"laquo", "\xC2\xAB"},
    {"raquo", "\xC2\xBB"},
    {"ndash", "\xE2\x80\x93"},
    {"mdash", "\xE2\x80\x94"},
    {"lsquo", "\xE2\x80\x98"},
    {"rsquo", "\xE2\x80\x99"},
    {"ldquo", "\xE2\x80\x9C"},
    {"rdquo", "\xE2\x80\x9D"},
    {"bull", "\xE2\x80\xA2"},
    {"hellip", "\xE2\x80\xA6"},
    {"euro", "\xE2\x82\xAC"},
    {"le", "\xE2\x89\xA4"},
    {"ge", "\xE2\x89\xA5"},
    {"larr", "\xE2\x86\x90"},
    {"rarr", "\xE2\x86\x92"},
    {"agrave", "\xC3\xA0"},
    {"aacute", "\xC3\xA1"},
    {"auml", "\xC3\xA4"},
    {"ccedil", "\xC3\xA7"},
    {"egrave", "\xC3\xA8"},
    {"eacute", "\xC3\xA9"},
    {"iacute", "\xC3\xAD"},
    {"ntilde", "\xC3\xB1"},
    {"oacute", "\xC3\xB3"},
    {"ouml", "\xC3\xB6"},
    {"szlig", "\xC3\x9F"},
    {"uacute", "\xC3\xBA"},
    {"uuml", "\xC3\xBC"},
};

/* name is what stands between "&#" and ";". */
static bool
append_numeric(struct buffer *out, const char *name)
{
	bool is_hex = name[0] == 'x' || name[0] == 'X';
	const char *digits = name + is_hex;
	unsigned long c;
	char *end;

	if (!isxdigit((unsigned char)*digits))
		return false;
	c = strtoul(digits, &end, is_hex ? 16 : 10);
	if (*end != '\0' || c == 0 || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		return false;
	text_append_code_point(out, (uint32_t)c);
	return true;
}

/* Appends the entity at s, which is '&'; returns its bytes, 0 when it is none. */
static size_t
append_entity(struct buffer *out, const char *s, size_t length)
{
	char name[12];
	size_t i, used = 0;

	for (i = 1; i < length && used < sizeof name - 1 &&
		    (isalnum((unsigned char)s[i]) || (i == 1 && s[i] == '#'));
	     i++)
		name[used++] = s[i];
	name[used] = '\0';
	if (i == length || s[i] != ';')
		return 0;
	if (name[0] == '#')
		return append_numeric(out, name + 1) ? i + 1 : 0;
	for (used = 0; used < sizeof entities / sizeof entities[0]; used++) {
		if (strcmp(entities[used].name, name) == 0) {
			buffer_append_string(out, entities[used].text);
			return i + 1;
		}
	}
	return 0;
}

void
markdown_html_decode(struct buffer *out, const char *s, size_t length)
{
	const char *ampersand;
	size_t used;

	while (length > 0) {
		ampersand = memchr(s, '&', length);
		used = ampersand != NULL ? (size_t)(ampersand - s) : length;
		buffer_append(out, s, used);
		s += used;
		length -= used;
		if (length == 0)
			return;
		used = append_entity(out, s, length);
		if (used == 0) {
			buffer_append_char(out, '&');
			used = 1;
		}
		s += used;
		length -= used;
	}
}

/* Line ends of the source are only spaces. */
static void
append_text(struct reader *reader, size_t end)
{
	size_t start = reader->out->length, i;

	if (reader->state->hidden == NULL)
		markdown_html_decode(reader->out, reader->html + reader->at, end - reader->at);
	for (i = start; i < reader->out->length; i++) {
		if (reader->out->data[i] == '\n' || reader->out->data[i] == '\r')
			reader->out->data[i] = ' ';
	}
	reader->at = end;
}

static const char *
find_name(const char *const *names, struct span name)
{
	for (; *names != NULL; names++) {
		if (strlen(*names) == name.length &&
		    strncasecmp(*names, name.data, name.length) == 0)
			return *names;
	}
	return NULL;
}

/* The '>' that ends the tag at at, or length. */
static size_t
find_tag_end(struct reader *reader)
{
	const char *p;
	char quote = '\0';
	size_t i;

	for (i = reader->at + 1; !reader->is_quote_ignored && i < reader->length; i++) {
		if (quote != '\0')
			quote = reader->html[i] == quote ? '\0' : quote;
		else if (reader->html[i] == '"' || reader->html[i] == '\'')
			quote = reader->html[i];
		else if (reader->html[i] == '>')
			return i;
	}
	/* Once only: looking to the end from every '<' would be quadratic. */
	reader->is_quote_ignored = true;
	p = memchr(reader->html + reader->at, '>', reader->length - reader->at);
	return p != NULL ? (size_t)(p - reader->html) : reader->length;
}

static void
report_image(struct markdown_html *state, struct span tag)
{
	struct span url = {0}, alt = {0}, title = {0};
	struct markdown_attribute attribute;

	while (markdown_attribute_next(&tag, false, &attribute)) {
		if (markdown_attribute_is(&attribute, "src"))
			url = attribute.value;
		else if (markdown_attribute_is(&attribute, "alt"))
			alt = attribute.value;
		else if (markdown_attribute_is(&attribute, "title"))
			title = attribute.value;
	}
	if (state->image != NULL)
		state->image(url, alt, title, state->context);
}

/* tag is what stands between '<' and '>'. */
static void
take_tag(struct reader *reader, struct span tag)
{
	bool is_closing = tag.length > 0 && tag.data[0] == '/';
	struct markdown_html *state = reader->state;
	struct span name = {tag.data + is_closing, 0};

	while (name.length + is_closing < tag.length &&
	       isalnum((unsigned char)name.data[name.length]))
		name.length++;
	if (!is_closing && tag.data[tag.length - 1] != '/')
		state->hidden = find_name(hidden_elements, name);
	if (!is_closing && name.length == 3 && strncasecmp(name.data, "img", 3) == 0)
		report_image(state, tag);
	if (find_name(inline_elements, name) == NULL)
		buffer_append_char(reader->out, reader->separator);
}

/* The end of "<!-- -->", "<? ?>", "<![CDATA[ ]]>" or "<!x>", whose text nobody sees. */
static size_t
find_declaration_end(const struct reader *reader)
{
	static const char *const marks[][2] = {
	    {"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}, {"<!", ">"}};
	const char *start = reader->html + reader->at, *end;
	size_t left = reader->length - reader->at, i;

	for (i = 0; i < sizeof marks / sizeof marks[0]; i++) {
		size_t length = strlen(marks[i][0]);

		if (left < length || memcmp(start, marks[i][0], length) != 0)
			continue;
		end = memmem(start + length, left - length, marks[i][1], strlen(marks[i][1]));
		return end != NULL ? (size_t)(end - reader->html) + strlen(marks[i][1])
				   : reader->length;
	}
	return reader->at;
}

/* At '<' while content is dropped: only the closing tag counts. */
static void
skip_hidden(struct reader *reader)
{
	const char *name = reader->state->hidden, *p = reader->html + reader->at, *end;
	size_t left = reader->length - reader->at, length = strlen(name);

	if (left < length + 2 || p[1] != '/' || strncasecmp(p + 2, name, length) != 0) {
		reader->at++;
		return;
	}
	end = memchr(p, '>', left);
	reader->state->hidden = NULL;
	reader->at = end != NULL ? (size_t)(end - reader->html) + 1 : reader->length;
}

static void
take_markup(struct reader *reader)
{
	char next = reader->at + 1 < reader->length ? reader->html[reader->at + 1] : '\0';
	size_t end;

	if (next == '!' || next == '?') {
		reader->at = find_declaration_end(reader);
		return;
	}
	if (!isalpha((unsigned char)next) && next != '/') {
		append_text(reader, reader->at + 1);
		return;
	}
	end = find_tag_end(reader);
	if (end == reader->length) {
		append_text(reader, end);
		return;
	}
	take_tag(reader, (struct span){reader->html + reader->at + 1, end - reader->at - 1});
	reader->at = end + 1;
}

static void
read_all(struct reader *reader)
{
	const char *p;

	while (reader->at < reader->length) {
		p = memchr(reader->html + reader->at, '<', reader->length - reader->at);
		append_text(reader, p != NULL ? (size_t)(p - reader->html) : reader->length);
		if (reader->at == reader->length)
			return;
		if (reader->state->hidden != NULL)
			skip_hidden(reader);
		else
			take_markup(reader);
	}
}

void
markdown_html_block(
    struct markdown_html *state, const char *html, size_t length, struct buffer *out)
{
	read_all(&(struct reader){
	    .state = state, .html = html, .length = length, .separator = '\n', .out = out});
}

void
markdown_html_inline(
    struct markdown_html *state, const char *html, size_t length, struct buffer *out)
{
	read_all(&(struct reader){
	    .state = state, .html = html, .length = length, .separator = ' ', .out = out});
}

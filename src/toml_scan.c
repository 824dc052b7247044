/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "toml_scan.h"

#include <ctype.h>

#include "buffer.h"
#include "text.h"
#include "xalloc.h"
#include "yamldoc.h"

char
toml_scan_peek(const struct toml_scan *reader)
{
	return reader->at < reader->end ? *reader->at : '\0';
}

bool
toml_scan_starts_with(const struct toml_scan *reader, const char *text)
{
	size_t length = strlen(text);

	return (size_t)(reader->end - reader->at) >= length &&
	       memcmp(reader->at, text, length) == 0;
}

void
toml_scan_advance(struct toml_scan *reader, size_t count)
{
	for (; count > 0 && reader->at < reader->end; count--)
		reader->line += *reader->at++ == '\n';
}

void
toml_scan_skip_blanks(struct toml_scan *reader)
{
	while (toml_scan_peek(reader) == ' ' || toml_scan_peek(reader) == '\t' ||
	       toml_scan_peek(reader) == '\r')
		toml_scan_advance(reader, 1);
}

void
toml_scan_skip_comment(struct toml_scan *reader)
{
	toml_scan_skip_blanks(reader);
	if (toml_scan_peek(reader) != '#')
		return;
	while (reader->at < reader->end && *reader->at != '\n')
		toml_scan_advance(reader, 1);
}

void
toml_scan_skip_lines(struct toml_scan *reader)
{
	toml_scan_skip_comment(reader);
	while (toml_scan_peek(reader) == '\n') {
		toml_scan_advance(reader, 1);
		toml_scan_skip_comment(reader);
	}
}

/* Behind a backslash: reads what it stands for. */
static enum fornix_status
read_escape(struct toml_scan *reader, struct buffer *out)
{
	static const char letters[] = "btnfre\"\\", meanings[] = "\b\t\n\f\r\033\"\\";
	char c = toml_scan_peek(reader), digits[9] = "", *stop;
	const char *letter = c != '\0' ? strchr(letters, c) : NULL;
	size_t count = c == 'u' ? 4 : c == 'U' ? 8 : 0;
	unsigned long value;

	toml_scan_advance(reader, 1);
	if (letter != NULL) {
		buffer_append_char(out, meanings[letter - letters]);
		return FORNIX_OK;
	}
	if (count == 0 || (size_t)(reader->end - reader->at) < count)
		return toml_scan_fail(reader, "unknown escape: write '\\\\' for a backslash");
	memcpy(digits, reader->at, count);
	value = strtoul(digits, &stop, 16);
	if (strspn(digits, "0123456789ABCDEFabcdef") != count || value == 0 ||
	    value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
		return toml_scan_fail(reader, "unknown escape: write the character itself");
	toml_scan_advance(reader, count);
	text_append_code_point(out, (uint32_t)value);
	return FORNIX_OK;
}

/* A backslash at the end of a line in """ takes all white space with it. */
static bool
skip_folded_line(struct toml_scan *reader)
{
	const char *p = reader->at;

	while (p < reader->end && (*p == ' ' || *p == '\t' || *p == '\r'))
		p++;
	if (p == reader->end || *p != '\n')
		return false;
	while (isspace((unsigned char)toml_scan_peek(reader)))
		toml_scan_advance(reader, 1);
	return true;
}

static enum fornix_status
read_string_into(struct toml_scan *reader, struct buffer *out)
{
	char quote = toml_scan_peek(reader);
	const char *const mark = quote == '"' ? "\"\"\"" : "'''";
	bool is_long = toml_scan_starts_with(reader, mark);
	enum fornix_status status;

	toml_scan_advance(reader, is_long ? 3 : 1);
	if (is_long && toml_scan_starts_with(reader, "\r\n"))
		toml_scan_advance(reader, 1);
	if (is_long && toml_scan_peek(reader) == '\n')
		toml_scan_advance(reader, 1);
	while (reader->at < reader->end && (is_long || *reader->at != '\n')) {
		if (is_long ? toml_scan_starts_with(reader, mark) : *reader->at == quote) {
			toml_scan_advance(reader, is_long ? 3 : 1);
			return FORNIX_OK;
		}
		if (quote == '"' && *reader->at == '\\') {
			toml_scan_advance(reader, 1);
			if (is_long && skip_folded_line(reader))
				continue;
			status = read_escape(reader, out);
			if (status != FORNIX_OK)
				return status;
			continue;
		}
		if (*reader->at != '\0')
			buffer_append_char(out, *reader->at);
		toml_scan_advance(reader, 1);
	}
	return toml_scan_fail(reader, "text without closing quote: close it");
}

enum fornix_status
toml_scan_string(struct toml_scan *reader, char **ret_text)
{
	enum fornix_status status;
	struct buffer text;

	buffer_init(&text, YAMLDOC_BYTES_MAX);
	status = read_string_into(reader, &text);
	if (status == FORNIX_OK)
		*ret_text = buffer_take(&text, NULL);
	buffer_fini(&text);
	return status;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "escape.h"

#include <string.h>

#define REPLACEMENT "\xEF\xBF\xBD"

size_t
escape_utf8_decode(const char *s, size_t length, int32_t *ret_code_point)
{
	const unsigned char *u = (const unsigned char *)s;
	static const int32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	int32_t code_point;
	size_t size, i;

	if (u[0] < 0x80) {
		*ret_code_point = u[0];
		return 1;
	}
	*ret_code_point = -1;
	size = u[0] >= 0xF0 ? 4 : u[0] >= 0xE0 ? 3 : 2;
	if (u[0] < 0xC2 || u[0] > 0xF4 || length < size)
		return 1;
	code_point = u[0] & (0x7F >> size);
	for (i = 1; i < size; i++) {
		if ((u[i] & 0xC0) != 0x80)
			return 1;
		code_point = code_point << 6 | (u[i] & 0x3F);
	}
	if (code_point < least[size] || code_point > 0x10FFFF ||
	    (code_point >= 0xD800 && code_point <= 0xDFFF))
		return 1;
	*ret_code_point = code_point;
	return size;
}

bool
escape_utf8_is_valid(const char *s, size_t length)
{
	int32_t code_point;
	size_t i;

	for (i = 0; i < length;) {
		i += escape_utf8_decode(s + i, length - i, &code_point);
		if (code_point < 0)
			return false;
	}
	return true;
}

size_t
escape_utf8_cut(const char *s, size_t length, size_t limit)
{
	if (limit >= length)
		return length;
	while (limit > 0 && ((unsigned char)s[limit] & 0xC0) == 0x80)
		limit--;
	return limit;
}

static bool
is_unwanted(int32_t c)
{
	return (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7F && c <= 0x9F) ||
	       (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200B ||
	       c == 0xFEFF;
}

/* What no escaper changes: most of any text, passed over quickly. */
static const bool is_plain[256] = {
    [' '] = true,
    ['(' ... ';'] = true,
    ['?'] = true,
    ['A' ... 'Z'] = true,
    ['_'] = true,
    ['a' ... 'z'] = true,
};

/*
 * Walks s a code point at a time and lets replace() say what stands for it:
 * NULL keeps it, any other string is put in its place.  Runs that are kept are
 * appended in one go.
 */
static void
translate(struct buffer *out, const char *s, size_t length,
    const char *(*replace)(int32_t code_point, char scratch[8]))
{
	const char *instead;
	char scratch[8];
	size_t i, size, kept = 0;
	int32_t c;

	for (i = 0; i < length; i += size) {
		size = 1;
		if (is_plain[(unsigned char)s[i]])
			continue;
		size = escape_utf8_decode(s + i, length - i, &c);
		instead = c < 0 ? REPLACEMENT : replace(c, scratch);
		if (instead == NULL)
			continue;
		buffer_append(out, s + kept, i - kept);
		buffer_append_string(out, instead);
		kept = i + size;
	}
	buffer_append(out, s + kept, length - kept);
}

static const char *
replace_clean(int32_t c, char scratch[8])
{
	(void)scratch;
	return is_unwanted(c) ? "" : NULL;
}

static const char *
replace_html(int32_t c, char scratch[8])
{
	(void)scratch;
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

static const char *
replace_json(int32_t c, char scratch[8])
{
	static const char digits[] = "0123456789abcdef";

	switch (c) {
	case '"':
		return "\\\"";
	case '\\':
		return "\\\\";
	case '\n':
		return "\\n";
	case '\t':
		return "\\t";
	default:
		break;
	}
	if (c >= 0x20 && c != '<' && c != '>' && c != '&' && c != 0x7F && c != 0x2028 &&
	    c != 0x2029)
		return NULL;
	memcpy(scratch, "\\u", 2);
	scratch[2] = digits[c >> 12 & 15];
	scratch[3] = digits[c >> 8 & 15];
	scratch[4] = digits[c >> 4 & 15];
	scratch[5] = digits[c & 15];
	scratch[6] = '\0';
	return scratch;
}

static const char *
replace_terminal(int32_t c, char scratch[8])
{
	(void)scratch;
	if (c == '\n' || c == '\t')
		return " ";
	return is_unwanted(c) ? "" : NULL;
}

void
escape_clean(struct buffer *out, const char *s, size_t length)
{
	translate(out, s, length, replace_clean);
}

void
escape_html(struct buffer *out, const char *s, size_t length)
{
	translate(out, s, length, replace_html);
}

void
escape_json(struct buffer *out, const char *s, size_t length)
{
	translate(out, s, length, replace_json);
}

void
escape_terminal(struct buffer *out, const char *s, size_t length)
{
	translate(out, s, length, replace_terminal);
}

static void
append_url(struct buffer *out, const char *s, size_t length, const char *kept)
{
	static const char digits[] = "0123456789ABCDEF";
	static const char unreserved[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
	size_t i;

	for (i = 0; i < length; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c != '\0' && (strchr(unreserved, c) != NULL || strchr(kept, c) != NULL)) {
			buffer_append_char(out, s[i]);
		} else {
			char hex[3] = {'%', digits[c >> 4], digits[c & 15]};

			buffer_append(out, hex, sizeof hex);
		}
	}
}

void
escape_url(struct buffer *out, const char *s, size_t length)
{
	append_url(out, s, length, "");
}

void
escape_url_path(struct buffer *out, const char *s, size_t length)
{
	append_url(out, s, length, "/");
}

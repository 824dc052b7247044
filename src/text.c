/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text.h"

#include <stdarg.h>

#include "escape.h"
#include "xalloc.h"

static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static void
append_space(struct buffer *out)
{
	if (out->length > 0 && !is_space(out->data[out->length - 1]))
		buffer_append_char(out, ' ');
}

void
text_append_words(struct buffer *out, const char *s, size_t length)
{
	size_t i = 0, start;

	while (i < length) {
		for (start = i; i < length && is_space(s[i]); i++)
			;
		if (i > start)
			append_space(out);
		for (start = i; i < length && !is_space(s[i]); i++)
			;
		escape_clean(out, s + start, i - start);
	}
}

void
text_append_code_point(struct buffer *out, uint32_t c)
{
	static const unsigned char lead[] = {0, 0x00, 0xC0, 0xE0, 0xF0};
	size_t length = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4, i;
	char bytes[4];

	for (i = length - 1; i > 0; i--, c >>= 6)
		bytes[i] = (char)(0x80 | (c & 0x3F));
	bytes[0] = (char)(lead[length] | c);
	buffer_append(out, bytes, length);
}

void
text_trim_end(struct buffer *out)
{
	size_t length = out->length;

	while (length > 0 && is_space(out->data[length - 1]))
		length--;
	buffer_truncate(out, length);
}

char *
text_line_dup(const char *s, size_t length)
{
	struct buffer line;

	buffer_init(&line, TEXT_BYTES_MAX);
	text_append_words(&line, s, length);
	text_trim_end(&line);
	return buffer_take(&line, NULL);
}

bool
text_list_take(struct article_list *list, char *own_item)
{
	if (list->count == ARTICLE_LIST_MAX) {
		free(own_item);
		return false;
	}
	list->items = xreallocarray(list->items, list->count + 1, sizeof *list->items);
	list->items[list->count++] = own_item;
	return true;
}

bool
text_list_has(const struct article_list *list, const char *item)
{
	size_t i;

	for (i = 0; i < list->count; i++) {
		if (strcmp(list->items[i], item) == 0)
			return true;
	}
	return false;
}

void
text_list_fini(struct article_list *list)
{
	size_t i;

	for (i = 0; i < list->count; i++)
		free(list->items[i]);
	free(list->items);
	*list = (struct article_list){0};
}

void
text_note(struct article_list *notes, unsigned line, const char *format, ...)
{
	char text[FORNIX_ERROR_MESSAGE_BYTES];
	int used = line > 0 ? snprintf(text, sizeof text, "line %u: ", line) : 0;
	va_list args;

	va_start(args, format);
	vsnprintf(text + used, sizeof text - (size_t)used, format, args);
	va_end(args);
	text_list_take(notes, text_line_dup(text, strlen(text)));
}

size_t
text_line_end(const char *s, size_t length, size_t *ret_next)
{
	size_t end = 0;

	while (end < length && s[end] != '\n' && s[end] != '\r')
		end++;
	*ret_next = end;
	if (*ret_next < length && s[*ret_next] == '\r')
		++*ret_next;
	if (*ret_next < length && s[*ret_next] == '\n')
		++*ret_next;
	return end;
}

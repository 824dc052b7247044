/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "markdown_block.h"

#include <ctype.h>

#include "markdown_prep.h"
#include "text.h"

#define CELL_SEPARATOR " \xC2\xB7 "

/* Cleans s onto the line that out ends with. */
static void
append_clean(struct buffer *out, const char *s, size_t length)
{
	const char *pipe;

	while ((pipe = memchr(s, MARKDOWN_PIPE, length)) != NULL) {
		text_append_words(out, s, (size_t)(pipe - s));
		buffer_append_char(out, '|');
		length -= (size_t)(pipe + 1 - s);
		s = pipe + 1;
	}
	text_append_words(out, s, length);
}

char *
markdown_block_line_dup(const char *s, size_t length)
{
	struct buffer line;

	buffer_init(&line, TEXT_BYTES_MAX);
	append_clean(&line, s, length);
	text_trim_end(&line);
	return buffer_take(&line, NULL);
}

/* Cuts spaces at the end, but nothing before start. */
static void
trim_to(struct buffer *out, size_t start)
{
	size_t length = out->length;

	while (length > start && out->data[length - 1] == ' ')
		length--;
	buffer_truncate(out, length);
}

/* Ends a line, unless there is nothing on it. */
static void
end_line(struct buffer *out)
{
	text_trim_end(out);
	if (out->length > 0)
		buffer_append_char(out, '\n');
}

void
markdown_block_lines(struct buffer *out, const char *s, size_t length)
{
	size_t at, end, next;

	for (at = 0; at < length; at += next) {
		end = text_line_end(s + at, length - at, &next);
		append_clean(out, s + at, end);
		end_line(out);
	}
}

/* "|---|:--:|" and the like. */
static bool
is_ruler(struct span line)
{
	size_t i, pipes = 0, dashes = 0;

	for (i = 0; i < line.length; i++) {
		if (strchr("|-: \t", line.data[i]) == NULL)
			return false;
		pipes += line.data[i] == '|';
		dashes += line.data[i] == '-';
	}
	return pipes > 0 && dashes > 0;
}

/*
 * Finds the first line with pipes that a ruler follows: the offsets of its
 * start and of the line behind the ruler.
 */
static bool
find_table(const struct buffer *raw, size_t *ret_header, size_t *ret_rows)
{
	struct span line = {0}, before = {0};
	size_t at, next;

	if (memchr(raw->data, '|', raw->length) == NULL)
		return false;
	for (at = 0; at < raw->length; at += next) {
		line = (struct span){
		    raw->data + at, text_line_end(raw->data + at, raw->length - at, &next)};
		if (before.length > 0 && is_ruler(line) &&
		    memchr(before.data, '|', before.length) != NULL) {
			*ret_header = (size_t)(before.data - raw->data);
			*ret_rows = at + next;
			return true;
		}
		before = line;
	}
	return false;
}

/* Cells that are empty leave nothing. */
static void
append_row(struct buffer *out, struct span row)
{
	size_t at = 0, end, start = out->length, cell;
	const char *pipe;

	for (; at < row.length; at = end + 1) {
		pipe = memchr(row.data + at, '|', row.length - at);
		end = pipe != NULL ? (size_t)(pipe - row.data) : row.length;
		if (out->length > start)
			buffer_append_string(out, CELL_SEPARATOR);
		cell = out->length;
		append_clean(out, row.data + at, end - at);
		trim_to(out, cell);
		if (out->length == cell && cell > start)
			buffer_truncate(out, cell - strlen(CELL_SEPARATOR));
	}
	if (out->length > start)
		buffer_append_char(out, '\n');
}

static void
append_rows(struct buffer *out, const char *s, size_t length)
{
	size_t at, end, next;

	for (at = 0; at < length; at += next) {
		end = text_line_end(s + at, length - at, &next);
		append_row(out, (struct span){s + at, end});
	}
}

void
markdown_block_paragraph(struct buffer *out, const struct buffer *raw)
{
	size_t header, rows, unused;
	struct span line;

	if (!find_table(raw, &header, &rows)) {
		append_clean(out, raw->data, raw->length);
		end_line(out);
		return;
	}
	append_clean(out, raw->data, header);
	end_line(out);
	line.data = raw->data + header;
	line.length = text_line_end(line.data, raw->length - header, &unused);
	append_row(out, line);
	append_rows(out, raw->data + rows, raw->length - rows);
}

static struct span
trim(struct span s)
{
	while (s.length > 0 && isspace((unsigned char)s.data[s.length - 1]))
		s.length--;
	while (s.length > 0 && isspace((unsigned char)s.data[0])) {
		s.data++;
		s.length--;
	}
	return s;
}

bool
markdown_block_heading_id(struct span *heading, struct span *ret_id)
{
	struct span text = trim(*heading), id;
	const char *open;

	if (text.length < 4 || text.data[text.length - 1] != '}')
		return false;
	open = memrchr(text.data, '{', text.length);
	if (open == NULL)
		return false;
	id = (struct span){open + 1, (size_t)(text.data + text.length - 2 - open)};
	if (id.length > 0 && id.data[0] == ':')
		id = trim((struct span){id.data + 1, id.length - 1});
	if (id.length < 2 || id.data[0] != '#')
		return false;
	id.data++;
	id.length = strcspn(id.data, " \t}");
	if (id.length == 0)
		return false;
	*heading = trim((struct span){text.data, (size_t)(open - text.data)});
	*ret_id = id;
	return true;
}

struct span
markdown_block_heading_source(struct span line)
{
	struct span id;
	size_t hashes;

	line = trim(line);
	if (line.length > 0 && line.data[0] == '#') {
		while (line.length > 0 && line.data[0] == '#') {
			line.data++;
			line.length--;
		}
		line = trim(line);
		for (hashes = line.length; hashes > 0 && line.data[hashes - 1] == '#'; hashes--)
			;
		if (hashes == 0 || line.data[hashes - 1] == ' ')
			line.length = hashes;
		line = trim(line);
	}
	markdown_block_heading_id(&line, &id);
	return line;
}

void
markdown_block_text(struct buffer *raw, const char *s, size_t length)
{
	size_t i = 0, start = 0, skipped;

	while (i < length) {
		skipped = s[i] == '[' ? markdown_footnote(s + i, length - i) : 0;
		if (i + 1 < length && s[i] == '~' && s[i + 1] == '~')
			skipped = 2;
		if (skipped == 0) {
			i++;
			continue;
		}
		buffer_append(raw, s + start, i - start);
		i += skipped;
		start = i;
	}
	buffer_append(raw, s + start, length - start);
}

size_t
markdown_block_marker(const char *s, size_t length, bool is_item)
{
	size_t i;

	if (is_item)
		return length >= 4 && s[0] == '[' && strchr(" xX", s[1]) != NULL &&
			       s[1] != '\0' && s[2] == ']' && s[3] == ' '
			   ? 4
			   : 0;
	if (length < 4 || s[0] != '[' || s[1] != '!')
		return 0;
	for (i = 2; i < length && isupper((unsigned char)s[i]); i++)
		;
	return i > 2 && i < length && s[i] == ']' ? i + 1 : 0;
}

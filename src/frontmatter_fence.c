/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "frontmatter_fence.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "span.h"
#include "text.h"

/* A walk over the lines of the file. */
struct cursor {
	const char *bytes;
	size_t length;
	size_t next;   /* where the next line starts */
	unsigned line; /* its number */
};

static bool
take_line(struct cursor *cursor, struct span *ret_line)
{
	const char *start = cursor->bytes + cursor->next;
	size_t step;

	if (cursor->next == cursor->length)
		return false;
	ret_line->data = start;
	ret_line->length = text_line_end(start, cursor->length - cursor->next, &step);
	cursor->next += step;
	cursor->line++;
	return true;
}

static bool
is_blank(struct span line)
{
	size_t i;

	for (i = 0; i < line.length; i++) {
		if (line.data[i] != ' ' && line.data[i] != '\t')
			return false;
	}
	return true;
}

/* The line is mark, perhaps with blanks behind. */
static bool
is_mark(struct span line, const char *mark)
{
	size_t length = strlen(mark);

	return line.length >= length && memcmp(line.data, mark, length) == 0 &&
	       is_blank((struct span){line.data + length, line.length - length});
}

static bool
is_closing(struct span line, enum frontmatter_kind kind)
{
	if (kind == FRONTMATTER_TOML)
		return is_mark(line, "+++");
	return is_mark(line, "---") || is_mark(line, "...");
}

/* Whether the line looks like "key: value" in YAML, "key = value" or "[table]" in TOML. */
static bool
is_key(struct span line, enum frontmatter_kind kind)
{
	size_t i = 0;

	if (line.length == 0)
		return false;
	if (kind == FRONTMATTER_TOML && line.data[0] == '[')
		return true;
	if (kind == FRONTMATTER_YAML && line.data[0] == '{')
		return true;
	if (!isalpha((unsigned char)line.data[0]) && strchr("_\"'", line.data[0]) == NULL)
		return false;
	while (i < line.length && (isalnum((unsigned char)line.data[i]) ||
				      strchr("_-.\"' ", line.data[i]) != NULL))
		i++;
	if (i == line.length)
		return false;
	if (kind == FRONTMATTER_TOML)
		return line.data[i] == '=';
	return line.data[i] == ':' && (i + 1 == line.length || line.data[i + 1] == ' ');
}

/*
 * Whether what follows an opening that is never closed was meant as keys: more
 * than one of them before a blank line, or one that starts in lower case.
 */
static bool
is_meant_as_keys(struct cursor cursor, enum frontmatter_kind kind)
{
	struct span line;
	unsigned keys = 0;

	while (take_line(&cursor, &line) && !is_blank(line)) {
		if (!is_key(line, kind))
			continue;
		if (keys++ > 0 || islower((unsigned char)line.data[0]))
			return true;
	}
	return false;
}

/* What the lines from the opening to the closing hold. */
struct block {
	bool is_closed;
	bool has_keys;
	bool has_text; /* neither blank nor a comment */
	size_t end;    /* start of the closing line */
};

static struct block
scan_block(struct cursor *cursor, enum frontmatter_kind kind)
{
	struct block block = {.end = cursor->next};
	struct span line;

	while (!block.is_closed && take_line(cursor, &line)) {
		if (is_closing(line, kind)) {
			block.is_closed = true;
			block.end = (size_t)(line.data - cursor->bytes);
		} else if (is_key(line, kind)) {
			block.has_keys = true;
		} else if (!is_blank(line) && line.data[0] != '#') {
			block.has_text = true;
		}
	}
	return block;
}

static enum fornix_status
find_lines(struct cursor cursor, enum frontmatter_kind kind, const char *name,
    struct frontmatter_fence *ret_fence, struct fornix_error *err)
{
	const char *mark = kind == FRONTMATTER_TOML ? "+++" : "---";
	struct frontmatter_fence fence = {
	    .kind = kind, .start = cursor.next, .line = cursor.line};
	struct cursor inside = cursor;
	struct block block = scan_block(&cursor, kind);

	if (!block.is_closed && is_meant_as_keys(inside, kind))
		return error_set(err, FORNIX_ERR_INPUT,
		    "'%s:%u': front matter is not closed: put a line '%s' behind its last key",
		    name, fence.line - 1, mark);
	if (!block.is_closed || (block.has_text && !block.has_keys))
		return FORNIX_OK;
	if (block.end - fence.start > FRONTMATTER_BYTES_MAX)
		return error_set(err, FORNIX_ERR_LIMIT,
		    "'%s:%u': front matter is larger than %d bytes: move text below its '%s'",
		    name, fence.line - 1, FRONTMATTER_BYTES_MAX, mark);
	fence.length = block.end - fence.start;
	fence.body = cursor.next;
	fence.body_line = cursor.line;
	*ret_fence = fence;
	return FORNIX_OK;
}

/* The length of the object that starts at s, with its braces; 0 when it is not closed. */
static size_t
json_length(const char *s, size_t length)
{
	bool is_string = false;
	size_t i, depth = 0;

	for (i = 0; i < length; i++) {
		if (is_string && s[i] == '\\')
			i++;
		else if (s[i] == '"')
			is_string = !is_string;
		else if (!is_string && s[i] == '{')
			depth++;
		else if (!is_string && s[i] == '}' && --depth == 0)
			return i + 1;
	}
	return 0;
}

/* Not "{{< shortcode >}}", "{% tag %}" or "{: .class }". */
static bool
is_json_start(const struct cursor *cursor, size_t start)
{
	size_t i = start + 1;

	while (i < cursor->length && isspace((unsigned char)cursor->bytes[i]))
		i++;
	return i < cursor->length && (cursor->bytes[i] == '"' || cursor->bytes[i] == '}');
}

static enum fornix_status
find_json(struct cursor cursor, size_t start, unsigned line, const char *name,
    struct frontmatter_fence *ret_fence, struct fornix_error *err)
{
	struct frontmatter_fence fence = {
	    .kind = FRONTMATTER_JSON, .start = start, .line = line};
	struct span rest = {0};

	fence.length = json_length(cursor.bytes + start, cursor.length - start);
	if (fence.length == 0)
		return error_set(err, FORNIX_ERR_INPUT,
		    "'%s:%u': front matter is not closed: put '}' behind its last key", name,
		    line);
	if (fence.length > FRONTMATTER_BYTES_MAX)
		return error_set(err, FORNIX_ERR_LIMIT,
		    "'%s:%u': front matter is larger than %d bytes: move text below it", name,
		    line, FRONTMATTER_BYTES_MAX);
	while (cursor.next < start + fence.length && take_line(&cursor, &rest))
		;
	fence.body = start + fence.length;
	fence.body_line = cursor.line - 1;
	if (is_blank((struct span){cursor.bytes + fence.body,
		(size_t)(rest.data + rest.length - (cursor.bytes + fence.body))})) {
		fence.body = cursor.next;
		fence.body_line = cursor.line;
	}
	*ret_fence = fence;
	return FORNIX_OK;
}

enum fornix_status
frontmatter_fence_find(const char *bytes, size_t length, const char *name,
    struct frontmatter_fence *ret_fence, struct fornix_error *err)
{
	struct cursor cursor = {.bytes = bytes, .length = length, .line = 1};
	struct span line = {bytes, 0};

	if (length >= 2 &&
	    (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0))
		return error_set(
		    err, FORNIX_ERR_INPUT, "'%s:1': text is UTF-16: save it as UTF-8", name);
	if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
		cursor.next = 3;
	*ret_fence = (struct frontmatter_fence){.body = cursor.next, .body_line = 1};
	while (take_line(&cursor, &line) && is_blank(line))
		;
	if (is_blank(line))
		return FORNIX_OK;
	if (is_mark(line, "---"))
		return find_lines(cursor, FRONTMATTER_YAML, name, ret_fence, err);
	if (is_mark(line, "+++"))
		return find_lines(cursor, FRONTMATTER_TOML, name, ret_fence, err);
	if (line.data[0] == '{' && is_json_start(&cursor, (size_t)(line.data - bytes)))
		return find_json((struct cursor){bytes, length, (size_t)(line.data - bytes),
				     cursor.line - 1},
		    (size_t)(line.data - bytes), cursor.line - 1, name, ret_fence, err);
	return FORNIX_OK;
}

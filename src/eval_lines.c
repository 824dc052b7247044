/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "eval_lines.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buffer.h"
#include "eval_read.h"

#define NUMBER_BYTES_MAX 63
#define SHOWN_BYTES_MAX  200
#define BYTE_ORDER_MARK  "\xEF\xBB\xBF" /* spreadsheets write one */

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

static struct span
trim(struct span text)
{
	while (text.length > 0 && is_space(text.data[text.length - 1]))
		text.length--;
	while (text.length > 0 && is_space(text.data[0])) {
		text.data++;
		text.length--;
	}
	return text;
}

static enum fornix_status
read_descriptor(int fd, const char *file, struct buffer *out, struct fornix_error *err)
{
	char piece[16 * 1024];
	ssize_t got = 0;

	while (!out->failed && (got = read(fd, piece, sizeof piece)) != 0) {
		if (got > 0)
			buffer_append(out, piece, (size_t)got);
		else if (errno != EINTR)
			break;
	}
	if (got < 0)
		return error_set_errno(err, FORNIX_ERR_IO, errno, "cannot read '%s'", file);
	return buffer_finish(out, file, err);
}

/* A pipe would do: "fornix eval --queries <(…)". */
static enum fornix_status
read_file(const char *file, struct buffer *out, struct fornix_error *err)
{
	enum fornix_status status;
	struct stat st;
	int fd;

	fd = open(file, O_RDONLY | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT)
		return error_set(err, FORNIX_ERR_INPUT, "no file '%s': check the name", file);
	if (fd < 0)
		return error_set_errno(err, FORNIX_ERR_IO, errno, "cannot open '%s'", file);
	if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode))
		status =
		    error_set(err, FORNIX_ERR_INPUT, "'%s' is a folder: name a file", file);
	else
		status = read_descriptor(fd, file, out, err);
	close(fd);
	return status;
}

/* The next line, without its end and the space before it. */
static struct span
next_line(struct span *rest)
{
	const char *end = memchr(rest->data, '\n', rest->length);
	struct span line = {
	    rest->data, end != NULL ? (size_t)(end - rest->data) : rest->length};
	size_t used = line.length + (end != NULL);

	rest->data += used;
	rest->length -= used;
	while (line.length > 0 && is_space(line.data[line.length - 1]))
		line.length--;
	return line;
}

static enum fornix_status
walk_lines(const char *file, struct span rest, eval_line_callback *callback, void *context,
    struct fornix_error *err)
{
	struct eval_line line = {.file = file};
	enum fornix_status status = FORNIX_OK;

	while (status == FORNIX_OK && rest.length > 0) {
		line.number++;
		line.text = next_line(&rest);
		if (line.number > EVAL_LINES_MAX)
			status = eval_line_fail(
			    &line, FORNIX_ERR_LIMIT, err, "more than %d lines", EVAL_LINES_MAX);
		else if (eval_line_has(line.text, '\0'))
			status = eval_line_fail(
			    &line, FORNIX_ERR_INPUT, err, "a zero byte: this is no text file");
		else if (line.text.length > 0)
			status = callback(&line, context, err);
	}
	return status;
}

enum fornix_status
eval_lines_read(
    const char *file, eval_line_callback *callback, void *context, struct fornix_error *err)
{
	static const size_t mark = sizeof BYTE_ORDER_MARK - 1;
	enum fornix_status status;
	struct buffer bytes;
	struct span rest;

	buffer_init(&bytes, EVAL_FILE_BYTES_MAX);
	status = read_file(file, &bytes, err);
	rest = (struct span){bytes.data, bytes.length};
	if (rest.length >= mark && memcmp(rest.data, BYTE_ORDER_MARK, mark) == 0)
		rest = (struct span){bytes.data + mark, bytes.length - mark};
	if (status == FORNIX_OK)
		status = walk_lines(file, rest, callback, context, err);
	buffer_fini(&bytes);
	return status;
}

enum fornix_status
eval_line_fail(const struct eval_line *line, enum fornix_status status,
    struct fornix_error *err, const char *format, ...)
{
	char text[FORNIX_ERROR_MESSAGE_BYTES];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	return error_set(err, status, "'%s:%zu': %s", line->file, line->number, text);
}

enum fornix_status
eval_line_check_name(const struct eval_line *line, struct span name, struct fornix_error *err)
{
	size_t i;

	if (name.length == 0)
		return eval_line_fail(line, FORNIX_ERR_INPUT, err, "an empty name: write one");
	if (name.length > EVAL_NAME_BYTES_MAX)
		return eval_line_fail(line, FORNIX_ERR_LIMIT, err,
		    "a name of more than %d bytes", EVAL_NAME_BYTES_MAX);
	for (i = 0; i < name.length; i++) {
		if (is_space(name.data[i]))
			return eval_line_fail(line, FORNIX_ERR_INPUT, err,
			    "'%.*s' has a space: names have none", eval_line_shown(name),
			    name.data);
	}
	return FORNIX_OK;
}

int
eval_line_shown(struct span text)
{
	return text.length < SHOWN_BYTES_MAX ? (int)text.length : SHOWN_BYTES_MAX;
}

size_t
eval_line_fields(const struct eval_line *line, struct span *fields, size_t max)
{
	const char *p = line->text.data, *end = p + line->text.length;
	size_t count = 0;

	while (p < end) {
		const char *start = p;

		while (p < end && !is_space(*p))
			p++;
		if (p > start && count < max)
			fields[count] = (struct span){start, (size_t)(p - start)};
		count += p > start;
		p += p < end;
	}
	return count;
}

bool
eval_line_has(struct span text, char sign)
{
	return text.length > 0 && memchr(text.data, sign, text.length) != NULL;
}

struct span
eval_line_cut(struct span *text, char sign)
{
	const char *at = text->length > 0 ? memchr(text->data, sign, text->length) : NULL;
	struct span before = *text;

	if (at == NULL) {
		*text = (struct span){text->data + text->length, 0};
		return trim(before);
	}
	before.length = (size_t)(at - text->data);
	text->data += before.length + 1;
	text->length -= before.length + 1;
	return trim(before);
}

bool
eval_line_number(struct span text, double *ret_number)
{
	char copy[NUMBER_BYTES_MAX + 1], *end;

	if (text.length == 0 || text.length > NUMBER_BYTES_MAX)
		return false;
	memcpy(copy, text.data, text.length);
	copy[text.length] = '\0';
	*ret_number = strtod(copy, &end);
	return *end == '\0' && isfinite(*ret_number);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "markdown_guard.h"

#include <ctype.h>
#include <stdbool.h>

#include "text.h"

/* What stands before the first word of a line. */
struct lead {
	unsigned markers; /* of quotes and lists */
	unsigned columns; /* before the last list marker */
};

/* The bytes of a list marker at s ("-", "+", "*", "12.", "3)"), 0 when there is none. */
static size_t
list_marker(const char *s, size_t length)
{
	size_t i = 0;

	while (i < length && i < 9 && isdigit((unsigned char)s[i]))
		i++;
	if (i == length ||
	    (i == 0 ? s[i] != '-' && s[i] != '+' && s[i] != '*' : s[i] != '.' && s[i] != ')'))
		return 0;
	i++;
	return i == length || s[i] == ' ' || s[i] == '\t' ? i : 0;
}

static struct lead
read_lead(const char *line, size_t length)
{
	struct lead lead = {0};
	unsigned column = 0;
	size_t i = 0, marker;

	while (i < length) {
		if (line[i] == ' ' || line[i] == '\t') {
			column += line[i++] == ' ' ? 1 : 4 - column % 4;
			continue;
		}
		if (line[i] == '>') {
			lead.markers++;
			column++;
			i++;
			continue;
		}
		marker = list_marker(line + i, length - i);
		if (marker == 0)
			break;
		lead.markers++;
		lead.columns = column;
		column += (unsigned)marker;
		i += marker;
	}
	return lead;
}

/* Brackets that are open behind the line, when so many were before it. */
static size_t
count_brackets(const char *line, size_t length, size_t open)
{
	size_t i;
	bool is_blank = true;

	for (i = 0; i < length; i++) {
		if (line[i] == '[')
			open++;
		else if (line[i] == ']' && open > 0)
			open--;
		if (line[i] != ' ' && line[i] != '\t')
			is_blank = false;
		if (open > MARKDOWN_GUARD_BRACKETS_MAX)
			return open;
	}
	return is_blank ? 0 : open;
}

enum fornix_status
markdown_guard_check(const char *text, size_t length, const char *name, unsigned first_line,
    struct fornix_error *err)
{
	unsigned number = first_line;
	size_t next, at, end, brackets = 0;
	struct lead lead;

	for (at = 0; at < length; at += next, number++) {
		end = text_line_end(text + at, length - at, &next);
		lead = read_lead(text + at, end);
		if (lead.markers > MARKDOWN_GUARD_MARKERS_MAX ||
		    lead.columns > MARKDOWN_GUARD_INDENT_MAX)
			return error_set(err, FORNIX_ERR_LIMIT,
			    "'%s:%u': lists or quotes nest more than %d deep: make them flatter",
			    name, number, MARKDOWN_GUARD_MARKERS_MAX);
		brackets = count_brackets(text + at, end, brackets);
		if (brackets > MARKDOWN_GUARD_BRACKETS_MAX)
			return error_set(err, FORNIX_ERR_LIMIT,
			    "'%s:%u': more than %d '[' are open in one paragraph: close them",
			    name, number, MARKDOWN_GUARD_BRACKETS_MAX);
	}
	return FORNIX_OK;
}

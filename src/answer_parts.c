/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "answer_parts.h"

#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "buffer.h"
#include "escape.h"
#include "xalloc.h"

#define REAL_MAX 1e9

static char *
dup_text(const json_t *json)
{
	struct buffer text;

	buffer_init(&text, ANSWER_BYTES_MAX);
	if (json_is_string(json))
		escape_clean(&text, json_string_value(json), json_string_length(json));
	return buffer_take(&text, NULL);
}

/* NULL for null, where that means something else than "". */
static char *
dup_text_or_null(const json_t *json)
{
	return json_is_string(json) ? dup_text(json) : NULL;
}

char *
answer_text(const json_t *object, const char *name)
{
	return dup_text(json_object_get(object, name));
}

char *
answer_line(const json_t *object, const char *name)
{
	char *text = answer_text(object, name), *c;

	for (c = text; *c != '\0'; c++) {
		if (*c == '\n' || *c == '\t')
			*c = ' ';
	}
	return text;
}

char *
answer_element(const json_t *list, size_t index)
{
	return dup_text(json_array_get(list, index));
}

char **
answer_texts(const json_t *list, size_t most, size_t *ret_count)
{
	size_t i, count = answer_count(list, most);
	char **texts = xcalloc(count, sizeof *texts);

	for (i = 0; i < count; i++)
		texts[i] = answer_element(list, i);
	*ret_count = count;
	return texts;
}

bool
answer_says(const json_t *object, const char *name, const char *text)
{
	const char *value = json_string_value(json_object_get(object, name));

	return value != NULL && strcmp(value, text) == 0;
}

uint32_t
answer_number(const json_t *object, const char *name, uint32_t most)
{
	json_int_t number = json_integer_value(json_object_get(object, name));

	return number >= 0 && number <= (json_int_t)most ? (uint32_t)number : 0;
}

double
answer_real(const json_t *object, const char *name)
{
	double number = json_number_value(json_object_get(object, name));

	return number > 0 && number < REAL_MAX ? number : 0;
}

size_t
answer_count(const json_t *list, size_t most)
{
	size_t count = json_array_size(list);

	return count < most ? count : most;
}

/* The character that html begins with, as escape_html() writes it; 0 at an end or a tag. */
static char
next_character(const char **html)
{
	static const struct {
		const char *reference;
		char character;
	} references[] = {
	    {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}};
	size_t i, length;

	for (i = 0; i < sizeof references / sizeof references[0]; i++) {
		length = strlen(references[i].reference);
		if (strncmp(*html, references[i].reference, length) == 0) {
			*html += length;
			return references[i].character;
		}
	}
	return **html == '<' ? '\0' : *(*html)++;
}

static bool
take(const char **html, const char *tag)
{
	size_t length = strlen(tag);

	if (strncmp(*html, tag, length) != 0)
		return false;
	*html += length;
	return true;
}

/* Returns false when html and text differ. */
static bool
read_marks(const char *html, struct snippet_text *text)
{
	struct snippet_mark *mark = NULL;
	size_t at = 0;

	while (*html != '\0') {
		if (mark == NULL && text->mark_count < SNIPPET_MARKS_MAX &&
		    take(&html, "<mark>")) {
			mark = &text->marks[text->mark_count++];
			*mark = (struct snippet_mark){.start = at};
		} else if (mark != NULL && take(&html, "</mark>")) {
			mark->length = at - mark->start;
			mark = NULL;
		} else if (text->text[at] == '\0' || next_character(&html) != text->text[at]) {
			return false;
		} else {
			at++;
		}
	}
	return mark == NULL && text->text[at] == '\0';
}

void
answer_read_marks(const char *html, struct snippet_text *text)
{
	if (html == NULL)
		return;
	text->marks = xcalloc(SNIPPET_MARKS_MAX, sizeof *text->marks);
	if (!read_marks(html, text))
		text->mark_count = 0;
}

static void
read_phones(const json_t *list, struct search_urgent *urgent)
{
	size_t i, count = answer_count(list, SEARCH_PHONES_MAX);

	for (i = 0; i < count; i++) {
		const json_t *json = json_array_get(list, i);

		urgent->phones[urgent->phone_count++] = (struct search_phone){
		    .label = answer_text(json, "label"), .number = answer_text(json, "number")};
	}
}

static void
read_urgent(const json_t *json, struct search_result *result)
{
	const json_t *link = json_object_get(json, "link");
	struct search_urgent *urgent;

	if (!json_is_object(json))
		return;
	urgent = result->urgent = xcalloc(1, sizeof *urgent);
	urgent->rule = answer_text(json, "rule");
	urgent->title = answer_text(json, "title");
	urgent->message = answer_text(json, "message");
	read_phones(json_object_get(json, "phones"), urgent);
	urgent->link_label = dup_text_or_null(json_object_get(link, "label"));
	urgent->link_url = dup_text_or_null(json_object_get(link, "url"));
}

void
answer_read_rules(const json_t *answer, struct search_result *result)
{
	const json_t *list = json_object_get(answer, "bestBets");
	size_t i, count = answer_count(list, SEARCH_BEST_BETS_MAX);

	read_urgent(json_object_get(answer, "urgent"), result);
	for (i = 0; i < count; i++) {
		const json_t *json = json_array_get(list, i);

		result->best_bets[result->best_bet_count++] =
		    (struct search_best_bet){.label = answer_text(json, "label"),
			.url = answer_text(json, "url"),
			.id = dup_text_or_null(json_object_get(json, "id"))};
	}
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "html.h"

#include <string.h>

#include "escape.h"
#include "render.h"
#include "render_parts.h"

void
html_text(struct buffer *out, const char *s, size_t length)
{
	struct buffer clean CLEANUP_BUFFER;

	buffer_init(&clean, out->max);
	escape_clean(&clean, s, length);
	escape_html(out, clean.data, clean.length);
	out->failed |= clean.failed;
}

void
html_wrap(struct buffer *out, const char *before, const char *text, const char *after)
{
	buffer_append_string(out, before);
	if (text != NULL)
		html_text(out, text, strlen(text));
	buffer_append_string(out, after);
}

void
html_marked(struct buffer *out, const struct snippet_text *text)
{
	size_t length = text->text != NULL ? strlen(text->text) : 0, at = 0, i = 0;
	struct snippet_mark mark;

	while (render_next_mark(text, at, &i, &mark)) {
		html_text(out, text->text + at, mark.start - at);
		buffer_append_string(out, "<mark>");
		html_text(out, text->text + mark.start, mark.length);
		buffer_append_string(out, "</mark>");
		at = mark.start + mark.length;
	}
	html_text(out, text->text + at, length - at);
}

void
html_words(struct buffer *out, const char *slug, size_t length)
{
	struct buffer words CLEANUP_BUFFER;
	size_t i;

	buffer_init(&words, out->max);
	for (i = 0; i < length; i++)
		buffer_append_char(&words, slug[i] == '-' || slug[i] == '_' ? ' ' : slug[i]);
	if (words.length > 0 && words.data[0] >= 'a' && words.data[0] <= 'z')
		words.data[0] = (char)(words.data[0] - 'a' + 'A');
	html_text(out, words.data, words.length);
	out->failed |= words.failed;
}

bool
html_link_begin(struct buffer *out, const char *url)
{
	struct buffer encoded CLEANUP_BUFFER;

	buffer_init(&encoded, out->max);
	if (!render_url(&encoded, url))
		return false;
	html_wrap(out, "<a href=\"", encoded.data, "\">");
	out->failed |= encoded.failed;
	return true;
}

static void
append_parameter(struct buffer *out, const char **separator, const char *name,
    const char *value, size_t length)
{
	struct buffer clean CLEANUP_BUFFER;

	buffer_init(&clean, out->max);
	escape_clean(&clean, value, length);
	buffer_append_string(out, *separator);
	buffer_append_string(out, name);
	buffer_append_char(out, '=');
	escape_url(out, clean.data, clean.length);
	out->failed |= clean.failed;
	*separator = "&amp;";
}

static void
append_count(struct buffer *out, const char **separator, const char *name, unsigned value)
{
	buffer_printf(out, "%s%s=%u", *separator, name, value);
	*separator = "&amp;";
}

void
html_search_href(
    struct buffer *out, const char *search_path, const struct search_request *request)
{
	const char *separator = "?";
	struct buffer since CLEANUP_BUFFER;
	size_t i;

	buffer_init(&since, 64);
	html_wrap(out, " href=\"", search_path, "");
	if (request->query_length > 0)
		append_parameter(out, &separator, "q", request->query, request->query_length);
	for (i = 0; i < request->section_count; i++)
		append_parameter(out, &separator, "section", request->sections[i],
		    strlen(request->sections[i]));
	for (i = 0; i < request->tag_count; i++)
		append_parameter(
		    out, &separator, "tag", request->tags[i], strlen(request->tags[i]));
	if (request->without_correction)
		append_count(out, &separator, "correct", 0);
	if (request->without_synonyms)
		append_count(out, &separator, "synonyms", 0);
	if (request->since != 0) {
		render_date(request->since, &since);
		append_parameter(out, &separator, "since", since.data, since.length);
	}
	if (request->sort != SEARCH_SORT_RELEVANCE)
		append_parameter(out, &separator, "sort", search_sort_name(request->sort),
		    strlen(search_sort_name(request->sort)));
	if (request->per_page != 0 && request->per_page != SEARCH_PER_PAGE)
		append_count(out, &separator, "perPage", request->per_page);
	if (request->page > 1)
		append_count(out, &separator, "page", request->page);
	buffer_append_char(out, '"');
}

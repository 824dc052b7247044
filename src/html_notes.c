/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "html_page.h"

#include <string.h>

#include "html.h"
#include "render_parts.h"

#define DIFFERENT_BYTES_MIN 60 /* a shorter query is shown as a whole */

void
html_warnings(struct buffer *out, const struct search_result *result)
{
	size_t i;

	if (result->warning_count == 0)
		return;
	buffer_append_string(out, "<div class=\"note\">\n");
	for (i = 0; i < result->warning_count && i < SEARCH_WARNINGS_MAX; i++)
		html_wrap(out, "<p>", result->warnings[i].message, "</p>\n");
	buffer_append_string(out, "</div>\n");
}

/* The word that at is in, and the one before it. */
static size_t
begin_of_two(const char *text, size_t at)
{
	unsigned spaces = 0;

	while (at > 0 && (text[at - 1] != ' ' || ++spaces < 2))
		at--;
	return at;
}

static size_t
end_of_two(const char *text, size_t at)
{
	unsigned spaces = 0;

	while (text[at] != '\0' && (text[at] != ' ' || ++spaces < 2))
		at++;
	return at;
}

/* Of a long text only where it is not like other: "… my trigeminal pain …". */
static void
append_different(struct buffer *shown, const char *text, const char *other)
{
	size_t length = strlen(text), other_length = strlen(other), first = 0, last = 0, end;

	buffer_init(shown, 2 * length + 16);
	if (length <= DIFFERENT_BYTES_MIN) {
		buffer_append(shown, text, length);
		return;
	}
	while (first < length && first < other_length && text[first] == other[first])
		first++;
	while (last < length - first && last + first < other_length &&
	       text[length - 1 - last] == other[other_length - 1 - last])
		last++;
	first = begin_of_two(text, first);
	end = end_of_two(text, length - last);
	buffer_append_string(shown, first > 0 ? "… " : "");
	buffer_append(shown, text + first, end - first);
	buffer_append_string(shown, end < length ? " …" : "");
}

/* A link to the first page of the request, with that text. */
static void
append_search_link(struct buffer *out, const struct render_page *page,
    const struct search_request *request, const char *text)
{
	buffer_append_string(out, "<a");
	html_search_href(out, page->site->search_path, request);
	html_wrap(out, "><bdi>", text, "</bdi></a>");
}

/* "facial nerve, facial nerves or racial nerve?", each a link, from number first on. */
static void
append_suggestions(struct buffer *out, const struct render_page *page, size_t first)
{
	const struct search_correction *correction = &page->result->correction;
	struct search_request asked = *page->request;
	struct buffer shown;
	size_t i, count = correction->suggestion_count;

	asked.without_correction = false;
	for (i = first; i < count; i++) {
		if (i > first)
			buffer_append_string(out, i + 1 < count ? ", " : " or ");
		asked.query = correction->suggestions[i];
		asked.query_length = strlen(asked.query);
		buffer_append_string(out, i == 0 ? "<strong>" : "");
		append_different(&shown, asked.query, page->result->query);
		append_search_link(out, page, &asked, shown.data);
		buffer_fini(&shown);
		buffer_append_string(out, i == 0 ? "</strong>" : "");
	}
	buffer_append_char(out, '?');
}

/* What was typed stays within reach, but not where it found nothing either. */
static void
append_corrected(struct buffer *out, const struct render_page *page)
{
	const struct search_result *result = page->result;
	const char *corrected = result->correction.suggestions[0];
	struct search_request asked = *page->request;
	struct buffer shown CLEANUP_BUFFER, typed CLEANUP_BUFFER;

	append_different(&shown, corrected, result->query);
	append_different(&typed, result->query, corrected);
	asked.without_correction = true;
	html_wrap(out,
	    result->hit_count > 0 ? "Showing results for <strong><bdi>"
				  : "Also looked for <strong><bdi>",
	    shown.data, "</bdi></strong>.");
	if (result->hit_count > 0) {
		buffer_append_string(out, " Search instead for ");
		append_search_link(out, page, &asked, typed.data);
		buffer_append_char(out, '.');
	}
	if (result->correction.suggestion_count > 1) {
		buffer_append_string(out, " Or did you mean ");
		append_suggestions(out, page, 1);
	}
}

void
html_correction(struct buffer *out, const struct render_page *page)
{
	const struct search_correction *correction = &page->result->correction;

	if (correction->suggestion_count == 0 || correction->mode == SEARCH_CORRECTION_NONE)
		return;
	buffer_append_string(out, "<p class=\"correction\">");
	if (correction->mode == SEARCH_CORRECTION_AUTO) {
		append_corrected(out, page);
	} else {
		buffer_append_string(out, "Did you mean ");
		append_suggestions(out, page, 0);
	}
	buffer_append_string(out, "</p>\n");
}

void
html_synonyms(struct buffer *out, const struct render_page *page)
{
	struct search_request asked = *page->request;
	struct buffer names CLEANUP_BUFFER;

	buffer_init(&names, out->max);
	if (page->result->synonym_count == 0)
		return;
	render_synonyms(&names, page->result);
	html_wrap(out, "<p class=\"synonyms\">Also searching for ", names.data, ".");
	if (page->result->hit_count > 0) {
		asked.without_synonyms = true;
		buffer_append_string(out, " <a");
		html_search_href(out, page->site->search_path, &asked);
		buffer_append_string(out, ">Only my words</a>");
	}
	buffer_append_string(out, "</p>\n");
	out->failed |= names.failed;
}

/* "About 1,200 results for “face pain”."; what they are for is told above when corrected. */
static void
append_total(struct buffer *out, const struct search_result *result)
{
	if (result->total == 0) {
		buffer_append_string(out, "No article matches closely. These may still help.");
		return;
	}
	buffer_append_string(out, result->total_is_exact ? "" : "About ");
	render_number(out, result->total);
	buffer_append_string(out, result->total == 1 ? " result" : " results");
	if (result->correction.mode == SEARCH_CORRECTION_AUTO)
		buffer_append_string(out, ".");
	else
		html_wrap(out, " for <strong>“<bdi>", result->query, "</bdi>”</strong>.");
}

/* "About 1,200 results for “face pain”. Page 2 of 3.", the last of which no line breaks. */
void
html_summary(struct buffer *out, const struct search_result *result)
{
	buffer_append_string(out, "<p class=\"summary\" role=\"status\">");
	append_total(out, result);
	if (result->page <= result->pages && result->pages > 1)
		buffer_printf(
		    out, " Page\302\240%u\302\240of\302\240%u.", result->page, result->pages);
	buffer_append_string(out, "</p>\n");
}

/* The word as it was typed, crossed out. */
static void
append_dropped(struct buffer *out, const char *before, const char *text)
{
	buffer_append_string(out, before);
	html_wrap(out, "<del><bdi>", text, "</bdi></del>");
}

void
html_missing(struct buffer *out, const struct search_result *result)
{
	size_t i, count = 0, shown = 0;

	for (i = 0; i < result->part_count; i++)
		count += render_part_is_missing(result, i);
	if (count == 0)
		return;
	buffer_append_string(out, "<p class=\"missing\">");
	for (i = 0; i < result->part_count; i++) {
		if (!render_part_is_missing(result, i))
			continue;
		append_dropped(out,
		    shown == 0          ? ""
		    : shown + 1 < count ? ", "
					: " and ",
		    result->parts[i].text);
		shown++;
	}
	buffer_append_string(
	    out, count == 1 ? " is in no article.</p>\n" : " are in no article.</p>\n");
}

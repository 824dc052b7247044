/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render.h"

#include <string.h>

#include "escape.h"
#include "html.h"
#include "html_page.h"
#include "render_parts.h"

static void
add_filters(size_t *count, const char **kept, size_t given, const char *const *values)
{
	size_t i, k;

	for (i = 0; i < given && i < SEARCH_FILTERS_MAX; i++) {
		for (k = 0; k < *count && strcmp(kept[k], values[i]) != 0; k++)
			;
		if (k == *count && values[i][0] != '\0')
			kept[(*count)++] = values[i];
	}
}

/* The request as links repeat it: the query as it was understood, every filter once. */
static struct search_request
understood(const struct render_page *page)
{
	struct search_request asked = SEARCH_REQUEST_INIT;
	const struct search_request *given = page->request;

	if (given != NULL) {
		asked.per_page = given->per_page;
		asked.sort = given->sort;
		asked.since = given->since;
		asked.without_synonyms = given->without_synonyms;
		asked.without_correction = given->without_correction;
		asked.query = given->query;
		asked.query_length = given->query_length;
		add_filters(&asked.tag_count, asked.tags, given->tag_count, given->tags);
		add_filters(&asked.section_count, asked.sections, given->section_count,
		    given->sections);
	}
	if (page->result != NULL && page->result->query != NULL) {
		asked.query = page->result->query;
		asked.query_length = strlen(page->result->query);
	}
	return asked;
}

/* Results are told to stop somewhere only to those who read that far. */
static void
append_reach(struct buffer *out, const struct search_result *result)
{
	uint64_t reach = (uint64_t)result->pages * result->per_page;

	if (result->page != result->pages || result->total <= reach)
		return;
	buffer_append_string(out, "<p class=\"note\">These are the best ");
	render_number(out, reach);
	buffer_append_string(out, " results. To see others, add a word to your search.</p>\n");
}

static void
append_results(struct buffer *out, const struct render_page *page)
{
	buffer_append_string(out, "<h1>Search results</h1>\n");
	html_correction(out, page);
	html_summary(out, page->result);
	html_synonyms(out, page);
	html_missing(out, page->result);
	html_warnings(out, page->result);
	html_filters(out, page);
	html_best_bets(out, page->result);
	buffer_append_string(out, "<div class=\"area\">\n<div class=\"columns\">\n");
	html_facets(out, page);
	buffer_append_string(out, "<div id=\"results\" class=\"found\" tabindex=\"-1\">\n");
	html_sort(out, page);
	html_hits(out, page);
	append_reach(out, page->result);
	html_pager(out, page);
	buffer_append_string(out, "</div>\n");
	html_related(out, page);
	buffer_append_string(out, "</div>\n</div>\n");
}

static void
append_empty(struct buffer *out, const struct search_result *result)
{
	buffer_append_string(out, "<h1>Search</h1>\n");
	if (result != NULL)
		html_warnings(out, result);
	buffer_append_string(out, "<p>Type a condition, a symptom or a treatment in your own "
				  "words.");
	if (result != NULL && result->article_count > 1) {
		buffer_append_string(out, " There are ");
		render_number(out, result->article_count);
		buffer_append_string(out, " articles.");
	}
	buffer_append_string(out, "</p>\n");
}

static bool
found_nothing(const struct render_page *page)
{
	const struct search_result *result = page->result;

	return result != NULL && page->request->query_length > 0 && result->hit_count == 0 &&
	       result->total == 0 && result->pages == 0;
}

/* "face pain – Page 2 – Search" */
static void
append_page_title(struct buffer *title, const struct render_page *page)
{
	const struct search_request *asked = page->request;

	if (asked->query_length > 0) {
		buffer_append(title, asked->query, asked->query_length);
		buffer_append_string(title, " – ");
	}
	if (found_nothing(page))
		buffer_append_string(title, "Nothing found – ");
	else if (page->result != NULL && page->result->page > 1)
		buffer_printf(title, "Page %u – ", page->result->page);
	buffer_append_string(title, "Search");
}

static void
append_main(struct buffer *out, const struct render_page *page)
{
	const struct search_result *result = page->result;

	if (result != NULL)
		html_urgent(out, result);
	if (result == NULL || page->request->query_length == 0)
		append_empty(out, result);
	else if (result->hit_count > 0)
		append_results(out, page);
	else if (found_nothing(page))
		html_nothing(out, page);
	else
		html_past_end(out, page);
}

void
render_html_page(const struct render_page *given, struct buffer *out)
{
	struct search_request asked = understood(given);
	struct buffer title CLEANUP_BUFFER, query CLEANUP_BUFFER;
	struct render_page page = *given;
	bool has_hits;

	page.request = &asked;
	/* Nobody is to skip over what may be an emergency. */
	has_hits = page.result != NULL && asked.query_length > 0 &&
		   page.result->hit_count > 0 && page.result->urgent == NULL;
	buffer_init(&title, out->max);
	buffer_init(&query, out->max);
	append_page_title(&title, &page);
	buffer_append(&query, asked.query, asked.query_length);
	html_shell_begin(
	    out, &(struct html_shell){
		     .site = page.site,
		     .title = title.data,
		     .query = query.data,
		     .skip = has_hits ? "Skip to the results" : "Skip to the content",
		     .target = has_hits ? "results" : NULL,
		 });
	append_main(out, &page);
	html_shell_end(out, page.site);
	out->failed |= title.failed || query.failed;
}

/* What to say about a status, and what the person can do. */
static const struct error_text {
	int http_status; /* 0: any other */
	const char *title, *advice;
} error_texts[] = {
    {400, "We could not read that request", "Please type your words in the form above."},
    {404, "Page not found",
	"It may have been moved. Check the address, or search for it with the form above."},
    {405, "That does not work here", "Please use the form above."},
    {414, "That search is too long", "Please use fewer words: two or three are often best."},
    {429, "That was too much at once", "Please wait a moment, and try again."},
    {503, "The search is not available right now",
	"Please try again in a minute. The articles themselves can still be read."},
    {0, "Something went wrong", "Please try again in a minute."},
};

static const struct error_text *
error_text_find(int http_status)
{
	const struct error_text *text = error_texts;

	while (text->http_status != 0 && text->http_status != http_status)
		text++;
	return text;
}

void
render_html_error(const struct render_site *site, int http_status, const char *title,
    const char *detail, struct buffer *out)
{
	const struct error_text *text = error_text_find(http_status);

	title = title != NULL ? title : text->title;
	html_shell_begin(out, &(struct html_shell){
				  .site = site,
				  .title = title,
				  .skip = "Skip to the content",
			      });
	html_wrap(out, "<h1>", title, "</h1>\n");
	if (detail != NULL && detail[0] != '\0')
		html_wrap(out, "<p>", detail, "</p>\n");
	html_wrap(out, "<p>", text->advice, "</p>\n");
	buffer_printf(out, "<p class=\"code\">Error %d</p>\n", http_status);
	html_shell_end(out, site);
}

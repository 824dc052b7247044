/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "browse.h"

#include "fields.h"
#include "listing.h"
#include "record.h"
#include "search_facets.h"
#include "searcher.h"
#include "xalloc.h"

static char *
dup_span(struct span span)
{
	return xstrndup(span.length > 0 ? span.data : "", span.length);
}

static char *
make_slug(struct analyzer *analyzer, struct span text)
{
	struct buffer slug;

	buffer_init(&slug, INDEX_TERM_BYTES_MAX);
	analyze_slug(analyzer, text.data, text.length, &slug);
	return buffer_take(&slug, NULL);
}

static enum fornix_status
check_request(const struct browse_request *request, struct fornix_error *err)
{
	if (request->per_page < 1 || request->per_page > BROWSE_PER_PAGE_MAX)
		return error_set(err, FORNIX_ERR_USAGE, "%u articles a page are not 1 to %d",
		    request->per_page, BROWSE_PER_PAGE_MAX);
	if (request->page < 1 || request->page > BROWSE_PAGE_MAX)
		return error_set(err, FORNIX_ERR_USAGE, "page %u is not 1 to %d", request->page,
		    BROWSE_PAGE_MAX);
	return FORNIX_OK;
}

/* The sections of the list, and which part of it is asked for. */
static struct listing_section
choose_section(struct searcher *searcher, const struct listing *listing,
    const struct browse_request *request, struct browse_result *result)
{
	struct listing_section chosen = {
	    .count = request->section == NULL ? listing->count : 0};
	char *wanted = request->section != NULL
			   ? make_slug(searcher->analyzer, span_from_string(request->section))
			   : NULL;
	size_t i;

	result->sections = xcalloc(listing->section_count, sizeof *result->sections);
	for (i = 0; i < listing->section_count; i++) {
		const struct listing_section *section = &listing->sections[i];
		struct search_facet_value *value = &result->sections[result->section_count++];

		*value = (struct search_facet_value){
		    .value = make_slug(searcher->analyzer, section->name),
		    .label = acronyms_label(&searcher->acronyms, section->name),
		    .count = (uint32_t)section->count};
		value->is_selected = wanted != NULL && strcmp(wanted, value->value) == 0;
		if (value->is_selected && chosen.count == 0)
			chosen = *section;
	}
	free(wanted);
	return chosen;
}

static void
fill_article(const struct searcher *searcher, struct browse_article *article,
    const struct record *record)
{
	unsigned i;

	*article = (struct browse_article){.id = dup_span(record->id),
	    .url = dup_span(record->url),
	    .title = dup_span(record->title),
	    .description = dup_span(record->description),
	    .section = dup_span(record->section),
	    .section_label = acronyms_label(&searcher->acronyms, record->section),
	    .tags = xcalloc(record->tag_count, sizeof *article->tags),
	    .date = record->date,
	    .reviewed = record->reviewed,
	    .review_due = record->review_due};
	for (i = 0; i < record->tag_count; i++)
		article->tags[article->tag_count++] = dup_span(record_tag(record, i));
}

static enum fornix_status
fill_page(struct searcher *searcher, const struct listing *listing,
    const struct listing_section *part, struct browse_result *result, struct fornix_error *err)
{
	size_t first = (size_t)(result->page - 1) * result->per_page, end, i;
	enum fornix_status status;
	struct record record;
	struct span bytes;

	if (first >= part->count)
		return FORNIX_OK;
	end = part->count - first < result->per_page ? part->count : first + result->per_page;
	result->articles = xcalloc(end - first, sizeof *result->articles);
	for (i = first; i < end; i++) {
		uint32_t document = listing_document(listing, part->first + i);

		status = articles_get(searcher->articles, document, &bytes, err);
		if (status == FORNIX_OK)
			status = record_open(bytes.data, bytes.length, &record, err);
		if (status != FORNIX_OK)
			return error_set(err, FORNIX_ERR_CORRUPT,
			    "article %u of the list cannot be read: run 'fornix index --full'",
			    document);
		fill_article(searcher, &result->articles[result->article_count++], &record);
	}
	return FORNIX_OK;
}

enum fornix_status
browse_run(struct searcher *searcher, const struct browse_request *request,
    struct browse_result **ret_result, struct fornix_error *err)
{
	struct listing_section part;
	struct browse_result *result;
	enum fornix_status status;
	struct listing listing;

	status = check_request(request, err);
	if (status == FORNIX_OK)
		status = listing_open(searcher->articles, &listing, err);
	if (status != FORNIX_OK)
		return status;
	result = xcalloc(1, sizeof *result);
	result->page = request->page;
	result->per_page = request->per_page;
	result->generation = searcher->generation;
	part = choose_section(searcher, &listing, request, result);
	result->total = (uint32_t)part.count;
	result->pages = (unsigned)((part.count + request->per_page - 1) / request->per_page);
	status = fill_page(searcher, &listing, &part, result, err);
	if (status == FORNIX_OK)
		*ret_result = result;
	else
		browse_result_free(result);
	return status;
}

static void
article_fini(struct browse_article *article)
{
	size_t i;

	free(article->id);
	free(article->url);
	free(article->title);
	free(article->description);
	free(article->section);
	free(article->section_label);
	for (i = 0; i < article->tag_count; i++)
		free(article->tags[i]);
	free(article->tags);
}

void
browse_result_free(struct browse_result *result)
{
	size_t i;

	if (result == NULL)
		return;
	for (i = 0; i < result->article_count; i++)
		article_fini(&result->articles[i]);
	free(result->articles);
	for (i = 0; i < result->section_count; i++) {
		free(result->sections[i].value);
		free(result->sections[i].label);
	}
	free(result->sections);
	free(result);
}

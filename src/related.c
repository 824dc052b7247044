/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "related.h"

#include "entries.h"
#include "listing.h"
#include "record.h"
#include "searcher.h"
#include "xalloc.h"

#define ENTRY_BYTES ((1 + RELATED_MAX) * ENTRIES_NUMBER_BYTES)

static enum fornix_status
open_record(struct searcher *searcher, uint32_t document, struct record *ret_record,
    struct fornix_error *err)
{
	enum fornix_status status;
	struct span bytes;

	status = articles_get(searcher->articles, document, &bytes, err);
	if (status == FORNIX_OK)
		status = record_open(bytes.data, bytes.length, ret_record, err);
	if (status == FORNIX_OK)
		return status;
	return error_set(err, FORNIX_ERR_CORRUPT,
	    "article %u cannot be read: run 'fornix index --full'", document);
}

static char *
dup_span(struct span span)
{
	return xstrndup(span.length > 0 ? span.data : "", span.length);
}

static struct search_neighbour
make_neighbour(const struct record *record)
{
	return (struct search_neighbour){.id = dup_span(record->id),
	    .url = dup_span(record->url),
	    .title = dup_span(record->title),
	    .description = dup_span(record->description)};
}

/* Numbers of the articles near to one; returns how many. */
static size_t
find_numbers(struct searcher *searcher, uint32_t document, uint32_t ret_numbers[RELATED_MAX])
{
	struct fornix_error ignored;
	const char *entry = NULL;
	struct span fact;
	size_t count = 0;

	if (articles_fact_get(searcher->articles, "related", &fact, &ignored) == FORNIX_OK)
		entry = entries_find(fact, ENTRY_BYTES, document);
	while (entry != NULL && count < RELATED_MAX) {
		ret_numbers[count] = entries_number(entry + (1 + count) * ENTRIES_NUMBER_BYTES);
		if (ret_numbers[count] == 0)
			break;
		count++;
	}
	return count;
}

enum fornix_status
related_find(struct searcher *searcher, const char *id, const char *url,
    struct related_result *ret_result, struct fornix_error *err)
{
	struct related_result result = {.generation = searcher->generation};
	uint32_t document, numbers[RELATED_MAX];
	enum fornix_status status;
	struct record record;
	size_t i, count;

	status = id != NULL
		     ? articles_find(searcher->articles, span_from_string(id), &document, err)
		     : listing_find_url(searcher->articles, url, &document, err);
	if (status == FORNIX_OK)
		status = open_record(searcher, document, &record, err);
	if (status != FORNIX_OK)
		return status;
	result.self = make_neighbour(&record);
	count = find_numbers(searcher, document, numbers);
	for (i = 0; i < count && status == FORNIX_OK; i++) {
		status = open_record(searcher, numbers[i], &record, err);
		if (status == FORNIX_OK)
			result.items[result.count++] = make_neighbour(&record);
	}
	if (status == FORNIX_OK)
		*ret_result = result;
	else
		related_fini(&result);
	return status;
}

void
related_fini(struct related_result *result)
{
	size_t i;

	search_neighbour_fini(&result->self);
	for (i = 0; i < result->count; i++)
		search_neighbour_fini(&result->items[i]);
	result->count = 0;
}

static bool
is_hit(const struct search_result *result, uint32_t document)
{
	size_t i;

	for (i = 0; i < result->hit_count; i++) {
		if (result->hits[i].document == document)
			return true;
	}
	return false;
}

enum fornix_status
related_fill(struct searcher *searcher, struct search_result *result, struct fornix_error *err)
{
	uint32_t numbers[RELATED_MAX];
	enum fornix_status status;
	struct record record;
	size_t i, count;

	count = find_numbers(searcher, result->hits[0].document, numbers);
	for (i = 0; i < count && result->related_count < SEARCH_RELATED_MAX; i++) {
		if (is_hit(result, numbers[i]))
			continue;
		status = open_record(searcher, numbers[i], &record, err);
		if (status != FORNIX_OK)
			return status;
		result->related[result->related_count++] = make_neighbour(&record);
	}
	return FORNIX_OK;
}

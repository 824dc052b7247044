/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "related_write.h"

#include <stdlib.h>
#include <string.h>

#include "entries.h"
#include "index_reader.h"
#include "related.h"
#include "related_compare.h"
#include "xalloc.h"

#define STALE_FACT "telling_stale" /* how many articles have changed since all were weighed */

/* What is known of an article's list before it is made anew. */
struct list {
	struct related_row row;
	struct spread_neighbour last; /* of the list as it was, when that was full */
	bool was_full, is_put;
};

struct work {
	struct articles *articles;
	struct index_reader *index;
	const struct related_changes *changes;
	struct telling *telling; /* by number, and the lists likewise */
	struct list *lists;
	size_t count, capacity;
	uint32_t stale;
	struct related_compare *compare;
	struct fornix_error *err;
};

static bool
has_number(const uint32_t *numbers, size_t count, uint32_t number)
{
	size_t i;

	for (i = 0; i < count && numbers[i] != number; i++)
		;
	return i < count;
}

static bool
is_put(const struct work *work, uint32_t document)
{
	return has_number(work->changes->put, work->changes->put_count, document);
}

static bool
is_changed(const struct work *work, uint32_t document)
{
	return is_put(work, document) ||
	       has_number(work->changes->removed, work->changes->removed_count, document);
}

static void
add_document(struct work *work, uint32_t document)
{
	XALLOC_GROW(work->telling, work->count, work->capacity);
	work->telling[work->count++] = (struct telling){.document = document};
}

static bool
add_source(struct span path, const struct articles_source *source, void *context)
{
	(void)path;
	if (source->document != 0)
		add_document(context, source->document);
	return true;
}

static int
compare_documents(const void *a, const void *b)
{
	const struct telling *x = a, *y = b;

	return (x->document > y->document) - (x->document < y->document);
}

static enum fornix_status
weigh_all(struct work *work)
{
	enum fornix_status status;

	work->count = 0;
	work->stale = 0;
	status = articles_sources(work->articles, add_source, work, work->err);
	if (status == FORNIX_OK && work->count > 0)
		qsort(work->telling, work->count, sizeof *work->telling, compare_documents);
	if (status == FORNIX_OK)
		status = telling_weigh_all(work->index, work->telling, work->count, work->err);
	return status;
}

static enum fornix_status
list_all(struct work *work)
{
	enum fornix_status status = related_compare_file(work->compare, work->err);
	size_t i;

	for (i = 0; status == FORNIX_OK && i < work->count; i++)
		status = related_compare_row(work->compare, i, &work->lists[i].row, work->err);
	return status;
}

/* Takes over the words of what has not changed; false where they are not all known. */
static bool
load_telling(struct work *work)
{
	struct fornix_error ignored;
	struct span fact, stale;
	size_t at, i;

	if (articles_fact_get(work->articles, TELLING_FACT, &fact, &ignored) != FORNIX_OK ||
	    articles_fact_get(work->articles, STALE_FACT, &stale, &ignored) != FORNIX_OK ||
	    stale.length != ENTRIES_NUMBER_BYTES)
		return false;
	work->stale = entries_number(stale.data) + (uint32_t)work->changes->put_count +
		      (uint32_t)work->changes->removed_count;
	for (at = 0; at + TELLING_ENTRY_BYTES <= fact.length; at += TELLING_ENTRY_BYTES) {
		uint32_t document = entries_number(fact.data + at);

		if (is_changed(work, document))
			continue;
		add_document(work, document);
		telling_get(fact.data + at, &work->telling[work->count - 1]);
	}
	for (i = 0; i < work->changes->put_count; i++)
		add_document(work, work->changes->put[i]);
	if (work->count > 0)
		qsort(work->telling, work->count, sizeof *work->telling, compare_documents);
	return work->count == articles_count(work->articles);
}

/* Whether what was known before can be changed, rather than made anew. */
static bool
begin_changes(struct work *work)
{
	uint32_t count = articles_count(work->articles);

	return work->changes != NULL && count > RELATED_FEW &&
	       work->changes->put_count + work->changes->removed_count <=
		   count / RELATED_STALE_DIVISOR &&
	       load_telling(work) && work->stale <= count / RELATED_STALE_DIVISOR;
}

static enum fornix_status
weigh_changed(struct work *work)
{
	enum fornix_status status = FORNIX_OK;
	size_t i;

	for (i = 0; i < work->count && status == FORNIX_OK; i++) {
		if (is_put(work, work->telling[i].document))
			status = telling_weigh(
			    work->index, &work->telling[i], work->count, work->err);
	}
	return status;
}

/* A list as it was, without what has changed. */
static void
load_list(struct work *work, struct span fact, size_t index)
{
	struct spread_neighbour before[SPREAD_NEAR];
	uint32_t document = work->telling[index].document;
	struct list *list = &work->lists[index];
	size_t count, i;

	list->is_put = is_put(work, document);
	if (list->is_put)
		return;
	count = spread_get(fact, document, before);
	list->was_full = count == SPREAD_NEAR;
	if (list->was_full)
		list->last = before[count - 1];
	for (i = 0; i < count; i++) {
		if (!is_changed(work, before[i].document))
			related_row_insert(&list->row, before[i]);
	}
}

/* The list of the article with that index, which has changed, and its places in others. */
static enum fornix_status
enter_lists(struct work *work, size_t index)
{
	struct spread_neighbour neighbour;
	enum fornix_status status;
	const uint32_t *found;
	size_t i, count;

	status = related_compare_row(work->compare, index, &work->lists[index].row, work->err);
	if (status != FORNIX_OK)
		return status;
	found = related_compare_found(work->compare, &count);
	for (i = 0; i < count; i++) {
		struct list *list = &work->lists[found[i]];

		if (list->is_put || (list->row.count == SPREAD_NEAR &&
					related_compare_reach(work->compare, found[i]) <
					    list->row.items[SPREAD_NEAR - 1].nearness))
			continue;
		status =
		    related_compare_back(work->compare, index, found[i], &neighbour, work->err);
		if (status != FORNIX_OK)
			return status;
		if (neighbour.nearness > 0)
			related_row_insert(&list->row, neighbour);
	}
	return FORNIX_OK;
}

/* Behind the last of a full list there may be others that now belong into it. */
static bool
has_gap(const struct list *list)
{
	return list->was_full &&
	       (list->row.count < SPREAD_NEAR ||
		   related_comes_before(list->last, list->row.items[SPREAD_NEAR - 1]));
}

static enum fornix_status
list_changed(struct work *work)
{
	enum fornix_status status;
	struct span fact;
	size_t i;

	status = articles_fact_get(work->articles, SPREAD_FACT, &fact, work->err);
	for (i = 0; i < work->count && status == FORNIX_OK; i++)
		load_list(work, fact, i);
	for (i = 0; i < work->count && status == FORNIX_OK; i++) {
		if (work->lists[i].is_put)
			status = enter_lists(work, i);
	}
	for (i = 0; i < work->count && status == FORNIX_OK; i++) {
		if (!work->lists[i].is_put && has_gap(&work->lists[i]))
			status = related_compare_row(
			    work->compare, i, &work->lists[i].row, work->err);
	}
	return status;
}

static void
put_related(const struct related_row *row, uint32_t document, struct buffer *out)
{
	size_t i;

	entries_put_number(out, document);
	for (i = 0; i < RELATED_MAX; i++) {
		bool is_told = i < row->count && row->items[i].nearness >= RELATED_LEAST_NEAR;

		entries_put_number(out, is_told ? row->items[i].document : 0);
	}
}

static enum fornix_status
put_fact(struct work *work, const char *name, struct buffer *fact)
{
	enum fornix_status status =
	    buffer_finish(fact, "the list of related articles", work->err);

	if (status != FORNIX_OK)
		return status;
	return articles_fact_put(
	    work->articles, name, (struct span){fact->data, fact->length}, work->err);
}

/* Words that are too many to be kept are weighed again each time. */
static enum fornix_status
put_telling(struct work *work)
{
	struct buffer fact CLEANUP_BUFFER, stale CLEANUP_BUFFER;
	enum fornix_status status;
	size_t i;

	buffer_init(&fact, ARTICLES_FACT_BYTES_MAX);
	buffer_init(&stale, ENTRIES_NUMBER_BYTES);
	for (i = 0; i < work->count; i++)
		telling_put(&work->telling[i], &fact);
	entries_put_number(&stale, work->stale);
	if (fact.failed)
		buffer_clear(&fact);
	status = put_fact(work, TELLING_FACT, &fact);
	return status == FORNIX_OK ? put_fact(work, STALE_FACT, &stale) : status;
}

static enum fornix_status
put_lists(struct work *work)
{
	struct buffer related CLEANUP_BUFFER, near CLEANUP_BUFFER;
	enum fornix_status status;
	size_t i;

	buffer_init(&related, ARTICLES_FACT_BYTES_MAX);
	buffer_init(&near, ARTICLES_FACT_BYTES_MAX);
	for (i = 0; i < work->count; i++) {
		const struct related_row *row = &work->lists[i].row;

		put_related(row, work->telling[i].document, &related);
		spread_put(work->telling[i].document, row->items, row->count, &near);
	}
	status = put_fact(work, "related", &related);
	return status == FORNIX_OK ? put_fact(work, SPREAD_FACT, &near) : status;
}

static enum fornix_status
run(struct work *work)
{
	bool is_change = begin_changes(work);
	enum fornix_status status = is_change ? weigh_changed(work) : weigh_all(work);

	if (status != FORNIX_OK || work->count == 0)
		return status;
	work->lists = xcalloc(work->count, sizeof *work->lists);
	work->compare = related_compare_new(work->articles, work->telling, work->count);
	status = is_change ? list_changed(work) : list_all(work);
	if (status == FORNIX_OK)
		status = put_lists(work);
	if (status == FORNIX_OK)
		status = put_telling(work);
	return status;
}

static enum fornix_status
write_lists(struct articles *articles, struct index_reader *index,
    const struct related_changes *changes, struct fornix_error *err)
{
	struct work work = {
	    .articles = articles, .index = index, .changes = changes, .err = err};
	enum fornix_status status = run(&work);

	related_compare_free(work.compare);
	free(work.lists);
	free(work.telling);
	return status;
}

enum fornix_status
related_write(struct articles *articles, const char *index,
    const struct related_changes *changes, struct fornix_error *err)
{
	struct index_reader *reader;
	enum fornix_status status = index_reader_open(index, &reader, err);

	if (status != FORNIX_OK)
		return status;
	status = write_lists(articles, reader, changes, err);
	index_reader_free(reader);
	return status;
}

enum fornix_status
related_write_from(
    struct articles *articles, struct index_reader *index, struct fornix_error *err)
{
	return write_lists(articles, index, NULL, err);
}

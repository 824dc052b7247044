/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "related_write.h"

#include <math.h>
#include <stdlib.h>

#include "analyze.h"
#include "entries.h"
#include "index_reader.h"
#include "record.h"
#include "related.h"
#include "spread.h"
#include "xalloc.h"

struct weight {
	uint32_t index; /* of a term, or of an article */
	float value;
};

struct weights {
	struct weight *items;
	size_t count, capacity;
};

struct entry {
	uint32_t document;
	struct record record; /* borrows from the articles */
	uint64_t id, url;     /* hashes */
	uint64_t *links;      /* hashes; owned */
	struct weights terms; /* best first, of length 1 together */
};

struct term {
	struct span name; /* owned */
	uint32_t documents;
	struct weights places; /* articles that it tells apart */
};

struct work {
	struct articles *articles;
	struct index_reader *index;
	struct entry *entries; /* by document number */
	size_t entry_count, entry_capacity;
	struct term *terms; /* by name */
	size_t term_count, term_capacity;
	uint32_t *slots; /* numbers of terms and 1, by the hash of their names; 0 is free */
	size_t slot_count;
	struct weights found; /* of the article that is filled */
	float *scores;        /* of each entry, for the article that is compared */
	enum fornix_status status;
	struct fornix_error *err;
};

static void
add_weight(struct weights *weights, uint32_t index, double value)
{
	XALLOC_GROW(weights->items, weights->count, weights->capacity);
	weights->items[weights->count++] = (struct weight){index, (float)value};
}

static bool
add_article(struct span path, const struct articles_source *source, void *context)
{
	struct work *work = context;
	struct entry entry = {.document = source->document};
	struct span bytes;
	unsigned i;

	(void)path;
	if (source->document == 0)
		return true;
	work->status = articles_get(work->articles, source->document, &bytes, work->err);
	if (work->status == FORNIX_OK)
		work->status = record_open(bytes.data, bytes.length, &entry.record, work->err);
	if (work->status != FORNIX_OK)
		return false;
	entry.id = span_hash(entry.record.id);
	entry.url = span_hash(entry.record.url);
	entry.links = xcalloc(entry.record.link_count, sizeof *entry.links);
	for (i = 0; i < entry.record.link_count; i++)
		entry.links[i] = span_hash(record_link(&entry.record, i));
	XALLOC_GROW(work->entries, work->entry_count, work->entry_capacity);
	work->entries[work->entry_count++] = entry;
	return true;
}

static int
compare_documents(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	return (x->document > y->document) - (x->document < y->document);
}

/* Terms with a prefix begin with an upper-case letter; words never do. */
static bool
add_term(struct span name, uint32_t documents, uint32_t count, void *context)
{
	struct work *work = context;

	(void)count;
	if (documents < 2 || documents > RELATED_DOCUMENTS_MAX ||
	    documents * 2 > work->entry_count + 2 || name.length < 3 ||
	    (name.data[0] >= 'A' && name.data[0] <= 'Z') ||
	    analyze_is_stopword(name.data, name.length))
		return true;
	XALLOC_GROW(work->terms, work->term_count, work->term_capacity);
	work->terms[work->term_count++] = (struct term){
	    .name = {xstrndup(name.data, name.length), name.length}, .documents = documents};
	return true;
}

/* The slot of the term, or the free one where it belongs. */
static size_t
find_slot(const struct work *work, struct span name)
{
	size_t slot = span_hash(name) & (work->slot_count - 1);

	while (work->slots[slot] != 0 &&
	       !span_equals(work->terms[work->slots[slot] - 1].name, name))
		slot = (slot + 1) & (work->slot_count - 1);
	return slot;
}

/* Every word of every article is looked up: a table has it sooner than a search. */
static void
file_terms(struct work *work)
{
	size_t i;

	work->slot_count = 1;
	while (work->slot_count < 2 * (work->term_count + 1))
		work->slot_count *= 2;
	work->slots = xcalloc(work->slot_count, sizeof *work->slots);
	for (i = 0; i < work->term_count; i++)
		work->slots[find_slot(work, work->terms[i].name)] = (uint32_t)i + 1;
}

static void
weigh_term(struct span name, uint32_t count, void *context)
{
	struct work *work = context;
	uint32_t found = work->slots[find_slot(work, name)];
	const struct term *term = found > 0 ? &work->terms[found - 1] : NULL;

	if (term != NULL && count > 0)
		add_weight(&work->found, (uint32_t)(term - work->terms),
		    (1 + log(count)) * log((double)work->entry_count / term->documents));
}

static int
compare_weights(const void *a, const void *b)
{
	const struct weight *x = a, *y = b;

	if (x->value != y->value)
		return x->value < y->value ? 1 : -1;
	return (x->index > y->index) - (x->index < y->index);
}

/* The words that tell the article apart. */
static enum fornix_status
fill_entry(struct work *work, uint32_t index)
{
	struct entry *entry = &work->entries[index];
	enum fornix_status status;
	double length = 0;
	size_t i;

	work->found.count = 0;
	status = index_reader_document_terms(
	    work->index, entry->document, weigh_term, work, work->err);
	if (status != FORNIX_OK || work->found.count == 0)
		return status;
	qsort(work->found.items, work->found.count, sizeof *work->found.items, compare_weights);
	if (work->found.count > RELATED_TERMS)
		work->found.count = RELATED_TERMS;
	for (i = 0; i < work->found.count; i++)
		length += (double)work->found.items[i].value * work->found.items[i].value;
	for (i = 0; i < work->found.count && length > 0; i++) {
		struct weight found = work->found.items[i];
		double value = found.value / sqrt(length);

		add_weight(&entry->terms, found.index, value);
		add_weight(&work->terms[found.index].places, index, value);
	}
	return FORNIX_OK;
}

static bool
links_to(const struct entry *from, const struct entry *to)
{
	unsigned i;

	for (i = 0; i < from->record.link_count; i++) {
		struct span link;

		if (from->links[i] != to->id && from->links[i] != to->url)
			continue;
		link = record_link(&from->record, i);
		if (span_equals(link, to->record.id) || span_equals(link, to->record.url))
			return true;
	}
	return false;
}

static double
share_of_tags(const struct record *a, const struct record *b)
{
	unsigned i, k, common = 0;

	for (i = 0; i < a->tag_count; i++) {
		for (k = 0; k < b->tag_count; k++)
			common += span_equals(record_tag(a, i), record_tag(b, k));
	}
	return common == 0 ? 0 : (double)common / (a->tag_count + b->tag_count - common);
}

static double
score_pair(const struct entry *from, const struct entry *to)
{
	const struct record *a = &from->record, *b = &to->record;

	return (links_to(from, to) ? RELATED_LINK_WEIGHT : 0) +
	       (links_to(to, from) ? RELATED_BACK_WEIGHT / (1 + b->link_count / RELATED_LINKS)
				   : 0) +
	       RELATED_TAG_WEIGHT * share_of_tags(a, b) +
	       (span_equals(a->section, b->section) ? RELATED_SECTION_WEIGHT : 0);
}

/* Articles that share a telling word with that one, by score; two that share none are
 * strangers.
 */
static void
compare_entry(struct work *work, uint32_t index)
{
	const struct entry *entry = &work->entries[index];
	size_t i, k;

	work->found.count = 0;
	for (i = 0; i < entry->terms.count; i++) {
		struct weight term = entry->terms.items[i];
		const struct weights *places = &work->terms[term.index].places;

		for (k = 0; k < places->count; k++) {
			struct weight place = places->items[k];

			if (!(work->scores[place.index] > 0))
				add_weight(&work->found, place.index, 0);
			work->scores[place.index] += term.value * place.value;
		}
	}
	for (i = 0; i < work->found.count; i++) {
		struct weight *found = &work->found.items[i];

		found->value = work->scores[found->index];
		work->scores[found->index] = 0;
		found->value =
		    found->index == index
			? 0
			: found->value + (float)score_pair(entry, &work->entries[found->index]);
	}
	if (work->found.count > 0)
		qsort(work->found.items, work->found.count, sizeof *work->found.items,
		    compare_weights);
}

static void
put_near(const struct work *work, uint32_t index, struct buffer *out)
{
	struct spread_neighbour neighbours[SPREAD_NEAR];
	size_t i;

	for (i = 0; i < work->found.count && i < SPREAD_NEAR; i++) {
		const struct weight *found = &work->found.items[i];

		if (!(found->value > 0))
			break;
		neighbours[i] = (struct spread_neighbour){
		    work->entries[found->index].document, found->value};
	}
	spread_put(work->entries[index].document, neighbours, i, out);
}

static void
put_entry(struct work *work, uint32_t index, struct buffer *out)
{
	size_t i;

	entries_put_number(out, work->entries[index].document);
	for (i = 0; i < RELATED_MAX; i++) {
		if (i < work->found.count && work->found.items[i].value >= RELATED_LEAST)
			entries_put_number(
			    out, work->entries[work->found.items[i].index].document);
		else
			entries_put_number(out, 0);
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

static enum fornix_status
run(struct work *work)
{
	struct buffer fact CLEANUP_BUFFER, near CLEANUP_BUFFER;
	enum fornix_status status;
	uint32_t i;

	buffer_init(&fact, ARTICLES_FACT_BYTES_MAX);
	buffer_init(&near, ARTICLES_FACT_BYTES_MAX);
	status = articles_sources(work->articles, add_article, work, work->err);
	if (status == FORNIX_OK)
		status = work->status;
	if (status != FORNIX_OK || work->entry_count == 0)
		return status;
	qsort(work->entries, work->entry_count, sizeof *work->entries, compare_documents);
	status = index_reader_terms(work->index, "", add_term, work, work->err);
	file_terms(work);
	for (i = 0; status == FORNIX_OK && i < work->entry_count; i++)
		status = fill_entry(work, i);
	work->scores = xcalloc(work->entry_count, sizeof *work->scores);
	for (i = 0; status == FORNIX_OK && i < work->entry_count; i++) {
		compare_entry(work, i);
		put_entry(work, i, &fact);
		put_near(work, i, &near);
	}
	if (status == FORNIX_OK)
		status = put_fact(work, "related", &fact);
	if (status == FORNIX_OK)
		status = put_fact(work, SPREAD_FACT, &near);
	return status;
}

enum fornix_status
related_write(struct articles *articles, const char *index, struct fornix_error *err)
{
	struct work work = {.articles = articles, .err = err};
	enum fornix_status status;
	size_t i;

	status = index_reader_open(index, &work.index, err);
	if (status != FORNIX_OK)
		return status;
	status = run(&work);
	for (i = 0; i < work.entry_count; i++) {
		free(work.entries[i].links);
		free(work.entries[i].terms.items);
	}
	for (i = 0; i < work.term_count; i++) {
		free((char *)work.terms[i].name.data);
		free(work.terms[i].places.items);
	}
	free(work.entries);
	free(work.terms);
	free(work.slots);
	free(work.found.items);
	free(work.scores);
	index_reader_free(work.index);
	return status;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search_facets.h"

#include "fields.h"
#include "xalloc.h"

static const struct {
	enum field_id field;
	const char *label;
} known[SEARCH_FACETS] = {{FIELD_TAG, "Topic"}, {FIELD_SECTION, "Section"}};

void
search_facets_init(struct search_facet facets[SEARCH_FACETS])
{
	size_t i;

	for (i = 0; i < SEARCH_FACETS; i++)
		facets[i] = (struct search_facet){
		    .name = fields[known[i].field].name, .label = known[i].label};
}

static bool
is_selected(
    struct analyzer *analyzer, const char *slug, const char *const *values, size_t count)
{
	struct buffer chosen;
	bool selected = false;
	size_t i;

	for (i = 0; !selected && i < count; i++) {
		buffer_init(&chosen, INDEX_TERM_BYTES_MAX);
		analyze_slug(analyzer, values[i], strlen(values[i]), &chosen);
		selected = strcmp(chosen.data, slug) == 0;
		buffer_fini(&chosen);
	}
	return selected;
}

/* Tags that differ only in how they are written are one value. */
static struct search_facet_value *
find_value(struct search_facet *facet, const char *slug)
{
	size_t i;

	for (i = 0; i < facet->value_count; i++) {
		if (strcmp(facet->values[i].value, slug) == 0)
			return &facet->values[i];
	}
	return NULL;
}

static void
add_value(struct search_facet *facet, const struct searcher *searcher,
    const struct index_facet_value *counted, const char *const *chosen, size_t chosen_count)
{
	struct search_facet_value *value;
	struct buffer slug;

	buffer_init(&slug, INDEX_TERM_BYTES_MAX);
	analyze_slug(searcher->analyzer, counted->value.data, counted->value.length, &slug);
	value = find_value(facet, slug.data);
	if (value != NULL) {
		value->count += counted->count;
	} else if (slug.length > 0 && !slug.failed &&
		   facet->value_count < SEARCH_FACET_VALUES_MAX) {
		value = &facet->values[facet->value_count++];
		*value = (struct search_facet_value){.value = xstrdup(slug.data),
		    .label = acronyms_label(&searcher->acronyms, counted->value),
		    .count = counted->count,
		    .is_selected =
			is_selected(searcher->analyzer, slug.data, chosen, chosen_count)};
	}
	buffer_fini(&slug);
}

void
search_facets_fill(struct search_result *result, const struct searcher *searcher,
    const struct index_result *found, const struct search_request *request)
{
	const char *const *chosen[SEARCH_FACETS] = {request->tags, request->sections};
	size_t chosen_count[SEARCH_FACETS] = {request->tag_count, request->section_count};
	size_t i, j;

	for (i = 0; i < SEARCH_FACETS; i++) {
		struct search_facet *facet = &result->facets[i];

		facet->values = xcalloc(SEARCH_FACET_VALUES_MAX, sizeof *facet->values);
		for (j = 0; j < found->facets[i].value_count; j++)
			add_value(facet, searcher, &found->facets[i].values[j], chosen[i],
			    chosen_count[i]);
	}
}

static void
value_fini(struct search_facet_value *value)
{
	free(value->value);
	free(value->label);
}

struct topics {
	const struct acronyms *acronyms;
	struct search_facet *facet;
};

/* Keeps the most frequent, in that order. */
static bool
take_topic(struct span term, uint32_t documents, uint32_t count, void *context)
{
	const struct topics *topics = context;
	struct search_facet *facet = topics->facet;
	struct search_facet_value *values = facet->values;
	size_t at = facet->value_count;

	(void)count;
	if (at == SEARCH_TOPICS_MAX && documents <= values[at - 1].count)
		return true;
	if (at == SEARCH_TOPICS_MAX)
		value_fini(&values[--at]);
	else
		facet->value_count++;
	for (; at > 0 && values[at - 1].count < documents; at--)
		values[at] = values[at - 1];
	values[at] = (struct search_facet_value){.value = xstrndup(term.data, term.length),
	    .label = acronyms_label(topics->acronyms, term),
	    .count = documents};
	return true;
}

enum fornix_status
search_facets_topics(const struct searcher *searcher,
    struct search_facet ret_facets[SEARCH_FACETS], struct fornix_error *err)
{
	enum fornix_status status = FORNIX_OK;
	size_t i;

	search_facets_init(ret_facets);
	for (i = 0; i < SEARCH_FACETS && status == FORNIX_OK; i++) {
		struct topics topics = {&searcher->acronyms, &ret_facets[i]};

		ret_facets[i].values = xcalloc(SEARCH_TOPICS_MAX, sizeof *ret_facets[i].values);
		status = index_reader_terms(
		    searcher->index, fields[known[i].field].prefix, take_topic, &topics, err);
	}
	return status;
}

void
search_facets_fini(struct search_facet facets[SEARCH_FACETS])
{
	size_t i, j;

	for (i = 0; i < SEARCH_FACETS; i++) {
		for (j = 0; j < facets[i].value_count; j++)
			value_fini(&facets[i].values[j]);
		free(facets[i].values);
	}
}

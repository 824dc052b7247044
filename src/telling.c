/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "telling.h"

#include <math.h>
#include <stdlib.h>

#include "analyze.h"
#include "entries.h"
#include "xalloc.h"

struct term {
	char *name; /* owned */
	size_t length;
	uint32_t documents;
};

struct weighed {
	uint32_t word;   /* its hash */
	uint32_t number; /* in the order of the words */
	double value;
};

struct weighing {
	struct index_reader *index;
	size_t count; /* of documents */
	struct term *terms;
	size_t term_count, term_capacity;
	uint32_t *slots; /* numbers of terms and 1, by the hash of their names; 0 is free */
	size_t slot_count;
	struct weighed *found; /* of the article that is weighed */
	size_t found_count, found_capacity;
};

/* Terms with a prefix begin with an upper-case letter; words never do. */
static bool
is_telling(const struct weighing *weighing, struct span name, uint32_t documents)
{
	return documents >= 2 && documents <= TELLING_DOCUMENTS_MAX &&
	       (size_t)documents * 2 <= weighing->count + 2 && name.length >= 3 &&
	       !(name.data[0] >= 'A' && name.data[0] <= 'Z') &&
	       !analyze_is_stopword(name.data, name.length);
}

static bool
add_term(struct span name, uint32_t documents, uint32_t count, void *context)
{
	struct weighing *weighing = context;

	(void)count;
	if (!is_telling(weighing, name, documents))
		return true;
	XALLOC_GROW(weighing->terms, weighing->term_count, weighing->term_capacity);
	weighing->terms[weighing->term_count++] =
	    (struct term){xstrndup(name.data, name.length), name.length, documents};
	return true;
}

/* The slot of the term, or the free one where it belongs. */
static size_t
find_slot(const struct weighing *weighing, struct span name)
{
	size_t slot = span_hash(name) & (weighing->slot_count - 1);

	for (; weighing->slots[slot] != 0; slot = (slot + 1) & (weighing->slot_count - 1)) {
		const struct term *term = &weighing->terms[weighing->slots[slot] - 1];

		if (span_equals((struct span){term->name, term->length}, name))
			break;
	}
	return slot;
}

/* Every word of every article is looked up: a table has it sooner than a search. */
static void
file_terms(struct weighing *weighing)
{
	size_t i;

	weighing->slot_count = 1;
	while (weighing->slot_count < 2 * (weighing->term_count + 1))
		weighing->slot_count *= 2;
	weighing->slots = xcalloc(weighing->slot_count, sizeof *weighing->slots);
	for (i = 0; i < weighing->term_count; i++) {
		const struct term *term = &weighing->terms[i];

		weighing->slots[find_slot(weighing, (struct span){term->name, term->length})] =
		    (uint32_t)i + 1;
	}
}

static uint32_t
hash_word(struct span name)
{
	uint64_t hash = span_hash(name);
	uint32_t word = (uint32_t)(hash ^ hash >> 32);

	return word != 0 ? word : 1;
}

static void
add_found(struct weighing *weighing, struct span name, size_t number, uint32_t documents,
    uint32_t count)
{
	XALLOC_GROW(weighing->found, weighing->found_count, weighing->found_capacity);
	weighing->found[weighing->found_count++] = (struct weighed){.word = hash_word(name),
	    .number = (uint32_t)number,
	    .value = (1 + log(count)) * log((double)weighing->count / documents)};
}

static void
weigh_filed(struct span name, uint32_t count, void *context)
{
	struct weighing *weighing = context;
	uint32_t filed = weighing->slots[find_slot(weighing, name)];

	if (filed > 0 && count > 0)
		add_found(
		    weighing, name, filed - 1, weighing->terms[filed - 1].documents, count);
}

static void
weigh_asked(struct span name, uint32_t count, void *context)
{
	struct weighing *weighing = context;
	uint32_t documents;

	/* A term that cannot be read is not there, and the index is checked later. */
	if (count > 0 &&
	    index_reader_term_frequency(weighing->index, name, &documents, NULL) == FORNIX_OK &&
	    is_telling(weighing, name, documents))
		add_found(weighing, name, weighing->found_count, documents, count);
}

static int
compare_weighed(const void *a, const void *b)
{
	const struct weighed *x = a, *y = b;

	if (x->value != y->value)
		return x->value < y->value ? 1 : -1;
	return (x->number > y->number) - (x->number < y->number);
}

/* Two words of one hash, once in a million articles, are as one. */
static bool
has_word(const struct telling *telling, size_t count, uint32_t word)
{
	size_t i;

	for (i = 0; i < count && telling->words[i] != word; i++)
		;
	return i < count;
}

static void
take_best(struct weighing *weighing, struct telling *telling)
{
	size_t i, taken = 0, count = weighing->found_count;
	double length = 0;

	memset(telling->words, 0, sizeof telling->words);
	memset(telling->weights, 0, sizeof telling->weights);
	if (count > 0)
		qsort(weighing->found, count, sizeof *weighing->found, compare_weighed);
	if (count > TELLING_WORDS)
		count = TELLING_WORDS;
	for (i = 0; i < count; i++)
		length += weighing->found[i].value * weighing->found[i].value;
	for (i = 0; i < count && length > 0; i++) {
		if (has_word(telling, taken, weighing->found[i].word))
			continue;
		telling->words[taken] = weighing->found[i].word;
		telling->weights[taken++] =
		    (uint16_t)(weighing->found[i].value / sqrt(length) * TELLING_UNIT);
	}
}

static enum fornix_status
weigh(struct weighing *weighing, index_document_term_callback *callback,
    struct telling *telling, struct fornix_error *err)
{
	enum fornix_status status;

	weighing->found_count = 0;
	status = index_reader_document_terms(
	    weighing->index, telling->document, callback, weighing, err);
	if (status == FORNIX_OK)
		take_best(weighing, telling);
	return status;
}

static void
weighing_fini(struct weighing *weighing)
{
	size_t i;

	for (i = 0; i < weighing->term_count; i++)
		free(weighing->terms[i].name);
	free(weighing->terms);
	free(weighing->slots);
	free(weighing->found);
}

enum fornix_status
telling_weigh_all(
    struct index_reader *index, struct telling *list, size_t count, struct fornix_error *err)
{
	struct weighing weighing = {.index = index, .count = count};
	enum fornix_status status;
	size_t i;

	status = index_reader_terms(index, "", add_term, &weighing, err);
	file_terms(&weighing);
	for (i = 0; status == FORNIX_OK && i < count; i++)
		status = weigh(&weighing, weigh_filed, &list[i], err);
	weighing_fini(&weighing);
	return status;
}

enum fornix_status
telling_weigh(
    struct index_reader *index, struct telling *telling, size_t count, struct fornix_error *err)
{
	struct weighing weighing = {.index = index, .count = count};
	enum fornix_status status = weigh(&weighing, weigh_asked, telling, err);

	weighing_fini(&weighing);
	return status;
}

void
telling_put(const struct telling *telling, struct buffer *out)
{
	size_t i;

	entries_put_number(out, telling->document);
	for (i = 0; i < TELLING_WORDS; i++)
		entries_put_number(out, telling->words[i]);
	for (i = 0; i < TELLING_WORDS; i++) {
		buffer_append_char(out, (char)(telling->weights[i] & 255));
		buffer_append_char(out, (char)(telling->weights[i] >> 8));
	}
}

void
telling_get(const char *at, struct telling *ret_telling)
{
	size_t i;

	ret_telling->document = entries_number(at);
	for (i = 0; i < TELLING_WORDS; i++) {
		at += ENTRIES_NUMBER_BYTES;
		ret_telling->words[i] = entries_number(at);
	}
	at += ENTRIES_NUMBER_BYTES;
	for (i = 0; i < TELLING_WORDS; i++, at += 2)
		ret_telling->weights[i] =
		    (uint16_t)((unsigned char)at[0] | (unsigned char)at[1] << 8);
}

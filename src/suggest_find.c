/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "suggest_find.h"

#include <stdlib.h>

#include "suggest_cost.h"

#define PHRASE_MASK (SUGGEST_PHRASES_MAX - 1)

/* Phrases: each is looked at in some tens of nanoseconds, and memory takes a hundred. */
#define FETCHED_AHEAD 8

/* The best so far, as cost and phrase in one number; the worst of them on top. */
struct heap {
	size_t count;
	uint64_t items[SUGGEST_FOUND_MAX];
};

struct search {
	const struct suggest_file *file;
	enum suggest_table table;
	const struct suggest_query *query;
	const struct suggest_asked *driver; /* gives the phrases */
	bool is_alone;                      /* no other word must be there */
	unsigned steps;
	struct heap heap;
};

static void
sift_down(struct heap *heap)
{
	size_t at = 0, child;
	uint64_t moved;

	while ((child = 2 * at + 1) < heap->count) {
		if (child + 1 < heap->count && heap->items[child + 1] > heap->items[child])
			child++;
		if (heap->items[at] >= heap->items[child])
			return;
		moved = heap->items[at];
		heap->items[at] = heap->items[child];
		heap->items[child] = moved;
		at = child;
	}
}

static bool
is_wanted(const struct heap *heap, uint64_t item)
{
	return heap->count < SUGGEST_FOUND_MAX || item < heap->items[0];
}

static void
push(struct heap *heap, uint64_t item)
{
	size_t at;

	if (heap->count == SUGGEST_FOUND_MAX) {
		heap->items[0] = item;
		sift_down(heap);
		return;
	}
	for (at = heap->count++; at > 0 && heap->items[(at - 1) / 2] < item; at = (at - 1) / 2)
		heap->items[at] = heap->items[(at - 1) / 2];
	heap->items[at] = item;
}

static uint64_t
item_of(uint32_t entry, const struct suggest_choice *choice)
{
	uint64_t cost = (entry >> SUGGEST_PHRASE_BITS) +
			(choice->is_typo ? (uint64_t)SUGGEST_COST_TYPO : 0);

	return cost << 32 | (entry & PHRASE_MASK);
}

static bool
has_word(const struct suggest_phrase *phrase, const struct suggest_asked *asked)
{
	unsigned i;

	for (i = 0; i < phrase->word_count; i++) {
		if (suggest_asked_choice(asked, suggest_phrase_word(phrase, i)) != NULL)
			return true;
	}
	return false;
}

bool
suggest_has_all(const struct suggest_query *query, const struct suggest_phrase *phrase)
{
	size_t i;

	for (i = 0; i < query->count; i++) {
		if (!query->words[i].is_optional && !has_word(phrase, &query->words[i]))
			return false;
	}
	return true;
}

static bool
has_others(struct search *search, uint32_t number)
{
	const struct suggest_asked *asked = search->query->words;
	const struct suggest_asked *end = asked + search->query->count;
	struct suggest_phrase phrase;

	search->steps += SUGGEST_STEPS_PHRASE;
	if (!suggest_file_phrase(search->file, number, &phrase))
		return false;
	for (; asked < end; asked++) {
		if (asked == search->driver || asked->is_optional)
			continue;
		search->steps += phrase.word_count * (unsigned)asked->choice_count;
		if (!has_word(&phrase, asked))
			return false;
	}
	return true;
}

/* Goes over whole runs that cannot hold a better one. */
static void
take_alone(struct search *search, const struct suggest_choice *choice)
{
	struct suggest_list list =
	    suggest_file_list(search->file, search->table, choice->first, choice->end);
	struct heap *heap = &search->heap;
	uint64_t item;
	uint32_t i, run;

	for (i = list.start; i < list.end; i++) {
		run = i / SUGGEST_RUN;
		if (i % SUGGEST_RUN == 0 && list.end - i >= SUGGEST_RUN &&
		    !is_wanted(
			heap, item_of(suggest_file_run_best(search->file, search->table, run),
				  choice))) {
			i += SUGGEST_RUN - 1;
			continue;
		}
		item = item_of(suggest_file_entry(search->file, search->table, i), choice);
		if (is_wanted(heap, item))
			push(heap, item);
	}
}

static uint32_t
phrase_at(const struct search *search, uint32_t i)
{
	return suggest_file_entry(search->file, search->table, i) & PHRASE_MASK;
}

/* What will be looked at soon, so that it is there by then. */
static void
fetch_ahead(const struct search *search, const struct suggest_list *list, uint32_t i)
{
	if (list->end - i > 2 * FETCHED_AHEAD)
		suggest_file_fetch_phrase(
		    search->file, phrase_at(search, i + 2 * FETCHED_AHEAD));
	if (list->end - i > FETCHED_AHEAD)
		suggest_file_fetch_words(search->file, phrase_at(search, i + FETCHED_AHEAD));
}

static void
take_checked(struct search *search, const struct suggest_choice *choice)
{
	struct suggest_list list =
	    suggest_file_list(search->file, search->table, choice->first, choice->end);
	uint64_t item;
	uint32_t i;

	for (i = list.start; i < list.end && search->steps < SUGGEST_STEPS_MAX; i++) {
		fetch_ahead(search, &list, i);
		item = item_of(suggest_file_entry(search->file, search->table, i), choice);
		if (is_wanted(&search->heap, item)) {
			if (has_others(search, (uint32_t)item))
				push(&search->heap, item);
		} else if (choice->end == choice->first + 1) {
			return; /* the entries of one word are in order */
		}
	}
}

static uint64_t
count_entries(const struct search *search, const struct suggest_asked *asked)
{
	struct suggest_list list;
	uint64_t count = 0;
	size_t i;

	for (i = 0; i < asked->choice_count; i++) {
		list = suggest_file_list(search->file, search->table, asked->choices[i].first,
		    asked->choices[i].end);
		count += list.end - list.start;
	}
	return count;
}

/* The word that must be there and is in the fewest phrases. */
static void
choose_driver(struct search *search)
{
	uint64_t count, fewest = UINT64_MAX;
	size_t i, required = 0;

	for (i = 0; i < search->query->count; i++) {
		const struct suggest_asked *asked = &search->query->words[i];

		if (asked->is_optional)
			continue;
		required++;
		count = count_entries(search, asked);
		if (count < fewest) {
			fewest = count;
			search->driver = asked;
		}
	}
	search->is_alone = required == 1;
}

/* How the words of a query lie in a phrase. */
struct fit {
	unsigned typed; /* letters of the phrase that were typed */
	unsigned cost;
	unsigned next; /* place behind the word before */
	bool is_started, is_in_order, has_typo;
};

static bool
is_beginning(const struct suggest_file *file, const struct suggest_phrase *phrase, unsigned i)
{
	struct suggest_word word;

	while (i-- > 0) {
		if (!suggest_file_word(file, suggest_phrase_word(phrase, i), &word) ||
		    !word.is_stopword)
			return false;
	}
	return true;
}

/* The place of the word in the phrase, the next one if it may be; word_count: none. */
static unsigned
place_word(
    const struct suggest_phrase *phrase, const struct suggest_asked *asked, unsigned next)
{
	unsigned i;

	if (next < phrase->word_count &&
	    suggest_asked_choice(asked, suggest_phrase_word(phrase, next)) != NULL)
		return next;
	for (i = 0; i < phrase->word_count; i++) {
		if (suggest_asked_choice(asked, suggest_phrase_word(phrase, i)) != NULL)
			return i;
	}
	return i;
}

static void
fit_word(const struct suggest_file *file, const struct suggest_phrase *phrase,
    const struct suggest_asked *asked, struct fit *fit)
{
	unsigned place = place_word(phrase, asked, fit->next);
	const struct suggest_choice *choice;
	struct suggest_word word;
	uint32_t number;

	if (place == phrase->word_count) {
		fit->cost += SUGGEST_COST_MISSING;
		return;
	}
	number = suggest_phrase_word(phrase, place);
	choice = suggest_asked_choice(asked, number);
	if (!suggest_file_word(file, number, &word))
		return;
	if (choice->is_typo) {
		fit->cost += SUGGEST_COST_TYPO;
		fit->has_typo = true;
	}
	if (word.text.length > asked->length)
		fit->cost += SUGGEST_COST_UNFINISHED;
	fit->typed +=
	    (unsigned)(asked->length < word.text.length ? asked->length : word.text.length);
	if (!fit->is_started)
		fit->cost += is_beginning(file, phrase, place) ? 0 : SUGGEST_COST_LATER;
	else if (place != fit->next)
		fit->is_in_order = false;
	fit->is_started = true;
	fit->next = place + 1;
}

static void
weigh_one(const struct suggest_file *file, const struct suggest_query *query,
    struct suggest_found *found)
{
	const struct suggest_phrase *phrase = &found->phrase;
	struct fit fit = {.is_in_order = true};
	unsigned letters = phrase->letters;
	size_t i;

	for (i = 0; i < query->count; i++)
		fit_word(file, phrase, &query->words[i], &fit);
	letters -= fit.typed < letters ? fit.typed : letters;
	found->is_typed = letters == 0 && !fit.has_typo;
	found->cost = suggest_cost_phrase(phrase->kind, letters, phrase->bonus) + fit.cost +
		      (fit.is_in_order ? 0 : SUGGEST_COST_ORDER);
}

static int
compare_found(const void *a, const void *b)
{
	const struct suggest_found *x = a, *y = b;

	if (x->cost != y->cost)
		return x->cost < y->cost ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

static void
weigh(const struct search *search, struct suggest_founds *founds)
{
	const struct heap *heap = &search->heap;
	size_t i, kept = 0;

	for (i = 0; i < heap->count; i++)
		suggest_file_fetch_phrase(search->file, (uint32_t)heap->items[i]);
	for (i = 0; i < heap->count; i++)
		suggest_file_fetch_words(search->file, (uint32_t)heap->items[i]);
	for (i = 0; i < heap->count; i++) {
		struct suggest_found *found = &founds->items[kept];

		found->number = (uint32_t)heap->items[i];
		if (!suggest_file_phrase(search->file, found->number, &found->phrase))
			continue;
		weigh_one(search->file, search->query, found);
		kept++;
	}
	qsort(founds->items, kept, sizeof *founds->items, compare_found);
	for (i = 0; i < kept; i++) {
		if (founds->count == 0 ||
		    founds->items[founds->count - 1].number != founds->items[i].number)
			founds->items[founds->count++] = founds->items[i];
	}
}

void
suggest_find(const struct suggest_file *file, enum suggest_table table,
    const struct suggest_query *query, struct suggest_founds *ret_founds)
{
	struct search search = {.file = file, .table = table, .query = query};
	size_t i;

	ret_founds->count = 0;
	choose_driver(&search);
	for (i = 0; search.driver != NULL && i < search.driver->choice_count; i++) {
		if (search.is_alone)
			take_alone(&search, &search.driver->choices[i]);
		else
			take_checked(&search, &search.driver->choices[i]);
	}
	weigh(&search, ret_founds);
}

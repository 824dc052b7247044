/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "spell_near.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>

#include "phonetic.h"
#include "spell_distance.h"
#include "vocabulary_key.h"

/* Words that are looked at for one typed word, and of them kept for weighing. */
#define LOOKED_AT_MAX 20000
#define KEPT_MAX      256
#define SEEN_SLOTS    1024 /* a power of two, some times KEPT_MAX */
#define RECENT_SLOTS  2048

#define GLOSSARY_WEIGHT 8 /* how often a word of the glossary counts */

/* Words that begin as was typed: letters of that, how many words, and the weighed edits. */
#define BEGUN_LEAST 5
#define BEGUN_MAX   64
#define BEGUN_COST  1.2

/*
 * What speaks for a candidate, in logarithms of odds.  Fitted by maximum
 * likelihood on words misspelled by rules and on words that have no right word
 * in the vocabulary, of four collections; leaving out any of them changes little.
 */
enum evidence {
	EVIDENCE_SHARE,     /* weighed edits for each letter that was typed */
	EVIDENCE_EDITS,     /* edits */
	EVIDENCE_ALIKE,     /* that both sound alike */
	EVIDENCE_OFTEN,     /* logarithm of the word's weight */
	EVIDENCE_NONE,      /* for no candidate at all */
	EVIDENCE_DOCUMENTS, /* for none as well: logarithm of how many articles there are */
	EVIDENCES
};

static const double weights[EVIDENCES] = {
    [EVIDENCE_SHARE] = -17,
    [EVIDENCE_EDITS] = -1,
    [EVIDENCE_ALIKE] = 1.4,
    [EVIDENCE_OFTEN] = 0.55,
    [EVIDENCE_NONE] = -6.5,
    [EVIDENCE_DOCUMENTS] = 0.2,
};

struct search {
	const struct vocabulary *vocabulary;
	struct spell_pattern pattern;
	unsigned edits_max, looked_at;
	size_t count;
	struct spell_near kept[KEPT_MAX];
	uint32_t seen[SEEN_SLOTS];     /* numbers of kept words and 1 */
	uint32_t recent[RECENT_SLOTS]; /* the last that was looked at of those with a slot */
};

static unsigned
edits_allowed(size_t length)
{
	if (length <= 5)
		return 1;
	return length <= 8 ? 2 : 3;
}

/* Whether it was kept before; notes it if not. */
static bool
is_seen(struct search *search, uint32_t number)
{
	uint32_t slot = number * 2654435761u >> 22;

	_Static_assert(SEEN_SLOTS == 1 << 10, "ten bits are a slot");
	for (; search->seen[slot] != 0; slot = (slot + 1) % SEEN_SLOTS) {
		if (search->seen[slot] == number + 1)
			return true;
	}
	search->seen[slot] = number + 1;
	return false;
}

/*
 * Words that begin alike have many keys in common.  One that is forgotten is
 * looked at again, which finds the same.
 */
static bool
was_just_seen(struct search *search, uint32_t number)
{
	uint32_t *recent = &search->recent[number % RECENT_SLOTS];

	if (*recent == number + 1)
		return true;
	*recent = number + 1;
	return false;
}

/*
 * Whether both have the same digits in the same order.  brac1 may be brca1, but
 * one number is never a misspelling of another.
 */
static bool
has_same_digits(struct span a, struct span b)
{
	size_t i = 0, j = 0;

	for (;;) {
		while (i < a.length && a.data[i] > '9')
			i++;
		while (j < b.length && b.data[j] > '9')
			j++;
		if (i == a.length || j == b.length)
			return i == a.length && j == b.length;
		if (a.data[i++] != b.data[j++])
			return false;
	}
}

static bool
leads_somewhere(const struct vocabulary_word *word)
{
	return word->weight > 0 || word->is_in_glossary;
}

/* Most words that a key finds are thrown out here, so it must be quick. */
static void
consider(struct search *search, uint32_t number, bool is_alike)
{
	unsigned edits_max = search->edits_max + is_alike;
	size_t length = search->pattern.word.length;
	struct vocabulary_word word;
	unsigned edits;

	search->looked_at++;
	if (was_just_seen(search, number) ||
	    !vocabulary_get(search->vocabulary, number, &word) || !leads_somewhere(&word) ||
	    word.text.length + edits_max < length || word.text.length > length + edits_max)
		return;
	edits = spell_pattern_distance(&search->pattern, word.text);
	if (edits == 0 || edits > edits_max || search->count == KEPT_MAX ||
	    !vocabulary_key_is_filed(word.text) ||
	    !has_same_digits(search->pattern.word, word.text) || is_seen(search, number))
		return;
	search->kept[search->count++] =
	    (struct spell_near){.word = word, .edits = edits, .is_alike = is_alike};
}

static void
consider_all(
    struct search *search, enum vocabulary_kind kind, const uint64_t *keys, size_t count)
{
	struct vocabulary_list list;
	uint32_t number;
	size_t i;

	for (i = 0; i < count; i++) {
		list = vocabulary_list(search->vocabulary, kind, keys[i]);
		while (
		    search->looked_at < LOOKED_AT_MAX && vocabulary_list_next(&list, &number))
			consider(search, number, kind == VOCABULARY_SOUNDS);
	}
}

/* Somebody used to being offered the rest stops in the middle of a word. */
static void
find_begun(struct search *search)
{
	struct span typed = search->pattern.word;
	struct vocabulary_word word;
	uint32_t first, i;

	if (typed.length < BEGUN_LEAST)
		return;
	first = vocabulary_first(search->vocabulary, typed);
	for (i = first;
	     i - first < BEGUN_MAX && search->count < KEPT_MAX &&
	     vocabulary_get(search->vocabulary, i, &word) && span_begins_with(word.text, typed);
	     i++) {
		if (leads_somewhere(&word) && !is_seen(search, i))
			search->kept[search->count++] = (struct spell_near){.word = word,
			    .edits = (unsigned)(word.text.length - typed.length),
			    .is_begun = true};
	}
}

/* Those that sound alike come first, for what is kept is not looked at again. */
static void
find_near(struct search *search)
{
	uint64_t keys[VOCABULARY_KEYS_MAX];
	struct span word = search->pattern.word;
	struct phonetic_key sounds;
	size_t count;

	phonetic_key(word.data, word.length, &sounds);
	count = vocabulary_key_sounds(&sounds, keys);
	consider_all(search, VOCABULARY_SOUNDS, keys, count);
	count = vocabulary_key_deletes(word, search->edits_max < 2 ? 1 : 2, keys);
	consider_all(search, VOCABULARY_DELETES, keys, count);
	find_begun(search);
}

/* Leaves out what has no chance, before the dear part. */
static void
drop_far(struct search *search)
{
	unsigned least = UINT_MAX;
	size_t i, count = 0;

	for (i = 0; i < search->count; i++) {
		if (!search->kept[i].is_begun && search->kept[i].edits < least)
			least = search->kept[i].edits;
	}
	for (i = 0; i < search->count; i++) {
		if (search->kept[i].is_alike || search->kept[i].is_begun ||
		    search->kept[i].edits <= least + 1)
			search->kept[count++] = search->kept[i];
	}
	search->count = count;
}

/* What people ask this practice for was rather meant than a word of like spelling. */
static double
weight_of(const struct vocabulary_word *word)
{
	double weight = word->weight > 0 ? word->weight : 1;

	return word->is_in_glossary ? GLOSSARY_WEIGHT * weight : weight;
}

static void
collect_evidence(
    const struct search *search, const struct spell_near *kept, double evidence[EVIDENCES])
{
	double cost =
	    kept->is_begun ? BEGUN_COST : spell_pattern_cost(&search->pattern, kept->word.text);

	evidence[EVIDENCE_SHARE] = cost / (double)search->pattern.word.length;
	evidence[EVIDENCE_EDITS] = kept->is_begun ? 1 : kept->edits;
	evidence[EVIDENCE_ALIKE] = kept->is_alike || kept->is_begun;
	evidence[EVIDENCE_OFTEN] = log1p(weight_of(&kept->word));
	evidence[EVIDENCE_NONE] = evidence[EVIDENCE_DOCUMENTS] = 0;
}

static void
weigh_all(struct search *search)
{
	double evidence[EVIDENCES];
	size_t i, j;

	for (i = 0; i < search->count; i++) {
		collect_evidence(search, &search->kept[i], evidence);
		for (j = 0; j < EVIDENCES; j++)
			search->kept[i].odds += weights[j] * evidence[j];
	}
}

int
spell_near_compare(const void *a, const void *b)
{
	const struct spell_near *x = a, *y = b;

	if (x->odds != y->odds)
		return x->odds < y->odds ? 1 : -1;
	return (x->word.number > y->word.number) - (x->word.number < y->word.number);
}

static bool
has_stem(const struct spell_near *near, size_t count, uint32_t stem)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (near[i].word.stem == stem)
			return true;
	}
	return false;
}

/* Leaves the best of each stem, best first. */
static size_t
choose(struct search *search, struct spell_near *near)
{
	size_t i, count = 0;

	if (search->count > 1)
		qsort(search->kept, search->count, sizeof *search->kept, spell_near_compare);
	for (i = 0; i < search->count && count < SPELL_NEAR_MAX; i++) {
		if (!has_stem(near, count, search->kept[i].word.stem))
			near[count++] = search->kept[i];
	}
	return count;
}

size_t
spell_near(const struct vocabulary *vocabulary, struct span word,
    struct spell_near ret_near[SPELL_NEAR_MAX])
{
	struct search search;

	search.vocabulary = vocabulary;
	search.edits_max = edits_allowed(word.length);
	search.looked_at = 0;
	search.count = 0;
	memset(search.seen, 0, sizeof search.seen);
	memset(search.recent, 0, sizeof search.recent);
	spell_pattern_init(&search.pattern, word);
	find_near(&search);
	drop_far(&search);
	weigh_all(&search);
	return choose(&search, ret_near);
}

double
spell_near_none(const struct vocabulary *vocabulary)
{
	return weights[EVIDENCE_NONE] +
	       weights[EVIDENCE_DOCUMENTS] * log1p(vocabulary_documents(vocabulary));
}

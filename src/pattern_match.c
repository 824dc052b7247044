/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "pattern.h"

#include <string.h>

#include "pattern_book.h"

struct hearing {
	const struct pattern_book *book;
	pattern_is_known *is_known;
	void *context;
	struct pattern_heard *heard;
	uint16_t run;
};

static void
add_meaning(const struct hearing *hearing, struct pattern_word *word, uint16_t number)
{
	size_t i;

	hearing->heard->said[number / 64] |= UINT64_C(1) << number % 64;
	for (i = 0; i < word->meaning_count; i++) {
		if (word->meanings[i] == number)
			return;
	}
	if (word->meaning_count < PATTERN_MEANINGS_MAX)
		word->meanings[word->meaning_count++] = number;
}

/* Returns whether the book has it. */
static bool
add_text(const struct hearing *hearing, struct pattern_word *word, const char *text)
{
	uint16_t number =
	    hearing->book->slots[pattern_book_slot(hearing->book, text, strlen(text))];

	if (number != 0)
		add_meaning(hearing, word, (uint16_t)(number - 1));
	return number != 0;
}

/* Whether one letter more, less or other, or two changed over, make b of a. */
static bool
is_one_edit(const char *a, size_t a_length, const char *b, size_t b_length)
{
	size_t same = 0;

	while (same < a_length && same < b_length && a[same] == b[same])
		same++;
	a += same;
	b += same;
	a_length -= same;
	b_length -= same;
	if (a_length == b_length + 1)
		return memcmp(a + 1, b, b_length) == 0;
	if (b_length == a_length + 1)
		return memcmp(b + 1, a, a_length) == 0;
	if (a_length != b_length || a_length == 0)
		return false;
	if (memcmp(a + 1, b + 1, a_length - 1) == 0)
		return true;
	return a_length >= 2 && a[0] == b[1] && a[1] == b[0] &&
	       memcmp(a + 2, b + 2, a_length - 2) == 0;
}

static bool
is_near(const struct pattern_entry *entry, const char *stem, size_t length)
{
	return entry->text[0] == stem[0] && entry->length + 1 >= length &&
	       entry->length <= length + 1 && entry->length >= PATTERN_NEAR_BYTES &&
	       is_one_edit(entry->text, entry->length, stem, length);
}

/*
 * The spelling of queries knows the words of the articles; a rule may have
 * others.  The first letter is seldom wrong, and must be right here.  Whether the
 * word is known may have to be asked of other machines, and mostly nothing is near.
 */
static void
add_near(const struct hearing *hearing, struct pattern_word *word, const char *stem)
{
	size_t i, length = strlen(stem);
	bool is_asked = false;

	if (length < PATTERN_NEAR_BYTES || hearing->is_known == NULL)
		return;
	for (i = 0; i < hearing->book->entry_count; i++) {
		if (!is_near(&hearing->book->entries[i], stem, length))
			continue;
		if (!is_asked && hearing->is_known(stem, length, hearing->context))
			return;
		is_asked = true;
		add_meaning(hearing, word, (uint16_t)i);
	}
}

/* NULL when there are too many. */
static struct pattern_word *
add_word(struct hearing *hearing, size_t first, size_t end, bool is_typed,
    const struct query_term *term)
{
	struct pattern_heard *heard = hearing->heard;
	struct pattern_word *word;

	if (heard->count == PATTERN_HEARD_MAX)
		return NULL;
	word = &heard->words[heard->count++];
	*word = (struct pattern_word){
	    .counts = !analyze_is_stopword(term->word, strlen(term->word)),
	    .is_typed = is_typed,
	    .run = hearing->run,
	    .first = (uint16_t)first,
	    .end = (uint16_t)end};
	if (!add_text(hearing, word, term->stem) && is_typed)
		add_near(hearing, word, term->stem);
	return word;
}

static void
hear_clause(struct hearing *hearing, const struct query *query, size_t i)
{
	const struct query_clause *clause = &query->clauses[i];
	char exact[ANALYZE_WORD_MAX + 2] = "=";
	struct pattern_word *word = NULL;
	size_t j;

	if (clause->field != NULL || clause->is_excluded) {
		hearing->heard->is_plain = false;
		hearing->run++;
	}
	if (clause->is_excluded || (clause->field != NULL && !clause->field->is_text))
		return;
	for (j = 0; j < clause->term_count; j++) {
		const struct query_term *term = &clause->terms[j];

		if (term->kind == ANALYZE_JOINED) {
			if (word != NULL)
				add_text(hearing, word, term->stem);
			continue;
		}
		word = add_word(hearing, i, i + 1, true, term);
		if (word == NULL)
			return;
		memcpy(exact + 1, term->word, strlen(term->word) + 1);
		add_text(hearing, word, exact);
	}
	hearing->run += clause->field != NULL;
}

/* Another spelling of one word is that word; anything else stands for itself. */
static void
hear_alternative(struct hearing *hearing, const struct query *query,
    const struct query_alternative *alternative)
{
	struct pattern_heard *heard = hearing->heard;
	size_t i, end = alternative->clause + alternative->clause_count;

	if (alternative->clause_count == 1 && alternative->term_count == 1 &&
	    query->clauses[alternative->clause].term_count == 1) {
		for (i = 0; i < heard->count; i++) {
			if (heard->words[i].is_typed &&
			    heard->words[i].first == alternative->clause)
				add_text(hearing, &heard->words[i], alternative->terms[0].stem);
		}
		return;
	}
	hearing->run++;
	for (i = 0; i < alternative->term_count; i++) {
		if (alternative->terms[i].kind != ANALYZE_JOINED)
			add_word(
			    hearing, alternative->clause, end, false, &alternative->terms[i]);
	}
}

void
pattern_hear(const struct pattern_book *book, const struct query *query,
    pattern_is_known *is_known, void *context, struct pattern_heard *ret_heard)
{
	struct hearing hearing = {
	    .book = book, .is_known = is_known, .context = context, .heard = ret_heard};
	size_t i;

	ret_heard->count = 0;
	ret_heard->is_plain = true;
	memset(ret_heard->said, 0, sizeof ret_heard->said);
	for (i = 0; i < query->clause_count; i++)
		hear_clause(&hearing, query, i);
	for (i = 0; i < query->alternative_count; i++)
		hear_alternative(&hearing, query, &query->alternatives[i]);
}

static bool
means(const struct pattern_word *word, uint16_t number)
{
	size_t i;

	for (i = 0; i < word->meaning_count; i++) {
		if (word->meanings[i] == number)
			return true;
	}
	return false;
}

/* Whether the phrase begins at the word. */
static bool
is_phrase_at(const struct pattern_book *book, const struct pattern_phrase *phrase,
    const struct pattern_heard *heard, size_t at, bool typed_only)
{
	size_t i;

	if (heard->count - at < phrase->count || (typed_only && !heard->words[at].is_typed))
		return false;
	for (i = 0; i < phrase->count; i++) {
		if (heard->words[at + i].run != heard->words[at].run ||
		    !means(&heard->words[at + i], book->numbers[phrase->first + i]))
			return false;
	}
	return true;
}

/*
 * What must not be said is what the person typed: another name that the glossary
 * adds takes no warning away.
 */
static bool
is_said(const struct pattern_book *book, const struct pattern_part *part,
    const struct pattern_heard *heard)
{
	const struct pattern_phrase *phrase = book->phrases + part->first;
	const struct pattern_phrase *end = phrase + part->count;
	uint16_t first;
	size_t at;

	for (; phrase < end; phrase++) {
		first = book->numbers[phrase->first];
		if ((heard->said[first / 64] >> first % 64 & 1) == 0)
			continue; /* nearly always */
		for (at = 0; at < heard->count; at++) {
			if (is_phrase_at(book, phrase, heard, at, part->is_excluded))
				return true;
		}
	}
	return false;
}

/* Whether the pattern has the word. */
static bool
has_word(const struct pattern_book *book, const struct pattern *pattern,
    const struct pattern_word *word)
{
	const struct pattern_part *part = book->parts + pattern->first;
	const struct pattern_part *end = part + pattern->count;
	size_t i, j;

	for (; part < end; part++) {
		for (i = 0; i < part->count && !part->is_excluded; i++) {
			const struct pattern_phrase *phrase = &book->phrases[part->first + i];

			for (j = 0; j < phrase->count; j++) {
				if (means(word, book->numbers[phrase->first + j]))
					return true;
			}
		}
	}
	return false;
}

/* Whether an alternative for the typed word is all of the pattern's words. */
static bool
has_alternative(const struct pattern_book *book, const struct pattern *pattern,
    const struct pattern_heard *heard, const struct pattern_word *typed)
{
	size_t i, j;
	bool has_all;

	for (i = 0; i < heard->count; i = j) {
		const struct pattern_word *word = &heard->words[i];

		has_all =
		    !word->is_typed && word->first <= typed->first && word->end >= typed->end;
		for (j = i; j < heard->count && heard->words[j].run == word->run; j++)
			has_all = has_all && (!heard->words[j].counts ||
						 has_word(book, pattern, &heard->words[j]));
		if (has_all)
			return true;
	}
	return false;
}

/* Whether nothing that counts is said besides the pattern. */
static bool
is_alone(const struct pattern_book *book, const struct pattern *pattern,
    const struct pattern_heard *heard)
{
	size_t i;

	for (i = 0; i < heard->count; i++) {
		const struct pattern_word *word = &heard->words[i];

		if (word->is_typed && word->counts && !has_word(book, pattern, word) &&
		    !has_alternative(book, pattern, heard, word))
			return false;
	}
	return true;
}

/* Whether the words that were typed are these and no others. */
static bool
is_exact(const struct pattern_book *book, const struct pattern *pattern,
    const struct pattern_heard *heard)
{
	const struct pattern_phrase *phrase = &book->phrases[book->parts[pattern->first].first];
	size_t i, typed = 0;

	for (i = 0; i < heard->count; i++)
		typed += heard->words[i].is_typed;
	if (!heard->is_plain || typed != phrase->count)
		return false;
	for (i = 0; i < typed; i++) {
		if (!means(&heard->words[i], book->numbers[phrase->first + i]))
			return false;
	}
	return true;
}

static bool
matches(const struct pattern_book *book, const struct pattern *pattern,
    const struct pattern_heard *heard)
{
	size_t i;

	if (pattern->kind == PATTERN_EXACT)
		return is_exact(book, pattern, heard);
	for (i = 0; i < pattern->count; i++) {
		const struct pattern_part *part = &book->parts[pattern->first + i];

		if (is_said(book, part, heard) == part->is_excluded)
			return false;
	}
	return pattern->kind == PATTERN_ANYWHERE || is_alone(book, pattern, heard);
}

int
pattern_find(const struct pattern_book *book, const struct pattern_heard *heard, int after)
{
	size_t i;

	for (i = (size_t)(after + 1); heard->count > 0 && i < book->pattern_count; i++) {
		if (matches(book, &book->patterns[i], heard))
			return (int)i;
	}
	return -1;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "pattern.h"

#include <string.h>

#include "pattern_book.h"

/* Whether whoever says the outer phrase has said the inner one. */
static bool
is_within(const struct pattern_book *book, const struct pattern_phrase *inner,
    const struct pattern_phrase *outer)
{
	size_t at, i;

	for (at = 0; at + inner->count <= outer->count; at++) {
		for (i = 0; i < inner->count; i++) {
			if (book->numbers[inner->first + i] !=
			    book->numbers[outer->first + at + i])
				break;
		}
		if (i == inner->count)
			return true;
	}
	return false;
}

/* Whether any phrase of the part is within the outer one. */
static bool
has_phrase_within(const struct pattern_book *book, const struct pattern_part *part,
    const struct pattern_phrase *outer)
{
	size_t i;

	for (i = 0; i < part->count; i++) {
		if (is_within(book, &book->phrases[part->first + i], outer))
			return true;
	}
	return false;
}

/* Whether, whichever of special's choices is said, one of general's is. */
static bool
is_said_with(const struct pattern_book *book, const struct pattern_part *general,
    const struct pattern_part *special)
{
	size_t i;

	for (i = 0; i < special->count; i++) {
		if (!has_phrase_within(book, general, &book->phrases[special->first + i]))
			return false;
	}
	return true;
}

/* Whether nothing of what general excludes can be said where special matches. */
static bool
is_excluded_too(const struct pattern_book *book, const struct pattern_part *general,
    const struct pattern *special)
{
	size_t i, k;
	bool is_excluded;

	for (i = 0; i < general->count; i++) {
		is_excluded = false;
		for (k = 0; k < special->count && !is_excluded; k++) {
			const struct pattern_part *part = &book->parts[special->first + k];

			is_excluded =
			    part->is_excluded &&
			    has_phrase_within(book, part, &book->phrases[general->first + i]);
		}
		if (!is_excluded)
			return false;
	}
	return true;
}

static bool
is_part_met(const struct pattern_book *book, const struct pattern_part *general,
    const struct pattern *special)
{
	size_t i;

	if (general->is_excluded)
		return is_excluded_too(book, general, special);
	for (i = 0; i < special->count; i++) {
		const struct pattern_part *part = &book->parts[special->first + i];

		if (!part->is_excluded && is_said_with(book, general, part))
			return true;
	}
	return false;
}

static bool
has_number(const struct pattern_book *book, const struct pattern *pattern, uint16_t number)
{
	size_t i, k, n;

	for (i = 0; i < pattern->count; i++) {
		const struct pattern_part *part = &book->parts[pattern->first + i];

		for (k = 0; k < part->count && !part->is_excluded; k++) {
			const struct pattern_phrase *phrase = &book->phrases[part->first + k];

			for (n = 0; n < phrase->count; n++) {
				if (book->numbers[phrase->first + n] == number)
					return true;
			}
		}
	}
	return false;
}

/* Whether special says no word that general has not. */
static bool
has_all_words(const struct pattern_book *book, const struct pattern *general,
    const struct pattern *special)
{
	size_t i, k, n;

	for (i = 0; i < special->count; i++) {
		const struct pattern_part *part = &book->parts[special->first + i];

		for (k = 0; k < part->count && !part->is_excluded; k++) {
			const struct pattern_phrase *phrase = &book->phrases[part->first + k];

			for (n = 0; n < phrase->count; n++) {
				if (!has_number(
					book, general, book->numbers[phrase->first + n]))
					return false;
			}
		}
	}
	return true;
}

static bool
covers(const struct pattern_book *book, const struct pattern *general,
    const struct pattern *special)
{
	size_t i;

	if (general->kind == PATTERN_EXACT)
		return false;
	if (general->kind == PATTERN_ALONE &&
	    (special->kind != PATTERN_ALONE || !has_all_words(book, general, special)))
		return false;
	for (i = 0; i < general->count; i++) {
		if (!is_part_met(book, &book->parts[general->first + i], special))
			return false;
	}
	return true;
}

/* There is one query that an exact pattern is for, so ask it. */
static void
hear_itself(const struct pattern_book *book, struct analyzer *analyzer, int pattern,
    struct pattern_heard *ret_heard)
{
	const char *text = book->patterns[pattern].text;
	struct query *query = query_parse(analyzer, text, strlen(text));

	pattern_hear(book, query, NULL, NULL, ret_heard);
	query_free(query);
}

bool
pattern_can_match(const struct pattern_book *book, struct analyzer *analyzer, int pattern)
{
	struct pattern_heard heard;

	if (book->patterns[pattern].kind != PATTERN_EXACT)
		return true;
	hear_itself(book, analyzer, pattern, &heard);
	return pattern_find(book, &heard, pattern - 1) == pattern;
}

void
pattern_each_covering(const struct pattern_book *book, struct analyzer *analyzer, int pattern,
    pattern_covering *covering, void *context)
{
	const struct pattern *special = &book->patterns[pattern];
	struct pattern_heard heard;
	int i = -1;

	if (special->kind != PATTERN_EXACT) {
		for (i = 0; i < pattern; i++) {
			if (covers(book, &book->patterns[i], special))
				covering(i, context);
		}
		return;
	}
	hear_itself(book, analyzer, pattern, &heard);
	while ((i = pattern_find(book, &heard, i)) >= 0 && i < pattern)
		covering(i, context);
}

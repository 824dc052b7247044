/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The order of the best matches by their titles. */

#include <math.h>

#include "tap.h"

#include "rank.h"

#define TERM(word, weight, group)                                                              \
	{                                                                                      \
		{word, sizeof word - 1}, weight, group, false, false                           \
	}
#define HIT(number, weight, title)                                                             \
	{                                                                                      \
		number, weight,                                                                \
		{                                                                              \
			title, sizeof title - 1                                                \
		}                                                                              \
	}

static const struct snippet_term terms[] = {
    TERM("trigemin", 3, 0), TERM("neuralgia", 2, 1), TERM("tic", 3, 1)};

/* Ranks the hits and gives their numbers in order. */
static const char *
order(struct index_hit *hits, size_t count, const struct snippet_term *words, size_t word_count)
{
	static char numbers[2048];
	struct index_result result = {.hit_count = count, .hits = hits};
	size_t i;

	rank_by_title(words, word_count, &result);
	numbers[0] = '\0';
	for (i = 0; i < count; i++)
		snprintf(numbers + strlen(numbers), sizeof numbers - strlen(numbers), "%u ",
		    hits[i].document);
	return numbers;
}

static void
test_order(void)
{
	struct index_hit hits[] = {HIT(1, 10, "brain tumor"),
	    HIT(2, 9, "trigemin neuralgia complet review"), HIT(3, 8, "trigemin neuralgia"),
	    HIT(4, 6, "neuralgia"), HIT(5, 1, "trigemin neuralgia")};
	struct index_hit forms[] = {HIT(1, 10, "tumor"), HIT(2, 8, "trigemin tic")};

	tap_string(order(hits, 5, terms, 3), "3 1 2 4 5 ",
	    "the title that was typed comes first, a far weaker match does not");
	tap_ok(
	    hits[0].weight > 15.9 && hits[0].weight < 16.1, "a whole title doubles the score");
	tap_string(
	    order(forms, 2, terms, 3), "2 1 ", "another form of a word counts as the word");
}

static void
test_edges(void)
{
	struct index_hit ties[] = {
	    HIT(3, 5, "x y"), HIT(7, 5, ""), HIT(8, 5 + 1e-14, "x"), HIT(2, 5, "x")};
	struct index_hit none[] = {HIT(2, 1, "trigemin"), HIT(1, 1, "trigemin")};
	struct index_hit many[RANK_DEPTH + 2];
	size_t i;

	tap_string(order(ties, 4, terms, 3), "7 2 8 3 ",
	    "ties, to the last bits, are in order of title and then number");
	tap_string(order(none, 2, terms, 0), "2 1 ", "without words nothing moves");
	tap_string(order(none, 0, terms, 3), "", "no hits are fine");
	for (i = 0; i < RANK_DEPTH + 2; i++)
		many[i] = (struct index_hit)HIT((uint32_t)i + 1, 100, "x");
	many[RANK_DEPTH - 1].value = many[RANK_DEPTH].value =
	    (struct span){"trigemin neuralgia", 18};
	order(many, RANK_DEPTH + 2, terms, 3);
	tap_number(
	    many[0].document, RANK_DEPTH, "the last one within the depth can come first");
	tap_number(many[RANK_DEPTH].document, RANK_DEPTH + 1, "those behind stay");
}

static void
test_bonus(void)
{
	struct index_hit hits[] = {HIT(1, 10, "brain tumor"), HIT(2, 9, "trigemin neuralgia"),
	    HIT(3, 9, "neuralgia"), HIT(4, 8, "x")};
	struct index_result result = {.hit_count = 4, .hits = hits};
	const double bonus[] = {0, 2, 0};

	rank_add(terms, 3, bonus, 3, &result);
	tap_ok(hits[0].document == 2 && hits[1].document == 1 && hits[2].document == 3 &&
		   hits[3].document == 4,
	    "a bonus raises");
	tap_ok(fabs(hits[0].weight - 13) < 1e-9 && hits[1].weight == 10 && hits[2].weight == 9,
	    "by as much as the title multiplies it");
}

int
main(void)
{
	test_order();
	test_edges();
	test_bonus();
	return tap_done();
}

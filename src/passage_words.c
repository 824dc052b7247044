/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "passage_words.h"

#define STEMS_MAX 6

#define TIME_WEIGHT     2.0
#define KIND_WEIGHT     1.0
#define RELATION_WEIGHT 0.5

/* What asks: one word, or two directly behind one another. */
struct asking {
	const char *first, *second; /* second may be NULL */
	bool is_silent;             /* answers do without these words */
	double weight;
	const char *stems[STEMS_MAX]; /* up to the first NULL */
};

/* clang-format off */
static const struct asking askings[] = {
    {"how", "long", true, TIME_WEIGHT, {"minut", "hour", "day", "week", "month", "year"}},
    {"how", "soon", true, TIME_WEIGHT, {"minut", "hour", "day", "week", "month", "year"}},
    {"how", "quickly", true, TIME_WEIGHT, {"minut", "hour", "day", "week", "month", "year"}},
    {"recovery", "time", false, TIME_WEIGHT, {"hour", "day", "week", "month", "year"}},
    {"how", "often", true, KIND_WEIGHT, {"hour", "daili", "day", "week", "month", "year"}},
    {"how", "old", true, KIND_WEIGHT, {"age", "year"}},
    {"too", "old", true, KIND_WEIGHT, {"age"}},
    {"dangerous", NULL, false, KIND_WEIGHT, {"risk", "complic", "safe", "harmless", "serious"}},
    {"risky", NULL, false, KIND_WEIGHT, {"risk", "complic", "safe", "harmless", "serious"}},
    {"safe", NULL, false, KIND_WEIGHT, {"risk", "complic", "harmless", "serious"}},
    {"ok", NULL, true, RELATION_WEIGHT, {"safe", "fine", "allow", "can", "usual"}},
    {"okay", NULL, true, RELATION_WEIGHT, {"safe", "fine", "allow", "can", "usual"}},
    {"allowed", NULL, false, RELATION_WEIGHT, {"safe", "fine", "can"}},
    {"meaning", NULL, true, RELATION_WEIGHT, {"is", "are", "mean", "call"}},
    {"definition", NULL, true, RELATION_WEIGHT, {"is", "are", "mean", "call"}},
    {"why", NULL, false, RELATION_WEIGHT, {"becaus", "due", "caus"}},
    /* Passages are full of these, about anything. */
    {"after", NULL, true, 0, {NULL}},
    {"before", NULL, true, 0, {NULL}},
    {"during", NULL, true, 0, {NULL}},
};
/* clang-format on */

#define ASKINGS (sizeof askings / sizeof askings[0])

static bool
is_word(const struct query *query, size_t clause, const char *word)
{
	return clause < query->clause_count &&
	       strcmp(query->clauses[clause].terms[0].word, word) == 0;
}

static bool
asks(const struct query *query, size_t clause, const struct asking *asking)
{
	return is_word(query, clause, asking->first) &&
	       (asking->second == NULL || is_word(query, clause + 1, asking->second));
}

static void
silence(struct match_words *words, const char *stem)
{
	size_t i;

	for (i = 0; i < words->count; i++) {
		if (span_equals(words->terms[i].stem, span_from_string(stem)))
			words->terms[i].weight = 0;
	}
}

static void
add_stems(struct match_words *words, const struct asking *asking)
{
	size_t i;

	if (asking->stems[0] == NULL || words->group_count >= SNIPPET_TERMS_MAX)
		return;
	for (i = 0; i < STEMS_MAX && asking->stems[i] != NULL; i++) {
		if (words->count == SNIPPET_TERMS_MAX)
			break;
		words->terms[words->count++] =
		    (struct snippet_term){.stem = span_from_string(asking->stems[i]),
			.weight = asking->weight,
			.group = words->group_count,
			.is_unmarked = true};
	}
	words->group_count++;
}

void
passage_words_add(const struct query *query, struct match_words *words)
{
	const struct asking *asking;
	size_t i;

	for (i = 0; i < query->clause_count; i++) {
		for (asking = askings; asking < askings + ASKINGS; asking++) {
			if (!asks(query, i, asking))
				continue;
			if (asking->is_silent)
				silence(words,
				    query->clauses[i + (asking->second != NULL)].terms[0].stem);
			add_stems(words, asking);
		}
	}
}

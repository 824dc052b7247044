/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "glossary_ways.h"

#include <stdint.h>

#include "xalloc.h"

struct glossary_way {
	char *from, *to;           /* keys; owned */
	char *from_text, *to_text; /* as written, cut to be shown; owned */
	unsigned line;
	bool is_two_way;
};

static char *
text_of(const struct glossary_phrase *phrase)
{
	return xstrndup(phrase->text.data, (size_t)findings_width(phrase->text));
}

/* Counts as the glossary that searches use does, so both are full at the same line. */
static void
add_way(struct glossary_ways *ways, const struct glossary_line *line,
    const struct glossary_phrase *from, const struct glossary_phrase *to)
{
	if (strcmp(from->key, to->key) == 0 || ways->is_full)
		return;
	if (ways->count == GLOSSARY_PHRASES_MAX) {
		ways->is_full = true;
		return;
	}
	XALLOC_GROW(ways->items, ways->count, ways->capacity);
	ways->items[ways->count++] = (struct glossary_way){.from = xstrdup(from->key),
	    .to = xstrdup(to->key),
	    .from_text = text_of(from),
	    .to_text = text_of(to),
	    .line = line->number,
	    .is_two_way = line->is_two_way};
}

void
glossary_ways_add(
    struct glossary_ways *ways, const struct glossary_line *line, struct findings *findings)
{
	const struct glossary_side *targets = glossary_line_targets(line);
	bool was_full = ways->is_full;
	size_t i, j;

	for (i = 0; i < line->left.count; i++) {
		for (j = 0; j < targets->count; j++)
			add_way(ways, line, &line->left.items[i], &targets->items[j]);
	}
	if (ways->is_full && !was_full)
		findings_add(findings, line->number, true,
		    "the glossary is full: the rest of it, from here on, is not used");
}

static int
compare_lines(unsigned a, unsigned b)
{
	return (a > b) - (a < b);
}

/* By phrase, then by line; as written, so that the order is always the same. */
static int
compare_entries(const void *a, const void *b)
{
	const struct glossary_way *x = a, *y = b;
	int order = strcmp(x->from, y->from);

	if (order == 0)
		order = compare_lines(x->line, y->line);
	return order != 0 ? order : strcmp(x->from_text, y->from_text);
}

/* By phrase, then by where it leads, then by line. */
static int
compare_ends(const struct glossary_way *x, const struct glossary_way *y)
{
	int order = strcmp(x->from, y->from);

	if (order == 0)
		order = strcmp(x->to, y->to);
	return order != 0 ? order : compare_lines(x->line, y->line);
}

static int
compare_ways(const void *a, const void *b)
{
	const struct glossary_way *x = a, *y = b;
	int order = compare_ends(x, y);

	if (order == 0)
		order = strcmp(x->from_text, y->from_text);
	return order != 0 ? order : strcmp(x->to_text, y->to_text);
}

static void
check_repeated(const struct glossary_ways *ways, struct findings *findings)
{
	const struct glossary_way *way, *first = ways->items;
	size_t i;

	for (i = 1; i < ways->count; i++) {
		way = &ways->items[i];
		if (strcmp(way->from, first->from) != 0)
			first = way;
		else if (way->line != way[-1].line)
			findings_add(findings, way->line, true,
			    "'%s' has an entry on line %u already: make them one",
			    way->from_text, first->line);
	}
}

/* The first way that is not before the wanted one. */
static size_t
find_way(const struct glossary_ways *ways, const struct glossary_way *wanted)
{
	size_t least = 0, most = ways->count, middle;

	while (least < most) {
		middle = least + (most - least) / 2;
		if (compare_ends(&ways->items[middle], wanted) < 0)
			least = middle + 1;
		else
			most = middle;
	}
	return least;
}

/* Of two one-way lines that lead to each other the later one is told. */
static bool
is_way_back(const struct glossary_way *way, const struct glossary_way *other)
{
	return other->line != way->line && (other->is_two_way || other->line < way->line);
}

static void
check_way_back(
    const struct glossary_ways *ways, const struct glossary_way *way, struct findings *findings)
{
	struct glossary_way back = {.from = way->to, .to = way->from};
	const struct glossary_way *other;
	size_t i;

	for (i = find_way(ways, &back); i < ways->count; i++) {
		other = &ways->items[i];
		if (strcmp(other->from, back.from) != 0 || strcmp(other->to, back.to) != 0)
			return;
		if (!is_way_back(way, other))
			continue;
		findings_add(findings, way->line, true,
		    "'%s' leads to '%s', and line %u leads back: make them one", way->from_text,
		    way->to_text, other->line);
		return;
	}
}

static void
check_loops(const struct glossary_ways *ways, struct findings *findings)
{
	const struct glossary_way *way;
	size_t i;

	for (i = 0; i < ways->count; i++) {
		way = &ways->items[i];
		if (!way->is_two_way && (i == 0 || compare_ends(way - 1, way) != 0))
			check_way_back(ways, way, findings);
	}
}

/* On a walk along one-way lines: a phrase, by its first way, and the way taken from it. */
struct step {
	size_t phrase, way;
};

struct walk {
	const struct glossary_ways *ways;
	struct findings *findings;
	struct step *steps; /* owned */
	size_t length;
	size_t *places; /* of each phrase: its step, from 1; 0: not seen; owned */
};

#define PLACE_LEFT SIZE_MAX /* of a phrase from which all ways were walked */

static void
enter(struct walk *walk, size_t phrase)
{
	walk->steps[walk->length++] = (struct step){phrase, phrase};
	walk->places[phrase] = walk->length;
}

static const struct glossary_way *
way_of_step(const struct walk *walk, size_t i)
{
	return &walk->ways->items[walk->steps[i].way];
}

/* The steps from begin on are one.  Those of two lines are told by check_way_back(). */
static void
tell_loop(const struct walk *walk, size_t begin)
{
	const struct glossary_way *first = way_of_step(walk, begin), *last = first, *way;
	size_t i;

	if (walk->length - begin < 3)
		return;
	for (i = begin + 1; i < walk->length; i++) {
		way = way_of_step(walk, i);
		first = way->line < first->line ? way : first;
		last = way->line > last->line ? way : last;
	}
	if (first->line != last->line)
		findings_add(walk->findings, last->line, true,
		    "'%s' leads to '%s', and line %u and others lead back: make them one",
		    last->from_text, last->to_text, first->line);
}

/*
 * Goes along a way, if it leads to a phrase that was not seen.  Not along a two-way
 * line: a loop through one has a phrase with entries on two lines, which is told.
 */
static bool
go_along(struct walk *walk, const struct glossary_way *way)
{
	char nothing[] = "";
	struct glossary_way wanted = {.from = way->to, .to = nothing};
	size_t next = find_way(walk->ways, &wanted);

	if (way->is_two_way || next == walk->ways->count ||
	    strcmp(walk->ways->items[next].from, way->to) != 0)
		return false;
	if (walk->places[next] == 0) {
		enter(walk, next);
		return true;
	}
	if (walk->places[next] != PLACE_LEFT)
		tell_loop(walk, walk->places[next] - 1);
	return false;
}

static void
walk_from(struct walk *walk, size_t phrase)
{
	const struct glossary_way *items = walk->ways->items;
	struct step *step;

	enter(walk, phrase);
	while (walk->length > 0) {
		step = &walk->steps[walk->length - 1];
		if (step->way == walk->ways->count ||
		    strcmp(items[step->way].from, items[step->phrase].from) != 0) {
			walk->places[step->phrase] = PLACE_LEFT;
			walk->length--;
			if (walk->length > 0)
				step[-1].way++;
		} else if (!go_along(walk, &items[step->way])) {
			step->way++;
		}
	}
}

/* Whether the way is the first of its phrase. */
static bool
is_first_way(const struct glossary_ways *ways, size_t i)
{
	return i == 0 || strcmp(ways->items[i - 1].from, ways->items[i].from) != 0;
}

/* Ways round by more than two lines; of those that share a line, at least one. */
static void
check_long_loops(const struct glossary_ways *ways, struct findings *findings)
{
	struct walk walk = {.ways = ways,
	    .findings = findings,
	    .steps = xcalloc(ways->count, sizeof *walk.steps),
	    .places = xcalloc(ways->count, sizeof *walk.places)};
	size_t i;

	for (i = 0; i < ways->count; i++) {
		if (walk.places[i] == 0 && is_first_way(ways, i))
			walk_from(&walk, i);
	}
	free(walk.steps);
	free(walk.places);
}

void
glossary_ways_check(struct glossary_ways *ways, struct findings *findings)
{
	if (ways->count == 0)
		return;
	qsort(ways->items, ways->count, sizeof *ways->items, compare_entries);
	check_repeated(ways, findings);
	qsort(ways->items, ways->count, sizeof *ways->items, compare_ways);
	check_loops(ways, findings);
	check_long_loops(ways, findings);
}

void
glossary_ways_fini(struct glossary_ways *ways)
{
	size_t i;

	for (i = 0; i < ways->count; i++) {
		free(ways->items[i].from);
		free(ways->items[i].to);
		free(ways->items[i].from_text);
		free(ways->items[i].to_text);
	}
	free(ways->items);
	*ways = (struct glossary_ways){.count = 0};
}

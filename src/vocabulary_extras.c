/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "vocabulary_extras.h"

#include <stdlib.h>

#include "glossary.h"
#include "health_words.h"
#include "spell.h"
#include "xalloc.h"

struct reading {
	struct vocabulary_extras *extras;
	struct analyzer *analyzer;
};

static void
add_word(struct vocabulary_extras *extras, struct span word, bool is_in_glossary)
{
	XALLOC_GROW(extras->items, extras->count, extras->capacity);
	extras->items[extras->count++] =
	    (struct vocabulary_extra){.word = {xstrndup(word.data, word.length), word.length},
		.is_in_glossary = is_in_glossary};
}

static void
take_word(const struct analyze_token *token, void *context)
{
	const struct reading *reading = context;

	if (token->word_length >= SPELL_WORD_LEAST && token->kind != ANALYZE_JOINED &&
	    !analyze_is_stopword(token->word, token->word_length))
		add_word(reading->extras, (struct span){token->word, token->word_length}, true);
}

static void
take_side(struct reading *reading, const struct glossary_side *side)
{
	size_t i;

	for (i = 0; i < side->count; i++)
		analyze_text(reading->analyzer, side->items[i].text.data,
		    side->items[i].text.length, 0, take_word, reading);
}

static void
take_line(const struct glossary_line *line, void *context)
{
	take_side(context, &line->left);
	if (!line->is_two_way)
		take_side(context, &line->right);
}

static void
ignore_problem(unsigned line, const char *reason, void *context)
{
	(void)line;
	(void)reason;
	(void)context;
}

/* Of the same word the one that leads somewhere is first. */
static int
compare(const void *a, const void *b)
{
	const struct vocabulary_extra *x = a, *y = b;
	int order = span_compare(x->word, y->word);

	return order != 0 ? order : y->is_in_glossary - x->is_in_glossary;
}

static void
keep_each_once(struct vocabulary_extras *extras)
{
	size_t i, kept = 0;

	for (i = 0; i < extras->count; i++) {
		if (kept > 0 &&
		    span_equals(extras->items[kept - 1].word, extras->items[i].word))
			free((char *)extras->items[i].word.data);
		else
			extras->items[kept++] = extras->items[i];
	}
	extras->count = kept;
}

void
vocabulary_extras_init(
    struct vocabulary_extras *extras, struct analyzer *analyzer, struct span glossary)
{
	struct reading reading = {extras, analyzer};
	size_t i;

	*extras = (struct vocabulary_extras){.count = 0};
	if (glossary.length > 0)
		glossary_read(analyzer, glossary.data, glossary.length, take_line,
		    ignore_problem, &reading);
	for (i = 0; i < health_word_count; i++)
		add_word(extras, span_from_string(health_words[i]), false);
	qsort(extras->items, extras->count, sizeof *extras->items, compare);
	keep_each_once(extras);
}

void
vocabulary_extras_fini(struct vocabulary_extras *extras)
{
	size_t i;

	for (i = 0; i < extras->count; i++)
		free((char *)extras->items[i].word.data);
	free(extras->items);
}

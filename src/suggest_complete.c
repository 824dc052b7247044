/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "suggest_complete.h"

/* So many articles are many. */
#define MANY_ARTICLES 50

struct best {
	uint32_t *words;
	uint32_t documents[SUGGEST_COMPLETE_MAX];
	size_t count;
};

/* Pairs of ideographs are no words that anybody would read. */
static bool
is_readable(struct span word)
{
	size_t i;

	for (i = 0; i < word.length; i++) {
		if ((word.data[i] >= '0' && word.data[i] <= '9') ||
		    (unsigned char)word.data[i] >= 0xe2)
			return false;
	}
	return true;
}

static bool
is_fit(const struct suggest_asked *asked, const struct suggest_word *word)
{
	return !word->is_stopword && is_readable(word->text) &&
	       !span_equals(word->text, (struct span){asked->text, asked->length});
}

static void
insert(struct best *best, uint32_t number, uint32_t documents)
{
	size_t at = best->count;

	if (at == SUGGEST_COMPLETE_MAX && documents <= best->documents[at - 1])
		return;
	if (at < SUGGEST_COMPLETE_MAX)
		best->count++;
	else
		at--;
	for (; at > 0 && best->documents[at - 1] < documents; at--) {
		best->documents[at] = best->documents[at - 1];
		best->words[at] = best->words[at - 1];
	}
	best->documents[at] = documents;
	best->words[at] = number;
}

static void
insert_words(const struct suggest_file *file, const struct suggest_asked *asked, bool with_typo,
    struct best *best)
{
	uint32_t least = suggest_file_article_count(file) < MANY_ARTICLES ? 1 : 2;
	uint32_t left = SUGGEST_COMPLETE_WORDS_MAX, number;
	struct suggest_word word;
	size_t i;

	for (i = 0; i < asked->choice_count; i++) {
		const struct suggest_choice *choice = &asked->choices[i];

		if (choice->is_typo != with_typo)
			continue;
		for (number = choice->first; number < choice->end && left > 0; number++) {
			left--;
			if (suggest_file_word(file, number, &word) && word.documents >= least &&
			    is_fit(asked, &word))
				insert(best, number, word.documents);
		}
	}
}

size_t
suggest_complete(const struct suggest_file *file, const struct suggest_asked *asked,
    uint32_t ret_words[SUGGEST_COMPLETE_MAX])
{
	struct best best = {.words = ret_words};

	if (asked->length < SUGGEST_COMPLETE_LETTERS)
		return 0;
	insert_words(file, asked, false, &best);
	if (best.count == 0)
		insert_words(file, asked, true, &best);
	return best.count;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "suggest.h"

#include <time.h>

#include "buffer.h"
#include "escape.h"
#include "path.h"
#include "suggest_complete.h"
#include "suggest_file.h"
#include "suggest_find.h"
#include "suggest_mark.h"
#include "xalloc.h"

/* Words of one query that may have a typo: more typos are no longer a name. */
#define TYPO_WORDS_MAX 2

/* A text that is longer than any name gives nothing, and costs next to nothing. */
#define TEXT_BYTES_MAX 512

struct suggester {
	struct suggest_file *file; /* NULL without one */
	struct analyzer *analyzer;
	unsigned generation;
	/* Of the query that runs: large, and the same for each. */
	struct suggest_query query;
	struct suggest_founds names, completions;
};

struct suggester *
suggester_new(struct suggest_file *own_file, unsigned generation)
{
	struct suggester *suggester = xcalloc(1, sizeof *suggester);

	suggester->file = own_file;
	suggester->generation = generation;
	suggester->analyzer = analyzer_new();
	return suggester;
}

struct suggester *
suggester_open(const struct generation *generation)
{
	char *path CLEANUP_FREE = path_join(generation->path, SUGGEST_FILE);
	struct suggest_file *file = NULL;

	if (suggest_file_open(path, &file, NULL) != FORNIX_OK)
		file = NULL;
	return suggester_new(file, generation->number);
}

void
suggester_free(struct suggester *suggester)
{
	if (suggester == NULL)
		return;
	suggest_file_free(suggester->file);
	analyzer_free(suggester->analyzer);
	free(suggester);
}

/* Returns false when a word that must be there stands for nothing. */
static bool
choose_words(struct suggester *suggester)
{
	struct suggest_query *query = &suggester->query;
	unsigned typos = 0;
	bool is_good = true;
	size_t i;

	for (i = 0; i < query->count; i++) {
		struct suggest_asked *asked = &query->words[i];

		suggest_words_exact(suggester->file, asked);
		if (asked->choice_count > 0 || asked->is_optional)
			continue;
		if (typos++ < TYPO_WORDS_MAX)
			suggest_words_near(suggester->file, asked);
		if (asked->choice_count == 0)
			suggest_words_beginning(suggester->file, asked);
		is_good = is_good && asked->choice_count > 0;
	}
	return is_good;
}

/*
 * All words are known, but not together: one may be another one's misspelling.
 * Returns false when there is nothing to add.
 */
static bool
add_near_words(struct suggester *suggester)
{
	struct suggest_query *query = &suggester->query;
	size_t i, before, looked = 0;
	bool is_changed = false;

	for (i = query->count; i-- > 0 && looked < TYPO_WORDS_MAX;) {
		struct suggest_asked *asked = &query->words[i];

		if (asked->is_optional || asked->choice_count == 0 || asked->choices[0].is_typo)
			continue;
		before = asked->choice_count;
		suggest_words_near(suggester->file, asked);
		is_changed = is_changed || asked->choice_count > before;
		looked++;
	}
	return is_changed;
}

/* What of the names and completions is shown. */
struct choice {
	size_t article_count, completion_count;
	const struct suggest_found *articles[SUGGEST_ENTRIES_MAX];
	const struct suggest_found *completions[SUGGEST_ENTRIES_MAX];
};

/* Each article once, by the best of its names. */
static void
choose_articles(const struct suggester *suggester, struct choice *choice)
{
	size_t i, j;

	for (i = 0; i < suggester->names.count && choice->article_count < SUGGEST_ENTRIES_MAX;
	     i++) {
		const struct suggest_found *found = &suggester->names.items[i];

		for (j = 0; j < choice->article_count; j++) {
			if (choice->articles[j]->phrase.article == found->phrase.article)
				break;
		}
		if (j == choice->article_count)
			choice->articles[choice->article_count++] = found;
	}
}

/* The words that say something: "water on the brain" is "water in brain". */
static size_t
list_words(const struct suggester *suggester, const struct suggest_phrase *phrase,
    uint32_t ret_words[SUGGEST_PHRASE_WORDS_MAX])
{
	struct suggest_word word;
	size_t count = 0;
	unsigned i;

	for (i = 0; i < phrase->word_count; i++) {
		uint32_t number = suggest_phrase_word(phrase, i);

		if (suggest_file_word(suggester->file, number, &word) && !word.is_stopword)
			ret_words[count++] = number;
	}
	return count;
}

static bool
is_same(const struct suggester *suggester, const struct suggest_phrase *a,
    const struct suggest_phrase *b)
{
	uint32_t a_words[SUGGEST_PHRASE_WORDS_MAX], b_words[SUGGEST_PHRASE_WORDS_MAX];
	size_t count = list_words(suggester, a, a_words);

	return count > 0 && count == list_words(suggester, b, b_words) &&
	       memcmp(a_words, b_words, count * sizeof *a_words) == 0;
}

/* Whether an article that may be shown has the phrase for its title. */
static bool
is_title(const struct suggester *suggester, const struct choice *choice,
    const struct suggest_phrase *phrase)
{
	struct suggest_article article;
	struct suggest_phrase title;
	size_t i;

	for (i = 0; i < choice->article_count; i++) {
		if (suggest_file_article(
			suggester->file, choice->articles[i]->phrase.article, &article) &&
		    suggest_file_phrase(suggester->file, article.title, &title) &&
		    is_same(suggester, &title, phrase))
			return true;
	}
	return false;
}

static bool
is_chosen(const struct suggester *suggester, const struct choice *choice,
    const struct suggest_phrase *phrase)
{
	size_t i;

	for (i = 0; i < choice->completion_count; i++) {
		if (is_same(suggester, &choice->completions[i]->phrase, phrase))
			return true;
	}
	return false;
}

static void
choose_completions(const struct suggester *suggester, struct choice *choice)
{
	size_t i;

	for (i = 0;
	     i < suggester->completions.count && choice->completion_count < SUGGEST_ENTRIES_MAX;
	     i++) {
		const struct suggest_found *found = &suggester->completions.items[i];

		if (!found->is_typed && !is_title(suggester, choice, &found->phrase) &&
		    !is_chosen(suggester, choice, &found->phrase))
			choice->completions[choice->completion_count++] = found;
	}
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

static void
choose(const struct suggester *suggester, struct choice *choice)
{
	size_t kept;

	*choice = (struct choice){.article_count = 0};
	choose_articles(suggester, choice);
	choose_completions(suggester, choice);
	kept = least(choice->completion_count, SUGGEST_COMPLETIONS_LEAST);
	choice->article_count = least(choice->article_count, SUGGEST_ENTRIES_MAX - kept);
	choice->completion_count =
	    least(choice->completion_count, SUGGEST_ENTRIES_MAX - choice->article_count);
}

static void
fill_article(struct suggester *suggester, const struct suggest_found *found,
    struct suggest_result *result)
{
	struct suggest_result_article *filled = &result->articles[result->article_count];
	struct suggest_phrase title;
	struct suggest_article article;

	if (!suggest_file_article(suggester->file, found->phrase.article, &article) ||
	    !suggest_file_phrase(suggester->file, article.title, &title))
		return; /* damaged */
	*filled = (struct suggest_result_article){.id = article.id, .url = article.url};
	suggest_mark(suggester->analyzer, &suggester->query, &title, &filled->title);
	if (!suggest_has_all(&suggester->query, &title))
		suggest_mark(
		    suggester->analyzer, &suggester->query, &found->phrase, &filled->name);
	result->article_count++;
}

/* The query up to its last word, and the word in its place. */
static void
fill_word(struct suggester *suggester, const char *text, uint32_t number,
    struct suggest_result *result)
{
	const struct suggest_query *query = &suggester->query;
	const struct suggest_asked *last = &query->words[query->count - 1];
	const struct suggest_choice *choice = suggest_asked_choice(last, number);
	struct snippet_text *filled = &result->completions[result->completion_count];
	struct suggest_word word;
	struct buffer whole;

	if (choice == NULL || !suggest_file_word(suggester->file, number, &word))
		return;
	buffer_init(&whole, TEXT_BYTES_MAX + ANALYZE_WORD_MAX);
	escape_terminal(&whole, text, last->start);
	filled->marks = xcalloc(1, sizeof *filled->marks);
	filled->mark_count = 1;
	filled->marks[0].length =
	    whole.length + (choice->is_typo ? word.text.length : last->length);
	buffer_append(&whole, word.text.data, word.text.length);
	filled->text = buffer_take(&whole, NULL);
	result->completion_count++;
}

static bool
is_offered(const struct choice *choice, uint32_t word)
{
	size_t i;

	for (i = 0; i < choice->completion_count; i++) {
		const struct suggest_phrase *phrase = &choice->completions[i]->phrase;

		if (phrase->word_count == 1 && suggest_phrase_word(phrase, 0) == word)
			return true;
	}
	for (i = 0; i < choice->article_count; i++) {
		const struct suggest_phrase *phrase = &choice->articles[i]->phrase;

		if (phrase->word_count == 1 && suggest_phrase_word(phrase, 0) == word)
			return true;
	}
	return false;
}

/* Words complete the last one where phrases are few. */
static void
fill_words(struct suggester *suggester, const char *text, const struct choice *choice,
    struct suggest_result *result)
{
	const struct suggest_query *query = &suggester->query;
	uint32_t words[SUGGEST_COMPLETE_MAX];
	size_t count, i;

	if (result->completion_count >= SUGGEST_COMPLETIONS_LEAST)
		return;
	count = suggest_complete(suggester->file, &query->words[query->count - 1], words);
	for (i = 0; i < count && result->completion_count < SUGGEST_COMPLETIONS_LEAST &&
		    result->article_count + result->completion_count < SUGGEST_ENTRIES_MAX;
	     i++) {
		if (!is_offered(choice, words[i]))
			fill_word(suggester, text, words[i], result);
	}
}

static bool
is_empty(const struct suggest_result *result)
{
	return result->article_count + result->completion_count == 0;
}

static void
fill_phrases(struct suggester *suggester, struct choice *choice, struct suggest_result *result)
{
	const struct suggest_query *query = &suggester->query;
	size_t i;

	suggest_find(suggester->file, SUGGEST_NAMES, query, &suggester->names);
	suggest_find(suggester->file, SUGGEST_COMPLETIONS, query, &suggester->completions);
	choose(suggester, choice);
	for (i = 0; i < choice->article_count; i++)
		fill_article(suggester, choice->articles[i], result);
	for (i = 0; i < choice->completion_count; i++)
		suggest_mark(suggester->analyzer, query, &choice->completions[i]->phrase,
		    &result->completions[result->completion_count++]);
}

/* A word alone that some article has is rather that word than another one's misspelling. */
static void
suggest(
    struct suggester *suggester, const char *text, size_t length, struct suggest_result *result)
{
	struct suggest_query *query = &suggester->query;
	struct choice choice = {.article_count = 0};
	bool is_known;

	if (suggester->file == NULL || length > TEXT_BYTES_MAX)
		return;
	suggest_query_parse(suggester->analyzer, text, length, query);
	if (query->count == 0 || query->is_too_long)
		return;
	is_known = choose_words(suggester);
	if (is_known)
		fill_phrases(suggester, &choice, result);
	if (query->count == 1)
		fill_words(suggester, text, &choice, result);
	if (is_known && is_empty(result) && add_near_words(suggester))
		fill_phrases(suggester, &choice, result);
	if (is_empty(result))
		fill_words(suggester, text, &choice, result);
}

static double
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

void
suggest_run(struct suggester *suggester, const char *text, size_t length,
    struct suggest_result *ret_result)
{
	double start = now_ms();

	*ret_result = (struct suggest_result){.generation = suggester->generation};
	suggest(suggester, text, length, ret_result);
	ret_result->processing_time_ms = now_ms() - start;
}

void
suggest_result_fini(struct suggest_result *result)
{
	size_t i;

	for (i = 0; i < result->article_count; i++) {
		snippet_text_fini(&result->articles[i].title);
		snippet_text_fini(&result->articles[i].name);
	}
	for (i = 0; i < result->completion_count; i++)
		snippet_text_fini(&result->completions[i]);
	result->article_count = result->completion_count = 0;
}

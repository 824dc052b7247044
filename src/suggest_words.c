/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "suggest_words.h"

static void
take_word(const struct analyze_token *token, void *context)
{
	struct suggest_query *query = context;
	struct suggest_asked *asked;

	if (token->kind == ANALYZE_JOINED)
		return;
	if (query->count == SUGGEST_ASKED_MAX) {
		query->is_too_long = true;
		return;
	}
	asked = &query->words[query->count++];
	memcpy(asked->text, token->word, token->word_length);
	asked->length = token->word_length;
	asked->start = token->start;
	asked->is_prefix = false;
	asked->is_optional = analyze_is_stopword(token->word, token->word_length);
	asked->choice_count = 0;
}

void
suggest_query_parse(
    struct analyzer *analyzer, const char *text, size_t length, struct suggest_query *ret_query)
{
	bool is_all_optional = true;
	size_t i;

	ret_query->count = 0;
	ret_query->is_too_long = false;
	analyze_text(analyzer, text, length, 0, take_word, ret_query);
	if (ret_query->count == 0)
		return;
	ret_query->words[ret_query->count - 1].is_prefix = true;
	for (i = 0; i < ret_query->count; i++)
		is_all_optional = is_all_optional && ret_query->words[i].is_optional;
	for (i = 0; i < ret_query->count && is_all_optional; i++)
		ret_query->words[i].is_optional = false;
}

/* Words that share their first letters, which were compared already. */
struct range {
	uint32_t first, end;
	size_t depth; /* letters */
};

/* The letter of the word at that depth; -1 behind its end, so that it comes first. */
static int
letter_at(const struct suggest_file *file, uint32_t number, size_t depth)
{
	struct suggest_word word;

	if (!suggest_file_word(file, number, &word) || depth >= word.text.length)
		return -1;
	return (unsigned char)word.text.data[depth];
}

/* The first word of the range whose letter at its depth is not below letter. */
static uint32_t
first_not_below(const struct suggest_file *file, struct range range, int letter)
{
	uint32_t low = range.first, high = range.end, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (letter_at(file, middle, range.depth) < letter)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct range
narrow_letter(const struct suggest_file *file, struct range range, int letter)
{
	struct range narrow = {.depth = range.depth + 1};

	narrow.first = first_not_below(file, range, letter);
	range.first = narrow.first;
	narrow.end = first_not_below(file, range, letter + 1);
	return narrow;
}

static int
compare_rest(const struct suggest_file *file, uint32_t number, size_t depth, struct span rest,
    bool is_prefix)
{
	struct suggest_word word;
	struct span text = {NULL, 0};

	if (suggest_file_word(file, number, &word) && word.text.length > depth)
		text = (struct span){word.text.data + depth, word.text.length - depth};
	if (is_prefix && text.length > rest.length)
		text.length = rest.length;
	return span_compare(text, rest);
}

/* The words of the range that go on with rest: whole, or with any ending. */
static struct range
narrow_rest(
    const struct suggest_file *file, struct range range, struct span rest, bool is_prefix)
{
	uint32_t low = range.first, high = range.end, middle;
	struct range narrow = {.depth = range.depth + rest.length};

	while (low < high) {
		middle = low + (high - low) / 2;
		if (compare_rest(file, middle, range.depth, rest, is_prefix) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	narrow.first = low;
	for (high = range.end; low < high;) {
		middle = low + (high - low) / 2;
		if (compare_rest(file, middle, range.depth, rest, is_prefix) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	narrow.end = low;
	return narrow;
}

static void
add_choice(struct suggest_asked *asked, struct range range, bool is_typo)
{
	size_t i;

	if (range.first >= range.end || asked->choice_count == SUGGEST_CHOICES_MAX)
		return;
	for (i = 0; i < asked->choice_count; i++) {
		if (range.first >= asked->choices[i].first &&
		    range.end <= asked->choices[i].end)
			return;
	}
	asked->choices[asked->choice_count++] =
	    (struct suggest_choice){range.first, range.end, is_typo};
}

static struct range
all_words(const struct suggest_file *file)
{
	return (struct range){0, suggest_file_word_count(file), 0};
}

void
suggest_words_exact(const struct suggest_file *file, struct suggest_asked *asked)
{
	struct span word = {asked->text, asked->length};

	add_choice(asked, narrow_rest(file, all_words(file), word, asked->is_prefix), false);
}

/* What goes on with the typed letters from at on. */
static void
add_rest(
    const struct suggest_file *file, struct suggest_asked *asked, struct range range, size_t at)
{
	struct span rest = {asked->text + at, asked->length - at};

	if (range.first < range.end)
		add_choice(asked, narrow_rest(file, range, rest, asked->is_prefix), true);
}

typedef void add_narrow(const struct suggest_file *file, struct suggest_asked *asked,
    struct range range, size_t at);

/* Calls for every letter that words of the range go on with; at is its place. */
static void
each_letter(const struct suggest_file *file, struct suggest_asked *asked, struct range range,
    add_narrow *add)
{
	struct range narrow;
	int letter;

	for (; range.first < range.end; range.first = narrow.end) {
		letter = letter_at(file, range.first, range.depth);
		narrow = narrow_letter(file, range, letter);
		if (letter >= 'a' && letter <= 'z')
			add(file, asked, narrow, range.depth);
	}
}

/* A letter is missing before the one typed at the place. */
static void
add_missing(
    const struct suggest_file *file, struct suggest_asked *asked, struct range range, size_t at)
{
	add_rest(file, asked, range, at);
}

/* That, or it stands in place of the one typed. */
static void
add_other(
    const struct suggest_file *file, struct suggest_asked *asked, struct range range, size_t at)
{
	add_rest(file, asked, range, at);
	add_rest(file, asked, range, at + 1);
}

static void
add_exchanged(const struct suggest_file *file, struct suggest_asked *asked, struct range range)
{
	size_t at = range.depth;

	if (at + 1 >= asked->length || asked->text[at] == asked->text[at + 1])
		return;
	range = narrow_letter(file, range, asked->text[at + 1]);
	if (range.first < range.end)
		range = narrow_letter(file, range, asked->text[at]);
	add_rest(file, asked, range, at + 2);
}

static bool
may_have_typo(const struct suggest_asked *asked)
{
	size_t i;

	for (i = 0; i < asked->length; i++) {
		if (asked->text[i] < 'a' || asked->text[i] > 'z')
			return false;
	}
	return asked->length >= SUGGEST_TYPO_LETTERS;
}

/*
 * The typo is at each letter in turn; those before it are as typed.  Few words
 * share more than three letters, so nearly all the work is in the first ones.  Of
 * a beginning the last letter is taken as typed, for without it that beginning
 * would have any ending: "acetaz" is not acetaminophen.
 */
void
suggest_words_near(const struct suggest_file *file, struct suggest_asked *asked)
{
	size_t end = asked->is_prefix ? asked->length - 1 : asked->length;
	struct range range = all_words(file);

	if (!may_have_typo(asked))
		return;
	while (range.depth < end && range.first < range.end) {
		add_exchanged(file, asked, range);
		add_rest(file, asked, range, range.depth + 1);
		each_letter(file, asked, range, add_other);
		range = narrow_letter(file, range, asked->text[range.depth]);
	}
	/* One letter is missing before the last typed one, or at the end of a whole word. */
	if (range.first < range.end)
		each_letter(file, asked, range, add_missing);
}

void
suggest_words_beginning(const struct suggest_file *file, struct suggest_asked *asked)
{
	struct span word = {asked->text, asked->length};

	add_choice(asked, narrow_rest(file, all_words(file), word, true), true);
}

const struct suggest_choice *
suggest_asked_choice(const struct suggest_asked *asked, uint32_t word)
{
	size_t i;

	for (i = 0; i < asked->choice_count; i++) {
		if (word >= asked->choices[i].first && word < asked->choices[i].end)
			return &asked->choices[i];
	}
	return NULL;
}

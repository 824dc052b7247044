/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "suggest_mark.h"

#include "xalloc.h"

struct marking {
	const struct suggest_query *query;
	const struct suggest_phrase *phrase;
	unsigned at; /* place of the next word in the phrase */
	struct snippet_text *text;
};

static bool
begins_as_typed(const char *text, size_t length, const struct suggest_asked *asked)
{
	size_t i;

	for (i = 0; i < asked->length && i < length; i++) {
		char c =
		    text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] - 'A' + 'a') : text[i];

		if (c != asked->text[i])
			return false;
	}
	return i == asked->length;
}

static size_t
count_characters(const char *text, size_t length)
{
	size_t i, count = 0;

	for (i = 0; i < length; i++)
		count += ((unsigned char)text[i] & 0xc0) != 0x80;
	return count;
}

/* Bytes of the first characters; length when there are fewer. */
static size_t
first_characters(const char *text, size_t length, size_t count)
{
	size_t i;

	for (i = 0; i < length; i++) {
		if (((unsigned char)text[i] & 0xc0) != 0x80 && count-- == 0)
			break;
	}
	return i;
}

/*
 * How much of the word was typed.  Folding may change how many bytes and even
 * how many letters there are; where that cannot be told, the word is marked whole.
 */
static size_t
typed_bytes(const char *text, size_t length, const struct analyze_token *token,
    const struct suggest_asked *asked, const struct suggest_choice *choice)
{
	if (choice->is_typo || asked->length >= token->word_length)
		return length;
	if (begins_as_typed(text, length, asked))
		return asked->length;
	if (count_characters(text, length) != count_characters(token->word, token->word_length))
		return length;
	return first_characters(text, length, count_characters(asked->text, asked->length));
}

static void
add_mark(struct snippet_text *text, size_t start, size_t length)
{
	struct snippet_mark *last =
	    text->mark_count > 0 ? &text->marks[text->mark_count - 1] : NULL;

	/* A joined form lies over its parts. */
	if (last != NULL && start < last->start + last->length)
		return;
	text->marks[text->mark_count++] = (struct snippet_mark){start, length};
}

static void
mark_word(const struct analyze_token *token, void *context)
{
	struct marking *marking = context;
	const char *text = marking->phrase->text.data + token->start;
	const struct suggest_choice *choice = NULL;
	uint32_t number;
	size_t i;

	if (marking->at >= marking->phrase->word_count)
		return;
	number = suggest_phrase_word(marking->phrase, marking->at++);
	for (i = 0; i < marking->query->count; i++) {
		choice = suggest_asked_choice(&marking->query->words[i], number);
		if (choice != NULL)
			break;
	}
	if (choice == NULL)
		return;
	add_mark(marking->text, token->start,
	    typed_bytes(
		text, token->end - token->start, token, &marking->query->words[i], choice));
}

void
suggest_mark(struct analyzer *analyzer, const struct suggest_query *query,
    const struct suggest_phrase *phrase, struct snippet_text *ret_text)
{
	struct marking marking = {.query = query, .phrase = phrase, .text = ret_text};

	*ret_text = (struct snippet_text){
	    .text =
		xstrndup(phrase->text.length > 0 ? phrase->text.data : "", phrase->text.length),
	    .marks = xcalloc(SUGGEST_PHRASE_WORDS_MAX, sizeof *ret_text->marks)};
	analyze_text(analyzer, phrase->text.data, phrase->text.length, 0, mark_word, &marking);
}

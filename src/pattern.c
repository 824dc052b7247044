/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "pattern.h"

#include "pattern_book.h"
#include "xalloc.h"

#define EXACT_WORDS_MAX QUERY_CLAUSES_MAX

static const char too_many[] = "more patterns or words than a file may have: remove some";

/* One pattern as it is read. */
struct reading {
	struct pattern_book *book;
	struct analyzer *analyzer;
	const char *at;
	const char *reason; /* the first mistake, or NULL */
	size_t said;        /* parts that must be there */
};

/* A word of the pattern's text, or a phrase. */
struct atom {
	const char *text;
	size_t length;
	bool is_phrase;
};

/* The words of an atom. */
struct atom_words {
	struct reading *reading;
	bool is_exact;
	size_t count, max;
	uint16_t numbers[EXACT_WORDS_MAX];
	bool has_joined;
	uint16_t joined; /* a compound written together */
	bool is_stopword;
	bool is_too_long;
};

struct pattern_book *
pattern_book_new(void)
{
	return xcalloc(1, sizeof(struct pattern_book));
}

void
pattern_book_free(struct pattern_book *book)
{
	size_t i;

	if (book == NULL)
		return;
	for (i = 0; i < book->entry_count; i++)
		free(book->entries[i].text);
	for (i = 0; i < book->pattern_count; i++)
		free(book->patterns[i].text);
	free(book->entries);
	free(book->numbers);
	free(book->phrases);
	free(book->parts);
	free(book->patterns);
	free(book);
}

size_t
pattern_book_slot(const struct pattern_book *book, const char *text, size_t length)
{
	uint32_t hash = 2166136261U; /* FNV-1a */
	size_t i, slot;

	for (i = 0; i < length; i++)
		hash = (hash ^ (unsigned char)text[i]) * 16777619U;
	for (slot = hash & (PATTERN_SLOTS - 1); book->slots[slot] != 0;
	     slot = (slot + 1) & (PATTERN_SLOTS - 1)) {
		const struct pattern_entry *entry = &book->entries[book->slots[slot] - 1];

		if (entry->length == length && memcmp(entry->text, text, length) == 0)
			break;
	}
	return slot;
}

static uint16_t
number_of(struct reading *reading, const char *text, size_t length)
{
	struct pattern_book *book = reading->book;
	size_t slot = pattern_book_slot(book, text, length);

	if (book->slots[slot] != 0)
		return (uint16_t)(book->slots[slot] - 1);
	if (book->entry_count == PATTERN_BOOK_WORDS_MAX) {
		reading->reason = too_many;
		return 0;
	}
	XALLOC_GROW(book->entries, book->entry_count, book->entry_capacity);
	book->entries[book->entry_count++] =
	    (struct pattern_entry){xstrndup(text, length), length};
	book->slots[slot] = (uint16_t)book->entry_count;
	return (uint16_t)(book->entry_count - 1);
}

static void
take_word(const struct analyze_token *token, void *context)
{
	struct atom_words *words = context;
	char exact[ANALYZE_WORD_MAX + 2] = "=";

	if (token->kind == ANALYZE_JOINED) {
		words->has_joined = true;
		words->joined = number_of(words->reading, token->stem, token->stem_length);
		return;
	}
	words->is_too_long |= words->count == words->max;
	if (words->is_too_long)
		return;
	words->is_stopword =
	    words->count == 0 && analyze_is_stopword(token->word, token->word_length);
	memcpy(exact + 1, token->word, token->word_length + 1);
	words->numbers[words->count++] =
	    words->is_exact ? number_of(words->reading, exact, token->word_length + 1)
			    : number_of(words->reading, token->stem, token->stem_length);
}

static void
add_phrase(struct pattern_book *book, const uint16_t *numbers, size_t count)
{
	size_t i;

	XALLOC_GROW(book->phrases, book->phrase_count, book->phrase_capacity);
	book->phrases[book->phrase_count++] =
	    (struct pattern_phrase){(uint32_t)book->number_count, (uint32_t)count};
	for (i = 0; i < count; i++) {
		XALLOC_GROW(book->numbers, book->number_count, book->number_capacity);
		book->numbers[book->number_count++] = numbers[i];
	}
}

/* Bytes of the quote at s, straight or curly; 0 when there is none. */
static size_t
quote_at(const char *s)
{
	if (s[0] == '"')
		return 1;
	return strncmp(s, "\xE2\x80\x9C", 3) == 0 || strncmp(s, "\xE2\x80\x9D", 3) == 0 ? 3 : 0;
}

static void
take_atom(struct reading *reading, struct atom *atom)
{
	const char *start = reading->at;
	size_t quote = quote_at(start);

	atom->is_phrase = quote > 0;
	start += quote;
	for (reading->at = start; *reading->at != '\0'; reading->at++) {
		if (quote_at(reading->at) > 0 ||
		    (quote == 0 && (*reading->at == ' ' || *reading->at == '|')))
			break;
	}
	atom->text = start;
	atom->length = (size_t)(reading->at - start);
	if (quote > 0 && *reading->at == '\0')
		reading->reason = "a quote is not closed";
	else if (quote > 0)
		reading->at += quote_at(reading->at);
	else if (atom->length == 0)
		reading->reason = "'|' needs a word or a phrase on both sides";
}

/* Adds the phrases of an atom; returns how many, 0 for a word that does not count. */
static size_t
add_choice(struct reading *reading, const struct atom *atom)
{
	struct atom_words words = {.reading = reading, .max = PATTERN_WORDS_MAX};
	size_t added = 1;

	analyze_text(reading->analyzer, atom->text, atom->length, 0, take_word, &words);
	if (words.count == 0)
		reading->reason = "there is a sign without a letter or digit";
	else if (words.is_too_long)
		reading->reason = "a phrase of more than 6 words: make two of it";
	if (reading->reason != NULL ||
	    (words.is_stopword && words.count == 1 && !atom->is_phrase))
		return 0;
	add_phrase(reading->book, words.numbers, words.count);
	if (words.has_joined && words.count > 1) {
		add_phrase(reading->book, &words.joined, 1);
		added++;
	}
	return added;
}

static void
refuse_small_word(struct reading *reading, const struct atom *atom)
{
	char *reason = reading->book->reason;

	snprintf(reason, sizeof reading->book->reason,
	    "'%.*s' is a small word that does not count: leave it out, or quote it",
	    (int)(atom->length < 40 ? atom->length : 40), atom->text);
	reading->reason = reason;
}

/* What must be there, or must not: "a", "a|b", "-a". */
static void
take_part(struct reading *reading)
{
	struct pattern_book *book = reading->book;
	struct pattern_part part = {.first = (uint32_t)book->phrase_count};
	size_t atoms = 0, added;
	struct atom atom;

	part.is_excluded = *reading->at == '-';
	reading->at += part.is_excluded;
	do {
		reading->at += atoms > 0;
		if (atoms++ == PATTERN_CHOICES_MAX)
			reading->reason = "more than 16 choices: make two patterns of it";
		else
			take_atom(reading, &atom);
		if (reading->reason != NULL)
			return;
		added = add_choice(reading, &atom);
	} while (added > 0 && *reading->at == '|');
	if (reading->reason != NULL)
		return;
	if (added == 0) {
		if (atoms > 1 || part.is_excluded || *reading->at == '|')
			refuse_small_word(reading, &atom);
		return;
	}
	if (*reading->at != ' ' && *reading->at != '\0') {
		reading->reason =
		    "write a space or '|' between a phrase and what is next to it";
		return;
	}
	part.count = (uint32_t)book->phrase_count - part.first;
	XALLOC_GROW(book->parts, book->part_count, book->part_capacity);
	book->parts[book->part_count++] = part;
	reading->said += !part.is_excluded;
}

/* A text that is one phrase, or exact words. */
static void
take_whole(struct reading *reading, enum pattern_kind kind)
{
	struct pattern_book *book = reading->book;
	struct atom_words words = {.reading = reading, .is_exact = kind == PATTERN_EXACT};

	words.max = words.is_exact ? EXACT_WORDS_MAX : PATTERN_WORDS_MAX;
	analyze_text(reading->analyzer, reading->at, strlen(reading->at), 0, take_word, &words);
	if (words.is_too_long)
		reading->reason = "more words than can be compared: use fewer";
	if (words.count == 0 || reading->reason != NULL)
		return;
	XALLOC_GROW(book->parts, book->part_count, book->part_capacity);
	book->parts[book->part_count++] =
	    (struct pattern_part){.first = (uint32_t)book->phrase_count, .count = 1};
	add_phrase(book, words.numbers, words.count);
	reading->said++;
}

static void
take_parts(struct reading *reading, size_t first)
{
	while (reading->reason == NULL) {
		reading->at += strspn(reading->at, " ");
		if (*reading->at == '\0')
			return;
		if (reading->book->part_count - first == PATTERN_PARTS_MAX)
			reading->reason = "more than 8 words or phrases: make it shorter";
		else
			take_part(reading);
	}
}

static char *
dup_text(const char *text, bool is_phrase)
{
	struct buffer copy;

	buffer_init(&copy, PATTERN_BYTES_MAX + 2);
	buffer_printf(&copy, is_phrase ? "\"%s\"" : "%s", text);
	return buffer_take(&copy, NULL);
}

const char *
pattern_book_add(struct pattern_book *book, struct analyzer *analyzer, enum pattern_kind kind,
    const char *text, const struct pattern_source *source)
{
	struct reading reading = {.book = book, .analyzer = analyzer, .at = text};
	size_t numbers = book->number_count, phrases = book->phrase_count;
	size_t parts = book->part_count;

	if (strlen(text) > PATTERN_BYTES_MAX)
		reading.reason = "more than 300 bytes: make it shorter";
	else if (book->pattern_count == PATTERN_BOOK_PATTERNS_MAX)
		reading.reason = too_many;
	else if (source->is_phrase || kind == PATTERN_EXACT)
		take_whole(&reading, kind);
	else
		take_parts(&reading, parts);
	if (reading.reason == NULL && reading.said == 0)
		reading.reason = "no word that counts must be there: add one";
	if (reading.reason != NULL) {
		book->number_count = numbers;
		book->phrase_count = phrases;
		book->part_count = parts;
		return reading.reason;
	}
	XALLOC_GROW(book->patterns, book->pattern_count, book->pattern_capacity);
	book->patterns[book->pattern_count++] = (struct pattern){.kind = kind,
	    .rule = source->rule,
	    .line = source->line,
	    .text = dup_text(text, source->is_phrase),
	    .first = (uint32_t)parts,
	    .count = (uint32_t)(book->part_count - parts)};
	return NULL;
}

size_t
pattern_book_count(const struct pattern_book *book)
{
	return book->pattern_count;
}

void
pattern_book_cut(struct pattern_book *book, size_t count)
{
	while (book->pattern_count > count)
		free(book->patterns[--book->pattern_count].text);
}

unsigned
pattern_rule(const struct pattern_book *book, int pattern)
{
	return book->patterns[pattern].rule;
}

const char *
pattern_text(const struct pattern_book *book, int pattern)
{
	return book->patterns[pattern].text;
}

enum pattern_kind
pattern_kind(const struct pattern_book *book, int pattern)
{
	return book->patterns[pattern].kind;
}

unsigned
pattern_line(const struct pattern_book *book, int pattern)
{
	return book->patterns[pattern].line;
}

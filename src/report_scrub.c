/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report_scrub.h"

#include <ctype.h>
#include <string.h>

#include "escape.h"
#include "report.h"
#include "report_words.h"

#define NUMBER_DIGITS_MAX 4 /* a fifth makes it a ZIP code */
#define CODE_DIGITS_MAX   3 /* of a word with letters too (h1n1, but no policy's number) */
#define STREET_REACH      4 /* words from the number of a house to "street" */

struct word {
	const char *text; /* in the text that is made */
	size_t length;
	bool is_number, is_code; /* digits only; both digits and letters */
	unsigned digits;
};

struct words {
	struct buffer *text;
	size_t count, offsets[REPORT_SCRUB_WORDS_MAX], lengths[REPORT_SCRUB_WORDS_MAX];
	bool is_too_long;
	struct word items[REPORT_SCRUB_WORDS_MAX];
};

static void
add_word(const struct analyze_token *token, void *context)
{
	struct words *words = context;

	if (token->kind == ANALYZE_JOINED)
		return;
	if (words->count == REPORT_SCRUB_WORDS_MAX) {
		words->is_too_long = true;
		return;
	}
	if (words->count > 0)
		buffer_append_char(words->text, ' ');
	words->offsets[words->count] = words->text->length;
	words->lengths[words->count++] = token->word_length;
	buffer_append(words->text, token->word, token->word_length);
}

/* Once the text does not move any more. */
static void
describe_words(struct words *words)
{
	size_t i, k;

	for (i = 0; i < words->count; i++) {
		struct word *word = &words->items[i];

		word->text = words->text->data + words->offsets[i];
		word->length = words->lengths[i];
		for (k = 0; k < word->length; k++)
			word->digits += isdigit((unsigned char)word->text[k]) != 0;
		word->is_number = word->digits == word->length;
		word->is_code = word->digits > 0 && !word->is_number;
	}
}

static bool
is_letter(char c)
{
	return isalpha((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* A mail address has an @, of whatever width. */
static bool
has_at(const char *s, size_t length)
{
	int32_t c;
	size_t i;

	for (i = 0; i < length; i += escape_utf8_decode(s + i, length - i, &c)) {
		escape_utf8_decode(s + i, length - i, &c);
		if (c == '@' || c == 0xFF20 || c == 0xFE6B)
			return true;
	}
	return false;
}

/* "https://…", "www.…", "practice.com", "jane.doe". */
static bool
has_web_address(const char *s, size_t length)
{
	size_t i;

	if (memmem(s, length, "://", 3) != NULL)
		return true;
	for (i = 2; i + 2 < length; i++) {
		if (s[i] == '.' && is_letter(s[i - 1]) && is_letter(s[i - 2]) &&
		    is_letter(s[i + 1]) && is_letter(s[i + 2]))
			return true;
	}
	return false;
}

/* Of the scripts that people write numbers in. */
static bool
is_digit(int32_t c)
{
	static const int32_t zeros[] = {'0', 0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0xFF10};
	size_t i;

	for (i = 0; i < sizeof zeros / sizeof zeros[0]; i++) {
		if (c >= zeros[i] && c <= zeros[i] + 9)
			return true;
	}
	return false;
}

/* Separators within a number do not hide it: all digits of the text count. */
static bool
has_long_number(const char *s, size_t length)
{
	unsigned all = 0, run = 0;
	size_t i, size;
	int32_t c;

	for (i = 0; i < length; i += size) {
		size = escape_utf8_decode(s + i, length - i, &c);
		run = is_digit(c) ? run + 1 : 0;
		all += is_digit(c);
		if (run > NUMBER_DIGITS_MAX || all > REPORT_SCRUB_DIGITS_MAX)
			return true;
	}
	return false;
}

static size_t
digits_at(const char *s, size_t length, size_t i)
{
	size_t count = 0;

	while (i + count < length && isdigit((unsigned char)s[i + count]))
		count++;
	return count;
}

static bool
is_date_mark(const char *s, size_t length, size_t i)
{
	return i < length && (s[i] == '/' || s[i] == '-' || s[i] == '.');
}

/* 3/4/85 and its kin: too few digits to be a long number. */
static bool
has_date(const char *s, size_t length)
{
	size_t i, first, second;

	for (i = 0; i<length; i += first> 0 ? first : 1) {
		first = digits_at(s, length, i);
		if (first == 0 || first > 2 || !is_date_mark(s, length, i + first))
			continue;
		second = digits_at(s, length, i + first + 1);
		if (second > 0 && second <= 2 &&
		    is_date_mark(s, length, i + first + 1 + second) &&
		    digits_at(s, length, i + first + second + 2) >= 2)
			return true;
	}
	return false;
}

static bool
is_in(const struct word *word, enum report_words list)
{
	return report_words_has(list, word->text, word->length);
}

static bool
has_word(const struct words *words, enum report_words list)
{
	size_t i;

	for (i = 0; i < words->count; i++) {
		if (is_in(&words->items[i], list))
			return true;
	}
	return false;
}

static bool
is_year(const struct word *word)
{
	return word->is_number && word->length == 4 &&
	       (memcmp(word->text, "19", 2) == 0 || memcmp(word->text, "20", 2) == 0);
}

/* A number beside "dob", a year beside a month, a word like a policy's number. */
static bool
has_labelled_number(const struct words *words)
{
	bool has_label = has_word(words, REPORT_WORDS_LABEL);
	bool has_month = has_word(words, REPORT_WORDS_MONTH);
	size_t i;

	for (i = 0; i < words->count; i++) {
		const struct word *word = &words->items[i];

		if ((has_label && word->digits > 0) || (has_month && is_year(word)) ||
		    (word->is_code && word->digits > CODE_DIGITS_MAX))
			return true;
	}
	return has_word(words, REPORT_WORDS_MAIL);
}

static bool
fits(const struct word *word, const char *shape)
{
	size_t i;

	if (word->length != strlen(shape))
		return false;
	for (i = 0; i < word->length; i++) {
		if (shape[i] == '9' ? !isdigit((unsigned char)word->text[i])
				    : !isalpha((unsigned char)word->text[i]))
			return false;
	}
	return true;
}

static bool
fits_any(const struct word *word, const char *const *shapes)
{
	for (; *shapes != NULL; shapes++) {
		if (fits(word, *shapes))
			return true;
	}
	return false;
}

/* British postcodes' second halves lack these letters, and "7th" is none. */
static bool
is_inward(const struct word *word)
{
	return fits(word, "9aa") && !report_words_is_ordinal(word->text, word->length) &&
	       strpbrk((const char[]){word->text[1], word->text[2], '\0'}, "cikmov") == NULL;
}

/* "sw1a 1aa", "sw1a1aa", "k1a 0b1". */
static bool
has_postcode(const struct words *words)
{
	static const char *const outward[] = {"a9", "a99", "aa9", "aa99", "a9a", "aa9a", NULL};
	static const char *const whole[] = {
	    "a99aa", "a999aa", "aa99aa", "aa999aa", "a9a9aa", "aa9a9aa", "a9a9a9", NULL};
	size_t i;

	for (i = 0; i < words->count; i++) {
		const struct word *word = &words->items[i];

		if (fits_any(word, whole))
			return true;
		if (i + 1 == words->count)
			break;
		if (fits_any(word, outward) && is_inward(word + 1))
			return true;
		if (fits(word, "a9a") && fits(word + 1, "9a9"))
			return true;
	}
	return false;
}

/* "12 oak street". */
static bool
has_street(const struct words *words)
{
	size_t i, k;

	for (i = 0; i < words->count; i++) {
		if (!words->items[i].is_number)
			continue;
		for (k = i + 2; k < words->count && k <= i + STREET_REACH; k++) {
			if (is_in(&words->items[k], REPORT_WORDS_STREET))
				return true;
		}
	}
	return false;
}

static bool
is_name_part(const struct word *word)
{
	return word->digits == 0 && !analyze_is_stopword(word->text, word->length) &&
	       !is_in(word, REPORT_WORDS_EPONYM);
}

/* A given name at i, not a doctor's and not that of an illness, with another beside it. */
static bool
is_name(const struct words *words, size_t i)
{
	const struct word *word = &words->items[i];

	if (!is_in(word, REPORT_WORDS_GIVEN) ||
	    (i > 0 && is_in(word - 1, REPORT_WORDS_CLINICIAN)))
		return false;
	if (i + 1 == words->count)
		return words->count == 2 && is_name_part(word - 1);
	if (i + 2 < words->count && is_in(word + 2, REPORT_WORDS_EPONYM))
		return false;
	return is_name_part(word + 1);
}

static bool
has_name(const struct words *words)
{
	size_t i;

	for (i = 0; i < words->count; i++) {
		if (is_name(words, i))
			return true;
		if (i + 1 < words->count && is_in(&words->items[i], REPORT_WORDS_TITLE))
			return true;
	}
	return false;
}

static bool
is_personal(const char *query, size_t length, const struct words *words)
{
	return has_at(query, length) || has_web_address(query, length) ||
	       has_long_number(query, length) || has_date(query, length) ||
	       has_labelled_number(words) || has_postcode(words) || has_street(words) ||
	       has_name(words);
}

enum report_scrub
report_scrub(struct analyzer *analyzer, const char *query, size_t length, struct buffer *text)
{
	struct words words = {.text = text};
	size_t start = text->length;

	if (length > REPORT_QUERY_BYTES_MAX)
		return REPORT_SCRUB_WITHHELD;
	analyze_text(analyzer, query, length, 0, add_word, &words);
	if (text->failed || words.is_too_long || text->length - start > REPORT_TEXT_BYTES_MAX) {
		buffer_truncate(text, start);
		return REPORT_SCRUB_WITHHELD;
	}
	describe_words(&words);
	if (is_personal(query, length, &words)) {
		buffer_truncate(text, start);
		return REPORT_SCRUB_WITHHELD;
	}
	return words.count > 0 ? REPORT_SCRUB_FINE : REPORT_SCRUB_EMPTY;
}

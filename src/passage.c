/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "passage.h"

#include <stdint.h>

#include "buffer.h"
#include "escape.h"

#define ELLIPSIS "\xE2\x80\xA6"

/* How far back signs and spaces around the end of a sentence are followed. */
#define SIGNS_MAX 8

static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool
is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool
is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool
is_letter(char c)
{
	return is_lower(c) || is_upper(c);
}

/* Signs that open or close: single bytes of ASCII, and others in UTF-8. */
struct signs {
	const char *ascii;
	const char *others[4];
};

static bool
ends_with(struct span text, size_t end, const char *sign)
{
	size_t length = strlen(sign);

	return end >= length && memcmp(text.data + end - length, sign, length) == 0;
}

/* Bytes of the one of signs that ends at end, or 0. */
static size_t
sign_before(struct span text, size_t end, const struct signs *signs)
{
	const char *const *other;
	char last;

	if (end == 0)
		return 0;
	last = text.data[end - 1];
	if ((unsigned char)last < 0x80)
		return last != '\0' && strchr(signs->ascii, last) != NULL;
	for (other = signs->others; *other != NULL; other++) {
		if (ends_with(text, end, *other))
			return strlen(*other);
	}
	return 0;
}

static size_t
skip_signs(struct span text, size_t end, const struct signs *signs)
{
	size_t i, size;

	for (i = 0; i < SIGNS_MAX && (size = sign_before(text, end, signs)) > 0; i++)
		end -= size;
	return end;
}

/* "Dr." and "J." end no sentence, "MRI." and "it." do. */
static bool
is_abbreviation(struct span text, size_t stop)
{
	size_t i = stop, length;

	while (i > 0 && stop - i <= 3 && is_letter(text.data[i - 1]))
		i--;
	length = stop - i;
	if (length == 0 || length > 3 || !is_upper(text.data[i]))
		return false;
	return length == 1 || is_lower(text.data[i + 1]);
}

/* Whether a sentence ends at end, which has white space behind it. */
static bool
is_sentence_end(struct span text, size_t end)
{
	static const struct signs closers = {")]\"'", {"”", "’", "»", NULL}};
	char c;

	end = skip_signs(text, end, &closers);
	if (end == 0)
		return false;
	c = text.data[end - 1];
	return c == '!' || c == '?' || (c == '.' && !is_abbreviation(text, end - 1));
}

size_t
passage_sentence_at(struct span text, size_t at)
{
	static const struct signs openers = {"([\"'", {"“", "‘", "«", NULL}};
	size_t start = at, i;

	/* Most words stand behind a word and a space. */
	if (at > 1 && text.data[at - 1] == ' ' && is_letter(text.data[at - 2]))
		return SIZE_MAX;
	if (at > 0 && !is_space(text.data[at - 1]))
		start = skip_signs(text, at, &openers);
	if (start == 0)
		return 0;
	if (!is_space(text.data[start - 1]))
		return SIZE_MAX;
	for (i = start; i > 0 && start - i < SIGNS_MAX && is_space(text.data[i - 1]); i--) {
		if (text.data[i - 1] == '\n')
			return start;
	}
	if (i == 0)
		return start;
	if (is_lower(text.data[at]))
		return SIZE_MAX;
	return is_sentence_end(text, i) ? start : SIZE_MAX;
}

/* Whether a sentence starts at position at, the first sign of it. */
static bool
is_sentence_start(struct span text, size_t at)
{
	if (at >= text.length || is_space(text.data[at]) ||
	    (at > 0 && !is_space(text.data[at - 1])))
		return false;
	return passage_sentence_at(text, at) == at;
}

static size_t
cut_back(struct span text, size_t at)
{
	while (at > 0 && at < text.length && ((unsigned char)text.data[at] & 0xC0) == 0x80)
		at--;
	return at;
}

static size_t
trim_end(struct span text, size_t start, size_t end)
{
	while (end > start && is_space(text.data[end - 1]))
		end--;
	return end;
}

/* The start of the first word in [least, most); most when there is none. */
static size_t
find_word_start(struct span text, size_t least, size_t most)
{
	size_t i;

	for (i = least; i < most; i++) {
		if (!is_space(text.data[i]) && (i == 0 || is_space(text.data[i - 1])))
			return i;
	}
	return most;
}

/* The end of the last sentence that ends in (least, most]; 0 when there is none. */
static size_t
find_sentence_end(struct span text, size_t least, size_t most)
{
	size_t i;

	for (i = most; i > least; i--) {
		if (is_sentence_start(text, i))
			return trim_end(text, least, i);
	}
	return 0;
}

static size_t
find_word_end(struct span text, size_t least, size_t most)
{
	size_t i;

	for (i = most; i > least; i--) {
		if (is_space(text.data[i]))
			return trim_end(text, least, i);
	}
	return 0;
}

/* The end of a sentence close to aim, rather a little past it than far before; 0 for none. */
static size_t
find_good_end(struct span text, size_t start, size_t least, size_t aim, size_t max)
{
	size_t end = 0, past = 0;

	if (least < start + aim)
		end = find_sentence_end(text, least, start + aim);
	if (end < start + aim / 4 * 3)
		past = find_sentence_end(
		    text, least > start + aim ? least : start + aim, start + max);
	return past > 0 ? past : end;
}

static size_t
find_end(struct span text, size_t start, size_t wanted_end, size_t aim, size_t max)
{
	size_t end, least = start + aim / 2;

	if (text.length - start <= max)
		return text.length;
	if (least < wanted_end)
		least = wanted_end;
	if (least >= start + max)
		return cut_back(text, start + max);
	end = find_good_end(text, start, least, aim, max);
	if (end == 0 && least < start + aim)
		end = find_word_end(text, least, start + aim);
	if (end == 0)
		end = find_word_end(text, least, start + max);
	return end > 0 ? end : cut_back(text, start + max);
}

static size_t
find_start(struct span text, struct passage wanted, size_t sentence, size_t aim)
{
	size_t length = wanted.end - wanted.start, lead;

	if (wanted.end - sentence <= aim)
		return sentence;
	lead = length < aim ? (aim - length) / 3 : 0;
	if (lead > wanted.start)
		lead = wanted.start;
	return find_word_start(text, wanted.start - lead, wanted.start);
}

/* Room is left because the text ends: sentences, or words of the same one, before start. */
static size_t
extend_back(struct span text, size_t start, size_t end, size_t aim)
{
	size_t i, least = end > aim ? end - aim : 0, best = start;

	if (!is_sentence_start(text, start))
		return least < start ? find_word_start(text, least, start) : start;
	for (i = start; i-- > least;) {
		if (is_sentence_start(text, i))
			best = i;
	}
	return best;
}

struct passage
passage_around(struct span text, struct passage wanted, size_t sentence, size_t aim, size_t max)
{
	struct passage passage;

	passage.start = find_start(text, wanted, sentence, aim);
	passage.end = find_end(text, passage.start, wanted.end, aim, max);
	if (passage.end == text.length)
		passage.start = extend_back(text, passage.start, passage.end, aim);
	return passage;
}

static bool
is_blank(struct span text, size_t start, size_t end)
{
	return trim_end(text, start, end) == start;
}

static bool
is_separator(int32_t c)
{
	return c <= 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029;
}

/* An item of a list ends without a stop; on one line with the next it needs one. */
static bool
needs_stop(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9') || c == ')';
}

/* Bytes up to the next that is not an ASCII sign, at most max: most words are so. */
static size_t
count_signs(struct span text, size_t start, size_t end, size_t max)
{
	size_t i = start, last = end - start < max ? end : start + max;

	while (i < last && text.data[i] > 0x20 && text.data[i] < 0x7F)
		i++;
	return i - start;
}

/* False when the limit came before the end: the last word may be cut then. */
static bool
append_line(struct buffer *out, struct span text, struct passage passage, size_t limit)
{
	size_t i, size, before, room, first = out->length;
	const char *due = "";
	int32_t c;

	for (i = passage.start; i < passage.end; i += size) {
		room = limit - out->length;
		before = strlen(due);
		size = count_signs(text, i, passage.end, room > before ? room - before : 0);
		c = 'a';
		if (size == 0)
			size = escape_utf8_decode(text.data + i, passage.end - i, &c);
		if (c < 0)
			continue;
		if (is_separator(c)) {
			if (out->length > first && *due == '\0')
				due = c == '\n' && needs_stop(out->data[out->length - 1]) ? "; "
											  : " ";
			continue;
		}
		if (before + size > room)
			return false;
		buffer_append(out, due, before);
		buffer_append(out, text.data + i, size);
		due = "";
	}
	return true;
}

/* Takes off the last word, which may be a part of one, unless it is all there is. */
static void
cut_word(struct buffer *out, size_t first)
{
	size_t end = out->length;

	while (end > first && out->data[end - 1] != ' ')
		end--;
	if (end == first)
		return;
	end--;
	buffer_truncate(out, end - (out->data[end - 1] == ';'));
}

char *
passage_dup(struct span text, struct passage passage, size_t max)
{
	bool is_whole, has_more = !is_blank(text, passage.end, text.length);
	struct buffer out;
	size_t first;

	buffer_init(&out, max);
	if (!is_blank(text, 0, passage.start))
		buffer_append_string(&out, ELLIPSIS " ");
	first = out.length;
	is_whole = append_line(&out, text, passage, max - PASSAGE_ELLIPSES_BYTES / 2);
	if (!is_whole)
		cut_word(&out, first);
	if ((!is_whole || has_more) && out.length > first)
		buffer_append_string(&out, " " ELLIPSIS);
	return buffer_take(&out, NULL);
}

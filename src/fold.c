/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fold.h"

#include <stdbool.h>
#include <stdint.h>

#include <utf8proc.h>

#include "escape.h"

#define CODE_POINTS_MAX 18

/* Hangul syllables are arithmetic on their parts (Unicode, section 3.12). */
#define HANGUL_S     0xAC00
#define HANGUL_L     0x1100
#define HANGUL_V     0x1161
#define HANGUL_T     0x11A7 /* one before the first */
#define HANGUL_LS    19
#define HANGUL_VS    21
#define HANGUL_TS    28
#define HANGUL_COUNT (HANGUL_LS * HANGUL_VS * HANGUL_TS)

/* clang-format off */
const char fold_ascii[256] = {
    ['0'] = '0', '1', '2', '3', '4', '5', '6', '7', '8', '9',
    ['A'] = 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm',
            'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z',
    ['a'] = 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm',
            'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z',
};
/* clang-format on */

static enum fold_class
ascii_class(int32_t c)
{
	if (fold_ascii[c] != 0)
		return c <= '9' ? FOLD_DIGIT : FOLD_LETTER;
	switch (c) {
	case '\'':
	case '`':
		return FOLD_APOSTROPHE;
	case '.':
		return FOLD_STOP;
	case ',':
		return FOLD_COMMA;
	case '-':
	case '/':
	case '&':
		return FOLD_JOINER;
	default:
		return FOLD_SEPARATOR;
	}
}

/* Characters whose Unicode properties do not say how people use them. */
static bool
find_special(int32_t c, enum fold_class *ret_class)
{
	switch (c) {
	case 0x00B4: /* acute accent: typed for an apostrophe */
	case 0x02BB:
	case 0x02BC:
	case 0x2018:
	case 0x2019:
	case 0x201B:
		*ret_class = FOLD_APOSTROPHE;
		return true;
	case 0x2010: /* hyphen */
	case 0x2011:
	case 0x2012:
	case 0x2013: /* en dash: names of two people */
	case 0x2044: /* fraction slash */
		*ret_class = FOLD_JOINER;
		return true;
	default:
		return false;
	}
}

static bool
is_ideograph(int32_t c)
{
	return (c >= 0x1100 && c <= 0x11FF) || (c >= 0x3005 && c <= 0x3007) ||
	       (c >= 0x3041 && c <= 0x318E && c != 0x30FB) || (c >= 0x31F0 && c <= 0x31FF) ||
	       (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xA960 && c <= 0xA97C) ||
	       (c >= 0xAC00 && c <= 0xD7FB) || (c >= 0xF900 && c <= 0xFAFF) ||
	       (c >= 0x20000 && c <= 0x3FFFF);
}

static enum fold_class
letter_class(int32_t c)
{
	switch (utf8proc_category(c)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_NL:
		return is_ideograph(c) ? FOLD_IDEOGRAPH : FOLD_LETTER;
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NO:
		return FOLD_DIGIT;
	default:
		return FOLD_SEPARATOR;
	}
}

/* Letters that people write without their stroke or as two, but Unicode keeps. */
static const char *
find_plain(int32_t c)
{
	switch (c) {
	case 0x00E6:
		return "ae";
	case 0x0153:
		return "oe";
	case 0x00F8:
		return "o";
	case 0x0111:
		return "d";
	case 0x0127:
		return "h";
	case 0x0131:
		return "i";
	case 0x0142:
		return "l";
	default:
		return NULL;
	}
}

static void
put(struct fold *fold, int32_t c)
{
	const char *plain = find_plain(c);

	if (plain == NULL) {
		fold->length += (size_t)utf8proc_encode_char(
		    c, (utf8proc_uint8_t *)fold->bytes + fold->length);
		return;
	}
	for (; *plain != '\0'; plain++)
		fold->bytes[fold->length++] = *plain;
}

static int32_t
peek(const char *s, size_t length, size_t *ret_size)
{
	int32_t c = -1;

	*ret_size = length > 0 ? escape_utf8_decode(s, length, &c) : 0;
	return c;
}

/*
 * Syllables stay whole, and ones in pieces are put together: NFKD would take
 * them apart, and pairs of pieces are no use as terms.
 */
static bool
fold_hangul(const char *s, size_t length, int32_t c, struct fold *fold)
{
	size_t size;
	int32_t next;

	if (c >= HANGUL_L && c < HANGUL_L + HANGUL_LS) {
		next = peek(s + fold->size, length - fold->size, &size);
		if (next < HANGUL_V || next >= HANGUL_V + HANGUL_VS)
			return false;
		c = HANGUL_S + ((c - HANGUL_L) * HANGUL_VS + next - HANGUL_V) * HANGUL_TS;
		fold->size += size;
	}
	if (c < HANGUL_S || c >= HANGUL_S + HANGUL_COUNT)
		return false;
	if ((c - HANGUL_S) % HANGUL_TS == 0) {
		next = peek(s + fold->size, length - fold->size, &size);
		if (next > HANGUL_T && next < HANGUL_T + HANGUL_TS) {
			c += next - HANGUL_T;
			fold->size += size;
		}
	}
	fold->class = FOLD_IDEOGRAPH;
	put(fold, c);
	return true;
}

/* Keeps the letters and digits that c is made of, in lower case. */
static void
fold_decomposed(int32_t c, struct fold *fold)
{
	int32_t parts[CODE_POINTS_MAX];
	enum fold_class class;
	int boundary = UTF8PROC_BOUNDCLASS_START;
	ptrdiff_t count, i;

	count = utf8proc_decompose_char(c, parts, CODE_POINTS_MAX,
	    UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK |
		UTF8PROC_IGNORE,
	    &boundary);
	if (count < 0 || count > CODE_POINTS_MAX)
		return;
	if (count == 1 && parts[0] < 0x80) {
		fold->class = ascii_class(parts[0]);
		/* Only plain ones stand inside numbers and abbreviations. */
		if (fold->class == FOLD_STOP || fold->class == FOLD_COMMA)
			fold->class = FOLD_SEPARATOR;
	}
	for (i = 0; i < count; i++) {
		class = letter_class(parts[i]);
		if (class == FOLD_SEPARATOR)
			continue;
		if (fold->length == 0)
			fold->class = class;
		put(fold, parts[i]);
	}
}

void
fold_character(const char *s, size_t length, struct fold *ret_fold)
{
	const utf8proc_property_t *property;
	int32_t c;

	ret_fold->class = FOLD_SEPARATOR;
	ret_fold->length = 0;
	ret_fold->size = escape_utf8_decode(s, length, &c);
	if (c < 0)
		return;
	if (c < 0x80) {
		ret_fold->class = ascii_class(c);
		if (fold_ascii[c] != 0)
			ret_fold->bytes[ret_fold->length++] = fold_ascii[c];
		return;
	}
	if (find_special(c, &ret_fold->class))
		return;
	property = utf8proc_get_property(c);
	if (property->ignorable) {
		ret_fold->class = FOLD_IGNORED;
		return;
	}
	switch (property->category) {
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
		ret_fold->class = FOLD_MARK;
		return;
	case UTF8PROC_CATEGORY_SO:
		/* The trade mark is not a part of the name. */
		if (property->decomp_type == UTF8PROC_DECOMP_TYPE_SUPER)
			return;
		break;
	default:
		break;
	}
	/* One and a half is not eleven halves. */
	if (property->decomp_type == UTF8PROC_DECOMP_TYPE_FRACTION)
		return;
	if (!fold_hangul(s, length, c, ret_fold))
		fold_decomposed(c, ret_fold);
}

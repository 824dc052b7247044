/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "spell_distance.h"

#include <stdbool.h>
#include <string.h>

/* Hundredths of an edit. */
enum cost {
	COST_FULL = 100,
	COST_VOWELS = 50,       /* one vowel for another */
	COST_NEIGHBOURS = 80,   /* on the keyboard */
	COST_EXCHANGED = 75,    /* two letters */
	COST_DOUBLED = 35,      /* once instead of twice, or the reverse */
	COST_SILENT = 60,       /* an h too many or too few, an e at the end */
	COST_VOWEL = 80,        /* too many or too few */
	COST_FIRST_LETTER = 40, /* besides */
	COST_NEVER = 30000,
};

/* Written for each other, either way, in hundredths of an edit. */
struct likeness {
	const char *a, *b;
	unsigned char a_length, b_length;
	short cost;
};

#define L(a, b, cost)                                                                          \
	{                                                                                      \
		a, b, sizeof(a) - 1, sizeof(b) - 1, cost                                       \
	}

/* clang-format off */
static const struct likeness likenesses[] = {
    L("ae", "e", 20), L("oe", "e", 20), L("ea", "e", 40), L("ee", "e", 40), L("ei", "e", 40),
    L("ie", "e", 40), L("ee", "i", 40), L("ea", "i", 50), L("ie", "i", 40), L("ei", "i", 40),
    L("y", "i", 25), L("ie", "y", 30), L("ey", "y", 30), L("ei", "ie", 30), L("ea", "ia", 40),
    L("ai", "a", 40), L("ai", "ay", 30), L("ei", "ay", 40), L("au", "o", 40), L("aw", "au", 30),
    L("ou", "u", 40), L("oo", "u", 40), L("eu", "u", 30), L("ew", "eu", 30), L("ew", "u", 50),
    L("ue", "u", 30), L("ou", "ow", 30), L("oa", "o", 40), L("our", "or", 20), L("igh", "i", 60),
    L("ph", "f", 30), L("gh", "f", 60), L("ff", "ph", 30), L("v", "f", 50), L("v", "ph", 60),
    L("ck", "k", 30), L("c", "k", 30), L("ck", "c", 30), L("ch", "k", 40), L("ch", "c", 40),
    L("q", "k", 40), L("qu", "k", 50), L("qu", "kw", 40), L("cc", "k", 40), L("cc", "x", 40),
    L("x", "ks", 30), L("x", "cks", 30), L("x", "cs", 40), L("x", "z", 60), L("cz", "x", 40),
    L("cz", "gz", 40), L("cz", "z", 50), L("xc", "x", 40),
    L("c", "s", 45), L("sc", "s", 40), L("sc", "c", 40), L("ss", "c", 40), L("s", "z", 35),
    L("ps", "s", 40), L("pn", "n", 40), L("pt", "t", 40), L("kn", "n", 40), L("gn", "n", 40),
    L("wr", "r", 40), L("wh", "w", 30), L("rh", "r", 20), L("rrh", "r", 20), L("rrh", "rr", 20),
    L("th", "t", 50), L("sth", "s", 40), L("mb", "m", 40), L("mn", "m", 40),
    L("g", "j", 40), L("dg", "j", 40), L("dg", "g", 40), L("d", "t", 60), L("b", "p", 70),
    L("m", "n", 60), L("tch", "ch", 30), L("t", "ch", 60), L("ti", "sh", 50), L("ci", "sh", 50),
    L("si", "sh", 50), L("ssi", "sh", 50), L("si", "ti", 40), L("ci", "ti", 40),
    L("ssi", "ti", 40), L("tio", "shu", 40), L("sio", "shu", 40), L("cia", "sha", 40),
    L("sh", "ch", 60), L("sch", "sh", 40), L("sch", "sk", 30), L("ch", "sh", 50),
};
/* clang-format on */

#define LIKENESSES (sizeof likenesses / sizeof likenesses[0])

/* Letters next to each on an English keyboard, above, beside and below. */
static const char *const neighbours[26] = {"qwsz", "vghn", "xdfv", "serfcx", "wsdr", "drtgvc",
    "ftyhbv", "gyujnb", "ujko", "huikmn", "jiolm", "kop", "njk", "bhjm", "iklp", "ol", "wa",
    "edft", "awedxz", "rfgy", "yhji", "cfgb", "qase", "zsdc", "tghu", "asx"};

static bool
is_vowel(char c)
{
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

/* Of the letter at i, which one of the two words has and the other lacks. */
static int
extra_cost(struct span word, size_t i)
{
	int first = i == 0 ? COST_FIRST_LETTER : 0;
	char c = word.data[i];

	if ((i > 0 && word.data[i - 1] == c) || (i + 1 < word.length && word.data[i + 1] == c))
		return COST_DOUBLED + first;
	if ((c == 'h' && i > 0) || (c == 'e' && i + 1 == word.length))
		return COST_SILENT + first;
	return (is_vowel(c) ? COST_VOWEL : COST_FULL) + first;
}

static uint32_t
neighbours_of(char c)
{
	const char *neighbour;
	uint32_t found = 0;

	if (c < 'a')
		return 0;
	for (neighbour = neighbours[c - 'a']; *neighbour != '\0'; neighbour++)
		found |= (uint32_t)1 << (*neighbour - 'a');
	return found;
}

static struct spell_ending
make_ending(const char *other, unsigned char length, unsigned char typed_length, short cost)
{
	struct spell_ending ending = {
	    .other_length = length, .typed_length = typed_length, .cost = cost};

	for (; *other != '\0'; other++) {
		ending.other = ending.other << 8 | (unsigned char)*other;
		ending.mask = ending.mask << 8 | 0xff;
	}
	return ending;
}

/* Most do not fit, which the last letter tells. */
static void
add_ending(struct spell_pattern *pattern, size_t end, const char *typed, size_t length,
    const char *other, size_t other_length, short cost)
{
	const char *word = pattern->word.data;
	unsigned char *count = &pattern->ending_counts[end];

	if (typed[length - 1] == word[end - 1] && length <= end && *count < SPELL_ENDINGS_MAX &&
	    memcmp(word + end - length, typed, length) == 0)
		pattern->endings[end][(*count)++] = make_ending(
		    other, (unsigned char)other_length, (unsigned char)length, cost);
}

static void
find_endings(struct spell_pattern *pattern, size_t end)
{
	const struct likeness *l;

	for (l = likenesses; l < likenesses + LIKENESSES; l++) {
		add_ending(pattern, end, l->a, l->a_length, l->b, l->b_length, l->cost);
		add_ending(pattern, end, l->b, l->b_length, l->a, l->a_length, l->cost);
	}
}

void
spell_pattern_init(struct spell_pattern *pattern, struct span word)
{
	size_t end;

	pattern->word = word;
	memset(pattern->masks, 0, sizeof pattern->masks);
	memset(pattern->ending_counts, 0, sizeof pattern->ending_counts);
	for (end = 1; end <= word.length; end++) {
		pattern->masks[(unsigned char)word.data[end - 1]] |= (uint64_t)1 << (end - 1);
		pattern->extra_costs[end - 1] = (short)extra_cost(word, end - 1);
		pattern->neighbours[end - 1] = neighbours_of(word.data[end - 1]);
		find_endings(pattern, end);
	}
}

/*
 * Hyyro's bit-parallel form of the distance: a column of differences in the
 * bits of two words, a letter of other at a time.
 */
static unsigned
edits(const uint64_t *masks, size_t length, struct span other)
{
	uint64_t vp = ~(uint64_t)0, vn = 0, d0 = 0, before = 0, last, mask, hp, hn, tr;
	unsigned distance = (unsigned)length;
	size_t i;

	if (length == 0)
		return (unsigned)other.length;
	last = (uint64_t)1 << (length - 1);
	for (i = 0; i < other.length; i++) {
		mask = masks[(unsigned char)other.data[i]];
		tr = ((~d0 & mask) << 1) & before;
		d0 = (((mask & vp) + vp) ^ vp) | mask | vn | tr;
		hp = vn | ~(d0 | vp);
		hn = d0 & vp;
		distance += (hp & last) != 0;
		distance -= (hn & last) != 0;
		hp = hp << 1 | 1;
		hn <<= 1;
		vp = hn | ~(d0 | hp);
		vn = hp & d0;
		before = mask;
	}
	return distance;
}

unsigned
spell_pattern_distance(const struct spell_pattern *pattern, struct span other)
{
	return edits(pattern->masks, pattern->word.length, other);
}

unsigned
spell_distance(struct span a, struct span b)
{
	uint64_t masks[256] = {0};
	size_t i;

	for (i = 0; i < a.length; i++)
		masks[(unsigned char)a.data[i]] |= (uint64_t)1 << i;
	return edits(masks, a.length, b);
}

static int
exchange_cost(const struct spell_pattern *pattern, size_t i, char other)
{
	char typed = pattern->word.data[i];

	if (typed == other)
		return 0;
	if (is_vowel(typed) && is_vowel(other))
		return COST_VOWELS;
	if (other < 'a')
		return COST_FULL;
	return (pattern->neighbours[i] >> (other - 'a') & 1) != 0 ? COST_NEIGHBOURS : COST_FULL;
}

static int
least(int a, int b)
{
	return a < b ? a : b;
}

typedef short cost_rows[SPELL_PATTERN_MAX + 1][SPELL_PATTERN_MAX + 1];

/* The other word, prepared. */
struct other_word {
	struct span text;
	short extra_costs[SPELL_PATTERN_MAX];
	uint32_t tails[SPELL_PATTERN_MAX]; /* the last four letters up to each */
};

static void
prepare_other(struct span text, struct other_word *ret_other)
{
	uint32_t tail = 0;
	size_t i;

	ret_other->text = text;
	for (i = 0; i < text.length; i++) {
		tail = tail << 8 | (unsigned char)text.data[i];
		ret_other->tails[i] = tail;
		ret_other->extra_costs[i] = (short)extra_cost(text, i);
	}
}

/* The least of reaching (i, j) by letters that stand for others. */
static int
ending_cost(const struct spell_pattern *pattern, size_t i, const struct other_word *other,
    size_t j, const cost_rows rows)
{
	const struct spell_ending *ending = pattern->endings[i];
	const struct spell_ending *end = ending + pattern->ending_counts[i];
	int best = COST_NEVER;

	for (; ending < end; ending++) {
		if ((other->tails[j - 1] & ending->mask) == ending->other)
			best = least(
			    best, rows[i - ending->typed_length][j - ending->other_length] +
				      ending->cost);
	}
	return best;
}

static int
cell_cost(const struct spell_pattern *pattern, size_t i, const struct other_word *other,
    size_t j, const cost_rows rows)
{
	const char *typed = pattern->word.data, *letters = other->text.data;
	int exchange = exchange_cost(pattern, i - 1, letters[j - 1]), best;

	if (exchange > 0 && i == 1 && j == 1)
		exchange += COST_FIRST_LETTER;
	best = rows[i - 1][j - 1] + exchange;
	best = least(best, rows[i - 1][j] + pattern->extra_costs[i - 1]);
	best = least(best, rows[i][j - 1] + other->extra_costs[j - 1]);
	if (i > 1 && j > 1 && typed[i - 1] == letters[j - 2] && typed[i - 2] == letters[j - 1])
		best = least(best, rows[i - 2][j - 2] + COST_EXCHANGED);
	return least(best, ending_cost(pattern, i, other, j, rows));
}

double
spell_pattern_cost(const struct spell_pattern *pattern, struct span other)
{
	size_t length = pattern->word.length, i, j;
	struct other_word prepared;
	cost_rows rows;

	prepare_other(other, &prepared);
	rows[0][0] = 0;
	for (i = 1; i <= length; i++)
		rows[i][0] = (short)(rows[i - 1][0] + pattern->extra_costs[i - 1]);
	for (j = 1; j <= other.length; j++)
		rows[0][j] = (short)(rows[0][j - 1] + prepared.extra_costs[j - 1]);
	for (i = 1; i <= length; i++) {
		for (j = 1; j <= other.length; j++)
			rows[i][j] = (short)cell_cost(pattern, i, &prepared, j, rows);
	}
	return rows[length][other.length] / 100.0;
}

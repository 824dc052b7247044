/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "phonetic.h"

#include <string.h>

/* Where a rule applies. */
enum place {
	ANYWHERE = 0,
	AT_START = 1 << 0,     /* the pattern begins the word */
	AT_END = 1 << 1,       /* the pattern ends it */
	INSIDE = 1 << 2,       /* the pattern does not begin the word */
	BEFORE_VOWEL = 1 << 3, /* a vowel follows the pattern */
	BEFORE_FRONT = 1 << 4, /* e, i or y follows it */
	AFTER_VOWEL = 1 << 5,  /* a vowel stands before it */
};

struct rule {
	const char *pattern;
	unsigned taken; /* letters of it that are done with */
	unsigned place;
	const char *primary;
	const char *secondary; /* NULL: as primary */
};

/*
 * By first letter; the first that fits is applied.  A letter without a rule
 * that fits is silent.
 */
/* clang-format off */
static const struct rule rules[] = {
    {"bt", 2, AT_END, "T", NULL}, /* debt, doubt */
    {"b", 1, ANYWHERE, "P", NULL},

    {"caes", 2, ANYWHERE, "S", "K"}, /* caesarean */
    {"caec", 2, ANYWHERE, "S", "K"},
    {"coel", 2, ANYWHERE, "S", "K"}, /* coeliac */
    {"cch", 3, ANYWHERE, "K", "X"}, /* ecchymosis */
    {"cc", 2, BEFORE_FRONT, "KS", "S"}, /* vaccine */
    {"cz", 2, INSIDE, "KS", "S"}, /* eczema */
    {"cz", 2, ANYWHERE, "S", "X"},
    {"cial", 2, INSIDE, "X", "S"}, /* facial, social */
    {"cian", 2, INSIDE, "X", "S"},
    {"cious", 2, INSIDE, "X", "S"},
    {"cient", 2, INSIDE, "X", "S"},
    {"cion", 4, INSIDE, "XN", NULL},
    {"chem", 2, AT_START, "K", "X"},
    {"chir", 2, AT_START, "K", "X"},
    {"chia", 2, AT_START, "K", "X"},
    {"chol", 2, AT_START, "K", "X"},
    {"chon", 2, AT_START, "K", "X"},
    {"chor", 2, AT_START, "K", "X"},
    {"char", 2, AT_START, "X", "K"},
    {"chl", 2, ANYWHERE, "K", "X"},
    {"chr", 2, ANYWHERE, "K", "X"},
    {"chn", 2, ANYWHERE, "K", "X"},
    {"chm", 2, ANYWHERE, "K", "X"},
    {"cht", 2, ANYWHERE, "K", "X"},
    {"ch", 2, AT_START, "X", "K"},
    {"ch", 2, ANYWHERE, "K", "X"}, /* psychosis, trachea; but itching */
    {"ck", 2, ANYWHERE, "K", NULL},
    {"cq", 2, ANYWHERE, "K", NULL},
    {"c", 1, BEFORE_FRONT, "S", "K"},
    {"c", 1, ANYWHERE, "K", NULL},

    {"dge", 2, ANYWHERE, "J", NULL},
    {"dgi", 2, ANYWHERE, "J", NULL},
    {"dgy", 2, ANYWHERE, "J", NULL},
    {"dj", 2, ANYWHERE, "J", NULL},
    {"dt", 2, ANYWHERE, "T", NULL},
    {"d", 1, ANYWHERE, "T", NULL},

    {"f", 1, ANYWHERE, "F", NULL},

    {"gh", 2, AT_START, "K", NULL},
    {"ght", 3, ANYWHERE, "T", "FT"},
    {"gh", 2, AT_END, "F", ""}, /* cough; though */
    {"gh", 2, BEFORE_VOWEL, "", "K"},
    {"gh", 2, ANYWHERE, "", "F"},
    {"gn", 2, AT_START, "N", NULL},
    {"gn", 2, AT_END, "N", "KN"}, /* benign */
    {"gm", 2, AT_END, "M", "KM"}, /* phlegm */
    {"gg", 2, ANYWHERE, "K", "J"},
    {"gz", 2, ANYWHERE, "KS", NULL},
    {"g", 1, BEFORE_FRONT, "J", "K"},
    {"g", 1, ANYWHERE, "K", NULL},

    {"h", 1, AT_START | BEFORE_VOWEL, "H", NULL},
    {"h", 1, AFTER_VOWEL | BEFORE_VOWEL, "H", ""}, /* vehicle */

    {"j", 1, ANYWHERE, "J", NULL},

    {"kn", 2, AT_START, "N", NULL},
    {"ksh", 3, ANYWHERE, "KX", NULL},
    {"k", 1, ANYWHERE, "K", NULL},

    {"l", 1, ANYWHERE, "L", NULL},

    {"mb", 2, AT_END, "M", NULL}, /* numb */
    {"mbs", 2, AT_END, "M", NULL},
    {"mbing", 2, AT_END, "M", NULL},
    {"mbness", 2, AT_END, "M", NULL},
    {"mn", 2, AT_START, "N", NULL},
    {"mn", 2, AT_END, "M", "MN"}, /* column */
    {"m", 1, ANYWHERE, "M", NULL},

    {"n", 1, ANYWHERE, "N", NULL},

    {"pn", 2, AT_START, "N", NULL}, /* pneumonia */
    {"ps", 2, AT_START, "S", NULL},
    {"pt", 2, AT_START, "T", NULL},
    {"phth", 2, ANYWHERE, "F", "P"}, /* ophthalmic, diphtheria */
    {"ph", 2, ANYWHERE, "F", NULL},
    {"pb", 2, ANYWHERE, "P", NULL},
    {"p", 1, ANYWHERE, "P", NULL},

    {"qu", 2, ANYWHERE, "K", NULL},
    {"q", 1, ANYWHERE, "K", NULL},

    {"rrh", 3, ANYWHERE, "R", NULL},
    {"rh", 2, ANYWHERE, "R", NULL},
    {"r", 1, ANYWHERE, "R", NULL},

    {"schw", 4, AT_START, "X", "SK"}, /* schwannoma */
    {"schm", 3, ANYWHERE, "X", "SK"},
    {"sch", 3, ANYWHERE, "SK", "X"}, /* schizo-, ischemia */
    {"sclero", 2, ANYWHERE, "SK", NULL},
    {"sc", 2, BEFORE_FRONT, "S", "SK"},
    {"shion", 5, AT_END, "XN", NULL},
    {"shun", 4, AT_END, "XN", NULL},
    {"shul", 2, INSIDE, "X", "S"},
    {"sh", 2, ANYWHERE, "X", NULL},
    {"ssion", 5, INSIDE, "XN", NULL},
    {"sion", 4, INSIDE, "XN", NULL},
    {"ssur", 2, INSIDE, "X", "S"}, /* pressure */
    {"sthm", 3, ANYWHERE, "S", "S0"}, /* asthma */
    {"stl", 2, INSIDE, "S", "ST"}, /* bristle */
    {"sz", 2, ANYWHERE, "S", NULL},
    {"s", 1, ANYWHERE, "S", NULL},

    {"tch", 3, ANYWHERE, "X", "K"},
    {"tth", 3, ANYWHERE, "0", "T"},
    {"thm", 2, INSIDE, "0", ""},
    {"th", 2, ANYWHERE, "0", "T"},
    {"tion", 4, INSIDE, "XN", "TN"},
    {"tial", 2, INSIDE, "X", "T"},
    {"tian", 2, INSIDE, "X", "T"},
    {"tia", 2, INSIDE | AT_END, "X", "T"}, /* dementia */
    {"tient", 2, INSIDE, "X", "T"}, /* patient */
    {"tious", 2, INSIDE, "X", "T"},
    {"ture", 2, INSIDE, "X", "T"}, /* fracture */
    {"t", 1, ANYWHERE, "T", NULL},

    {"v", 1, ANYWHERE, "F", NULL},

    {"wr", 2, AT_START, "R", NULL},
    {"wh", 2, AT_START, "W", "H"},
    {"w", 1, AT_START | BEFORE_VOWEL, "W", NULL},

    {"xc", 2, BEFORE_FRONT, "KS", NULL}, /* excess */
    {"xi", 1, AT_START, "S", NULL},
    {"x", 1, AT_START, "S", NULL},
    {"xion", 5, INSIDE, "KXN", NULL},
    {"xz", 2, ANYWHERE, "KS", NULL},
    {"x", 1, ANYWHERE, "KS", "S"},

    {"z", 1, ANYWHERE, "S", NULL},
};
/* clang-format on */

static bool
is_vowel(char c)
{
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

static bool
is_front(char c)
{
	return c == 'e' || c == 'i' || c == 'y';
}

static bool
fits(const struct rule *rule, const char *word, size_t length, size_t at)
{
	size_t size = strlen(rule->pattern), end = at + size;
	char next;

	if (size > length - at || memcmp(rule->pattern, word + at, size) != 0)
		return false;
	next = end < length ? word[end] : '\0';
	return ((rule->place & AT_START) == 0 || at == 0) &&
	       ((rule->place & AT_END) == 0 || end == length) &&
	       ((rule->place & INSIDE) == 0 || at > 0) &&
	       ((rule->place & BEFORE_VOWEL) == 0 || is_vowel(next)) &&
	       ((rule->place & BEFORE_FRONT) == 0 || is_front(next)) &&
	       ((rule->place & AFTER_VOWEL) == 0 || (at > 0 && is_vowel(word[at - 1])));
}

/* Where the rules of a letter begin; a letter without any begins where the next does. */
static const struct rule *
first_rule(char letter)
{
	size_t low = 0, high = sizeof rules / sizeof rules[0];

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (rules[middle].pattern[0] < letter)
			low = middle + 1;
		else
			high = middle;
	}
	return &rules[low];
}

static const struct rule *
find_rule(const char *word, size_t length, size_t at)
{
	const struct rule *end = rules + sizeof rules / sizeof rules[0], *rule;

	for (rule = first_rule(word[at]); rule < end && rule->pattern[0] == word[at]; rule++) {
		if (fits(rule, word, length, at))
			return rule;
	}
	return NULL;
}

static void
add_sounds(char *key, size_t *length, const char *sounds)
{
	for (; *sounds != '\0' && *length + 1 < PHONETIC_KEY_BYTES; sounds++) {
		if (*length == 0 || key[*length - 1] != *sounds)
			key[(*length)++] = *sounds;
	}
	key[*length] = '\0';
}

static void
add_both(struct phonetic_key *key, const char *primary, const char *secondary)
{
	add_sounds(key->primary, &key->primary_length, primary);
	add_sounds(
	    key->secondary, &key->secondary_length, secondary != NULL ? secondary : primary);
}

static bool
is_plain(const char *word, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++) {
		if (word[i] < 'a' || word[i] > 'z')
			return false;
	}
	return true;
}

void
phonetic_key(const char *word, size_t length, struct phonetic_key *ret_key)
{
	const struct rule *rule;
	size_t at = 0;

	*ret_key = (struct phonetic_key){.primary_length = 0};
	if (!is_plain(word, length))
		return;
	if (length > 0 && is_vowel(word[0]))
		add_both(ret_key, "A", NULL);
	while (at < length) {
		rule = is_vowel(word[at]) ? NULL : find_rule(word, length, at);
		if (rule != NULL)
			add_both(ret_key, rule->primary, rule->secondary);
		at += rule != NULL ? rule->taken : 1;
	}
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "phonetic.h"

#include "tap.h"

static struct phonetic_key
key_of(const char *word)
{
	struct phonetic_key key;

	phonetic_key(word, strlen(word), &key);
	return key;
}

static void
test_keys(void)
{
	static const struct {
		const char *word, *primary, *secondary;
	} table[] = {
	    {"pneumonia", "NMN", "NMN"},
	    {"asthma", "ASM", "AS0M"},
	    {"ophthalmic", "AF0LMK", "APTLMK"},
	    {"fracture", "FRKXR", "FRKTR"},
	    {"aneurysm", "ANRSM", "ANRSM"},
	    {"bell", "PL", "PL"},
	    {"", "", ""},
	    {"a", "A", "A"},
	    {"aeiou", "A", "A"},
	    {"hhh", "", ""},
	    {"t4", "", ""},
	    {"na\xc3\xafve", "", ""},
	    {"Upper", "", ""},
	};
	struct phonetic_key key;
	size_t i;

	for (i = 0; i < sizeof table / sizeof *table; i++) {
		key = key_of(table[i].word);
		tap_string(key.primary, table[i].primary, table[i].word);
		tap_string(key.secondary, table[i].secondary, "and its other reading");
		tap_ok(key.primary_length == strlen(key.primary) &&
			   key.secondary_length == strlen(key.secondary),
		    "with their lengths");
	}
}

static bool
agree(const char *a, const char *b)
{
	struct phonetic_key x = key_of(a), y = key_of(b);

	return strcmp(x.primary, y.primary) == 0 || strcmp(x.primary, y.secondary) == 0 ||
	       strcmp(x.secondary, y.primary) == 0 || strcmp(x.secondary, y.secondary) == 0;
}

static void
test_alike(void)
{
	static const char *const pairs[][2] = {{"pneumonia", "newmonia"},
	    {"psychosis", "sikosis"}, {"asthma", "asma"}, {"eczema", "exema"},
	    {"eczema", "egzema"}, {"coeliac", "celiac"}, {"diarrhoea", "diarea"},
	    {"haemorrhage", "hemorage"}, {"vaccine", "vaxine"}, {"cough", "coff"},
	    {"ophthalmic", "opthalmic"}, {"fracture", "fraksher"}, {"concussion", "concushun"},
	    {"schwannoma", "shwanoma"}, {"ischemia", "iskemia"}, {"benign", "benine"},
	    {"facial", "fashul"}, {"neuralgia", "nuralja"}, {"neuralgia", "nuralga"},
	    {"chiari", "kiari"}, {"physician", "fizishun"}, {"syringomyelia", "siringomielia"},
	    {"tachycardia", "takicardia"}, {"wheezing", "weezing"}, {"knee", "nee"},
	    {"rheumatic", "rumatic"}, {"xanthoma", "zanthoma"}, {"phlegm", "flem"},
	    {"headache", "hedake"}, {"numbness", "numness"}, {"thought", "thot"},
	    {"psoriasis", "soriasis"}, {"chemotherapy", "kemotherapy"}, {"aching", "aking"},
	    {"itching", "iching"}, {"tension", "tention"}};
	static const char *const others[][2] = {{"hypotension", "hypertension"},
	    {"spine", "spleen"}, {"carotid", "cardiac"}, {"tremor", "tumor"}};
	size_t i;

	for (i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		if (!tap_ok(agree(pairs[i][0], pairs[i][1]), "%s sounds as %s", pairs[i][0],
			pairs[i][1]))
			printf("# %s %s, %s %s\n", key_of(pairs[i][0]).primary,
			    key_of(pairs[i][0]).secondary, key_of(pairs[i][1]).primary,
			    key_of(pairs[i][1]).secondary);
	}
	for (i = 0; i < sizeof others / sizeof *others; i++)
		tap_ok(!agree(others[i][0], others[i][1]), "%s sounds other than %s",
		    others[i][0], others[i][1]);
}

/* Only the sounds of the header, none twice in a row, A only first. */
static bool
is_sound(const char *key)
{
	size_t length = strlen(key), i;

	if (length >= PHONETIC_KEY_BYTES || strspn(key, "APFTKJSX0LMNRHW") != length)
		return false;
	for (i = 1; i < length; i++) {
		if (key[i] == 'A' || key[i] == key[i - 1])
			return false;
	}
	return true;
}

static void
test_all_short_words(void)
{
	char word[5] = "aaaa";
	struct phonetic_key key;
	unsigned number, rest;
	bool good = true;
	int i;

	for (number = 0; good && number < 26 * 26 * 26 * 26; number++) {
		for (i = 3, rest = number; i >= 0; i--, rest /= 26)
			word[i] = (char)('a' + rest % 26);
		phonetic_key(word, 4, &key);
		good = is_sound(key.primary) && is_sound(key.secondary);
	}
	tap_ok(good, "every word of four letters has well-formed keys (%s)", word);
}

static void
test_limits(void)
{
	char word[1000];
	struct phonetic_key key;
	size_t i;

	for (i = 0; i < sizeof word; i++)
		word[i] = "bakelixo"[i % 8];
	phonetic_key(word, sizeof word, &key);
	tap_number((long long)key.primary_length, PHONETIC_KEY_BYTES - 1, "a long word is cut");
	tap_number((long long)strlen(key.primary), PHONETIC_KEY_BYTES - 1, "and terminated");
	phonetic_key("pneumoniaXX", 9, &key);
	tap_string(key.primary, "NMN", "nothing is read behind the word");
}

int
main(void)
{
	test_keys();
	test_alike();
	test_all_short_words();
	test_limits();
	return tap_done();
}

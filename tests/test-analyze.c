/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analyze.h"

#include <stdint.h>

#include "tap.h"

#include "escape.h"
#include "xalloc.h"

#define TEXT(s) s, sizeof(s) - 1

struct example {
	const char *text;
	size_t length;
	const char *want;
};

/* Folded words in order; "+" behind a part of a compound, "=" before the joined form. */
static const struct example words[] = {
    {TEXT(""), ""},
    {TEXT(" \t\r\n "), ""},
    {TEXT("pain"), "pain"},
    {TEXT("Hemifacial SPASM"), "hemifacial spasm"},
    {TEXT("one,two;three:four.Five!six?(seven)[eight]"),
	"one two three four five six seven eight"},
    {TEXT("snake_case a=b x+y 50%"), "snake case a b x y 50"},
    /* Accents and case. */
    {TEXT("Ménière"), "meniere"},
    {TEXT("Me\u0301nie\u0300re"), "meniere"},
    {TEXT("MÉNIÈRE"), "meniere"},
    {TEXT("naïve façade"), "naive facade"},
    {TEXT("Guillain–Barré"), "guillain+ barre+ =guillainbarre"},
    {TEXT("Sjögren Ångström"), "sjogren angstrom"},
    {TEXT("Tiếng Việt"), "tieng viet"},
    {TEXT("Straße GROẞ"), "strasse gross"},
    {TEXT("Søren ØRE"), "soren ore"},
    {TEXT("Łódź đ ħ"), "lodz d h"},
    {TEXT("anæmia ŒDEMA"), "anaemia oedema"},
    {TEXT("ǽ ǿ"), "ae o"},
    {TEXT("İstanbul ısı IŞIK"), "istanbul isi isik"},
    {TEXT("ΣΊΣΥΦΟΣ σίσυφος"), "σισυφοσ σισυφοσ"},
    {TEXT("Боль ЁЖ"), "боль еж"},
    {TEXT("5 µg 5 μg"), "5 μg 5 μg"},
    {TEXT("ﬁeld oﬃce ﬂow"), "field office flow"},
    {TEXT("ＭＲＩ ２０"), "mri 20"},
    {TEXT("Ⅳ ⅻ"), "iv xii"},
    {TEXT("m² 10⁹ H₂O"), "m2 109 h2o"},
    {TEXT("㎎ ㎖"), "mg ml"},
    {TEXT("Botox™ Teflon® ©2026 ℠"), "botox teflon 2026"},
    {TEXT("½ tablet 1½ hours ⅓"), "tablet 1 hours"},
    {TEXT("① ⑵ ⓐ"), "1 2 a"},
    {TEXT("٣٤ ३"), "٣٤ ३"},
    {TEXT("عَرَبِيّ"), "عربي"},
    {TEXT("שָׁלוֹם"), "שלום"},
    /* What is not there to the eye. */
    {TEXT("neur\u00ADal\u00ADgia"), "neuralgia"},
    {TEXT("tri\u200Bgem\u200Cinal\u200D"), "trigeminal"},
    {TEXT("\uFEFFpain \u202Epain\u202C \u2060"), "pain pain"},
    {TEXT("a\u00A0b\u2009c\u3000d"), "a b c d"},
    {TEXT("\u0301\u0302pain"), "pain"},
    /* Apostrophes. */
    {TEXT("don't Don’t DON‘T don`t don´t don＇t don‛t donʼt"),
	"dont dont dont dont dont dont dont dont"},
    {TEXT("Bell's palsy Bell’s Bell´s"), "bell palsy bell bell"},
    {TEXT("BELL'S"), "bell"},
    {TEXT("patients' rights"), "patients rights"},
    {TEXT("O'Brien's l'hermitte rock'n'roll"), "obrien lhermitte rocknroll"},
    {TEXT("'quoted' ‘curly’ ''twice''"), "quoted curly twice"},
    {TEXT("it's James's 's s's"), "it james s s"},
    {TEXT("1990's 5'6"), "1990 5 6"},
    {TEXT("Ménière\u2019s"), "meniere"},
    {TEXT("Me\u0301nie\u0300\u2019s"), "menie"},
    {TEXT("a''b"), "a b"},
    /* Full stops and commas. */
    {TEXT("U.S.A. e.g. i.e. p.m."), "usa eg ie pm"},
    {TEXT("U.S.A's"), "usa"},
    {TEXT("É.U. E\u0301.U."), "eu eu"},
    {TEXT("end.Next J.Smith Ph.D."), "end next j smith ph d"},
    {TEXT("A. B."), "a b"},
    {TEXT("a..b"), "a b"},
    {TEXT("1.5mg 1.5 mg 0.05%"), "1.5mg 1.5 mg 0.05"},
    {TEXT("in 2019. Then .5 5."), "in 2019 then 5 5"},
    {TEXT("10,000 1,234,567.8"), "10000 1234567.8"},
    {TEXT("L4,5 1,23 1,2345 C5,678x"), "l4 5 1 23 1 2345 c5678x"},
    {TEXT("10，000 10．5"), "10 000 10 5"},
    {TEXT("1.2.3"), "1.2.3"},
    /* Letters with digits. */
    {TEXT("7th B12 C5 T2 HbA1c"), "7th b12 c5 t2 hba1c"},
    /* Compounds. */
    {TEXT("x-ray"), "x+ ray+ =xray"},
    {TEXT("X‐Ray x‑ray x–ray"), "x+ ray+ =xray x+ ray+ =xray x+ ray+ =xray"},
    {TEXT("C5-C6"), "c5+ c6+ =c5c6"},
    {TEXT("mmol/L"), "mmol+ l+ =mmoll"},
    {TEXT("A&E Q & A"), "a+ e+ =ae q a"},
    {TEXT("1/2 1⁄2"), "1+ 2+ =12 1+ 2+ =12"},
    {TEXT("word--word"), "word word"},
    {TEXT("word—word"), "word word"},
    {TEXT("-lead trail- - --both--"), "lead trail both"},
    {TEXT("pre- and post-op"), "pre and post+ op+ =postop"},
    {TEXT("non-x-ray"), "non+ x+ ray+ =nonxray"},
    {TEXT("Bell's-palsy's"), "bell+ palsy+ =bellpalsy"},
    {TEXT("and/\u200Bor"), "and+ or+ =andor"},
    {TEXT("x\u00AD-ray"), "x+ ray+ =xray"},
    {TEXT("a-b-c-d-e-f-g-h"), "a+ b+ c+ d+ e+ f+ g+ h+ =abcdefgh"},
    {TEXT("a-b-c-d-e-f-g-h-i"), "a+ b+ c+ d+ e+ f+ g+ h+ i+"},
    {TEXT("x-検査"), "x 検査"},
    /* Addresses. */
    {TEXT("https://www.example.com/a-b?q=1"), "https www example com+ a+ b+ =comab q 1"},
    {TEXT("jane.doe@example.com"), "jane doe example com"},
    {TEXT("555-123-4567"), "555+ 123+ 4567+ =5551234567"},
    /* Scripts without spaces. */
    {TEXT("検"), "検"},
    {TEXT("検査"), "検査"},
    {TEXT("脳外科"), "脳外 外科"},
    {TEXT("MRI検査 3T"), "mri 検査 3t"},
    {TEXT("脳、外科"), "脳 外科"},
    {TEXT("ひらがな"), "ひら らか かな"},
    {TEXT("カタカナー ｶﾀｶﾅ"), "カタ タカ カナ ナー カタ タカ カナ"},
    {TEXT("한국어 한"), "한국 국어 한"},
    {TEXT("\u1112\u1161\u11ab\u1100\u116e\u11a8\u110b\u1165"), "한국 국어"},
    {TEXT("\uD558\u11AB\u200B국"), "한국"},
    {TEXT("㈱ ㍿"), "株 株式会社"},
    {TEXT("𠀀𠀁"), "𠀀𠀁"},
    /* Pictures. */
    {TEXT("😀"), ""},
    {TEXT("pain😀relief ❤️ 👩‍👩‍👧‍👦 👍🏽 🇺🇸"), "pain relief"},
    {TEXT("1️⃣ 2⃣"), "1 2"},
    {TEXT("👩‍⚕️doctor"), "doctor"},
    /* Not text. */
    {TEXT("a\0b"), "a b"},
    {TEXT("\0\1\2\x7f"), ""},
    {TEXT("a\x80z \xff\xfe\xc0\xaf"), "a z"},
    {TEXT("pain\xc3"), "pain"},
    {TEXT("pain\xe2\x80"), "pain"},
    {TEXT("\xed\xa0\x80surrogate \xf5\x80\x80\x80"), "surrogate"},
    {TEXT("a\xc2\x85"
	  "b\uFFFD"
	  "c\uE000"
	  "d"),
	"a b c d"},
};

/* position:start-end:stem for everything. */
static const struct example details[] = {
    {TEXT("Facial spasms"), "0:0-6:facial 1:7-13:spasm"},
    {TEXT("vaccination vaccines"), "0:0-11:vaccin 1:12-20:vaccin"},
    {TEXT("the X-rays."), "0:0-3:the 1:4-5:x 2:6-10:ray 2:4-10:xray"},
    {TEXT("Bell’s palsy"), "0:0-8:bell 1:9-14:palsi"},
    {TEXT("(patients' aches)"), "0:1-9:patient 1:11-16:ach"},
    {TEXT("Ménières"), "0:0-10:menier"},
    {TEXT("Me\u0301n e\u0301!"), "0:0-5:men 1:6-9:e"},
    {TEXT("neu\u00ADral\u00AD "), "0:0-8:neural"},
    {TEXT("U.S.A. now"), "0:0-5:usa 1:7-10:now"},
    {TEXT("10,000 dogs"), "0:0-6:10000 1:7-11:dog"},
    {TEXT("running 5s B12s"), "0:0-7:run 1:8-10:5s 2:11-15:b12s"},
    {TEXT("脳外科 MRI"), "0:0-6:脳外 1:3-9:外科 2:10-13:mri"},
    {TEXT("\u1112\u1161\u11ab국"), "0:0-12:한국"},
    {TEXT("ﬁx a"), "0:0-4:fix 1:5-6:a"},
    {TEXT("a 1234567890123456789012345678901234567890123456789012345678901234 b"),
	"0:0-1:a 1:2-66:1234567890123456789012345678901234567890123456789012345678901234 "
	"2:67-68:b"},
    {TEXT("a 12345678901234567890123456789012345678901234567890123456789012345 b"),
	"0:0-1:a 2:68-69:b"},
    {TEXT("x-12345678901234567890123456789012345678901234567890123456789012345-y"),
	"0:0-1:x 2:68-69:y"},
    {TEXT("yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy-"
	  "1234567890123456789012345678901234567890 z"),
	"0:0-31:yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy 1:32-72:"
	"1234567890123456789012345678901234567890 2:73-74:z"},
    {TEXT("pneumonoultramicroscopicsilicovolcanoconiosises"),
	"0:0-47:pneumonoultramicroscopicsilicovolcanoconiosis"},
};

static void
print_word(const struct analyze_token *token, void *context)
{
	struct buffer *out = context;

	buffer_printf(out, "%s%s%s%s", out->length > 0 ? " " : "",
	    token->kind == ANALYZE_JOINED ? "=" : "", token->word,
	    token->kind == ANALYZE_PART ? "+" : "");
}

static void
print_detail(const struct analyze_token *token, void *context)
{
	struct buffer *out = context;

	buffer_printf(out, "%s%u:%zu-%zu:%s", out->length > 0 ? " " : "", token->position,
	    token->start, token->end, token->stem);
}

static void
test_examples(struct analyzer *analyzer, const struct example *examples, size_t count,
    analyze_callback *print)
{
	struct buffer out CLEANUP_BUFFER, name CLEANUP_BUFFER;
	size_t i;

	buffer_init(&out, 4096);
	buffer_init(&name, 4096);
	for (i = 0; i < count; i++) {
		buffer_clear(&out);
		buffer_clear(&name);
		analyze_text(analyzer, examples[i].text, examples[i].length, 0, print, &out);
		escape_json(&name, examples[i].text, examples[i].length);
		buffer_append_char(&name, '.');
		tap_string(out.data, examples[i].want, name.data);
	}
}

static void
count_token(const struct analyze_token *token, void *context)
{
	(void)token;
	++*(size_t *)context;
}

static void
test_positions(struct analyzer *analyzer)
{
	size_t count = 0;

	tap_number(analyze_text(analyzer, TEXT("one two"), 10, count_token, &count), 12,
	    "positions go on from the first");
	tap_number(analyze_text(analyzer, TEXT("x-ray"), 0, count_token, &count), 2,
	    "a joined form has no position of its own");
	tap_number(analyze_text(analyzer, NULL, 0, 7, count_token, &count), 7, "no text");
}

/* One repeated piece of text, a megabyte of it, must be done in no time. */
static void
test_floods(struct analyzer *analyzer)
{
	static const struct {
		const char *name, *piece;
	} floods[] = {
	    {"combining marks", "\u0301"},
	    {"hyphens", "-"},
	    {"apostrophes", "'"},
	    {"full stops", "."},
	    {"commas", ","},
	    {"soft hyphens", "\u00AD"},
	    {"letters", "a"},
	    {"letters and hyphens", "a-"},
	    {"letters and apostrophes", "a'"},
	    {"letters and full stops", "a."},
	    {"digits and commas", "1,"},
	    {"digits and full stops", "1."},
	    {"apostrophes and marks", "a'\u0301"},
	    {"full stops and soft hyphens", "a.\u00AD"},
	    {"Hangul in pieces", "\u1112\u1161\u11ab"},
	    {"long decompositions", "\uFDFA"},
	    {"bytes that are not UTF-8", "\x80"},
	    {"first bytes", "\xf0"},
	};
	size_t size = 1024 * 1024, count, i, j, length;
	char *text = xmalloc(size);

	for (i = 0; i < sizeof floods / sizeof floods[0]; i++) {
		length = strlen(floods[i].piece);
		text[0] = 'a';
		for (j = 1; j + length <= size; j += length)
			memcpy(text + j, floods[i].piece, length);
		count = 0;
		analyze_text(analyzer, text, j, 0, count_token, &count);
		tap_ok(count <= j, "a megabyte of %s", floods[i].name);
	}
	free(text);
}

struct check {
	const char *text;
	size_t length;
	size_t last_start;
	unsigned last_position;
	const char *failure;
};

static bool
is_boundary(const struct check *check, size_t at)
{
	/* Bytes are cut into code points, or single bytes that are none, from the left. */
	size_t i;
	int32_t c;

	for (i = 0; i < at;)
		i += escape_utf8_decode(check->text + i, check->length - i, &c);
	return i == at;
}

static void
check_token(const struct analyze_token *token, void *context)
{
	struct check *check = context;

	if (token->start >= token->end || token->end > check->length)
		check->failure = "offsets outside of the text";
	else if (!is_boundary(check, token->start) || !is_boundary(check, token->end))
		check->failure = "offsets inside of a character";
	else if (token->kind != ANALYZE_JOINED && token->start < check->last_start)
		check->failure = "starts out of order";
	else if (token->position < check->last_position)
		check->failure = "positions out of order";
	else if (token->word_length == 0 || token->word_length > ANALYZE_WORD_MAX ||
		 strlen(token->word) != token->word_length)
		check->failure = "length of the word";
	else if (token->stem_length == 0 || token->stem_length > ANALYZE_WORD_MAX ||
		 strlen(token->stem) != token->stem_length)
		check->failure = "length of the stem";
	else if (!escape_utf8_is_valid(token->word, token->word_length) ||
		 !escape_utf8_is_valid(token->stem, token->stem_length))
		check->failure = "not UTF-8";
	check->last_start = token->start;
	check->last_position = token->position;
}

static uint32_t
next_random(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

static void
test_random(
    struct analyzer *analyzer, const char *name, const char *const *pieces, size_t count)
{
	struct check check;
	struct buffer text CLEANUP_BUFFER;
	uint32_t state = 2463534242U;
	const char *failure = NULL;
	size_t round, i;

	buffer_init(&text, 4096);
	for (round = 0; round < 3000 && failure == NULL; round++) {
		buffer_clear(&text);
		for (i = next_random(&state) % 60; i > 0; i--) {
			if (count == 0)
				buffer_append_char(&text, (char)next_random(&state));
			else
				buffer_append_string(
				    &text, pieces[next_random(&state) % count]);
		}
		check = (struct check){.text = text.data, .length = text.length};
		analyze_text(analyzer, text.data, text.length, 0, check_token, &check);
		failure = check.failure;
	}
	if (!tap_ok(failure == NULL, "offsets, order and lengths hold in random %s", name))
		printf("# %s\n", failure);
}

static void
test_properties(struct analyzer *analyzer)
{
	static const char *const pieces[] = {"a", "Bell", "s", "'", "’", ".", ",", "-", "/",
	    "–", " ", "\n", "5", "000", "\u0301", "\u00AD", "\u200B", "é", "ß", "ﬁ", "½", "検",
	    "カ", "\u1112", "\u1161", "\u11ab", "한", "하", "😀", "\u200D", "™", "\x80", "\xe2",
	    "\xf0\x9f", "", "ω", "㍿", "\uFDFA"};

	test_random(analyzer, "bytes", NULL, 0);
	test_random(analyzer, "pieces of text", pieces, sizeof pieces / sizeof pieces[0]);
}

static void
test_slugs(struct analyzer *analyzer)
{
	static const struct example slugs[] = {
	    {TEXT("Facial pain"), "facial-pain"},
	    {TEXT("facial-pain"), "facial-pain"},
	    {TEXT("  Ménière’s  disease! "), "meniere-disease"},
	    {TEXT("C5/C6"), "c5-c6"},
	    {TEXT("visiting-us"), "visiting-us"},
	    {TEXT("!?"), ""},
	};
	struct buffer out CLEANUP_BUFFER;
	size_t i;

	buffer_init(&out, 4096);
	for (i = 0; i < sizeof slugs / sizeof slugs[0]; i++) {
		buffer_clear(&out);
		analyze_slug(analyzer, slugs[i].text, slugs[i].length, &out);
		tap_string(out.data, slugs[i].want, slugs[i].text);
	}
	buffer_clear(&out);
	buffer_append_string(&out, "tag:");
	analyze_slug(analyzer, TEXT("low back"), &out);
	tap_string(out.data, "tag:low-back", "appended to what is there");
}

static void
test_stopwords(void)
{
	static const char *const yes[] = {"a", "the", "what", "how", "is", "can", "do", "does",
	    "would", "should", "my", "i", "me", "have", "has", "why", "when", "where", "which",
	    "who", "will", "please", "help", "know", "thanks", "yourself", "about"};
	static const char *const no[] = {"", "no", "not", "never", "without", "dont", "cant",
	    "pain", "after", "before", "under", "all", "us", "ill", "th", "thee", "zzz", "an ",
	    "back", "head", "feel", "left", "right"};
	size_t i;

	for (i = 0; i < sizeof yes / sizeof yes[0]; i++)
		tap_ok(analyze_is_stopword(yes[i], strlen(yes[i])), "stop word '%s'", yes[i]);
	for (i = 0; i < sizeof no / sizeof no[0]; i++)
		tap_ok(!analyze_is_stopword(no[i], strlen(no[i])), "no stop word '%s'", no[i]);
	tap_ok(!analyze_is_stopword("the\0x", 5), "length counts");
}

/* More different words than the cache of stems holds, twice: the same answer. */
static void
test_many_words(struct analyzer *analyzer)
{
	struct buffer text CLEANUP_BUFFER, first CLEANUP_BUFFER, second CLEANUP_BUFFER;
	unsigned i;

	buffer_init(&text, 1 << 20);
	buffer_init(&first, 1 << 20);
	buffer_init(&second, 1 << 20);
	for (i = 0; i < 20000; i++)
		buffer_printf(&text, "%c%c%c%cings ", 'a' + i % 26, 'a' + i / 26 % 26,
		    'a' + i / 676 % 26, 'a' + i / 17576);
	analyze_text(analyzer, text.data, text.length, 0, print_detail, &first);
	analyze_text(analyzer, text.data, text.length, 0, print_detail, &second);
	tap_ok(!first.failed && first.length > 20000 && first.length == second.length &&
		   memcmp(first.data, second.data, first.length) == 0,
	    "stems do not depend on what was stemmed before");
}

/* What is looked for, and what was found. */
struct hunt {
	struct analyzer *analyzer;
	char stem[ANALYZE_WORD_MAX + 1];
	unsigned missed, unstemmed;
};

static void
keep_stem(const struct analyze_token *token, void *context)
{
	struct hunt *hunt = context;

	memcpy(hunt->stem, token->stem, token->stem_length + 1);
}

static void
hunt_word(struct hunt *hunt, const char *word)
{
	struct analyze_starts starts = {.seconds = {0}}, others = {.seconds = {0}};
	char stem[ANALYZE_WORD_MAX + 1];

	analyze_text(hunt->analyzer, word, strlen(word), 0, keep_stem, hunt);
	memcpy(stem, hunt->stem, sizeof stem);
	analyze_starts_add(&starts, stem, strlen(stem));
	analyze_text_starting(hunt->analyzer, &starts, word, strlen(word), 0, keep_stem, hunt);
	if (strcmp(hunt->stem, stem) != 0 && hunt->missed++ == 0)
		printf("# '%s' is not found by its stem '%s'\n", word, stem);
	analyze_text_starting(hunt->analyzer, &others, word, strlen(word), 0, keep_stem, hunt);
	hunt->unstemmed += hunt->stem[0] == '\0';
}

/* All short words of some letters with all endings that stemming takes away, and exceptions. */
static void
test_starts(struct analyzer *analyzer)
{
	static const char *const ends[] = {"", "s", "ed", "ing", "ied", "ies", "y", "ly", "e",
	    "ying", "ness", "ful", "ational", "eed", "ss", "able", "ement"};
	static const char *const odd[] = {"dying", "lying", "tying", "skis", "skies", "sky",
	    "news", "idly", "gently", "ugly", "early", "only", "singly", "howe", "atlas",
	    "cosmos", "bias", "andes", "generous", "communism", "arsenal", "inning", "proceed"};
	static const char letters[] = "aeioydlst";
	struct hunt hunt = {.analyzer = analyzer};
	char word[32];
	unsigned i, j, count = 0, all = sizeof letters - 1;

	for (i = 0; i < all * all * all; i++) {
		for (j = 0; j < sizeof ends / sizeof ends[0]; j++, count++) {
			snprintf(word, sizeof word, "%c%c%c%s", letters[i % all],
			    letters[i / all % all], letters[i / all / all], ends[j]);
			hunt_word(&hunt, word);
			hunt_word(&hunt, word + 1);
			hunt_word(&hunt, word + 2);
		}
	}
	for (i = 0; i < sizeof odd / sizeof odd[0]; i++)
		hunt_word(&hunt, odd[i]);
	tap_number(hunt.missed, 0, "a word is found by the beginning of its stem");
	tap_number(hunt.unstemmed, 3 * count + i, "and not stemmed where none is looked for");
	hunt_word(&hunt, "t4");
	tap_number(hunt.unstemmed, 3 * count + i, "what is not a to z is as it is");
}

/* Tokens as lines, those that can be left out aside. */
struct lines {
	const char *text;
	struct buffer *out;
};

static bool
can_be_left_out(const struct lines *lines, const struct analyze_token *token)
{
	const char *at = lines->text + token->start;
	size_t i;

	if (token->kind == ANALYZE_JOINED || strncmp(token->stem, "fa", 2) == 0 ||
	    token->start < 2 || at[-1] != ' ' || strchr(".!?)\n \"\xA9", at[-2]) != NULL)
		return false;
	for (i = 0; i < token->word_length; i++) {
		if (token->word[i] < 'a' || token->word[i] > 'z')
			return false;
	}
	return true;
}

static void
put_line(const struct analyze_token *token, void *context)
{
	struct lines *lines = context;

	if (can_be_left_out(lines, token))
		return;
	buffer_printf(lines->out, "%s %zu %zu %u\n", token->word, token->start, token->end,
	    token->position);
}

/* Words that are not looked for are left out, and all others are what they are. */
static void
test_skipping(struct analyzer *analyzer)
{
	static const char *const pieces[] = {"face", "pain", "Fa", "a", "x-ray", "don't", "the",
	    "caf\xC3\xA9", "C5", "5", "1,000", "e.g.", "U.S.A.", "fac\xC3\xA9s",
	    "dorsal/facial",
	    "longlonglonglonglonglonglonglonglonglonglonglonglonglonglonglonglonglong", "I",
	    "zebraZAP", "buzz@bay", "a[Z", "ma`am", "ya{z", "was\xE1\xFAmany"};
	static const char *const gaps[] = {" ", " ", " ", " ", ", ", ". ", ".", "\n", "  ",
	    " - ", "-", "'", "' ", "; ", ") ", "\xC2\xAD", " \"", "? "};
	struct analyze_starts starts = {.seconds = {0}};
	struct buffer text, all, some;
	unsigned i, k, state = 7, different = 0;

	analyze_starts_add(&starts, "fa", 2);
	buffer_init(&text, 4000);
	buffer_init(&all, 40000);
	buffer_init(&some, 40000);
	for (i = 0; i < 500; i++) {
		struct lines lines = {.out = &all};

		buffer_clear(&text);
		buffer_clear(&all);
		buffer_clear(&some);
		for (k = 0; k < 20; k++) {
			state = state * 1103515245 + 12345;
			buffer_append_string(
			    &text, pieces[(state >> 16) % (sizeof pieces / sizeof *pieces)]);
			state = state * 1103515245 + 12345;
			buffer_append_string(
			    &text, gaps[(state >> 16) % (sizeof gaps / sizeof *gaps)]);
		}
		lines.text = text.data;
		analyze_text(analyzer, text.data, text.length, 3, put_line, &lines);
		lines.out = &some;
		analyze_text_starting(
		    analyzer, &starts, text.data, text.length, 3, put_line, &lines);
		if (strcmp(all.data, some.data) != 0 && different++ == 0)
			printf("# '%s'\n# all:\n%s\n# some:\n%s\n", text.data, all.data,
			    some.data);
	}
	tap_number(different, 0, "words are passed over, and the others stay what they are");
	buffer_fini(&text);
	buffer_fini(&all);
	buffer_fini(&some);
}

int
main(void)
{
	struct analyzer *analyzer = analyzer_new();

	test_examples(analyzer, words, sizeof words / sizeof words[0], print_word);
	test_examples(analyzer, details, sizeof details / sizeof details[0], print_detail);
	test_positions(analyzer);
	test_floods(analyzer);
	test_properties(analyzer);
	test_slugs(analyzer);
	test_stopwords();
	test_many_words(analyzer);
	test_starts(analyzer);
	test_skipping(analyzer);
	analyzer_free(analyzer);
	analyzer_free(NULL);
	return tap_done();
}

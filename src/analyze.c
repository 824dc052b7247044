/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analyze.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "fold.h"
#include "stem.h"
#include "xalloc.h"

struct analyzer {
	struct stemmer *stemmer;
	char stem[STEM_WORD_MAX + 1];
};

_Static_assert(STEM_WORD_MAX >= ANALYZE_WORD_MAX, "every word can be stemmed");

/* A word as it is being folded. */
struct word {
	char bytes[ANALYZE_WORD_MAX + STEM_PADDING];
	size_t length;
	bool is_overlong;
	bool is_plain; /* only a to z */
};

struct scan {
	struct analyzer *analyzer;
	const struct analyze_starts *starts; /* NULL: all words are stemmed */
	const char *text;
	size_t length;
	size_t at; /* next byte to read */
	unsigned position;
	analyze_callback *callback;
	void *context;
	/* The word last read. */
	struct word word;
	size_t start, end;
	enum fold_class last; /* its last character */
	size_t run;           /* characters since its start or since a full stop */
	/* The parts of the compound so far. */
	struct word joined;
};

struct analyzer *
analyzer_new(void)
{
	struct analyzer *analyzer = xcalloc(1, sizeof *analyzer);

	analyzer->stemmer = stemmer_new();
	return analyzer;
}

void
analyzer_free(struct analyzer *analyzer)
{
	if (analyzer == NULL)
		return;
	stemmer_free(analyzer->stemmer);
	free(analyzer);
}

static void
word_clear(struct word *word)
{
	word->length = 0;
	word->is_overlong = false;
	word->is_plain = true;
}

static void
word_append(struct word *word, const char *bytes, size_t length, bool is_plain)
{
	word->is_plain = word->is_plain && is_plain;
	if (word->is_overlong || length > ANALYZE_WORD_MAX - word->length) {
		word->is_overlong = true;
		return;
	}
	memcpy(word->bytes + word->length, bytes, length);
	word->length += length;
}

/* The bit of the beginning of a word of a to z; "dying" and "die" begin alike. */
static uint32_t
start_bit(const char *word, size_t length)
{
	char second = 'z' + 1;

	if (length > 1)
		second = word[1] == 'y' ? 'i' : word[1];
	return (uint32_t)1 << (second - 'a');
}

static bool
is_letter(char c)
{
	return c >= 'a' && c <= 'z';
}

void
analyze_starts_add(struct analyze_starts *starts, const char *stem, size_t length)
{
	if (length == 1 && is_letter(stem[0]))
		starts->seconds[stem[0] - 'a'] = UINT32_MAX;
	else if (length > 1 && is_letter(stem[0]) && is_letter(stem[1]))
		starts->seconds[stem[0] - 'a'] |= start_bit(stem, length);
}

static bool
is_unwanted(const struct analyze_starts *starts, const struct word *word)
{
	return starts != NULL && word->is_plain &&
	       (starts->seconds[word->bytes[0] - 'a'] & start_bit(word->bytes, word->length)) ==
		   0;
}

/* Words with digits or letters of other scripts are their own stems. */
static size_t
find_stem(struct analyzer *analyzer, const struct word *word)
{
	if (word->is_plain)
		return stemmer_stem(
		    analyzer->stemmer, word->bytes, word->length, analyzer->stem);
	memcpy(analyzer->stem, word->bytes, word->length);
	analyzer->stem[word->length] = '\0';
	return word->length;
}

static void
emit(struct scan *s, struct word *word, size_t start, enum analyze_kind kind)
{
	struct analyze_token token;

	if (word->is_overlong)
		return;
	memset(word->bytes + word->length, 0, STEM_PADDING);
	token.stem_length = is_unwanted(s->starts, word) ? 0 : find_stem(s->analyzer, word);
	token.stem = token.stem_length > 0 ? s->analyzer->stem : "";
	token.word = word->bytes;
	token.word_length = word->length;
	token.start = start;
	token.end = s->end;
	token.position = s->position;
	token.kind = kind;
	s->callback(&token, s->context);
}

/*
 * The next character from *at on that is neither a mark nor ignored; *at moves
 * to it.  Every run of such characters is looked over at most three times,
 * whatever the text.
 */
static void
look_ahead(const struct scan *s, size_t *at, struct fold *ret_fold)
{
	ret_fold->class = FOLD_SEPARATOR;
	ret_fold->size = 0;
	while (*at < s->length) {
		fold_character(s->text + *at, s->length - *at, ret_fold);
		if (ret_fold->class != FOLD_MARK && ret_fold->class != FOLD_IGNORED)
			return;
		*at += ret_fold->size;
	}
	ret_fold->class = FOLD_SEPARATOR;
}

static bool
is_digit_at(const struct scan *s, size_t at)
{
	return at < s->length && s->text[at] >= '0' && s->text[at] <= '9';
}

/* Of thousands: three digits behind it, not four. */
static bool
is_inner_comma(const struct scan *s)
{
	return s->last == FOLD_DIGIT && is_digit_at(s, s->at + 1) &&
	       is_digit_at(s, s->at + 2) && is_digit_at(s, s->at + 3) &&
	       !is_digit_at(s, s->at + 4);
}

/* Between single letters: "U.S.A.", but not "end.Next". */
static bool
is_inner_stop(const struct scan *s)
{
	struct fold fold;
	size_t at = s->at + 1;

	if (s->run != 1 || s->last != FOLD_LETTER)
		return false;
	look_ahead(s, &at, &fold);
	if (fold.class != FOLD_LETTER)
		return false;
	at += fold.size;
	look_ahead(s, &at, &fold);
	return fold.class != FOLD_LETTER && fold.class != FOLD_DIGIT;
}

static bool
is_inner_apostrophe(const struct scan *s, size_t size)
{
	struct fold fold;
	size_t at = s->at + size;

	look_ahead(s, &at, &fold);
	return fold.class == FOLD_LETTER;
}

/* Punctuation that belongs to the word; false where it ends the word. */
static bool
take_inner(struct scan *s, const struct fold *fold, size_t *apostrophe)
{
	switch (fold->class) {
	case FOLD_APOSTROPHE:
		if (!is_inner_apostrophe(s, fold->size))
			return false;
		*apostrophe = s->word.length;
		break;
	case FOLD_COMMA:
		if (!is_inner_comma(s))
			return false;
		break;
	case FOLD_STOP:
		if (s->last == FOLD_DIGIT && is_digit_at(s, s->at + 1))
			word_append(&s->word, ".", 1, false);
		else if (is_inner_stop(s))
			s->run = 0;
		else
			return false;
		break;
	default:
		return false;
	}
	s->at += fold->size;
	return true;
}

static bool
take_character(struct scan *s, size_t *apostrophe)
{
	struct fold fold;

	fold_character(s->text + s->at, s->length - s->at, &fold);
	switch (fold.class) {
	case FOLD_LETTER:
	case FOLD_DIGIT:
		s->last = fold.class;
		s->run++;
		word_append(&s->word, fold.bytes, fold.length,
		    fold.class == FOLD_LETTER && (unsigned char)fold.bytes[0] < 0x80);
		s->at += fold.size;
		s->end = s->at;
		return true;
	case FOLD_MARK:
		s->at += fold.size;
		s->end = s->at;
		return true;
	case FOLD_IGNORED:
		s->at += fold.size;
		return true;
	default:
		return take_inner(s, &fold, apostrophe);
	}
}

/*
 * The bulk of any English text goes through here and nothing slower.  Local
 * variables, because a byte written through a pointer could change any other.
 */
static void
take_ascii(struct scan *s)
{
	const unsigned char *text = (const unsigned char *)s->text + s->at;
	char *out = s->word.bytes + s->word.length;
	size_t left = s->length - s->at, room = ANALYZE_WORD_MAX - s->word.length;
	size_t most = left < room ? left : room, n;
	char c, all = 'a';

	for (n = 0; n < most && (c = fold_ascii[text[n]]) != 0; n++) {
		out[n] = c;
		all &= c;
	}
	s->word.length += n;
	for (; n < left && fold_ascii[text[n]] != 0; n++)
		s->word.is_overlong = true;
	if (n == 0)
		return;
	/* Letters have a bit that digits lack. */
	s->word.is_plain = s->word.is_plain && (all & 0x40) != 0;
	s->last = text[n - 1] <= '9' ? FOLD_DIGIT : FOLD_LETTER;
	s->run += n;
	s->at += n;
	s->end = s->at;
}

/* ASCII that can stand inside a word or compound. */
static const bool is_inner[128] = {
    ['\''] = true,
    ['`'] = true,
    ['.'] = true,
    [','] = true,
    ['-'] = true,
    ['/'] = true,
    ['&'] = true,
};

/*
 * Whether the word ends here for certain: at the end of the text or at ASCII
 * that never stands inside a word or compound.  Spares most words a closer look.
 */
static bool
is_at_end(const struct scan *s)
{
	unsigned char c;

	if (s->at == s->length)
		return true;
	c = (unsigned char)s->text[s->at];
	return c < 0x80 && !is_inner[c] && fold_ascii[c] == 0;
}

/* Reads the word that begins at s->at. */
static void
scan_word(struct scan *s)
{
	size_t apostrophe = 0;

	word_clear(&s->word);
	s->start = s->end = s->at;
	s->run = 0;
	do
		take_ascii(s);
	while (!is_at_end(s) && take_character(s, &apostrophe));
	if (apostrophe > 0 && apostrophe + 1 == s->word.length &&
	    s->word.bytes[apostrophe] == 's')
		s->word.length = apostrophe;
}

/* Moves over a joiner with a word behind it. */
static bool
take_joiner(struct scan *s)
{
	struct fold fold;
	size_t at = s->at;

	if (is_at_end(s))
		return false;
	fold_character(s->text + at, s->length - at, &fold);
	if (fold.class != FOLD_JOINER)
		return false;
	at += fold.size;
	look_ahead(s, &at, &fold);
	if (fold.class != FOLD_LETTER && fold.class != FOLD_DIGIT)
		return false;
	s->at = at;
	return true;
}

/* Reads the word, or the words joined to a compound, from s->at on. */
static void
scan_compound(struct scan *s)
{
	size_t start = s->at;
	unsigned parts = 0;
	bool is_more;

	word_clear(&s->joined);
	do {
		scan_word(s);
		is_more = take_joiner(s);
		if (is_more || parts > 0) {
			word_append(
			    &s->joined, s->word.bytes, s->word.length, s->word.is_plain);
			s->joined.is_overlong |= s->word.is_overlong;
		}
		emit(s, &s->word, s->start, is_more || parts > 0 ? ANALYZE_PART : ANALYZE_WORD);
		s->position++;
		parts++;
	} while (is_more);
	if (parts == 1 || parts > ANALYZE_PARTS_MAX)
		return;
	s->position--;
	emit(s, &s->joined, start, ANALYZE_JOINED);
	s->position++;
}

static void
emit_ideographs(
    struct scan *s, const struct fold *first, const struct fold *second, size_t start)
{
	word_clear(&s->word);
	word_append(&s->word, first->bytes, first->length, false);
	if (second != NULL)
		word_append(&s->word, second->bytes, second->length, false);
	emit(s, &s->word, start, ANALYZE_WORD);
	s->position++;
}

/* Text without spaces: pairs of characters are the best words to be had. */
static void
scan_ideographs(struct scan *s)
{
	struct fold fold, previous = {.length = 0};
	size_t start = s->at;
	bool is_alone = true;

	for (; s->at < s->length; s->at += fold.size) {
		fold_character(s->text + s->at, s->length - s->at, &fold);
		if (fold.class == FOLD_IGNORED)
			continue;
		if (fold.class != FOLD_MARK && fold.class != FOLD_IDEOGRAPH)
			break;
		s->end = s->at + fold.size;
		if (fold.class == FOLD_MARK)
			continue;
		if (previous.length > 0) {
			emit_ideographs(s, &previous, &fold, start);
			is_alone = false;
		}
		previous = fold;
		start = s->at;
	}
	if (is_alone)
		emit_ideographs(s, &previous, NULL, start);
}

/* Reads over what begins with a character that is not ASCII. */
static void
scan_other(struct scan *s)
{
	struct fold fold;

	fold_character(s->text + s->at, s->length - s->at, &fold);
	switch (fold.class) {
	case FOLD_LETTER:
	case FOLD_DIGIT:
		scan_compound(s);
		break;
	case FOLD_IDEOGRAPH:
		scan_ideographs(s);
		break;
	default:
		s->at += fold.size;
		break;
	}
}

/* Whether a word at s->at goes on with a sentence, by what stands before it. */
static bool
goes_on(const struct scan *s)
{
	char before;

	if (s->at < 2 || s->text[s->at - 1] != ' ')
		return false;
	before = s->text[s->at - 2];
	return before == ',' || fold_ascii[(unsigned char)before] != 0;
}

/* Whether the word that began before left bytes ends for certain; a sign, before a space. */
static bool
is_certain_end(const unsigned char *text, size_t left)
{
	if (left == 0 || text[0] == ' ')
		return true;
	if (text[0] >= 0x80 || fold_ascii[text[0]] != 0)
		return false;
	return !is_inner[text[0]] || (left > 1 && text[1] == ' ');
}

/* How many ASCII letters stand at text. */
static size_t
count_letters(const unsigned char *text, size_t left)
{
	size_t n = 0;

#ifdef __SSE2__
	/* A word at a time: "z" is moved to the largest byte, and what is past it wraps. */
	for (; left - n >= sizeof(__m128i); n += sizeof(__m128i)) {
		__m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(text + n));
		__m128i lower = _mm_or_si128(bytes, _mm_set1_epi8('a' - 'A'));
		__m128i moved = _mm_add_epi8(lower, _mm_set1_epi8(INT8_MAX - 'z'));
		unsigned letters = (unsigned)_mm_movemask_epi8(
		    _mm_cmpgt_epi8(moved, _mm_set1_epi8(INT8_MAX - 'z' + 'a' - 1)));

		if (letters != UINT16_MAX)
			return n + (size_t)__builtin_ctz(~letters);
	}
#endif
	while (n < left && is_letter(fold_ascii[text[n]]))
		n++;
	return n;
}

/* Whether the word of letters at text can be one that is looked for. */
static bool
may_be_wanted(const struct analyze_starts *starts, const unsigned char *text, size_t letters)
{
	char begin[2] = {fold_ascii[text[0]], letters > 1 ? fold_ascii[text[1]] : 0};

	return (starts->seconds[begin[0] - 'a'] & start_bit(begin, letters)) != 0;
}

/* A word of letters at position at, which is not looked for but may begin a sentence. */
static void
emit_unwanted(struct scan *s, size_t at, size_t letters)
{
	struct analyze_token token = {.stem = "",
	    .word = s->word.bytes,
	    .word_length = letters,
	    .start = at,
	    .end = at + letters,
	    .position = s->position,
	    .kind = ANALYZE_WORD};
	size_t i;

	for (i = 0; i < letters; i++)
		s->word.bytes[i] = fold_ascii[(unsigned char)s->text[at + i]];
	s->word.bytes[letters] = '\0';
	s->callback(&token, s->context);
}

/*
 * Passes over words that are none of those that are looked for, at a few instructions a byte:
 * most of any text.  Stops before another word, or a sign.
 */
static void
skip_unwanted(struct scan *s)
{
	const unsigned char *text = (const unsigned char *)s->text;
	size_t at = s->at, end, letters;
	bool is_going_on = goes_on(s);

	while (at < s->length && is_letter(fold_ascii[text[at]])) {
		letters = count_letters(text + at, s->length - at);
		end = at + letters;
		if (letters > ANALYZE_WORD_MAX ||
		    may_be_wanted(s->starts, text + at, letters) ||
		    !is_certain_end(text + end, s->length - end))
			break;
		if (!is_going_on)
			emit_unwanted(s, at, letters);
		s->position++;
		/* A comma in a sentence has a space behind it, or is no certain end. */
		end += end < s->length && text[end] == ',';
		is_going_on = end < s->length && text[end] == ' ';
		at = end + is_going_on;
	}
	s->at = at;
}

unsigned
analyze_text_starting(struct analyzer *analyzer, const struct analyze_starts *starts,
    const char *text, size_t length, unsigned first_position, analyze_callback *callback,
    void *context)
{
	struct scan s = {
	    .analyzer = analyzer,
	    .starts = starts,
	    .text = text,
	    .length = length,
	    .position = first_position,
	    .callback = callback,
	    .context = context,
	};

	while (s.at < length) {
		unsigned char c;

		if (starts != NULL)
			skip_unwanted(&s);
		if (s.at == length)
			break;
		c = (unsigned char)text[s.at];
		if (fold_ascii[c] != 0)
			scan_compound(&s);
		else if (c < 0x80)
			s.at++;
		else
			scan_other(&s);
	}
	return s.position;
}

unsigned
analyze_text(struct analyzer *analyzer, const char *text, size_t length,
    unsigned first_position, analyze_callback *callback, void *context)
{
	return analyze_text_starting(
	    analyzer, NULL, text, length, first_position, callback, context);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The file of words: what was put in comes out, and damage is refused or finds nothing. */

#include "vocabulary.h"

#include "damage.h"
#include "fixture-vocabulary.h"
#include "health_words.h"
#include "index_reader.h"
#include "spell.h"
#include "vocabulary_format.h"
#include "vocabulary_write.h"

static struct fornix_error err;

static const struct fixture_word words[] = {
    {"10.5", 1, 1},
    {"blood", 20, 60},
    {"hypertension", 8, 30},
    {"hypotension", 3, 9},
    {"neuralgia", 9, 80},
    {"neuralgias", 1, 1},
    {"pressure", 15, 40},
    {"trigeminal", 7, 70},
    {"\xce\xbc"
     "m",
	2, 2},
};

#define WORDS (sizeof words / sizeof *words)

static const char *const corrections[][2] = {{"tic", "trigeminal neuralgia"},
    {"newralja", "neuralgia"}, {"tic", "trigeminal"}, {"tic", "trigeminal neuralgia"},
    {"blood", "pressure"}, {"bludd", "unknown"}, {"bludd", "blood unknown"}, {"", "blood"},
    {"bludd", ""}, {NULL, NULL}};

static bool
is_listed(const struct vocabulary *vocabulary, const char *under, unsigned deletes,
    const char *wanted)
{
	uint64_t keys[VOCABULARY_KEYS_MAX];
	size_t count = vocabulary_key_deletes(span_from_string(under), deletes, keys), i;
	struct vocabulary_list list;
	struct vocabulary_word word;
	uint32_t number;

	for (i = 0; i < count; i++) {
		list = vocabulary_list(vocabulary, VOCABULARY_DELETES, keys[i]);
		while (vocabulary_list_next(&list, &number)) {
			if (vocabulary_get(vocabulary, number, &word) &&
			    fixture_is(word.text, wanted))
				return true;
		}
	}
	return false;
}

static void
test_words(const struct vocabulary *vocabulary)
{
	struct vocabulary_word word, other;
	bool good = true;
	uint32_t i;

	tap_number(vocabulary_count(vocabulary), (long long)WORDS, "holds all words");
	tap_number(vocabulary_documents(vocabulary), 25, "and how many articles there are");
	for (i = 0; i < WORDS; i++)
		good = good && vocabulary_get(vocabulary, i, &word) && word.number == i &&
		       fixture_is(word.text, words[i].text) &&
		       word.documents == words[i].documents && word.weight == words[i].weight &&
		       vocabulary_find(vocabulary, span_from_string(words[i].text), &other) &&
		       other.number == i;
	tap_ok(good, "each with its numbers, by number and by text");
	tap_ok(!vocabulary_get(vocabulary, WORDS, &word), "none behind the last");
	tap_ok(!vocabulary_find(vocabulary, span_from_string("bloo"), NULL) &&
		   !vocabulary_find(vocabulary, span_from_string("bloods"), NULL) &&
		   !vocabulary_find(vocabulary, span_from_string(""), NULL) &&
		   !vocabulary_find(vocabulary, span_from_string("zzz"), NULL),
	    "finds nothing that was not put in");
	tap_ok(vocabulary_find(vocabulary, span_from_string("neuralgia"), &word) &&
		   vocabulary_find(vocabulary, span_from_string("neuralgias"), &other) &&
		   word.stem == other.stem && word.stem == word.number,
	    "words of one stem know it");
	tap_ok(vocabulary_find(vocabulary, span_from_string("hypotension"), &word) &&
		   vocabulary_find(vocabulary, span_from_string("hypertension"), &other) &&
		   word.stem != other.stem,
	    "words of two stems too");
}

static void
test_lists(const struct vocabulary *vocabulary)
{
	uint64_t keys[VOCABULARY_KEYS_MAX];
	struct phonetic_key sounds;
	struct vocabulary_list list;
	uint32_t number = 0;

	tap_ok(is_listed(vocabulary, "blod", 1, "blood"), "a letter too few");
	tap_ok(is_listed(vocabulary, "bloood", 1, "blood"), "a letter too many");
	tap_ok(is_listed(vocabulary, "trgemnal", 2, "trigeminal"), "two edits");
	tap_ok(is_listed(vocabulary, "neuralgixyz", 2, "neuralgia"), "any ending behind seven");
	tap_ok(!is_listed(vocabulary, "neuron", 2, "blood"), "not what is far");
	phonetic_key("nuralja", 7, &sounds);
	vocabulary_key_sounds(&sounds, keys);
	list = vocabulary_list(vocabulary, VOCABULARY_SOUNDS, keys[0]);
	tap_ok(vocabulary_list_next(&list, &number) && number == 4, "by sound");
	tap_number((long long)vocabulary_key_deletes(span_from_string("abcdefgh"), 2, keys),
	    VOCABULARY_KEYS_MAX, "seven letters have 29 keys");
	tap_number((long long)vocabulary_key_deletes(span_from_string("aaaa"), 2, keys), 3,
	    "none is there twice");
}

static void
test_corrections(const struct vocabulary *vocabulary)
{
	struct span rights[4];

	tap_number(
	    (long long)vocabulary_corrections(vocabulary, span_from_string("tic"), rights, 4),
	    2, "two stand for one misspelling, each once");
	tap_ok(fixture_is(rights[0], "trigeminal neuralgia") &&
		   fixture_is(rights[1], "trigeminal"),
	    "in the order they came");
	tap_number(
	    (long long)vocabulary_corrections(vocabulary, span_from_string("tic"), rights, 1),
	    1, "no more than asked for");
	tap_ok(
	    vocabulary_corrections(vocabulary, span_from_string("newralja"), rights, 4) == 1 &&
		fixture_is(rights[0], "neuralgia"),
	    "one for another");
	tap_ok(vocabulary_corrections(vocabulary, span_from_string("blood"), rights, 4) == 0,
	    "a word of the index is no misspelling");
	tap_ok(vocabulary_corrections(vocabulary, span_from_string("bludd"), rights, 4) == 0,
	    "a word that is not in the index stands for nothing");
}

static void
test_empty(void)
{
	char *path = fixture_vocabulary_write("empty", NULL, 0, NULL, 0);
	struct vocabulary *vocabulary = fixture_vocabulary_open(path);
	struct spell_candidate candidate;
	struct spell_split split;

	tap_number(vocabulary_count(vocabulary), 0, "an empty vocabulary opens");
	tap_ok(!vocabulary_find(vocabulary, span_from_string("word"), NULL) &&
		   spell_candidates(
		       vocabulary, span_from_string("headake"), NULL, &candidate, 1) == 0 &&
		   !spell_split(vocabulary, span_from_string("headake"), &split),
	    "and has nothing");
	vocabulary_free(vocabulary);
	free(path);
}

/* Words as numbers in base 26, which are in order. */
static void
test_many(void)
{
	enum { MANY = 26 * 26 * 26 * 4 };
	struct vocabulary_builder *builder = vocabulary_builder_new();
	char *path = scratch_path("many"), word[] = "xaaaay";
	struct vocabulary *vocabulary;
	struct vocabulary_word found;
	bool good = true;
	uint32_t i, j, rest;

	for (i = 0; good && i < MANY; i++) {
		for (j = 4, rest = i; j >= 1; j--, rest /= 26)
			word[j] = (char)('a' + rest % 26);
		good = vocabulary_builder_add(
			   builder, span_from_string(word), 1, i + 1, &err) == FORNIX_OK;
	}
	tap_ok(good && vocabulary_builder_write(builder, path, 1, &err) == FORNIX_OK,
	    "writes %d words", (int)MANY);
	vocabulary_builder_free(builder);
	vocabulary = fixture_vocabulary_open(path);
	tap_ok(vocabulary_find(vocabulary, span_from_string("xabcdy"), &found) &&
		   found.weight == 26 * 26 + 2 * 26 + 3 + 1,
	    "finds one of them");
	tap_ok(is_listed(vocabulary, "xabcd", 1, "xabcdy"), "also by its keys");
	vocabulary_free(vocabulary);
	free(path);
}

static void
test_builder(void)
{
	struct vocabulary_builder *builder = vocabulary_builder_new();
	char overlong[VOCABULARY_WORD_LENGTH_MAX + 2], *path = scratch_path("taken");
	struct span word = {overlong, sizeof overlong - 1};

	memset(overlong, 'x', sizeof overlong);
	tap_number(vocabulary_builder_add(builder, span_from_string("b"), 1, 1, &err),
	    FORNIX_OK, "a word");
	tap_number(vocabulary_builder_add(builder, span_from_string("b"), 1, 1, &err),
	    FORNIX_ERR_INTERNAL, "the same again is refused");
	tap_number(vocabulary_builder_add(builder, span_from_string("a"), 1, 1, &err),
	    FORNIX_ERR_INTERNAL, "one before it too");
	tap_ok(vocabulary_builder_add(builder, word, 1, 1, &err) == FORNIX_OK &&
		   !vocabulary_builder_knows(builder, word),
	    "one that is too long is left out");
	tap_ok(vocabulary_builder_add(builder, span_from_string("c"), 1, UINT64_MAX, &err) ==
		   FORNIX_OK,
	    "a weight that is too large is cut");
	scratch_write_text("taken", "x");
	tap_number(vocabulary_builder_write(builder, path, 1, &err), FORNIX_ERR_IO,
	    "a file that is there is not written over");
	vocabulary_builder_free(builder);
	free(path);
}

/* Everything a reader can do; the results do not matter, only that it is safe. */
static void
use(const struct vocabulary *vocabulary)
{
	static const char *const typed[] = {
	    "trigemnal", "nuralgia", "bloodpressure", "tic", "hypetension", "blod", "newralja"};
	struct spell_candidate candidates[4];
	struct vocabulary_word word;
	struct spell_split split;
	volatile char sink = 0;
	size_t i, j, count;

	for (i = 0; i < vocabulary_count(vocabulary) && i < 100; i++) {
		if (vocabulary_get(vocabulary, (uint32_t)i, &word))
			sink = (char)(sink + word.text.data[word.text.length - 1]);
	}
	for (i = 0; i < sizeof typed / sizeof *typed; i++) {
		count = spell_candidates(
		    vocabulary, span_from_string(typed[i]), NULL, candidates, 4);
		for (j = 0; j < count; j++)
			sink = (char)(sink +
				      candidates[j].text.data[candidates[j].text.length - 1]);
		if (spell_split(vocabulary, span_from_string(typed[i]), &split))
			sink = (char)(sink + split.first.text.data[0]);
	}
	spell_join(vocabulary, span_from_string("blood"), span_from_string("pressure"),
	    &candidates[0]);
}

/* Opens a copy of exactly that size, so that a checker sees every byte read behind it. */
static enum fornix_status
try_bytes(const unsigned char *bytes, size_t length)
{
	unsigned char *copy = malloc(length > 0 ? length : 1);
	struct vocabulary *vocabulary;
	enum fornix_status status;

	assert(copy != NULL);
	memcpy(copy, bytes, length);
	status = vocabulary_open_bytes(copy, length, "damaged", &vocabulary, &err);
	if (status == FORNIX_OK) {
		use(vocabulary);
		vocabulary_free(vocabulary);
	}
	free(copy);
	return status;
}

static bool
is_refused(unsigned char *bytes, size_t length, size_t number, uint32_t value)
{
	unsigned char *numbers = bytes + VOCABULARY_MAGIC_BYTES;
	uint32_t before = vocabulary_number(numbers, number);
	bool refused;

	vocabulary_put_number(numbers, number, value);
	refused = try_bytes(bytes, length) == FORNIX_ERR_CORRUPT;
	vocabulary_put_number(numbers, number, before);
	return refused;
}

static void
test_header(unsigned char *bytes, size_t length)
{
	static const uint32_t values[] = {
	    UINT32_MAX, UINT32_MAX / 4 + 1, VOCABULARY_WORDS_MAX, 1u << 30, 27, 1000};
	size_t number, i;
	bool good = true;

	for (number = HEADER_WORDS; number < HEADER_NUMBERS; number++) {
		for (i = 0; i < sizeof values / sizeof *values; i++)
			good = good && is_refused(bytes, length, number, values[i]);
	}
	tap_ok(good, "huge counts are refused");
	tap_ok(is_refused(bytes, length, HEADER_VERSION, 1), "so is another version");
	tap_ok(strstr(err.message, "this version") != NULL, "and it says so: %s", err.message);
}

static void
test_damage(const char *path)
{
	size_t length = (size_t)damage_size(path), i, opened = 0, refused = 0;
	unsigned char *bytes = malloc(length + 4);
	FILE *file = fopen(path, "re");
	bool good = true;

	assert(bytes != NULL && file != NULL && fread(bytes, 1, length, file) == length);
	memset(bytes + length, 0, 4);
	fclose(file);
	tap_number(try_bytes(bytes, length), FORNIX_OK, "the file as it is");
	for (i = 0; i < length; i++)
		good = good && try_bytes(bytes, i) == FORNIX_ERR_CORRUPT;
	tap_ok(good, "cut anywhere it is refused (%zu ways)", length);
	tap_number(try_bytes(bytes, length + 4), FORNIX_ERR_CORRUPT, "longer it is refused");
	for (i = 0; i < length * 2; i++) {
		bytes[i / 2] ^= i % 2 == 0 ? 0xff : 0x01;
		if (try_bytes(bytes, length) == FORNIX_OK)
			opened++;
		else
			refused++;
		bytes[i / 2] ^= i % 2 == 0 ? 0xff : 0x01;
	}
	tap_ok(refused > 0 && opened > 0,
	    "with any byte changed it is refused (%zu) or read in bounds (%zu)", refused,
	    opened);
	test_header(bytes, length);
	free(bytes);
}

static void
test_files(const char *path)
{
	char *folder = scratch_path("folder"), *missing = scratch_path("missing");
	char *cut = scratch_path("cut"), *empty = scratch_path("nothing");
	struct vocabulary *vocabulary;

	scratch_mkdir("folder");
	scratch_write("nothing", "", 0);
	damage_cut(path, cut, -1);
	tap_number(vocabulary_open(missing, &vocabulary, &err), FORNIX_ERR_NOT_FOUND,
	    "a missing file");
	tap_number(vocabulary_open(folder, &vocabulary, &err), FORNIX_ERR_CORRUPT, "a folder");
	tap_number(
	    vocabulary_open(empty, &vocabulary, &err), FORNIX_ERR_CORRUPT, "an empty file");
	tap_number(vocabulary_open(cut, &vocabulary, &err), FORNIX_ERR_CORRUPT, "a cut file");
	tap_ok(strstr(err.message, cut) != NULL && strstr(err.message, "rebuild") != NULL,
	    "the message names file and remedy: %s", err.message);
	vocabulary_free(NULL);
	free(folder);
	free(missing);
	free(cut);
	free(empty);
}

struct listing {
	char terms[256];
	unsigned left;
};

static bool
list_term(struct span term, uint32_t documents, uint32_t count, void *context)
{
	struct listing *listing = context;
	size_t used = strlen(listing->terms);

	snprintf(listing->terms + used, sizeof listing->terms - used, "%.*s:%u:%u ",
	    (int)term.length, term.data, documents, count);
	return --listing->left > 0;
}

/* The words of the index are no terms; their number is, which makes the length of articles. */
static void
test_terms(const char *index)
{
	char *current = path_join(index, "current"), *path = path_join(current, "xapian");
	struct listing first = {.left = 2}, lengths = {.left = 100}, none = {.left = 1};
	struct index_reader *reader;

	assert(index_reader_open(path, &reader, &err) == FORNIX_OK);
	tap_ok(index_reader_terms(reader, "S", list_term, &first, &err) == FORNIX_OK,
	    "terms with a prefix");
	tap_string(first.terms, "facial:1:1 neuralgia:1:1 ", "in order, until it is enough");
	tap_ok(index_reader_terms(reader, "XL", list_term, &lengths, &err) == FORNIX_OK,
	    "terms with another");
	tap_string(lengths.terms, "0:2:4 1:2:4 2:2:3 3:1:2 4:1:2 5:1:2 ",
	    "add up to the words, none weighs more than a word");
	tap_ok(index_reader_terms(reader, "XNONE", list_term, &none, &err) == FORNIX_OK &&
		   none.left == 1,
	    "a prefix without terms");
	index_reader_free(reader);
	free(current);
	free(path);
}

static void
check_known(const struct vocabulary *vocabulary, const char *wrong, const char *right)
{
	struct span rights[4];
	size_t count = vocabulary_corrections(vocabulary, span_from_string(wrong), rights, 4);

	if (right == NULL)
		tap_ok(count == 0, "nothing is known to stand for %s", wrong);
	else
		tap_ok(count > 0 && fixture_is(rights[0], right), "%s stands for %s", right,
		    wrong);
}

/* Words that no article has: the glossary's lead somewhere, those of health do not. */
static void
test_extras(void)
{
	char *corpus = scratch_path("e"), *index = scratch_path("extras");
	struct vocabulary *vocabulary;
	struct vocabulary_word word;
	size_t i;

	for (i = 1; i < health_word_count; i++) {
		if (strcmp(health_words[i - 1], health_words[i]) >= 0)
			tap_ok(
			    false, "%s comes before %s", health_words[i - 1], health_words[i]);
	}
	scratch_write_text("e/a.md", "---\ntitle: Other\n---\nA spasm, a painful spasm.\n");
	scratch_write_text(
	    "e/_search/glossary.txt", "hypertension, high spasm => pain of it\n");
	vocabulary = fixture_vocabulary_index(corpus, index);
	tap_ok(vocabulary_find(vocabulary, span_from_string("hypertension"), &word) &&
		   word.documents == 0 && word.is_in_glossary,
	    "a word that only the glossary has");
	tap_ok(vocabulary_find(vocabulary, span_from_string("spasm"), &word) &&
		   word.documents == 1 && word.weight == 2 && word.is_in_glossary,
	    "one that an article has too");
	tap_ok(vocabulary_find(vocabulary, span_from_string("bunion"), &word) &&
		   word.documents == 0 && word.weight == 0 && !word.is_in_glossary,
	    "a word of health that nothing has weighs nothing");
	check_known(vocabulary, "newmonia", NULL);
	vocabulary_free(vocabulary);
	scratch_write_text("e/b.md", "---\ntitle: Second\n---\nA bunion.\n");
	scratch_write_text("e/_search/glossary.txt", "high => spasm\n");
	vocabulary = fixture_vocabulary_index(corpus, index);
	tap_ok(!vocabulary_find(vocabulary, span_from_string("hypertension"), NULL) &&
		   vocabulary_find(vocabulary, span_from_string("spasm"), &word) &&
		   word.weight == 2 && word.is_in_glossary &&
		   vocabulary_find(vocabulary, span_from_string("bunion"), &word) &&
		   word.documents == 1,
	    "a run that changes the glossary and the articles");
	vocabulary_free(vocabulary);
	free(corpus);
	free(index);
}

static void
test_indexed(void)
{
	char *corpus = scratch_path("c"), *index = scratch_path("index");
	struct vocabulary *vocabulary;
	struct vocabulary_word title, body;
	struct word_counts *counts;

	scratch_write_text("c/a.md",
	    "---\ntitle: The facial neuralgia\n"
	    "misspellings: [nooralja, fayshul newralgea, xyzzyq, spasm]\n---\n"
	    "A painful spasm near pneumonia. Painful.\n");
	scratch_write_text("c/b.md", "---\ntitle: Other\n---\nA painful day.\n");
	vocabulary = fixture_vocabulary_index(corpus, index);
	tap_number(vocabulary_documents(vocabulary), 2, "the index of two articles");
	tap_ok(vocabulary_find(vocabulary, span_from_string("painful"), &body) &&
		   body.documents == 2 && body.weight == 3,
	    "counts articles and occurrences");
	tap_ok(vocabulary_find(vocabulary, span_from_string("facial"), &title) &&
		   title.documents == 1 && title.weight > 1,
	    "a word of a title weighs more");
	tap_ok(!vocabulary_find(vocabulary, span_from_string("xyzzyq"), NULL) &&
		   !vocabulary_find(vocabulary, span_from_string("nooralja"), NULL),
	    "misspellings are no words");
	check_known(vocabulary, "nooralja", "facial neuralgia");
	check_known(vocabulary, "newralgea", "neuralgia");
	check_known(vocabulary, "xyzzyq", "facial neuralgia");
	check_known(vocabulary, "spasm", NULL);
	check_known(vocabulary, "newmonia", "pneumonia");
	check_known(vocabulary, "sikosis", NULL);
	vocabulary_free(vocabulary);
	test_terms(index);
	scratch_write_text("c/b.md", "---\ntitle: Other\n---\nA psychosis.\n");
	vocabulary = fixture_vocabulary_index(corpus, index);
	tap_ok(vocabulary_find(vocabulary, span_from_string("psychosis"), NULL) &&
		   vocabulary_find(vocabulary, span_from_string("painful"), &body) &&
		   body.documents == 1 && body.weight == 2,
	    "a run that changes an article changes the words");
	vocabulary_free(vocabulary);
	counts = word_counts_new();
	tap_number(
	    vocabulary_write("/nonexistent", counts, false, (struct span){NULL, 0}, &err),
	    FORNIX_ERR_NOT_FOUND, "a folder without articles");
	word_counts_free(counts);
	free(corpus);
	free(index);
}

int
main(void)
{
	char *path = fixture_vocabulary_write("words", words, WORDS, corrections, 25);
	struct vocabulary *vocabulary = fixture_vocabulary_open(path);

	test_words(vocabulary);
	test_lists(vocabulary);
	test_corrections(vocabulary);
	vocabulary_free(vocabulary);
	test_empty();
	test_many();
	test_builder();
	test_damage(path);
	test_files(path);
	test_indexed();
	test_extras();
	free(path);
	return tap_done();
}

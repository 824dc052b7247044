/* SPDX-License-Identifier: GPL-2.0-or-later */

/* A vocabulary that is made of the one before is the file that is made of nothing. */

#include "vocabulary_build.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buffer.h"
#include "file.h"
#include "scratch.h"
#include "tap.h"
#include "xalloc.h"

#define WORDS_MAX      4000
#define FILE_BYTES_MAX 1000000
#define ROUNDS         12

static const char *const endings[] = {"", "s", "ed", "ing"};

#define ENDINGS (sizeof endings / sizeof *endings)

/* All words that there may be, in order; those with no articles are not there. */
struct word {
	char text[16];
	uint32_t documents;
	uint64_t weight;
	bool is_in_glossary;
};

static struct word words[WORDS_MAX];
static struct fornix_error err;
static uint32_t state = 1;

static uint32_t
random_below(uint32_t limit)
{
	state = state * 1664525 + 1013904223;
	return (state >> 8) % limit;
}

static int
compare(const void *a, const void *b)
{
	return strcmp(((const struct word *)a)->text, ((const struct word *)b)->text);
}

/* Weights are few, so that the order often hangs on the number. */
static void
draw_counts(struct word *word)
{
	word->documents = random_below(4);
	word->weight = word->documents * (1 + random_below(3));
	word->is_in_glossary = random_below(10) == 0;
}

static void
make_words(void)
{
	size_t i, j;

	for (i = 0; i < WORDS_MAX / ENDINGS; i++) {
		char stem[10];

		snprintf(stem, sizeof stem, "%c%c%c%c%c", 'a' + (int)random_below(26),
		    "aeiou"[random_below(5)], 'a' + (int)random_below(26),
		    "aeiou"[random_below(5)], 'a' + (int)random_below(26));
		for (j = 0; j < ENDINGS; j++) {
			struct word *word = &words[i * ENDINGS + j];

			snprintf(word->text, sizeof word->text, "%s%s", stem, endings[j]);
			draw_counts(word);
		}
	}
	qsort(words, WORDS_MAX, sizeof *words, compare);
	for (i = 1; i < WORDS_MAX; i++) {
		if (strcmp(words[i].text, words[i - 1].text) == 0)
			snprintf(
			    words[i - 1].text, sizeof words[i - 1].text, "%s0", words[i].text);
	}
	qsort(words, WORDS_MAX, sizeof *words, compare);
}

static void
write_words(const char *path, const struct vocabulary *before)
{
	struct vocabulary_builder *builder = vocabulary_builder_new();
	enum fornix_status status = FORNIX_OK;
	size_t i;

	if (before != NULL)
		vocabulary_builder_change(builder, before);
	for (i = 0; i < WORDS_MAX && status == FORNIX_OK; i++) {
		if (words[i].documents == 0 ||
		    (i > 0 && strcmp(words[i].text, words[i - 1].text) == 0))
			continue;
		status = vocabulary_builder_add(builder, span_from_string(words[i].text),
		    words[i].documents, words[i].weight, &err);
		if (words[i].is_in_glossary)
			vocabulary_builder_favour(builder);
	}
	if (status == FORNIX_OK)
		status = vocabulary_builder_correct(builder, span_from_string("wrong1"),
		    span_from_string(words[WORDS_MAX / 2].text), &err);
	if (status == FORNIX_OK)
		status = vocabulary_builder_write(builder, path, 100, &err);
	if (status != FORNIX_OK)
		tap_ok(false, "%s: %s", path, err.message);
	vocabulary_builder_free(builder);
}

static bool
is_same(const char *a, const char *b)
{
	struct buffer x CLEANUP_BUFFER, y CLEANUP_BUFFER;

	buffer_init(&x, FILE_BYTES_MAX);
	buffer_init(&y, FILE_BYTES_MAX);
	return file_read(a, &x, &err) == FORNIX_OK && file_read(b, &y, &err) == FORNIX_OK &&
	       x.length == y.length && memcmp(x.data, y.data, x.length) == 0;
}

/* Changes so many words, and compares the two ways to the same file. */
static void
change(uint32_t count, const char *name)
{
	struct vocabulary *before;
	uint32_t i;

	write_words("before", NULL);
	for (i = 0; i < count; i++)
		draw_counts(&words[random_below(WORDS_MAX)]);
	write_words("anew", NULL);
	if (vocabulary_open("before", &before, &err) != FORNIX_OK) {
		tap_ok(false, "open: %s", err.message);
		return;
	}
	write_words("changed", before);
	vocabulary_free(before);
	tap_ok(is_same("anew", "changed"), "%s", name);
	unlink("before");
	unlink("anew");
	unlink("changed");
}

static void
test_damage(void)
{
	struct vocabulary_builder *builder = vocabulary_builder_new();
	struct buffer bytes CLEANUP_BUFFER;
	struct vocabulary *before;
	size_t i;

	write_words("damaged", NULL);
	buffer_init(&bytes, FILE_BYTES_MAX);
	tap_number(file_read("damaged", &bytes, &err), FORNIX_OK, "read");
	/* All behind the words is numbers that lead nowhere. */
	for (i = bytes.length / 2; i < bytes.length; i++)
		bytes.data[i] = (char)0xee;
	tap_number(vocabulary_open_bytes(bytes.data, bytes.length, "damaged", &before, &err),
	    FORNIX_OK, "damage that is not seen at the beginning");
	vocabulary_builder_change(builder, before);
	for (i = 0; i < WORDS_MAX; i++) {
		if (words[i].documents > 0 &&
		    vocabulary_builder_add(builder, span_from_string(words[i].text),
			words[i].documents, words[i].weight, &err) != FORNIX_OK)
			tap_ok(false, "add: %s", err.message);
	}
	tap_number(vocabulary_builder_write(builder, "never", 1, &err), FORNIX_ERR_CORRUPT,
	    "is found when it is used");
	vocabulary_builder_free(builder);
	vocabulary_free(before);
}

int
main(void)
{
	int i;

	assert(chdir(scratch_folder()) == 0);
	make_words();
	change(0, "nothing changed");
	change(1, "one word");
	for (i = 0; i < ROUNDS; i++)
		change(1 + random_below(60), "some words");
	change(WORDS_MAX, "most words");
	test_damage();
	return tap_done();
}

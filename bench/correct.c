/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * What correcting a misspelt word costs: "make bench-correct", which indexes 20,000
 * made-up articles and calls
 *
 *	correct INDEX
 *
 * Words of the index are misspelt in three ways, always the same: one mistake, two, or as
 * they sound.  Measured are the candidates for a word alone; all that is done about it in
 * a query, alone and beside two words that are right; and whole answers.  Time is that of
 * the processor, after as many other words, for caches are warm in a service that is used.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "correct.h"
#include "generation.h"
#include "path.h"
#include "spell.h"
#include "vocabulary_key.h"
#include "xalloc.h"

#define WORDS       2000 /* of each kind, and as many to warm up */
#define ANSWERS     400  /* of each kind */
#define WORD_LEAST  6    /* letters of a word that is misspelt */
#define WORD_BYTES  64
#define QUERY_BYTES (3 * (WORD_BYTES + 1))

enum mistake { MISTAKE_ONE, MISTAKE_TWO, MISTAKE_SOUND, MISTAKES };

static const char *const mistake_names[MISTAKES] = {"one edit", "two edits", "as it sounds"};

struct bench {
	struct analyzer *analyzer;
	struct vocabulary *vocabulary;
	struct index_reader *index;
	struct searcher *searcher;
};

static uint64_t state = 42;

/* xorshift64*: the same everywhere. */
static unsigned
random_below(unsigned limit)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return (unsigned)((state * 0x2545f4914f6cdd1dULL >> 33) % limit);
}

static void
check(enum fornix_status status, const struct fornix_error *err)
{
	if (status == FORNIX_OK)
		return;
	fprintf(stderr, "bench/correct: %s\n", err->message);
	exit(3);
}

/* A letter too many, one too few, another one, or two swapped. */
static void
make_edit(char word[WORD_BYTES])
{
	size_t length = strlen(word), at = random_below((unsigned)length - 1);
	char letter = (char)('a' + random_below(26)), next = word[at + 1];

	switch (random_below(4)) {
	case 0:
		memmove(word + at + 1, word + at, length - at + 1);
		word[at] = letter;
		break;
	case 1:
		memmove(word + at, word + at + 1, length - at);
		break;
	case 2:
		word[at] = letter;
		break;
	default:
		word[at + 1] = word[at];
		word[at] = next;
	}
}

/* Writes all of these as they sound. */
static void
spell_sounds(char word[WORD_BYTES])
{
	static const char *const sounds[][2] = {{"ph", "f"}, {"th", "t"}, {"ae", "e"},
	    {"ch", "k"}, {"ps", "s"}, {"rh", "r"}, {"x", "ks"}, {"y", "i"}, {"ci", "si"},
	    {"ce", "se"}, {"c", "k"}};
	char out[2 * WORD_BYTES] = "";
	const char *p = word;

	while (*p != '\0') {
		const char *piece = NULL;
		size_t i, length = strlen(out), taken = 1;

		for (i = 0; i < sizeof sounds / sizeof sounds[0] && piece == NULL; i++) {
			if (strncmp(p, sounds[i][0], strlen(sounds[i][0])) == 0) {
				piece = sounds[i][1];
				taken = strlen(sounds[i][0]);
			}
		}
		if (piece != NULL)
			snprintf(out + length, sizeof out - length, "%s", piece);
		else if (length == 0 || out[length - 1] != *p)
			snprintf(out + length, sizeof out - length, "%c", *p);
		p += taken;
	}
	snprintf(word, WORD_BYTES, "%s", out);
}

static void
pick_word(const struct bench *bench, char ret_word[WORD_BYTES])
{
	struct vocabulary_word word;

	do {
		if (!vocabulary_get(bench->vocabulary,
			random_below(vocabulary_count(bench->vocabulary)), &word))
			exit(3);
	} while (word.documents == 0 || word.text.length < WORD_LEAST ||
		 word.text.length > WORD_BYTES / 2 || !vocabulary_key_is_filed(word.text));
	snprintf(ret_word, WORD_BYTES, "%.*s", (int)word.text.length, word.text.data);
}

/* Also in ret_right, what was meant. */
static void
pick_misspelt(const struct bench *bench, enum mistake mistake, char ret_word[WORD_BYTES],
    char ret_right[WORD_BYTES])
{
	do {
		pick_word(bench, ret_right);
		memcpy(ret_word, ret_right, WORD_BYTES);
		if (mistake == MISTAKE_SOUND)
			spell_sounds(ret_word);
		else
			make_edit(ret_word);
		if (mistake == MISTAKE_TWO)
			make_edit(ret_word);
	} while (strlen(ret_word) < SPELL_WORD_LEAST ||
		 vocabulary_find(bench->vocabulary, span_from_string(ret_word), NULL));
}

struct times {
	size_t count;
	double us[MISTAKES * WORDS];
};

static double
now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static int
compare_times(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void
print_times(const char *what, const char *kind, struct times *times)
{
	double sum = 0;
	size_t i;

	qsort(times->us, times->count, sizeof *times->us, compare_times);
	for (i = 0; i < times->count; i++)
		sum += times->us[i];
	printf("%-26s %-12s %6zu %9.1f %9.1f %9.1f %9.1f\n", what, kind, times->count,
	    times->us[times->count / 2], sum / (double)times->count,
	    times->us[times->count * 99 / 100], times->us[times->count - 1]);
}

/* Does something with a misspelt word or, without a mistake, with the one that was meant. */
typedef void bench_work(const struct bench *bench, const char *misspelt, const char *right);

static void
find_candidates(const struct bench *bench, const char *misspelt, const char *right)
{
	struct spell_candidate found[CORRECT_CANDIDATES];

	(void)right;
	spell_candidates(
	    bench->vocabulary, span_from_string(misspelt), NULL, found, CORRECT_CANDIDATES);
}

static char others[QUERY_BYTES]; /* beside the word, with a space behind */
static double parse_us;          /* of the last query, which is no part of correcting it */

static struct query *
parse(const struct bench *bench, const char *word)
{
	char text[QUERY_BYTES + WORD_BYTES];
	struct query *query;
	double start = now_us();

	snprintf(text, sizeof text, "%s%s", others, word);
	query = query_parse(bench->analyzer, text, strlen(text));
	parse_us = now_us() - start;
	return query;
}

static void
correct(const struct bench *bench, const char *misspelt, const char *right)
{
	struct search_correction correction = {.mode = SEARCH_CORRECTION_NONE};
	struct query *query = parse(bench, misspelt);
	size_t i;

	(void)right;
	correct_query(query, bench->analyzer, bench->vocabulary, bench->index, &correction);
	for (i = 0; i < correction.suggestion_count; i++)
		free(correction.suggestions[i]);
	query_free(query);
}

static void
answer(const struct bench *bench, const char *text, bool without)
{
	struct search_request request = SEARCH_REQUEST_INIT;
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct search_result *result;

	request.query = text;
	request.query_length = strlen(text);
	request.without_correction = without;
	check(search_run(bench->searcher, &request, &result, &err), &err);
	search_result_free(result);
}

static void
answer_misspelt(const struct bench *bench, const char *misspelt, const char *right)
{
	char text[QUERY_BYTES + WORD_BYTES];

	(void)right;
	snprintf(text, sizeof text, "%s%s", others, misspelt);
	answer(bench, text, false);
}

static void
answer_right(const struct bench *bench, const char *misspelt, const char *right)
{
	char text[QUERY_BYTES + WORD_BYTES];

	(void)misspelt;
	snprintf(text, sizeof text, "%s%s", others, right);
	answer(bench, text, false);
}

static void
pick_others(const struct bench *bench, bool has_others)
{
	char first[WORD_BYTES], second[WORD_BYTES];

	others[0] = '\0';
	if (!has_others)
		return;
	pick_word(bench, first);
	pick_word(bench, second);
	snprintf(others, sizeof others, "%s %s ", first, second);
}

/* The first half of the words only warms up. */
static void
measure(const struct bench *bench, const char *what, bench_work *work, bool has_others,
    size_t words)
{
	static struct times kind, all;
	char misspelt[WORD_BYTES], right[WORD_BYTES];
	unsigned mistake;
	size_t i;

	state = 42;
	all.count = 0;
	for (mistake = 0; mistake < MISTAKES; mistake++) {
		kind.count = 0;
		for (i = 0; i < 2 * words; i++) {
			double start;

			pick_misspelt(bench, mistake, misspelt, right);
			pick_others(bench, has_others);
			parse_us = 0;
			start = now_us();
			work(bench, misspelt, right);
			if (i >= words)
				kind.us[kind.count++] = all.us[all.count++] =
				    now_us() - start - parse_us;
		}
		print_times(what, mistake_names[mistake], &kind);
	}
	print_times(what, "all", &all);
}

static void
open_bench(const char *path, struct bench *ret_bench)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct generation *generation;
	char *file;

	check(generation_open(path, &generation, &err), &err);
	file = path_join(generation->path, VOCABULARY_FILE);
	check(vocabulary_open(file, &ret_bench->vocabulary, &err), &err);
	free(file);
	file = path_join(generation->path, GENERATION_INDEX);
	check(index_reader_open(file, &ret_bench->index, &err), &err);
	free(file);
	check(searcher_open(generation, &ret_bench->searcher, &err), &err);
	generation_free(generation);
	ret_bench->analyzer = analyzer_new();
}

int
main(int argc, char **argv)
{
	struct bench bench;

	if (argc != 2) {
		fputs("usage: correct INDEX\n", stderr);
		return 2;
	}
	open_bench(argv[1], &bench);
	printf("%u articles, %u words\n\n", vocabulary_documents(bench.vocabulary),
	    vocabulary_count(bench.vocabulary));
	printf("%-26s %-12s %6s %9s %9s %9s %9s\n", "what", "misspelt", "times", "median us",
	    "mean", "99 %", "most");
	measure(&bench, "candidates", find_candidates, false, WORDS);
	measure(&bench, "correcting a word", correct, false, WORDS);
	measure(&bench, "correcting one of three", correct, true, WORDS);
	measure(&bench, "answer to it", answer_misspelt, true, ANSWERS);
	measure(&bench, "answer to what was meant", answer_right, true, ANSWERS);
	searcher_free(bench.searcher);
	index_reader_free(bench.index);
	vocabulary_free(bench.vocabulary);
	analyzer_free(bench.analyzer);
	return 0;
}

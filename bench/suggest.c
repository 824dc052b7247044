/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * How long a suggestion takes with 20,000 articles: "make bench-suggest".
 *
 * The articles are made up, always the same: titles of one to five words,
 * keywords, headings, and 60,000 words in all, a few common and most rare, as in
 * any collection.  What is typed is every beginning of some titles, as it is,
 * with a typo, and what nobody should type.  Time is that of the processor, so
 * that other programs do not count.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "suggest.h"
#include "suggest_build.h"
#include "xalloc.h"

#define ARTICLES    20000
#define WORDS       60000
#define TITLE_WORDS 5
#define TYPED       1500 /* titles that are typed */
#define TIMES_MAX   200000

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

static char words[WORDS][24];

static int
compare_words(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void
make_words(void)
{
	static const char *const parts[] = {"neur", "al", "gi", "a", "tri", "gem", "in", "hem",
	    "i", "fac", "ial", "cran", "o", "tomy", "spin", "car", "di", "ac", "micro", "vas",
	    "cul", "ar", "de", "com", "pres", "sion", "hy", "dro", "ceph", "us", "men", "ing",
	    "it", "is", "ost", "eo", "path", "y", "lum", "bar", "ster", "e", "tac", "tic",
	    "ver", "te", "bra", "l", "an", "eur", "ysm", "cer", "vic", "on", "co", "pro", "the",
	    "sis", "ra", "dio", "sur", "ger", "re", "con"};
	unsigned i, j, count;

	for (i = 0; i < WORDS; i++) {
		words[i][0] = '\0';
		count = 2 + random_below(3);
		for (j = 0; j < count; j++)
			strncat(words[i], parts[random_below(sizeof parts / sizeof *parts)],
			    sizeof words[i] - strlen(words[i]) - 1);
	}
	qsort(words, WORDS, sizeof *words, compare_words);
}

/* Some words are in thousands of names, most in a few: half of all picks are of 1 in 100. */
static const char *
pick_word(void)
{
	return random_below(2) == 0 ? words[random_below(WORDS / 100) * 100]
				    : words[random_below(WORDS)];
}

static void
make_phrase(char *out, size_t size, unsigned most)
{
	unsigned count = 1 + random_below(most), i;

	out[0] = '\0';
	for (i = 0; i < count; i++)
		snprintf(out + strlen(out), size - strlen(out), "%s%s", i > 0 ? " " : "",
		    pick_word());
}

static void
check(enum fornix_status status, const struct fornix_error *err)
{
	if (status == FORNIX_OK)
		return;
	fprintf(stderr, "bench/suggest: %s\n", err->message);
	exit(3);
}

static char titles[ARTICLES][160];

static void
add_article(struct suggest_builder *builder, unsigned number)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	char url[32], text[160];
	uint32_t article;
	unsigned i;

	make_phrase(titles[number], sizeof *titles, TITLE_WORDS);
	snprintf(url, sizeof url, "/a/%u/", number);
	check(suggest_builder_article(builder, span_from_string(url), span_from_string(url),
		  span_from_string(titles[number]), random_below(SUGGEST_BONUS_MAX + 1),
		  &article, &err),
	    &err);
	for (i = 0; i < 5; i++) {
		make_phrase(text, sizeof text, 3);
		check(suggest_builder_phrase(
			  builder, span_from_string(text), SUGGEST_KEYWORD, article, &err),
		    &err);
		check(suggest_builder_phrase(
			  builder, span_from_string(text), SUGGEST_KEYWORD, SUGGEST_NONE, &err),
		    &err);
		make_phrase(text, sizeof text, 7);
		check(suggest_builder_phrase(
			  builder, span_from_string(text), SUGGEST_HEADING, SUGGEST_NONE, &err),
		    &err);
	}
}

static struct suggest_file *
make_file(void)
{
	struct suggest_builder *builder = suggest_builder_new();
	struct fornix_error err = FORNIX_ERROR_INIT;
	char folder[] = "/tmp/fornix-bench-XXXXXX", path[64];
	struct suggest_file *file = NULL;
	unsigned i;

	for (i = 0; i < WORDS; i++)
		check(suggest_builder_word(
			  builder, span_from_string(words[i]), 1 + random_below(50), &err),
		    &err);
	for (i = 0; i < ARTICLES; i++)
		add_article(builder, i);
	if (mkdtemp(folder) == NULL)
		exit(3);
	snprintf(path, sizeof path, "%s/suggestions", folder);
	check(suggest_builder_write(builder, path, &err), &err);
	suggest_builder_free(builder);
	check(suggest_file_open(path, &file, &err), &err);
	unlink(path);
	rmdir(folder);
	return file;
}

struct times {
	size_t count;
	double us[TIMES_MAX];
};

static double
now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static void
time_one(struct suggester *suggester, const char *text, size_t length, struct times *times)
{
	struct suggest_result result;
	double start = now_us();

	suggest_run(suggester, text, length, &result);
	suggest_result_fini(&result);
	if (times->count < TIMES_MAX)
		times->us[times->count++] = now_us() - start;
}

static int
compare_times(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void
print_times(const char *name, struct times *times)
{
	qsort(times->us, times->count, sizeof *times->us, compare_times);
	printf("%-32s %8zu %9.1f %9.1f %9.1f\n", name, times->count,
	    times->us[times->count / 2], times->us[times->count * 99 / 100],
	    times->us[times->count - 1]);
	times->count = 0;
}

/* Every beginning of the title, as typed letter by letter. */
static void
type_title(struct suggester *suggester, const char *title, struct times *times)
{
	size_t length;

	for (length = 1; length <= strlen(title); length++)
		time_one(suggester, title, length, times);
}

static void
type_typo(struct suggester *suggester, const char *title, struct times *times)
{
	char text[160];
	size_t length = strlen(title), at;

	if (length < 6)
		return;
	snprintf(text, sizeof text, "%s", title);
	at = random_below((unsigned)length - 2);
	if (text[at] != ' ')
		text[at] = (char)('a' + random_below(26));
	for (at = 4; at <= length; at++)
		time_one(suggester, text, at, times);
}

static void
type_hostile(struct suggester *suggester, struct times *times)
{
	char text[2048];
	unsigned i, j;

	for (i = 0; i < 2000; i++) {
		size_t length = 1 + random_below(sizeof text - 1);

		for (j = 0; j < length; j++)
			text[j] = (char)random_below(256);
		time_one(suggester, text, length, times);
		for (j = 0, length = 0; j < 12 && length < 300; j++)
			length += (size_t)snprintf(
			    text + length, sizeof text - length, "%sx ", pick_word());
		time_one(suggester, text, length, times);
		for (j = 0, length = 0; j < 12 && length < 300; j++)
			length += (size_t)snprintf(text + length, sizeof text - length, "%s ",
			    words[random_below(WORDS / 100) * 100]);
		time_one(suggester, text, length, times);
	}
}

int
main(void)
{
	struct times *times = xcalloc(1, sizeof *times);
	struct suggester *suggester;
	unsigned i;

	make_words();
	suggester = suggester_new(make_file(), 1);
	for (i = 0; i < 200; i++) /* caches are warm in a service that is used */
		type_title(suggester, titles[random_below(ARTICLES)], times);
	times->count = 0;
	printf(
	    "%-32s %8s %9s %9s %9s\n", "what is typed", "times", "median us", "99 %", "most");
	for (i = 0; i < TYPED; i++)
		type_title(suggester, titles[random_below(ARTICLES)], times);
	print_times("titles, letter by letter", times);
	for (i = 0; i < 26; i++)
		time_one(suggester, &"abcdefghijklmnopqrstuvwxyz"[i], 1, times);
	print_times("one letter", times);
	for (i = 0; i < TYPED; i++)
		type_typo(suggester, titles[random_below(ARTICLES)], times);
	print_times("with a typo, letter by letter", times);
	type_hostile(suggester, times);
	print_times("bytes, unknown and common words", times);
	suggester_free(suggester);
	free(times);
	return 0;
}

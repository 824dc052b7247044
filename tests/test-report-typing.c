/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Of searches with every letter, those that were meant. */

#include <string.h>

#include "report_typing.h"
#include "tap.h"

static struct report_typing typing;
static char found[8192]; /* "text|" for each that was finished */

static void
on_finished(const struct report_typed *typed, void *context)
{
	size_t used = strlen(found);

	(void)context;
	snprintf(found + used, sizeof found - used, "%.*s|", (int)typed->length, typed->text);
}

static void
type_at(int64_t now_s, const char *text)
{
	struct report_typed typed = {.length = strlen(text)};

	memcpy(typed.text, text, typed.length);
	report_typing_add(&typing, &typed, now_s, on_finished, NULL);
}

/* What is finished by then, and nothing before. */
static void
check(int64_t now_s, const char *wanted, const char *name)
{
	report_typing_settle(&typing, now_s, on_finished, NULL);
	tap_string(found, wanted, name);
	found[0] = '\0';
}

static void
test_letters(void)
{
	static const char text[] = "hemifacial spasm";
	char start[sizeof text];
	size_t i;

	for (i = 1; i < sizeof text; i++) {
		snprintf(start, sizeof start, "%.*s", (int)i, text);
		type_at(100 + (int64_t)i, start);
		type_at(100 + (int64_t)i, start);
	}
	check(120, "", "nothing while somebody types");
	check(121, "hemifacial spasm|", "all of it once");
	check(125, "", "not again");
	type_at(126, "hemifacial spas");
	type_at(127, "hemifacial");
	type_at(128, "h");
	check(150, "", "letters that are taken back are no search");
	type_at(151, "h");
	check(181, "", "as long as they go on");
	type_at(211, "h");
	check(216, "h|", "later it is another search");
	check(INT64_MAX, "", "and counted once");
	tap_number((long long)typing.count, 0, "nothing is remembered at the end");
}

/* "hemifacil" is seen to be wrong, and typed again from its "i" on. */
static void
test_mended(void)
{
	type_at(0, "hemifaci");
	type_at(1, "hemifacil");
	type_at(2, "hemifaci");
	type_at(3, "hemifac");
	type_at(4, "hemifaci");
	type_at(5, "hemifacia");
	type_at(6, "hemifacial");
	check(11, "hemifacial|", "a slip that is mended is no search");
	type_at(12, "hemifacia");
	type_at(13, "hemifacial pain");
	check(18, "hemifacial pain|", "what was finished stays so when more is typed");
	check(INT64_MAX, "", "all of it once");
}

static void
test_others(void)
{
	type_at(0, "mvd");
	type_at(1, "meningioma");
	type_at(2, "mvd r");
	type_at(6, "mvd recovery");
	check(7, "meningioma|", "others in between");
	check(11, "mvd recovery|", "each has its time");
	type_at(12, "mvd recovery time");
	check(17, "mvd recovery time|", "what is added to a finished one is another");
	type_at(18, "tn");
	type_at(18, "tn");
	type_at(24, "tn");
	check(24, "tn|", "the same at once is one search");
	check(INT64_MAX, "tn|", "later it is another, and the end finishes all");
}

static void
test_ceiling(void)
{
	char text[20], wanted[20];
	int i;

	for (i = 0; i < REPORT_TYPING_MAX; i++) {
		snprintf(text, sizeof text, "%03d", i);
		type_at(1, text);
	}
	tap_string(found, "", "so many wait");
	type_at(2, "more");
	tap_string(found, "000|", "one more finishes the oldest");
	found[0] = '\0';
	report_typing_settle(&typing, INT64_MAX, on_finished, NULL);
	tap_number((long long)strlen(found), 4 * (REPORT_TYPING_MAX - 1) + 5, "none is lost");
	snprintf(wanted, sizeof wanted, "%03d|more|", REPORT_TYPING_MAX - 1);
	tap_ok(strstr(found, wanted) != NULL, "in order");
	found[0] = '\0';
}

int
main(void)
{
	test_letters();
	test_mended();
	test_others();
	test_ceiling();
	return tap_done();
}

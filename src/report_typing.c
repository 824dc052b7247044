/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report_typing.h"

#include <string.h>

static bool
begins_with(const struct report_typed *text, const char *start, size_t start_length)
{
	return start_length <= text->length && memcmp(text->text, start, start_length) == 0;
}

static void
drop(struct report_typing *typing, size_t i)
{
	memmove(&typing->items[i], &typing->items[i + 1],
	    (typing->count - i - 1) * sizeof typing->items[0]);
	typing->count--;
	explicit_bzero(&typing->items[typing->count], sizeof typing->items[0]);
}

static void
finish(struct report_typing *typing, size_t i, report_typing_finished *finished, void *context)
{
	if (!typing->items[i].is_finished)
		finished(&typing->items[i].typed, context);
	typing->items[i].is_finished = true;
}

/* Puts it behind the others, as the latest. */
static void
append(struct report_typing *typing, const struct report_typed *typed, size_t left,
    int64_t now_s, bool is_finished)
{
	typing->items[typing->count].typed = *typed;
	typing->items[typing->count].left = left;
	typing->items[typing->count].at_s = now_s;
	typing->items[typing->count].is_finished = is_finished;
	typing->count++;
}

static void
take_back(struct report_typing *typing, size_t i, size_t left, int64_t now_s)
{
	struct report_typed typed = typing->items[i].typed;
	bool is_finished = typing->items[i].is_finished;

	drop(typing, i);
	append(typing, &typed, left, now_s, is_finished);
	explicit_bzero(&typed, sizeof typed);
}

void
report_typing_add(struct report_typing *typing, const struct report_typed *typed, int64_t now_s,
    report_typing_finished *finished, void *context)
{
	size_t i;

	report_typing_settle(typing, now_s, finished, context);
	for (i = 0; i < typing->count; i++) {
		const struct report_typed *other = &typing->items[i].typed;

		/* The same again, after it was finished, is another search. */
		if (typing->items[i].is_finished && other->length == typed->length)
			continue;
		if (begins_with(other, typed->text, typed->length)) {
			take_back(typing, i, typed->length, now_s);
			return;
		}
		if (!typing->items[i].is_finished &&
		    begins_with(typed, other->text, typing->items[i].left))
			drop(typing, i--);
	}
	if (typing->count == REPORT_TYPING_MAX) {
		finish(typing, 0, finished, context);
		drop(typing, 0);
	}
	append(typing, typed, typed->length, now_s, false);
}

void
report_typing_settle(struct report_typing *typing, int64_t now_s,
    report_typing_finished *finished, void *context)
{
	size_t i;

	for (i = 0; i < typing->count; i++) {
		if (now_s - typing->items[i].at_s >= REPORT_TYPING_WAIT_S)
			finish(typing, i, finished, context);
	}
	while (typing->count > 0 && now_s - typing->items[0].at_s >= REPORT_TYPING_KEEP_S)
		drop(typing, 0);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_REPORT_TYPING_H
#define FORNIX_REPORT_TYPING_H

/*
 * Searches that a client makes with every letter: which of them was meant.
 *
 * A search waits until nothing longer that begins with it has come for a while;
 * then it was finished.  Whoever takes letters back makes no search: only when
 * others follow, what was typed first was none, unless it had been finished.
 * Texts of different people cannot be told apart, and need not be: two who type the
 * same at the same moment count as one.
 *
 * In memory only; not for two threads.  It reads no clock.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "report.h"

#define REPORT_TYPING_MAX    64 /* texts that wait or are remembered; the oldest goes first */
#define REPORT_TYPING_WAIT_S 5  /* without another letter, then it is finished */
#define REPORT_TYPING_KEEP_S 30 /* so long taking letters back is no search */

struct report_typed {
	struct report_facts facts;
	size_t length; /* of the text; at most REPORT_QUERY_BYTES_MAX */
	char text[REPORT_QUERY_BYTES_MAX];
};

/* Zero is an empty one. */
struct report_typing {
	size_t count;
	struct {
		struct report_typed typed;
		size_t left;  /* how much of it was not taken back */
		int64_t at_s; /* of the last letter */
		bool is_finished;
	} items[REPORT_TYPING_MAX]; /* oldest first */
};

/* Called with each search that was finished. */
typedef void report_typing_finished(const struct report_typed *typed, void *context);

/* Takes a search at now_s, in seconds of a clock that never goes back. */
void report_typing_add(struct report_typing *typing, const struct report_typed *typed,
    int64_t now_s, report_typing_finished *finished, void *context);

/* Those that are finished by now_s; with INT64_MAX all, and all texts are forgotten. */
void report_typing_settle(struct report_typing *typing, int64_t now_s,
    report_typing_finished *finished, void *context);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_FINDINGS_H
#define FORNIX_FINDINGS_H

/* What a check of a glossary has to say, by line. */

#include <stdbool.h>
#include <stddef.h>

#include "error.h"
#include "span.h"

struct finding {
	unsigned line;   /* of the glossary, from 1 */
	bool is_problem; /* else a note: it may be meant */
	char *text;      /* one line in plain words, with names as they were written; owned */
};

struct findings {
	size_t count, capacity;
	struct finding *items; /* owned */
	size_t problem_count;
	size_t line_count; /* lines that can be used */
};

/* Text that is very long is cut. */
void findings_add(struct findings *findings, unsigned line, bool is_problem, const char *format,
    ...) FORNIX_PRINTF(4, 5);

/* How many bytes of a phrase to show: the width of "%.*s". */
int findings_width(struct span phrase);

/* By line, problems first. */
void findings_sort(struct findings *findings);
void findings_fini(struct findings *findings);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_GLOSSARY_FINDINGS_H
#define FORNIX_GLOSSARY_FINDINGS_H

/* What a check of a glossary has to say, by line. */

#include <stdbool.h>
#include <stddef.h>

#include "error.h"
#include "span.h"

struct glossary_finding {
	unsigned line;   /* of the glossary, from 1 */
	bool is_problem; /* else a note: it may be meant */
	char *text;      /* one line in plain words, with names as they were written; owned */
};

struct glossary_findings {
	size_t count, capacity;
	struct glossary_finding *items; /* owned */
	size_t problem_count;
	size_t line_count; /* lines that can be used */
};

/* Text that is very long is cut. */
void glossary_findings_add(struct glossary_findings *findings, unsigned line, bool is_problem,
    const char *format, ...) FORNIX_PRINTF(4, 5);

/* How many bytes of a phrase to show: the width of "%.*s". */
int glossary_findings_width(struct span phrase);

/* By line, problems first. */
void glossary_findings_sort(struct glossary_findings *findings);
void glossary_findings_fini(struct glossary_findings *findings);

#endif

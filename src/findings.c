/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "findings.h"

#include <stdarg.h>

#include "xalloc.h"

#define TEXT_BYTES         512
#define PHRASE_BYTES_SHOWN 120

void
findings_add(struct findings *findings, unsigned line, bool is_problem, const char *format, ...)
{
	char text[TEXT_BYTES];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	XALLOC_GROW(findings->items, findings->count, findings->capacity);
	findings->items[findings->count++] =
	    (struct finding){.line = line, .is_problem = is_problem, .text = xstrdup(text)};
	findings->problem_count += is_problem;
}

int
findings_width(struct span phrase)
{
	return (int)(phrase.length < PHRASE_BYTES_SHOWN ? phrase.length : PHRASE_BYTES_SHOWN);
}

static int
compare_findings(const void *a, const void *b)
{
	const struct finding *x = a, *y = b;

	if (x->line != y->line)
		return x->line > y->line ? 1 : -1;
	if (x->is_problem != y->is_problem)
		return x->is_problem ? -1 : 1;
	return strcmp(x->text, y->text);
}

void
findings_sort(struct findings *findings)
{
	if (findings->count > 0)
		qsort(findings->items, findings->count, sizeof *findings->items,
		    compare_findings);
}

void
findings_fini(struct findings *findings)
{
	size_t i;

	for (i = 0; i < findings->count; i++)
		free(findings->items[i].text);
	free(findings->items);
	*findings = (struct findings){.count = 0};
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_TEST_FINDINGS_TEXT_H
#define FORNIX_TEST_FINDINGS_TEXT_H

/* Findings as one text that a test can compare. */

#include <stdio.h>

#include "findings.h"

/* "LINE text|" for each finding, as many as there is room for; findings are freed. */
static inline void
findings_text(struct findings *findings, char *out, size_t size)
{
	size_t i, used = 0;

	out[0] = '\0';
	for (i = 0; i < findings->count && used < size - 1; i++)
		used += (size_t)snprintf(out + used, size - used, "%u %s|",
		    findings->items[i].line, findings->items[i].text);
	findings_fini(findings);
}

#endif

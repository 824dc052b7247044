/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_GLOSSARY_WAYS_H
#define FORNIX_GLOSSARY_WAYS_H

/*
 * Which phrase of a glossary leads to which, and what of it contradicts itself:
 * a phrase with entries on two lines, lines that lead back to where they began.
 */

#include "glossary.h"
#include "findings.h"

/* {0} to begin with. */
struct glossary_ways {
	size_t count, capacity;
	struct glossary_way *items; /* owned */
	bool is_full;
};

/* Adds the ways of a line; a problem at the first line that the limit keeps out. */
void glossary_ways_add(
    struct glossary_ways *ways, const struct glossary_line *line, struct findings *findings);

/* Adds the problems of all ways together. */
void glossary_ways_check(struct glossary_ways *ways, struct findings *findings);
void glossary_ways_fini(struct glossary_ways *ways);

#endif

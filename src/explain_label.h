/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_EXPLAIN_LABEL_H
#define FORNIX_EXPLAIN_LABEL_H

/* Which part of what was typed a term of the index comes from, for explain.c. */

#include "buffer.h"
#include "explain.h"

/*
 * Fills kind, and text and typed, which are the caller's, for a word or phrase of the
 * query that was run: terms with their prefixes.
 */
void explain_label(const struct query *query, const struct span *terms, size_t count,
    struct explain_part *ret_part);

/* The clause as it can be typed: -"spinal cord", title:nerve. */
void explain_label_clause(const struct query_clause *clause, struct buffer *out);

#endif

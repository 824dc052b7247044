/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_GATE_JUDGED_H
#define FORNIX_GATE_JUDGED_H

/* The judged queries at the gate.  For gate.c. */

#include "gate.h"

#define GATE_JUDGED_QUERIES "_search/queries.tsv" /* below the corpus */

/*
 * Puts the queries to candidate and to served, which may be NULL: one that
 * cannot be opened is compared with nothing.  A mean that is too low and a file
 * with a mistake are reasons.  Without a file, none is too low unless the
 * policy asks for one.
 */
FORNIX_CHECKED enum fornix_status gate_judged(struct gate *gate, const char *corpus,
    const struct generation *candidate, const struct generation *served,
    struct fornix_error *err);

#endif

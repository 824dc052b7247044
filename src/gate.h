/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_GATE_H
#define FORNIX_GATE_H

/*
 * Whether a new generation may be published: the reasons why not, one line
 * each.  Only the indexer includes this; it publishes nothing itself.
 */

#include <stddef.h>

#include "error.h"
#include "gate_policy.h"
#include "generation.h"
#include "index_writer.h"
#include "span.h"

#define GATE_REASONS_MAX   1000 /* more are counted only */
#define GATE_REASONS_SHOWN 12   /* what fits on one screen */
#define GATE_NAMES_SHOWN   5    /* articles or queries that a reason names */

struct gate {
	const struct gate_policy *policy; /* borrowed; NULL: everything may be published */
	bool is_part; /* what is looked at has a share of the articles: it is not judged */
	const struct index_delta *delta; /* borrowed; NULL: all of the index is checked */
	size_t count;                    /* reasons, also past the most */
	size_t capacity;
	char **reasons; /* owned; the first GATE_REASONS_MAX */
};

void gate_init(struct gate *gate, const struct gate_policy *policy);
void gate_fini(struct gate *gate);

/* Text that is very long is cut. */
void gate_add(struct gate *gate, const char *format, ...) FORNIX_PRINTF(2, 3);

/*
 * Weighs the articles that were served and would not be any more; names are the
 * first of them, at most GATE_NAMES_SHOWN.
 */
void gate_removals(struct gate *gate, size_t removed, size_t served, const char *const *names,
    size_t name_count);

/* Looks at the glossary; what is wrong with other rules comes from rules_init(). */
FORNIX_CHECKED enum fornix_status gate_glossary(
    struct gate *gate, const char *path, struct span text, struct fornix_error *err);

/*
 * Opens the generation in folder, which has its manifest, as a reader will, and
 * checks its index; then puts the judged queries of the corpus to it and to
 * served (which may be NULL).  What is wrong with the generation or the queries
 * is a reason; an error is what keeps from looking.
 */
FORNIX_CHECKED enum fornix_status gate_candidate(struct gate *gate, const char *corpus,
    const char *folder, const struct generation *served, struct fornix_error *err);

#endif

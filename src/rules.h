/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_RULES_H
#define FORNIX_RULES_H

/*
 * The rules that the content brings along, in the corpus' folder "_search": read
 * and checked when indexing, published with the generation.
 */

#include "buffer.h"
#include "corpus.h"

#define RULES_FOLDER "_search"

/* A line that cannot be used; path is below the corpus.  Valid during the call. */
typedef void rules_problem(const char *path, const char *reason, void *context);

struct rules {
	struct buffer glossary; /* text of the file; empty without one */
	char hash[65];          /* of all of them, hexadecimal */
};

/* Files that are missing are empty; one that cannot be read is a problem and empty. */
void rules_init(
    struct rules *rules, const struct corpus *corpus, rules_problem *problem, void *context);
void rules_fini(struct rules *rules);

/* Writes them into the folder of a generation, over what is there. */
FORNIX_CHECKED enum fornix_status rules_write(
    const struct rules *rules, const char *folder, struct fornix_error *err);

#endif

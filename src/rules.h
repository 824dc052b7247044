/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_RULES_H
#define FORNIX_RULES_H

/*
 * The rules that the content brings along, in the corpus' folder "_search": read
 * and checked when indexing, published with the generation.
 *
 * A file without mistakes is published as it is.  A line of the glossary, or one
 * rule, that cannot be used is a finding, and counts as if it were not there.  A
 * file of which nothing can be used does not take away what was published before.
 */

#include "buffer.h"
#include "corpus.h"
#include "findings.h"

#define RULES_FOLDER CORPUS_RULES

enum rules_file {
	RULES_GLOSSARY,
	RULES_URGENT,
	RULES_BEST_BETS,
	RULES_FILES,
};

/* The file's path below the corpus, "_search/urgent.yaml", and its name. */
const char *rules_path(enum rules_file file);
const char *rules_name(enum rules_file file);
/* The most bytes that it may have. */
size_t rules_bytes_max(enum rules_file file);

/* Reads a file; *ret_exists is false, and text empty, without one. */
FORNIX_CHECKED enum fornix_status rules_read(const struct corpus *corpus, enum rules_file file,
    struct buffer *text, bool *ret_exists, struct fornix_error *err);

/*
 * What is wrong with the text of a file of rules, but for the glossary, which
 * glossary_check() looks at.  Returns false when nothing of it can be used.
 */
bool rules_check(const struct corpus *corpus, enum rules_file file, const struct buffer *text,
    struct findings *findings);

/* Something that cannot be used; path is below the corpus.  Valid during the call. */
typedef void rules_problem(
    enum rules_file file, unsigned line, const char *reason, void *context);

struct rules {
	struct buffer texts[RULES_FILES]; /* empty without a file */
	char hash[65];                    /* of all of them, hexadecimal */
};

/* served is the folder of the generation that is served, or NULL. */
void rules_init(struct rules *rules, const struct corpus *corpus, const char *served,
    rules_problem *problem, void *context);
void rules_fini(struct rules *rules);

/* Writes them into the folder of a generation, over what is there. */
FORNIX_CHECKED enum fornix_status rules_write(
    const struct rules *rules, const char *folder, struct fornix_error *err);

#endif

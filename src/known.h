/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_KNOWN_H
#define FORNIX_KNOWN_H

/*
 * What the served generation knows of the corpus: the files of the last run.
 *
 * The indexer compares the corpus with it to find what is new, changed, moved
 * and gone.
 */

#include "articles.h"
#include "article.h"
#include "generation.h"
#include "share.h"

struct known_file {
	char *path;
	uint64_t size;
	int64_t mtime_ns, ctime_ns;
	uint64_t inode;
	unsigned char hash[ARTICLES_HASH_BYTES];
	uint32_t document; /* 0: skipped */
	char *reason;      /* why it was skipped, or "" */
	bool is_seen;      /* the corpus still has it; set by the indexer */
	bool is_lost;      /* neither there nor moved; set by the indexer */
	bool is_dropped;   /* there, and must not be found any more; set by the indexer */
};

struct known {
	struct articles *articles; /* of the served generation; NULL without one */
	bool is_current;        /* made by the same rules, so what has not changed may stay */
	uint32_t last_document; /* the highest number ever given */
	size_t file_count;
	struct known_file *files; /* in order of path */
};

/* The rules by which texts become terms and URLs, as one line of text; the caller frees it. */
char *known_fingerprint(
    const struct article_options *options, const struct share *share, const char *rules_hash);

/*
 * Reads generation (NULL: none, nothing is known).  One that cannot be read is
 * as none.  The caller calls known_fini().
 */
void known_init(
    struct known *known, const struct generation *generation, const char *fingerprint);
void known_fini(struct known *known);

/* The file with that path, or NULL; owned by known. */
struct known_file *known_find(const struct known *known, const char *path);

/* Notes fingerprint and last number in articles, for the next run. */
FORNIX_CHECKED enum fornix_status known_store(struct articles *articles,
    const char *fingerprint, uint32_t last_document, struct fornix_error *err);

#endif

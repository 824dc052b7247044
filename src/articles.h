/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_ARTICLES_H
#define FORNIX_ARTICLES_H

/*
 * articles.mdb: the texts of a generation, and which files they came from.
 *
 * The only user of LMDB.  Reading is a memory map: nothing is copied, no lock
 * file is made, and any number of threads may read one opened file.  Writing
 * is one transaction, by one thread, on a file that nobody reads yet.
 *
 * Four tables: records by document number; document numbers by article id;
 * source files by path; facts (strings) by name.
 */

#include <stdbool.h>
#include <stdint.h>

#include "error.h"
#include "span.h"

#define ARTICLES_FILE_BYTES_MAX   (32ULL << 30)
#define ARTICLES_HASH_BYTES       32  /* SHA-256 */
#define ARTICLES_KEY_BYTES_MAX    511 /* LMDB's limit: ids, paths and names of facts */
#define ARTICLES_FACT_BYTES_MAX   (256 * 1024 * 1024)
#define ARTICLES_REASON_BYTES_MAX 1000

struct articles;

/* What the indexer knows of a file that it has read. */
struct articles_source {
	uint64_t size; /* bytes */
	int64_t mtime_ns;
	/* No program sets this time as it likes; 0: it cannot tell. */
	int64_t ctime_ns;
	uint64_t inode;
	unsigned char hash[ARTICLES_HASH_BYTES]; /* of the bytes */
	uint32_t document;  /* its number, or 0 when it is not in the index */
	struct span reason; /* why it is not ("draft"); borrowed */
};

enum articles_mode {
	ARTICLES_READ,
	ARTICLES_CREATE, /* a new file */
	ARTICLES_CHANGE, /* an existing file, which must be a private copy */
};

/* NOT_FOUND for a missing file, CORRUPT for a damaged one, IO when a new one exists. */
FORNIX_CHECKED enum fornix_status articles_open(const char *path, enum articles_mode mode,
    struct articles **ret_articles, struct fornix_error *err);
/* Without articles_commit() before, all changes are gone. */
void articles_free(struct articles *articles);

uint32_t articles_count(const struct articles *articles);

/*
 * The record of a document; NOT_FOUND when there is none.  The bytes live until
 * articles_free(), in a writer until the next change.
 */
FORNIX_CHECKED enum fornix_status articles_get(struct articles *articles, uint32_t document,
    struct span *ret_record, struct fornix_error *err);

/* The number of the article with that id; NOT_FOUND when there is none. */
FORNIX_CHECKED enum fornix_status articles_find(struct articles *articles, struct span id,
    uint32_t *ret_document, struct fornix_error *err);

/* NOT_FOUND when the path is unknown. */
FORNIX_CHECKED enum fornix_status articles_source_get(struct articles *articles,
    struct span path, struct articles_source *ret_source, struct fornix_error *err);

/*
 * Calls back for every source in order of path until it returns false.  The
 * callback may look things up, but not change anything.
 */
typedef bool articles_source_callback(
    struct span path, const struct articles_source *source, void *context);
FORNIX_CHECKED enum fornix_status articles_sources(struct articles *articles,
    articles_source_callback *callback, void *context, struct fornix_error *err);

/* Calls back for every fact in order of name, as articles_sources() does. */
typedef bool articles_fact_callback(const char *name, struct span value, void *context);
FORNIX_CHECKED enum fornix_status articles_facts(struct articles *articles,
    articles_fact_callback *callback, void *context, struct fornix_error *err);

/* A fact by name; an empty span when it is not there. */
FORNIX_CHECKED enum fornix_status articles_fact_get(struct articles *articles, const char *name,
    struct span *ret_value, struct fornix_error *err);

/*
 * Puts a record of at most RECORD_BYTES_MAX.  An id belongs to one document:
 * when a document gets another id, remove it before.
 */
FORNIX_CHECKED enum fornix_status articles_put(struct articles *articles, uint32_t document,
    struct span id, struct span record, struct fornix_error *err);
/* Removes record and id; ones that are not there are fine. */
FORNIX_CHECKED enum fornix_status articles_remove(
    struct articles *articles, uint32_t document, struct span id, struct fornix_error *err);
FORNIX_CHECKED enum fornix_status articles_source_put(struct articles *articles,
    struct span path, const struct articles_source *source, struct fornix_error *err);
FORNIX_CHECKED enum fornix_status articles_source_remove(
    struct articles *articles, struct span path, struct fornix_error *err);
FORNIX_CHECKED enum fornix_status articles_fact_put(
    struct articles *articles, const char *name, struct span value, struct fornix_error *err);

/* Makes all changes durable (fsync) and keeps the file open for reading on. */
FORNIX_CHECKED enum fornix_status articles_commit(
    struct articles *articles, struct fornix_error *err);

#endif

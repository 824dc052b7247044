/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_INDEX_WRITER_H
#define FORNIX_INDEX_WRITER_H

/*
 * Writing the inverted index.  Only the indexer includes this.
 *
 * Xapian discards a whole batch when adding one document throws, and commits in
 * a destructor, so a writer works in one transaction: index_writer_commit()
 * makes all of it visible, index_writer_free() without it nothing; after any
 * failure the writer is dead and every call returns that first error.  Terms
 * are checked here before Xapian sees them.
 */

#include <stdint.h>

#include "error.h"
#include "span.h"

#ifdef __cplusplus
extern "C" {
#endif

#define INDEX_DOCUMENT_TERMS_MAX 200000 /* postings of one document */
#define INDEX_MERGE_MAX          256    /* each is open at once, with up to five files */

struct index_writer;
struct index_document;

/* A document to be filled and put, then cleared and used again. */
struct index_document *index_document_new(void);
void index_document_free(struct index_document *document);
void index_document_clear(struct index_document *document);

/* Whether it can be put; else the first thing that did not fit. */
FORNIX_CHECKED enum fornix_status index_document_check(
    const struct index_document *document, struct fornix_error *err);

/* A term at a position, counted weight times.  Longer ones than INDEX_TERM_BYTES_MAX are an
 * error at put. */
void index_document_posting(struct index_document *document, const char *prefix,
    struct span term, unsigned position, unsigned weight);
/* A term without position, counted weight times; 0 is a filter. */
void index_document_term(
    struct index_document *document, const char *prefix, struct span term, unsigned weight);
/* A value for sorting: compared as bytes. */
void index_document_value(struct index_document *document, int slot, struct span value);
/* Values for a facet; each at most 255 bytes (longer ones are left out). */
void index_document_list(
    struct index_document *document, int slot, const struct span *values, size_t count);

/* Bytes that are kept as they are with the document, which will be put with that number. */
void index_document_text(struct index_document *document, uint32_t number, struct span text);

/* Creates a database in the folder path, which must not exist. */
FORNIX_CHECKED enum fornix_status index_writer_create(
    const char *path, struct index_writer **ret_writer, struct fornix_error *err);
/* Opens an existing one for changes: a private copy, never one that is being served. */
FORNIX_CHECKED enum fornix_status index_writer_open(
    const char *path, struct index_writer **ret_writer, struct fornix_error *err);
void index_writer_free(struct index_writer *writer);

/* Writes document under the number (from 1), replacing what was there. */
FORNIX_CHECKED enum fornix_status index_writer_put(struct index_writer *writer, uint32_t number,
    const struct index_document *document, struct fornix_error *err);
/* A number that is not there is fine. */
FORNIX_CHECKED enum fornix_status index_writer_delete(
    struct index_writer *writer, uint32_t number, struct fornix_error *err);
/* Something to know about the database as a whole. */
FORNIX_CHECKED enum fornix_status index_writer_fact(
    struct index_writer *writer, const char *name, const char *value, struct fornix_error *err);
FORNIX_CHECKED enum fornix_status index_writer_commit(
    struct index_writer *writer, struct fornix_error *err);

/*
 * Merges databases into a new one at path, which must not exist; document
 * numbers stay.  The numbers of one database must all be below or all above
 * those of another.  None at all make an empty database; LIMIT past
 * INDEX_MERGE_MAX.
 */
FORNIX_CHECKED enum fornix_status index_merge(
    const char *const *paths, size_t count, const char *path, struct fornix_error *err);

/*
 * Whether the database at path opens, holds exactly documents documents and is
 * sound.  Runs the check in a child process, since a damaged database can crash
 * it.  FORNIX_ERR_CORRUPT when not.
 */
FORNIX_CHECKED enum fornix_status index_check(
    const char *path, uint32_t documents, struct fornix_error *err);

/* In what a database differs from another one, which is sound. */
struct index_delta {
	const char *before;            /* path of the other one; borrowed, as all here */
	const uint32_t *put, *removed; /* numbers of documents */
	size_t put_count, removed_count;
};

/*
 * The same for a database that came of a sound one: reads what searching would of each
 * document that was put or removed, and compares the two ways in which the database knows
 * it, by document and by word.  What this takes hangs on how many these are alone.
 */
FORNIX_CHECKED enum fornix_status index_check_delta(const char *path, uint32_t documents,
    const struct index_delta *delta, struct fornix_error *err);

#ifdef __cplusplus
}
#endif

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_EVAL_READ_H
#define FORNIX_EVAL_READ_H

/*
 * The files of an evaluation.  Lines end with LF or CRLF; empty ones are left
 * out.  What is wrong in a file is an error (INPUT; LIMIT past a ceiling) that
 * names file and line.
 */

#include "buffer.h"
#include "error.h"
#include "eval.h"
#include "span.h"

#define EVAL_FILE_BYTES_MAX  (64 * 1024 * 1024)
#define EVAL_QUERIES_MAX     20000
#define EVAL_LINES_MAX       1000000 /* of each */
#define EVAL_NAME_BYTES_MAX  4096    /* of a query's or a document's name */
#define EVAL_QUERY_BYTES_MAX (64 * 1024)

/*
 * The practice's own queries: QUERY TAB ARTICLE|ARTICLE... [TAB GRADES], with the
 * best article first, and "#" before a comment.  Without grades the first
 * article has 2 and further ones have 1; one grade goes for all of the line, or there
 * is one for each article, with "|" between.  A query that comes again adds its
 * articles.  The id of a query is its text as in a form's address: "+" for a space,
 * so that it stays the same when others come and go.
 *
 * set is empty and initialized; on failure the caller still calls eval_set_fini().
 */
FORNIX_CHECKED enum fornix_status eval_read_practice(
    const char *file, struct eval_set *set, struct fornix_error *err);

/*
 * The id that a query of the practice has, and in a run of "fornix search"; the caller
 * frees it.  As in the address of a form, for white space must not be in an id.
 */
char *eval_read_id(struct span text);

/* Queries as ID TAB TEXT, "#" before a comment; an id twice is an error.  set as above. */
FORNIX_CHECKED enum fornix_status eval_read_queries(
    const char *file, struct eval_set *set, struct fornix_error *err);

/*
 * Judgements in TREC's format: ID 0 DOCUMENT GRADE.  A document judged twice for
 * a query is an error; a query that the set lacks is counted and left out.
 */
FORNIX_CHECKED enum fornix_status eval_read_qrels(
    const char *file, struct eval_set *set, size_t *ret_unknown, struct fornix_error *err);

/*
 * A run in TREC's format: ID Q0 DOCUMENT RANK SCORE TAG.  As in trec_eval the
 * order is that of the scores and, where they are equal, of the documents' names
 * backwards; the rank is not looked at.  Rankings are cut at depth.  A document
 * twice for a query is an error; a query that the set lacks is counted and
 * left out; one that the run lacks has no results.  The caller ends *ret_run
 * with eval_run_fini().
 */
FORNIX_CHECKED enum fornix_status eval_read_run(const char *file, const struct eval_set *set,
    unsigned depth, struct eval_run *ret_run, size_t *ret_unknown, struct fornix_error *err);

/*
 * Appends a run in the same format.  Scores are lowered by the least that shows where
 * the order asks for it: results with equal scores keep it when the file is read.
 * White space in a document's name becomes "_", for the format has no room for it.
 */
void eval_format_run(
    struct buffer *out, const struct eval_set *set, const struct eval_run *run);

#endif

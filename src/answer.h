/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_ANSWER_H
#define FORNIX_ANSWER_H

/*
 * What GET /api/search answers, as the result that it was written from, so that a
 * search on another machine has the same faces.
 *
 * The bytes may come from anybody.  What a result has a ceiling for is cut there;
 * what an answer leaves out is empty; texts are cleaned (see escape_clean()); the
 * id of an article leads nowhere but below the folder of the articles.  What the answer does
 * not tell (which pattern of a rule has fired) is NULL or 0.
 */

#include "search.h"

#define ANSWER_BYTES_MAX (4 * 1024 * 1024)
#define ANSWER_LIST_MAX  256 /* entries of a list for which a result has no ceiling */

/*
 * INPUT when it is not the JSON of such an answer: without "query", "total" or
 * "results", or with a result whose "id" or "title" is
 * missing or cannot be one.  The caller frees
 * *ret_result.
 */
FORNIX_CHECKED enum fornix_status answer_read(const char *bytes, size_t length,
    struct search_result **ret_result, struct fornix_error *err);

/*
 * The "detail" of a problem (RFC 9457), which the caller frees, or NULL when the
 * bytes are none.
 */
char *answer_read_problem(const char *bytes, size_t length);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_RENDER_PARTS_H
#define FORNIX_RENDER_PARTS_H

/*
 * What more than one face needs; private to them.
 */

#include <stdbool.h>
#include <stdint.h>

#include "buffer.h"
#include "json.h"
#include "search.h"

/* "1,200" */
void render_number(struct buffer *out, uint64_t number);

/* The heading of the section that the snippet is from, or NULL without one. */
const char *render_hit_heading(const struct search_hit *hit);

/*
 * Copies the first mark from number *i on that begins at byte at or later and
 * lies within the text, and moves *i behind it; false when there is none.
 */
bool render_next_mark(
    const struct snippet_text *text, size_t at, size_t *i, struct snippet_mark *ret_mark);

/* How many of the hits are barely related; they are the last ones. */
size_t render_loose_count(const struct search_result *result);

/* Whether the part of the query is left out and no earlier one is the same: to be told once. */
bool render_part_is_missing(const struct search_result *result, size_t part);

/* Puts what the practice's rules say as the members "urgent" and "bestBets" of an object. */
void render_json_rules(struct json *json, const struct search_result *result);

/*
 * What was searched for besides the words, as plain text that still has to be
 * cleaned: "hydrocephalus (water on the brain); facial nerve, nerve VII (CN VII)".
 */
void render_synonyms(struct buffer *out, const struct search_result *result);

/* Appends "tel:" and the number's digits; returns false, with nothing appended, without any. */
bool render_phone_url(struct buffer *out, const char *number);

/* Whether the label of a phone holds its number, so that it need not be said twice. */
bool render_says_number(const struct search_phone *phone);

/*
 * Appends a URL that may be linked to, percent-encoded: one that begins with
 * one slash, or with "https://" and a host.  Returns false, with nothing
 * appended, for any other (other schemes, "//host", controls, backslashes).
 * '%' and '&' stay as they are, so HTML still has to escape it.
 */
bool render_url(struct buffer *out, const char *url);

#endif

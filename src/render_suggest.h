/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_RENDER_SUGGEST_H
#define FORNIX_RENDER_SUGGEST_H

/* What is offered while somebody types, as JSON: for our own search box and for browsers. */

#include "buffer.h"
#include "suggest.h"

/* The object of GET /api/suggest, described in fornixd(8); query is as it was typed. */
void render_suggest_json(
    const char *query, const struct suggest_result *result, struct buffer *out);

/*
 * The array of OpenSearch suggestions: query, completions, descriptions, URLs.
 * public_url is what URLs begin with, "" gives relative ones.
 */
void render_suggest_opensearch(const char *query, const struct suggest_result *result,
    const char *public_url, const char *search_path, struct buffer *out);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_RENDER_MEILI_H
#define FORNIX_RENDER_MEILI_H

/*
 * Answers as Meilisearch gives them: results in, JSON out.
 *
 * A hit has the attributes of meili.h.  As in Meilisearch, texts are plain,
 * also in _formatted: what is put into a page must be escaped there, as the
 * widgets of InstantSearch do.  Articles that are barely related are left out,
 * because widgets page through what estimatedTotalHits says.
 */

#include "json.h"
#include "meili.h"
#include "search.h"

/* One answer; with_index: as part of a multi-search. */
void render_meili(struct json *json, const struct meili_query *query,
    const struct search_result *result, bool with_index);

/* Of a facet search: the values of query->facet_name that have facet_query in them. */
void render_meili_facet(
    struct json *json, const struct meili_query *query, const struct search_result *result);

/* {"message", "code", "type", "link"} */
void render_meili_error(struct json *json, const char *message, const char *code, int status);

#endif

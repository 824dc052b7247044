/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_HTML_PAGE_H
#define FORNIX_HTML_PAGE_H

/*
 * The parts of the results page; private to render_html.c and html_*.c.
 *
 * page->result is not NULL, and page->request holds the query as it was
 * understood and every filter once.
 */

#include "render.h"

/* The clinicians' card for an emergency, before everything else; nothing when no rule fired. */
void html_urgent(struct buffer *out, const struct search_result *result);

/* What the practice recommends, before the hits; nothing without any. */
void html_best_bets(struct buffer *out, const struct search_result *result);

/* "Showing results for …" or "Did you mean …?"; nothing where nothing was corrected. */
void html_correction(struct buffer *out, const struct render_page *page);
/* "About 1,200 results for “face pain”. Page 2 of 3." */
void html_summary(struct buffer *out, const struct search_result *result);
/* "Also searching for …", with a link to do without; nothing without synonyms. */
void html_synonyms(struct buffer *out, const struct render_page *page);
/* The words that no article has, crossed out; nothing without any. */
void html_missing(struct buffer *out, const struct search_result *result);
/* The result's warnings in one box; nothing without any. */
void html_warnings(struct buffer *out, const struct search_result *result);

/* The whole content where nothing was found: what comes closest, topics, whom to ask. */
void html_nothing(struct buffer *out, const struct render_page *page);
/* The whole content of a page past the last one. */
void html_past_end(struct buffer *out, const struct render_page *page);

/* The filters in force, each with a link to drop it; with hits also one to drop them all. */
void html_filters(struct buffer *out, const struct render_page *page);

/* Links that filter the results, with counts; nothing when there is no choice. */
void html_facets(struct buffer *out, const struct render_page *page);

/* What to call a filter's value: the facet's label, else its words. */
void html_filter_label(struct buffer *out, const struct search_result *result, const char *name,
    const char *value, size_t length);

/* Links to the same results in other orders; nothing when there is nothing to order. */
void html_sort(struct buffer *out, const struct render_page *page);

/* The hits, the barely related ones in a list of their own. */
void html_hits(struct buffer *out, const struct render_page *page);
/* The hits in one list, their titles as "h2" or "h3". */
void html_hit_list(struct buffer *out, const struct render_page *page, const char *heading);

/* Articles near to the first hit, beside the list; nothing without any. */
void html_related(struct buffer *out, const struct render_page *page);

/* Previous, numbers, next; nothing when all is on one page. */
void html_pager(struct buffer *out, const struct render_page *page);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_RENDER_H
#define FORNIX_RENDER_H

/*
 * The three faces of an answer: results in, bytes out.
 *
 * They open no files, know no sockets and no index.  All text is escaped here,
 * and only here: what a result holds is plain.
 */

#include "browse.h"
#include "buffer.h"
#include "related.h"
#include "render_site.h"
#include "search.h"

#define RENDER_BYTES_MAX (2 * 1024 * 1024) /* ceiling for the buffer of one answer */

/* How the JSON says which parts of a text were found. */
enum render_highlight {
	RENDER_HIGHLIGHT_HTML,    /* "titleHtml": escaped text with <mark> */
	RENDER_HIGHLIGHT_OFFSETS, /* "titleMatches": see render_offsets.h */
	RENDER_HIGHLIGHT_NONE,
};

/* The object of GET /api/search and of fornix search --json, described in fornix(1). */
void render_json(const struct search_result *result, struct buffer *out);
void render_json_highlighted(
    const struct search_result *result, enum render_highlight highlight, struct buffer *out);

/* What the page needs to know besides the result. */
struct render_page {
	const struct render_site *site;
	uint32_t today;                       /* YYYYMMDD; reviews due before are overdue */
	const struct search_request *request; /* what was asked; for links and the form */
	const struct search_result *result;   /* NULL: the empty search page */
};

/* A whole HTML document that works without JavaScript. */
void render_html_page(const struct render_page *page, struct buffer *out);

/* The list of all articles as a whole HTML document; page has no result. */
void render_html_browse(
    const struct render_page *page, const struct browse_result *result, struct buffer *out);

/*
 * The page that shows how to have the search box on pages of the site, or how to
 * have a plain form where there is no box.  page has no request and no result.
 */
void render_html_box(const struct render_page *page, struct buffer *out);

/* The object of GET /api/related and of fornix related --json. */
void render_json_related(const struct related_result *result, struct buffer *out);

/* The object of GET /api/articles. */
void render_json_articles(const struct browse_result *result, struct buffer *out);

/*
 * A whole HTML document for an error: 400, 404, 405, 414, 503 and others.  NULL
 * for title or detail gives one that fits the status.
 */
void render_html_error(const struct render_site *site, int http_status, const char *title,
    const char *detail, struct buffer *out);

struct render_text_options {
	bool with_colour;      /* SGR sequences */
	unsigned width;        /* columns of the terminal; 0: do not wrap */
	const char *corpus;    /* folder of the articles, for the paths shown */
	const unsigned *lines; /* of each hit in its file, 0: not known; or NULL */
	/* OSC 8 hyperlinks to the files: where they are, absolute; NULL: none. */
	const char *link_folder;
	const char *link_host; /* that the folder is on; NULL: not told */
};

void render_text(const struct search_result *result, const struct render_text_options *options,
    struct buffer *out);

/*
 * Appends the path of the hit's file below the folder corpus (NULL: "") as it is: it
 * still has to be escaped.
 */
void render_hit_path(const struct search_hit *hit, const char *corpus, struct buffer *out);

/* "March 2025" for 20250314; "" for 0 and for what is no day. */
void render_month(uint32_t date, struct buffer *out);
/* "2025-03-14" for 20250314; "" for 0 and for what is no day. */
void render_date(uint32_t date, struct buffer *out);

#endif

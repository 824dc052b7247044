/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_HTML_H
#define FORNIX_HTML_H

/*
 * Pieces of HTML that the pages share; private to the faces.
 *
 * Whatever is not a constant of ours goes through html_text() or
 * html_marked(): both clean it (see escape_clean()) and escape it for text and
 * for quoted attributes.
 */

#include <stdbool.h>
#include <stddef.h>

#include "buffer.h"
#include "render_site.h"
#include "search.h"
#include "snippet.h"

/* Any bytes as text. */
void html_text(struct buffer *out, const char *s, size_t length);
/* Text between two pieces of markup; text may be NULL. */
void html_wrap(struct buffer *out, const char *before, const char *text, const char *after);

/* Text with <mark> around its marks; marks outside of it are left out. */
void html_marked(struct buffer *out, const struct snippet_text *text);

/* A slug or a file's name as people write it: "Trigeminal neuralgia". */
void html_words(struct buffer *out, const char *slug, size_t length);

/*
 * A link with one of a result's URLs: '<a href="…">'.  Returns false, with
 * nothing appended, when the URL must not be linked to: see render_url().
 */
bool html_link_begin(struct buffer *out, const char *url);

/*
 * ' href="/search?q=…"' for a search: parameters q, section, tag, correct,
 * synonyms, since, sort, perPage and page, those with their default left out.
 */
void html_search_href(
    struct buffer *out, const char *search_path, const struct search_request *request);

/*
 * The search form, whole without a script, in the element that suggests where
 * there is one.
 */
struct html_box {
	const char *search_path;
	const char *id;    /* of the input */
	const char *name;  /* of the form, where a page has several; or NULL */
	const char *label; /* plain */
	const char *query; /* plain; or NULL */
};
void html_box(struct buffer *out, const struct html_box *box);

/* Around every page: head, header with the search form, footer. */
struct html_shell {
	const struct render_site *site;
	const char *title;  /* plain; what comes before the site's name */
	const char *query;  /* plain; in the form */
	const char *skip;   /* "Skip to …"; a template has links of its own */
	const char *target; /* id of where the skip link leads; NULL: the main part */
};

/* Up to where the content begins; html_shell_end() closes what is open, and the page. */
void html_shell_begin(struct buffer *out, const struct html_shell *shell);
void html_shell_end(struct buffer *out, const struct render_site *site);

/* Whom to ask, and when: "Call … . Contact us"; false, and nothing, when the site says neither.
 */
bool html_contact(struct buffer *out, const struct render_site *site);

#endif

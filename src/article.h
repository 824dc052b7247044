/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_ARTICLE_H
#define FORNIX_ARTICLE_H

/*
 * One Markdown file as an article: front matter, sections, figures.
 *
 * All texts are plain, valid UTF-8 without control characters; raw HTML in the
 * file has been reduced to its text.  It knows nothing of the index.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"

#define ARTICLE_FILE_BYTES_MAX (1024 * 1024) /* a larger file is not an article */
#define ARTICLE_SECTIONS_MAX   1000
#define ARTICLE_FIGURES_MAX    1000
#define ARTICLE_LIST_MAX       100 /* tags, keywords, synonyms, misspellings each */
#define ARTICLE_URL_BYTES_MAX  2000

/* How the site's generator makes heading anchors. */
enum article_anchors {
	ARTICLE_ANCHORS_GITHUB,
	ARTICLE_ANCHORS_HUGO,
	ARTICLE_ANCHORS_KRAMDOWN,
	ARTICLE_ANCHORS_DOCUSAURUS,
};

struct article_options {
	enum article_anchors anchors;
	/*
	 * How a path becomes a URL: "{path}" is the path under the corpus without
	 * ".md" ("index" and "_index" at its end removed), "{slug}" its last part,
	 * "{section}" its first folder.  Default "/{path}/".
	 */
	const char *url_pattern;
	uint32_t today; /* YYYYMMDD: for publication and expiry dates */
};

struct article_list {
	size_t count;
	char **items; /* owned */
};

struct article_section {
	char *heading;  /* "" for the text before the first heading */
	char *anchor;   /* without "#"; "" for the text before the first heading */
	unsigned level; /* 1 to 6; 0 for the text before the first heading */
	unsigned line;  /* of the heading in the file, from 1 */
	char *text;     /* blocks separated by one newline each */
};

enum article_figure_kind {
	ARTICLE_FIGURE_IMAGE,
	ARTICLE_FIGURE_VIDEO,
};

struct article_figure {
	enum article_figure_kind kind;
	char *url;
	char *alt;        /* "" for a video */
	char *caption;    /* the image's title, or ""; of a video, what the link says */
	unsigned section; /* index into sections */
};

#define ARTICLE_REFERENCES_MAX 10000 /* further ones are left out */

/* A link within the site, or an image that says nothing in words. */
struct article_reference {
	char *url;     /* as it is written, with its fragment */
	unsigned line; /* in the file, from 1 */
	bool is_image;
};

struct article {
	char *id;    /* path under the corpus without ".md", "/" between folders */
	char *url;   /* relative to the site's root, or https */
	char *title; /* never empty: front matter, first heading, or from the file's name */
	char *description;
	char *author;
	char *section;                       /* first folder of the path, "" at the top */
	uint32_t date, reviewed, review_due; /* YYYYMMDD, 0 when not stated */
	uint32_t expires; /* from this day on it must not be found; YYYYMMDD or 0 */
	struct article_list tags, keywords, synonyms, misspellings;
	/*
	 * What it links to within the site: ids of articles, for links to Markdown
	 * files, and URLs that begin with "/".
	 */
	struct article_list links;
	size_t section_count;
	struct article_section *sections;
	size_t figure_count;
	struct article_figure *figures;
	size_t reference_count; /* for checks; in order of line */
	struct article_reference *references;
	char *skip_reason;         /* why it must not be found ("draft"), or NULL */
	struct article_list notes; /* oddities worth telling the author, with line numbers */
};

/*
 * Parses the bytes of the file at path (relative to the corpus).  A draft or
 * expired page parses fine and has a skip_reason.  FORNIX_ERR_INPUT, with the
 * line, for front matter that cannot be read; FORNIX_ERR_LIMIT for sizes.
 * The caller frees *ret_article.
 */
FORNIX_CHECKED enum fornix_status article_parse(const char *bytes, size_t length,
    const char *path, const struct article_options *options, struct article **ret_article,
    struct fornix_error *err);

void article_free(struct article *article);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_SNIPPET_H
#define FORNIX_SNIPPET_H

/*
 * The passage of an article that answers a query, with the words marked.
 *
 * One pass over the record's sections with the query's set of stems finds the
 * best window: most of the query's different words, close together, rare ones
 * counting more, starting at a sentence where possible; with it the section to
 * link to.  Nothing is escaped here: marks are byte ranges, faces escape first
 * and mark second.  Words that only a heading has give the start of that
 * section's text; the description is shown when it holds every word and no
 * section does better.  Without any match it is the description, or the
 * article's first sentences.
 */

#include "analyze.h"
#include "record.h"
#include "span.h"

#define SNIPPET_BYTES          240 /* aim for the passage; about two lines on a screen */
#define SNIPPET_BYTES_MAX      320 /* with the ellipses */
#define SNIPPET_MARKS_MAX      64
#define SNIPPET_SCAN_BYTES     (256 * 1024) /* of text looked at in one article */
#define SNIPPET_TERMS_MAX      128
#define SNIPPET_SECTIONS_MAX   3
#define SNIPPET_FIGURES_MAX    2
#define SNIPPET_TEXT_BYTES_MAX 1024 /* of snippet_mark_text(), before the ellipsis */

/* One stem to look for. */
struct snippet_term {
	struct span stem;
	double weight;    /* of its presence in the passage; 0 marks it without counting */
	unsigned group;   /* of words that stand for the same word of the query, from 0 */
	bool is_unmarked; /* wanted, but not typed: what an answer would have */
	bool is_other;    /* of another way to say it: one word of it says little */
};

struct snippet_mark {
	size_t start, length; /* bytes in the text */
};

/* Plain text with marked ranges, in order, not overlapping. */
struct snippet_text {
	char *text; /* owned, valid UTF-8 on one line */
	size_t mark_count;
	struct snippet_mark *marks; /* owned */
};

struct snippet {
	struct snippet_text passage; /* "… " and " …" where it begins or ends inside a text */
	int section;                 /* index of the record's section it is from, or -1 */
	/*
	 * The sections with a heading that match best, first the one the passage is
	 * from; and the figures whose words are mostly those of the query.
	 */
	size_t section_count, figure_count;
	unsigned sections[SNIPPET_SECTIONS_MAX], figures[SNIPPET_FIGURES_MAX];
};

/*
 * terms: at most SNIPPET_TERMS_MAX, the rest is left out; of two with the same
 * stem the first is used.  The caller calls snippet_fini().
 */
void snippet_make(struct analyzer *analyzer, const struct record *record,
    const struct snippet_term *terms, size_t term_count, struct snippet *ret_snippet);
void snippet_fini(struct snippet *snippet);

/* Marks the terms in any short text, a title for one; a longer one is cut. */
void snippet_mark_text(struct analyzer *analyzer, struct span text,
    const struct snippet_term *terms, size_t term_count, struct snippet_text *ret_text);
void snippet_text_fini(struct snippet_text *text);

#endif

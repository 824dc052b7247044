/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_WINDOW_H
#define FORNIX_WINDOW_H

/*
 * The best window of matches: most of the query's different words, rare ones
 * counting more, close together, in prose, from the start of a sentence.
 *
 * A private helper of snippet.c.  It is fed the matches of one text after the
 * other and keeps the best; it sees offsets and weights, never text.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WINDOW_GROUPS_MAX  128
#define WINDOW_MATCHES_MAX 256 /* a power of two */

struct window_match {
	size_t start, end; /* bytes of the text */
	size_t sentence;   /* where its sentence starts */
	unsigned position; /* in words */
	unsigned line;     /* lines before its own */
	bool is_prose;     /* its line ends as a sentence does */
	bool is_defined;   /* stands at the end of brackets */
	unsigned group;    /* below WINDOW_GROUPS_MAX */
	double weight;     /* more than 0 */
};

struct window_best {
	double score; /* 0: nothing found */
	int source;   /* as given to window_begin() */
	size_t start, end, sentence;
};

struct window {
	size_t aim;            /* bytes that a window may have */
	double unit;           /* mean weight of a group: what bonuses are shares of */
	unsigned group_count;  /* that exist */
	int source;            /* of the text that is being fed */
	bool is_all_needed;    /* in this text a window counts only with every group */
	double bonus;          /* of all windows of this text, in units */
	double heading_weight; /* of all groups in the heading of this text */
	double heading[WINDOW_GROUPS_MAX];               /* weight of each, or 0 */
	struct window_match matches[WINDOW_MATCHES_MAX]; /* a ring */
	size_t first, next; /* numbers of the matches that fit a window */
	struct window_best best;
};

/* group_weights: WINDOW_GROUPS_MAX weights, 0 for groups that do not exist. */
void window_init(struct window *window, size_t aim, const double *group_weights);

/* A new text, with an empty heading; bonus is the share of the mean weight for all of it. */
void window_begin(struct window *window, int source, bool is_all_needed, double bonus);

/* A match in the heading of the text; before the text's own matches. */
void window_add_heading(struct window *window, unsigned group, double weight);

/* The start of the text, for its heading alone; after the matches of the heading. */
void window_add_start(struct window *window);

/* Matches come in the order of analyze_text(). */
void window_add(struct window *window, const struct window_match *match);

#endif

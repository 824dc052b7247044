/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_FILTER_H
#define FORNIX_FILTER_H

/*
 * Which articles a search keeps to, as a tree: tags and sections joined by
 * "all of", "any of" and "not".
 */

#include <stddef.h>

#define FILTER_NODES_MAX       250 /* a byte numbers them */
#define FILTER_DEPTH_MAX       16
#define FILTER_VALUE_BYTES_MAX 128

enum filter_kind {
	FILTER_TAG,     /* has the tag of this name, however it is written */
	FILTER_SECTION, /* is in the section of this name */
	FILTER_ALL_OF,  /* every child holds; true without children */
	FILTER_ANY_OF,  /* a child holds; false without children */
	FILTER_NONE_OF, /* no child holds; true without children */
};

/* Nodes lie in an array, whose first is the root. */
struct filter_node {
	enum filter_kind kind;
	char *value;              /* owned; of tags and sections, else NULL */
	unsigned char child;      /* of the others: the first, 0 without */
	unsigned char next;       /* the next child of the same parent, 0 for none */
	unsigned char last_child; /* 0 without */
};

struct filter {
	size_t count; /* 0: everything passes */
	struct filter_node nodes[FILTER_NODES_MAX];
};

/*
 * Adds a node, behind the other children of parent; the first one is the root
 * and its parent is ignored.  Returns its number, or -1 when there is no room
 * or the value is too long.
 */
int filter_add(struct filter *filter, size_t parent, enum filter_kind kind, const char *value,
    size_t value_length);
/* Frees the values and leaves it empty. */
void filter_fini(struct filter *filter);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_YAMLDOC_H
#define FORNIX_YAMLDOC_H

/*
 * One YAML document as a small tree.
 *
 * The only user of libyaml.  A safe part of YAML: no aliases, anchors or tags,
 * one document, no key twice.  JSON is read by it too.  It knows nothing of
 * which keys mean what.
 */

#include <stdbool.h>
#include <stddef.h>

#include "error.h"

#define YAMLDOC_BYTES_MAX  (64 * 1024)
#define YAMLDOC_DEPTH_MAX  8
#define YAMLDOC_EVENTS_MAX 10000

enum yamldoc_kind {
	YAMLDOC_SCALAR,
	YAMLDOC_SEQUENCE,
	YAMLDOC_MAPPING,
};

struct yamldoc_node {
	enum yamldoc_kind kind;
	unsigned line;  /* in the file, from 1; where a mapping's member has its key */
	bool is_quoted; /* a scalar in quotes or a block: surely text, never null */
	char *key;      /* of a mapping's member, NULL elsewhere */
	char *text;     /* of a scalar, valid UTF-8; "" elsewhere */
	struct yamldoc_node *child; /* first member or item, NULL when empty */
	struct yamldoc_node *next;  /* the one after it */
};

/*
 * Parses length bytes.  name and first_line (the line of the file on which the
 * bytes start, from 1) are for messages, which begin with 'name:line'.  Text
 * without any node is an empty mapping.  FORNIX_ERR_INPUT or FORNIX_ERR_LIMIT.
 * The caller frees *ret_root.
 */
FORNIX_CHECKED enum fornix_status yamldoc_parse(const char *bytes, size_t length,
    const char *name, unsigned first_line, struct yamldoc_node **ret_root,
    struct fornix_error *err);

/* Frees the node, what is below it and what is after it. */
void yamldoc_free(struct yamldoc_node *node);

/* The member of that key, or NULL; NULL too when node is NULL or no mapping. */
const struct yamldoc_node *yamldoc_find(const struct yamldoc_node *node, const char *key);

/* Whether the node is a scalar that says nothing: "key:", "~" or "null" without quotes. */
bool yamldoc_is_null(const struct yamldoc_node *node);

/* Reads true/false, yes/no, on/off without quotes or with; false when it is neither. */
bool yamldoc_get_bool(const struct yamldoc_node *node, bool *ret_value);

/* For readers of other formats: nodes of their own, and one put at the end of parent. */
struct yamldoc_node *yamldoc_node_new(enum yamldoc_kind kind, unsigned line);
struct yamldoc_node *yamldoc_scalar_new(char *own_text, bool is_quoted, unsigned line);
void yamldoc_append(struct yamldoc_node *parent, struct yamldoc_node *own_child);

#endif

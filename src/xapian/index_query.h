/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_XAPIAN_INDEX_QUERY_H
#define FORNIX_XAPIAN_INDEX_QUERY_H

/* What is behind the query trees of index_reader.h. */

#include <cstddef>

#include <xapian.h>

#include "xapian/query_node.h"

/*
 * Trees of the same meaning: the node, for matcher.h, and some for Xapian.  In one, each phrase
 * looks at the deadline.  One is for other machines, which know only Xapian's own lists; it is
 * the same without phrases.  The plain one is for use below OP_SYNONYM, where Xapian throws at
 * the phrases of the others.
 *
 * Past INDEX_QUERY_NODES_MAX the trees themselves are dropped and only the
 * count goes on, so one that will be refused costs nothing and is never deep.
 */
struct index_query {
	Xapian::Query bounded;
	Xapian::Query portable;
	Xapian::Query plain;
	fornix::query_node_ptr node;
	size_t nodes;
};

#endif

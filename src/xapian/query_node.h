/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_XAPIAN_QUERY_NODE_H
#define FORNIX_XAPIAN_QUERY_NODE_H

/* A query as matcher.h reads it: Xapian::Query does not tell what it was made of. */

#include <memory>
#include <string>
#include <vector>

#include <xapian.h>

namespace fornix
{

enum class node_kind {
	term,
	phrase,
	value_from,
	all,
	any_of, /* without parts nothing matches */
	all_of,
	maybe,   /* the first part, raised by the second */
	filter,  /* the first part, where the second matches */
	without, /* the first part, where the second does not match */
	other,   /* what only Xapian can match */
};

struct query_node;
using query_node_ptr = std::unique_ptr<query_node>;

struct query_node {
	node_kind kind;
	double factor = 1;              /* of its weight; 0 or more */
	std::vector<std::string> terms; /* of a term or phrase */
	Xapian::valueno slot = 0;       /* of value_from */
	std::string least;
	std::vector<query_node_ptr> parts;
	bool is_ours = true; /* nothing in it is of the kind other */
};

} // namespace fornix

#endif

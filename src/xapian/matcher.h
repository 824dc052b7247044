/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_XAPIAN_MATCHER_H
#define FORNIX_XAPIAN_MATCHER_H

/*
 * All documents that a query matches, with their weights, from whole lists of postings.
 *
 * Xapian's own matcher walks through all lists side by side, document by document, to be
 * able to skip what cannot be among the best.  Whoever wants to count all matches cannot
 * skip, and reads list after list in a fraction of the time.
 */

#include <cstdint>
#include <string>
#include <vector>

#include <xapian.h>

#include "xapian/column.h"
#include "xapian/postings.h"
#include "xapian/query_node.h"

struct index_reader;

namespace fornix
{

class matcher
{
	const Xapian::Database &database;
	columns &values;
	const document_norms &norms;
	term_lists &lists;
	/* Where phrases are looked for; NULL: everywhere. */
	const std::vector<Xapian::docid> *only = nullptr;

	const postings &list_of(const std::string &term);
	postings match_term(const query_node &node);
	postings match_phrase(const query_node &node);
	postings match_value(const query_node &node);
	postings match_all() const;
	postings match_any(const query_node &node);
	postings match_every(const query_node &node);
	postings match_two(const query_node &node);

      public:
	explicit matcher(struct index_reader &reader);

	/* The node has nothing of the kind other.  Throws deadline_passed when time is up. */
	postings match(const query_node &node);

	/* The same, where only the documents are asked about, which are in order. */
	postings match_among(
	    const query_node &node, const std::vector<Xapian::docid> &documents);
};

} // namespace fornix

#endif

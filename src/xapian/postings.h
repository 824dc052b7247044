/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_XAPIAN_POSTINGS_H
#define FORNIX_XAPIAN_POSTINGS_H

/* The documents of a term, and what it weighs in them by IneB2 with c = 1. */

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <xapian.h>

namespace fornix
{

struct posting {
	Xapian::docid document;
	double weight;
};

/* In order of document. */
using postings = std::vector<posting>;

/* The first from at on that is not before the document; quick where it is near, or far. */
inline postings::const_iterator
postings_seek(postings::const_iterator at, postings::const_iterator end, Xapian::docid document)
{
	ptrdiff_t step = 1;

	while (step < end - at && at[step].document < document) {
		at += step;
		step *= 2;
	}
	if (step < end - at)
		end = at + step;
	return std::lower_bound(at, end, document,
	    [](const posting &each, Xapian::docid wanted) { return each.document < wanted; });
}

/* The documents of a database, and what makes a word count for less in the longer ones. */
class document_norms
{
	std::vector<double> norms; /* by number of document */

      public:
	std::vector<Xapian::docid> documents; /* in order */

	explicit document_norms(const Xapian::Database &database);

	/* Throws for a document that is not there. */
	double
	get(Xapian::docid document) const
	{
		return norms.at(document);
	}

	/* Greater than the number of any document. */
	size_t
	size() const
	{
		return norms.size();
	}
};

/* The lists that were asked for, of which some are kept: words come again. */
class term_lists
{
	std::map<std::string, postings> lists;
	size_t count = 0; /* of postings */

      public:
	/* Lives until trim().  Throws deadline_passed when time is up. */
	const postings &get(const Xapian::Database &database, const document_norms &norms,
	    const std::string &term);

	/* Drops lists that are too much to keep. */
	void trim();
};

} // namespace fornix

#endif

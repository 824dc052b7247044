/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_XAPIAN_FACETS_H
#define FORNIX_XAPIAN_FACETS_H

/* Counting the values of a list slot among the matches. */

#include <cstdint>
#include <vector>

#include <xapian.h>

#include "xapian/column.h"
#include "xapian/result.h"

namespace fornix
{

class facet_counter : public Xapian::MatchSpy
{
	const list_column &column;
	std::vector<uint32_t> counts;

      public:
	explicit facet_counter(const list_column &list);

	void add(Xapian::docid document);
	void operator()(const Xapian::Document &document, double weight) override;
	facet_counts take() const;
};

} // namespace fornix

#endif

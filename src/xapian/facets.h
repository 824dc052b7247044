/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_XAPIAN_FACETS_H
#define FORNIX_XAPIAN_FACETS_H

/* Counting the values of a list slot among the matches. */

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include <xapian.h>

namespace fornix
{

using facet_counts = std::map<std::string, uint32_t, std::less<>>;

class facet_counter : public Xapian::MatchSpy
{
	Xapian::valueno slot;
	facet_counts counts;

      public:
	explicit facet_counter(Xapian::valueno slot_number);

	void operator()(const Xapian::Document &document, double weight) override;
	facet_counts take();
};

} // namespace fornix

#endif

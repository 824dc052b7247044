/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xapian/facets.h"

#include <utility>

#include "xapian/value_list.h"

namespace fornix
{

facet_counter::facet_counter(Xapian::valueno slot_number) : slot(slot_number)
{
}

void
facet_counter::operator()(const Xapian::Document &document, double)
{
	value_list_each(document.get_value(slot), [this](std::string_view item) {
		auto found = counts.find(item);

		if (found == counts.end())
			found = counts.emplace(item, 0).first;
		found->second++;
	});
}

facet_counts
facet_counter::take()
{
	return std::exchange(counts, {});
}

} // namespace fornix

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xapian/facets.h"

namespace fornix
{

facet_counter::facet_counter(const list_column &list) : column(list), counts(list.items.size())
{
}

void
facet_counter::add(Xapian::docid document)
{
	column.each(document, [this](uint32_t number) { counts[number]++; });
}

void
facet_counter::operator()(const Xapian::Document &document, double)
{
	add(document.get_docid());
}

facet_counts
facet_counter::take() const
{
	facet_counts found;

	for (size_t i = 0; i < counts.size(); i++) {
		if (counts[i] > 0)
			found.emplace_back(column.items[i], counts[i]);
	}
	return found;
}

} // namespace fornix

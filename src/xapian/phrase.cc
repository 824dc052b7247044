/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xapian/phrase.h"

namespace fornix
{

static const Xapian::PositionIterator end;

/* Where the phrase would have to begin for the terms to stand where they do from first on. */
static bool
find_start(std::vector<Xapian::PositionIterator> &places, Xapian::termpos first,
    Xapian::termpos *ret_start)
{
	Xapian::termpos offset = 0;

	*ret_start = first;
	for (auto &place : places) {
		place.skip_to(*ret_start + offset);
		if (place == end)
			return false;
		*ret_start = *place - offset++;
	}
	return true;
}

bool
has_phrase(const Xapian::Database &database, Xapian::docid document,
    const std::vector<std::string> &terms)
{
	std::vector<Xapian::PositionIterator> places;
	Xapian::termpos start = 0, found;

	for (const std::string &term : terms) {
		places.push_back(database.positionlist_begin(document, term));
		if (places.back() == end)
			return false;
	}
	while (find_start(places, start, &found)) {
		if (found == start)
			return true;
		start = found;
	}
	return false;
}

} // namespace fornix

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xapian/postings.h"

#include <cmath>

#include "xapian/deadline.h"

namespace fornix
{

static constexpr size_t postings_kept_max = 65536;

/* A step through a list is a small part of what deadline_step() takes for one. */
static constexpr size_t postings_a_step = 64;

document_norms::document_norms(const Xapian::Database &database)
{
	const double mean = database.get_avlength();
	const std::string all;

	norms.resize(database.get_lastdocid() + size_t{1});
	documents.reserve(database.get_doccount());
	for (auto at = database.postlist_begin(all); at != database.postlist_end(all); ++at) {
		documents.push_back(*at);
		norms.at(*at) = std::log2(1 + mean / at.get_doclength());
	}
}

/* What the formula has in it of the term alone. */
struct term_weight {
	double occurrences, rarity;

	term_weight(const Xapian::Database &database, const std::string &term, double documents)
	{
		double count = static_cast<double>(database.get_collection_freq(term));
		double all = database.get_doccount();
		double expected = all * (1 - std::exp(-count / all));

		occurrences = (count + 1) / documents;
		rarity = std::log2((all + 1) / (expected + 0.5));
	}

	double
	operator()(double count) const
	{
		return count * occurrences / (count + 1) * rarity;
	}
};

static postings
read_postings(
    const Xapian::Database &database, const document_norms &norms, const std::string &term)
{
	const Xapian::PostingIterator end;
	Xapian::doccount documents = database.get_termfreq(term);
	postings list;

	if (documents == 0)
		return list;

	const term_weight weight(database, term, documents);

	list.reserve(documents);
	for (auto at = database.postlist_begin(term); at != end; ++at) {
		Xapian::docid document = *at;

		if (list.size() % postings_a_step == 0)
			deadline_step();
		list.push_back({document, weight(at.get_wdf() * norms.get(document))});
	}
	return list;
}

const postings &
term_lists::get(
    const Xapian::Database &database, const document_norms &norms, const std::string &term)
{
	auto found = lists.find(term);

	if (found == lists.end()) {
		found = lists.emplace(term, read_postings(database, norms, term)).first;
		count += found->second.size();
	}
	return found->second;
}

void
term_lists::trim()
{
	if (count <= postings_kept_max)
		return;
	lists.clear();
	count = 0;
}

} // namespace fornix

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xapian/result.h"

#include <algorithm>

#include "xapian/guard.h"

namespace fornix
{

void
request_configure(Xapian::Enquire &enquire, const struct index_request *request)
{
	if (request->weighting == INDEX_WEIGHT_BM25)
		enquire.set_weighting_scheme(Xapian::BM25Weight(1.2, 0, 1, 0.75, 0.5));
	else
		enquire.set_weighting_scheme(Xapian::IneB2Weight(1.0));
	if (request->sort == INDEX_SORT_VALUE_DESCENDING)
		enquire.set_sort_by_value_then_relevance(
		    static_cast<Xapian::valueno>(request->sort_slot), true);
}

/* Xapian 1.4 frees what it has not made when it runs out of memory amid a tree of lists. */
Xapian::MSet
request_matches(const Xapian::Enquire &enquire, const struct index_request *request)
{
	sure_memory sure;

	return enquire.get_mset(request->first, request->count, request->check_at_least);
}

void
result_take_hits(result_storage &result, const Xapian::MSet &matches)
{
	result.hit_storage.reserve(matches.size());
	for (auto match = matches.begin(); match != matches.end(); ++match)
		result.hit_storage.push_back({*match, match.get_weight(), {nullptr, 0}});
	result.hit_count = result.hit_storage.size();
	result.hits = result.hit_storage.data();
	result.total = matches.get_matches_estimated();
	result.total_is_exact =
	    matches.get_matches_lower_bound() == matches.get_matches_upper_bound();
}

static bool
comes_before(const index_facet_value &a, const index_facet_value &b)
{
	if (a.count != b.count)
		return a.count > b.count;
	return span_compare(a.value, b.value) < 0;
}

void
result_take_facet(result_storage &result, size_t i, facet_counts &&counts)
{
	std::vector<index_facet_value> &values = result.value_storage[i];

	result.counts[i] = std::move(counts);
	for (const auto &[value, count] : result.counts[i])
		values.push_back({{value.data(), value.length()}, count});
	std::sort(values.begin(), values.end(), comes_before);
	result.facets[i].value_count = values.size();
	result.facets[i].values = values.data();
	result.facet_count = i + 1;
}

} // namespace fornix

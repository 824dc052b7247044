/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <algorithm>
#include <deque>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include <xapian.h>

#include "xapian/index_query.h"
#include "xapian/result.h"
#include "xapian/shards.h"
#include "xapian/shards_terms.h"
#include "xapian/value_list.h"

namespace fornix
{

/*
 * Each database adds up the weights of an article's words in an order of its own, which
 * shows in the last bits.
 */
static constexpr double same_weight = 1 - 1e-12;

/* The lists that were seen, taken apart: what counts on other machines knows no lists. */
static facet_counts
count_items(const Xapian::ValueCountMatchSpy &spy)
{
	std::map<std::string, uint32_t, std::less<>> counts;

	for (auto list = spy.values_begin(); list != spy.values_end(); ++list) {
		uint32_t documents = list.get_termfreq();

		value_list_each(*list, [&](std::string_view item) {
			counts.try_emplace(std::string(item)).first->second += documents;
		});
	}
	return {counts.begin(), counts.end()};
}

/* One index counts all that match, for the total and the facets; so do several. */
static Xapian::MSet
all_matches(const Xapian::Enquire &enquire, struct index_request request)
{
	request.check_at_least = std::numeric_limits<uint32_t>::max();
	return request_matches(enquire, &request);
}

/* The slot comes with each match, and no document has to be asked for it. */
static void
carry(Xapian::Enquire &enquire, int slot)
{
	enquire.set_sort_by_relevance_then_value(static_cast<Xapian::valueno>(slot), false);
}

static void
take_values(
    result_storage &result, const Xapian::MSet &matches, const struct index_request *request)
{
	size_t i = 0;

	if (request->value_count == 0 || request->sort != INDEX_SORT_RELEVANCE)
		return;
	result.value_texts.reserve(matches.size());
	for (auto match = matches.begin(); match != matches.end(); ++match, i++) {
		const std::string &text = result.value_texts.emplace_back(match.get_sort_key());

		result.hit_storage[i].value = {text.data(), text.length()};
	}
}

static bool
comes_before(const index_hit &a, const index_hit &b)
{
	return a.document < b.document;
}

/* Hits with the same weight, which becomes exactly the same, by number. */
static void
order_hits(std::vector<index_hit> &hits)
{
	for (size_t first = 0, end; first < hits.size(); first = end) {
		double least = hits[first].weight * same_weight;

		for (end = first; end < hits.size() && hits[end].weight >= least; end++)
			hits[end].weight = hits[first].weight;
		std::sort(hits.begin() + static_cast<ptrdiff_t>(first),
		    hits.begin() + static_cast<ptrdiff_t>(end), comes_before);
	}
}

std::unique_ptr<result_storage>
shards_search(struct index_reader *reader, const struct index_request *request)
{
	auto result = std::make_unique<result_storage>();
	std::deque<Xapian::ValueCountMatchSpy> spies;
	Xapian::Enquire enquire(reader->database);

	request_configure(enquire, request);
	if (request->value_count > 0 && request->sort == INDEX_SORT_RELEVANCE)
		carry(enquire, request->value_slot);
	if (request->query != nullptr)
		enquire.set_query(request->query->portable);
	for (size_t i = 0; i < request->facet_count; i++) {
		spies.emplace_back(static_cast<Xapian::valueno>(request->facet_slots[i]));
		enquire.add_matchspy(&spies.back());
	}

	auto matches = all_matches(enquire, *request);

	reader->last_request = *request;
	reader->last_request.query = nullptr;
	reader->last_query = enquire.get_query();
	reader->last = matches;
	reader->has_last = true;
	shards_keep_frequencies(reader, reader->last_query, matches);
	result_take_hits(*result, matches);
	take_values(*result, matches, request);
	if (request->sort == INDEX_SORT_RELEVANCE)
		order_hits(result->hit_storage);
	for (size_t i = 0; i < request->facet_count; i++)
		result_take_facet(*result, i, count_items(spies[i]));
	result->is_partial = index_reader_shards_down(reader) != 0;
	return result;
}

Xapian::MSet
shards_search_again(struct index_reader *reader, Xapian::valueno slot)
{
	struct index_request *request = &reader->last_request;
	Xapian::Enquire enquire(reader->database);

	request_configure(enquire, request);
	carry(enquire, static_cast<int>(slot));
	enquire.set_query(reader->last_query);
	return all_matches(enquire, *request);
}

/*
 * So many are sure to have the hits that ranking looks at among them, because what was
 * searched for counts so much more than what is added.
 */
static constexpr Xapian::doccount weighed_again = 400;
static constexpr double emphasis = 1000;

/*
 * Only a whole match finds phrases on other machines.  Hits that are not among its best, or
 * were found before a shard went down, stay as they are.
 */
void
shards_weigh_hits(struct index_reader *reader, const Xapian::Query &query,
    const struct index_hit *hits, size_t count, double *ret_weights)
{
	struct index_request request = reader->last_request;
	std::map<Xapian::docid, double> before, bonus;
	Xapian::Enquire enquire(reader->database);

	request.first = request.check_at_least = 0;
	request.count = weighed_again;
	request_configure(enquire, &request);
	enquire.set_query(Xapian::Query(
	    Xapian::Query::OP_AND_MAYBE, Xapian::Query(emphasis, reader->last_query), query));

	auto matches = all_matches(enquire, request);

	for (auto match = reader->last.begin(); match != reader->last.end(); ++match)
		before[*match] = emphasis * match.get_weight();
	for (auto match = matches.begin(); match != matches.end(); ++match) {
		auto found = before.find(*match);

		if (found != before.end())
			bonus[*match] = std::max(match.get_weight() - found->second, 0.0);
	}
	for (size_t i = 0; i < count; i++) {
		auto found = bonus.find(hits[i].document);

		ret_weights[i] = found != bonus.end() ? found->second : 0;
	}
}

} // namespace fornix

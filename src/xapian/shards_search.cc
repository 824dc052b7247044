/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <algorithm>
#include <deque>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include <xapian.h>

#include "xapian/index_query.h"
#include "xapian/records.h"
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

/* Less is what parts without weight were given over the network (index_query.cc). */
static constexpr double least_weight = 1e-20;

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

/* Keeps a text that was sent, for the hit's value. */
static void
take_value(result_storage &result, index_hit &hit, const std::string &text)
{
	const std::string &kept = result.value_texts.emplace_back(text);

	hit.value = {kept.data(), kept.length()};
}

static void
take_values(result_storage &result, const Xapian::MSet &matches)
{
	size_t i = 0;

	result.value_texts.reserve(matches.size());
	for (auto match = matches.begin(); match != matches.end(); ++match)
		take_value(result, result.hit_storage[i++], match.get_sort_key());
}

/* The values of the first hits only, which were not sent along. */
static void
ask_for_values(result_storage &result, const struct index_reader *reader,
    const struct index_request *request)
{
	size_t count = std::min<size_t>(request->value_count, result.hit_storage.size());
	std::vector<uint32_t> documents(count);
	std::map<Xapian::docid, std::string> values;

	if (count == 0)
		return;
	for (size_t i = 0; i < count; i++)
		documents[i] = result.hit_storage[i].document;

	auto found = records_find(reader->database, documents.data(), count,
	    static_cast<Xapian::valueno>(request->value_slot));

	for (auto match = found.begin(); match != found.end(); ++match)
		values[*match] = match.get_sort_key();
	result.value_texts.reserve(count);
	for (size_t i = 0; i < count; i++)
		take_value(result, result.hit_storage[i], values[documents[i]]);
}

/*
 * Where matches carry a value, Enquire of libxapian 1.4.22 also counts those documents of
 * remote databases that are not among the best, which these have counted already; and reads
 * each of them over the network for it.
 */
static bool
can_carry(const struct index_reader *reader, const struct index_request *request)
{
	return request->facet_count == 0 || !reader->shards->has_remote();
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
	for (index_hit &hit : hits) {
		if (hit.weight < least_weight)
			hit.weight = 0;
	}
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
	bool wants_values = request->value_count > 0 && request->sort == INDEX_SORT_RELEVANCE;
	bool carries = wants_values && can_carry(reader, request);

	request_configure(enquire, request);
	if (carries)
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
	if (carries)
		take_values(*result, matches);
	if (request->sort == INDEX_SORT_RELEVANCE)
		order_hits(result->hit_storage);
	if (wants_values && !carries)
		ask_for_values(*result, reader, request);
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

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xapian/shards_terms.h"

#include <algorithm>
#include <cmath>

#include "xapian/term.h"

namespace fornix
{

/* So many terms' frequencies are remembered, and those of one query more. */
static constexpr size_t frequencies_max = 10000;

/* So many documents are told one by one: a few megabytes. */
static constexpr Xapian::doccount holders_max = 30000;

void
shards_keep_frequencies(
    struct index_reader *reader, const Xapian::Query &query, const Xapian::MSet &matches)
{
	auto &known = reader->frequencies;
	auto &expected = reader->expected;

	if (known.size() >= frequencies_max)
		known.clear();
	for (auto term = query.get_unique_terms_begin(); term != query.get_unique_terms_end();
	     ++term)
		known.insert_or_assign(*term, matches.get_termfreq(*term));
	expected.erase(std::remove_if(expected.begin(), expected.end(),
			   [&](const std::string &term) { return known.count(term) > 0; }),
	    expected.end());
}

void
shards_expect(struct index_reader *reader, const std::vector<std::string> &terms)
{
	for (const auto &term : terms) {
		if (reader->expected.size() < INDEX_EXPECTED_MAX && term_is_valid(term) &&
		    reader->frequencies.count(term) == 0)
			reader->expected.push_back(term);
	}
}

/* Asks for no matches, so that only what goes with them is told. */
static void
ask(struct index_reader *reader, const std::vector<std::string> &terms)
{
	Xapian::Query query(Xapian::Query::OP_OR, terms.begin(), terms.end());
	Xapian::Enquire enquire(reader->database);

	enquire.set_query(query);
	shards_keep_frequencies(reader, query, enquire.get_mset(0, 0));
}

uint32_t
shards_frequency(struct index_reader *reader, const std::string &term)
{
	auto known = reader->frequencies.find(term);

	if (known != reader->frequencies.end())
		return known->second;

	std::vector<std::string> terms(reader->expected);

	terms.push_back(term);
	ask(reader, terms);
	return reader->frequencies.at(term);
}

/*
 * Weights that hang on how rare a term is alone.  Others that need no count of a term in a
 * document (k1 is too small to be more than one) have libxapian 1.4.22 go through all documents
 * instead of those of a term that all have, which breaks where numbers are left out.
 */
static Xapian::BM25Weight
flat_weights()
{
	return Xapian::BM25Weight(1e-30, 0, 0, 0, 1);
}

static Xapian::Query
any_of(const std::vector<Xapian::Query> &parts)
{
	return Xapian::Query(Xapian::Query::OP_OR, parts.begin(), parts.end());
}

/* What BM25 makes of that, as libxapian does. */
static double
flat_weight(double documents, double frequency)
{
	double odds = (documents - frequency + 0.5) / (frequency + 0.5);

	return std::log(odds < 2 ? odds * 0.5 + 1 : odds);
}

/* One that no document has is left out. */
static Xapian::Query
weigh_as(struct index_reader *reader, const std::string &term, double wanted)
{
	uint32_t frequency = term_is_valid(term) ? shards_frequency(reader, term) : 0;

	if (frequency == 0)
		return Xapian::Query();
	return Xapian::Query(
	    wanted / flat_weight(reader->document_count, frequency), Xapian::Query(term));
}

static bool
comes_before(const holder &a, const holder &b)
{
	return a.document < b.document;
}

/* The weight is a sum of which each term has a bit, and all others together some. */
static constexpr uint64_t one_term = 64;
static_assert(INDEX_COMPANY_OTHERS_MAX < one_term, "their sum is below a bit");

bool
shards_holders(struct index_reader *reader, const std::vector<std::string> &terms,
    const std::vector<std::string> &others, std::vector<holder> &ret_holders)
{
	std::vector<Xapian::Query> wanted, beside;
	Xapian::Enquire enquire(reader->database);
	uint64_t bit = one_term;

	for (const auto &term : terms) {
		wanted.push_back(weigh_as(reader, term, static_cast<double>(bit)));
		bit *= 2;
	}
	for (const auto &other : others)
		beside.push_back(weigh_as(reader, other, 1));
	enquire.set_weighting_scheme(flat_weights());
	enquire.set_query(
	    Xapian::Query(Xapian::Query::OP_AND_MAYBE, any_of(wanted), any_of(beside)));

	auto matches = enquire.get_mset(0, holders_max, reader->document_count);

	if (matches.get_matches_lower_bound() > holders_max)
		return false;
	for (auto match = matches.begin(); match != matches.end(); ++match) {
		auto sum = static_cast<uint64_t>(std::llround(match.get_weight()));

		ret_holders.push_back({*match, sum / one_term, sum % one_term != 0});
	}
	std::sort(ret_holders.begin(), ret_holders.end(), comes_before);
	return true;
}

struct index_company
shards_company(struct index_reader *reader, const std::string &term,
    const std::vector<std::string> &others)
{
	Xapian::Enquire enquire(reader->database);
	std::vector<Xapian::Query> parts;

	if (!term_is_valid(term))
		return {0, 0};
	for (const auto &other : others) {
		if (term_is_valid(other))
			parts.emplace_back(other);
	}
	enquire.set_weighting_scheme(flat_weights());
	enquire.set_query(
	    Xapian::Query(Xapian::Query::OP_AND, Xapian::Query(term), any_of(parts)));

	auto matches = enquire.get_mset(0, 0, reader->document_count);

	return {shards_frequency(reader, term), matches.get_matches_estimated()};
}

} // namespace fornix

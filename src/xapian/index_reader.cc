/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index_reader.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include <xapian.h>

#include "xapian/deadline.h"
#include "xapian/facets.h"
#include "xapian/guard.h"
#include "xapian/index_query.h"
#include "xapian/reader.h"
#include "xapian/term.h"

using fornix::guard;

/* The result that C sees, and what its pointers point to. */
struct result_storage : index_result {
	std::vector<index_hit> hit_storage;
	fornix::facet_counts counts[INDEX_FACETS_MAX];
	std::vector<index_facet_value> value_storage[INDEX_FACETS_MAX];
};

/* Naming the backend keeps Xapian from reading a file at path as a list of other databases. */
enum fornix_status
index_reader_open(const char *path, struct index_reader **ret_reader, struct fornix_error *err)
{
	return guard(err, path, [&] {
		Xapian::Database database(path, Xapian::DB_BACKEND_GLASS);
		uint32_t count = database.get_doccount();

		*ret_reader = new index_reader{path, std::move(database), count, {}};
		return FORNIX_OK;
	});
}

void
index_reader_free(struct index_reader *reader)
{
	delete reader;
}

uint32_t
index_reader_document_count(const struct index_reader *reader)
{
	return reader->document_count;
}

enum fornix_status
index_reader_term_frequency(struct index_reader *reader, struct span term,
    uint32_t *ret_frequency, struct fornix_error *err)
{
	return guard(err, reader->path.c_str(), [&] {
		std::string name = fornix::string_from_span(term);

		*ret_frequency =
		    fornix::term_is_valid(name) ? reader->database.get_termfreq(name) : 0;
		return FORNIX_OK;
	});
}

static enum fornix_status
check_request(const struct index_request *request, struct fornix_error *err)
{
	if (request->query != nullptr && request->query->nodes > INDEX_QUERY_NODES_MAX)
		return error_set(err, FORNIX_ERR_LIMIT,
		    "the query has more than %d parts: use fewer words", INDEX_QUERY_NODES_MAX);
	if (request->facet_count > INDEX_FACETS_MAX)
		return error_set(err, FORNIX_ERR_LIMIT, "more than %d facets were asked for",
		    INDEX_FACETS_MAX);
	for (size_t i = 0; i < request->facet_count; i++) {
		if (request->facet_slots[i] < 0)
			return error_set(err, FORNIX_ERR_INTERNAL, "facet slot %d is no slot",
			    request->facet_slots[i]);
	}
	if (request->value_count > 0 && request->value_slot < 0)
		return error_set(
		    err, FORNIX_ERR_INTERNAL, "value slot %d is no slot", request->value_slot);
	if (request->sort == INDEX_SORT_VALUE_DESCENDING && request->sort_slot < 0)
		return error_set(
		    err, FORNIX_ERR_INTERNAL, "sort slot %d is no slot", request->sort_slot);
	return FORNIX_OK;
}

static void
configure(Xapian::Enquire &enquire, const struct index_request *request)
{
	if (request->query != nullptr)
		enquire.set_query(fornix::deadline_bound(request->query->bounded));
	if (request->weighting == INDEX_WEIGHT_BM25)
		enquire.set_weighting_scheme(Xapian::BM25Weight(1.2, 0, 1, 0.75, 0.5));
	else
		enquire.set_weighting_scheme(Xapian::IneB2Weight(1.0));
	if (request->sort == INDEX_SORT_VALUE_DESCENDING)
		enquire.set_sort_by_value_then_relevance(
		    static_cast<Xapian::valueno>(request->sort_slot), true);
}

static bool
comes_before(const index_facet_value &a, const index_facet_value &b)
{
	if (a.count != b.count)
		return a.count > b.count;
	return span_compare(a.value, b.value) < 0;
}

static void
store_facet(result_storage &result, size_t i, fornix::facet_counter &counter)
{
	std::vector<index_facet_value> &values = result.value_storage[i];

	result.counts[i] = counter.take();
	for (const auto &[value, count] : result.counts[i])
		values.push_back({{value.data(), value.length()}, count});
	std::sort(values.begin(), values.end(), comes_before);
	result.facets[i].value_count = values.size();
	result.facets[i].values = values.data();
}

static void
store_values(
    result_storage &result, struct index_reader *reader, const struct index_request *request)
{
	size_t count = std::min<size_t>(result.hit_storage.size(), request->value_count);

	if (count == 0)
		return;

	const fornix::column &column = reader->columns.value(
	    reader->database, static_cast<Xapian::valueno>(request->value_slot));

	for (size_t i = 0; i < count; i++) {
		std::string_view value = column.get(result.hit_storage[i].document);

		result.hit_storage[i].value = {value.data(), value.length()};
	}
}

static void
store_hits(result_storage &result, const Xapian::MSet &matches)
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

/* Xapian 1.4 frees what it has not made when it runs out of memory amid a tree of lists. */
static Xapian::MSet
get_matches(const Xapian::Enquire &enquire, const struct index_request *request)
{
	fornix::sure_memory sure;

	return enquire.get_mset(request->first, request->count, request->check_at_least);
}

/* The counters come first: Enquire holds pointers to them. */
static std::unique_ptr<result_storage>
run(struct index_reader *reader, const struct index_request *request)
{
	auto result = std::make_unique<result_storage>();
	fornix::deadline_scope deadline(request->deadline_ms);
	std::deque<fornix::facet_counter> counters;
	Xapian::Enquire enquire(reader->database);

	configure(enquire, request);
	for (size_t i = 0; i < request->facet_count; i++) {
		counters.emplace_back(reader->columns.list(
		    reader->database, static_cast<Xapian::valueno>(request->facet_slots[i])));
		enquire.add_matchspy(&counters.back());
	}
	store_hits(*result, get_matches(enquire, request));
	store_values(*result, reader, request);
	for (size_t i = 0; i < request->facet_count; i++)
		store_facet(*result, i, counters[i]);
	result->facet_count = request->facet_count;
	return result;
}

enum fornix_status
index_reader_search(struct index_reader *reader, const struct index_request *request,
    struct index_result **ret_result, struct fornix_error *err)
{
	enum fornix_status status = check_request(request, err);

	if (status != FORNIX_OK)
		return status;
	return guard(err, reader->path.c_str(), [&] {
		*ret_result = run(reader, request).release();
		return FORNIX_OK;
	});
}

void
index_result_free(struct index_result *result)
{
	delete static_cast<result_storage *>(result);
}

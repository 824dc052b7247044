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
#include "xapian/matcher.h"
#include "xapian/reader.h"
#include "xapian/result.h"
#include "xapian/shards_terms.h"
#include "xapian/term.h"

using fornix::guard;
using fornix::result_storage;
using facet_counters = std::deque<fornix::facet_counter>;

/* Naming the backend keeps Xapian from reading a file at path as a list of other databases. */
enum fornix_status
index_reader_open(const char *path, struct index_reader **ret_reader, struct fornix_error *err)
{
	return guard(err, path, [&] {
		auto reader = std::make_unique<index_reader>();

		reader->path = path;
		reader->database = Xapian::Database(path, Xapian::DB_BACKEND_GLASS);
		reader->document_count = reader->database.get_doccount();
		reader->columns = fornix::columns_of(path);
		*ret_reader = reader.release();
		return FORNIX_OK;
	});
}

void
index_reader_free(struct index_reader *reader)
{
	if (reader != nullptr && reader->shards != nullptr) {
		auto shards = reader->shards;
		std::lock_guard<std::recursive_mutex> holding(shards->lock);

		delete reader;
		return;
	}
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
	return fornix::reader_guard(err, reader, [&] {
		std::string name = fornix::string_from_span(term);

		if (!fornix::term_is_valid(name))
			*ret_frequency = 0;
		else if (reader->shards != nullptr)
			*ret_frequency = fornix::shards_frequency(reader, name);
		else
			*ret_frequency = reader->database.get_termfreq(name);
		return FORNIX_OK;
	});
}

void
index_reader_expect(struct index_reader *reader, const struct span *terms, size_t count)
{
	if (reader->shards != nullptr)
		fornix::guard_abort([&] {
			fornix::shards_expect(reader, fornix::strings_from_spans(terms, count));
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
store_values(
    result_storage &result, struct index_reader *reader, const struct index_request *request)
{
	size_t count = std::min<size_t>(result.hit_storage.size(), request->value_count);

	if (count == 0)
		return;

	const fornix::column &column = reader->columns->value(
	    reader->database, static_cast<Xapian::valueno>(request->value_slot));

	for (size_t i = 0; i < count; i++) {
		std::string_view value = column.get(result.hit_storage[i].document);

		result.hit_storage[i].value = {value.data(), value.length()};
	}
}

/* Has Xapian match, and count in passing. */
static void
search_by_xapian(struct index_reader *reader, const struct index_request *request,
    facet_counters &counters, result_storage &result)
{
	Xapian::Enquire enquire(reader->database);

	fornix::request_configure(enquire, request);
	if (request->query != nullptr)
		enquire.set_query(fornix::deadline_bound(request->query->bounded));
	for (auto &counter : counters)
		enquire.add_matchspy(&counter);
	result_take_hits(result, fornix::request_matches(enquire, request));
}

/* A constant and no function, so that sorting does not call it. */
static constexpr auto weighs_more = [](const fornix::posting &a, const fornix::posting &b) {
	return a.weight != b.weight ? a.weight > b.weight : a.document < b.document;
};

/* The best of them, as many as are wanted. */
static void
store_best(
    result_storage &result, const struct index_request *request, fornix::postings &matches)
{
	size_t first = std::min<size_t>(request->first, matches.size());
	size_t count = std::min<size_t>(request->count, matches.size() - first);
	auto end = matches.begin() + static_cast<ptrdiff_t>(first + count);

	if (end != matches.end())
		std::nth_element(matches.begin(), end, matches.end(), weighs_more);
	std::sort(matches.begin(), end, weighs_more);
	result.hit_storage.reserve(count);
	for (size_t i = first; i < first + count; i++)
		result.hit_storage.push_back(
		    {matches[i].document, matches[i].weight, {nullptr, 0}});
	result.hit_count = count;
	result.hits = result.hit_storage.data();
	result.total = static_cast<uint32_t>(matches.size());
	result.total_is_exact = true;
}

static void
search_by_lists(struct index_reader *reader, const struct index_request *request,
    facet_counters &counters, result_storage &result)
{
	fornix::matcher matcher(*reader);
	fornix::postings matches;

	reader->lists.trim();
	if (request->query != nullptr)
		matches = matcher.match(*request->query->node);
	for (auto &counter : counters) {
		for (const auto &each : matches)
			counter.add(each.document);
	}
	store_best(result, request, matches);
}

/* Xapian's matcher can more than ours. */
static bool
needs_xapian(const struct index_request *request)
{
	return request->weighting != INDEX_WEIGHT_INEB2 ||
	       request->sort != INDEX_SORT_RELEVANCE ||
	       (request->query != nullptr && !request->query->node->is_ours);
}

/* The counters come first: Enquire holds pointers to them. */
static std::unique_ptr<result_storage>
search_one(struct index_reader *reader, const struct index_request *request)
{
	auto result = std::make_unique<result_storage>();
	fornix::deadline_scope deadline(request->deadline_ms);
	facet_counters counters;

	for (size_t i = 0; i < request->facet_count; i++)
		counters.emplace_back(reader->columns->list(
		    reader->database, static_cast<Xapian::valueno>(request->facet_slots[i])));
	if (needs_xapian(request))
		search_by_xapian(reader, request, counters, *result);
	else
		search_by_lists(reader, request, counters, *result);
	store_values(*result, reader, request);
	for (size_t i = 0; i < request->facet_count; i++)
		result_take_facet(*result, i, counters[i].take());
	return result;
}

enum fornix_status
index_reader_search(struct index_reader *reader, const struct index_request *request,
    struct index_result **ret_result, struct fornix_error *err)
{
	enum fornix_status status = check_request(request, err);

	if (status != FORNIX_OK)
		return status;
	return fornix::reader_guard(
	    err, reader,
	    [&] {
		    *ret_result =
			(reader->shards != nullptr ? fornix::shards_search(reader, request)
						   : search_one(reader, request))
			    .release();
		    return FORNIX_OK;
	    },
	    fornix::repeat::yes, request->deadline_ms);
}

void
index_result_free(struct index_result *result)
{
	delete static_cast<result_storage *>(result);
}

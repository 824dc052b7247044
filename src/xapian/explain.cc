/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index_reader.h"

#include <algorithm>
#include <string>
#include <vector>

#include <xapian.h>

#include "xapian/index_query.h"
#include "xapian/reader.h"

using Xapian::Query;

/* Lets the documents pass that are asked about. */
class only_documents : public Xapian::MatchDecider
{
	const std::vector<uint32_t> &documents;

      public:
	explicit only_documents(const std::vector<uint32_t> &sorted) : documents(sorted)
	{
	}

	bool
	operator()(const Xapian::Document &document) const override
	{
		return std::binary_search(
		    documents.begin(), documents.end(), document.get_docid());
	}
};

/* What is asked, and room for an answer. */
struct weighing {
	struct index_reader *reader;
	const uint32_t *documents;
	size_t count;
	double *weights; /* of each; below 0 where the query does not match */
};

static void
weigh(const weighing &task, const Query &query)
{
	std::vector<uint32_t> sorted(task.documents, task.documents + task.count);
	Xapian::Enquire enquire(task.reader->database);

	std::sort(sorted.begin(), sorted.end());
	only_documents decider(sorted);

	std::fill(task.weights, task.weights + task.count, -1);
	if (query.empty())
		return;
	enquire.set_query(query);
	enquire.set_weighting_scheme(Xapian::IneB2Weight(1.0));

	/* Other machines know no deciders: of shards, all that match are fetched. */
	auto matches = task.reader->shards != nullptr
			   ? enquire.get_mset(0, task.reader->database.get_doccount())
			   : enquire.get_mset(0, static_cast<Xapian::doccount>(task.count), 0,
				 nullptr, &decider);

	for (auto match = matches.begin(); match != matches.end(); ++match) {
		for (size_t i = 0; i < task.count; i++) {
			if (task.documents[i] == *match)
				task.weights[i] = match.get_weight();
		}
	}
}

enum fornix_status
index_reader_weigh(struct index_reader *reader, const struct index_query *query,
    const uint32_t *documents, size_t count, double *ret_weights, struct fornix_error *err)
{
	return fornix::reader_guard(err, reader, [&] {
		std::vector<double> weights(count);

		weigh({reader, documents, count, weights.data()},
		    query != nullptr ? query->plain : Query());
		std::copy(weights.begin(), weights.end(), ret_weights);
		return FORNIX_OK;
	});
}

/* In their order: Query's own list is sorted. */
static void
collect(const Query &query, std::vector<std::string> &terms)
{
	if (query.get_type() == Query::LEAF_TERM)
		terms.push_back(*query.get_terms_begin());
	for (size_t i = 0; i < query.get_num_subqueries(); i++)
		collect(query.get_subquery(i), terms);
}

/* Takes a tree apart where weights add up. */
class taking_apart
{
	const weighing &task;
	index_part_callback *callback;
	void *context;
	std::vector<Query> excluded;

	void
	tell(const Query &query)
	{
		std::vector<std::string> terms;
		std::vector<struct span> spans;
		Query bounded = query;

		collect(query, terms);
		if (terms.empty()) /* every document, or a value: they weigh nothing */
			return;
		for (const auto &term : terms)
			spans.push_back({term.data(), term.length()});
		for (const auto &other : excluded)
			bounded = Query(Query::OP_AND_NOT, bounded, other);
		weigh(task, bounded);
		for (size_t i = 0; i < task.count; i++)
			task.weights[i] = std::max(task.weights[i], 0.0);
		callback(spans.data(), spans.size(), task.weights, context);
	}

	void
	take_some(const Query &query, size_t count)
	{
		for (size_t i = 0; i < count; i++)
			take(query.get_subquery(i));
	}

      public:
	taking_apart(const weighing &whose, index_part_callback *told, void *with)
	    : task(whose), callback(told), context(with)
	{
	}

	/* The depth is that of the tree, which INDEX_QUERY_NODES_MAX bounds. */
	void
	take(const Query &query)
	{
		size_t count = query.get_num_subqueries(), before = excluded.size();

		switch (query.get_type()) {
		case Query::OP_AND:
		case Query::OP_OR:
		case Query::OP_AND_MAYBE:
			take_some(query, count);
			break;
		case Query::OP_FILTER:
			take_some(query, 1);
			break;
		case Query::OP_AND_NOT:
			for (size_t i = 1; i < count; i++)
				excluded.push_back(query.get_subquery(i));
			take_some(query, 1);
			excluded.resize(before);
			break;
		default:
			tell(query);
		}
	}
};

enum fornix_status
index_reader_parts(struct index_reader *reader, const struct index_query *query,
    const uint32_t *documents, size_t count, index_part_callback *callback, void *context,
    struct fornix_error *err)
{
	return fornix::reader_guard(
	    err, reader,
	    [&] {
		    std::vector<double> weights(count);
		    weighing task = {reader, documents, count, weights.data()};

		    if (query != nullptr)
			    taking_apart(task, callback, context).take(query->plain);
		    return FORNIX_OK;
	    },
	    fornix::repeat::no);
}

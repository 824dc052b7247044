/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xapian/index_query.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "index_reader.h"
#include "xapian/deadline.h"
#include "xapian/guard.h"
#include "xapian/precise.h"
#include "xapian/term.h"

using fornix::guard_abort;
using Xapian::Query;

using query_ptr = std::unique_ptr<index_query>;

static index_query *
make(Query bounded, Query portable, Query plain, size_t nodes)
{
	if (nodes > INDEX_QUERY_NODES_MAX)
		return new index_query{Query(), Query(), Query(), nodes};
	return new index_query{
	    std::move(bounded), std::move(portable), std::move(plain), nodes};
}

static index_query *
make_plain(const Query &plain, size_t nodes)
{
	return make(plain, plain, plain, nodes);
}

/* Written so that a factor that is not a number is 0 too: Xapian throws for both. */
static Query
scale(double factor, const Query &query)
{
	return factor == 1 ? query : Query(factor > 0 ? factor : 0, query);
}

static index_query *
make_scaled(const index_query &query, double weight)
{
	return make(scale(weight, query.bounded), scale(weight, query.portable),
	    scale(weight, query.plain), query.nodes + (weight != 1));
}

static index_query *
make_weighted(const Query &plain, double weight)
{
	return make_plain(scale(weight, plain), 1 + (weight != 1));
}

/* A term that cannot be in a database matches nothing. */
static Query
leaf(const std::string &term)
{
	return fornix::term_is_valid(term) ? Query(term) : Query();
}

static index_query *
make_positional(Query::op op, const char *prefix, const struct span *terms, size_t count,
    unsigned window, double weight)
{
	std::vector<std::string> joined;

	if (count == 0)
		return nullptr;
	if (count > INDEX_QUERY_NODES_MAX)
		return make_plain(Query(), count);
	for (size_t i = 0; i < count; i++) {
		joined.push_back(fornix::term_join(prefix, terms[i]));
		if (!fornix::term_is_valid(joined.back()))
			return make_plain(Query(), count);
	}

	Query plain(op, joined.begin(), joined.end(), window);

	if (count == 1)
		return make_weighted(plain, weight);
	return make_scaled({fornix::precise(fornix::deadline_bound(plain)),
			       fornix::precise_portable(plain, joined.front()), plain, count},
	    weight);
}

static index_query *
combine(Query::op op, struct index_query **own_parts, size_t count)
{
	std::vector<Query> bounded, portable, plain;
	size_t nodes = 1;

	for (size_t i = 0; i < count; i++) {
		query_ptr part(own_parts[i]);

		if (part == nullptr)
			continue;
		nodes += part->nodes;
		if (nodes <= INDEX_QUERY_NODES_MAX) {
			bounded.push_back(std::move(part->bounded));
			portable.push_back(std::move(part->portable));
			plain.push_back(std::move(part->plain));
		}
	}
	if (nodes == 1)
		return nullptr;
	if (nodes > INDEX_QUERY_NODES_MAX)
		return make_plain(Query(), nodes);

	Query plain_query(op, plain.begin(), plain.end());

	if (op == Query::OP_SYNONYM)
		return make_plain(plain_query, nodes);
	return make(Query(op, bounded.begin(), bounded.end()),
	    Query(op, portable.begin(), portable.end()), plain_query, nodes);
}

/* The documents are those of left: without it there are none. */
static index_query *
combine_two(Query::op op, struct index_query *own_left, struct index_query *own_right)
{
	query_ptr left(own_left), right(own_right);

	if (left == nullptr || right == nullptr)
		return left.release();
	return make(Query(op, left->bounded, right->bounded),
	    Query(op, left->portable, right->portable), Query(op, left->plain, right->plain),
	    left->nodes + right->nodes + 1);
}

void
index_query_free(struct index_query *query)
{
	delete query;
}

struct index_query *
index_query_term(const char *prefix, const char *term, size_t length, double weight)
{
	return guard_abort([&] {
		return make_weighted(leaf(fornix::term_join(prefix, {term, length})), weight);
	});
}

struct index_query *
index_query_value_from(int slot, const char *least)
{
	return guard_abort([&] {
		Query query(
		    Query::OP_VALUE_GE, static_cast<Xapian::valueno>(slot), std::string(least));

		return make_weighted(query, 0);
	});
}

/* Not Query::MatchAll: that object is shared, and its references are counted without a lock. */
struct index_query *
index_query_all(void)
{
	return guard_abort([] {
		Query query{std::string()};

		return make_weighted(query, 0);
	});
}

struct index_query *
index_query_phrase(const char *prefix, const struct span *terms, size_t count, double weight)
{
	return guard_abort([&] {
		return make_positional(Query::OP_PHRASE, prefix, terms, count,
		    static_cast<unsigned>(count), weight);
	});
}

struct index_query *
index_query_near(
    const char *prefix, const struct span *terms, size_t count, unsigned window, double weight)
{
	return guard_abort([&] {
		return make_positional(Query::OP_NEAR, prefix, terms, count, window, weight);
	});
}

struct index_query *
index_query_and(struct index_query **own_parts, size_t count)
{
	return guard_abort([&] { return combine(Query::OP_AND, own_parts, count); });
}

struct index_query *
index_query_or(struct index_query **own_parts, size_t count)
{
	return guard_abort([&] { return combine(Query::OP_OR, own_parts, count); });
}

struct index_query *
index_query_synonym(struct index_query **own_parts, size_t count)
{
	return guard_abort([&] { return combine(Query::OP_SYNONYM, own_parts, count); });
}

struct index_query *
index_query_and_maybe(struct index_query *own_base, struct index_query *own_extra)
{
	return guard_abort(
	    [&] { return combine_two(Query::OP_AND_MAYBE, own_base, own_extra); });
}

struct index_query *
index_query_filter(struct index_query *own_base, struct index_query *own_filter)
{
	return guard_abort([&] { return combine_two(Query::OP_FILTER, own_base, own_filter); });
}

struct index_query *
index_query_and_not(struct index_query *own_base, struct index_query *own_excluded)
{
	return guard_abort(
	    [&] { return combine_two(Query::OP_AND_NOT, own_base, own_excluded); });
}

struct index_query *
index_query_scale(struct index_query *own_base, double factor)
{
	return guard_abort([&]() -> index_query * {
		query_ptr base(own_base);

		if (base == nullptr)
			return nullptr;
		return make_scaled(*base, factor);
	});
}

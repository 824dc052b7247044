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
using fornix::node_kind;
using fornix::query_node;
using fornix::query_node_ptr;
using Xapian::Query;

using query_ptr = std::unique_ptr<index_query>;

static query_node_ptr
make_node(node_kind kind)
{
	auto node = std::make_unique<query_node>();

	node->kind = kind;
	node->is_ours = kind != node_kind::other;
	return node;
}

static query_node_ptr
make_nothing()
{
	return make_node(node_kind::any_of);
}

static void
add_part(query_node &node, query_node_ptr part)
{
	node.is_ours = node.is_ours && part->is_ours;
	node.parts.push_back(std::move(part));
}

static index_query *
make(Query bounded, Query portable, Query plain, query_node_ptr node, size_t nodes)
{
	if (nodes > INDEX_QUERY_NODES_MAX)
		return new index_query{Query(), Query(), Query(), make_nothing(), nodes};
	return new index_query{
	    std::move(bounded), std::move(portable), std::move(plain), std::move(node), nodes};
}

static index_query *
make_plain(const Query &plain, query_node_ptr node, size_t nodes)
{
	return make(plain, plain, plain, std::move(node), nodes);
}

static index_query *
make_refused(size_t nodes)
{
	return make_plain(Query(), make_nothing(), nodes);
}

static Query
scale(double factor, const Query &query)
{
	return factor == 1 ? query : Query(factor, query);
}

/*
 * Over shards no part is without weight.  Where a term without one is in all documents of
 * a database whose numbers have gaps, libxapian 1.4.22 reads the list of all documents in
 * its place, under its name, and throws at the end of the first chunk.  So small a weight
 * changes no sum; and a term that was added without counting has none at all.
 */
static constexpr double no_weight = 1e-30;

/* Written so that a factor that is not a number is 0 too: Xapian throws for both. */
static index_query *
make_scaled(index_query query, double weight)
{
	double factor = weight > 0 ? weight : 0;

	query.node->factor *= factor;
	return make(scale(factor, query.bounded),
	    scale(factor > 0 ? factor : no_weight, query.portable), scale(factor, query.plain),
	    std::move(query.node), query.nodes + (weight != 1));
}

static index_query *
make_weighted(const Query &plain, query_node_ptr node, double weight)
{
	return make_scaled({plain, plain, plain, std::move(node), 1}, weight);
}

/* A term that cannot be in a database matches nothing. */
static index_query *
make_term(const std::string &term, double weight)
{
	query_node_ptr node = make_node(node_kind::term);

	if (!fornix::term_is_valid(term))
		return make_weighted(Query(), make_nothing(), weight);
	node->terms.push_back(term);
	return make_weighted(Query(term), std::move(node), weight);
}

static index_query *
make_positional(Query::op op, const char *prefix, const struct span *terms, size_t count,
    unsigned window, double weight)
{
	std::vector<std::string> joined;

	if (count == 0)
		return nullptr;
	if (count > INDEX_QUERY_NODES_MAX)
		return make_refused(count);
	for (size_t i = 0; i < count; i++) {
		joined.push_back(fornix::term_join(prefix, terms[i]));
		if (!fornix::term_is_valid(joined.back()))
			return make_refused(count);
	}
	if (count == 1)
		return make_term(joined.front(), weight);

	Query plain(op, joined.begin(), joined.end(), window);
	Query portable = fornix::precise_portable(plain, joined.front());
	query_node_ptr node =
	    make_node(op == Query::OP_PHRASE ? node_kind::phrase : node_kind::other);

	node->terms = std::move(joined);
	return make_scaled({fornix::precise(fornix::deadline_bound(plain)), portable, plain,
			       std::move(node), count},
	    weight);
}

static node_kind
kind_of(Query::op op)
{
	switch (op) {
	case Query::OP_AND:
		return node_kind::all_of;
	case Query::OP_OR:
		return node_kind::any_of;
	case Query::OP_AND_MAYBE:
		return node_kind::maybe;
	case Query::OP_FILTER:
		return node_kind::filter;
	case Query::OP_AND_NOT:
		return node_kind::without;
	default:
		return node_kind::other;
	}
}

static index_query *
combine(Query::op op, struct index_query **own_parts, size_t count)
{
	std::vector<Query> bounded, portable, plain;
	query_node_ptr node = make_node(kind_of(op));
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
			add_part(*node, std::move(part->node));
		}
	}
	if (nodes == 1)
		return nullptr;
	if (nodes > INDEX_QUERY_NODES_MAX)
		return make_refused(nodes);

	Query plain_query(op, plain.begin(), plain.end());

	if (node->parts.size() == 1 && node->is_ours)
		node = std::move(node->parts.front());
	if (op == Query::OP_SYNONYM)
		return make_plain(plain_query, std::move(node), nodes);
	return make(Query(op, bounded.begin(), bounded.end()),
	    Query(op, portable.begin(), portable.end()), plain_query, std::move(node), nodes);
}

/* The documents are those of left: without it there are none. */
static index_query *
combine_two(Query::op op, struct index_query *own_left, struct index_query *own_right)
{
	query_ptr left(own_left), right(own_right);

	if (left == nullptr || right == nullptr)
		return left.release();

	query_node_ptr node = make_node(kind_of(op));

	add_part(*node, std::move(left->node));
	add_part(*node, std::move(right->node));
	/* A filter takes all weight. */
	Query::op portable_op = op == Query::OP_FILTER ? Query::OP_AND : op;

	return make(Query(op, left->bounded, right->bounded),
	    Query(portable_op, left->portable, right->portable),
	    Query(op, left->plain, right->plain), std::move(node),
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
		return make_term(fornix::term_join(prefix, {term, length}), weight);
	});
}

struct index_query *
index_query_value_from(int slot, const char *least)
{
	return guard_abort([&] {
		Query query(
		    Query::OP_VALUE_GE, static_cast<Xapian::valueno>(slot), std::string(least));

		query_node_ptr node = make_node(node_kind::value_from);

		node->slot = static_cast<Xapian::valueno>(slot);
		node->least = least;
		return make_weighted(query, std::move(node), 0);
	});
}

/* Not Query::MatchAll: that object is shared, and its references are counted without a lock. */
struct index_query *
index_query_all(void)
{
	return guard_abort([] {
		Query query{std::string()};

		return make_weighted(query, make_node(node_kind::all), 0);
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
		return make_scaled(std::move(*base), factor);
	});
}

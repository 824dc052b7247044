/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xapian/matcher.h"

#include "xapian/phrase.h"
#include "xapian/reader.h"

namespace fornix
{

/* Weights by number of document, to add up lists in whatever order they come. */
class sums
{
	std::vector<double> weights;
	std::vector<uint64_t> seen; /* a bit for each document */

      public:
	explicit sums(size_t size) : weights(size), seen(size / 64 + 1)
	{
	}

	void
	add(const postings &list, double factor)
	{
		for (const posting &each : list) {
			weights[each.document] += each.weight * factor;
			seen[each.document / 64] |= uint64_t{1} << each.document % 64;
		}
	}

	postings
	take() const
	{
		postings list;

		for (size_t i = 0; i < seen.size(); i++) {
			for (uint64_t left = seen[i]; left != 0; left &= left - 1) {
				auto document = static_cast<Xapian::docid>(
				    i * 64 + static_cast<size_t>(__builtin_ctzll(left)));

				list.push_back({document, weights[document]});
			}
		}
		return list;
	}
};

/* Calls both(a, b) for documents in both lists, and only(a) for those in the first alone. */
template <class Both, class Only>
static void
walk(const postings &a, const postings &b, Both &&both, Only &&only)
{
	auto other = b.begin();

	for (const posting &each : a) {
		other = postings_seek(other, b.end(), each.document);
		if (other != b.end() && other->document == each.document)
			both(each, *other);
		else
			only(each);
	}
}

static postings
add_up_common(const postings &a, const postings &b)
{
	postings list;

	walk(
	    a, b,
	    [&list](const posting &one, const posting &other) {
		    list.push_back({one.document, one.weight + other.weight});
	    },
	    [](const posting &) {});
	return list;
}

/* Those of list that are among the documents, which are in order. */
static postings
select(const postings &list, const std::vector<Xapian::docid> &documents)
{
	auto at = list.begin();
	postings selected;

	for (Xapian::docid document : documents) {
		at = postings_seek(at, list.end(), document);
		if (at != list.end() && at->document == document)
			selected.push_back(*at);
	}
	return selected;
}

static void
scale(postings &list, double factor)
{
	if (factor == 1)
		return;
	for (posting &each : list)
		each.weight *= factor;
}

matcher::matcher(struct index_reader &reader)
    : database(reader.database), values(*reader.columns), norms(values.norms(database)),
      lists(reader.lists)
{
}

const postings &
matcher::list_of(const std::string &term)
{
	return lists.get(database, norms, term);
}

postings
matcher::match_term(const query_node &node)
{
	return list_of(node.terms.front());
}

postings
matcher::match_phrase(const query_node &node)
{
	postings list =
	    select(list_of(node.terms.front()), phrase_documents(database, node.terms, only));

	for (size_t i = 1; i < node.terms.size(); i++)
		list = add_up_common(list, list_of(node.terms[i]));
	return list;
}

postings
matcher::match_value(const query_node &node)
{
	const column &column = values.value(database, node.slot);
	postings list;

	for (Xapian::docid document : norms.documents) {
		std::string_view value = column.get(document);

		if (!value.empty() && value >= node.least)
			list.push_back({document, 0});
	}
	return list;
}

postings
matcher::match_all() const
{
	postings list;

	list.reserve(norms.documents.size());
	for (Xapian::docid document : norms.documents)
		list.push_back({document, 0});
	return list;
}

postings
matcher::match_any(const query_node &node)
{
	sums all(norms.size());

	if (node.parts.size() == 1)
		return match(*node.parts.front());
	for (const auto &part : node.parts) {
		if (part->kind == node_kind::term)
			all.add(list_of(part->terms.front()), part->factor);
		else
			all.add(match(*part), 1);
	}
	return all.take();
}

postings
matcher::match_every(const query_node &node)
{
	postings list = match(*node.parts.front());

	for (size_t i = 1; i < node.parts.size(); i++)
		list = add_up_common(list, match(*node.parts[i]));
	return list;
}

postings
matcher::match_two(const query_node &node)
{
	const postings base = match(*node.parts[0]), other = match(*node.parts[1]);
	postings list;

	walk(
	    base, other,
	    [&](const posting &each, const posting &its) {
		    if (node.kind == node_kind::maybe)
			    list.push_back({each.document, each.weight + its.weight});
		    else if (node.kind == node_kind::filter)
			    list.push_back(each);
	    },
	    [&](const posting &each) {
		    if (node.kind != node_kind::filter)
			    list.push_back(each);
	    });
	return list;
}

/* The depth is that of the tree, which INDEX_QUERY_NODES_MAX bounds. */
postings
matcher::match(const query_node &node)
{
	postings list;

	switch (node.kind) {
	case node_kind::term:
		list = match_term(node);
		break;
	case node_kind::phrase:
		list = match_phrase(node);
		break;
	case node_kind::value_from:
		list = match_value(node);
		break;
	case node_kind::all:
		list = match_all();
		break;
	case node_kind::any_of:
		list = match_any(node);
		break;
	case node_kind::all_of:
		list = match_every(node);
		break;
	case node_kind::maybe:
	case node_kind::filter:
	case node_kind::without:
		list = match_two(node);
		break;
	case node_kind::other:
		break;
	}
	scale(list, node.factor);
	return list;
}

postings
matcher::match_among(const query_node &node, const std::vector<Xapian::docid> &documents)
{
	postings list;

	only = &documents;
	list = match(node);
	only = nullptr;
	return list;
}

} // namespace fornix

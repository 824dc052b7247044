/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index_reader.h"

#include <algorithm>
#include <vector>

#include "xapian/guard.h"
#include "xapian/index_query.h"
#include "xapian/matcher.h"
#include "xapian/reader.h"
#include "xapian/result.h"

static double
weight_of(const fornix::postings &list, Xapian::docid document)
{
	auto found = fornix::postings_seek(list.begin(), list.end(), document);

	return found != list.end() && found->document == document ? found->weight : 0;
}

static void
weigh(struct index_reader *reader, const fornix::query_node &node, const struct index_hit *hits,
    size_t count, double *ret_weights)
{
	std::vector<Xapian::docid> documents(count);
	fornix::matcher matcher(*reader);
	fornix::postings list;

	for (size_t i = 0; i < count; i++)
		documents[i] = hits[i].document;
	std::sort(documents.begin(), documents.end());
	list = matcher.match_among(node, documents);
	for (size_t i = 0; i < count; i++)
		ret_weights[i] = weight_of(list, hits[i].document);
}

enum fornix_status
index_reader_weigh_hits(struct index_reader *reader, const struct index_query *query,
    const struct index_hit *hits, size_t count, double *ret_weights, struct fornix_error *err)
{
	if (!query->node->is_ours)
		return error_set(
		    err, FORNIX_ERR_INTERNAL, "the query cannot weigh single hits");
	return fornix::reader_guard(err, reader, [&] {
		if (reader->shards != nullptr)
			fornix::shards_weigh_hits(
			    reader, query->portable, hits, count, ret_weights);
		else
			weigh(reader, *query->node, hits, count, ret_weights);
		return FORNIX_OK;
	});
}

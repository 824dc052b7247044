/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_XAPIAN_RESULT_H
#define FORNIX_XAPIAN_RESULT_H

/* Running a request on one database or several, and what comes of it. */

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <xapian.h>

#include "index_reader.h"
#include "xapian/reader.h"

namespace fornix
{

using facet_counts = std::vector<std::pair<std::string, uint32_t>>;

/* The result that C sees, and what its pointers point to. */
struct result_storage : index_result {
	std::vector<index_hit> hit_storage;
	std::vector<std::string> value_texts; /* of the hits, where no column has them */
	facet_counts counts[INDEX_FACETS_MAX];
	std::vector<index_facet_value> value_storage[INDEX_FACETS_MAX];
};

/* All but the query. */
void request_configure(Xapian::Enquire &enquire, const struct index_request *request);
Xapian::MSet request_matches(
    const Xapian::Enquire &enquire, const struct index_request *request);

void result_take_hits(result_storage &result, const Xapian::MSet &matches);
/* Those of the facet at place i. */
void result_take_facet(result_storage &result, size_t i, facet_counts &&counts);

/* On the databases of reader->shards, which is not NULL. */
std::unique_ptr<result_storage> shards_search(
    struct index_reader *reader, const struct index_request *request);
/* The matches of the last of them once more, with their values of slot as sort keys. */
Xapian::MSet shards_search_again(struct index_reader *reader, Xapian::valueno slot);
/* What query adds to the hits of the last search, which had the weights of reader->last. */
void shards_weigh_hits(struct index_reader *reader, const Xapian::Query &query,
    const struct index_hit *hits, size_t count, double *ret_weights);

} // namespace fornix

#endif

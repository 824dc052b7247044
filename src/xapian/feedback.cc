/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index_reader.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <xapian.h>

#include "xapian/guard.h"
#include "xapian/reader.h"

using shares = std::unordered_map<std::string, double>;

/* Prefixes are upper-case letters, so the common stream's words come behind them. */
static const char behind_prefixes[] = "[";

static void
add_document(const Xapian::Database &database, const index_hit &hit,
    bool (*is_wanted)(const char *term, size_t length), shares &found)
{
	double share = hit.weight / static_cast<double>(database.get_doclength(hit.document));
	auto term = database.termlist_begin(hit.document);

	for (term.skip_to(behind_prefixes); term != database.termlist_end(hit.document);
	     ++term) {
		std::string name = *term;

		if (name.length() <= INDEX_TERM_BYTES_MAX &&
		    is_wanted(name.data(), name.length()))
			found[std::move(name)] += share * term.get_wdf();
	}
}

static bool
comes_before(const std::pair<std::string, double> &a, const std::pair<std::string, double> &b)
{
	return a.second != b.second ? a.second > b.second : a.first < b.first;
}

static size_t
store_best(const shares &found, struct index_feedback_term *ret_terms, size_t count)
{
	std::vector<std::pair<std::string, double>> all(found.begin(), found.end());
	size_t best = std::min(count, all.size());
	double sum = 0;

	std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(best),
	    all.end(), comes_before);
	for (size_t i = 0; i < best; i++)
		sum += all[i].second;
	for (size_t i = 0; i < best; i++) {
		all[i].first.copy(ret_terms[i].term, INDEX_TERM_BYTES_MAX);
		ret_terms[i].term[all[i].first.length()] = '\0';
		ret_terms[i].share = all[i].second / sum;
	}
	return best;
}

enum fornix_status
index_reader_feedback(struct index_reader *reader, const struct index_hit *hits,
    size_t hit_count, bool (*is_wanted)(const char *term, size_t length),
    struct index_feedback_term *ret_terms, size_t count, size_t *ret_count,
    struct fornix_error *err)
{
	return fornix::guard(err, reader->path.c_str(), [&] {
		size_t used = std::min<size_t>(hit_count, INDEX_FEEDBACK_DOCUMENTS_MAX);
		shares found;

		for (size_t i = 0; i < used; i++)
			add_document(reader->database, hits[i], is_wanted, found);
		*ret_count = store_best(
		    found, ret_terms, std::min<size_t>(count, INDEX_FEEDBACK_TERMS_MAX));
		return FORNIX_OK;
	});
}

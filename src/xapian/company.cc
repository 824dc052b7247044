/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index_reader.h"

#include <algorithm>
#include <string>
#include <vector>

#include <xapian.h>

#include "xapian/guard.h"
#include "xapian/reader.h"
#include "xapian/term.h"

namespace
{

struct look {
	Xapian::docid document;
	size_t term;
	bool is_together;
};

} // namespace

/*
 * Takes every document, or the first of each so many; false when there are too many.
 * Several databases share the numbers of one among them, so that these are the same ones.
 */
static bool
take(const Xapian::Database &database, const std::string &name, size_t number,
    Xapian::docid step, std::vector<look> &looks)
{
	auto shares = static_cast<Xapian::docid>(database.size());
	auto document = database.postlist_begin(name);
	size_t count = 0;

	for (; document != database.postlist_end(name); count++) {
		if (count == INDEX_COMPANY_DOCUMENTS)
			return false;
		looks.push_back({*document, number, false});
		if (step == 1)
			++document;
		else
			document.skip_to(
			    ((*document - 1) / shares / step + 1) * step * shares + 1);
	}
	return true;
}

/*
 * The first documents of a long list may all be of one folder, so some of all are taken;
 * says whether they were.
 */
static bool
look_at(
    const Xapian::Database &database, size_t number, struct span term, std::vector<look> &looks)
{
	std::string name = fornix::string_from_span(term);
	auto shares = static_cast<Xapian::docid>(database.size());
	Xapian::docid articles = (database.get_lastdocid() + shares - 1) / shares;
	size_t before = looks.size();

	if (!fornix::term_is_valid(name) || take(database, name, number, 1, looks))
		return false;
	looks.resize(before);
	take(database, name, number, articles / INDEX_COMPANY_DOCUMENTS + 1, looks);
	return true;
}

/* From some documents of the term to all. */
static void
project(const Xapian::Database &database, struct span term, struct index_company &company)
{
	uint64_t all = database.get_termfreq(fornix::string_from_span(term));

	company.together = static_cast<uint32_t>(company.together * all / company.documents);
	company.documents = static_cast<uint32_t>(all);
}

/* The looks are in order of document. */
static void
look_for(const Xapian::Database &database, struct span other, std::vector<look> &looks)
{
	std::string name = fornix::string_from_span(other);

	if (!fornix::term_is_valid(name))
		return;

	auto document = database.postlist_begin(name);

	for (look &look : looks) {
		if (look.is_together)
			continue;
		if (document != database.postlist_end(name))
			document.skip_to(look.document);
		if (document == database.postlist_end(name))
			break;
		look.is_together = *document == look.document;
	}
}

enum fornix_status
index_reader_company(struct index_reader *reader, const struct span *terms, size_t term_count,
    const struct span *others, size_t other_count, struct index_company *ret_company,
    struct fornix_error *err)
{
	return fornix::reader_guard(err, reader, [&] {
		std::vector<bool> is_sample(term_count);
		std::vector<look> looks;

		for (size_t i = 0; i < term_count; i++)
			is_sample[i] = look_at(reader->database, i, terms[i], looks);
		std::sort(looks.begin(), looks.end(),
		    [](const look &a, const look &b) { return a.document < b.document; });
		for (size_t i = 0; i < other_count; i++)
			look_for(reader->database, others[i], looks);
		std::fill(ret_company, ret_company + term_count, index_company{0, 0});
		for (const look &look : looks) {
			ret_company[look.term].documents++;
			ret_company[look.term].together += look.is_together;
		}
		for (size_t i = 0; i < term_count; i++) {
			if (is_sample[i])
				project(reader->database, terms[i], ret_company[i]);
		}
		return FORNIX_OK;
	});
}

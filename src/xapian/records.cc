/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xapian/records.h"

#include <algorithm>
#include <string>
#include <vector>

#include <xapian.h>

#include "index_reader.h"
#include "xapian/reader.h"
#include "xapian/term.h"

/* The documents, by the numbers that their own databases know them by. */
static Xapian::Query
any_of(const Xapian::Database &database, const uint32_t *documents, size_t count)
{
	auto shares = static_cast<Xapian::docid>(database.size());
	std::vector<Xapian::Query> terms;

	for (size_t i = 0; i < count; i++) {
		if (documents[i] > 0)
			terms.emplace_back(fornix::text_term((documents[i] - 1) / shares + 1));
	}
	return Xapian::Query(Xapian::Query::OP_OR, terms.begin(), terms.end());
}

/* MSet::fetch() of libxapian 1.4 asks for one document after the other. */
Xapian::MSet
fornix::records_find(const Xapian::Database &database, const uint32_t *documents, size_t count,
    Xapian::valueno slot)
{
	Xapian::Enquire enquire(database);

	enquire.set_weighting_scheme(Xapian::BoolWeight());
	enquire.set_sort_by_relevance_then_value(slot, false);
	enquire.set_query(any_of(database, documents, count));
	/* Databases that were built at different times may use a number twice. */
	return enquire.get_mset(0, static_cast<Xapian::doccount>(count * database.size()));
}

enum fornix_status
index_reader_records(struct index_reader *reader, const uint32_t *documents, size_t count,
    struct span *ret_records, struct fornix_error *err)
{
	return fornix::reader_guard(err, reader, [&] {
		std::vector<std::string> &texts = reader->records;
		Xapian::MSet found =
		    fornix::records_find(reader->database, documents, count, fornix::text_slot);

		std::fill(ret_records, ret_records + count, (struct span){nullptr, 0});
		texts.assign(count, std::string());
		for (auto match = found.begin(); match != found.end(); ++match) {
			for (size_t i = 0; i < count; i++) {
				if (documents[i] != *match)
					continue;
				texts[i] = match.get_sort_key();
				ret_records[i] = {texts[i].data(), texts[i].length()};
			}
		}
		return FORNIX_OK;
	});
}

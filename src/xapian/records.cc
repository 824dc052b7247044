/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index_reader.h"

#include <algorithm>
#include <string>
#include <vector>

#include <xapian.h>

#include "xapian/reader.h"
#include "xapian/shards.h"

namespace fornix
{

/* Documents that are wanted, by number, and where their data goes. */
class wanted_records
{
	const uint32_t *documents;
	size_t count;
	std::vector<std::string> &texts;
	std::vector<bool> is_taken;

      public:
	wanted_records(const uint32_t *numbers, size_t how_many, std::vector<std::string> &into)
	    : documents(numbers), count(how_many), texts(into), is_taken(how_many)
	{
		texts.assign(count, std::string());
	}

	bool
	has(Xapian::docid document) const
	{
		return std::find(documents, documents + count, document) != documents + count;
	}

	void
	take(const Xapian::Document &document, Xapian::docid number)
	{
		for (size_t i = 0; i < count; i++) {
			if (documents[i] != number)
				continue;
			texts[i] = document.get_data();
			is_taken[i] = true;
		}
	}

	/* All requests are sent before the first answer is waited for. */
	void
	take_matches(const Xapian::MSet &matches)
	{
		std::vector<Xapian::MSetIterator> found;

		for (auto match = matches.begin(); match != matches.end(); ++match) {
			if (!has(*match))
				continue;
			matches.fetch(match);
			found.push_back(match);
		}
		for (const auto &match : found)
			take(match.get_document(), *match);
	}

	/* Those that were not matched, one by one. */
	void
	take_others(const Xapian::Database &database)
	{
		for (size_t i = 0; i < count; i++) {
			if (is_taken[i] || documents[i] == 0)
				continue;
			try {
				take(database.get_document(documents[i]), documents[i]);
			} catch (const Xapian::DocNotFoundError &) {
			}
		}
	}

	void
	tell(struct span *ret_records) const
	{
		for (size_t i = 0; i < count; i++)
			ret_records[i] = is_taken[i]
					     ? (struct span){texts[i].data(), texts[i].length()}
					     : (struct span){nullptr, 0};
	}
};

} // namespace fornix

enum fornix_status
index_reader_records(struct index_reader *reader, const uint32_t *documents, size_t count,
    struct span *ret_records, struct fornix_error *err)
{
	return fornix::reader_guard(err, reader, [&] {
		fornix::wanted_records wanted(documents, count, reader->records);

		wanted.take_matches(reader->last);
		wanted.take_others(reader->database);
		wanted.tell(ret_records);
		return FORNIX_OK;
	});
}

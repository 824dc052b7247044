/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index_reader.h"

#include <string>
#include <vector>

#include <xapian.h>

#include "xapian/reader.h"

/* Over a network this is a round for each, whatever MSet::fetch() says in libxapian 1.4. */
static bool
read_record(const Xapian::Database &database, uint32_t document, std::string &ret_text)
{
	if (document == 0)
		return false;
	try {
		ret_text = database.get_document(document).get_data();
		return true;
	} catch (const Xapian::DocNotFoundError &) {
		return false;
	}
}

enum fornix_status
index_reader_records(struct index_reader *reader, const uint32_t *documents, size_t count,
    struct span *ret_records, struct fornix_error *err)
{
	return fornix::reader_guard(err, reader, [&] {
		std::vector<std::string> &texts = reader->records;

		texts.assign(count, std::string());
		for (size_t i = 0; i < count; i++) {
			bool is_there = read_record(reader->database, documents[i], texts[i]);

			ret_records[i] = is_there
					     ? (struct span){texts[i].data(), texts[i].length()}
					     : (struct span){nullptr, 0};
		}
		return FORNIX_OK;
	});
}

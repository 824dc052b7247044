/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index_reader.h"

#include <string>

#include <xapian.h>

#include "xapian/reader.h"

enum fornix_status
index_reader_texts(struct index_reader *reader, index_text_callback *callback, void *context,
    struct fornix_error *err)
{
	auto read = [&] {
		const Xapian::Database &database = reader->database;

		for (auto document = database.postlist_begin("");
		     document != database.postlist_end(""); ++document) {
			std::string text = database.get_document(*document).get_data();

			if (!callback(*document, {text.data(), text.length()}, context))
				break;
		}
		return FORNIX_OK;
	};

	/* What was told cannot be taken back. */
	return fornix::reader_guard(err, reader, read, fornix::repeat::no);
}

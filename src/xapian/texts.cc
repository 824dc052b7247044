/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index_reader.h"

#include <algorithm>
#include <vector>

#include <xapian.h>

#include "xapian/reader.h"

/* Asked for at once. */
#define BATCH 200

enum fornix_status
index_reader_texts(struct index_reader *reader, index_text_callback *callback, void *context,
    struct fornix_error *err)
{
	std::vector<uint32_t> documents;
	enum fornix_status status = fornix::reader_guard(err, reader, [&] {
		documents.clear();
		for (auto document = reader->database.postlist_begin("");
		     document != reader->database.postlist_end(""); ++document)
			documents.push_back(*document);
		return FORNIX_OK;
	});

	for (size_t first = 0; first < documents.size() && status == FORNIX_OK;
	     first += BATCH) {
		size_t count = std::min<size_t>(BATCH, documents.size() - first);
		std::vector<struct span> texts(count);

		status = index_reader_records(
		    reader, documents.data() + first, count, texts.data(), err);
		if (status == FORNIX_OK && index_reader_shards_down(reader) != 0)
			status = error_set(err, FORNIX_ERR_IO,
			    "a shard cannot be reached any more: its texts are missing");
		for (size_t i = 0; i < count && status == FORNIX_OK; i++) {
			if (texts[i].data != nullptr &&
			    !callback(documents[first + i], texts[i], context))
				return FORNIX_OK;
		}
	}
	return status;
}

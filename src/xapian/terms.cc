/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index_reader.h"

#include <xapian.h>

#include "xapian/reader.h"

enum fornix_status
index_reader_terms(struct index_reader *reader, const char *prefix,
    index_term_callback *callback, void *context, struct fornix_error *err)
{
	return fornix::reader_guard(
	    err, reader,
	    [&] {
		    const Xapian::Database &database = reader->database;
		    std::string start(prefix);

		    for (auto term = database.allterms_begin(start);
			 term != database.allterms_end(start); ++term) {
			    std::string name = *term;
			    struct span word = {
				name.data() + start.length(), name.length() - start.length()};

			    if (!callback(word, term.get_termfreq(),
				    reader->shards == nullptr
					? database.get_collection_freq(name)
					: 0,
				    context))
				    break;
		    }
		    return FORNIX_OK;
	    },
	    fornix::repeat::no);
}

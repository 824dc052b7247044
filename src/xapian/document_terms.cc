/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index_reader.h"

#include <xapian.h>

#include "xapian/reader.h"

/* Prefixes are upper-case letters, so the common stream's words come behind them. */
static const char behind_prefixes[] = "[";

enum fornix_status
index_reader_document_terms(struct index_reader *reader, uint32_t document,
    index_document_term_callback *callback, void *context, struct fornix_error *err)
{
	return fornix::reader_guard(
	    err, reader,
	    [&] {
		    auto term = reader->database.termlist_begin(document);

		    for (term.skip_to(behind_prefixes);
			 term != reader->database.termlist_end(document); ++term) {
			    std::string name = *term;

			    callback({name.data(), name.length()}, term.get_wdf(), context);
		    }
		    return FORNIX_OK;
	    },
	    fornix::repeat::no);
}

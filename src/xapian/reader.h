/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_XAPIAN_READER_H
#define FORNIX_XAPIAN_READER_H

/* What a struct index_reader is, for the files that read through it. */

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <xapian.h>

#include "xapian/column.h"
#include "xapian/shards.h"

struct index_reader {
	std::string path; /* for messages */
	Xapian::Database database;
	uint32_t document_count;
	fornix::columns columns;
	std::unique_ptr<fornix::shards> shards; /* NULL: there is one database */
	Xapian::MSet last;                      /* of shards: what was found last */
	std::vector<std::string> records;       /* what was asked for last */
};

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_XAPIAN_READER_H
#define FORNIX_XAPIAN_READER_H

/* What a struct index_reader is, for the files that read through it. */

#include <cstdint>
#include <string>

#include <xapian.h>

#include "xapian/column.h"

struct index_reader {
	std::string path; /* for messages */
	Xapian::Database database;
	uint32_t document_count;
	fornix::columns columns;
};

#endif

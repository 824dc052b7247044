/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_XAPIAN_READER_H
#define FORNIX_XAPIAN_READER_H

/* What a struct index_reader is, for the files that read through it. */

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include <xapian.h>

#include "xapian/column.h"
#include "xapian/guard.h"
#include "xapian/postings.h"
#include "xapian/shards.h"

struct index_reader {
	std::string path; /* for messages */
	Xapian::Database database;
	uint32_t document_count;
	std::shared_ptr<fornix::columns> columns;
	fornix::term_lists lists;

	std::shared_ptr<fornix::shards> shards; /* NULL: there is one database */
	unsigned version = 0;                   /* of the shards that database is made of */
	Xapian::MSet last;                      /* what was found last */
	bool has_last = false;
	struct index_request last_request = {}; /* and how; without its query */
	Xapian::Query last_query;
	std::unordered_map<std::string, uint32_t> frequencies; /* of terms */
	std::vector<std::string> expected; /* those that may be asked for next */
	std::vector<std::string> records;  /* what was asked for last */
	std::string metadata;              /* the same */
};

namespace fornix
{

enum class repeat { no, yes };

/* Runs body, which reads the database and returns a status; again, when a shard breaks. */
template <class Body>
enum fornix_status
reader_guard(struct fornix_error *err, struct index_reader *reader, Body &&body,
    repeat may_repeat = repeat::yes, unsigned deadline_ms = 0) noexcept
{
	if (reader->shards == nullptr)
		return guard(err, reader->path.c_str(), body);
	return shards_run(
	    err, reader, deadline_ms, may_repeat == repeat::yes,
	    [](void *context) {
		    return (*static_cast<std::remove_reference_t<Body> *>(context))();
	    },
	    &body);
}

} // namespace fornix

#endif

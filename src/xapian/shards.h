/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_XAPIAN_SHARDS_H
#define FORNIX_XAPIAN_SHARDS_H

/*
 * Several databases, on this machine and others, that are matched as one.
 *
 * Xapian interleaves the numbers of their documents, so each has its place: one that is
 * down is replaced by an empty one in memory, and the numbers of the others stay.
 */

#include <string>
#include <vector>

#include <xapian.h>

#include "error.h"
#include "index_reader.h"

namespace fornix
{

struct shard {
	std::string path; /* empty: it is remote */
	std::string host;
	unsigned port;
	unsigned timeout_ms;

	Xapian::Database database; /* an empty one while it is down */
	std::string uuid;          /* empty while it is down */
	bool is_down;
	struct fornix_error trouble = FORNIX_ERROR_INIT; /* why */

	explicit shard(const struct index_shard &wanted);

	std::string name() const; /* as in the settings */
	bool is_remote() const;
	/* Both replace the database; what does not open is down. */
	void open() noexcept;
	void take_down() noexcept;
};

struct shards {
	std::vector<shard> list;
	struct index_request last_request = {}; /* without its query */
	Xapian::Query last_query;
	std::string metadata; /* what was asked for last */

	shards(const struct index_shard *wanted, size_t count);

	Xapian::Database combined() const;
};

} // namespace fornix

#endif

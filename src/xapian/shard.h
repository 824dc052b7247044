/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_XAPIAN_SHARD_H
#define FORNIX_XAPIAN_SHARD_H

/* A database of several that are matched as one, on this machine or on another. */

#include <chrono>
#include <string>

#include <xapian.h>

#include "error.h"
#include "index_reader.h"

namespace fornix
{

using shard_clock = std::chrono::steady_clock;

/* Where it is. */
struct shard_place {
	std::string path; /* empty: it is remote */
	std::string host;
	std::string address; /* of the host; empty until it was looked up */
	unsigned port;
	unsigned timeout_ms;
	bool may_be_public;
	std::string fact_key, fact; /* empty: any database is meant */

	explicit shard_place(const struct index_shard &wanted);

	std::string name() const; /* as in the settings */
	bool is_remote() const;
};

struct shard {
	shard_place place;
	Xapian::Database database; /* an empty one while it is down */
	std::string uuid;          /* empty while it is down */
	std::string first_uuid;    /* of the first time that it was up */
	bool is_other = false;     /* than is meant */
	bool is_down = true;
	struct fornix_error trouble = FORNIX_ERROR_INIT; /* why */

	unsigned failures = 0;             /* in a row, soon after it was brought back */
	shard_clock::time_point up_since;  /* or when it was up last */
	shard_clock::time_point try_again; /* not before, while it is down */

	explicit shard(const shard_place &where);

	/* Connects; what does not open is down. */
	void open() noexcept;
	/* A server that was started again ends connections, and takes new ones. */
	void reconnect(const struct fornix_error &why) noexcept;
	/* For some time: the longer the sooner it broke again. */
	void take_down(const struct fornix_error &why) noexcept;
	/* Takes the database of another, which was opened by another thread, and is left empty.
	 */
	void take_over(shard &opened) noexcept;
	bool is_replaced() const;
	/* Whether it is the one on another machine that an exception tells of. */
	bool is_named_by(const Xapian::Error &error) const;
};

} // namespace fornix

#endif

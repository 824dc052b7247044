/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_XAPIAN_SHARDS_H
#define FORNIX_XAPIAN_SHARDS_H

/*
 * Several databases, on this machine and others, that are matched as one.
 *
 * Xapian interleaves the numbers of their documents, so each has its place: one that is
 * down is replaced by an empty one in memory, and the numbers of the others stay.
 *
 * After any exception answers may still be on their way, which the next question would take
 * for its own: so all connections are made anew then.
 */

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include <xapian.h>

#include "error.h"
#include "index_reader.h"
#include "xapian/shard.h"

struct index_reader;

namespace fornix
{

enum class trouble_with { time, connection, database };

/*
 * All but the atomic members and the places is used with the lock held, which callbacks may
 * take again; but for the registry's, no other is taken meanwhile.
 */
struct shards {
	std::recursive_mutex lock;
	std::vector<shard> list;
	unsigned version = 1; /* one more whenever a database was replaced */
	shard_clock::time_point last_used;
	std::atomic<uint64_t> down{0}, replaced{0};
	std::atomic<uint64_t> suspects{0}; /* those that another reader found broken */

	explicit shards(const struct index_shard *wanted, size_t count);

	Xapian::Database combined() const;
	bool are_all_down() const;
	bool has_remote() const;
	/* To be called when databases were replaced. */
	void note_change();

	/* Takes down, or connects anew, what an error is about; false: nothing is. */
	bool blame(
	    const Xapian::Error &error, trouble_with trouble, const struct fornix_error &why);
	/* After any exception; what there is no time for is down. */
	void connect_anew(shard_clock::time_point end);
	void take_down_suspects();
	/* Takes down those that might not answer before end. */
	void take_down_late(shard_clock::time_point end);

	/* For index_shards_keep(); both lock. */
	void revive();
	void keep_alive();
};

/* All there are in this process; they stay as long as somebody has them. */
void shards_register(const std::shared_ptr<shards> &own);
std::vector<std::shared_ptr<shards>> shards_registered();
bool shards_know_down(const shard_place &place);
/* Tells all others that use the same shard. */
void shards_suspect(const shards &own, const shard_place &place);

/*
 * Runs work, which may throw, on the databases of reader->shards.  When a shard breaks and
 * may_repeat, it is run again without it, as long as deadline_ms (0: none) leaves time.
 */
using shards_work = enum fornix_status (*)(void *context);
enum fornix_status shards_run(struct fornix_error *err, struct index_reader *reader,
    unsigned deadline_ms, bool may_repeat, shards_work work, void *context) noexcept;

} // namespace fornix

#endif

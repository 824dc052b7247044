/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xapian/shards.h"

#include <algorithm>

#include "xapian/guard.h"
#include "xapian/reader.h"

namespace fornix
{

static const struct fornix_error known_down = {
    FORNIX_ERR_IO, 0, "another search found it broken"};

static uint64_t
bit_of(size_t i)
{
	return uint64_t{1} << i;
}

shards::shards(const struct index_shard *wanted, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		list.emplace_back(shard_place(wanted[i]));
		if (shards_know_down(list.back().place))
			list.back().take_down(known_down);
		else
			list.back().open();
	}
	note_change();
}

Xapian::Database
shards::combined() const
{
	Xapian::Database all;

	for (const auto &shard : list)
		all.add_database(shard.database);
	return all;
}

bool
shards::are_all_down() const
{
	return std::all_of(
	    list.begin(), list.end(), [](const shard &shard) { return shard.is_down; });
}

bool
shards::has_remote() const
{
	return std::any_of(list.begin(), list.end(),
	    [](const shard &shard) { return shard.place.is_remote(); });
}

void
shards::note_change()
{
	uint64_t are_down = 0, are_replaced = 0;

	for (size_t i = 0; i < list.size(); i++) {
		are_down |= list[i].is_down ? bit_of(i) : 0;
		are_replaced |= list[i].is_replaced() ? bit_of(i) : 0;
	}
	down = are_down;
	replaced = are_replaced;
	version++;
}

/* A connection's error without a name may be about any of them. */
bool
shards::blame(const Xapian::Error &error, trouble_with trouble, const struct fornix_error &why)
{
	bool is_network = trouble != trouble_with::database;
	bool is_named = std::any_of(list.begin(), list.end(),
	    [&](const shard &shard) { return !shard.is_down && shard.is_named_by(error); });

	for (auto &shard : list) {
		if (shard.is_down || !shard.place.is_remote() ||
		    (is_named && !shard.is_named_by(error)) || (!is_named && !is_network))
			continue;
		if (trouble == trouble_with::connection)
			shard.reconnect(why);
		else
			shard.take_down(why);
		if (shard.is_down)
			shards_suspect(*this, shard.place);
	}
	return is_named || is_network;
}

static bool
is_late(const shard &shard, shard_clock::time_point end)
{
	return shard_clock::now() + std::chrono::milliseconds(shard.place.timeout_ms) >= end;
}

static const struct fornix_error no_time = {
    FORNIX_ERR_TIMEOUT, 0, "other shards left it no time to answer"};

void
shards::connect_anew(shard_clock::time_point end)
{
	for (auto &shard : list) {
		if (!shard.place.is_remote() || shard.is_down)
			continue;
		if (is_late(shard, end))
			shard.take_down(no_time);
		else
			shard.open();
	}
	note_change();
}

void
shards::take_down_late(shard_clock::time_point end)
{
	for (auto &shard : list) {
		if (shard.place.is_remote() && !shard.is_down && is_late(shard, end))
			shard.take_down(no_time);
	}
	note_change();
}

void
shards::take_down_suspects()
{
	uint64_t found = suspects.exchange(0);

	for (size_t i = 0; i < list.size(); i++) {
		if ((found & bit_of(i)) != 0 && !list[i].is_down)
			list[i].take_down(known_down);
	}
	if (found != 0)
		note_change();
}

/* What the reader has of databases that were replaced since. */
static void
refresh(struct index_reader *reader, const shards &shards)
{
	if (reader->version == shards.version)
		return;
	reader->last = Xapian::MSet();
	reader->has_last = false;
	reader->database = shards.combined();
	reader->document_count = reader->database.get_doccount();
	reader->frequencies.clear();
	reader->version = shards.version;
}

/* One run of work; what was thrown has been told to the shards. */
class attempt
{
	struct index_reader *reader;
	shards &all;
	shard_clock::time_point end;
	bool has_broken = false;

	/* Called while an exception is handled. */
	enum fornix_status
	fail(const Xapian::Error &error, trouble_with trouble, struct fornix_error *ret_why)
	{
		enum fornix_status status = guard_translate(ret_why, reader->path.c_str());

		has_broken = all.blame(error, trouble, *ret_why);
		all.connect_anew(end);
		all.take_down_late(end);
		return status;
	}

      public:
	attempt(struct index_reader *whose, shards &of, unsigned deadline_ms)
	    : reader(whose), all(of), end(shard_clock::time_point::max())
	{
		if (deadline_ms > 0)
			end = shard_clock::now() + std::chrono::milliseconds(deadline_ms);
	}

	bool
	is_broken() const
	{
		return has_broken;
	}

	enum fornix_status
	run(shards_work work, void *context, struct fornix_error *ret_why)
	{
		has_broken = false;
		try {
			refresh(reader, all);
			return work(context);
		} catch (const Xapian::NetworkTimeoutError &error) {
			return fail(error, trouble_with::time, ret_why);
		} catch (const Xapian::NetworkError &error) {
			return fail(error, trouble_with::connection, ret_why);
		} catch (const Xapian::DatabaseError &error) {
			return fail(error, trouble_with::database, ret_why);
		} catch (...) {
			enum fornix_status status =
			    guard_translate(ret_why, reader->path.c_str());

			all.connect_anew(end);
			return status;
		}
	}
};

static enum fornix_status
say_down(const shards &shards, struct fornix_error *err)
{
	return error_set(err, FORNIX_ERR_TIMEOUT, "no shard of the index can be reached: %s",
	    shards.list.front().trouble.message);
}

enum fornix_status
shards_run(struct fornix_error *err, struct index_reader *reader, unsigned deadline_ms,
    bool may_repeat, shards_work work, void *context) noexcept
{
	return guard(err, reader->path.c_str(), [&] {
		shards &all = *reader->shards;
		std::lock_guard<std::recursive_mutex> holding(all.lock);
		struct fornix_error why = FORNIX_ERROR_INIT;
		attempt attempt(reader, all, deadline_ms);
		enum fornix_status status;

		all.take_down_suspects();
		do {
			if (all.are_all_down())
				return say_down(all, err);
			all.last_used = shard_clock::now();
			status = attempt.run(work, context, &why);
		} while (attempt.is_broken() && may_repeat);
		if (status != FORNIX_OK && err != nullptr && why.status == status)
			*err = why;
		return status;
	});
}

} // namespace fornix

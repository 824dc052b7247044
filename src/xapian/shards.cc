/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xapian/shards.h"

#include <algorithm>
#include <cstdio>

#include "xapian/guard.h"
#include "xapian/reader.h"

namespace fornix
{

/* Long enough for any search that is worth waiting for, and short of its deadline. */
static constexpr unsigned timeout_ms_default = 500;

shard::shard(const struct index_shard &wanted)
    : path(wanted.path != nullptr ? wanted.path : ""),
      host(wanted.host != nullptr ? wanted.host : ""), port(wanted.port),
      timeout_ms(wanted.timeout_ms > 0 ? wanted.timeout_ms : timeout_ms_default), is_down(true)
{
}

std::string
shard::name() const
{
	return is_remote() ? host + ":" + std::to_string(port) : path;
}

bool
shard::is_remote() const
{
	return path.empty();
}

void
shard::take_down() noexcept
{
	guard_abort([this] {
		database = Xapian::WritableDatabase(std::string(), Xapian::DB_BACKEND_INMEMORY);
		uuid.clear();
		is_down = true;
	});
}

void
shard::open() noexcept
{
	is_down = guard(&trouble, name().c_str(), [this] {
		if (path.empty() && host.empty())
			return error_set(&trouble, FORNIX_ERR_NOT_FOUND,
			    "the shard has no index yet: make one there");
		database = is_remote()
			       ? Xapian::Remote::open(host, port, timeout_ms, timeout_ms)
			       : Xapian::Database(path, Xapian::DB_BACKEND_GLASS);
		uuid = database.get_uuid();
		return FORNIX_OK;
	}) != FORNIX_OK;
	if (is_down)
		take_down();
}

shards::shards(const struct index_shard *wanted, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		list.emplace_back(wanted[i]);
		list.back().open();
	}
}

Xapian::Database
shards::combined() const
{
	Xapian::Database all;

	for (const auto &shard : list)
		all.add_database(shard.database);
	return all;
}

} // namespace fornix

using fornix::guard;

static bool
is_up(const fornix::shard &shard)
{
	return !shard.is_down;
}

enum fornix_status
index_reader_open_shards(const struct index_shard *shards, size_t count,
    struct index_reader **ret_reader, struct fornix_error *err)
{
	std::string name = std::to_string(count) + " shards";

	if (count == 0 || count > INDEX_SHARDS_MAX)
		return error_set(err, FORNIX_ERR_LIMIT,
		    "%zu shards were asked for; 1 to %d are allowed", count, INDEX_SHARDS_MAX);
	return guard(err, name.c_str(), [&] {
		auto opened = std::make_unique<fornix::shards>(shards, count);
		const auto &list = opened->list;

		if (std::none_of(list.begin(), list.end(), is_up)) {
			if (err != nullptr)
				*err = list.front().trouble;
			return list.front().trouble.status;
		}

		Xapian::Database database = opened->combined();
		uint32_t documents = database.get_doccount();

		*ret_reader = new index_reader{
		    name, std::move(database), documents, {}, std::move(opened), {}, {}};
		return FORNIX_OK;
	});
}

uint64_t
index_reader_shards_down(const struct index_reader *reader)
{
	uint64_t down = 0, place = 1;

	if (reader->shards == nullptr)
		return 0;
	for (const auto &shard : reader->shards->list) {
		down |= shard.is_down ? place : 0;
		place <<= 1;
	}
	return down;
}

void
index_reader_shard_state(
    const struct index_reader *reader, size_t place, struct index_shard_state *ret_state)
{
	const fornix::shard &shard = reader->shards->list[place - 1];

	*ret_state = {shard.is_down, shard.database.get_doccount(), "", shard.trouble.message};
	snprintf(ret_state->uuid, sizeof ret_state->uuid, "%s", shard.uuid.c_str());
}

enum fornix_status
index_reader_shard_metadata(struct index_reader *reader, size_t place, const char *key,
    struct span *ret_value, struct fornix_error *err)
{
	fornix::shard &shard = reader->shards->list[place - 1];

	if (shard.is_down)
		return error_set(err, FORNIX_ERR_IO, "shard %zu, '%s', is down: %s", place,
		    shard.name().c_str(), shard.trouble.message);
	return guard(err, shard.name().c_str(), [&] {
		std::string &value = reader->shards->metadata;

		value = shard.database.get_metadata(key);
		*ret_value = {value.data(), value.length()};
		return FORNIX_OK;
	});
}

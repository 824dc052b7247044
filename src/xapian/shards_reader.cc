/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index_reader.h"

#include <cstdio>

#include "xapian/guard.h"
#include "xapian/reader.h"

using fornix::guard;

enum fornix_status
index_reader_open_shards(const struct index_shard *shards, size_t count,
    struct index_reader **ret_reader, struct fornix_error *err)
{
	std::string name = std::to_string(count) + " shards";

	if (count == 0 || count > INDEX_SHARDS_MAX)
		return error_set(err, FORNIX_ERR_LIMIT,
		    "%zu shards were asked for; 1 to %d are allowed", count, INDEX_SHARDS_MAX);
	return guard(err, name.c_str(), [&] {
		auto opened = std::make_shared<fornix::shards>(shards, count);
		auto reader = std::make_unique<index_reader>();

		if (opened->are_all_down()) {
			const struct fornix_error &trouble = opened->list.front().trouble;

			if (err != nullptr)
				*err = trouble;
			return trouble.status;
		}
		reader->path = name;
		reader->database = opened->combined();
		reader->document_count = reader->database.get_doccount();
		reader->version = opened->version;
		reader->shards = opened;
		fornix::shards_register(opened);
		*ret_reader = reader.release();
		return FORNIX_OK;
	});
}

uint64_t
index_reader_shards_down(const struct index_reader *reader)
{
	return reader->shards != nullptr ? reader->shards->down.load() : 0;
}

uint64_t
index_reader_shards_replaced(const struct index_reader *reader)
{
	return reader->shards != nullptr ? reader->shards->replaced.load() : 0;
}

void
index_reader_shard_state(
    const struct index_reader *reader, size_t place, struct index_shard_state *ret_state)
{
	fornix::guard_abort([&] {
		std::lock_guard<std::recursive_mutex> holding(reader->shards->lock);
		const fornix::shard &shard = reader->shards->list[place - 1];

		ret_state->is_down = shard.is_down;
		ret_state->document_count = shard.database.get_doccount();
		snprintf(ret_state->uuid, sizeof ret_state->uuid, "%s", shard.uuid.c_str());
		snprintf(ret_state->trouble, sizeof ret_state->trouble, "%s",
		    shard.is_down ? shard.trouble.message : "");
	});
}

enum fornix_status
index_reader_shard_metadata(struct index_reader *reader, size_t place, const char *key,
    struct span *ret_value, struct fornix_error *err)
{
	return fornix::reader_guard(err, reader, [&] {
		const fornix::shard &shard = reader->shards->list[place - 1];
		std::string &value = reader->metadata;

		if (shard.is_down)
			return error_set(err, FORNIX_ERR_IO, "shard %zu, '%s', is down: %s",
			    place, shard.place.name().c_str(), shard.trouble.message);
		value = shard.database.get_metadata(key);
		*ret_value = {value.data(), value.length()};
		return FORNIX_OK;
	});
}

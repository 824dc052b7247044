/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xapian/shards.h"

#include <algorithm>
#include <bitset>

#include "xapian/guard.h"

namespace fornix
{

/* Half of what xapian-tcpsrv waits by default before it ends a connection. */
static constexpr std::chrono::seconds idle(30);

/* Whoever holds this waits for nothing. */
static std::mutex registry_lock;
static std::vector<std::weak_ptr<shards>> registry;

void
shards_register(const std::shared_ptr<shards> &own)
{
	std::lock_guard<std::mutex> holding(registry_lock);
	auto is_gone = [](const std::weak_ptr<shards> &one) {
		return one.expired();
	};

	registry.erase(
	    std::remove_if(registry.begin(), registry.end(), is_gone), registry.end());
	registry.push_back(own);
}

std::vector<std::shared_ptr<shards>>
shards_registered()
{
	std::lock_guard<std::mutex> holding(registry_lock);
	std::vector<std::shared_ptr<shards>> all;

	for (const auto &one : registry) {
		if (auto live = one.lock())
			all.push_back(std::move(live));
	}
	return all;
}

/* Names and ports do not change, so those of others are read without their locks. */
static uint64_t
find_place(const shards &all, const shard_place &place)
{
	for (size_t i = 0; place.is_remote() && i < all.list.size(); i++) {
		if (all.list[i].place.host == place.host &&
		    all.list[i].place.port == place.port)
			return uint64_t{1} << i;
	}
	return 0;
}

bool
shards_know_down(const shard_place &place)
{
	for (const auto &one : shards_registered()) {
		if ((find_place(*one, place) & one->down) != 0)
			return true;
	}
	return false;
}

void
shards_suspect(const shards &own, const shard_place &place)
{
	for (const auto &other : shards_registered()) {
		if (other.get() != &own)
			other->suspects |= find_place(*other, place);
	}
}

/* Connecting takes time, for which the lock is let go. */
void
shards::revive()
{
	std::vector<std::pair<size_t, shard>> tried;

	{
		std::lock_guard<std::recursive_mutex> holding(lock);

		take_down_suspects();
		for (size_t i = 0; i < list.size(); i++) {
			if (list[i].is_down && list[i].try_again <= shard_clock::now())
				tried.emplace_back(i, shard(list[i].place));
		}
	}
	for (auto &[i, shard] : tried)
		shard.open();

	std::lock_guard<std::recursive_mutex> holding(lock);
	bool is_changed = false;

	for (auto &[i, shard] : tried) {
		list[i].take_over(shard);
		is_changed |= !list[i].is_down;
	}
	if (is_changed)
		note_change();
}

/* A reader that is searching needs no word. */
void
shards::keep_alive()
{
	std::unique_lock<std::recursive_mutex> holding(lock, std::try_to_lock);
	bool is_changed = false;

	if (!holding.owns_lock() || shard_clock::now() - last_used < idle)
		return;
	last_used = shard_clock::now();
	for (auto &shard : list) {
		struct fornix_error why = FORNIX_ERROR_INIT;

		if (shard.is_down || !shard.place.is_remote())
			continue;
		if (guard(&why, shard.place.name().c_str(), [&] {
			    shard.database.keep_alive();
			    return FORNIX_OK;
		    }) == FORNIX_OK)
			continue;
		shard.take_down(why);
		is_changed = true;
	}
	if (is_changed)
		note_change();
}

} // namespace fornix

void
index_shards_keep(void)
{
	(void)fornix::guard(nullptr, "shards", [] {
		for (const auto &one : fornix::shards_registered()) {
			one->revive();
			one->keep_alive();
		}
		return FORNIX_OK;
	});
}

struct index_shards
index_shards_count(void)
{
	std::bitset<INDEX_SHARDS_MAX> down, replaced;
	size_t count = 0;

	fornix::guard_abort([&] {
		for (const auto &one : fornix::shards_registered()) {
			count = std::max(count, one->list.size());
			down |= std::bitset<INDEX_SHARDS_MAX>(one->down);
			replaced |= std::bitset<INDEX_SHARDS_MAX>(one->replaced);
		}
	});
	return {static_cast<unsigned>(count), static_cast<unsigned>(down.count()),
	    static_cast<unsigned>(replaced.count())};
}

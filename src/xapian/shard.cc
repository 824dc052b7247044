/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xapian/shard.h"

#include <algorithm>

#include "network.h"
#include "xapian/guard.h"

namespace fornix
{

using std::chrono::seconds;

/* Long enough for any search that is worth waiting for, and short of its deadline. */
static constexpr unsigned timeout_ms_default = 500;

/* What breaks again within this time is left alone for twice as long as before. */
static constexpr seconds soon(30);
static constexpr unsigned pause_doublings_max = 5;

shard_place::shard_place(const struct index_shard &wanted)
    : path(wanted.path != nullptr ? wanted.path : ""),
      host(wanted.host != nullptr ? wanted.host : ""), port(wanted.port),
      timeout_ms(wanted.timeout_ms > 0 ? wanted.timeout_ms : timeout_ms_default),
      may_be_public(wanted.may_be_public),
      fact_key(wanted.fact_key != nullptr ? wanted.fact_key : ""),
      fact(wanted.fact_key != nullptr ? wanted.fact : "")
{
}

std::string
shard_place::name() const
{
	return is_remote() ? host + ":" + std::to_string(port) : path;
}

bool
shard_place::is_remote() const
{
	return path.empty();
}

shard::shard(const shard_place &where) : place(where)
{
}

static Xapian::Database
empty_database()
{
	return Xapian::WritableDatabase(std::string(), Xapian::DB_BACKEND_INMEMORY);
}

/* A name is looked up once: a name server that is slow must not hold up searches. */
static enum fornix_status
look_up(shard_place &place, struct fornix_error *err)
{
	char address[NETWORK_TEXT_BYTES];
	enum fornix_status status;

	if (place.host.empty())
		return error_set(err, FORNIX_ERR_NOT_FOUND,
		    "the shard has no index yet: make one there with 'fornix index'");
	if (!place.address.empty())
		return FORNIX_OK;
	status = network_look_up(place.host.c_str(), !place.may_be_public, address, err);
	if (status == FORNIX_OK)
		place.address = address;
	return status;
}

void
shard::open() noexcept
{
	struct fornix_error why = FORNIX_ERROR_INIT;
	enum fornix_status status = guard(&why, place.name().c_str(), [&] {
		enum fornix_status found = place.is_remote() ? look_up(place, &why) : FORNIX_OK;

		if (found != FORNIX_OK)
			return found;
		database = place.is_remote()
			       ? Xapian::Remote::open(place.address, place.port,
				     place.timeout_ms, place.timeout_ms)
			       : Xapian::Database(place.path, Xapian::DB_BACKEND_GLASS);
		uuid = database.get_uuid();
		if (first_uuid.empty())
			first_uuid = uuid;
		is_other = place.fact_key.empty()
			       ? uuid != first_uuid
			       : database.get_metadata(place.fact_key) != place.fact;
		return FORNIX_OK;
	});

	if (status != FORNIX_OK) {
		take_down(why);
		return;
	}
	is_down = false;
	trouble = FORNIX_ERROR_INIT;
}

void
shard::take_down(const struct fornix_error &why) noexcept
{
	auto now = shard_clock::now();

	guard_abort([&] { database = empty_database(); });
	if (!is_down)
		failures = now - up_since < soon ? failures + 1 : 1;
	try_again = now + seconds(1U << (std::clamp(failures, 1U, pause_doublings_max) - 1));
	is_down = true;
	uuid.clear();
	trouble = why;
}

void
shard::reconnect(const struct fornix_error &why) noexcept
{
	if (shard_clock::now() - up_since < soon) {
		take_down(why);
		return;
	}
	up_since = shard_clock::now();
	open();
}

void
shard::take_over(shard &opened) noexcept
{
	place.address = opened.place.address;
	trouble = opened.trouble;
	if (opened.is_down) {
		place.address.clear();
		try_again = shard_clock::now() + seconds(1);
		return;
	}
	std::swap(database, opened.database);
	uuid = opened.uuid;
	if (first_uuid.empty())
		first_uuid = uuid;
	is_other = place.fact_key.empty() ? uuid != first_uuid : opened.is_other;
	is_down = false;
	up_since = shard_clock::now();
}

bool
shard::is_replaced() const
{
	return !is_down && is_other;
}

bool
shard::is_named_by(const Xapian::Error &error) const
{
	return place.is_remote() &&
	       error.get_context().find("(" + place.address + ":" + std::to_string(place.port) +
					")") != std::string::npos;
}

} // namespace fornix

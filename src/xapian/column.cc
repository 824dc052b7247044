/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xapian/column.h"

#include <sys/stat.h>
#include <tuple>
#include <type_traits>

#include "xapian/value_list.h"

namespace fornix
{

/* Calls take(value) for every number up to the last that has one. */
template <class Take>
static void
read_slot(const Xapian::Database &database, Xapian::valueno slot, Take &&take)
{
	Xapian::docid next = 0;

	for (auto value = database.valuestream_begin(slot);
	     value != database.valuestream_end(slot); ++value, next++) {
		for (; next < value.get_docid(); next++)
			take(std::string());
		take(*value);
	}
}

column::column(const Xapian::Database &database, Xapian::valueno slot)
{
	read_slot(database, slot, [this](const std::string &value) {
		starts.push_back(bytes.length());
		bytes.append(value);
	});
	starts.push_back(bytes.length());
}

std::string_view
column::get(Xapian::docid document) const
{
	if (document + size_t{1} >= starts.size())
		return {};
	return std::string_view(bytes).substr(
	    starts[document], starts[document + 1] - starts[document]);
}

/* The names are those of the map, whose nodes stay where they are. */
void
list_column::add(std::string_view list)
{
	value_list_each(list, [this](std::string_view item) {
		auto found = known.find(item);

		if (found == known.end()) {
			found = known.emplace(item, static_cast<uint32_t>(items.size())).first;
			items.emplace_back(found->first);
		}
		numbers.push_back(found->second);
	});
}

list_column::list_column(const Xapian::Database &database, Xapian::valueno slot)
{
	read_slot(database, slot, [this](const std::string &value) {
		starts.push_back(numbers.size());
		add(value);
	});
	starts.push_back(numbers.size());
}

template <class Column>
static std::unique_ptr<const Column>
make(const Xapian::Database &database, Xapian::valueno slot)
{
	if constexpr (std::is_same_v<Column, document_norms>)
		return std::make_unique<const Column>(database);
	else
		return std::make_unique<const Column>(database, slot);
}

/* Of two threads that read the same at once, the second drops what it has read. */
template <class Column>
const Column &
columns::find(std::map<Xapian::valueno, std::unique_ptr<const Column>> &known,
    const Xapian::Database &database, Xapian::valueno slot)
{
	{
		std::lock_guard<std::mutex> lock(mutex);
		auto found = known.find(slot);

		if (found != known.end())
			return *found->second;
	}

	auto made = make<Column>(database, slot);
	std::lock_guard<std::mutex> lock(mutex);

	return *known.try_emplace(slot, std::move(made)).first->second;
}

const column &
columns::value(const Xapian::Database &database, Xapian::valueno slot)
{
	return find(values, database, slot);
}

const list_column &
columns::list(const Xapian::Database &database, Xapian::valueno slot)
{
	return find(lists, database, slot);
}

const document_norms &
columns::norms(const Xapian::Database &database)
{
	return find(lengths, database, 0);
}

/* What tells one state of a database from another: every change makes the file anew. */
struct identity {
	dev_t device;
	ino_t inode;
	time_t seconds;
	long nanoseconds;

	bool
	operator<(const identity &other) const
	{
		return std::tie(device, inode, seconds, nanoseconds) <
		       std::tie(other.device, other.inode, other.seconds, other.nanoseconds);
	}
};

static std::mutex shared_mutex;
static std::map<identity, std::weak_ptr<columns>> shared;

static void
drop_unused()
{
	for (auto each = shared.begin(); each != shared.end();)
		each = each->second.expired() ? shared.erase(each) : std::next(each);
}

std::shared_ptr<columns>
columns_of(const std::string &path)
{
	struct stat file;

	if (stat((path + "/iamglass").c_str(), &file) != 0)
		return std::make_shared<columns>();

	std::lock_guard<std::mutex> lock(shared_mutex);
	auto &known =
	    shared[{file.st_dev, file.st_ino, file.st_mtim.tv_sec, file.st_mtim.tv_nsec}];
	auto columns = known.lock();

	if (columns == nullptr) {
		columns = std::make_shared<fornix::columns>();
		known = columns;
		drop_unused();
	}
	return columns;
}

} // namespace fornix

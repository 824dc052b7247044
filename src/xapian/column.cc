/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xapian/column.h"

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

const column &
columns::value(const Xapian::Database &database, Xapian::valueno slot)
{
	auto found = values.find(slot);

	if (found == values.end())
		found = values.try_emplace(slot, database, slot).first;
	return found->second;
}

const list_column &
columns::list(const Xapian::Database &database, Xapian::valueno slot)
{
	auto found = lists.find(slot);

	if (found == lists.end())
		found = lists.try_emplace(slot, database, slot).first;
	return found->second;
}

const document_norms &
columns::norms(const Xapian::Database &database)
{
	if (!lengths.has_value())
		lengths.emplace(database);
	return *lengths;
}

} // namespace fornix

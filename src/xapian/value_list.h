/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_XAPIAN_VALUE_LIST_H
#define FORNIX_XAPIAN_VALUE_LIST_H

/* Several values in one slot: each is a byte with its length, then its bytes. */

#include <string>
#include <string_view>

#include <xapian.h>

namespace fornix
{

constexpr size_t value_list_item_bytes_max = 255;

/* item must not be longer than value_list_item_bytes_max. */
inline void
value_list_append(std::string &list, std::string_view item)
{
	list.push_back(static_cast<char>(item.length()));
	list.append(item);
}

/* Calls visit(item) for each; a list that ends within an item is damage. */
template <class Visit>
void
value_list_each(std::string_view list, Visit &&visit)
{
	while (!list.empty()) {
		size_t length = static_cast<unsigned char>(list.front());

		list.remove_prefix(1);
		if (length > list.length())
			throw Xapian::DatabaseCorruptError("a list of values ends too early");
		visit(list.substr(0, length));
		list.remove_prefix(length);
	}
}

} // namespace fornix

#endif

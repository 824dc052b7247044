/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_XAPIAN_COLUMN_H
#define FORNIX_XAPIAN_COLUMN_H

/*
 * The values that all documents have in a slot, read once: Xapian takes longer to find one
 * document's than to weigh it.
 */

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include <xapian.h>

#include "xapian/postings.h"

namespace fornix
{

class column
{
	std::string bytes;
	std::vector<size_t> starts; /* of each document from 0 on, and the end of the last */

      public:
	column(const Xapian::Database &database, Xapian::valueno slot);

	/* Empty for a document that has none; lives as long as the column. */
	std::string_view get(Xapian::docid document) const;
};

/* A slot of lists, as numbers of their different items. */
class list_column
{
	std::vector<uint32_t> numbers;
	std::vector<size_t> starts;
	std::map<std::string, uint32_t, std::less<>> known;

	void add(std::string_view list);

      public:
	std::vector<std::string_view> items; /* by number */

	list_column(const Xapian::Database &database, Xapian::valueno slot);

	/* Calls visit(number) for each item of the document. */
	template <class Visit>
	void
	each(Xapian::docid document, Visit &&visit) const
	{
		if (document + size_t{1} >= starts.size())
			return;
		for (size_t i = starts[document]; i < starts[document + 1]; i++)
			visit(numbers[i]);
	}
};

/* The columns that were asked for so far; of one database, for all threads. */
class columns
{
	std::mutex mutex; /* held to look for one and to put one in, not while one is read */
	std::map<Xapian::valueno, std::unique_ptr<const column>> values;
	std::map<Xapian::valueno, std::unique_ptr<const list_column>> lists;
	std::map<Xapian::valueno, std::unique_ptr<const document_norms>> lengths;

	template <class Column>
	const Column &find(std::map<Xapian::valueno, std::unique_ptr<const Column>> &known,
	    const Xapian::Database &database, Xapian::valueno slot);

      public:
	const column &value(const Xapian::Database &database, Xapian::valueno slot);
	const list_column &list(const Xapian::Database &database, Xapian::valueno slot);
	const document_norms &norms(const Xapian::Database &database);
};

/* Those of the database in the folder path, which readers of the same files share. */
std::shared_ptr<columns> columns_of(const std::string &path);

} // namespace fornix

#endif

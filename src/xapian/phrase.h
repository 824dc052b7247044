/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_XAPIAN_PHRASE_H
#define FORNIX_XAPIAN_PHRASE_H

/*
 * Which documents have words side by side.
 *
 * Xapian's matcher is asked, not Database::positionlist_begin(): that one opens the table of
 * positions anew for each document and word, while the matcher walks through the places of
 * a word from document to document (glass_postlist.cc, read_position_list()).
 */

#include <string>
#include <vector>

#include <xapian.h>

namespace fornix
{

/*
 * The documents that have the terms, two or more, at successive positions, in order; when
 * only is not NULL, those among only, which are in order.  Throws deadline_passed when time
 * is up.
 */
std::vector<Xapian::docid> phrase_documents(const Xapian::Database &database,
    const std::vector<std::string> &terms, const std::vector<Xapian::docid> *only);

} // namespace fornix

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_XAPIAN_PHRASE_H
#define FORNIX_XAPIAN_PHRASE_H

/* Whether words stand side by side. */

#include <string>
#include <vector>

#include <xapian.h>

namespace fornix
{

/* Whether the document has the terms, two or more, at successive positions. */
bool has_phrase(const Xapian::Database &database, Xapian::docid document,
    const std::vector<std::string> &terms);

} // namespace fornix

#endif

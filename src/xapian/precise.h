/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_XAPIAN_PRECISE_H
#define FORNIX_XAPIAN_PRECISE_H

/*
 * Phrases that only count where they are.
 *
 * Below an "or" that is asked about a document, as it is behind a filter or AND_MAYBE,
 * libxapian 1.4.22 adds the weight of a phrase to documents that have its words, not side
 * by side: the list of a phrase may answer "not here" while it stands there, and the
 * "or" looks at where it stands.  Lists of OP_AND_NOT move on instead.
 */

#include <string>

#include <xapian.h>

namespace fornix
{

/* The same documents and weights as query. */
Xapian::Query precise(const Xapian::Query &query);

/*
 * The same of lists that other machines know: word is a term that all these documents have.
 * Lists of OP_AND_MAYBE move on as well, and such a word's ends no earlier than the phrase's,
 * so that it stays one.  (OP_XOR does too, but asks for what comes behind a list's end.)
 */
Xapian::Query precise_portable(const Xapian::Query &query, const std::string &word);

} // namespace fornix

#endif

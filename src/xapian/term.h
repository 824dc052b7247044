/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_XAPIAN_TERM_H
#define FORNIX_XAPIAN_TERM_H

/* How a term is spelled in the database: the same for writing and for asking. */

#include <algorithm>
#include <string>
#include <vector>

#include "index_reader.h"
#include "span.h"

namespace fornix
{

inline std::string
string_from_span(struct span span)
{
	return span.length > 0 ? std::string(span.data, span.length) : std::string();
}

inline std::vector<std::string>
strings_from_spans(const struct span *spans, size_t count)
{
	std::vector<std::string> strings(count);

	std::transform(spans, spans + count, strings.begin(), string_from_span);
	return strings;
}

/* The prefix may be NULL. */
inline std::string
term_join(const char *prefix, struct span term)
{
	std::string joined(prefix != nullptr ? prefix : "");

	return joined.append(string_from_span(term));
}

/* A NUL takes two bytes in Xapian's keys; an empty term would mean every document. */
inline bool
term_is_valid(const std::string &term)
{
	auto nuls = static_cast<size_t>(std::count(term.begin(), term.end(), '\0'));

	return !term.empty() && term.length() + nuls <= INDEX_TERM_BYTES_MAX;
}

/*
 * Where a document's text is kept, and a term that only it has: many texts come with the
 * matches of one query, while documents themselves are sent one by one.
 */
inline constexpr unsigned text_slot = 1000;

inline std::string
text_term(uint32_t number)
{
	return "XNUMBER" + std::to_string(number);
}

} // namespace fornix

#endif

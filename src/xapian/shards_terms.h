/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_XAPIAN_SHARDS_TERMS_H
#define FORNIX_XAPIAN_SHARDS_TERMS_H

/*
 * What is asked of reader->shards about terms, in rounds whose number does not hang on that
 * of the shards: a list or a frequency is read from one after the other, but a match is
 * run on all at once, and brings the frequencies of its terms along.
 */

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <xapian.h>

#include "index_reader.h"
#include "xapian/reader.h"

namespace fornix
{

/* As index_reader_expect(). */
void shards_expect(struct index_reader *reader, const std::vector<std::string> &terms);
/* In how many documents the term is, a valid one. */
uint32_t shards_frequency(struct index_reader *reader, const std::string &term);
/* Remembers those of the query that found the matches. */
void shards_keep_frequencies(
    struct index_reader *reader, const Xapian::Query &query, const Xapian::MSet &matches);

/* A document that has some of the terms, a bit for each; and whether it has any other. */
struct holder {
	Xapian::docid document;
	uint64_t terms;
	bool has_other;
};

/* The documents that have any of the terms, in order; false when they are too many to tell. */
bool shards_holders(struct index_reader *reader, const std::vector<std::string> &terms,
    const std::vector<std::string> &others, std::vector<holder> &ret_holders);
/* The documents with the term, and those with any of the others too: all are counted. */
struct index_company shards_company(struct index_reader *reader, const std::string &term,
    const std::vector<std::string> &others);

} // namespace fornix

#endif

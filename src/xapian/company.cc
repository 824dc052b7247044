/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index_reader.h"

#include <algorithm>
#include <string>
#include <vector>

#include <xapian.h>

#include "xapian/guard.h"
#include "xapian/reader.h"
#include "xapian/shards_terms.h"
#include "xapian/term.h"

namespace
{

struct look {
	Xapian::docid document;
	size_t term;
	bool is_together;
};

/* The documents of a term, in order, as the database has them. */
class posting_list
{
	Xapian::PostingIterator at;

      public:
	posting_list(const Xapian::Database &database, const std::string &term)
	{
		if (fornix::term_is_valid(term))
			at = database.postlist_begin(term);
	}

	bool
	is_over() const
	{
		return at == Xapian::PostingIterator();
	}

	Xapian::docid
	document() const
	{
		return *at;
	}

	void
	next()
	{
		++at;
	}

	void
	skip_to(Xapian::docid document)
	{
		at.skip_to(document);
	}
};

/* The same of what shards have told. */
class told_list
{
	const std::vector<fornix::holder> &holders;
	uint64_t bit; /* 0: of any other */
	size_t at = 0;

	void
	find()
	{
		while (!is_over() &&
		       (bit != 0 ? (holders[at].terms & bit) == 0 : !holders[at].has_other))
			at++;
	}

      public:
	told_list(const std::vector<fornix::holder> &all, uint64_t which)
	    : holders(all), bit(which)
	{
		find();
	}

	bool
	is_over() const
	{
		return at == holders.size();
	}

	Xapian::docid
	document() const
	{
		return holders[at].document;
	}

	void
	next()
	{
		at++;
		find();
	}

	void
	skip_to(Xapian::docid document)
	{
		while (!is_over() && holders[at].document < document)
			at++;
		find();
	}
};

struct question {
	struct index_reader *reader;
	std::vector<std::string> terms, others;
};

/* Where the lists come from. */
struct database_source {
	const question &asked;

	posting_list
	list(size_t i) const
	{
		return posting_list(asked.reader->database, asked.terms[i]);
	}

	uint32_t
	frequency(size_t i) const
	{
		return asked.reader->database.get_termfreq(asked.terms[i]);
	}

	template <class Look>
	void
	each_other(Look &&look) const
	{
		for (const auto &other : asked.others)
			look(posting_list(asked.reader->database, other));
	}
};

struct told_source {
	const question &asked;
	std::vector<fornix::holder> holders;

	told_list
	list(size_t i) const
	{
		return told_list(holders, uint64_t{1} << i);
	}

	uint32_t
	frequency(size_t i) const
	{
		return fornix::shards_frequency(asked.reader, asked.terms[i]);
	}

	template <class Look>
	void
	each_other(Look &&look) const
	{
		look(told_list(holders, 0));
	}
};

} // namespace

/*
 * Takes every document, or the first of each so many; false when there are too many.
 * Several databases share the numbers of one among them, so that these are the same ones.
 */
template <class List>
static bool
take(List list, size_t number, Xapian::docid shares, Xapian::docid step,
    std::vector<look> &looks)
{
	for (size_t count = 0; !list.is_over(); count++) {
		Xapian::docid document = list.document();

		if (count == INDEX_COMPANY_DOCUMENTS)
			return false;
		looks.push_back({document, number, false});
		if (step == 1)
			list.next();
		else
			list.skip_to(((document - 1) / shares / step + 1) * step * shares + 1);
	}
	return true;
}

/*
 * The first documents of a long list may all be of one folder, so some of all are taken;
 * says whether they were.
 */
template <class Source>
static bool
look_at(const Source &source, size_t number, std::vector<look> &looks)
{
	const Xapian::Database &database = source.asked.reader->database;
	auto shares = static_cast<Xapian::docid>(database.size());
	Xapian::docid articles = (database.get_lastdocid() + shares - 1) / shares;
	size_t before = looks.size();

	if (take(source.list(number), number, shares, 1, looks))
		return false;
	looks.resize(before);
	take(
	    source.list(number), number, shares, articles / INDEX_COMPANY_DOCUMENTS + 1, looks);
	return true;
}

/* From some documents of the term to all. */
static void
project(uint64_t all, struct index_company &company)
{
	company.together = static_cast<uint32_t>(company.together * all / company.documents);
	company.documents = static_cast<uint32_t>(all);
}

/* The looks are in order of document. */
template <class List>
static void
look_for(List list, std::vector<look> &looks)
{
	for (look &look : looks) {
		if (look.is_together)
			continue;
		if (!list.is_over())
			list.skip_to(look.document);
		if (list.is_over())
			break;
		look.is_together = list.document() == look.document;
	}
}

template <class Source>
static void
count_looks(const Source &source, struct index_company *ret_company)
{
	size_t term_count = source.asked.terms.size();
	std::vector<bool> is_sample(term_count);
	std::vector<look> looks;

	for (size_t i = 0; i < term_count; i++)
		is_sample[i] = look_at(source, i, looks);
	std::sort(looks.begin(), looks.end(),
	    [](const look &a, const look &b) { return a.document < b.document; });
	source.each_other([&looks](auto &&list) { look_for(list, looks); });
	std::fill(ret_company, ret_company + term_count, index_company{0, 0});
	for (const look &look : looks) {
		ret_company[look.term].documents++;
		ret_company[look.term].together += look.is_together;
	}
	for (size_t i = 0; i < term_count; i++) {
		if (is_sample[i])
			project(source.frequency(i), ret_company[i]);
	}
}

/* Very many documents are counted where they are. */
static void
ask_shards(const question &asked, struct index_company *ret_company)
{
	told_source source{asked, {}};

	fornix::shards_expect(asked.reader, asked.terms);
	fornix::shards_expect(asked.reader, asked.others);
	if (fornix::shards_holders(asked.reader, asked.terms, asked.others, source.holders)) {
		count_looks(source, ret_company);
		return;
	}
	for (const auto &term : asked.terms)
		*ret_company++ = fornix::shards_company(asked.reader, term, asked.others);
}

enum fornix_status
index_reader_company(struct index_reader *reader, const struct span *terms, size_t term_count,
    const struct span *others, size_t other_count, struct index_company *ret_company,
    struct fornix_error *err)
{
	if (term_count > INDEX_COMPANY_TERMS_MAX || other_count > INDEX_COMPANY_OTHERS_MAX)
		return error_set(err, FORNIX_ERR_LIMIT,
		    "the company of more than %d terms, or more than %d others",
		    INDEX_COMPANY_TERMS_MAX, INDEX_COMPANY_OTHERS_MAX);
	return fornix::reader_guard(err, reader, [&] {
		question asked{reader, fornix::strings_from_spans(terms, term_count),
		    fornix::strings_from_spans(others, other_count)};

		if (reader->shards != nullptr)
			ask_shards(asked, ret_company);
		else
			count_looks(database_source{asked}, ret_company);
		return FORNIX_OK;
	});
}

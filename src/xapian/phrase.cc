/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xapian/phrase.h"

#include <algorithm>

#include "xapian/deadline.h"
#include "xapian/guard.h"

namespace fornix
{

/* Some documents, in order, as a list that Xapian's matcher can walk. */
class some_documents : public Xapian::PostingSource
{
	const std::vector<Xapian::docid> &documents;
	std::vector<Xapian::docid>::const_iterator at;
	bool started = false;

      public:
	explicit some_documents(const std::vector<Xapian::docid> &some) : documents(some)
	{
	}

	Xapian::doccount
	get_termfreq_min() const override
	{
		return static_cast<Xapian::doccount>(documents.size());
	}

	Xapian::doccount
	get_termfreq_est() const override
	{
		return get_termfreq_min();
	}

	Xapian::doccount
	get_termfreq_max() const override
	{
		return get_termfreq_min();
	}

	Xapian::docid
	get_docid() const override
	{
		return *at;
	}

	void
	next(double) override
	{
		deadline_step();
		if (started)
			++at;
		started = true;
	}

	void
	skip_to(Xapian::docid document, double) override
	{
		deadline_step();
		at = std::lower_bound(at, documents.end(), document);
		started = true;
	}

	bool
	at_end() const override
	{
		return started && at == documents.end();
	}

	void
	init(const Xapian::Database &) override
	{
		at = documents.begin();
		started = false;
	}
};

std::vector<Xapian::docid>
phrase_documents(const Xapian::Database &database, const std::vector<std::string> &terms,
    const std::vector<Xapian::docid> *only)
{
	sure_memory sure; /* libxapian's matcher crashes without, and loses some */
	Xapian::Query phrase(Xapian::Query::OP_PHRASE, terms.begin(), terms.end(),
	    static_cast<Xapian::termcount>(terms.size()));
	Xapian::Enquire enquire(database);
	Xapian::doccount most = database.get_doccount();

	for (const std::string &term : terms)
		most = std::min(most, database.get_termfreq(term));
	enquire.set_weighting_scheme(Xapian::BoolWeight());
	enquire.set_query(only == nullptr
			      ? deadline_bound(phrase)
			      : Xapian::Query(Xapian::Query::OP_FILTER, phrase,
				    Xapian::Query((new some_documents(*only))->release())));

	Xapian::MSet found = enquire.get_mset(0, most);

	return {found.begin(), found.end()};
}

} // namespace fornix

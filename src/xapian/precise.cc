/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xapian/precise.h"

#include <limits>

namespace fornix
{

/* What to leave out: nothing, but Xapian must not see that, or it drops the OP_AND_NOT. */
class nothing_source : public Xapian::PostingSource
{
      public:
	Xapian::doccount
	get_termfreq_min() const override
	{
		return 0;
	}

	Xapian::doccount
	get_termfreq_est() const override
	{
		return 0;
	}

	Xapian::doccount
	get_termfreq_max() const override
	{
		return 0;
	}

	Xapian::docid
	get_docid() const override
	{
		return std::numeric_limits<Xapian::docid>::max();
	}

	void
	next(double) override
	{
	}

	void
	skip_to(Xapian::docid, double) override
	{
	}

	bool
	at_end() const override
	{
		return false;
	}

	void
	init(const Xapian::Database &) override
	{
	}

	std::string
	get_description() const override
	{
		return "nothing_source";
	}
};

Xapian::Query
precise(const Xapian::Query &query)
{
	return Xapian::Query(
	    Xapian::Query::OP_AND_NOT, query, Xapian::Query((new nothing_source)->release()));
}

Xapian::Query
precise_portable(const Xapian::Query &query, const std::string &word)
{
	return Xapian::Query(
	    Xapian::Query::OP_AND_MAYBE, query, Xapian::Query(0.0, Xapian::Query(word)));
}

} // namespace fornix

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_XAPIAN_DEADLINE_H
#define FORNIX_XAPIAN_DEADLINE_H

/*
 * Stopping a match: lists of all documents that throw once time is up.
 *
 * Enquire::set_time_limit() only stops the looking for further totals.  As a
 * filter such a list is asked about each candidate before positions are
 * compared, which is where the time goes.  One at the top is not enough: a
 * phrase within an "or" looks for its next match by itself, so each phrase has
 * a list of its own.
 *
 * The deadline belongs to the thread, not to the lists: trees are built before
 * anybody knows it.
 */

#include <xapian.h>

namespace fornix
{

/* The thread's deadline is so many milliseconds away while this lives; 0 is none. */
class deadline_scope
{
      public:
	explicit deadline_scope(unsigned milliseconds);
	~deadline_scope();
	deadline_scope(const deadline_scope &) = delete;
	deadline_scope &operator=(const deadline_scope &) = delete;
};

/* Throws deadline_passed once the thread's time is up; looks at the clock now and then. */
void deadline_step();

class deadline_source : public Xapian::PostingSource
{
	Xapian::doccount documents = 0;
	Xapian::docid current = 0;
	Xapian::docid last = 0;

      public:
	Xapian::doccount get_termfreq_min() const override;
	Xapian::doccount get_termfreq_est() const override;
	Xapian::doccount get_termfreq_max() const override;
	Xapian::docid get_docid() const override;
	void next(double min_weight) override;
	void skip_to(Xapian::docid document, double min_weight) override;
	bool at_end() const override;
	void init(const Xapian::Database &database) override;
	std::string get_description() const override;
};

/* The same documents and weights as query, and stopped in time. */
Xapian::Query deadline_bound(const Xapian::Query &query);

} // namespace fornix

#endif

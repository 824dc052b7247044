/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xapian/deadline.h"

#include <chrono>

#include "xapian/guard.h"

namespace fornix
{

using deadline_clock = std::chrono::steady_clock;

/* Reading the clock costs as much as a step through a posting list. */
static constexpr unsigned steps_per_look = 16;

static thread_local bool has_deadline;
static thread_local deadline_clock::time_point deadline;
static thread_local unsigned steps;

deadline_scope::deadline_scope(unsigned milliseconds)
{
	has_deadline = milliseconds > 0;
	deadline = deadline_clock::now() + std::chrono::milliseconds(milliseconds);
	steps = 0;
}

deadline_scope::~deadline_scope()
{
	has_deadline = false;
}

void
deadline_step()
{
	if (has_deadline && steps++ % steps_per_look == 0 && deadline_clock::now() >= deadline)
		throw deadline_passed();
}

/* It is exactly all documents, so that bounds on the total stay those of the query. */
Xapian::doccount
deadline_source::get_termfreq_min() const
{
	return documents;
}

Xapian::doccount
deadline_source::get_termfreq_est() const
{
	return documents;
}

Xapian::doccount
deadline_source::get_termfreq_max() const
{
	return documents;
}

Xapian::docid
deadline_source::get_docid() const
{
	return current;
}

void
deadline_source::next(double)
{
	deadline_step();
	current++;
}

void
deadline_source::skip_to(Xapian::docid document, double)
{
	deadline_step();
	current = document > current ? document : current;
}

bool
deadline_source::at_end() const
{
	return current > last;
}

void
deadline_source::init(const Xapian::Database &database)
{
	documents = database.get_doccount();
	last = database.get_lastdocid();
	current = 0;
	deadline_step();
}

std::string
deadline_source::get_description() const
{
	return "deadline_source";
}

Xapian::Query
deadline_bound(const Xapian::Query &query)
{
	if (query.empty())
		return query;
	return Xapian::Query(
	    Xapian::Query::OP_FILTER, query, Xapian::Query((new deadline_source)->release()));
}

} // namespace fornix

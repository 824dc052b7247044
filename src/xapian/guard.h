/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_XAPIAN_GUARD_H
#define FORNIX_XAPIAN_GUARD_H

/*
 * The border between C++ exceptions and C.
 *
 * Every function that C calls has its whole body in guard() or guard_abort(),
 * which are noexcept: nothing is thrown through a frame of C.
 */

#include "error.h"

namespace fornix
{

/* Thrown by deadline_step(). */
struct deadline_passed {
};

/*
 * The status and message for the exception that is being handled; path says
 * which index was worked on.
 */
enum fornix_status guard_translate(struct fornix_error *err, const char *path) noexcept;

/* Runs body, which returns a status. */
template <class Body>
enum fornix_status
guard(struct fornix_error *err, const char *path, Body &&body) noexcept
{
	try {
		return body();
	} catch (...) {
		return guard_translate(err, path);
	}
}

/*
 * While there is one, a thread that runs out of memory ends the process, with a message,
 * instead of throwing std::bad_alloc: for what must not be left half done.
 */
class sure_memory
{
      public:
	sure_memory() noexcept;
	~sure_memory();
	sure_memory(const sure_memory &) = delete;
	sure_memory &operator=(const sure_memory &) = delete;

      private:
	bool was_sure;
};

/* Runs body, in which only running out of memory can fail: that ends the process. */
template <class Body>
auto
guard_abort(Body &&body) noexcept
{
	sure_memory sure;

	return body();
}

} // namespace fornix

#endif

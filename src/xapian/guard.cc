/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xapian/guard.h"

#include <new>

#include <xapian.h>

#include "xalloc.h"

namespace fornix
{

static thread_local bool is_sure;

/* Called by operator new, which tries again if this returns. */
static void
on_no_memory()
{
	if (is_sure)
		xalloc_check(nullptr);
	throw std::bad_alloc();
}

static const std::new_handler handler_before = std::set_new_handler(on_no_memory);

sure_memory::sure_memory() noexcept : was_sure(is_sure)
{
	(void)handler_before;
	is_sure = true;
}

sure_memory::~sure_memory()
{
	is_sure = was_sure;
}

/* Looking up errno's text allocates, which must not throw while another exception is handled.
 */
static const char *
system_reason(const Xapian::Error &error) noexcept
{
	try {
		return error.get_error_string();
	} catch (...) {
		return nullptr;
	}
}

static enum fornix_status
report(struct fornix_error *err, const char *path, enum fornix_status status,
    const Xapian::Error &error, const char *remedy) noexcept
{
	const char *reason = system_reason(error);

	return error_set(err, status, "index '%s': %s%s%s%s", path, error.get_msg().c_str(),
	    reason != nullptr ? ": " : "", reason != nullptr ? reason : "", remedy);
}

static enum fornix_status
report_corrupt(struct fornix_error *err, const char *path, const Xapian::Error &error) noexcept
{
	return report(err, path, FORNIX_ERR_CORRUPT, error,
	    ": damaged or of another version: rebuild the index");
}

/* A class without errno is Xapian's word for bytes that make no sense ("EOF reading block"). */
static enum fornix_status
report_database(
    struct fornix_error *err, const char *path, const Xapian::DatabaseError &error) noexcept
{
	if (system_reason(error) == nullptr)
		return report_corrupt(err, path, error);
	return report(err, path, FORNIX_ERR_IO, error, "");
}

enum fornix_status
guard_translate(struct fornix_error *err, const char *path) noexcept
{
	try {
		throw;
	} catch (const deadline_passed &) {
		return error_set(
		    err, FORNIX_ERR_TIMEOUT, "the search took too long: use fewer words");
	} catch (const Xapian::DatabaseNotFoundError &error) {
		return report(err, path, FORNIX_ERR_NOT_FOUND, error, "");
	} catch (const Xapian::DatabaseLockError &error) {
		return report(err, path, FORNIX_ERR_LOCKED, error, "");
	} catch (const Xapian::DatabaseCreateError &error) {
		return report(err, path, FORNIX_ERR_IO, error, "");
	} catch (const Xapian::DatabaseClosedError &error) {
		return report(err, path, FORNIX_ERR_INTERNAL, error, "");
	} catch (const Xapian::DatabaseCorruptError &error) {
		return report_corrupt(err, path, error);
	} catch (const Xapian::DatabaseVersionError &error) {
		return report_corrupt(err, path, error);
	} catch (const Xapian::DatabaseError &error) {
		return report_database(err, path, error);
	} catch (const Xapian::DocNotFoundError &error) {
		return report_corrupt(err, path, error);
	} catch (const Xapian::RangeError &error) {
		return report_corrupt(err, path, error);
	} catch (const Xapian::SerialisationError &error) {
		return report_corrupt(err, path, error);
	} catch (const Xapian::NetworkError &error) {
		return report(err, path, FORNIX_ERR_IO, error, "");
	} catch (const Xapian::Error &error) {
		return report(err, path, FORNIX_ERR_INTERNAL, error, "");
	} catch (const std::bad_alloc &) {
		return error_set(err, FORNIX_ERR_NOMEM, "index '%s': out of memory", path);
	} catch (const std::exception &error) {
		return error_set(
		    err, FORNIX_ERR_INTERNAL, "index '%s': %s", path, error.what());
	} catch (...) {
		return error_set(
		    err, FORNIX_ERR_INTERNAL, "index '%s': unknown exception", path);
	}
}

} // namespace fornix

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index_writer.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <cerrno>
#include <csignal>
#include <map>
#include <optional>
#include <string>

#include <fcntl.h>
#include <unistd.h>

#include <xapian.h>

#include "xapian/guard.h"

/* Damage can also make the check run in circles. */
static constexpr rlim_t check_cpu_seconds_max = 600;

#ifdef __SANITIZE_ADDRESS__
/* Database::check() frees an object of its own as one of another size. */
extern "C" const char *
__asan_default_options()
{
	return "new_delete_type_mismatch=0";
}
#endif

static enum fornix_status
check_count(const Xapian::Database &database, const char *path, uint32_t documents,
    struct fornix_error *err)
{
	uint32_t count = database.get_doccount();

	if (count == documents)
		return FORNIX_OK;
	return error_set(err, FORNIX_ERR_CORRUPT,
	    "index '%s' holds %u documents instead of %u: rebuild the index", path, count,
	    documents);
}

static enum fornix_status
check_whole(const char *path, uint32_t documents, struct fornix_error *err)
{
	enum fornix_status status =
	    check_count(Xapian::Database(path, Xapian::DB_BACKEND_GLASS), path, documents, err);
	size_t faults = status == FORNIX_OK ? Xapian::Database::check(path) : 0;

	if (faults > 0)
		return error_set(err, FORNIX_ERR_CORRUPT,
		    "index '%s' has %zu faults: rebuild the index", path, faults);
	return status;
}

using words = std::map<std::string, Xapian::termcount>;

/* How often each word is in the document; nothing when there is no such document. */
static std::optional<words>
words_of(const Xapian::Database &database, Xapian::docid number)
{
	words found;

	try {
		for (auto term = database.termlist_begin(number);
		     term != database.termlist_end(number); ++term)
			found[*term] = term.get_wdf();
	} catch (const Xapian::DocNotFoundError &) {
		return std::nullopt;
	}
	return found;
}

/* How often the list of the word says that the document has it, if it has the document. */
static std::optional<Xapian::termcount>
filed_count(const Xapian::Database &database, const std::string &word, Xapian::docid number)
{
	auto filed = database.postlist_begin(word), end = database.postlist_end(word);

	if (filed != end)
		filed.skip_to(number);
	if (filed == end || *filed != number)
		return std::nullopt;
	return filed.get_wdf();
}

/* Reads all that searching may read of a document; whether it fits together. */
static bool
is_filed(const Xapian::Database &database, Xapian::docid number, const words &now)
{
	Xapian::Document document = database.get_document(number);
	Xapian::termcount length = 0;

	for (const auto &[word, count] : now) {
		for (auto at = database.positionlist_begin(number, word);
		     at != database.positionlist_end(number, word); ++at)
			;
		if (filed_count(database, word, number) != count)
			return false;
		length += count;
	}
	for (auto value = document.values_begin(); value != document.values_end(); ++value) {
		if ((*value).empty())
			return false;
	}
	return database.get_doclength(number) == length;
}

/* Whether the document is there or not as it should, and under no word that it has no more. */
static bool
fits(const Xapian::Database &database, const Xapian::Database &before, Xapian::docid number,
    bool is_put)
{
	std::optional<words> now = words_of(database, number), old = words_of(before, number);

	if (now.has_value() != is_put || (is_put && !is_filed(database, number, *now)))
		return false;
	if (!old)
		return true;
	for (const auto &[word, count] : *old) {
		if ((!is_put || now->count(word) == 0) && filed_count(database, word, number))
			return false;
	}
	return true;
}

static enum fornix_status
check_changes(const char *path, uint32_t documents, const struct index_delta *delta,
    struct fornix_error *err)
{
	Xapian::Database database(path, Xapian::DB_BACKEND_GLASS);
	Xapian::Database before(delta->before, Xapian::DB_BACKEND_GLASS);
	size_t count = delta->put_count + delta->removed_count;
	enum fornix_status status = check_count(database, path, documents, err);

	for (size_t i = 0; i < count && status == FORNIX_OK; i++) {
		bool is_put = i < delta->put_count;
		Xapian::docid number =
		    is_put ? delta->put[i] : delta->removed[i - delta->put_count];

		if (!fits(database, before, number, is_put))
			status = error_set(err, FORNIX_ERR_CORRUPT,
			    "index '%s' does not fit together at document %u: rebuild the index",
			    path, number);
	}
	return status;
}

/* What is to be checked, and how. */
struct check {
	const char *path;
	uint32_t documents;
	const struct index_delta *delta; /* NULL: all of it */
};

static enum fornix_status
check_here(const struct check *check, struct fornix_error *err) noexcept
{
	return fornix::guard(err, check->path, [&] {
		return check->delta != nullptr
			   ? check_changes(check->path, check->documents, check->delta, err)
			   : check_whole(check->path, check->documents, err);
	});
}

static void
set_limit(__rlimit_resource resource, rlim_t seconds_or_bytes)
{
	struct rlimit limit = {seconds_or_bytes, seconds_or_bytes};

	(void)setrlimit(resource, &limit);
}

/* Ends without atexit handlers and buffers, which are the parent's; dies with the parent. */
[[noreturn]] static void
run_child(const struct check *check, int report, pid_t parent) noexcept
{
	struct fornix_error err = FORNIX_ERROR_INIT;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	signal(SIGPIPE, SIG_IGN);
	set_limit(RLIMIT_CORE, 0);
	set_limit(RLIMIT_CPU, check_cpu_seconds_max);
	err.status = check_here(check, &err);
	_exit(write(report, &err, sizeof err) == sizeof err ? 0 : 1);
}

/* The report is smaller than PIPE_BUF, so it comes whole or not at all. */
static bool
read_report(int fd, struct fornix_error *ret_report)
{
	ssize_t got;

	do
		got = read(fd, ret_report, sizeof *ret_report);
	while (got < 0 && errno == EINTR);
	return got == sizeof *ret_report;
}

static int
wait_for(pid_t child)
{
	int state = 0;

	while (waitpid(child, &state, 0) < 0 && errno == EINTR)
		;
	return state;
}

static enum fornix_status
judge(const char *path, bool reported, const struct fornix_error *report, int state,
    struct fornix_error *err)
{
	if (!reported)
		return error_set(err, FORNIX_ERR_CORRUPT,
		    "index '%s' is damaged: its check ended with signal %d: rebuild the index",
		    path, WIFSIGNALED(state) ? WTERMSIG(state) : 0);
	if (report->status != FORNIX_OK && err != nullptr)
		*err = *report;
	return report->status;
}

static enum fornix_status
check_apart(const struct check *check, struct fornix_error *err)
{
	struct fornix_error report = FORNIX_ERROR_INIT;
	pid_t parent = getpid(), child;
	int ends[2], state;
	bool reported;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return error_set_errno(
		    err, FORNIX_ERR_IO, errno, "cannot check the index '%s'", check->path);
	child = fork();
	if (child == 0) {
		close(ends[0]);
		run_child(check, ends[1], parent);
	}
	close(ends[1]);
	if (child < 0) {
		state = errno;
		close(ends[0]);
		return error_set_errno(
		    err, FORNIX_ERR_IO, state, "cannot check the index '%s'", check->path);
	}
	reported = read_report(ends[0], &report);
	close(ends[0]);
	state = wait_for(child);
	return judge(check->path, reported, &report, state, err);
}

enum fornix_status
index_check(const char *path, uint32_t documents, struct fornix_error *err)
{
	struct check check = {path, documents, nullptr};

	return check_apart(&check, err);
}

enum fornix_status
index_check_delta(const char *path, uint32_t documents, const struct index_delta *delta,
    struct fornix_error *err)
{
	struct check check = {path, documents, delta};

	return check_apart(&check, err);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index_writer.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <cerrno>
#include <csignal>
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
check_here(const char *path, uint32_t documents, struct fornix_error *err) noexcept
{
	return fornix::guard(err, path, [&] {
		uint32_t count =
		    Xapian::Database(path, Xapian::DB_BACKEND_GLASS).get_doccount();
		size_t faults;

		if (count != documents)
			return error_set(err, FORNIX_ERR_CORRUPT,
			    "index '%s' holds %u documents instead of %u: rebuild the index",
			    path, count, documents);
		faults = Xapian::Database::check(path);
		if (faults > 0)
			return error_set(err, FORNIX_ERR_CORRUPT,
			    "index '%s' has %zu faults: rebuild the index", path, faults);
		return FORNIX_OK;
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
run_child(const char *path, uint32_t documents, int report, pid_t parent) noexcept
{
	struct fornix_error err = FORNIX_ERROR_INIT;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	signal(SIGPIPE, SIG_IGN);
	set_limit(RLIMIT_CORE, 0);
	set_limit(RLIMIT_CPU, check_cpu_seconds_max);
	err.status = check_here(path, documents, &err);
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

enum fornix_status
index_check(const char *path, uint32_t documents, struct fornix_error *err)
{
	struct fornix_error report = FORNIX_ERROR_INIT;
	pid_t parent = getpid(), child;
	int ends[2], state;
	bool reported;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return error_set_errno(
		    err, FORNIX_ERR_IO, errno, "cannot check the index '%s'", path);
	child = fork();
	if (child == 0) {
		close(ends[0]);
		run_child(path, documents, ends[1], parent);
	}
	close(ends[1]);
	if (child < 0) {
		state = errno;
		close(ends[0]);
		return error_set_errno(
		    err, FORNIX_ERR_IO, state, "cannot check the index '%s'", path);
	}
	reported = read_report(ends[0], &report);
	close(ends[0]);
	state = wait_for(child);
	return judge(path, reported, &report, state, err);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(HAVE_SECCOMP) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <sys/wait.h>
#define WITH_FILTER
#endif

/* As the kernel has them, because the system's headers may be older than the kernel. */
#define LANDLOCK_VERSION (1U << 0)
#define RULE_PATH        1
#define RULE_PORT        2

#define EXECUTE      (1ULL << 0)
#define WRITE_FILE   (1ULL << 1)
#define READ_FILE    (1ULL << 2)
#define READ_DIR     (1ULL << 3)
#define REMOVE_DIR   (1ULL << 4)
#define REMOVE_FILE  (1ULL << 5)
#define MAKE_CHAR    (1ULL << 6)
#define MAKE_DIR     (1ULL << 7)
#define MAKE_REGULAR (1ULL << 8)
#define MAKE_SOCKET  (1ULL << 9)
#define MAKE_FIFO    (1ULL << 10)
#define MAKE_BLOCK   (1ULL << 11)
#define MAKE_LINK    (1ULL << 12)
#define REFER        (1ULL << 13) /* version 2 */
#define TRUNCATE     (1ULL << 14) /* version 3 */
#define IOCTL_DEVICE (1ULL << 15) /* version 5 */

#define CONNECT_TCP  (1ULL << 1) /* version 4 */
#define SCOPE_SIGNAL (1ULL << 1) /* version 6 */

/* Of a path that is a file. */
#define FILE_RIGHTS (EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEVICE)

struct ruleset {
	uint64_t files, network, scopes;
};

struct path_rule {
	uint64_t allowed;
	int32_t parent;
} __attribute__((packed));

struct port_rule {
	uint64_t allowed;
	uint64_t port;
};

/* Everything that version knows and the service need not do. */
static struct ruleset
refused_of(long version)
{
	struct ruleset refused = {.files = (1ULL << 13) - 1};

	if (version >= 2)
		refused.files |= REFER;
	if (version >= 3)
		refused.files |= TRUNCATE;
	if (version >= 4)
		refused.network = CONNECT_TCP;
	if (version >= 5)
		refused.files |= IOCTL_DEVICE;
	if (version >= 6)
		refused.scopes = SCOPE_SIGNAL;
	return refused;
}

/* Older kernels refuse a structure with more than they know. */
static size_t
size_of(long version)
{
	if (version < 4)
		return sizeof(uint64_t);
	return version < 6 ? 2 * sizeof(uint64_t) : sizeof(struct ruleset);
}

static uint64_t
rights_of(enum sandbox_access access)
{
	switch (access) {
	case SANDBOX_READ:
		return READ_FILE | READ_DIR;
	case SANDBOX_CHANGE:
		return READ_FILE | READ_DIR | WRITE_FILE | TRUNCATE | MAKE_REGULAR | MAKE_DIR |
		       REMOVE_FILE;
	case SANDBOX_SOCKET:
		return MAKE_SOCKET | REMOVE_FILE;
	}
	return 0;
}

static enum fornix_status
allow(int rules, const struct sandbox_path *path, uint64_t refused, struct fornix_error *err)
{
	struct path_rule rule = {.allowed = rights_of(path->access) & refused};
	enum fornix_status status = FORNIX_OK;
	struct stat st;
	int fd = open(path->path, O_PATH | O_CLOEXEC);

	if (fd < 0)
		return FORNIX_OK;
	if (fstat(fd, &st) == 0 && !S_ISDIR(st.st_mode))
		rule.allowed &= FILE_RIGHTS;
	rule.parent = fd;
	if (rule.allowed != 0 &&
	    syscall(SYS_landlock_add_rule, rules, RULE_PATH, &rule, 0) != 0)
		status = error_set_errno(
		    err, FORNIX_ERR_IO, errno, "cannot keep the right to '%s'", path->path);
	close(fd);
	return status;
}

static enum fornix_status
allow_port(int rules, unsigned port, struct fornix_error *err)
{
	struct port_rule rule = {.allowed = CONNECT_TCP, .port = port};

	if (syscall(SYS_landlock_add_rule, rules, RULE_PORT, &rule, 0) != 0)
		return error_set_errno(err, FORNIX_ERR_IO, errno,
		    "cannot keep the right to connect to port %u", port);
	return FORNIX_OK;
}

enum fornix_status
sandbox_files(const struct sandbox_path *paths, size_t count, const unsigned *ports,
    size_t port_count, struct fornix_error *err)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_VERSION);
	struct ruleset refused = refused_of(version);
	enum fornix_status status = FORNIX_OK;
	size_t i;
	int rules;

	if (version < 1)
		return error_set_errno(err, FORNIX_ERR_NOT_FOUND, errno,
		    "files are not walled off, as the kernel has no Landlock");
	rules = (int)syscall(SYS_landlock_create_ruleset, &refused, size_of(version), 0);
	if (rules < 0)
		return error_set_errno(
		    err, FORNIX_ERR_IO, errno, "files cannot be walled off by Landlock");
	for (i = 0; status == FORNIX_OK && i < count; i++)
		status = allow(rules, &paths[i], refused.files, err);
	for (i = 0; status == FORNIX_OK && refused.network != 0 && i < port_count; i++)
		status = allow_port(rules, ports[i], err);
	if (status == FORNIX_OK && syscall(SYS_landlock_restrict_self, rules, 0) != 0)
		status = error_set_errno(
		    err, FORNIX_ERR_IO, errno, "files cannot be walled off by Landlock");
	close(rules);
	return status;
}

#ifdef WITH_FILTER

/* What was seen in traces of all tests, with what libraries use in its place elsewhere. */
static const char *const calls[] = {
    /* memory */
    "brk",
    "madvise",
    "mmap",
    "mmap2",
    "mprotect",
    "mremap",
    "msync",
    "munmap",
    /* threads that run, and the end */
    "exit",
    "exit_group",
    "futex",
    "futex_time64",
    "get_robust_list",
    "membarrier",
    "rseq",
    "sched_getaffinity",
    "sched_yield",
    "set_robust_list",
    /* time and signals */
    "alarm",
    "clock_getres",
    "clock_getres_time64",
    "clock_gettime",
    "clock_gettime64",
    "clock_nanosleep",
    "clock_nanosleep_time64",
    "getitimer",
    "gettimeofday",
    "nanosleep",
    "pause",
    "restart_syscall",
    "rt_sigaction",
    "rt_sigpending",
    "rt_sigprocmask",
    "rt_sigreturn",
    "rt_sigsuspend",
    "rt_sigtimedwait",
    "rt_sigtimedwait_time64",
    "setitimer",
    "sigaltstack",
    "sigreturn",
    "tgkill",
    "time",
    /* connections that were accepted */
    "accept",
    "accept4",
    "epoll_ctl",
    "epoll_pwait",
    "epoll_wait",
    "getpeername",
    "getsockname",
    "getsockopt",
    "poll",
    "ppoll",
    "ppoll_time64",
    "recv",
    "recvfrom",
    "recvmsg",
    "select",
    "_newselect",
    "pselect6",
    "send",
    "sendfile",
    "sendfile64",
    "sendmsg",
    "sendto",
    "setsockopt",
    "shutdown",
    /* files, as far as Landlock lets it */
    "_llseek",
    "access",
    "close",
    "close_range",
    "copy_file_range",
    "dup",
    "dup2",
    "dup3",
    "faccessat",
    "faccessat2",
    "fadvise64",
    "fadvise64_64",
    "fallocate",
    "fchdir",
    "fchmod",
    "fcntl",
    "fcntl64",
    "fdatasync",
    "flock",
    "fstat",
    "fstat64",
    "fstatat64",
    "fstatfs",
    "fstatfs64",
    "fsync",
    "ftruncate",
    "ftruncate64",
    "getcwd",
    "getdents",
    "getdents64",
    "ioctl",
    "lseek",
    "lstat",
    "lstat64",
    "mkdir",
    "mkdirat",
    "newfstatat",
    "open",
    "openat",
    "openat2",
    "pread64",
    "preadv",
    "preadv2",
    "pwrite64",
    "pwritev",
    "pwritev2",
    "read",
    "readlink",
    "readlinkat",
    "readv",
    "rename",
    "renameat",
    "renameat2",
    "rmdir",
    "stat",
    "stat64",
    "statfs",
    "statfs64",
    "statx",
    "sync_file_range",
    "umask",
    "unlink",
    "unlinkat",
    "write",
    "writev",
    /* who and where */
    "getegid",
    "geteuid",
    "getgid",
    "getpid",
    "getppid",
    "getrandom",
    "getrlimit",
    "getrusage",
    "gettid",
    "getuid",
    "prctl",
    "prlimit64",
    "sysinfo",
    "ugetrlimit",
    "uname",
};

/* Connections to other machines, and to name servers. */
static int
add_connecting(scmp_filter_ctx filter)
{
	static const int families[] = {AF_INET, AF_INET6};
	static const int connecting[] = {SCMP_SYS(connect), SCMP_SYS(sendmmsg)};
	int result = 0;
	size_t i;

	for (i = 0; result == 0 && i < 2; i++) {
		result = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(socket), 1,
		    SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)families[i]));
		if (result == 0)
			result = seccomp_rule_add(filter, SCMP_ACT_ALLOW, connecting[i], 0);
	}
	return result;
}

static int
add_calls(scmp_filter_ctx filter, bool may_connect)
{
	int result = 0;
	size_t i;
	int call;

	for (i = 0; result == 0 && i < sizeof calls / sizeof calls[0]; i++) {
		call = seccomp_syscall_resolve_name(calls[i]);
		if (call != __NR_SCMP_ERROR)
			result = seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0);
	}
	/* Sockets of this machine, to tell the service manager. */
	if (result == 0)
		result = seccomp_rule_add(
		    filter, SCMP_ACT_ALLOW, SCMP_SYS(socket), 1, SCMP_A0(SCMP_CMP_EQ, AF_UNIX));
	if (result == 0 && may_connect)
		result = add_connecting(filter);
	return result;
}

/* In a process of its own; writes the filter for the kernel. */
static _Noreturn void
make_filter(int fd, bool may_connect)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));

	if (filter == NULL || add_calls(filter, may_connect) != 0 ||
	    seccomp_export_bpf(filter, fd) != 0)
		_exit(1);
	_exit(0);
}

/* Reads to the end, or until there is no more room; returns how many bytes. */
static size_t
read_filter(int fd, struct sock_filter *filter, size_t size)
{
	size_t length = 0;
	ssize_t count;

	do {
		count = read(fd, (char *)filter + length, size - length);
		if (count > 0)
			length += (size_t)count;
	} while (count > 0 || (count < 0 && errno == EINTR));
	return length;
}

static enum fornix_status
cannot_filter(struct fornix_error *err)
{
	return error_set_errno(err, FORNIX_ERR_IO, errno, "system calls cannot be filtered");
}

/* Calls that this processor lacks have negative numbers; all others are compared with. */
static size_t
instructions_least(void)
{
	size_t i, known = 0;

	for (i = 0; i < sizeof calls / sizeof calls[0]; i++)
		known += seccomp_syscall_resolve_name(calls[i]) >= 0;
	return known;
}

/*
 * Where memory ends libseccomp 2.5 crashes, or leaves calls out without a word; so it works
 * in a child, and what it made is counted.  Returns how many instructions the filter has; 0
 * with err set.
 */
static size_t
ask_for_filter(
    bool may_connect, struct sock_filter *filter, size_t size, struct fornix_error *err)
{
	int fds[2], state = -1;
	size_t length;
	pid_t child;

	if (pipe2(fds, O_CLOEXEC) < 0) {
		cannot_filter(err);
		return 0;
	}
	child = fork();
	if (child == 0)
		make_filter(fds[1], may_connect);
	if (child < 0)
		cannot_filter(err);
	close(fds[1]);
	length = child > 0 ? read_filter(fds[0], filter, size) : 0;
	close(fds[0]);
	if (child < 0)
		return 0;
	while (waitpid(child, &state, 0) < 0 && errno == EINTR)
		continue;
	length /= sizeof *filter;
	if (state == 0 && length >= instructions_least())
		return length;
	error_set(err, FORNIX_ERR_NOMEM, "no memory for the filter of system calls");
	return 0;
}

enum fornix_status
sandbox_calls(bool may_connect, struct fornix_error *err)
{
	struct sock_filter filter[BPF_MAXINSNS];
	struct sock_fprog program = {.filter = filter};
	size_t length = ask_for_filter(may_connect, filter, sizeof filter, err);

	if (length == 0)
		return err->status;
	program.len = (unsigned short)length;
	if (syscall(
		SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) != 0)
		return cannot_filter(err);
	return FORNIX_OK;
}

#else

enum fornix_status
sandbox_calls(bool may_connect, struct fornix_error *err)
{
	(void)may_connect;
	return error_set(err, FORNIX_ERR_NOT_FOUND,
	    "system calls are not filtered, as this program was built without that");
}

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tree_copy.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdbool.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define CHUNK_BYTES (1 << 30) /* for the kernel to copy at a time */
#define PIECE_BYTES 65536     /* for us */

/* All of these return 0 or an errno. */

static int
write_all(int fd, const char *bytes, size_t length)
{
	ssize_t written;

	while (length > 0) {
		written = write(fd, bytes, length);
		if (written < 0 && errno != EINTR)
			return errno;
		if (written > 0) {
			bytes += written;
			length -= (size_t)written;
		}
	}
	return 0;
}

static int
copy_by_hand(int from, int to)
{
	char piece[PIECE_BYTES];
	ssize_t got;
	int failure = 0;

	while (failure == 0 && (got = read(from, piece, sizeof piece)) != 0) {
		if (got > 0)
			failure = write_all(to, piece, (size_t)got);
		else if (errno != EINTR)
			failure = errno;
	}
	return failure;
}

/* Whether the kernel cannot copy between these two, while we can. */
static bool
is_unsupported(int failure)
{
	return failure == EXDEV || failure == ENOSYS || failure == EOPNOTSUPP ||
	       failure == EINVAL || failure == EPERM || failure == ETXTBSY;
}

/* copy_file_range() moves both offsets, so copying by hand goes on where it stopped. */
static int
copy_by_kernel(int from, int to)
{
	ssize_t copied;

	while ((copied = copy_file_range(from, NULL, to, NULL, CHUNK_BYTES, 0)) != 0) {
		if (copied < 0 && is_unsupported(errno))
			break;
		if (copied < 0 && errno != EINTR)
			return errno;
	}
	/* Some file systems answer 0 at the start of a file that is not empty. */
	return copy_by_hand(from, to);
}

static int
copy_contents(int from, int to)
{
	if (ioctl(to, FICLONE, from) == 0)
		return 0;
	return copy_by_kernel(from, to);
}

enum fornix_status
tree_copy_file(
    int from_fd, const char *name, int to_fd, const char *path, struct fornix_error *err)
{
	int from, to, failure;

	from = openat(from_fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (from < 0)
		return error_set_errno(err, FORNIX_ERR_IO, errno, "cannot open '%s'", name);
	to = openat(to_fd, path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
	if (to < 0) {
		failure = errno;
	} else {
		failure = copy_contents(from, to);
		if (close(to) < 0 && failure == 0)
			failure = errno;
	}
	close(from);
	if (failure != 0)
		return error_set_errno(err, FORNIX_ERR_IO, failure, "cannot copy '%s'", name);
	return FORNIX_OK;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "path.h"

static enum fornix_status
read_descriptor(int fd, const char *path, struct buffer *out, struct fornix_error *err)
{
	char bytes[8192];
	struct stat info;
	ssize_t count;

	if (fstat(fd, &info) != 0)
		return error_set_errno(err, FORNIX_ERR_IO, errno, "cannot read '%s'", path);
	if (!S_ISREG(info.st_mode))
		return error_set(err, FORNIX_ERR_INPUT, "'%s' is not a file: name one", path);
	while ((count = read(fd, bytes, sizeof bytes)) != 0 && (count > 0 || errno == EINTR)) {
		if (count > 0)
			buffer_append(out, bytes, (size_t)count);
	}
	if (count < 0)
		return error_set_errno(err, FORNIX_ERR_IO, errno, "cannot read '%s'", path);
	if (out->no_memory)
		return error_set(err, FORNIX_ERR_NOMEM, "out of memory for '%s'", path);
	if (out->failed)
		return error_set(
		    err, FORNIX_ERR_LIMIT, "'%s' is larger than %zu bytes", path, out->max);
	return FORNIX_OK;
}

/* Opening a FIFO must not wait for somebody to write into it. */
enum fornix_status
file_find(const char *path, struct buffer *out, bool *ret_exists, struct fornix_error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	enum fornix_status status;

	*ret_exists = fd >= 0 || errno != ENOENT;
	if (!*ret_exists)
		return FORNIX_OK;
	if (fd < 0)
		return error_set_errno(err, FORNIX_ERR_IO, errno, "cannot read '%s'", path);
	status = read_descriptor(fd, path, out, err);
	close(fd);
	return status;
}

enum fornix_status
file_read(const char *path, struct buffer *out, struct fornix_error *err)
{
	bool exists;
	enum fornix_status status = file_find(path, out, &exists, err);

	if (status == FORNIX_OK && !exists)
		return error_set(err, FORNIX_ERR_USAGE, "no file '%s': check the name", path);
	return status;
}

/* Returns 0 or an errno. */
static int
write_all(int fd, struct span bytes)
{
	ssize_t written;

	while (bytes.length > 0) {
		written = write(fd, bytes.data, bytes.length);
		if (written < 0 && errno != EINTR)
			return errno;
		if (written > 0) {
			bytes.data += written;
			bytes.length -= (size_t)written;
		}
	}
	return 0;
}

enum fornix_status
file_create(const char *path, const struct span *pieces, size_t count, struct fornix_error *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644), failure = 0;
	size_t i;

	if (fd < 0)
		return error_set_errno(err, FORNIX_ERR_IO, errno, "cannot create '%s'", path);
	for (i = 0; i < count && failure == 0; i++)
		failure = write_all(fd, pieces[i]);
	if (close(fd) < 0 && failure == 0)
		failure = errno;
	if (failure != 0)
		return error_set_errno(err, FORNIX_ERR_IO, failure, "cannot write '%s'", path);
	return FORNIX_OK;
}

/* Returns 0 or an errno.  A name is durable only with the folder that holds it. */
static int
sync_folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder CLEANUP_FREE = slash == NULL   ? xstrdup(".")
				    : slash == path ? xstrdup("/")
						    : xstrndup(path, (size_t)(slash - path));
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int failure = 0;

	if (fd < 0)
		return errno;
	if (fsync(fd) < 0)
		failure = errno;
	close(fd);
	return failure;
}

enum fornix_status
file_replace(const char *path, struct span bytes, struct fornix_error *err)
{
	size_t size = strlen(path) + sizeof ".tmp";
	char *next CLEANUP_FREE = xmalloc(size);
	int fd, failure;

	snprintf(next, size, "%s.tmp", path);
	fd = open(
	    next, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0644);
	if (fd < 0)
		return error_set_errno(err, FORNIX_ERR_IO, errno, "cannot write '%s'", next);
	failure = write_all(fd, bytes);
	if (failure == 0 && (fchmod(fd, 0644) < 0 || fsync(fd) < 0))
		failure = errno;
	if (close(fd) < 0 && failure == 0)
		failure = errno;
	if (failure == 0 && rename(next, path) < 0)
		failure = errno;
	if (failure != 0)
		unlink(next);
	else
		failure = sync_folder_of(path);
	if (failure != 0)
		return error_set_errno(err, FORNIX_ERR_IO, failure, "cannot write '%s'", path);
	return FORNIX_OK;
}

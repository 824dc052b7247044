/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

bool
file_append(const char *path, struct buffer *out)
{
	FILE *file = fopen(path, "re");
	char chunk[4096];
	size_t got;

	if (file == NULL)
		return false;
	while ((got = fread(chunk, 1, sizeof chunk, file)) > 0)
		buffer_append(out, chunk, got);
	fclose(file);
	return true;
}

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
	while ((count = read(fd, bytes, sizeof bytes)) > 0)
		buffer_append(out, bytes, (size_t)count);
	if (count < 0)
		return error_set_errno(err, FORNIX_ERR_IO, errno, "cannot read '%s'", path);
	if (out->failed)
		return error_set(
		    err, FORNIX_ERR_LIMIT, "'%s' is larger than %zu bytes", path, out->max);
	return FORNIX_OK;
}

/* Opening a FIFO must not wait for somebody to write into it. */
enum fornix_status
file_read(const char *path, struct buffer *out, struct fornix_error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	enum fornix_status status;

	if (fd < 0 && errno == ENOENT)
		return error_set(err, FORNIX_ERR_USAGE, "no file '%s': check the name", path);
	if (fd < 0)
		return error_set_errno(err, FORNIX_ERR_IO, errno, "cannot read '%s'", path);
	status = read_descriptor(fd, path, out, err);
	close(fd);
	return status;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mapped.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static enum fornix_status
map_descriptor(int fd, const char *path, const struct mapped_limits *limits,
    struct mapped *ret_mapped, struct fornix_error *err)
{
	int flags = MAP_SHARED | (limits->is_hot ? MAP_POPULATE : 0);
	struct stat info;
	void *bytes;

	if (fstat(fd, &info) < 0)
		return error_set_errno(err, FORNIX_ERR_IO, errno, "cannot look at '%s'", path);
	if (!S_ISREG(info.st_mode))
		return error_set(err, FORNIX_ERR_CORRUPT,
		    "'%s' is not a regular file: rebuild the index", path);
	if (info.st_size < 1 || (uint64_t)info.st_size < limits->least ||
	    (uint64_t)info.st_size > limits->most)
		return error_set(
		    err, FORNIX_ERR_CORRUPT, "'%s' is damaged: rebuild the index", path);
	bytes = mmap(NULL, (size_t)info.st_size, PROT_READ, flags, fd, 0);
	if (bytes == MAP_FAILED)
		return error_set_errno(err, FORNIX_ERR_IO, errno, "cannot map '%s'", path);
	*ret_mapped = (struct mapped){bytes, (size_t)info.st_size};
	return FORNIX_OK;
}

enum fornix_status
mapped_open(const char *path, const struct mapped_limits *limits, struct mapped *ret_mapped,
    struct fornix_error *err)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	enum fornix_status status;

	if (fd < 0)
		return error_set_errno(err,
		    errno == ENOENT ? FORNIX_ERR_NOT_FOUND : FORNIX_ERR_IO, errno,
		    "cannot open '%s'", path);
	status = map_descriptor(fd, path, limits, ret_mapped, err);
	close(fd);
	return status;
}

void
mapped_close(struct mapped *mapped)
{
	if (mapped->bytes != NULL)
		munmap(mapped->bytes, mapped->length);
	*mapped = (struct mapped){NULL, 0};
}

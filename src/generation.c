/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "generation.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "generation_name.h"
#include "manifest.h"
#include "parallel.h"
#include "path.h"
#include "xalloc.h"

/* How often the pointer may move while its target is being opened. */
#define ATTEMPTS_MAX 5

/* Returns the number, or 0 with errno set; EINVAL for what is not our link. */
static unsigned
read_pointer(const char *index)
{
	char *path CLEANUP_FREE = path_join(index, GENERATION_CURRENT);
	char target[GENERATION_NAME_BYTES];
	unsigned number;
	ssize_t length;

	length = readlink(path, target, sizeof target);
	if (length < 0)
		return 0;
	target[(size_t)length < sizeof target ? length : 0] = '\0';
	number = generation_name_parse(GENERATION_SERVED, target);
	if (number == 0)
		errno = EINVAL;
	return number;
}

unsigned
generation_current(const char *index)
{
	return read_pointer(index);
}

static enum fornix_status
fail_pointer(const char *index, int failure, struct fornix_error *err)
{
	if (failure == ENOENT)
		return error_set(err, FORNIX_ERR_NOT_FOUND,
		    "no index in '%s' yet: make it with 'fornix index'", index);
	if (failure == EINVAL)
		return error_set(err, FORNIX_ERR_CORRUPT,
		    "'%s/%s' is not a link to a generation: rebuild the index", index,
		    GENERATION_CURRENT);
	return error_set_errno(
	    err, FORNIX_ERR_IO, failure, "cannot read '%s/%s'", index, GENERATION_CURRENT);
}

static enum fornix_status
check_size(const char *folder, const struct manifest_file *file, struct fornix_error *err)
{
	char *path CLEANUP_FREE = path_join(folder, file->name);
	struct stat info;

	if (lstat(path, &info) < 0)
		return error_set_errno(err,
		    errno == ENOENT || errno == ENOTDIR ? FORNIX_ERR_CORRUPT : FORNIX_ERR_IO,
		    errno, "cannot look at '%s'", path);
	if (!S_ISREG(info.st_mode))
		return error_set(err, FORNIX_ERR_CORRUPT,
		    "'%s' is not a regular file: rebuild the index", path);
	if ((uint64_t)info.st_size != file->size)
		return error_set(err, FORNIX_ERR_CORRUPT,
		    "'%s' has %lld bytes instead of %llu: rebuild the index", path,
		    (long long)info.st_size, (unsigned long long)file->size);
	return FORNIX_OK;
}

static enum fornix_status
check_sizes(const char *folder, const struct manifest *manifest, struct fornix_error *err)
{
	enum fornix_status status = FORNIX_OK;
	size_t i;

	for (i = 0; i < manifest->file_count && status == FORNIX_OK; i++)
		status = check_size(folder, &manifest->files[i], err);
	return status;
}

static struct generation *
from_manifest(const struct manifest *manifest, const char *folder)
{
	struct generation *generation = xcalloc(1, sizeof *generation);

	_Static_assert(sizeof generation->version == sizeof manifest->version, "same size");
	generation->path = xstrdup(folder);
	generation->number = manifest->number;
	generation->base = manifest->base;
	generation->articles = manifest->articles;
	generation->built_at = manifest->built_at;
	memcpy(generation->version, manifest->version, sizeof generation->version);
	return generation;
}

/* The manifest of a generation that is pointed to; that it is missing is damage. */
static enum fornix_status
read_manifest(const char *folder, struct manifest **ret_manifest, struct fornix_error *err)
{
	enum fornix_status status = manifest_read(folder, ret_manifest, err);

	if (status != FORNIX_ERR_NOT_FOUND)
		return status;
	return error_set(err, FORNIX_ERR_CORRUPT, "'%s/%s' is missing: rebuild the index",
	    folder, GENERATION_MANIFEST);
}

/* Above the standard descriptors, so that 0 can say that there is none. */
static int
hold_folder(const char *folder)
{
	int low = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int fd = low < 0 ? -1 : fcntl(low, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);

	if (low >= 0)
		close(low);
	if (fd < 0)
		return 0;
	if (flock(fd, LOCK_SH | LOCK_NB) < 0) {
		close(fd);
		return 0;
	}
	return fd;
}

int
generation_hold(const struct generation *generation)
{
	int fd = generation->hold_fd > 0
		     ? fcntl(generation->hold_fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
		     : 0;

	return fd > 0 ? fd : 0;
}

void
generation_release(int hold_fd)
{
	if (hold_fd > 0)
		close(hold_fd);
}

/* Held before it is looked at: what is there then stays. */
enum fornix_status
generation_open_folder(
    const char *folder, struct generation **ret_generation, struct fornix_error *err)
{
	struct manifest *manifest = NULL;
	int hold_fd = hold_folder(folder);
	enum fornix_status status;

	status = read_manifest(folder, &manifest, err);
	if (status == FORNIX_OK)
		status = check_sizes(folder, manifest, err);
	if (status == FORNIX_OK) {
		*ret_generation = from_manifest(manifest, folder);
		(*ret_generation)->hold_fd = hold_fd;
	} else {
		generation_release(hold_fd);
	}
	manifest_free(manifest);
	return status;
}

enum fornix_status
generation_open_number(const char *index, unsigned number, struct generation **ret_generation,
    struct fornix_error *err)
{
	struct generation_name name = generation_name_make(GENERATION_SERVED, number);
	char *folder CLEANUP_FREE = path_join(index, name.text);
	struct generation *generation;
	enum fornix_status status;

	status = generation_open_folder(folder, &generation, err);
	if (status != FORNIX_OK)
		return status;
	if (generation->number != number) {
		status = error_set(err, FORNIX_ERR_CORRUPT,
		    "'%s' holds generation %u: rebuild the index", folder, generation->number);
		generation_free(generation);
		return status;
	}
	*ret_generation = generation;
	return FORNIX_OK;
}

/* A folder that goes while it is opened was replaced, as long as the pointer has moved. */
enum fornix_status
generation_open(const char *index, struct generation **ret_generation, struct fornix_error *err)
{
	enum fornix_status status = FORNIX_OK;
	unsigned number, attempt;

	for (attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
		number = read_pointer(index);
		if (number == 0)
			return fail_pointer(index, errno, err);
		status = generation_open_number(index, number, ret_generation, err);
		if (status == FORNIX_OK || read_pointer(index) == number)
			break;
	}
	return status;
}

void
generation_free(struct generation *generation)
{
	if (generation == NULL)
		return;
	generation_release(generation->hold_fd);
	free(generation->path);
	free(generation);
}

static enum fornix_status
verify_file(const char *folder, const struct manifest_file *file, struct fornix_error *err)
{
	char *path CLEANUP_FREE = path_join(folder, file->name);
	unsigned char hash[HASH_BYTES];
	enum fornix_status status;

	status = check_size(folder, file, err);
	if (status == FORNIX_OK)
		status = hash_file(path, hash, err);
	if (status == FORNIX_OK && memcmp(hash, file->hash, HASH_BYTES) != 0)
		return error_set(err, FORNIX_ERR_CORRUPT,
		    "'%s' has changed since it was built: rebuild the index", path);
	return status;
}

static bool
is_later(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec > b->tv_sec || (a->tv_sec == b->tv_sec && a->tv_nsec > b->tv_nsec);
}

bool
generation_is_untouched(const struct generation *generation)
{
	char *path CLEANUP_FREE = path_join(generation->path, GENERATION_MANIFEST);
	struct manifest *manifest;
	struct stat written, info;
	bool is_untouched;
	size_t i;

	if (read_manifest(generation->path, &manifest, NULL) != FORNIX_OK)
		return false;
	is_untouched = stat(path, &written) == 0;
	for (i = 0; i < manifest->file_count && is_untouched; i++) {
		char *file CLEANUP_FREE = path_join(generation->path, manifest->files[i].name);

		is_untouched = stat(file, &info) == 0 &&
			       !is_later(&info.st_ctim, &written.st_ctim) &&
			       !is_later(&info.st_mtim, &written.st_ctim);
	}
	manifest_free(manifest);
	return is_untouched;
}

struct verification {
	const struct generation *generation;
	const struct manifest *manifest;
	struct fornix_error *results; /* one for each file */
};

static void
verify_one(size_t i, void *context)
{
	struct verification *verification = context;
	struct fornix_error *result = &verification->results[i];

	result->status = verify_file(
	    verification->generation->path, &verification->manifest->files[i], result);
}

enum fornix_status
generation_verify(
    const struct generation *generation, unsigned threads, struct fornix_error *err)
{
	struct verification verification = {.generation = generation};
	struct manifest *manifest;
	enum fornix_status status;
	size_t i;

	status = read_manifest(generation->path, &manifest, err);
	if (status != FORNIX_OK)
		return status;
	verification.manifest = manifest;
	verification.results = xcalloc(manifest->file_count, sizeof *verification.results);
	parallel_run(manifest->file_count, threads, verify_one, &verification);
	for (i = 0; i < manifest->file_count && status == FORNIX_OK; i++) {
		status = verification.results[i].status;
		if (status != FORNIX_OK && err != NULL)
			*err = verification.results[i];
	}
	free(verification.results);
	manifest_free(manifest);
	return status;
}

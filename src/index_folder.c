/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "generation_name.h"
#include "tree.h"
#include "xalloc.h"

#define LOCK_NAME    "lock"
#define LOCK_POLL_MS 20

/* The link that is renamed to "current" is durable only with the folder that holds it. */
static int
sync_parent(int fd)
{
	int parent = openat(fd, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int result;

	if (parent < 0)
		return -1;
	result = fsync(parent);
	close(parent);
	return result;
}

static bool
is_root(int fd)
{
	struct stat root, folder;

	return stat("/", &root) == 0 && fstat(fd, &folder) == 0 &&
	       root.st_dev == folder.st_dev && root.st_ino == folder.st_ino;
}

enum fornix_status
index_folder_open(const char *path, int *ret_fd, struct fornix_error *err)
{
	bool is_new = mkdir(path, 0755) == 0;
	int fd;

	if (!is_new && errno != EEXIST)
		return error_set_errno(
		    err, FORNIX_ERR_IO, errno, "cannot make the index folder '%s'", path);
	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 && errno == ENOTDIR)
		return error_set(err, FORNIX_ERR_REFUSED,
		    "'%s' is not a folder: name another place for the index", path);
	if (fd < 0)
		return error_set_errno(
		    err, FORNIX_ERR_IO, errno, "cannot open the index folder '%s'", path);
	if (is_root(fd)) {
		close(fd);
		return error_set(err, FORNIX_ERR_REFUSED,
		    "'%s' is the root folder: name another place for the index", path);
	}
	if (is_new && (fchmod(fd, 0755) < 0 || sync_parent(fd) < 0)) {
		error_set_errno(
		    err, FORNIX_ERR_IO, errno, "cannot sync the index folder '%s'", path);
		close(fd);
		return FORNIX_ERR_IO;
	}
	*ret_fd = fd;
	return FORNIX_OK;
}

static int64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Returns 0 or an errno; EWOULDBLOCK when time is up. */
static int
wait_for_lock(int lock_fd, unsigned wait_ms)
{
	const struct timespec pause = {.tv_nsec = LOCK_POLL_MS * 1000000L};
	int64_t end = now_ms() + wait_ms;

	while (flock(lock_fd, LOCK_EX | LOCK_NB) < 0) {
		if ((errno != EWOULDBLOCK && errno != EINTR) || now_ms() >= end)
			return errno;
		nanosleep(&pause, NULL);
	}
	return 0;
}

enum fornix_status
index_folder_lock(
    int fd, const char *path, unsigned wait_ms, int *ret_lock_fd, struct fornix_error *err)
{
	int lock_fd, failure;

	lock_fd = openat(fd, LOCK_NAME, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (lock_fd < 0)
		return error_set_errno(
		    err, FORNIX_ERR_IO, errno, "cannot open '%s/%s'", path, LOCK_NAME);
	failure = wait_for_lock(lock_fd, wait_ms);
	if (failure == 0) {
		*ret_lock_fd = lock_fd;
		return FORNIX_OK;
	}
	close(lock_fd);
	if (failure == EWOULDBLOCK)
		return error_set(err, FORNIX_ERR_LOCKED,
		    "'%s' is being indexed by another process: try again later", path);
	return error_set_errno(
	    err, FORNIX_ERR_IO, failure, "cannot lock '%s/%s'", path, LOCK_NAME);
}

struct entries {
	char **names;
	size_t count, capacity;
};

static void
entries_fini(struct entries *entries)
{
	size_t i;

	for (i = 0; i < entries->count; i++)
		free(entries->names[i]);
	free(entries->names);
}

/* Whether publishing makes entries of this name. */
static bool
is_ours(const char *name)
{
	return generation_name_parse(GENERATION_SERVED, name) > 0 ||
	       generation_name_parse(GENERATION_BUILDING, name) > 0 ||
	       generation_name_parse(GENERATION_REMOVING, name) > 0 ||
	       generation_name_parse(GENERATION_REFUSED, name) > 0 ||
	       strcmp(name, GENERATION_NEXT) == 0;
}

/* The names of all entries that are ours. */
static enum fornix_status
read_entries(int fd, struct entries *entries, struct fornix_error *err)
{
	int copy = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *folder = copy < 0 ? NULL : fdopendir(copy);
	struct dirent *entry;

	if (folder == NULL) {
		error_set_errno(err, FORNIX_ERR_IO, errno, "cannot read the index folder");
		if (copy >= 0)
			close(copy);
		return FORNIX_ERR_IO;
	}
	while (errno = 0, (entry = readdir(folder)) != NULL) {
		if (!is_ours(entry->d_name) || entries->count == TREE_ENTRIES_MAX)
			continue;
		XALLOC_GROW(entries->names, entries->count, entries->capacity);
		entries->names[entries->count++] = xstrdup(entry->d_name);
	}
	if (errno != 0) {
		error_set_errno(err, FORNIX_ERR_IO, errno, "cannot read the index folder");
		closedir(folder);
		return FORNIX_ERR_IO;
	}
	closedir(folder);
	return FORNIX_OK;
}

enum fornix_status
index_folder_sweep(int fd, struct fornix_error *err)
{
	struct entries entries = {NULL, 0, 0};
	enum fornix_status status;
	size_t i;

	status = read_entries(fd, &entries, err);
	for (i = 0; i < entries.count && status == FORNIX_OK; i++) {
		if (generation_name_parse(GENERATION_SERVED, entries.names[i]) == 0 &&
		    generation_name_parse(GENERATION_REFUSED, entries.names[i]) == 0)
			status = tree_remove(fd, entries.names[i], err);
	}
	entries_fini(&entries);
	return status;
}

enum fornix_status
index_folder_forget_refused(int fd, struct fornix_error *err)
{
	struct entries entries = {NULL, 0, 0};
	enum fornix_status status;
	size_t i;

	status = read_entries(fd, &entries, err);
	for (i = 0; i < entries.count && status == FORNIX_OK; i++) {
		if (generation_name_parse(GENERATION_REFUSED, entries.names[i]) > 0)
			status = tree_remove(fd, entries.names[i], err);
	}
	entries_fini(&entries);
	return status;
}

static unsigned
highest_other(const struct entries *entries, unsigned served, unsigned before)
{
	unsigned highest = 0, number;
	size_t i;

	for (i = 0; i < entries->count; i++) {
		number = generation_name_parse(GENERATION_SERVED, entries->names[i]);
		if (number != served && number != before && number > highest)
			highest = number;
	}
	return highest;
}

enum fornix_status
index_folder_highest(int fd, unsigned *ret_number, struct fornix_error *err)
{
	struct entries entries = {NULL, 0, 0};
	enum fornix_status status;

	status = read_entries(fd, &entries, err);
	if (status == FORNIX_OK)
		*ret_number = highest_other(&entries, 0, 0);
	entries_fini(&entries);
	return status;
}

/* Under another name first: nobody must find a generation that is half there. */
static enum fornix_status
remove_generation(int fd, const char *name, struct fornix_error *err)
{
	struct generation_name doomed = generation_name_make(
	    GENERATION_REMOVING, generation_name_parse(GENERATION_SERVED, name));

	if (renameat(fd, name, fd, doomed.text) < 0)
		return error_set_errno(err, FORNIX_ERR_IO, errno, "cannot remove '%s'", name);
	return tree_remove(fd, doomed.text, err);
}

static int
compare_newest_first(const void *a, const void *b)
{
	return strverscmp(*(char *const *)b, *(char *const *)a);
}

enum fornix_status
index_folder_prune(
    int fd, unsigned served, unsigned before, unsigned keep, struct fornix_error *err)
{
	unsigned number, kept = before > 0 ? 2 : 1;
	struct entries entries = {NULL, 0, 0};
	enum fornix_status status;
	size_t i;

	status = read_entries(fd, &entries, err);
	if (entries.count > 0)
		qsort(
		    entries.names, entries.count, sizeof *entries.names, compare_newest_first);
	for (i = 0; i < entries.count && status == FORNIX_OK; i++) {
		number = generation_name_parse(GENERATION_SERVED, entries.names[i]);
		if (number == 0 || number == served || number == before)
			continue;
		if (kept < keep)
			kept++;
		else
			status = remove_generation(fd, entries.names[i], err);
	}
	entries_fini(&entries);
	return status;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "generation_name.h"
#include "tree.h"
#include "xalloc.h"

#define LOCK_NAME    "lock"
#define LOCK_POLL_MS 20
#define OWNER_BYTES  64

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

static enum fornix_status
open_folder(const char *path, int *ret_fd, struct fornix_error *err)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0 && errno == ENOTDIR)
		return error_set(err, FORNIX_ERR_REFUSED,
		    "'%s' is not a folder: name another place for the index", path);
	if (fd < 0 && errno == ENOENT)
		return error_set(err, FORNIX_ERR_NOT_FOUND,
		    "no index in '%s' yet: make it with 'fornix index'", path);
	if (fd < 0)
		return error_set_errno(
		    err, FORNIX_ERR_IO, errno, "cannot open the index folder '%s'", path);
	if (is_root(fd)) {
		close(fd);
		return error_set(err, FORNIX_ERR_REFUSED,
		    "'%s' is the root folder: name another place for the index", path);
	}
	*ret_fd = fd;
	return FORNIX_OK;
}

/* The name of the folder's owner, or the number. */
static const char *
owner_name(int fd, char text[OWNER_BYTES])
{
	const struct passwd *user = NULL;
	struct stat folder;

	snprintf(text, OWNER_BYTES, "somebody else");
	if (fstat(fd, &folder) < 0)
		return text;
	user = getpwuid(folder.st_uid);
	if (user != NULL)
		snprintf(text, OWNER_BYTES, "%s", user->pw_name);
	else
		snprintf(text, OWNER_BYTES, "user %u", folder.st_uid);
	return text;
}

/* What root makes in a folder of somebody else, that one's nightly run cannot remove. */
static enum fornix_status
check_owner(int fd, const char *path, struct fornix_error *err)
{
	char name[OWNER_BYTES];
	struct stat folder;

	if (geteuid() != 0 || fstat(fd, &folder) < 0 || folder.st_uid == 0)
		return FORNIX_OK;
	return error_set(err, FORNIX_ERR_REFUSED,
	    "'%s' belongs to %s, whom files of root would be in the way of: run this as %s",
	    path, owner_name(fd, name), name);
}

enum fornix_status
index_folder_find(const char *path, int *ret_fd, struct fornix_error *err)
{
	enum fornix_status status = open_folder(path, ret_fd, err);

	if (status == FORNIX_OK)
		status = check_owner(*ret_fd, path, err);
	if (status == FORNIX_ERR_REFUSED && *ret_fd >= 0) {
		close(*ret_fd);
		*ret_fd = -1;
	}
	return status;
}

enum fornix_status
index_folder_open(const char *path, int *ret_fd, struct fornix_error *err)
{
	bool is_new = mkdir(path, 0755) == 0;
	enum fornix_status status;

	if (!is_new && errno != EEXIST)
		return error_set_errno(
		    err, FORNIX_ERR_IO, errno, "cannot make the index folder '%s'", path);
	status = index_folder_find(path, ret_fd, err);
	if (status != FORNIX_OK)
		return status;
	if (is_new && (fchmod(*ret_fd, 0755) < 0 || sync_parent(*ret_fd) < 0)) {
		error_set_errno(
		    err, FORNIX_ERR_IO, errno, "cannot sync the index folder '%s'", path);
		close(*ret_fd);
		*ret_fd = -1;
		return FORNIX_ERR_IO;
	}
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
	char name[OWNER_BYTES];
	int lock_fd, failure;

	lock_fd = openat(fd, LOCK_NAME, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (lock_fd < 0 && errno == EACCES)
		return error_set(err, FORNIX_ERR_IO,
		    "'%s' belongs to %s and cannot be written to: run this as %s", path,
		    owner_name(fd, name), name);
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

static int
compare_highest_first(const void *a, const void *b)
{
	unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;

	return (x < y) - (x > y);
}

enum fornix_status
index_folder_list(int fd, const char *kind, unsigned **ret_numbers, size_t *ret_count,
    struct fornix_error *err)
{
	struct entries entries = {NULL, 0, 0};
	enum fornix_status status = read_entries(fd, &entries, err);
	unsigned *numbers;
	size_t count = 0, i;

	if (status != FORNIX_OK) {
		entries_fini(&entries);
		return status;
	}
	numbers = xcalloc(entries.count + 1, sizeof *numbers);
	for (i = 0; i < entries.count; i++) {
		numbers[count] = generation_name_parse(kind, entries.names[i]);
		count += numbers[count] > 0;
	}
	qsort(numbers, count, sizeof *numbers, compare_highest_first);
	entries_fini(&entries);
	*ret_numbers = numbers;
	*ret_count = count;
	return FORNIX_OK;
}

enum fornix_status
index_folder_highest(int fd, unsigned *ret_number, struct fornix_error *err)
{
	unsigned *numbers = NULL;
	size_t count = 0;
	enum fornix_status status;

	status = index_folder_list(fd, GENERATION_SERVED, &numbers, &count, err);
	if (status == FORNIX_OK)
		*ret_number = count > 0 ? numbers[0] : 0;
	free(numbers);
	return status;
}

/* A link that a killed run has left would be in the way. */
enum fornix_status
index_folder_point(
    int fd, const char *path, unsigned number, bool *ret_is_moved, struct fornix_error *err)
{
	struct generation_name name = generation_name_make(GENERATION_SERVED, number);

	*ret_is_moved = false;
	if ((unlinkat(fd, GENERATION_NEXT, 0) < 0 && errno != ENOENT) ||
	    symlinkat(name.text, fd, GENERATION_NEXT) < 0)
		return error_set_errno(
		    err, FORNIX_ERR_IO, errno, "cannot make '%s/%s'", path, GENERATION_NEXT);
	if (renameat(fd, GENERATION_NEXT, fd, GENERATION_CURRENT) < 0) {
		error_set_errno(
		    err, FORNIX_ERR_IO, errno, "cannot move '%s/%s'", path, GENERATION_CURRENT);
		unlinkat(fd, GENERATION_NEXT, 0);
		return FORNIX_ERR_IO;
	}
	*ret_is_moved = true;
	if (fsync(fd) < 0)
		return error_set_errno(err, FORNIX_ERR_IO, errno, "cannot sync '%s'", path);
	return FORNIX_OK;
}

static bool
is_old(int fd, const char *name, const struct retention *retention)
{
	struct stat info;

	return retention->days > 0 && fstatat(fd, name, &info, AT_SYMLINK_NOFOLLOW) == 0 &&
	       time(NULL) - info.st_mtim.tv_sec > (time_t)retention->days * 86400;
}

/* Under another name first: nobody must find a generation that is half there. */
static enum fornix_status
remove_generation(int fd, unsigned number, struct fornix_error *err)
{
	struct generation_name name = generation_name_make(GENERATION_SERVED, number);
	struct generation_name doomed = generation_name_make(GENERATION_REMOVING, number);

	if (renameat(fd, name.text, fd, doomed.text) < 0)
		return error_set_errno(
		    err, FORNIX_ERR_IO, errno, "cannot remove '%s'", name.text);
	return tree_remove(fd, doomed.text, err);
}

/* Removes it unless a reader holds it; locked meanwhile, so that none begins to. */
static enum fornix_status
remove_unheld(int fd, unsigned number, struct fornix_error *err)
{
	struct generation_name name = generation_name_make(GENERATION_SERVED, number);
	enum fornix_status status = FORNIX_OK;
	int folder;

	folder = openat(fd, name.text, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (folder < 0)
		return error_set_errno(
		    err, FORNIX_ERR_IO, errno, "cannot open '%s'", name.text);
	if (flock(folder, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
		status = remove_generation(fd, number, err);
	close(folder);
	return status;
}

enum fornix_status
index_folder_prune(int fd, unsigned served, unsigned before, const struct retention *retention,
    struct fornix_error *err)
{
	unsigned *numbers = NULL, kept = before > 0 ? 2 : 1;
	enum fornix_status status;
	size_t count = 0, i;

	status = index_folder_list(fd, GENERATION_SERVED, &numbers, &count, err);
	for (i = 0; i < count && status == FORNIX_OK; i++) {
		struct generation_name name =
		    generation_name_make(GENERATION_SERVED, numbers[i]);

		if (numbers[i] == served || numbers[i] == before)
			continue;
		if (kept < retention->generations && !is_old(fd, name.text, retention))
			kept++;
		else
			status = remove_unheld(fd, numbers[i], err);
	}
	free(numbers);
	return status;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "tree_copy.h"
#include "xalloc.h"

struct walk {
	tree_callback *callback;
	void *context;
	unsigned depth;
	char path[TREE_PATH_BYTES];
	struct fornix_error *err;
};

struct names {
	char **items;
	size_t count, capacity;
};

static void
names_fini(struct names *names)
{
	size_t i;

	for (i = 0; i < names->count; i++)
		free(names->items[i]);
	free(names->items);
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/*
 * Reads all names first, because a callback may remove entries.  Returns 0 or
 * an errno.
 */
static int
read_names(DIR *folder, struct names *names)
{
	struct dirent *entry;

	while (errno = 0, (entry = readdir(folder)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		if (names->count == TREE_ENTRIES_MAX)
			return E2BIG;
		XALLOC_GROW(names->items, names->count, names->capacity);
		names->items[names->count++] = xstrdup(entry->d_name);
	}
	if (errno == 0 && names->count > 0)
		qsort(names->items, names->count, sizeof *names->items, compare_names);
	return errno;
}

static enum fornix_status walk_entry(struct walk *walk, int parent_fd, const char *name);

/* Puts "/name" behind the path; returns its length before, or -1 when it does not fit. */
static int
path_push(struct walk *walk, const char *name)
{
	size_t used = strlen(walk->path), room = sizeof walk->path - used;
	int length;

	length = snprintf(walk->path + used, room, "%s%s", used > 0 ? "/" : "", name);
	if (length < 0 || (size_t)length >= room) {
		walk->path[used] = '\0';
		return -1;
	}
	return (int)used;
}

static enum fornix_status
walk_child(struct walk *walk, int parent_fd, const char *name)
{
	enum fornix_status status;
	int used = path_push(walk, name);

	if (used < 0 || walk->depth == TREE_DEPTH_MAX)
		return error_set(walk->err, FORNIX_ERR_LIMIT,
		    "'%s' is nested too deep: remove it", walk->path);
	walk->depth++;
	status = walk_entry(walk, parent_fd, name);
	walk->depth--;
	walk->path[used] = '\0';
	return status;
}

static enum fornix_status
walk_names(struct walk *walk, int fd, const struct names *names)
{
	enum fornix_status status = FORNIX_OK;
	size_t i;

	for (i = 0; i < names->count && status == FORNIX_OK; i++)
		status = walk_child(walk, fd, names->items[i]);
	return status;
}

static enum fornix_status
walk_contents(struct walk *walk, const struct tree_entry *entry)
{
	struct names names = {NULL, 0, 0};
	enum fornix_status status;
	DIR *folder = NULL;
	int fd, failure;

	fd = openat(
	    entry->parent_fd, entry->name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd >= 0)
		folder = fdopendir(fd);
	if (folder == NULL) {
		status = error_set_errno(walk->err, FORNIX_ERR_IO, errno,
		    "cannot open the folder '%s'", entry->name);
		if (fd >= 0)
			close(fd);
		return status;
	}
	failure = read_names(folder, &names);
	if (failure != 0)
		status = error_set_errno(walk->err, FORNIX_ERR_IO, failure,
		    "cannot read the folder '%s'", entry->name);
	else
		status = walk_names(walk, fd, &names);
	names_fini(&names);
	closedir(folder);
	return status;
}

static enum fornix_status
walk_folder(struct walk *walk, const struct tree_entry *entry)
{
	enum fornix_status status;

	status = walk->callback(TREE_FOLDER_BEGIN, entry, walk->context, walk->err);
	if (status == FORNIX_OK)
		status = walk_contents(walk, entry);
	if (status == FORNIX_OK)
		status = walk->callback(TREE_FOLDER_END, entry, walk->context, walk->err);
	return status;
}

static enum fornix_status
walk_entry(struct walk *walk, int parent_fd, const char *name)
{
	struct stat info;
	struct tree_entry entry = {parent_fd, name, walk->path, &info};

	if (fstatat(parent_fd, name, &info, AT_SYMLINK_NOFOLLOW) < 0)
		return error_set_errno(walk->err,
		    errno == ENOENT ? FORNIX_ERR_NOT_FOUND : FORNIX_ERR_IO, errno,
		    "cannot look at '%s'", name);
	if (S_ISDIR(info.st_mode))
		return walk_folder(walk, &entry);
	return walk->callback(TREE_FILE, &entry, walk->context, walk->err);
}

enum fornix_status
tree_walk(int parent_fd, const char *name, tree_callback *callback, void *context,
    struct fornix_error *err)
{
	struct walk walk = {.callback = callback, .context = context, .err = err};

	return walk_entry(&walk, parent_fd, name);
}

static enum fornix_status
remove_entry(enum tree_event event, const struct tree_entry *entry, void *context,
    struct fornix_error *err)
{
	(void)context;
	if (event == TREE_FOLDER_BEGIN)
		return FORNIX_OK;
	if (unlinkat(
		entry->parent_fd, entry->name, event == TREE_FOLDER_END ? AT_REMOVEDIR : 0) < 0)
		return error_set_errno(
		    err, FORNIX_ERR_IO, errno, "cannot remove '%s'", entry->name);
	return FORNIX_OK;
}

enum fornix_status
tree_remove(int parent_fd, const char *name, struct fornix_error *err)
{
	if (faccessat(parent_fd, name, F_OK, AT_SYMLINK_NOFOLLOW) < 0 && errno == ENOENT)
		return FORNIX_OK;
	return tree_walk(parent_fd, name, remove_entry, NULL, err);
}

static enum fornix_status
refuse_special(const struct tree_entry *entry, struct fornix_error *err)
{
	return error_set(err, FORNIX_ERR_REFUSED,
	    "'%s' is neither a folder nor a regular file: remove it", entry->name);
}

/* The rights are set through the descriptor that is synced: both are of one file. */
static enum fornix_status
sync_entry(enum tree_event event, const struct tree_entry *entry, void *context,
    struct fornix_error *err)
{
	mode_t mode = event == TREE_FILE ? 0644 : 0755;
	int fd, failure = 0;

	(void)context;
	if (event == TREE_FOLDER_BEGIN)
		return FORNIX_OK;
	if (event == TREE_FILE && !S_ISREG(entry->info->st_mode))
		return refuse_special(entry, err);
	fd = openat(
	    entry->parent_fd, entry->name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return error_set_errno(
		    err, FORNIX_ERR_IO, errno, "cannot open '%s'", entry->name);
	/* Where nothing is to be set, the time of the inode goes on telling of the bytes. */
	if (((entry->info->st_mode & 07777) != mode && fchmod(fd, mode) < 0) || fsync(fd) < 0)
		failure = errno;
	close(fd);
	if (failure != 0)
		return error_set_errno(
		    err, FORNIX_ERR_IO, failure, "cannot sync '%s'", entry->name);
	return FORNIX_OK;
}

enum fornix_status
tree_sync(int parent_fd, const char *name, struct fornix_error *err)
{
	return tree_walk(parent_fd, name, sync_entry, NULL, err);
}

static enum fornix_status
copy_entry(enum tree_event event, const struct tree_entry *entry, void *context,
    struct fornix_error *err)
{
	const int *to_fd = context;

	if (event == TREE_FOLDER_END || entry->path[0] == '\0')
		return FORNIX_OK;
	if (event == TREE_FILE && !S_ISREG(entry->info->st_mode))
		return refuse_special(entry, err);
	if (event == TREE_FILE)
		return tree_copy_file(entry->parent_fd, entry->name, *to_fd, entry->path, err);
	if (mkdirat(*to_fd, entry->path, 0755) < 0)
		return error_set_errno(
		    err, FORNIX_ERR_IO, errno, "cannot make the folder '%s'", entry->path);
	return FORNIX_OK;
}

enum fornix_status
tree_copy(int parent_fd, const char *name, int to_fd, struct fornix_error *err)
{
	return tree_walk(parent_fd, name, copy_entry, &to_fd, err);
}

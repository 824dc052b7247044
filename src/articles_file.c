/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "articles_file.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

#include "xalloc.h"

/* Nobody but the one that builds a generation writes, so LMDB needs no lock file. */
#define ENV_FLAGS (MDB_NOSUBDIR | MDB_NOLOCK | MDB_NOTLS)

static const char *const table_names[ARTICLES_TABLES] = {
    [ARTICLES_RECORDS] = "records",
    [ARTICLES_IDS] = "ids",
    [ARTICLES_SOURCES] = "sources",
    [ARTICLES_FACTS] = "facts",
};

static pthread_mutex_t shared_lock = PTHREAD_MUTEX_INITIALIZER;
static struct articles_file *shared;

static enum fornix_status
fail_corrupt(const struct articles_file *file, const char *why, struct fornix_error *err)
{
	return error_set(err, FORNIX_ERR_CORRUPT, "'%s' is damaged (%s): rebuild the index",
	    file->path, why);
}

enum fornix_status
articles_file_fail(const struct articles_file *file, int result, struct fornix_error *err)
{
	switch (result) {
	case ENOMEM:
		return error_set(err, FORNIX_ERR_NOMEM, "out of memory for '%s'", file->path);
	case MDB_MAP_FULL:
	case MDB_TXN_FULL:
		return error_set(
		    err, FORNIX_ERR_LIMIT, "'%s' is full: index fewer articles", file->path);
	case MDB_BAD_TXN:
		return error_set(err, FORNIX_ERR_INTERNAL,
		    "'%s' cannot be used after an error: start again", file->path);
	default:
		break;
	}
	/* The rest of LMDB's own codes, which are negative, say that the file makes no sense.
	 */
	if (result > 0)
		return error_set_errno(err,
		    result == ENOENT ? FORNIX_ERR_NOT_FOUND : FORNIX_ERR_IO, result,
		    "cannot use '%s'", file->path);
	return fail_corrupt(file, mdb_strerror(result), err);
}

enum fornix_status
articles_file_begin(
    struct articles_file *file, bool read_only, MDB_txn **ret_txn, struct fornix_error *err)
{
	int result;

	result = mdb_txn_begin(file->env, NULL, read_only ? MDB_RDONLY : 0, ret_txn);
	return result == 0 ? FORNIX_OK : articles_file_fail(file, result, err);
}

/* Handles of tables stay valid only when the transaction that opened them is committed. */
static enum fornix_status
open_tables(struct articles_file *file, enum articles_mode mode, struct fornix_error *err)
{
	unsigned flags = mode == ARTICLES_CREATE ? MDB_CREATE : 0;
	enum fornix_status status;
	MDB_txn *txn;
	int i, result = 0;

	status = articles_file_begin(file, mode == ARTICLES_READ, &txn, err);
	if (status != FORNIX_OK)
		return status;
	for (i = 0; i < ARTICLES_TABLES && result == 0; i++)
		result = mdb_dbi_open(txn, table_names[i], flags, &file->tables[i]);
	if (result == 0)
		result = mdb_txn_commit(txn);
	else
		mdb_txn_abort(txn);
	return result == 0 ? FORNIX_OK : articles_file_fail(file, result, err);
}

/* Reading behind the end of a file that is mapped would kill the process. */
static enum fornix_status
check_length(const struct articles_file *file, uint64_t size, struct fornix_error *err)
{
	MDB_envinfo info;
	MDB_stat stat;

	mdb_env_info(file->env, &info);
	mdb_env_stat(file->env, &stat);
	if (size / stat.ms_psize <= info.me_last_pgno)
		return fail_corrupt(file, "too short", err);
	return FORNIX_OK;
}

/*
 * A reader maps the file as it is: the map size that the writer left in the
 * file would reserve ARTICLES_FILE_BYTES_MAX of address space.
 */
static enum fornix_status
open_env(struct articles_file *file, enum articles_mode mode, uint64_t size,
    struct fornix_error *err)
{
	unsigned flags = ENV_FLAGS | (mode == ARTICLES_READ ? MDB_RDONLY : 0);
	enum fornix_status status;
	int result;

	result = mdb_env_create(&file->env);
	if (result == 0)
		result = mdb_env_set_maxdbs(file->env, ARTICLES_TABLES);
	if (result == 0)
		result = mdb_env_set_mapsize(
		    file->env, mode == ARTICLES_READ ? size : ARTICLES_FILE_BYTES_MAX);
	if (result == 0)
		result = mdb_env_open(file->env, file->path, flags, 0644);
	if (result != 0)
		return articles_file_fail(file, result, err);
	status = mode == ARTICLES_CREATE ? FORNIX_OK : check_length(file, size, err);
	return status == FORNIX_OK ? open_tables(file, mode, err) : status;
}

static enum fornix_status
create_file(const char *path, struct fornix_error *err)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0644);

	if (fd < 0)
		return error_set_errno(err, FORNIX_ERR_IO, errno, "cannot create '%s'", path);
	close(fd);
	return FORNIX_OK;
}

static enum fornix_status
look_at_file(
    const char *path, enum articles_mode mode, struct stat *ret_info, struct fornix_error *err)
{
	if (stat(path, ret_info) < 0)
		return error_set_errno(err,
		    errno == ENOENT ? FORNIX_ERR_NOT_FOUND : FORNIX_ERR_IO, errno,
		    "cannot open '%s'", path);
	if (!S_ISREG(ret_info->st_mode))
		return error_set(err, FORNIX_ERR_CORRUPT,
		    "'%s' is not a regular file: rebuild the index", path);
	if ((uint64_t)ret_info->st_size > ARTICLES_FILE_BYTES_MAX)
		return error_set(err, FORNIX_ERR_LIMIT, "'%s' is larger than %llu bytes", path,
		    ARTICLES_FILE_BYTES_MAX);
	if (ret_info->st_size == 0 && mode != ARTICLES_CREATE)
		return error_set(
		    err, FORNIX_ERR_CORRUPT, "'%s' is empty: rebuild the index", path);
	return FORNIX_OK;
}

static void
file_free(struct articles_file *file)
{
	if (file->env != NULL)
		mdb_env_close(file->env);
	free(file->path);
	free(file);
}

static enum fornix_status
open_new(const char *path, enum articles_mode mode, const struct stat *info,
    struct articles_file **ret_file, struct fornix_error *err)
{
	struct articles_file *file = xcalloc(1, sizeof *file);
	enum fornix_status status;

	file->path = xstrdup(path);
	file->device = info->st_dev;
	file->inode = info->st_ino;
	file->users = 1;
	status = open_env(file, mode, (uint64_t)info->st_size, err);
	if (status == FORNIX_OK)
		*ret_file = file;
	else
		file_free(file);
	return status;
}

static struct articles_file *
find_shared(const struct stat *info)
{
	struct articles_file *file;

	for (file = shared; file != NULL; file = file->next) {
		if (file->device == info->st_dev && file->inode == info->st_ino)
			break;
	}
	return file;
}

/* With shared_lock held. */
static enum fornix_status
open_shared(const char *path, struct articles_file **ret_file, struct fornix_error *err)
{
	struct articles_file *file;
	enum fornix_status status;
	struct stat info;

	status = look_at_file(path, ARTICLES_READ, &info, err);
	if (status != FORNIX_OK)
		return status;
	file = find_shared(&info);
	if (file != NULL) {
		file->users++;
	} else {
		status = open_new(path, ARTICLES_READ, &info, &file, err);
		if (status != FORNIX_OK)
			return status;
		file->next = shared;
		shared = file;
	}
	*ret_file = file;
	return FORNIX_OK;
}

enum fornix_status
articles_file_open(const char *path, enum articles_mode mode, struct articles_file **ret_file,
    struct fornix_error *err)
{
	enum fornix_status status;
	struct stat info;

	if (mode == ARTICLES_READ) {
		pthread_mutex_lock(&shared_lock);
		status = open_shared(path, ret_file, err);
		pthread_mutex_unlock(&shared_lock);
		return status;
	}
	status = mode == ARTICLES_CREATE ? create_file(path, err) : FORNIX_OK;
	if (status == FORNIX_OK)
		status = look_at_file(path, mode, &info, err);
	if (status == FORNIX_OK)
		status = open_new(path, mode, &info, ret_file, err);
	return status;
}

/* Files of writers are not in the list. */
void
articles_file_close(struct articles_file *file)
{
	struct articles_file **link = &shared;

	pthread_mutex_lock(&shared_lock);
	if (--file->users == 0) {
		while (*link != NULL && *link != file)
			link = &(*link)->next;
		if (*link != NULL)
			*link = file->next;
		file_free(file);
	}
	pthread_mutex_unlock(&shared_lock);
}

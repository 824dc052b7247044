/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report_store.h"

#include <errno.h>
#include <fcntl.h>
#include <lmdb.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "path.h"

#define LOCK_NAME    "lock"
#define NEW_NAME     REPORT_STORE_FILE ".new"
#define LOCK_POLL_MS 20

#define DAY_BYTES   4 /* big-endian, so that keys are in order of days */
#define VALUE_BYTES (REPORT_COUNTS * sizeof(uint32_t))

static const char *const table_names[REPORT_TABLES] = {
    [REPORT_TEXTS] = "texts",
    [REPORT_RULES] = "rules",
    [REPORT_DAYS] = "days",
};

/* An open file with one transaction. */
struct file {
	const char *path; /* for messages */
	MDB_env *env;
	MDB_txn *txn; /* NULL when it is over */
	MDB_dbi tables[REPORT_TABLES];
};

struct report_store {
	char *folder, *path;
	int lock;
	struct file file;
};

struct key {
	size_t length;
	unsigned char bytes[DAY_BYTES + REPORT_TEXT_BYTES_MAX];
};

static enum fornix_status
fail_corrupt(const char *path, const char *why, struct fornix_error *err)
{
	return error_set(err, FORNIX_ERR_CORRUPT,
	    "'%s' is damaged (%s): delete the counters with 'fornix report --purge'", path,
	    why);
}

/* The status and message for what a function of LMDB returned. */
static enum fornix_status
fail(const char *path, int result, struct fornix_error *err)
{
	if (result == MDB_MAP_FULL || result == MDB_TXN_FULL)
		return error_set(
		    err, FORNIX_ERR_LIMIT, "'%s' is full: set a lower 'report_days'", path);
	if (result == ENOMEM)
		return error_set(err, FORNIX_ERR_NOMEM, "out of memory for '%s'", path);
	if (result > 0)
		return error_set_errno(err,
		    result == ENOENT ? FORNIX_ERR_NOT_FOUND : FORNIX_ERR_IO, result,
		    "cannot use '%s'", path);
	return fail_corrupt(path, mdb_strerror(result), err);
}

static void
file_close(struct file *file)
{
	if (file->txn != NULL)
		mdb_txn_abort(file->txn);
	if (file->env != NULL)
		mdb_env_close(file->env);
	*file = (struct file){.path = file->path};
}

/* Reading behind the end of a file that is mapped would kill the process. */
static enum fornix_status
check_length(const struct file *file, struct fornix_error *err)
{
	struct stat info;
	MDB_envinfo env;
	MDB_stat stat;
	int fd;

	if (mdb_env_get_fd(file->env, &fd) != 0 || fstat(fd, &info) != 0)
		return error_set_errno(
		    err, FORNIX_ERR_IO, errno, "cannot use '%s'", file->path);
	mdb_env_info(file->env, &env);
	mdb_env_stat(file->env, &stat);
	if ((uint64_t)info.st_size > 0 &&
	    (uint64_t)info.st_size / stat.ms_psize <= env.me_last_pgno)
		return fail_corrupt(file->path, "too short", err);
	return FORNIX_OK;
}

static enum fornix_status
file_open(struct file *file, bool read_only, struct fornix_error *err)
{
	unsigned flags = MDB_NOSUBDIR | MDB_NOLOCK | (read_only ? MDB_RDONLY : 0);
	enum fornix_status status = FORNIX_OK;
	int result = mdb_env_create(&file->env), i;

	if (result == 0)
		result = mdb_env_set_maxdbs(file->env, REPORT_TABLES);
	if (result == 0)
		result = mdb_env_set_mapsize(file->env, REPORT_STORE_BYTES_MAX);
	if (result == 0)
		result = mdb_env_open(file->env, file->path, flags, 0600);
	if (result == 0)
		status = check_length(file, err);
	if (result == 0 && status == FORNIX_OK)
		result = mdb_txn_begin(file->env, NULL, read_only ? MDB_RDONLY : 0, &file->txn);
	for (i = 0; i < REPORT_TABLES && result == 0 && status == FORNIX_OK; i++)
		result = mdb_dbi_open(
		    file->txn, table_names[i], read_only ? 0 : MDB_CREATE, &file->tables[i]);
	if (result != 0)
		status = fail(file->path, result == MDB_NOTFOUND ? MDB_INVALID : result, err);
	if (status != FORNIX_OK)
		file_close(file);
	return status;
}

static bool
make_key(uint32_t day, struct span name, struct key *ret_key)
{
	int i;

	if (name.length > REPORT_TEXT_BYTES_MAX)
		return false;
	for (i = 0; i < DAY_BYTES; i++)
		ret_key->bytes[i] = (unsigned char)(day >> 8 * (DAY_BYTES - 1 - i));
	if (name.length > 0)
		memcpy(ret_key->bytes + DAY_BYTES, name.data, name.length);
	ret_key->length = DAY_BYTES + name.length;
	return true;
}

static MDB_val
value_of(void *bytes, size_t length)
{
	return (MDB_val){.mv_size = length, .mv_data = bytes};
}

/* Files are of the machine that made them: numbers are as it has them. */
static bool
read_row(const MDB_val *key, const MDB_val *value, struct report_row *row)
{
	const unsigned char *bytes = key->mv_data;
	int i;

	if (key->mv_size < DAY_BYTES || key->mv_size > sizeof((struct key *)0)->bytes ||
	    value->mv_size != VALUE_BYTES)
		return false;
	row->day = 0;
	for (i = 0; i < DAY_BYTES; i++)
		row->day = row->day << 8 | bytes[i];
	row->name = (struct span){(const char *)bytes + DAY_BYTES, key->mv_size - DAY_BYTES};
	memcpy(row->counts.number, value->mv_data, VALUE_BYTES);
	return true;
}

static enum fornix_status
file_each(struct file *file, enum report_table table, uint32_t first_day,
    report_store_callback *callback, void *context, struct fornix_error *err)
{
	struct report_row row = {.table = table};
	enum fornix_status status = FORNIX_OK;
	MDB_val at, value;
	MDB_cursor *cursor;
	struct key key;
	int result;

	make_key(first_day, (struct span){NULL, 0}, &key);
	at = value_of(key.bytes, key.length);
	result = mdb_cursor_open(file->txn, file->tables[table], &cursor);
	if (result != 0)
		return fail(file->path, result, err);
	result = mdb_cursor_get(cursor, &at, &value, MDB_SET_RANGE);
	while (result == 0 && status == FORNIX_OK) {
		if (read_row(&at, &value, &row))
			callback(&row, context);
		else
			status = fail_corrupt(file->path, "a row makes no sense", err);
		result = mdb_cursor_get(cursor, &at, &value, MDB_NEXT);
	}
	mdb_cursor_close(cursor);
	if (status == FORNIX_OK && result != MDB_NOTFOUND)
		status = fail(file->path, result, err);
	return status;
}

static enum fornix_status
file_add(struct file *file, const struct report_row *row, struct fornix_error *err)
{
	struct report_counts counts = row->counts, old;
	MDB_val at, value;
	struct key key;
	int result;

	if (!make_key(row->day, row->name, &key))
		return error_set(err, FORNIX_ERR_LIMIT,
		    "a name to count has more than %d bytes", REPORT_TEXT_BYTES_MAX);
	at = value_of(key.bytes, key.length);
	result = mdb_get(file->txn, file->tables[row->table], &at, &value);
	if (result == 0 && value.mv_size == VALUE_BYTES) {
		memcpy(old.number, value.mv_data, VALUE_BYTES);
		report_counts_add(&counts, &old);
	}
	if (result == 0 || result == MDB_NOTFOUND) {
		value = value_of(counts.number, VALUE_BYTES);
		result = mdb_put(file->txn, file->tables[row->table], &at, &value, 0);
	}
	return result == 0 ? FORNIX_OK : fail(file->path, result, err);
}

static enum fornix_status
file_commit(struct file *file, struct fornix_error *err)
{
	int result = mdb_txn_commit(file->txn);

	file->txn = NULL;
	return result == 0 ? FORNIX_OK : fail(file->path, result, err);
}

/* flags are those of open(); operation those of flock(). */
static enum fornix_status
take_lock(const char *folder, int flags, int operation, int *ret_lock, struct fornix_error *err)
{
	const struct timespec pause = {.tv_nsec = LOCK_POLL_MS * 1000000L};
	char *path CLEANUP_FREE = path_join(folder, LOCK_NAME);
	int lock = open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0600), waited_ms = 0;

	if (lock < 0)
		return error_set_errno(err,
		    errno == ENOENT ? FORNIX_ERR_NOT_FOUND : FORNIX_ERR_IO, errno,
		    "cannot use '%s'", path);
	while (flock(lock, operation | LOCK_NB) != 0) {
		if (waited_ms >= REPORT_STORE_WAIT_MS || errno != EWOULDBLOCK) {
			close(lock);
			return error_set(err, FORNIX_ERR_LOCKED,
			    "'%s' is in use by another process: try again", path);
		}
		nanosleep(&pause, NULL);
		waited_ms += LOCK_POLL_MS;
	}
	*ret_lock = lock;
	return FORNIX_OK;
}

static bool
exists(const char *path)
{
	struct stat info;

	return stat(path, &info) == 0 && info.st_size > 0;
}

static struct report_store *
store_new(const char *folder, int own_lock)
{
	struct report_store *store = xcalloc(1, sizeof *store);

	store->folder = xstrdup(folder);
	store->path = path_join(folder, REPORT_STORE_FILE);
	store->lock = own_lock;
	store->file.path = store->path;
	return store;
}

enum fornix_status
report_store_open(const char *folder, struct report_store **ret_store, bool *ret_is_new,
    struct fornix_error *err)
{
	struct report_store *store;
	enum fornix_status status;
	int lock;

	if (mkdir(folder, 0700) != 0 && errno != EEXIST)
		return error_set_errno(
		    err, FORNIX_ERR_IO, errno, "cannot make the folder '%s'", folder);
	status = take_lock(folder, O_RDWR | O_CREAT, LOCK_EX, &lock, err);
	if (status != FORNIX_OK)
		return status;
	store = store_new(folder, lock);
	*ret_is_new = !exists(store->path);
	status = file_open(&store->file, false, err);
	if (status == FORNIX_OK)
		*ret_store = store;
	else
		report_store_free(store);
	return status;
}

enum fornix_status
report_store_open_reader(
    const char *folder, struct report_store **ret_store, struct fornix_error *err)
{
	enum fornix_status status;
	struct report_store *store;
	int lock;

	status = take_lock(folder, O_RDONLY, LOCK_SH, &lock, err);
	if (status != FORNIX_OK)
		return status;
	store = store_new(folder, lock);
	if (exists(store->path))
		status = file_open(&store->file, true, err);
	else
		status = error_set(err, FORNIX_ERR_NOT_FOUND, "there is no '%s'", store->path);
	if (status == FORNIX_OK)
		*ret_store = store;
	else
		report_store_free(store);
	return status;
}

void
report_store_free(struct report_store *store)
{
	if (store == NULL)
		return;
	file_close(&store->file);
	close(store->lock);
	free(store->folder);
	free(store->path);
	free(store);
}

enum fornix_status
report_store_add(
    struct report_store *store, const struct report_row *row, struct fornix_error *err)
{
	return file_add(&store->file, row, err);
}

struct copying {
	struct file *to;
	enum fornix_status status;
	struct fornix_error *err;
};

static void
copy_row(const struct report_row *row, void *context)
{
	struct copying *copying = context;

	if (copying->status == FORNIX_OK)
		copying->status = file_add(copying->to, row, copying->err);
}

static enum fornix_status
copy_rows(struct file *from, struct file *to, uint32_t first_day, struct fornix_error *err)
{
	struct copying copying = {.to = to, .err = err};
	enum fornix_status status = FORNIX_OK;
	int table;

	for (table = 0; table < REPORT_TABLES && status == FORNIX_OK; table++) {
		status = file_each(
		    from, (enum report_table)table, first_day, copy_row, &copying, err);
		if (status == FORNIX_OK)
			status = copying.status;
	}
	return status == FORNIX_OK ? file_commit(to, err) : status;
}

static enum fornix_status
replace(const char *folder, const char *from, const char *to, struct fornix_error *err)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool is_done = fd >= 0 && rename(from, to) == 0 && fsync(fd) == 0;
	int number = errno;

	if (fd >= 0)
		close(fd);
	return is_done ? FORNIX_OK
		       : error_set_errno(err, FORNIX_ERR_IO, number, "cannot replace '%s'", to);
}

/* What was added and the rows from first_day on, in a new file. */
static enum fornix_status
commit_to_new(struct report_store *store, uint32_t first_day, struct fornix_error *err)
{
	char *path CLEANUP_FREE = path_join(store->folder, NEW_NAME);
	struct file file = {.path = path};
	enum fornix_status status;

	unlink(path); /* left by one that was killed */
	status = file_open(&file, false, err);
	if (status == FORNIX_OK)
		status = copy_rows(&store->file, &file, first_day, err);
	file_close(&file);
	file_close(&store->file);
	if (status == FORNIX_OK)
		status = replace(store->folder, path, store->path, err);
	if (status != FORNIX_OK)
		unlink(path);
	return status;
}

static bool
has_older(struct file *file, uint32_t first_day)
{
	struct report_row row;
	MDB_val at, value;
	MDB_cursor *cursor;
	bool is_older = false;
	int table;

	for (table = 0; table < REPORT_TABLES && !is_older; table++) {
		if (mdb_cursor_open(file->txn, file->tables[table], &cursor) != 0)
			continue;
		is_older = mdb_cursor_get(cursor, &at, &value, MDB_FIRST) == 0 &&
			   read_row(&at, &value, &row) && row.day < first_day;
		mdb_cursor_close(cursor);
	}
	return is_older;
}

enum fornix_status
report_store_commit(struct report_store *store, uint32_t first_day, struct fornix_error *err)
{
	if (has_older(&store->file, first_day))
		return commit_to_new(store, first_day, err);
	return file_commit(&store->file, err);
}

enum fornix_status
report_store_each(struct report_store *store, enum report_table table, uint32_t first_day,
    report_store_callback *callback, void *context, struct fornix_error *err)
{
	return file_each(&store->file, table, first_day, callback, context, err);
}

enum fornix_status
report_store_purge(const char *folder, bool *ret_existed, struct fornix_error *err)
{
	char *path CLEANUP_FREE = path_join(folder, REPORT_STORE_FILE);
	char *new_path CLEANUP_FREE = path_join(folder, NEW_NAME);
	enum fornix_status status;
	int lock;

	status = take_lock(folder, O_RDWR, LOCK_EX, &lock, err);
	if (status != FORNIX_OK) {
		*ret_existed = false;
		return status == FORNIX_ERR_NOT_FOUND ? FORNIX_OK : status;
	}
	*ret_existed = unlink(path) == 0;
	if (!*ret_existed && errno != ENOENT)
		status = error_set_errno(err, FORNIX_ERR_IO, errno, "cannot delete '%s'", path);
	if (status == FORNIX_OK && unlink(new_path) != 0 && errno != ENOENT)
		status =
		    error_set_errno(err, FORNIX_ERR_IO, errno, "cannot delete '%s'", new_path);
	close(lock);
	return status;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "articles.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "articles_private.h"
#include "articles_source.h"
#include "record.h"

static enum fornix_status
check_change(const struct articles *articles, struct span key, size_t length, size_t length_max,
    struct fornix_error *err)
{
	if (articles->is_reader)
		return error_set(err, FORNIX_ERR_INTERNAL, "'%s' was opened for reading",
		    articles->file->path);
	if (key.length == 0 || key.length > ARTICLES_KEY_BYTES_MAX)
		return error_set(err, FORNIX_ERR_LIMIT,
		    "'%.*s' has %zu bytes: 1 to %d are allowed",
		    (int)(key.length < 60 ? key.length : 60), key.data, key.length,
		    ARTICLES_KEY_BYTES_MAX);
	if (length > length_max)
		return error_set(err, FORNIX_ERR_LIMIT, "'%.*s' is larger than %zu bytes",
		    (int)(key.length < 200 ? key.length : 200), key.data, length_max);
	return articles->txn != NULL ? FORNIX_OK : articles_fail(articles, MDB_BAD_TXN, err);
}

static int
store(struct articles *articles, enum articles_table table, struct span key, struct span value)
{
	MDB_val new_key = articles_value(key), new_value = articles_value(value);

	return mdb_put(articles->txn, articles->file->tables[table], &new_key, &new_value, 0);
}

static int
erase(struct articles *articles, enum articles_table table, struct span key)
{
	MDB_val old_key = articles_value(key);
	int result;

	result = mdb_del(articles->txn, articles->file->tables[table], &old_key, NULL);
	return result == MDB_NOTFOUND ? 0 : result;
}

/* An id that belongs to another article would leave that one without. */
static enum fornix_status
store_id(struct articles *articles, struct span id, uint32_t document, struct fornix_error *err)
{
	MDB_dbi table = articles->file->tables[ARTICLES_IDS];
	unsigned char number[ARTICLES_NUMBER_BYTES];
	MDB_val key = articles_value(id), value = {sizeof number, number};
	int result;

	articles_number_encode(document, number, sizeof number);
	result = mdb_put(articles->txn, table, &key, &value, MDB_NOOVERWRITE);
	if (result == MDB_KEYEXIST && value.mv_size == sizeof number &&
	    memcmp(value.mv_data, number, sizeof number) == 0)
		return FORNIX_OK;
	if (result == MDB_KEYEXIST)
		return error_set(err, FORNIX_ERR_INTERNAL,
		    "the id '%.*s' belongs to another article", (int)id.length, id.data);
	return result == 0 ? FORNIX_OK : articles_fail(articles, result, err);
}

enum fornix_status
articles_put(struct articles *articles, uint32_t document, struct span id, struct span record,
    struct fornix_error *err)
{
	struct articles_key key = articles_key(document);
	enum fornix_status status;
	int result;

	if (document == 0)
		return error_set(err, FORNIX_ERR_INTERNAL, "article number 0 is not allowed");
	status = check_change(articles, id, record.length, RECORD_BYTES_MAX, err);
	if (status == FORNIX_OK)
		status = store_id(articles, id, document, err);
	if (status != FORNIX_OK)
		return status;
	result = store(articles, ARTICLES_RECORDS,
	    (struct span){(const char *)key.bytes, sizeof key.bytes}, record);
	if (result == 0)
		result = articles_update_count(articles);
	return result == 0 ? FORNIX_OK : articles_fail(articles, result, err);
}

enum fornix_status
articles_remove(
    struct articles *articles, uint32_t document, struct span id, struct fornix_error *err)
{
	struct articles_key key = articles_key(document);
	enum fornix_status status;
	int result;

	status = check_change(articles, id, 0, 0, err);
	if (status != FORNIX_OK)
		return status;
	result = erase(articles, ARTICLES_RECORDS,
	    (struct span){(const char *)key.bytes, sizeof key.bytes});
	if (result == 0)
		result = erase(articles, ARTICLES_IDS, id);
	if (result == 0)
		result = articles_update_count(articles);
	return result == 0 ? FORNIX_OK : articles_fail(articles, result, err);
}

enum fornix_status
articles_source_put(struct articles *articles, struct span path,
    const struct articles_source *source, struct fornix_error *err)
{
	unsigned char bytes[ARTICLES_SOURCE_BYTES_MAX];
	enum fornix_status status;
	struct span value;
	int result;

	status =
	    check_change(articles, path, source->reason.length, ARTICLES_REASON_BYTES_MAX, err);
	if (status != FORNIX_OK)
		return status;
	value.data = (const char *)bytes;
	value.length = articles_source_encode(source, bytes);
	result = store(articles, ARTICLES_SOURCES, path, value);
	return result == 0 ? FORNIX_OK : articles_fail(articles, result, err);
}

enum fornix_status
articles_source_remove(struct articles *articles, struct span path, struct fornix_error *err)
{
	enum fornix_status status;
	int result;

	status = check_change(articles, path, 0, 0, err);
	if (status != FORNIX_OK)
		return status;
	result = erase(articles, ARTICLES_SOURCES, path);
	return result == 0 ? FORNIX_OK : articles_fail(articles, result, err);
}

enum fornix_status
articles_fact_put(
    struct articles *articles, const char *name, struct span value, struct fornix_error *err)
{
	struct span key = span_from_string(name);
	enum fornix_status status;
	int result;

	status = check_change(articles, key, value.length, ARTICLES_FACT_BYTES_MAX, err);
	if (status != FORNIX_OK)
		return status;
	result = store(articles, ARTICLES_FACTS, key, value);
	return result == 0 ? FORNIX_OK : articles_fail(articles, result, err);
}

/*
 * LMDB does not write pages at the end that were used and given up within the
 * transaction.  Filling the file up lets readers tell one that was cut off.
 */
static int
fill_up(struct articles *articles)
{
	MDB_env *env = articles->file->env;
	MDB_envinfo info;
	MDB_stat pages;
	struct stat file;
	off_t wanted;
	int fd;

	mdb_env_info(env, &info);
	mdb_env_stat(env, &pages);
	wanted = (off_t)(info.me_last_pgno + 1) * pages.ms_psize;
	if (mdb_env_get_fd(env, &fd) != 0 || fstat(fd, &file) < 0)
		return errno;
	if (file.st_size < wanted && ftruncate(fd, wanted) < 0)
		return errno;
	return fsync(fd) < 0 ? errno : 0;
}

enum fornix_status
articles_commit(struct articles *articles, struct fornix_error *err)
{
	int result;

	if (articles->is_reader || articles->txn == NULL)
		return articles_fail(articles, MDB_BAD_TXN, err);
	result = mdb_txn_commit(articles->txn);
	articles->txn = NULL;
	if (result == 0)
		result = fill_up(articles);
	if (result != 0)
		return articles_fail(articles, result, err);
	return articles_begin(articles, err);
}

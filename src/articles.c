/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "articles.h"

#include "articles_private.h"
#include "articles_source.h"
#include "xalloc.h"

enum fornix_status
articles_fail(const struct articles *articles, int result, struct fornix_error *err)
{
	return articles_file_fail(articles->file, result, err);
}

static enum fornix_status
fail_content(const struct articles *articles, struct fornix_error *err)
{
	return error_set(err, FORNIX_ERR_CORRUPT, "'%s' is damaged: rebuild the index",
	    articles->file->path);
}

/* Recursive, so that a callback of articles_sources() may look things up. */
static void
lock_init(pthread_mutex_t *lock)
{
	pthread_mutexattr_t attributes;

	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
	pthread_mutex_init(lock, &attributes);
	pthread_mutexattr_destroy(&attributes);
}

int
articles_update_count(struct articles *articles)
{
	MDB_stat stat;
	int result;

	result = mdb_stat(articles->txn, articles->file->tables[ARTICLES_RECORDS], &stat);
	if (result == 0)
		articles->count = (uint32_t)stat.ms_entries;
	return result;
}

enum fornix_status
articles_begin(struct articles *articles, struct fornix_error *err)
{
	enum fornix_status status;
	int result;

	status = articles_file_begin(articles->file, articles->is_reader, &articles->txn, err);
	if (status != FORNIX_OK)
		return status;
	result = articles_update_count(articles);
	return result == 0 ? FORNIX_OK : articles_fail(articles, result, err);
}

enum fornix_status
articles_open(const char *path, enum articles_mode mode, struct articles **ret_articles,
    struct fornix_error *err)
{
	struct articles_file *file;
	struct articles *articles;
	enum fornix_status status;

	status = articles_file_open(path, mode, &file, err);
	if (status != FORNIX_OK)
		return status;
	articles = xcalloc(1, sizeof *articles);
	articles->file = file;
	articles->is_reader = mode == ARTICLES_READ;
	lock_init(&articles->lock);
	status = articles_begin(articles, err);
	if (status == FORNIX_OK)
		*ret_articles = articles;
	else
		articles_free(articles);
	return status;
}

void
articles_free(struct articles *articles)
{
	if (articles == NULL)
		return;
	if (articles->txn != NULL)
		mdb_txn_abort(articles->txn);
	articles_file_close(articles->file);
	pthread_mutex_destroy(&articles->lock);
	free(articles);
}

uint32_t
articles_count(const struct articles *articles)
{
	return articles->count;
}

struct articles_key
articles_key(uint32_t document)
{
	return (struct articles_key){
	    {(unsigned char)(document >> 24), (unsigned char)(document >> 16),
		(unsigned char)(document >> 8), (unsigned char)document}};
}

MDB_val
articles_value(struct span span)
{
	return (MDB_val){.mv_size = span.length, .mv_data = (void *)span.data};
}

static struct span
span_from_value(const MDB_val *value)
{
	return (struct span){value->mv_data, value->mv_size};
}

/* Returns what mdb_get() returns; a key that no table can hold is not found. */
static int
lookup(
    struct articles *articles, enum articles_table table, struct span key, MDB_val *ret_value)
{
	MDB_val wanted = articles_value(key);
	int result;

	if (key.length == 0 || key.length > ARTICLES_KEY_BYTES_MAX)
		return MDB_NOTFOUND;
	pthread_mutex_lock(&articles->lock);
	if (articles->txn == NULL)
		result = MDB_BAD_TXN;
	else
		result =
		    mdb_get(articles->txn, articles->file->tables[table], &wanted, ret_value);
	pthread_mutex_unlock(&articles->lock);
	return result;
}

enum fornix_status
articles_get(struct articles *articles, uint32_t document, struct span *ret_record,
    struct fornix_error *err)
{
	struct articles_key key = articles_key(document);
	MDB_val value;
	int result;

	result = lookup(articles, ARTICLES_RECORDS,
	    (struct span){(const char *)key.bytes, sizeof key.bytes}, &value);
	if (result == MDB_NOTFOUND)
		return error_set(err, FORNIX_ERR_NOT_FOUND, "no article %u in '%s'", document,
		    articles->file->path);
	if (result != 0)
		return articles_fail(articles, result, err);
	*ret_record = span_from_value(&value);
	return FORNIX_OK;
}

enum fornix_status
articles_find(
    struct articles *articles, struct span id, uint32_t *ret_document, struct fornix_error *err)
{
	MDB_val value;
	int result;

	result = lookup(articles, ARTICLES_IDS, id, &value);
	if (result == MDB_NOTFOUND)
		return error_set(err, FORNIX_ERR_NOT_FOUND, "no article '%.*s'",
		    (int)(id.length < 200 ? id.length : 200), id.data);
	if (result != 0)
		return articles_fail(articles, result, err);
	if (value.mv_size != ARTICLES_NUMBER_BYTES)
		return fail_content(articles, err);
	*ret_document = (uint32_t)articles_number_decode(value.mv_data, ARTICLES_NUMBER_BYTES);
	return FORNIX_OK;
}

enum fornix_status
articles_source_get(struct articles *articles, struct span path,
    struct articles_source *ret_source, struct fornix_error *err)
{
	MDB_val value;
	int result;

	result = lookup(articles, ARTICLES_SOURCES, path, &value);
	if (result == MDB_NOTFOUND)
		return error_set(err, FORNIX_ERR_NOT_FOUND, "no file '%.*s' is known",
		    (int)(path.length < 200 ? path.length : 200), path.data);
	if (result != 0)
		return articles_fail(articles, result, err);
	if (!articles_source_decode(value.mv_data, value.mv_size, ret_source))
		return fail_content(articles, err);
	return FORNIX_OK;
}

/* The caller holds the lock. */
static enum fornix_status
open_cursor(struct articles *articles, enum articles_table table, MDB_cursor **ret_cursor,
    struct fornix_error *err)
{
	int result = MDB_BAD_TXN;

	if (articles->txn != NULL)
		result =
		    mdb_cursor_open(articles->txn, articles->file->tables[table], ret_cursor);
	return result == 0 ? FORNIX_OK : articles_fail(articles, result, err);
}

static enum fornix_status
visit_sources(struct articles *articles, MDB_cursor *cursor, articles_source_callback *callback,
    void *context, struct fornix_error *err)
{
	struct articles_source source;
	MDB_val key, value;
	int result;

	while ((result = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) == 0) {
		if (!articles_source_decode(value.mv_data, value.mv_size, &source))
			return fail_content(articles, err);
		if (!callback(span_from_value(&key), &source, context))
			return FORNIX_OK;
	}
	return result == MDB_NOTFOUND ? FORNIX_OK : articles_fail(articles, result, err);
}

enum fornix_status
articles_sources(struct articles *articles, articles_source_callback *callback, void *context,
    struct fornix_error *err)
{
	enum fornix_status status;
	MDB_cursor *cursor;

	pthread_mutex_lock(&articles->lock);
	status = open_cursor(articles, ARTICLES_SOURCES, &cursor, err);
	if (status == FORNIX_OK) {
		status = visit_sources(articles, cursor, callback, context, err);
		mdb_cursor_close(cursor);
	}
	pthread_mutex_unlock(&articles->lock);
	return status;
}

static enum fornix_status
visit_facts(struct articles *articles, MDB_cursor *cursor, articles_fact_callback *callback,
    void *context, struct fornix_error *err)
{
	char name[ARTICLES_KEY_BYTES_MAX + 1];
	MDB_val key, value;
	int result;

	while ((result = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) == 0) {
		if (key.mv_size > ARTICLES_KEY_BYTES_MAX)
			return fail_content(articles, err);
		memcpy(name, key.mv_data, key.mv_size);
		name[key.mv_size] = '\0';
		if (!callback(name, span_from_value(&value), context))
			return FORNIX_OK;
	}
	return result == MDB_NOTFOUND ? FORNIX_OK : articles_fail(articles, result, err);
}

enum fornix_status
articles_facts(struct articles *articles, articles_fact_callback *callback, void *context,
    struct fornix_error *err)
{
	enum fornix_status status;
	MDB_cursor *cursor;

	pthread_mutex_lock(&articles->lock);
	status = open_cursor(articles, ARTICLES_FACTS, &cursor, err);
	if (status == FORNIX_OK) {
		status = visit_facts(articles, cursor, callback, context, err);
		mdb_cursor_close(cursor);
	}
	pthread_mutex_unlock(&articles->lock);
	return status;
}

enum fornix_status
articles_fact_get(struct articles *articles, const char *name, struct span *ret_value,
    struct fornix_error *err)
{
	MDB_val value = {0, NULL};
	int result;

	result = lookup(articles, ARTICLES_FACTS, span_from_string(name), &value);
	if (result != 0 && result != MDB_NOTFOUND)
		return articles_fail(articles, result, err);
	*ret_value = result == 0 ? span_from_value(&value) : (struct span){NULL, 0};
	return FORNIX_OK;
}

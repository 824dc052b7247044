/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index_writer.h"

#include <sys/stat.h>

#include <cerrno>

#include <xapian.h>

#include "xapian/guard.h"

/* compact() of no databases succeeds and writes nothing. */
static enum fornix_status
create_empty(const char *path, struct fornix_error *err)
{
	struct index_writer *writer;
	enum fornix_status status;

	status = index_writer_create(path, &writer, err);
	if (status != FORNIX_OK)
		return status;
	status = index_writer_commit(writer, err);
	index_writer_free(writer);
	return status;
}

static enum fornix_status
merge(const char *const *paths, size_t count, const char *path)
{
	Xapian::Database all;

	for (size_t i = 0; i < count; i++)
		all.add_database(Xapian::Database(paths[i], Xapian::DB_BACKEND_GLASS));
	all.compact(path, Xapian::DBCOMPACT_NO_RENUMBER | Xapian::Compactor::FULL);
	return FORNIX_OK;
}

enum fornix_status
index_merge(const char *const *paths, size_t count, const char *path, struct fornix_error *err)
{
	if (count > INDEX_MERGE_MAX)
		return error_set(err, FORNIX_ERR_LIMIT,
		    "%zu databases are too many to merge into '%s': at most %d", count, path,
		    INDEX_MERGE_MAX);
	if (count == 0)
		return create_empty(path, err);
	/* compact() would write over a database that is there. */
	if (mkdir(path, 0755) < 0)
		return error_set_errno(
		    err, FORNIX_ERR_IO, errno, "cannot create the index folder '%s'", path);
	return fornix::guard(err, path, [&] { return merge(paths, count, path); });
}

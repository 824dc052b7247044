/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_ARTICLES_FILE_H
#define FORNIX_ARTICLES_FILE_H

/*
 * An open articles.mdb.  Private to articles.c.
 *
 * LMDB must not open one file twice in a process, so all readers of a file
 * share one of these.  Whether two paths are the same file is decided by
 * device and inode: a path may name another file later.
 */

#include <lmdb.h>
#include <sys/types.h>

#include "articles.h"

enum articles_table {
	ARTICLES_RECORDS, /* number, big-endian: record */
	ARTICLES_IDS,     /* id: number, little-endian */
	ARTICLES_SOURCES, /* path: see articles_source.h */
	ARTICLES_FACTS,   /* name: value */
	ARTICLES_TABLES
};

struct articles_file {
	char *path; /* for messages */
	MDB_env *env;
	MDB_dbi tables[ARTICLES_TABLES];
	dev_t device;
	ino_t inode;
	unsigned users;
	struct articles_file *next; /* of those that are shared */
};

FORNIX_CHECKED enum fornix_status articles_file_open(const char *path, enum articles_mode mode,
    struct articles_file **ret_file, struct fornix_error *err);

/* The last user of a shared one closes it. */
void articles_file_close(struct articles_file *file);

/* Begins a transaction, for reading only or for changes. */
FORNIX_CHECKED enum fornix_status articles_file_begin(
    struct articles_file *file, bool read_only, MDB_txn **ret_txn, struct fornix_error *err);

/* The status and message for what a function of LMDB returned. */
enum fornix_status articles_file_fail(
    const struct articles_file *file, int result, struct fornix_error *err);

#endif

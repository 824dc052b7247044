/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_ARTICLES_PRIVATE_H
#define FORNIX_ARTICLES_PRIVATE_H

/* What articles.c (reading) and articles_change.c share. */

#include <pthread.h>

#include "articles_file.h"

#define ARTICLES_NUMBER_BYTES 4

/*
 * One transaction from opening to freeing, or in a writer from commit to
 * commit.  LMDB lets one thread at a time use it; what it hands out stays
 * valid without the lock.
 */
struct articles {
	struct articles_file *file;
	MDB_txn *txn; /* NULL after a commit that failed */
	pthread_mutex_t lock;
	bool is_reader;
	uint32_t count;
};

/* The bytes of a document's number as a key: in order of numbers. */
struct articles_key {
	unsigned char bytes[ARTICLES_NUMBER_BYTES];
};

struct articles_key articles_key(uint32_t document);
MDB_val articles_value(struct span span);

enum fornix_status articles_fail(
    const struct articles *articles, int result, struct fornix_error *err);

/* Begins a transaction and counts the records. */
FORNIX_CHECKED enum fornix_status articles_begin(
    struct articles *articles, struct fornix_error *err);

/* Returns what LMDB says. */
int articles_update_count(struct articles *articles);

#endif

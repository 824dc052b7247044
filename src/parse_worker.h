/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_PARSE_WORKER_H
#define FORNIX_PARSE_WORKER_H

/*
 * The worker's half of parse_pool.c, and the message between the two.
 *
 * The pool writes the 32-bit index of a file; the worker answers with a header
 * and the bytes it announces: record, skip reason, error, notes, in that order.
 */

#include "parse_pool.h"
#include "record.h"

struct parse_header {
	uint32_t file; /* index, as asked */
	uint64_t size;
	int64_t mtime_ns;
	unsigned char hash[HASH_BYTES];
	uint32_t record_bytes, skip_bytes, error_bytes, notes_bytes;
};

#define PARSE_TEXT_BYTES_MAX  4096 /* of skip reason, error and notes each */
#define PARSE_REPLY_BYTES_MAX (RECORD_BYTES_MAX + 3 * PARSE_TEXT_BYTES_MAX)

/* Serves requests on socket until it is closed.  Does not return. */
_Noreturn void parse_worker_run(int socket, const struct corpus *corpus,
    struct corpus_file *const *files, size_t count, const struct article_options *options);

#endif

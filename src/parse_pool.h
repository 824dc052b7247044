/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_PARSE_POOL_H
#define FORNIX_PARSE_POOL_H

/*
 * Article files to records, in worker processes.
 *
 * cmark 0.30 and libyaml have inputs of 100 kB that take many seconds or end
 * the process, so each file is parsed where that costs one article: a worker
 * past its limits of time or memory is ended, the file reported, and a new
 * worker goes on with the next.
 */

#include "article.h"
#include "corpus.h"
#include "hash.h"
#include "span.h"

#define PARSE_CPU_S        5             /* of processor time for one file */
#define PARSE_WALL_S       20            /* of any time for one file */
#define PARSE_MEMORY_BYTES (512UL << 20) /* that a worker may allocate */
#define PARSE_WORKERS_MAX  16

/* What became of one file; all is borrowed and lives for the length of the call. */
struct parse_outcome {
	struct corpus_file *file;       /* size and mtime as they were read */
	unsigned char hash[HASH_BYTES]; /* of its bytes */
	struct span record;             /* empty when it is skipped or has failed */
	struct span skip_reason;        /* why it must not be found; else empty */
	struct span error; /* why it could not be parsed, with its path; else empty */
	struct span notes; /* oddities, one a line */
};

/* Called in the order in which files are done; anything but OK ends the run with that. */
typedef enum fornix_status parse_callback(
    const struct parse_outcome *outcome, void *context, struct fornix_error *err);

/*
 * Parses files[0..count) of corpus with so many workers.  Must be called while
 * the process has one thread.  Errors are the callback's, or IO when no worker
 * can be started.
 */
FORNIX_CHECKED enum fornix_status parse_files(const struct corpus *corpus,
    struct corpus_file *const *files, size_t count, const struct article_options *options,
    unsigned workers, parse_callback *callback, void *context, struct fornix_error *err);

#endif

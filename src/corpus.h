/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_CORPUS_H
#define FORNIX_CORPUS_H

/*
 * The folder of articles: which files there are, and their bytes.
 *
 * Links are not followed, below the folder itself: what is read lies in it.
 * Left out are files whose names do not end in ".md", names that begin with "."
 * or "_" but for "_index.md", and README.md at the top.  It knows nothing of
 * Markdown.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buffer.h"
#include "error.h"

#define CORPUS_RULES "_search" /* the folder of the rules, which are no articles */

#define CORPUS_FILES_MAX      2000000 /* whose titles suggestions can number */
#define CORPUS_DEPTH_MAX      32      /* folders within folders */
#define CORPUS_PATH_BYTES_MAX 500     /* of a file's path below the folder */

struct corpus_file {
	char *path;    /* below the folder, "/" between parts */
	uint64_t size; /* bytes */
	int64_t mtime_ns;
	uint64_t inode; /* this and the next as they were when it was found */
	int64_t ctime_ns;
};

/* A file or folder that was left out and should not have been. */
struct corpus_problem {
	char *path;
	char *reason;
	bool is_unreadable; /* there may be articles behind it that cannot be seen */
};

/* A folder that was walked, with what is another one when an entry of it comes or goes. */
struct corpus_folder {
	char *path; /* below the folder of the corpus, "." for that one itself */
	uint64_t inode;
	int64_t ctime_ns;
};

struct corpus {
	char *folder;
	int fd; /* of the folder */
	size_t folder_count;
	struct corpus_folder *folders;
	size_t file_count;
	struct corpus_file *files; /* in order of the bytes of path */
	size_t problem_count;
	struct corpus_problem *problems;
	int64_t walked_at_ns; /* when the walk began; since 1970 */
	uint64_t rules_stamp; /* corpus_rules_stamp() then */
};

/*
 * Walks the folder.  IO when it cannot be read; LIMIT past CORPUS_FILES_MAX.
 * A file below it that cannot be taken is a problem, not an error.  The caller
 * frees *ret_corpus.
 */
FORNIX_CHECKED enum fornix_status corpus_walk(
    const char *folder, struct corpus **ret_corpus, struct fornix_error *err);
void corpus_free(struct corpus *corpus);

/* A number that is another one when a file of the rules in folder is new, gone or changed. */
uint64_t corpus_rules_stamp(const char *folder);

/* Whether a change of the file since the walk would give it another time of change. */
bool corpus_is_settled(const struct corpus *corpus, const struct corpus_file *file);

/* Whether two walks found the same files, and rules, none of them changed in between. */
bool corpus_is_same(const struct corpus *a, const struct corpus *b);

/*
 * Whether no file, folder or rule has come or gone since the walk: what is quicker to tell
 * than whether none has changed, and enough where none was read.
 */
bool corpus_has_same_folders(const struct corpus *corpus);

/* Whether the file has not changed since the walk. */
bool corpus_has_same_file(const struct corpus *corpus, const struct corpus_file *file);

/*
 * Appends the bytes of a file to out, whose ceiling is the largest file taken,
 * and sets size and mtime to what they were while it was read.  A file that
 * changes meanwhile is read again, three times at most.
 */
FORNIX_CHECKED enum fornix_status corpus_read(const struct corpus *corpus,
    struct corpus_file *file, struct buffer *out, struct fornix_error *err);

#endif

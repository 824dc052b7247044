/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * SQLite's FTS5 in process, as a site would use it: title and body, Porter's
 * stems, all words (its own way), bm25 with titles above, ten hits with snippet().
 *
 *	fts5 index DOCS DATABASE
 *	fts5 search DATABASE QUERIES THREADS SECONDS
 *
 * "search" prints one object of JSON: requests, seconds, rps, p50Ms, p99Ms, hits.
 */

#include <errno.h>
#include <ftw.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <sqlite3.h>

#define THREADS_MAX 64
#define TIMES_MAX   2000000

static void
fail(const char *what, const char *why)
{
	fprintf(stderr, "fts5: %s: %s\n", what, why);
	exit(3);
}

static void
check(int code, sqlite3 *database, const char *what)
{
	if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW)
		fail(what, sqlite3_errmsg(database));
}

static char *
read_file(const char *path, size_t *ret_length)
{
	FILE *file = fopen(path, "rb");
	char *bytes;
	long length;

	if (file == NULL || fseek(file, 0, SEEK_END) != 0 || (length = ftell(file)) < 0)
		fail(path, strerror(errno));
	rewind(file);
	bytes = malloc((size_t)length + 1);
	if (bytes == NULL || fread(bytes, 1, (size_t)length, file) != (size_t)length)
		fail(path, "cannot be read");
	fclose(file);
	bytes[length] = '\0';
	*ret_length = (size_t)length;
	return bytes;
}

/* What is being filled; nftw() hands nothing on. */
static sqlite3 *filled;
static sqlite3_stmt *insert;

static void
add(const char *path)
{
	size_t length;
	char *bytes = read_file(path, &length), *body = bytes, *title, *end;

	if (strncmp(bytes, "---\n", 4) == 0 && (end = strstr(bytes + 3, "\n---\n")) != NULL) {
		*end = '\0';
		body = end + 5;
	}
	title = body == bytes ? NULL : strstr(bytes, "\ntitle:");
	title = title == NULL ? body + strlen(body) : title + 7;
	check(sqlite3_bind_text(insert, 1, path, -1, SQLITE_TRANSIENT), filled, path);
	check(sqlite3_bind_text(insert, 2, title, (int)strcspn(title, "\n"), SQLITE_TRANSIENT),
	    filled, path);
	check(sqlite3_bind_text(insert, 3, body, -1, SQLITE_TRANSIENT), filled, path);
	check(sqlite3_step(insert), filled, path);
	sqlite3_reset(insert);
	free(bytes);
}

static int
visit(const char *path, const struct stat *info, int kind, struct FTW *place)
{
	size_t length = strlen(path);

	(void)info;
	(void)place;
	if (kind == FTW_F && length > 3 && strcmp(path + length - 3, ".md") == 0)
		add(path);
	return 0;
}

static void
run(const char *sql)
{
	char *message = NULL;

	if (sqlite3_exec(filled, sql, NULL, NULL, &message) != SQLITE_OK)
		fail(sql, message);
}

static void
make_index(const char *docs, const char *path)
{
	check(sqlite3_open(path, &filled), filled, path);
	run("CREATE VIRTUAL TABLE articles USING "
	    "fts5(path UNINDEXED, title, body, tokenize = 'porter unicode61')");
	run("BEGIN");
	check(sqlite3_prepare_v2(
		  filled, "INSERT INTO articles VALUES (?, ?, ?)", -1, &insert, NULL),
	    filled, "insert");
	if (nftw(docs, visit, 16, FTW_PHYS) != 0)
		fail(docs, strerror(errno));
	sqlite3_finalize(insert);
	run("COMMIT");
	sqlite3_close(filled);
}

static struct {
	char **lines;
	size_t count;
	atomic_size_t next;
	const char *database;
	double until;
} work;

struct thread {
	pthread_t id;
	double *times_ms;
	size_t requests;
	size_t hits;
};

static double
now_seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Each word in quotation marks: no sign of FTS5's language; a phrase stays one. */
static void
quote(const char *query, char *out, size_t size)
{
	bool inside = false;
	size_t length = 0;

	for (; *query != '\0' && length + 4 < size; query++)
		if (*query == '"')
			inside = !inside;
		else if (*query == ' ' && !inside)
			length += (size_t)snprintf(out + length, size - length, "\" \"");
		else
			out[length++] = *query;
	out[length] = '\0';
}

static size_t
ask(sqlite3_stmt *select, const char *line)
{
	char words[2048], query[2100];
	size_t hits = 0;

	quote(line, words, sizeof words);
	snprintf(query, sizeof query, "\"%s\"", words);
	sqlite3_bind_text(select, 1, query, -1, SQLITE_STATIC);
	while (sqlite3_step(select) == SQLITE_ROW)
		hits += sqlite3_column_bytes(select, 2) > 0;
	sqlite3_reset(select);
	return hits;
}

static void *
search(void *data)
{
	struct thread *thread = data;
	sqlite3 *database;
	sqlite3_stmt *select;

	check(sqlite3_open_v2(
		  work.database, &database, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL),
	    database, work.database);
	check(sqlite3_prepare_v2(database,
		  "SELECT path, title, snippet(articles, 2, '<mark>', '</mark>', '…', 32) "
		  "FROM articles WHERE articles MATCH ? "
		  "ORDER BY bm25(articles, 1, 5, 1) LIMIT 10",
		  -1, &select, NULL),
	    database, "select");
	while (now_seconds() < work.until && thread->requests < TIMES_MAX / THREADS_MAX) {
		double start = now_seconds();
		size_t at = atomic_fetch_add(&work.next, 1) % work.count;

		thread->hits += ask(select, work.lines[at]);
		thread->times_ms[thread->requests++] = (now_seconds() - start) * 1e3;
	}
	sqlite3_finalize(select);
	sqlite3_close(database);
	return NULL;
}

static int
compare_times(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void
read_queries(const char *path)
{
	size_t length, room = 0;
	char *line, *place, *bytes = read_file(path, &length);

	for (line = strtok_r(bytes, "\n", &place); line != NULL;
	     line = strtok_r(NULL, "\n", &place)) {
		if (work.count == room) {
			room = room == 0 ? 1024 : room * 2;
			work.lines = realloc(work.lines, room * sizeof *work.lines);
			if (work.lines == NULL)
				fail(path, "too large");
		}
		work.lines[work.count++] = line;
	}
	if (work.count == 0)
		fail(path, "has no queries");
}

static void
measure(unsigned threads, double seconds)
{
	static struct thread all[THREADS_MAX];
	static double times_ms[TIMES_MAX];
	size_t requests = 0, hits = 0;
	double start = now_seconds(), taken;
	unsigned i;

	work.until = start + seconds;
	for (i = 0; i < threads; i++) {
		all[i].times_ms = times_ms + i * (TIMES_MAX / THREADS_MAX);
		if (pthread_create(&all[i].id, NULL, search, &all[i]) != 0)
			fail("thread", "cannot be started");
	}
	for (i = 0; i < threads; i++) {
		pthread_join(all[i].id, NULL);
		memmove(
		    times_ms + requests, all[i].times_ms, all[i].requests * sizeof *times_ms);
		requests += all[i].requests;
		hits += all[i].hits;
	}
	taken = now_seconds() - start;
	if (requests == 0)
		fail("search", "nothing was answered");
	qsort(times_ms, requests, sizeof *times_ms, compare_times);
	printf("{\"requests\":%zu,\"seconds\":%.3f,\"rps\":%.1f,\"p50Ms\":%.3f,"
	       "\"p99Ms\":%.3f,\"hits\":%.2f}\n",
	    requests, taken, (double)requests / taken, times_ms[requests / 2],
	    times_ms[requests * 99 / 100], (double)hits / (double)requests);
}

int
main(int argc, char **argv)
{
	if (argc == 4 && strcmp(argv[1], "index") == 0) {
		make_index(argv[2], argv[3]);
	} else if (argc == 6 && strcmp(argv[1], "search") == 0) {
		unsigned threads = (unsigned)strtoul(argv[4], NULL, 10);

		if (threads < 1 || threads > THREADS_MAX)
			fail(argv[4], "1 to 64 threads");
		work.database = argv[2];
		read_queries(argv[3]);
		measure(threads, strtod(argv[5], NULL));
	} else {
		fprintf(stderr, "usage: fts5 index DOCS DATABASE | "
				"search DATABASE QUERIES THREADS SECONDS\n");
		return 2;
	}
	return 0;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "articles.h"

#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "damage.h"
#include "record.h"
#include "scratch.h"
#include "tap.h"

#define MANY 3000

static struct fornix_error err;

static struct span
text(const char *s)
{
	return span_from_string(s);
}

static bool
is_text(struct span got, const char *want)
{
	return span_equals(got, text(want));
}

static struct articles *
open_ok(const char *path, enum articles_mode mode)
{
	struct articles *articles = NULL;

	if (!tap_ok(articles_open(path, mode, &articles, &err) == FORNIX_OK, "open"))
		printf("# %s\n", err.message);
	assert(articles != NULL);
	return articles;
}

static struct articles_source
make_source(uint32_t document, const char *reason)
{
	struct articles_source source = {.size = 0x123456789ABCULL,
	    .mtime_ns = -5,
	    .ctime_ns = -6,
	    .inode = 7,
	    .document = document,
	    .reason = text(reason)};

	memset(source.hash, 0xA5, sizeof source.hash);
	return source;
}

static void
write_few(struct articles *writer)
{
	struct articles_source found = make_source(7, ""), draft = make_source(0, "draft");

	tap_ok(articles_put(writer, 7, text("conditions/a"), text("record a"), &err) == 0 &&
		   articles_put(writer, 300, text("b"), text("record b"), &err) == 0 &&
		   articles_put(writer, 2, text("c"), (struct span){"x\0y", 3}, &err) == 0,
	    "put three records");
	tap_ok(articles_source_put(writer, text("z.md"), &found, &err) == 0 &&
		   articles_source_put(writer, text("a/b.md"), &draft, &err) == 0 &&
		   articles_source_put(writer, text("a.md"), &found, &err) == 0,
	    "put three sources");
	tap_ok(articles_fact_put(writer, "schema", text("3"), &err) == 0 &&
		   articles_fact_put(writer, "empty", text(""), &err) == 0,
	    "put two facts");
}

#define PATHS_BYTES 200

static bool
collect_path(struct span path, const struct articles_source *source, void *context)
{
	char *paths = context;
	size_t used = strlen(paths);

	(void)source;
	snprintf(paths + used, PATHS_BYTES - used, "%.*s ", (int)path.length, path.data);
	return strlen(paths) < 100;
}

static bool
stop_at_once(struct span path, const struct articles_source *source, void *context)
{
	(void)path, (void)source;
	++*(int *)context;
	return false;
}

static void
check_sources(struct articles *articles)
{
	struct articles_source source;
	char paths[PATHS_BYTES] = "";
	int calls = 0;

	tap_number(
	    articles_source_get(articles, text("z.md"), &source, &err), FORNIX_OK, "source");
	tap_ok(source.size == 0x123456789ABCULL && source.mtime_ns == -5 &&
		   source.ctime_ns == -6 && source.inode == 7 && source.document == 7 &&
		   source.hash[0] == 0xA5 && source.hash[31] == 0xA5 &&
		   source.reason.length == 0,
	    "every member comes back");
	tap_ok(articles_source_get(articles, text("a/b.md"), &source, &err) == FORNIX_OK &&
		   source.document == 0 && is_text(source.reason, "draft"),
	    "a reason comes back");
	tap_number(articles_source_get(articles, text("none.md"), &source, &err),
	    FORNIX_ERR_NOT_FOUND, "unknown source");
	tap_number(
	    articles_sources(articles, collect_path, paths, &err), FORNIX_OK, "all sources");
	tap_string(paths, "a.md a/b.md z.md ", "in order of path");
	tap_ok(
	    articles_sources(articles, stop_at_once, &calls, &err) == FORNIX_OK && calls == 1,
	    "the callback ends the walk");
}

static void
check_few(struct articles *articles)
{
	struct span value = {NULL, 0};
	uint32_t document = 0;

	tap_number(articles_count(articles), 3, "count");
	tap_ok(articles_get(articles, 300, &value, &err) == FORNIX_OK &&
		   is_text(value, "record b"),
	    "record by number");
	tap_ok(articles_get(articles, 2, &value, &err) == FORNIX_OK && value.length == 3 &&
		   memcmp(value.data, "x\0y", 3) == 0,
	    "a record may hold NULs");
	tap_number(
	    articles_get(articles, 8, &value, &err), FORNIX_ERR_NOT_FOUND, "unknown number");
	tap_number(articles_get(articles, 0, &value, &err), FORNIX_ERR_NOT_FOUND, "number 0");
	tap_ok(articles_find(articles, text("conditions/a"), &document, &err) == FORNIX_OK &&
		   document == 7,
	    "number by id");
	tap_number(articles_find(articles, text("nope"), &document, &err), FORNIX_ERR_NOT_FOUND,
	    "unknown id");
	tap_number(articles_find(articles, text(""), &document, &err), FORNIX_ERR_NOT_FOUND,
	    "empty id");
	check_sources(articles);
	tap_ok(articles_fact_get(articles, "schema", &value, &err) == FORNIX_OK &&
		   is_text(value, "3"),
	    "fact");
	tap_ok(articles_fact_get(articles, "empty", &value, &err) == FORNIX_OK &&
		   value.length == 0,
	    "empty fact");
	tap_ok(
	    articles_fact_get(articles, "nope", &value, &err) == FORNIX_OK && value.length == 0,
	    "unknown fact");
}

static void
test_create_and_read(void)
{
	const char *path = "few.mdb";
	struct articles *articles = open_ok(path, ARTICLES_CREATE);
	struct span value;

	write_few(articles);
	check_few(articles);
	tap_number(articles_commit(articles, &err), FORNIX_OK, "commit");
	check_few(articles);
	articles_free(articles);
	articles = open_ok(path, ARTICLES_READ);
	check_few(articles);
	tap_number(articles_put(articles, 9, text("x"), text("y"), &err), FORNIX_ERR_INTERNAL,
	    "a reader cannot put");
	tap_number(
	    articles_commit(articles, &err), FORNIX_ERR_INTERNAL, "a reader cannot commit");
	tap_number(articles_get(articles, 7, &value, &err), FORNIX_OK, "and reads on");
	articles_free(articles);
	articles_free(NULL);
	tap_number(damage_size("few.mdb-lock"), -1, "no lock file");
	tap_number(articles_open("few.mdb", ARTICLES_CREATE, &articles, &err), FORNIX_ERR_IO,
	    "an existing file is not created again");
}

static void
test_change(void)
{
	const char *path = "few.mdb";
	struct articles *articles = open_ok(path, ARTICLES_CHANGE);
	struct articles_source source = make_source(301, "");
	struct span value;
	uint32_t document;

	tap_ok(articles_remove(articles, 7, text("conditions/a"), &err) == FORNIX_OK &&
		   articles_remove(articles, 7, text("conditions/a"), &err) == FORNIX_OK,
	    "removing twice is fine");
	tap_ok(articles_put(articles, 300, text("b"), text("new b"), &err) == FORNIX_OK,
	    "replace");
	tap_number(articles_put(articles, 9, text("b"), text("thief"), &err),
	    FORNIX_ERR_INTERNAL, "an id of another article");
	tap_ok(articles_source_remove(articles, text("z.md"), &err) == FORNIX_OK &&
		   articles_source_remove(articles, text("z.md"), &err) == FORNIX_OK &&
		   articles_source_put(articles, text("a.md"), &source, &err) == FORNIX_OK,
	    "change sources");
	tap_number(articles_count(articles), 2, "count follows");
	tap_number(articles_commit(articles, &err), FORNIX_OK, "commit");
	tap_number(articles_put(articles, 400, text("d"), text("lost"), &err), FORNIX_OK,
	    "put after the commit");
	articles_free(articles);

	articles = open_ok(path, ARTICLES_READ);
	tap_ok(articles_get(articles, 7, &value, &err) == FORNIX_ERR_NOT_FOUND &&
		   articles_find(articles, text("conditions/a"), &document, &err) ==
		       FORNIX_ERR_NOT_FOUND,
	    "removed with its id");
	tap_ok(
	    articles_get(articles, 300, &value, &err) == FORNIX_OK && is_text(value, "new b"),
	    "replaced");
	tap_ok(articles_source_get(articles, text("a.md"), &source, &err) == FORNIX_OK &&
		   source.document == 301,
	    "source replaced");
	tap_ok(articles_get(articles, 400, &value, &err) == FORNIX_ERR_NOT_FOUND &&
		   articles_count(articles) == 2,
	    "what was not committed is gone");
	articles_free(articles);
}

static void
test_limits(void)
{
	static char huge[RECORD_BYTES_MAX + 1];
	struct articles *articles = open_ok("limits.mdb", ARTICLES_CREATE);
	struct articles_source source = make_source(1, "");
	struct span key = {huge, ARTICLES_KEY_BYTES_MAX}, value;
	uint32_t document;

	memset(huge, 'k', sizeof huge);
	tap_number(articles_put(articles, 1, key, text("r"), &err), FORNIX_OK, "longest id");
	tap_ok(articles_find(articles, key, &document, &err) == FORNIX_OK && document == 1,
	    "is found");
	key.length++;
	tap_number(
	    articles_put(articles, 2, key, text("r"), &err), FORNIX_ERR_LIMIT, "longer id");
	tap_number(articles_find(articles, key, &document, &err), FORNIX_ERR_NOT_FOUND,
	    "looking for a longer id");
	tap_number(
	    articles_put(articles, 2, text(""), text("r"), &err), FORNIX_ERR_LIMIT, "empty id");
	tap_number(articles_put(articles, 0, text("x"), text("r"), &err), FORNIX_ERR_INTERNAL,
	    "number 0");
	tap_number(
	    articles_put(articles, 3, text("max"), (struct span){huge, RECORD_BYTES_MAX}, &err),
	    FORNIX_OK, "largest record");
	tap_number(
	    articles_put(articles, 4, text("over"), (struct span){huge, sizeof huge}, &err),
	    FORNIX_ERR_LIMIT, "larger record");
	source.reason = (struct span){huge, ARTICLES_REASON_BYTES_MAX + 1};
	tap_number(articles_source_put(articles, text("a"), &source, &err), FORNIX_ERR_LIMIT,
	    "long reason");
	tap_number(articles_commit(articles, &err), FORNIX_OK,
	    "what was refused does not spoil the rest");
	tap_ok(articles_get(articles, 3, &value, &err) == FORNIX_OK &&
		   value.length == RECORD_BYTES_MAX,
	    "largest record comes back");
	articles_free(articles);
}

static void
make_record(char *record, size_t size, uint32_t document)
{
	snprintf(record, size, "record %u %0*u", document, (int)(document % 500 + 1), document);
}

static void
write_many(const char *path)
{
	struct articles *writer = open_ok(path, ARTICLES_CREATE);
	bool passed = true;
	char id[32], record[600];
	uint32_t i;

	for (i = 1; i <= MANY && passed; i++) {
		snprintf(id, sizeof id, "id-%u", i);
		make_record(record, sizeof record, i);
		passed = articles_put(writer, i, text(id), text(record), &err) == FORNIX_OK;
	}
	tap_ok(passed, "put many");
	tap_number(articles_commit(writer, &err), FORNIX_OK, "commit many");
	articles_free(writer);
}

struct reading {
	const char *path;
	struct articles *shared; /* or NULL: opens its own */
	bool passed;
};

static void *
read_many(void *context)
{
	struct reading *reading = context;
	struct articles *articles = reading->shared;
	struct fornix_error own_err;
	char record[600];
	struct span got;
	uint32_t i;

	reading->passed = articles != NULL || articles_open(reading->path, ARTICLES_READ,
						  &articles, &own_err) == FORNIX_OK;
	for (i = 1; i <= MANY && reading->passed; i++) {
		make_record(record, sizeof record, i);
		reading->passed = articles_get(articles, i, &got, &own_err) == FORNIX_OK &&
				  is_text(got, record);
	}
	if (reading->shared == NULL)
		articles_free(articles);
	return NULL;
}

static bool
run_readers(const char *path, struct articles *shared)
{
	struct reading readings[8];
	pthread_t threads[8];
	bool passed = true;
	int i;

	for (i = 0; i < 8; i++) {
		readings[i] = (struct reading){path, i % 2 ? shared : NULL, false};
		assert(pthread_create(&threads[i], NULL, read_many, &readings[i]) == 0);
	}
	for (i = 0; i < 8; i++) {
		pthread_join(threads[i], NULL);
		passed = passed && readings[i].passed;
	}
	return passed;
}

static void
test_threads(void)
{
	const char *path = "many.mdb";
	struct articles *shared;

	write_many(path);
	tap_ok(run_readers(path, NULL), "eight threads open the file");
	shared = open_ok(path, ARTICLES_READ);
	tap_ok(run_readers(path, shared), "four of them share one, four open their own");
	articles_free(shared);
}

/* As when a served index is removed and built again: same path, another file. */
static void
test_replaced_file(void)
{
	const char *path = "same.mdb";
	struct articles *old, *new, *writer;
	struct span value;

	writer = open_ok(path, ARTICLES_CREATE);
	tap_ok(articles_put(writer, 1, text("a"), text("old"), &err) == FORNIX_OK &&
		   articles_commit(writer, &err) == FORNIX_OK,
	    "old file");
	articles_free(writer);
	old = open_ok(path, ARTICLES_READ);
	unlink(path);
	writer = open_ok(path, ARTICLES_CREATE);
	tap_ok(articles_put(writer, 1, text("a"), text("new"), &err) == FORNIX_OK &&
		   articles_commit(writer, &err) == FORNIX_OK,
	    "new file under the same path");
	articles_free(writer);
	new = open_ok(path, ARTICLES_READ);
	tap_ok(articles_get(old, 1, &value, &err) == FORNIX_OK && is_text(value, "old"), "old");
	tap_ok(articles_get(new, 1, &value, &err) == FORNIX_OK && is_text(value, "new"), "new");
	articles_free(old);
	tap_ok(articles_get(new, 1, &value, &err) == FORNIX_OK && is_text(value, "new"),
	    "new after old is closed");
	articles_free(new);
}

static void
test_damage(void)
{
	static const long long lengths[] = {0, 1, 100, 4096, 8191, 8192, 40000, -4096, -1};
	const char *path = "damaged.mdb";
	struct articles *articles = NULL;
	unsigned i;

	for (i = 0; i < sizeof lengths / sizeof *lengths; i++) {
		damage_cut("many.mdb", path, lengths[i]);
		tap_number(articles_open(path, ARTICLES_READ, &articles, &err),
		    FORNIX_ERR_CORRUPT, "a file that was cut off");
	}
	damage_cut("many.mdb", path, 100);
	tap_number(articles_open(path, ARTICLES_CHANGE, &articles, &err), FORNIX_ERR_CORRUPT,
	    "cut off, for changes");
	damage_cut("many.mdb", path, damage_size("many.mdb"));
	damage_flip(path, 16);
	tap_number(articles_open(path, ARTICLES_READ, &articles, &err), FORNIX_ERR_CORRUPT,
	    "another magic number");
	damage_flip(path, 16);
	damage_flip(path, 20);
	tap_number(articles_open(path, ARTICLES_READ, &articles, &err), FORNIX_ERR_CORRUPT,
	    "another version");
	if (!tap_ok(strstr(err.message, "'damaged.mdb'") != NULL, "the message names the file"))
		printf("# %s\n", err.message);
	scratch_write(path, "not a database at all\n", 22);
	tap_number(articles_open(path, ARTICLES_READ, &articles, &err), FORNIX_ERR_CORRUPT,
	    "a text file");
	tap_number(
	    articles_open(".", ARTICLES_READ, &articles, &err), FORNIX_ERR_CORRUPT, "a folder");
	tap_number(articles_open("none.mdb", ARTICLES_READ, &articles, &err),
	    FORNIX_ERR_NOT_FOUND, "a missing file");
	tap_number(articles_open("none.mdb", ARTICLES_CHANGE, &articles, &err),
	    FORNIX_ERR_NOT_FOUND, "a missing file, for changes");
	tap_number(damage_size("none.mdb"), -1, "which is not made");
	tap_number(articles_open("no/dir.mdb", ARTICLES_CREATE, &articles, &err), FORNIX_ERR_IO,
	    "in a missing folder");
	tap_ok(articles == NULL, "the output is not touched");
}

/* Changes the file, tells so through fd and waits to be killed. */
static void
change_and_wait(const char *path, int fd)
{
	struct articles *articles;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (articles_open(path, ARTICLES_CHANGE, &articles, &err) != FORNIX_OK ||
	    articles_put(articles, 500, text("k"), text("r"), &err) != FORNIX_OK ||
	    write(fd, "!", 1) != 1)
		_exit(1);
	for (;;)
		pause();
}

/* A writer that is killed before its commit leaves the tables as they were. */
static void
test_killed_writer(void)
{
	const char *path = "few.mdb";
	struct articles *articles;
	int ends[2], state;
	pid_t child;
	char byte;

	assert(pipe(ends) == 0);
	child = fork();
	if (child == 0)
		change_and_wait(path, ends[1]);
	close(ends[1]);
	tap_number(read(ends[0], &byte, 1), 1, "another process changes the file");
	close(ends[0]);
	kill(child, SIGKILL);
	assert(waitpid(child, &state, 0) == child);
	articles = open_ok(path, ARTICLES_READ);
	tap_number(articles_count(articles), 2, "killed, nothing of it is there");
	articles_free(articles);
}

int
main(void)
{
	assert(chdir(scratch_folder()) == 0);
	test_create_and_read();
	test_change();
	test_limits();
	test_threads();
	test_replaced_file();
	test_damage();
	test_killed_writer();
	return tap_done();
}

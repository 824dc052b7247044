/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "generation.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>

#include "damage.h"
#include "path.h"
#include "publish.h"
#include "scratch.h"
#include "tap.h"

#define KILLS 60

static struct fornix_error err;
static const struct retention retention = {RETENTION_GENERATIONS_MIN, 0};

static void
write_file(const char *folder, const char *name, const char *text)
{
	char *path CLEANUP_FREE = path_join(folder, name);
	FILE *file = fopen(path, "we");

	assert(file != NULL);
	fputs(text, file);
	assert(fclose(file) == 0);
}

static void
build(const char *folder, const char *text)
{
	char *inner CLEANUP_FREE = path_join(folder, GENERATION_INDEX);

	assert(mkdir(inner, 0700) == 0);
	write_file(folder, GENERATION_ARTICLES, text);
	write_file(inner, "iamglass", "glass");
	write_file(inner, "postlist.glass", text);
	write_file(inner, "flintlock", "");
}

/* Publishes a small generation; 0 when that fails. */
static unsigned
publish(const char *index, const char *text, uint32_t articles)
{
	struct publication *publication;
	unsigned number = 0;

	if (publish_begin(index, 0, &publication, &err) != FORNIX_OK)
		return 0;
	build(publish_folder(publication), text);
	if (publish_commit(publication, articles, &number, &err) != FORNIX_OK)
		number = 0;
	publish_prune(publication, &retention);
	publish_free(publication);
	return number;
}

static enum fornix_status
open_status(const char *index)
{
	struct generation *generation = NULL;
	enum fornix_status status = generation_open(index, &generation, &err);

	generation_free(generation);
	return status;
}

/* Opens and compares hashes; the number, or 0. */
static unsigned
verified(const char *index)
{
	struct generation *generation;
	unsigned number = 0;

	if (generation_open(index, &generation, &err) != FORNIX_OK)
		return 0;
	if (generation_verify(generation, 0, &err) == FORNIX_OK)
		number = generation->number;
	generation_free(generation);
	return number;
}

static void
check_number(unsigned got, unsigned want, const char *name)
{
	tap_number(got, want, name);
	if (got != want)
		printf("# %s\n", err.message);
}

static bool
exists(const char *path)
{
	return damage_size(path) >= 0;
}

static void
check_mode(const char *path, unsigned mode)
{
	struct stat info;

	tap_ok(stat(path, &info) == 0 && (info.st_mode & 0777) == mode, "mode of %s is %o",
	    path, mode);
}

static void
test_first(void)
{
	struct generation *generation;
	mode_t mask = umask(077);
	time_t now = time(NULL);

	tap_number(open_status("index"), FORNIX_ERR_NOT_FOUND, "no index folder");
	tap_ok(strstr(err.message, "fornix index") != NULL, "the message says the remedy");
	tap_number(generation_current("index"), 0, "and no number");
	check_number(publish("index", "one", 61), 1, "first publication");
	umask(mask);
	tap_number(generation_open("index", &generation, &err), FORNIX_OK, "opens");
	tap_string(generation->path, "index/gen-000001", "path");
	tap_ok(generation->number == 1 && generation->articles == 61, "number and articles");
	tap_ok(generation->built_at >= now && generation->built_at <= time(NULL), "time");
	tap_string(generation->version, PACKAGE_VERSION, "version");
	tap_number(generation_verify(generation, 0, &err), FORNIX_OK, "verifies");
	generation_free(generation);
	generation_free(NULL);
	tap_number(generation_current("index"), 1, "current number");
	check_mode("index", 0755);
	check_mode("index/gen-000001", 0755);
	check_mode("index/gen-000001/xapian", 0755);
	check_mode("index/gen-000001/xapian/iamglass", 0644);
	check_mode("index/gen-000001/manifest.json", 0644);
}

static void
test_second_and_prune(void)
{
	const struct timespec step = {.tv_nsec = 20 * 1000 * 1000}; /* of a disk's clock */
	struct generation *generation;

	assert(mkdir("index/notes", 0755) == 0);
	write_file("index", "README", "mine\n");
	write_file("index/notes", "gen-000001", "mine\n");
	assert(mkdir("index/gen-7", 0755) == 0);
	check_number(publish("index", "two", 62), 2, "second");
	check_number(verified("index"), 2, "is served");
	assert(generation_open("index", &generation, &err) == FORNIX_OK);
	tap_ok(generation_is_untouched(generation), "as it was published");
	nanosleep(&step, NULL);
	assert(chmod("index/gen-000002/xapian/iamglass", 0644) == 0);
	tap_ok(!generation_is_untouched(generation), "until an inode has changed");
	generation_free(generation);
	tap_ok(exists("index/gen-000001"), "the one before stays");
	check_number(publish("index", "three", 63), 3, "third");
	check_number(verified("index"), 3, "is served");
	tap_ok(exists("index/gen-000002") && !exists("index/gen-000001"), "older ones go");
	tap_ok(
	    exists("index/README") && exists("index/notes/gen-000001") && exists("index/gen-7"),
	    "what is not ours stays");
	tap_ok(!exists("index/current.tmp") && !exists("index/building-000003"),
	    "nothing is left over");
}

/* After moving the pointer back, the next number is new and the rolled-back one stays served.
 */
static void
test_rollback(void)
{
	assert(unlink("index/current") == 0 && symlink("gen-000002", "index/current") == 0);
	check_number(verified("index"), 2, "rolled back");
	check_number(publish("index", "four", 64), 4, "a number is never used twice");
	tap_ok(exists("index/gen-000002") && !exists("index/gen-000003"),
	    "what was served before stays");
}

/* Holds the lock until a byte comes through the pipe. */
static pid_t
hold_lock(const char *index, int ready, int release)
{
	struct publication *publication;
	pid_t child = fork();
	char byte;

	if (child != 0)
		return child;
	if (publish_begin(index, 0, &publication, &err) != FORNIX_OK ||
	    write(ready, "!", 1) != 1 || read(release, &byte, 1) != 1)
		_exit(1);
	nanosleep(&(struct timespec){.tv_nsec = 150000000}, NULL);
	publish_free(publication);
	_exit(0);
}

static void
test_lock(void)
{
	struct publication *publication = NULL;
	int ready[2], release[2], state;
	pid_t child;
	char byte;

	assert(pipe(ready) == 0 && pipe(release) == 0);
	child = hold_lock("index", ready[1], release[0]);
	assert(read(ready[0], &byte, 1) == 1);
	tap_number(publish_begin("index", 0, &publication, &err), FORNIX_ERR_LOCKED, "locked");
	tap_number(publish_begin("index", 50, &publication, &err), FORNIX_ERR_LOCKED,
	    "locked after waiting");
	tap_ok(publication == NULL, "the output is not touched");
	tap_ok(exists("index/building-000005"), "the other's folder is not swept");
	check_number(verified("index"), 4, "readers do not care");
	assert(write(release[1], "!", 1) == 1);
	tap_number(publish_begin("index", 20000, &publication, &err), FORNIX_OK,
	    "waiting long enough succeeds");
	publish_free(publication);
	assert(waitpid(child, &state, 0) == child);
	tap_number(state, 0, "the other gave it up");
	close(ready[0]), close(ready[1]), close(release[0]), close(release[1]);
}

static void
test_abandoned(void)
{
	struct publication *publication;

	tap_number(publish_begin("index", 0, &publication, &err), FORNIX_OK, "begin");
	tap_string(publish_folder(publication), "index/building-000005", "folder");
	build(publish_folder(publication), "lost");
	publish_free(publication);
	publish_free(NULL);
	tap_ok(!exists("index/building-000005"), "given up, nothing is left");
	check_number(verified("index"), 4, "and the old one is served");
	assert(mkdir("index/building-000099", 0755) == 0);
	build("index/building-000099", "killed");
	assert(symlink("/etc", "index/building-000099/away") == 0);
	assert(symlink("gen-000099", "index/current.tmp") == 0);
	assert(mkdir("index/removing-000001", 0755) == 0);
	check_number(publish("index", "five", 65), 5, "publication after a killed one");
	tap_ok(!exists("index/building-000099") && !exists("index/current.tmp") &&
		   !exists("index/removing-000001"),
	    "its remains are swept");
	tap_ok(exists("/etc/passwd"), "links are not followed");
}

static void
test_pointer(void)
{
	static const char *const targets[] = {"gen-000099", "current", "gen-0", "../index",
	    "/etc", "gen-000005/", "gen-5", "gen-00005x", "gen-99999999999999999999"};
	char number[8];
	unsigned i;

	for (i = 0; i < sizeof targets / sizeof *targets; i++) {
		unlink("index/current");
		assert(symlink(targets[i], "index/current") == 0);
		tap_number(open_status("index"), FORNIX_ERR_CORRUPT, targets[i]);
	}
	unlink("index/current");
	tap_number(open_status("index"), FORNIX_ERR_NOT_FOUND, "no pointer");
	write_file("index", "current", "gen-000005");
	tap_number(open_status("index"), FORNIX_ERR_CORRUPT, "a file as pointer");
	tap_number(generation_current("index"), 0, "has no number");
	check_number(publish("index", "six", 66), 6, "publishing repairs a pointer");
	check_number(verified("index"), 6, "which is served");
	unlink("index/current");
	assert(symlink("gen-000042", "index/current") == 0);
	check_number(publish("index", "43", 66), 43, "numbers go on from a dangling pointer");
	snprintf(number, sizeof number, "%u", verified("index"));
	tap_string(number, "43", "which is repaired");
}

static void
rewrite_manifest(const char *text)
{
	unlink("index/gen-000043/manifest.json");
	write_file("index/gen-000043", "manifest.json", text);
}

#define HASH_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define HEAD                                                                                   \
	"{\"format\":2,\"number\":43,\"articles\":1,\"built_at\":1,\"version\":\"1\",\"files\":"
#define FILE_OF(name, size, hash)                                                              \
	HEAD "[{\"name\":\"" name "\",\"size\":" size ",\"sha256\":\"" hash "\"}]}"

static void
test_manifest(void)
{
	static const char *const damaged[] = {"", "{", "[]", "null", "{}", HEAD "{}}",
	    HEAD "[1]}", HEAD "[{}]}", FILE_OF("../index/README", "5", HASH_A),
	    FILE_OF("xapian/../articles.mdb", "2", HASH_A), FILE_OF("/etc/passwd", "5", HASH_A),
	    FILE_OF("", "5", HASH_A), FILE_OF("xapian//iamglass", "5", HASH_A),
	    FILE_OF("./articles.mdb", "2", HASH_A), FILE_OF("articles.mdb", "-2", HASH_A),
	    FILE_OF("articles.mdb", "2", "abc"), FILE_OF("articles.mdb", "2.0", HASH_A),
	    FILE_OF("articles.mdb", "2", "A" HASH_A), FILE_OF("articles.mdb", "3", HASH_A),
	    FILE_OF("missing", "3", HASH_A), FILE_OF("xapian", "4096", HASH_A),
	    "{\"format\":3,\"number\":43}",
	    "{\"format\":2,\"format\":2,\"number\":43,\"articles\":1,\"built_at\":1,"
	    "\"version\":\"1\",\"files\":[]}",
	    "{\"format\":2,\"number\":42,\"articles\":1,\"built_at\":1,\"version\":\"1\","
	    "\"files\":[]}",
	    "{\"format\":2,\"number\":43,\"articles\":4294967296,\"built_at\":1,"
	    "\"version\":\"1\",\"files\":[]}",
	    "{\"format\":2,\"number\":43,\"articles\":1,\"built_at\":1,"
	    "\"version\":\"12345678901234567890123456789012\",\"files\":[]}"};
	unsigned i;

	rewrite_manifest(HEAD "[],\"later\":{\"x\":[1]}}");
	tap_number(open_status("index"), FORNIX_OK, "unknown members do not matter");
	rewrite_manifest(FILE_OF("articles.mdb", "2", HASH_A));
	tap_number(open_status("index"), FORNIX_OK, "opening compares sizes");
	for (i = 0; i < sizeof damaged / sizeof *damaged; i++) {
		rewrite_manifest(damaged[i]);
		if (!tap_ok(open_status("index") == FORNIX_ERR_CORRUPT, "manifest %u", i))
			printf("# %s\n", damaged[i]);
	}
	rewrite_manifest("{\"format\":3}");
	open_status("index");
	tap_ok(strstr(err.message, "format 3") != NULL, "another format is named");
}

static void
test_huge_manifest(void)
{
	FILE *file = fopen("index/gen-000043/manifest.json", "we");
	int i;

	assert(file != NULL);
	fputs(HEAD "[]", file);
	for (i = 0; i < 1100000; i++)
		putc(' ', file);
	putc('}', file);
	fclose(file);
	tap_number(open_status("index"), FORNIX_ERR_CORRUPT, "a manifest over 1 MiB");
	unlink("index/gen-000043/manifest.json");
	assert(symlink("../README", "index/gen-000043/manifest.json") == 0);
	tap_ok(open_status("index") != FORNIX_OK, "a link as manifest");
	unlink("index/gen-000043/manifest.json");
	tap_number(open_status("index"), FORNIX_ERR_CORRUPT, "a missing manifest");
}

static void
test_damage(void)
{
	static const char *const files[] = {
	    "articles.mdb", "xapian/iamglass", "xapian/postlist.glass"};
	struct generation *generation;
	char *path;
	unsigned i;

	check_number(publish("index", "forty-four", 67), 44, "over a damaged generation");
	tap_number(generation_open("index", &generation, &err), FORNIX_OK, "opens");
	for (i = 0; i < 3; i++) {
		path = path_join("index/gen-000044", files[i]);
		damage_flip(path, 1);
		tap_number(
		    generation_verify(generation, 0, &err), FORNIX_ERR_CORRUPT, files[i]);
		tap_ok(strstr(err.message, files[i]) != NULL, "is named");
		damage_flip(path, 1);
		free(path);
	}
	tap_number(generation_verify(generation, 0, &err), FORNIX_OK, "flipped back");
	write_file("index/gen-000044/xapian", "iamglass", "glas");
	tap_number(open_status("index"), FORNIX_ERR_CORRUPT, "a shorter file");
	tap_number(
	    generation_verify(generation, 0, &err), FORNIX_ERR_CORRUPT, "does not verify");
	unlink("index/gen-000044/xapian/iamglass");
	tap_number(open_status("index"), FORNIX_ERR_CORRUPT, "a missing file");
	generation_free(generation);
	check_number(publish("index", "forty-five", 67), 45, "publishing goes on");
}

static void
test_copy_base(void)
{
	struct publication *publication;
	struct generation *generation;
	unsigned number = 0;

	tap_number(publish_begin("fresh", 0, &publication, &err), FORNIX_OK, "new index");
	tap_ok(publish_base(publication) == NULL, "has no base");
	tap_number(
	    publish_copy_base(publication, &err), FORNIX_ERR_NOT_FOUND, "nothing to copy");
	publish_free(publication);

	tap_number(publish_begin("index", 0, &publication, &err), FORNIX_OK, "begin");
	tap_number(publish_base(publication)->number, 45, "base");
	tap_number(publish_copy_base(publication, &err), FORNIX_OK, "copy");
	tap_number(damage_size("index/building-000046/articles.mdb"), 10, "a file");
	tap_number(damage_size("index/building-000046/xapian/postlist.glass"), 10,
	    "a file in a folder");
	tap_number(damage_size("index/building-000046/xapian/flintlock"), 0, "an empty file");
	tap_ok(!exists("index/building-000046/manifest.json"), "no manifest yet");
	write_file("index/building-000046", "articles.mdb", "changed");
	tap_number(damage_size("index/gen-000045/articles.mdb"), 10, "the base is not touched");
	tap_number(publish_commit(publication, 70, &number, &err), FORNIX_OK, "commit");
	tap_number(number, 46, "number");
	publish_free(publication);
	tap_number(generation_open("index", &generation, &err), FORNIX_OK, "opens");
	tap_number(generation_verify(generation, 0, &err), FORNIX_OK, "verifies");
	tap_number(generation->articles, 70, "articles");
	generation_free(generation);
}

/* More than a piece of each way to copy, and with a hole. */
static void
test_copy_large(void)
{
	struct publication *publication;
	unsigned number = 0;
	int fd;

	tap_number(publish_begin("large", 0, &publication, &err), FORNIX_OK, "begin");
	build(publish_folder(publication), "x");
	fd = open("large/building-000001/big", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	assert(fd >= 0 && pwrite(fd, "begin", 5, 0) == 5 && pwrite(fd, "end", 3, 3000000) == 3);
	close(fd);
	tap_number(publish_commit(publication, 1, &number, &err), FORNIX_OK, "commit");
	publish_free(publication);
	tap_number(publish_begin("large", 0, &publication, &err), FORNIX_OK, "begin again");
	tap_number(publish_copy_base(publication, &err), FORNIX_OK, "copy");
	tap_number(publish_commit(publication, 1, &number, &err), FORNIX_OK, "commit");
	publish_free(publication);
	check_number(verified("large"), 2, "the copy verifies");
	tap_number(system("cmp -s large/gen-000001/big large/gen-000002/big"), 0, "same bytes");
}

static void
test_refused(void)
{
	struct publication *publication = NULL;
	unsigned number = 0;

	write_file(".", "file", "x");
	tap_number(publish_begin("file", 0, &publication, &err), FORNIX_ERR_REFUSED,
	    "a file as index");
	tap_number(
	    publish_begin("/", 0, &publication, &err), FORNIX_ERR_REFUSED, "the root folder");
	tap_ok(!exists("/lock"), "where nothing is made");
	tap_number(publish_begin("no/such/folder", 0, &publication, &err), FORNIX_ERR_IO,
	    "in a missing folder");
	tap_number(publish_begin("", 0, &publication, &err), FORNIX_ERR_IO, "an empty name");
	tap_ok(publication == NULL, "the output is not touched");
	tap_number(publish_begin("index", 0, &publication, &err), FORNIX_OK, "begin");
	assert(symlink("/etc/passwd", "index/building-000047/link") == 0);
	tap_number(publish_commit(publication, 1, &number, &err), FORNIX_ERR_REFUSED,
	    "a link is not published");
	publish_free(publication);
	check_number(verified("index"), 46, "the old one is served");
	tap_ok(!exists("index/building-000047") && exists("/etc/passwd"),
	    "and the folder is gone");
}

/* Runs publish_begin() as a user who may not write; its status. */
static int
begin_as_stranger(const char *index)
{
	struct publication *publication;
	pid_t child = fork();
	int state;

	if (child == 0) {
		if (geteuid() == 0 && (setgid(65534) < 0 || setuid(65534) < 0))
			_exit(99);
		_exit((int)publish_begin(index, 0, &publication, &err));
	}
	assert(waitpid(child, &state, 0) == child);
	return WIFEXITED(state) ? WEXITSTATUS(state) : -1;
}

static void
test_read_only(void)
{
	assert(chmod(".", 0755) == 0 && chmod("index", 0555) == 0);
	assert(chmod("index/lock", 0444) == 0);
	tap_number(
	    begin_as_stranger("index"), FORNIX_ERR_IO, "a folder that may not be written");
	assert(chmod("index/lock", 0666) == 0);
	tap_number(begin_as_stranger("index"), FORNIX_ERR_IO, "when only the lock may be");
	assert(chmod("index", 0755) == 0 && chmod("index/lock", 0600) == 0);
	check_number(verified("index"), 46, "is still served");
}

static void
publish_until_killed(void)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (;;) {
		if (publish("killed", "text of a generation", 1) == 0)
			_exit(1);
	}
}

static int64_t
now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* Kills a process that publishes all the time, after so long. */
static unsigned
kill_after(int64_t ns)
{
	struct timespec pause = {.tv_sec = ns / 1000000000, .tv_nsec = ns % 1000000000};
	pid_t child = fork();
	int state;

	if (child == 0)
		publish_until_killed();
	nanosleep(&pause, NULL);
	kill(child, SIGKILL);
	assert(waitpid(child, &state, 0) == child);
	return WIFSIGNALED(state) ? verified("killed") : 0;
}

/*
 * The moments are spread over the time that three publications take, and then
 * later ones, for a machine that was slower than at first.
 */
static void
test_killed(void)
{
	unsigned i, number, before, failures = 0, advances = 0;
	int64_t start = now_ns(), one, wait;

	before = publish("killed", "text", 1);
	one = now_ns() - start;
	for (i = 0; i < KILLS + 6 && (i < KILLS || advances == 0); i++) {
		wait = 3 * one * i / KILLS;
		number = kill_after(i < KILLS ? wait : wait << (i - KILLS));
		failures += number < before;
		advances += number > before;
		before = number;
	}
	if (!tap_ok(failures == 0, "killed at many moments, what is served is whole"))
		printf("# %s\n", err.message);
	tap_ok(advances > 0, "and %u times it was a new one", advances);
	number = publish("killed", "text", 1);
	tap_ok(number > before, "the next publication works");
	tap_number(verified("killed"), number, "and is served");
	tap_number(system("test $(ls killed | wc -l) -eq 4"), 0, "nothing else is left");
}

/* Readers that open while generations come and go. */
static void
test_readers_meanwhile(void)
{
	unsigned opened = 0, failed = 0, i;
	pid_t child = fork();
	int state;

	if (child == 0)
		publish_until_killed();
	for (i = 0; i < 3000; i++) {
		if (open_status("killed") == FORNIX_OK)
			opened++;
		else if (failed++ == 0)
			printf("# %s\n", err.message);
	}
	kill(child, SIGKILL);
	assert(waitpid(child, &state, 0) == child);
	tap_ok(WIFSIGNALED(state), "the other published all the time");
	tap_number(failed, 0, "opening never fails meanwhile");
	tap_number(opened, 3000, "and always succeeds");
}

int
main(void)
{
	assert(chdir(scratch_folder()) == 0);
	test_first();
	test_second_and_prune();
	test_rollback();
	test_lock();
	test_abandoned();
	test_pointer();
	test_manifest();
	test_huge_manifest();
	test_damage();
	test_copy_base();
	test_copy_large();
	test_refused();
	test_read_only();
	test_killed();
	test_readers_meanwhile();
	return tap_done();
}

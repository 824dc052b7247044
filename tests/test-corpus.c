/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Walking and reading a folder of articles, well-meant and hostile. */

#include "tap.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "corpus.h"
#include "scratch.h"

#define TICK_US 20000 /* the times of folders tell no less apart */

static void
link_to(const char *target, const char *name)
{
	char *path = scratch_path(name);

	assert(symlink(target, path) == 0);
	free(path);
}

static const char *
reason_of(const struct corpus *corpus, const char *path)
{
	size_t i;

	for (i = 0; i < corpus->problem_count; i++) {
		if (strcmp(corpus->problems[i].path, path) == 0)
			return corpus->problems[i].reason;
	}
	return "(none)";
}

static void
make_corpus(void)
{
	char *fifo = scratch_path("c/pipe.md");
	struct buffer deep;
	int i;

	scratch_write_text("c/b.md", "b");
	scratch_write_text("c/a/z.md", "z");
	scratch_write_text("c/a/README.md", "an article, below the top");
	scratch_write_text("c/a.md", "a");
	scratch_write_text("c/README.md", "not an article");
	scratch_write_text("c/.hidden.md", "x");
	scratch_write_text("c/.git/x.md", "x");
	scratch_write_text("c/_search/rules.md", "x");
	scratch_write_text("c/_draft.md", "x");
	scratch_write_text("c/s/_index.md", "the section's own page");
	scratch_write_text("c/picture.png", "x");
	scratch_write_text("c/md", "x");
	scratch_write_text("c/.md", "x");
	scratch_write_text("c/two words.md", "x");
	scratch_write_text("c/new\nline.md", "x");
	scratch_write_text("c/esc\x1b[31m.md", "x");
	scratch_write_text("c/bad\xff.md", "x");
	scratch_mkdir("c/folder.md");
	link_to("/etc/passwd", "c/absolute.md");
	link_to("b.md", "c/inside.md");
	link_to("loop.md", "c/loop.md");
	link_to("..", "c/up");
	assert(mkfifo(fifo, 0600) == 0);
	free(fifo);
	buffer_init(&deep, 1000);
	buffer_append_string(&deep, "c/");
	for (i = 0; i < CORPUS_DEPTH_MAX + 2; i++)
		buffer_append_string(&deep, "d/");
	buffer_append_string(&deep, "x.md");
	scratch_write_text(deep.data, "x");
	buffer_fini(&deep);
}

static void
test_walk(void)
{
	static const char *const wanted[] = {
	    "a.md", "a/README.md", "a/z.md", "b.md", "s/_index.md", "two words.md"};
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct corpus *corpus;
	char *path = scratch_path("c");
	size_t i;

	assert(corpus_walk(path, &corpus, &err) == FORNIX_OK);
	tap_number((long long)corpus->file_count, 6, "articles only, no more and no fewer");
	for (i = 0; i < 6 && i < corpus->file_count; i++)
		tap_string(
		    corpus->files[i].path, wanted[i], "in order of the bytes of the path");
	tap_string(reason_of(corpus, "absolute.md"), "is a link: links are not followed",
	    "a link out of the corpus is told and left");
	tap_string(reason_of(corpus, "loop.md"), "is a link: links are not followed",
	    "a loop of links too");
	tap_string(
	    reason_of(corpus, "pipe.md"), "is not a regular file", "a pipe is not opened");
	tap_string(reason_of(corpus, "bad\xff.md"),
	    "the name has control characters or is not UTF-8: rename it",
	    "a name that is not UTF-8");
	tap_string(reason_of(corpus, "new\nline.md"),
	    "the name has control characters or is not UTF-8: rename it",
	    "a name with a newline");
	tap_number((long long)corpus->problem_count, 8, "no other problems");
	corpus_free(corpus);
	free(path);
}

static void
test_missing(void)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct corpus *corpus;
	char *path = scratch_path("none");

	tap_number(corpus_walk(path, &corpus, &err), FORNIX_ERR_IO, "a missing folder");
	tap_ok(strstr(err.message, path) != NULL, "is named");
	free(path);
	path = scratch_path("c/b.md");
	tap_number(corpus_walk(path, &corpus, &err), FORNIX_ERR_IO, "a file is no folder");
	free(path);
}

static void
test_read(void)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct corpus_file file = {.path = (char *)"b.md"};
	struct corpus *corpus;
	struct buffer bytes;
	char *path = scratch_path("c");

	assert(corpus_walk(path, &corpus, &err) == FORNIX_OK);
	free(path);
	buffer_init(&bytes, 10);
	tap_number(corpus_read(corpus, &file, &bytes, &err), FORNIX_OK, "reads a file");
	tap_string(bytes.data, "b", "all of it");
	tap_number((long long)file.size, 1, "and its size");
	tap_ok(file.mtime_ns > 0, "and its time of change");
	file.path = (char *)"a/README.md";
	tap_number(corpus_read(corpus, &file, &bytes, &err), FORNIX_ERR_LIMIT,
	    "a file that is too large is refused");
	file.path = (char *)"absolute.md";
	tap_number(
	    corpus_read(corpus, &file, &bytes, &err), FORNIX_ERR_IO, "a link is not followed");
	file.path = (char *)"../c/b.md";
	tap_number(
	    corpus_read(corpus, &file, &bytes, &err), FORNIX_ERR_IO, "a path cannot lead out");
	file.path = (char *)"up/c/b.md";
	tap_number(corpus_read(corpus, &file, &bytes, &err), FORNIX_ERR_IO,
	    "nor through a linked folder");
	file.path = (char *)"pipe.md";
	tap_number(corpus_read(corpus, &file, &bytes, &err), FORNIX_ERR_INPUT,
	    "a pipe does not block");
	buffer_fini(&bytes);
	corpus_free(corpus);
}

/* Whether the corpus has the same folders as when it was walked. */
static bool
is_same(void)
{
	struct corpus *corpus;
	char *path = scratch_path("n");
	bool same;

	scratch_write_text("n/one.md", "1");
	scratch_write_text("n/in/two.md", "2");
	assert(corpus_walk(path, &corpus, NULL) == FORNIX_OK);
	same = corpus_has_same_folders(corpus);
	corpus_free(corpus);
	free(path);
	return same;
}

static void
test_folders(void)
{
	static const char *const added[] = {
	    "n/three.md", "n/in/three.md", "n/new/four.md", "n/_search/rules.yaml"};
	char *path = scratch_path("n"), *one = scratch_path("n/one.md");
	char *other = scratch_path("n/other.md");
	struct corpus *corpus;
	size_t i;

	tap_ok(is_same(), "nothing has come or gone");
	for (i = 0; i < sizeof added / sizeof added[0]; i++) {
		assert(corpus_walk(path, &corpus, NULL) == FORNIX_OK);
		usleep(TICK_US);
		scratch_write_text(added[i], "new");
		tap_ok(!corpus_has_same_folders(corpus), "'%s' has come", added[i]);
		corpus_free(corpus);
	}
	assert(corpus_walk(path, &corpus, NULL) == FORNIX_OK);
	scratch_write_text("n/one.md", "changed");
	tap_ok(corpus_has_same_folders(corpus), "a change of a file is not looked at");
	usleep(TICK_US);
	assert(rename(one, other) == 0);
	tap_ok(!corpus_has_same_folders(corpus), "a new name is");
	corpus_free(corpus);
	free(path);
	free(one);
	free(other);
}

int
main(void)
{
	make_corpus();
	test_walk();
	test_missing();
	test_read();
	test_folders();
	return tap_done();
}

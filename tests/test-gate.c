/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The gate on generations that are damaged, and its arithmetic. */

#include "tap.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gate.h"
#include "indexer.h"
#include "path.h"
#include "scratch.h"

static char *corpus, *index_folder;
static struct gate_policy policy;

static void
make_generation(void)
{
	struct indexer_options options = {.corpus = corpus,
	    .index = index_folder,
	    .article = {.url_pattern = "/{path}/"},
	    .full = true,
	    .workers = 1};
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct indexer_summary summary;

	assert(indexer_run(&options, &summary, &err) == FORNIX_OK);
}

/* The first reason against the served generation, "" when there is none. */
static const char *
reason(const char *against)
{
	static char text[FORNIX_ERROR_MESSAGE_BYTES];
	char *folder = against != NULL ? xstrdup(against) : path_join(index_folder, "current");
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct gate gate;

	gate_init(&gate, &policy);
	if (gate_candidate(&gate, corpus, folder, NULL, &err) != FORNIX_OK)
		snprintf(text, sizeof text, "error: %.500s", err.message);
	else
		snprintf(text, sizeof text, "%s", gate.count > 0 ? gate.reasons[0] : "");
	gate_fini(&gate);
	free(folder);
	return text;
}

/* Changes bytes in the middle of a file of the served generation, size and all else kept. */
static void
damage(const char *name)
{
	char *folder = path_join(index_folder, "current"), *path = path_join(folder, name);
	FILE *file = fopen(path, "r+e");
	struct stat info;
	long at;

	assert(file != NULL && fstat(fileno(file), &info) == 0);
	for (at = 0; at < info.st_size; at += 64) {
		assert(fseek(file, at, SEEK_SET) == 0);
		assert(fputs("damage", file) >= 0);
	}
	assert(fflush(file) == 0 && ftruncate(fileno(file), info.st_size) == 0);
	fclose(file);
	free(path);
	free(folder);
}

static void
test_damage(void)
{
	static const char *const files[] = {"xapian/iamglass", "xapian/postlist.glass",
	    "articles.mdb", "vocabulary", "suggestions"};
	char *name;
	size_t i;

	make_generation();
	tap_string(reason(NULL), "", "a good one passes");
	for (i = 0; i < sizeof files / sizeof files[0]; i++) {
		make_generation();
		damage(files[i]);
		tap_ok(strncmp(reason(NULL), "it does not open: ", 18) == 0,
		    "damage of %s is a reason", files[i]);
	}
	make_generation();
	name = path_join(index_folder, "current/articles.mdb");
	assert(unlink(name) == 0);
	free(name);
	tap_ok(strstr(reason(NULL), "articles.mdb") != NULL, "a missing file is a reason");
	tap_ok(strstr(reason("/nonexistent"), "it does not open") != NULL, "a folder too");
}

static void
test_removals(void)
{
	static const struct {
		const char *setting;
		size_t served, most;
	} rows[] = {{"10%", 0, 3}, {"10%", 39, 3}, {"10%", 40, 4}, {"10%", 100000, 10000},
	    {"0%", 1000, 3}, {"100%", 1000, 1000}, {"0", 1000, 0}, {"7", 1000, 7},
	    {"100000", 5, 100000}};
	const char *const names[] = {"a.md", "b.md"};
	struct gate gate;
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		gate_policy_init(&policy);
		assert(gate_policy_read_removed(rows[i].setting, &policy));
		gate_init(&gate, &policy);
		gate_removals(&gate, rows[i].most, rows[i].served, names, 0);
		tap_number((long long)gate.count, 0, "as many as may go");
		gate_removals(&gate, rows[i].most + 1, rows[i].served, names, 2);
		tap_number((long long)gate.count, 1, "one more");
		gate_fini(&gate);
	}
}

static void
test_many_reasons(void)
{
	struct gate gate;
	int i;

	gate_init(&gate, NULL);
	gate_add(&gate, "none");
	tap_number((long long)gate.count, 0, "without a policy there are no reasons");
	gate_init(&gate, &policy);
	for (i = 0; i < GATE_REASONS_MAX + 5; i++)
		gate_add(&gate, "reason %d", i);
	tap_number((long long)gate.count, GATE_REASONS_MAX + 5, "all are counted");
	tap_string(gate.reasons[GATE_REASONS_MAX - 1], "reason 999", "the first are kept");
	gate_fini(&gate);
}

static void
test_parts(void)
{
	static const char *const wrong[] = {
	    "", "-1", "1.01", "2", "x", "0x1", "0.", ".5", "1e-3", "nan", "0.5 "};
	double part = 7;
	size_t i;

	for (i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		tap_ok(!gate_policy_read_part(wrong[i], &part) && part == 7, "'%s' is none",
		    wrong[i]);
	tap_ok(gate_policy_read_part("0.25", &part) && part > 0.2499 && part < 0.2501, "0.25");
	tap_ok(gate_policy_read_part("1", &part) && part == 1, "1");
	tap_ok(gate_policy_read_part("0.0", &part) && part == 0, "0.0");
}

int
main(void)
{
	corpus = scratch_path("c");
	index_folder = scratch_path("index");
	gate_policy_init(&policy);
	scratch_write_text("c/a.md", "---\ntitle: One\n---\n\nFirst words of an article.\n");
	scratch_write_text("c/b.md", "---\ntitle: Two\n---\n\nSecond words of another.\n");
	test_damage();
	test_removals();
	test_many_reasons();
	test_parts();
	free(corpus);
	free(index_folder);
	return tap_done();
}

/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Whole runs of the indexer on a corpus that changes; each answer is checked by searching. */

#include "tap.h"

#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <unistd.h>

#include "generation.h"
#include "indexer.h"
#include "scratch.h"
#include "search.h"
#include "path.h"

static struct indexer_options options;
static char events[4096]; /* "new a.md|changed b.md: why|" of the last run */

static void
on_report(const struct indexer_report *report, void *context)
{
	static const char *const words[] = {[INDEXER_ADDED] = "new",
	    [INDEXER_CHANGED] = "changed",
	    [INDEXER_MOVED] = "moved",
	    [INDEXER_REMOVED] = "removed",
	    [INDEXER_SKIPPED] = "left out",
	    [INDEXER_NOTE] = "note",
	    [INDEXER_FAILED] = "failed",
	    [INDEXER_DAMAGED] = "damaged",
	    [INDEXER_REFUSED] = "refused"};
	size_t used = strlen(events);

	(void)context;
	snprintf(events + used, sizeof events - used, "%s %s%s%s|", words[report->event],
	    report->path, report->detail[0] != '\0' ? ": " : "", report->detail);
}

static struct indexer_summary
run(enum fornix_status wanted, const char *name)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct indexer_summary summary = {0};
	enum fornix_status status;

	events[0] = '\0';
	status = indexer_run(&options, &summary, &err);
	if (!tap_ok(status == wanted, "%s", name))
		printf("# %s\n", err.message);
	return summary;
}

/* The ids that a query finds, joined by a space, sorted by rank. */
static const char *
found(const char *query)
{
	static char ids[1024];
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct search_request request = SEARCH_REQUEST_INIT;
	struct generation *generation;
	struct searcher *searcher;
	struct search_result *result;
	size_t i;

	request.query = query;
	request.query_length = strlen(query);
	assert(generation_open(options.index, &generation, &err) == FORNIX_OK);
	assert(generation_verify(generation, 1, &err) == FORNIX_OK);
	assert(searcher_open(generation, &searcher, &err) == FORNIX_OK);
	generation_free(generation);
	assert(search_run(searcher, &request, &result, &err) == FORNIX_OK);
	ids[0] = '\0';
	for (i = 0; i < result->hit_count && !result->hits[i].is_loose; i++)
		snprintf(ids + strlen(ids), sizeof ids - strlen(ids), "%s%s", i > 0 ? " " : "",
		    result->hits[i].id);
	search_result_free(result);
	searcher_free(searcher);
	return ids;
}

static void
write_article(const char *path, const char *title, const char *body)
{
	char text[1024];

	snprintf(
	    text, sizeof text, "---\ntitle: %s\ntags: [one, two]\n---\n\n%s\n", title, body);
	scratch_write_text(path, text);
}

static void
touch(const char *name)
{
	struct timespec times[2] = {{.tv_sec = 1000000000}, {.tv_sec = 1000000000}};
	char *path = scratch_path(name);

	assert(utimensat(AT_FDCWD, path, times, 0) == 0);
	free(path);
}

static void delete (const char *name)
{
	char *path = scratch_path(name);

	assert(unlink(path) == 0);
	free(path);
}

/* Files that have only just been written are read once more by the next run. */
static void
settle(void)
{
	usleep(100 * 1000);
}

static void
test_first_run(void)
{
	struct indexer_summary summary;

	write_article("c/facial/spasm.md", "Hemifacial spasm", "Twitching of the eye.");
	write_article(
	    "c/facial/pain.md", "Trigeminal neuralgia", "Stabs of pain in the cheek.");
	write_article("c/spine/disc.md", "Slipped disc", "Pain that runs down the leg.");
	scratch_write_text(
	    "c/draft.md", "---\ntitle: Secret\ndraft: true\n---\nUnfinished eye.\n");
	scratch_write_text("c/broken.md", "---\ntitle: [unclosed\n---\nBroken eye.\n");
	settle();
	options.dry_run = true;
	summary = run(FORNIX_OK, "a dry run before there is an index");
	tap_ok(!summary.is_published && summary.added == 3, "tells what would be new");
	tap_ok(access(options.index, F_OK) != 0, "and writes nothing");
	options.dry_run = false;
	summary = run(FORNIX_OK, "the first run");
	tap_number((long long)summary.files, 5, "sees all files");
	tap_number((long long)summary.added, 3, "adds the good ones");
	tap_number((long long)summary.skipped, 1, "leaves out the draft");
	tap_number((long long)summary.failed, 1, "skips the broken one");
	tap_number(summary.generation, 1, "publishes generation 1");
	tap_number(summary.articles, 3, "with three articles");
	tap_ok(strstr(events, "failed broken.md: 'broken.md:3': ") != NULL,
	    "names the broken one and the line");
	tap_ok(strstr(events, "left out draft.md: draft|") != NULL, "names the draft");
	tap_string(found("eye"), "facial/spasm", "finds what is there, not the draft");
	tap_string(found("tag:one pain section:spine"), "spine/disc", "filters work");
}

static void
test_changes(void)
{
	struct indexer_summary summary;

	summary = run(FORNIX_OK, "a run with nothing changed");
	tap_ok(!summary.is_published, "publishes nothing");
	tap_number((long long)summary.read, 2, "reads only what is not in the index");
	touch("c/facial/pain.md");
	summary = run(FORNIX_OK, "a run with another time of change");
	tap_ok(!summary.is_published && summary.read == 3 && summary.changed == 0,
	    "reads the file and publishes nothing");
	write_article(
	    "c/facial/pain.md", "Trigeminal neuralgia", "Electric shocks in the jaw.");
	write_article("c/spine/neck.md", "Neck pain", "A stiff neck.");
	delete ("c/spine/disc.md");
	summary = run(FORNIX_OK, "a run with one changed, one new, one gone");
	tap_ok(summary.is_published && summary.generation == 2, "publishes generation 2");
	tap_ok(
	    summary.changed == 1 && summary.added == 1 && summary.removed == 1, "counts each");
	tap_string(found("stabs"), "", "the old text is gone");
	tap_string(found("shocks"), "facial/pain", "the new text is there");
	tap_string(found("leg"), "", "the removed article is gone");
	tap_string(found("stiff"), "spine/neck", "the new one is there");
	tap_string(found("twitching"), "facial/spasm", "the others stay");
}

static void
test_moved(void)
{
	struct indexer_summary summary;
	char *from = scratch_path("c/spine/neck.md"), *to = scratch_path("c/facial/neck.md");

	assert(rename(from, to) == 0);
	free(from);
	free(to);
	summary = run(FORNIX_OK, "a run with a moved file");
	tap_ok(summary.moved == 1 && summary.added == 0 && summary.removed == 0,
	    "tells moved from new and removed");
	tap_ok(
	    strstr(events, "moved facial/neck.md: spine/neck.md|") != NULL, "names both paths");
	tap_string(found("stiff"), "facial/neck", "finds it at the new path only");
}

static void
test_failures(void)
{
	struct indexer_summary summary;

	scratch_write_text("c/facial/pain.md", "---\ntitle: {\n---\nRubbish.\n");
	summary = run(FORNIX_OK, "a run with an article that broke");
	tap_ok(summary.failed == 2 && !summary.is_published, "keeps what serves");
	tap_ok(strstr(events, "facial/pain.md") != NULL &&
		   strstr(events, "(the version of before stays)") != NULL,
	    "and says so");
	tap_string(found("shocks"), "facial/pain", "the version of before is found");
	options.full = true;
	summary = run(FORNIX_OK, "a full run keeps it too");
	tap_ok(summary.is_published && summary.articles == 3, "in a new generation");
	tap_string(found("shocks"), "facial/pain", "it is still found");
	options.strict = true;
	summary = run(FORNIX_ERR_REFUSED, "a strict run refuses");
	tap_number((long long)summary.generation, (long long)generation_current(options.index),
	    "and what served goes on serving");
	options.strict = options.full = false;
	write_article("c/facial/pain.md", "Trigeminal neuralgia", "Mended.");
	delete ("c/broken.md");
	run(FORNIX_OK, "a run after mending");
	tap_string(found("mended"), "facial/pain", "the mended one is found");
	scratch_write_text(
	    "c/facial/neck.md", "---\ntitle: Neck\ndraft: true\n---\nA stiff neck.\n");
	summary = run(FORNIX_OK, "a run with an article withdrawn");
	tap_ok(summary.removed == 1, "removes it");
	tap_string(found("stiff"), "", "it is not found any more");
}

static void
test_refusals(void)
{
	char *corpus = (char *)options.corpus, *empty, *lock;
	struct indexer_summary summary;
	int fd;

	scratch_mkdir("empty");
	empty = scratch_path("empty");
	options.corpus = empty;
	run(FORNIX_ERR_REFUSED, "an empty corpus is refused");
	options.corpus = "/nonexistent/corpus";
	run(FORNIX_ERR_REFUSED, "a missing corpus is refused");
	options.corpus = corpus;
	tap_string(found("mended"), "facial/pain", "both leave the index as it was");
	lock = path_join(options.index, "lock");
	fd = open(lock, O_RDWR | O_CREAT, 0644);
	assert(fd >= 0 && flock(fd, LOCK_EX) == 0);
	run(FORNIX_ERR_LOCKED, "a second writer is refused");
	close(fd);
	summary = run(FORNIX_OK, "and works when the first has gone");
	tap_ok(!summary.is_published, "with nothing to do");
	free(lock);
	free(empty);
}

/* Dates in the front matter count on the day of the run, though the file stays as it is. */
static void
test_dates(void)
{
	struct indexer_summary summary;

	scratch_write_text("c/soon.md",
	    "---\ntitle: Soon\npublishDate: 2025-07-01\nexpiryDate: 2025-08-01\n---\nSunshine.\n");
	options.article.today = 20250630;
	run(FORNIX_OK, "a run before the day of publication");
	tap_string(found("sunshine"), "", "does not show the article");
	options.article.today = 20250701;
	run(FORNIX_OK, "a run on that day");
	tap_string(found("sunshine"), "soon", "shows it");
	options.article.today = 20250731;
	summary = run(FORNIX_OK, "a run on the day before it expires");
	tap_ok(!summary.is_published, "has nothing to do");
	options.article.today = 20250801;
	summary = run(FORNIX_OK, "a run on the day it expires");
	tap_number((long long)summary.removed, 1, "takes it out");
	tap_string(found("sunshine"), "", "and it is not found any more");
}

/* Both ways of writing, change by change and anew, give the same answers. */
static void
test_many(void)
{
	struct indexer_summary summary;
	char name[64], body[128], before[1024];
	int i;

	for (i = 0; i < 350; i++) {
		snprintf(name, sizeof name, "c/many/%03d.md", i);
		snprintf(body, sizeof body, "Common words and number%d, group%d.", i, i % 7);
		write_article(name, "Many", body);
	}
	summary = run(FORNIX_OK, "a run that rebuilds, for most is new");
	tap_number(summary.articles, 352, "has all of them");
	tap_string(found("number123"), "many/123", "finds one of many");
	for (i = 0; i < 20; i++) {
		snprintf(name, sizeof name, "c/many/%03d.md", i * 10);
		snprintf(body, sizeof body, "Changed%d, group%d.", i, i % 7);
		write_article(name, "Many", body);
	}
	summary = run(FORNIX_OK, "a run that changes a few");
	tap_number((long long)summary.changed, 20, "changes those");
	tap_string(found("changed7"), "many/070", "finds the changed one");
	snprintf(before, sizeof before, "%s", found("group3"));
	options.full = true;
	run(FORNIX_OK, "the same anew");
	options.full = false;
	tap_string(found("group3"), before, "gives the same answer in the same order");
}

int
main(void)
{
	char *corpus = scratch_path("c"), *index = scratch_path("index");

	options = (struct indexer_options){.corpus = corpus,
	    .index = index,
	    .article = {.url_pattern = "/{path}/", .today = 20250601},
	    .workers = 2,
	    .report = on_report};
	test_first_run();
	test_changes();
	test_moved();
	test_failures();
	test_refusals();
	test_dates();
	test_many();
	free(corpus);
	free(index);
	return tap_done();
}

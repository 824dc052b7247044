/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * The pool of parsers, with a parser of our own that crashes, hangs, eats
 * memory and exits on demand: one article is lost each time, never the run.
 */

#include "tap.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "parse_pool.h"
#include "record.h"
#include "scratch.h"
#include "xalloc.h"

enum fornix_status
article_parse(const char *bytes, size_t length, const char *path,
    const struct article_options *options, struct article **ret_article,
    struct fornix_error *err)
{
	struct article *article;

	(void)length;
	(void)options;
	if (strcmp(bytes, "crash") == 0)
		raise(SIGSEGV);
	if (strcmp(bytes, "exit") == 0)
		_exit(7);
	while (strcmp(bytes, "hang") == 0)
		; /* until the limit of processor time */
	if (strcmp(bytes, "bad") == 0)
		return error_set(err, FORNIX_ERR_INPUT, "line 3: bad");
	article = xcalloc(1, sizeof *article);
	article->id = xstrndup(path, strlen(path) - 3);
	article->url = xstrdup("/");
	article->title = xstrdup(bytes);
	article->description = xstrdup("");
	article->author = xstrdup("");
	article->section = xstrdup("");
	if (strcmp(bytes, "draft") == 0)
		article->skip_reason = xstrdup("draft");
	if (strcmp(bytes, "note") == 0) {
		article->notes.items = xcalloc(2, sizeof(char *));
		article->notes.items[article->notes.count++] = xstrdup("first");
		article->notes.items[article->notes.count++] = xstrdup("second");
	}
	*ret_article = article;
	return FORNIX_OK;
}

void
article_free(struct article *article)
{
	size_t i;

	if (article == NULL)
		return;
	for (i = 0; i < article->notes.count; i++)
		free(article->notes.items[i]);
	free(article->notes.items);
	free(article->id);
	free(article->url);
	free(article->title);
	free(article->description);
	free(article->author);
	free(article->section);
	free(article->skip_reason);
	free(article);
}

struct seen {
	size_t count, records;
	char texts[300][128]; /* what came of each file, by its number */
};

static enum fornix_status
on_outcome(const struct parse_outcome *outcome, void *context, struct fornix_error *err)
{
	struct seen *seen = context;
	int number = atoi(outcome->file->path);
	struct record record;

	seen->count++;
	if (outcome->error.length > 0)
		snprintf(seen->texts[number], 128, "%.*s", (int)outcome->error.length,
		    outcome->error.data);
	else if (outcome->skip_reason.length > 0)
		snprintf(seen->texts[number], 128, "skip %.*s",
		    (int)outcome->skip_reason.length, outcome->skip_reason.data);
	else if (record_open(outcome->record.data, outcome->record.length, &record, err) ==
		 FORNIX_OK) {
		seen->records++;
		snprintf(seen->texts[number], 128, "%.*s/%.*s", (int)record.title.length,
		    record.title.data, (int)outcome->notes.length, outcome->notes.data);
	}
	return strcmp(seen->texts[number], "stop/") == 0
		   ? error_set(err, FORNIX_ERR_REFUSED, "stopped")
		   : FORNIX_OK;
}

/* The n-th file holds texts[n]; parses all of them. */
static enum fornix_status
run(const char *folder, const char *const *texts, size_t count, struct seen *seen,
    struct fornix_error *err)
{
	struct article_options options = {.url_pattern = "/{path}/", .today = 20250101};
	struct corpus_file **files = xcalloc(count, sizeof *files);
	struct corpus *corpus;
	enum fornix_status status;
	char name[64], *path;
	size_t i;

	memset(seen, 0, sizeof *seen);
	for (i = 0; i < count; i++) {
		snprintf(name, sizeof name, "%s/%03zu.md", folder, i);
		scratch_write_text(name, texts[i]);
	}
	path = scratch_path(folder);
	assert(corpus_walk(path, &corpus, err) == FORNIX_OK);
	for (i = 0; i < count; i++)
		files[i] = &corpus->files[i];
	status = parse_files(corpus, files, count, &options, 2, on_outcome, seen, err);
	corpus_free(corpus);
	free(files);
	free(path);
	return status;
}

static void
test_outcomes(void)
{
	static const char *const texts[] = {
	    "one", "crash", "bad", "draft", "exit", "note", "hang", "crash", "last"};
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct seen seen;

	tap_number(run("mixed", texts, 9, &seen, &err), FORNIX_OK, "a mixed run goes through");
	tap_number((long long)seen.count, 9, "every file is told once");
	tap_string(seen.texts[0], "one/", "a good one");
#ifdef __SANITIZE_ADDRESS__
	tap_string(seen.texts[1], "'001.md': ended the parser (status 1)",
	    "a crash costs one article");
#else
	tap_string(seen.texts[1], "'001.md': ended the parser (signal 11)",
	    "a crash costs one article");
#endif
	tap_string(seen.texts[2], "line 3: bad", "an error comes as it is");
	tap_string(seen.texts[3], "skip draft", "a draft is skipped");
	tap_string(seen.texts[4], "'004.md': ended the parser (status 7)",
	    "an exit costs one article");
	tap_string(seen.texts[5], "note/first\nsecond\n", "notes come along");
	tap_string(seen.texts[6],
	    "'006.md': took longer than 5 seconds of processor time to parse",
	    "a hang is ended");
	tap_string(seen.texts[8], "last/", "those behind are parsed");
	tap_number(waitpid(-1, NULL, WNOHANG), -1, "no worker is left");
}

static void
test_many(void)
{
	const char *texts[300];
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct seen seen;
	size_t i;

	for (i = 0; i < 300; i++)
		texts[i] = i % 50 == 49 ? "exit" : "text";
	tap_number(run("many", texts, 300, &seen, &err), FORNIX_OK, "many files");
	tap_number((long long)seen.records, 294, "all but the bad ones are parsed");
}

static void
test_stop(void)
{
	static const char *const texts[] = {"one", "stop", "three", "four"};
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct seen seen;

	tap_number(run("stop", texts, 4, &seen, &err), FORNIX_ERR_REFUSED,
	    "the callback's error ends the run");
	tap_number(waitpid(-1, NULL, WNOHANG), -1, "and no worker is left");
	tap_number(run("none", NULL, 0, &seen, &err), FORNIX_OK, "no files are fine");
}

int
main(void)
{
	scratch_mkdir("none");
	test_outcomes();
	test_many();
	test_stop();
	return tap_done();
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd_index.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "command.h"
#include "escape.h"
#include "json.h"

#define LINE_BYTES_MAX (64 * 1024)

static const struct {
	const char *name, *word; /* in JSON, and as text */
	bool is_problem;         /* printed always, to standard error */
} events[] = {
    [INDEXER_ADDED] = {"new", "new      ", false},
    [INDEXER_CHANGED] = {"changed", "changed  ", false},
    [INDEXER_MOVED] = {"moved", "moved    ", false},
    [INDEXER_REMOVED] = {"removed", "removed  ", false},
    [INDEXER_SKIPPED] = {"left_out", "left out ", false},
    [INDEXER_NOTE] = {"note", "note     ", false},
    [INDEXER_FAILED] = {"skipped", "fornix: skipped ", true},
    [INDEXER_DAMAGED] = {"damaged", "fornix: all is indexed anew: ", true},
    [INDEXER_REFUSED] = {"refused", "fornix: refused: ", true},
};

void
index_print_begin(struct index_printing *printing)
{
	bool is_terminal = isatty(STDOUT_FILENO);

	printing->percent = -1;
	printing->problems = 0;
	printing->with_summary =
	    !printing->quiet &&
	    (is_terminal || printing->verbose || printing->explain || printing->is_dry_run);
	printing->with_progress =
	    !printing->quiet && !printing->is_json && is_terminal && isatty(STDERR_FILENO);
	buffer_init(&printing->reasons, RUN_RECORD_BYTES_MAX / 4);
}

void
index_print_end(struct index_printing *printing)
{
	buffer_fini(&printing->reasons);
}

static void
clear_progress(const struct index_printing *printing)
{
	if (printing->with_progress)
		fputs("\r\033[K", stderr);
}

static void
print_buffer(FILE *stream, const struct buffer *line)
{
	fprintf(stream, "%s\n", line->data);
}

/* Begins an object with what every line has. */
static void
begin_json(struct json *json, struct buffer *line, bool is_problem, const char *event)
{
	time_t now = time(NULL);
	char text[32] = "";
	struct tm tm;

	if (gmtime_r(&now, &tm) != NULL)
		strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm);
	buffer_init(line, LINE_BYTES_MAX);
	json_init(json, line);
	json_object_begin(json);
	json_put_key(json, "time");
	json_put_string(json, text);
	json_put_key(json, "level");
	json_put_string(json, is_problem ? "error" : "info");
	json_put_key(json, "event");
	json_put_string(json, event);
}

static void
put_text(struct json *json, const char *key, const char *text)
{
	struct buffer clean CLEANUP_BUFFER;

	buffer_init(&clean, LINE_BYTES_MAX);
	escape_terminal(&clean, text, strlen(text));
	json_put_key(json, key);
	json_put_bytes(json, clean.data, clean.length);
}

static void
print_event(const struct index_printing *printing, bool is_problem, const char *event,
    const char *word, const char *path, const char *detail)
{
	FILE *stream = is_problem ? stderr : stdout;
	struct buffer line CLEANUP_BUFFER;
	struct json json;

	clear_progress(printing);
	if (printing->is_json) {
		begin_json(&json, &line, is_problem, event);
		put_text(&json, "path", path);
		put_text(&json, "message", detail);
		json_object_end(&json);
	} else {
		/* The detail of a problem names the path. */
		path = is_problem ? "" : path;
		buffer_init(&line, LINE_BYTES_MAX);
		buffer_append_string(&line, word);
		escape_terminal(&line, path, strlen(path));
		if (path[0] != '\0' && detail[0] != '\0')
			buffer_append_string(&line, ": ");
		escape_terminal(&line, detail, strlen(detail));
	}
	print_buffer(stream, &line);
}

static void
keep_reason(struct index_printing *printing, const char *text)
{
	struct buffer *reasons = &printing->reasons;

	printing->problems++;
	if (printing->problems > RUN_RECORD_REASONS_MAX)
		return;
	if (reasons->length > 0)
		buffer_append_char(reasons, '\n');
	escape_terminal(reasons, text, strlen(text));
}

void
index_print_report(const struct indexer_report *report, void *context)
{
	struct index_printing *printing = context;
	enum indexer_event event = report->event;

	if (events[event].is_problem)
		keep_reason(printing, report->detail);
	if (events[event].is_problem || printing->explain)
		print_event(printing, events[event].is_problem, events[event].name,
		    events[event].word, report->path, report->detail);
}

void
index_print_problem(struct index_printing *printing, const char *event, const char *message)
{
	keep_reason(printing, message);
	print_event(printing, true, event, "fornix: ", "", message);
}

void
index_print_progress(size_t done, size_t total, void *context)
{
	struct index_printing *printing = context;
	int percent = (int)(done * 100 / total), i;

	if (!printing->with_progress || percent == printing->percent)
		return;
	printing->percent = percent;
	fputs("\rreading [", stderr);
	for (i = 0; i < 40; i++)
		fputc(i * 100 < percent * 40 ? '#' : ' ', stderr);
	fprintf(stderr, "] %zu of %zu", done, total);
}

static void
print_summary(const struct index_printing *printing, const struct run_record *record)
{
	const size_t *counts = record->counts;
	const char *end = printing->is_dry_run               ? "dry run, nothing written"
			  : record->outcome == RUN_PUBLISHED ? "published"
							     : "nothing to publish";

	if (printing->shard > 0)
		printf("shard %u: ", printing->shard);
	printf(
	    "%zu files, %zu read: %zu new, %zu changed, %zu moved, %zu removed, %zu left out, "
	    "%zu skipped\n",
	    counts[RUN_FILES], counts[RUN_READ], counts[RUN_NEW], counts[RUN_CHANGED],
	    counts[RUN_MOVED], counts[RUN_REMOVED], counts[RUN_LEFT_OUT], counts[RUN_SKIPPED]);
	printf("generation %u: %u articles (%s) in %.2f s\n", record->generation,
	    record->articles, end, record->seconds);
}

/* One line that tells what the run has come to, for whoever reads only that. */
static void
describe(const struct run_record *record, char *text, size_t size)
{
	bool is_well = record->outcome == RUN_PUBLISHED || record->outcome == RUN_UNCHANGED;

	if (record->outcome == RUN_PUBLISHED)
		snprintf(text, size, "generation %u, %u articles, was published",
		    record->generation, record->articles);
	else if (record->generation == 0)
		snprintf(text, size, "nothing was published, and there is no index yet");
	else
		snprintf(text, size, "nothing was changed: generation %u goes on serving",
		    record->generation);
	if (record->counts[RUN_SKIPPED] > 0 && is_well)
		snprintf(text + strlen(text), size - strlen(text), " (%zu skipped)",
		    record->counts[RUN_SKIPPED]);
}

static void
print_json(const struct index_printing *printing, const struct run_record *record,
    bool is_problem, const char *text)
{
	FILE *stream = printing->problems > 0 ? stderr : stdout;
	struct buffer line CLEANUP_BUFFER;
	struct json json;
	int i;

	begin_json(&json, &line, is_problem, "outcome");
	json_put_key(&json, "outcome");
	json_put_string(&json, run_outcome_names[record->outcome]);
	put_text(&json, "message", text);
	if (printing->shard > 0) {
		json_put_key(&json, "shard");
		json_put_number(&json, printing->shard);
	}
	json_put_key(&json, "generation");
	json_put_number(&json, record->generation);
	json_put_key(&json, "articles");
	json_put_number(&json, record->articles);
	json_put_key(&json, "seconds");
	json_put_decimal(&json, record->seconds, 3);
	for (i = 0; i < RUN_COUNTS; i++) {
		json_put_key(&json, run_count_names[i]);
		json_put_number(&json, (int64_t)record->counts[i]);
	}
	json_object_end(&json);
	print_buffer(stream, &line);
}

int
index_print_outcome(
    struct index_printing *printing, const struct run_record *record, const char *message)
{
	bool is_bad = record->outcome == RUN_REFUSED || record->outcome == RUN_FAILED;
	char text[FORNIX_ERROR_MESSAGE_BYTES];

	clear_progress(printing);
	if (message[0] != '\0')
		snprintf(text, sizeof text, "%s", message);
	else
		describe(record, text, sizeof text);
	if (printing->is_json && (printing->problems > 0 || printing->with_summary))
		print_json(printing, record, is_bad, text);
	else if (printing->with_summary && !is_bad)
		print_summary(printing, record);
	else if (printing->problems > 0 && printing->shard > 0)
		fprintf(stderr, "fornix: shard %u: %s\n", printing->shard, text);
	else if (printing->problems > 0)
		fprintf(stderr, "fornix: %s\n", text);
	return command_print("", 0);
}

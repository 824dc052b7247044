/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "run_record.h"

#include <jansson.h>
#include <math.h>
#include <unistd.h>

#include "file.h"
#include "generation.h"
#include "index_folder.h"
#include "json.h"
#include "path.h"

#define LOCK_WAIT_MS 1000
#define SECONDS_MAX  1e9

const char *const run_outcome_names[RUN_OUTCOMES] = {[RUN_PUBLISHED] = "published",
    [RUN_UNCHANGED] = "unchanged",
    [RUN_REFUSED] = "refused",
    [RUN_FAILED] = "failed"};

const char *const run_count_names[RUN_COUNTS] = {[RUN_FILES] = "files",
    [RUN_READ] = "read",
    [RUN_NEW] = "new",
    [RUN_CHANGED] = "changed",
    [RUN_MOVED] = "moved",
    [RUN_REMOVED] = "removed",
    [RUN_LEFT_OUT] = "left_out",
    [RUN_SKIPPED] = "skipped"};

void
run_record_fini(struct run_record *record)
{
	free(record->reasons);
	record->reasons = NULL;
}

static void
put_number(struct json *json, const char *key, int64_t number)
{
	json_put_key(json, key);
	json_put_number(json, number);
}

static void
put_reasons(struct json *json, const char *reasons)
{
	const char *line = reasons;
	size_t length;
	int count;

	json_put_key(json, "reasons");
	json_array_begin(json);
	for (count = 0; *line != '\0' && count < RUN_RECORD_REASONS_MAX; count++) {
		length = strcspn(line, "\n");
		json_put_bytes(json, line, length);
		line += length + (line[length] == '\n');
	}
	json_array_end(json);
}

static void
to_json(const struct run_record *record, struct buffer *out)
{
	struct json json;
	int i;

	json_init(&json, out);
	json_object_begin(&json);
	json_put_key(&json, "outcome");
	json_put_string(&json, run_outcome_names[record->outcome]);
	put_number(&json, "ended_at", record->ended_at);
	put_number(&json, "last_success_at", record->last_success_at);
	json_put_key(&json, "seconds");
	json_put_decimal(&json, record->seconds, 3);
	put_number(&json, "generation", record->generation);
	put_number(&json, "articles", record->articles);
	for (i = 0; i < RUN_COUNTS; i++)
		put_number(&json, run_count_names[i], (int64_t)record->counts[i]);
	put_reasons(&json, record->reasons);
	json_object_end(&json);
	buffer_append_char(out, '\n');
}

/* Locked, so that runs that end together do not write into each other's file. */
enum fornix_status
run_record_write(const char *index, const struct run_record *record, struct fornix_error *err)
{
	char *path CLEANUP_FREE = path_join(index, RUN_RECORD_FILE);
	struct buffer text CLEANUP_BUFFER;
	enum fornix_status status;
	int fd = -1, lock_fd = -1;

	buffer_init(&text, RUN_RECORD_BYTES_MAX);
	to_json(record, &text);
	status = buffer_finish(&text, path, err);
	if (status == FORNIX_OK)
		status = index_folder_find(index, &fd, err);
	if (status == FORNIX_OK)
		status = index_folder_lock(fd, index, LOCK_WAIT_MS, &lock_fd, err);
	if (status == FORNIX_OK)
		status = file_replace(path, (struct span){text.data, text.length}, err);
	if (lock_fd >= 0)
		close(lock_fd);
	if (fd >= 0)
		close(fd);
	return status == FORNIX_ERR_LOCKED ? FORNIX_OK : status;
}

static bool
get_number(const json_t *root, const char *key, int64_t most, int64_t *ret_number)
{
	const json_t *member = json_object_get(root, key);

	*ret_number = json_integer_value(member);
	return json_is_integer(member) && *ret_number >= 0 && *ret_number <= most;
}

static bool
get_outcome(const json_t *root, enum run_outcome *ret_outcome)
{
	const char *name = json_string_value(json_object_get(root, "outcome"));
	int i;

	for (i = 0; name != NULL && i < RUN_OUTCOMES; i++) {
		if (strcmp(name, run_outcome_names[i]) == 0) {
			*ret_outcome = (enum run_outcome)i;
			return true;
		}
	}
	return false;
}

static char *
get_reasons(const json_t *root)
{
	const json_t *lines = json_object_get(root, "reasons");
	struct buffer text;
	size_t i;

	buffer_init(&text, RUN_RECORD_BYTES_MAX);
	for (i = 0; i < json_array_size(lines); i++) {
		const char *line = json_string_value(json_array_get(lines, i));

		if (line != NULL && text.length > 0)
			buffer_append_char(&text, '\n');
		if (line != NULL)
			buffer_append_string(&text, line);
	}
	return buffer_take(&text, NULL);
}

static bool
from_json(const json_t *root, struct run_record *record)
{
	int64_t generation, articles, count;
	int i;

	record->seconds = json_number_value(json_object_get(root, "seconds"));
	if (!get_outcome(root, &record->outcome) || !isfinite(record->seconds) ||
	    record->seconds < 0 || record->seconds > SECONDS_MAX ||
	    !get_number(root, "ended_at", INT64_MAX, &record->ended_at) ||
	    !get_number(root, "last_success_at", INT64_MAX, &record->last_success_at) ||
	    !get_number(root, "generation", GENERATION_NUMBER_MAX, &generation) ||
	    !get_number(root, "articles", UINT32_MAX, &articles))
		return false;
	record->generation = (unsigned)generation;
	record->articles = (uint32_t)articles;
	for (i = 0; i < RUN_COUNTS; i++) {
		if (!get_number(root, run_count_names[i], UINT32_MAX, &count))
			return false;
		record->counts[i] = (size_t)count;
	}
	record->reasons = get_reasons(root);
	return true;
}

enum fornix_status
run_record_read(const char *index, struct run_record *ret_record, struct fornix_error *err)
{
	char *path CLEANUP_FREE = path_join(index, RUN_RECORD_FILE);
	struct buffer text CLEANUP_BUFFER;
	struct run_record record = {.reasons = NULL};
	enum fornix_status status;
	bool is_read;
	json_t *root;

	buffer_init(&text, RUN_RECORD_BYTES_MAX);
	if (access(path, F_OK) != 0)
		return error_set(err, FORNIX_ERR_NOT_FOUND, "there is no '%s'", path);
	status = file_read(path, &text, err);
	if (status != FORNIX_OK)
		return status;
	root = json_loadb(text.data, text.length, JSON_REJECT_DUPLICATES, NULL);
	is_read = root != NULL && from_json(root, &record);
	json_decref(root);
	if (!is_read)
		return error_set(err, FORNIX_ERR_CORRUPT,
		    "'%s' is damaged: the next run writes it anew", path);
	*ret_record = record;
	return FORNIX_OK;
}

static void
put_label(struct buffer *out, const char *value)
{
	const char *p;

	for (p = value; *p != '\0'; p++) {
		if (*p == '\\' || *p == '"')
			buffer_append_char(out, '\\');
		if (*p == '\n')
			buffer_append_string(out, "\\n");
		else
			buffer_append_char(out, *p);
	}
}

static void
put_head(struct buffer *out, const char *name, const char *help)
{
	buffer_printf(
	    out, "# HELP fornix_index_%s %s\n# TYPE fornix_index_%s gauge\n", name, help, name);
}

/* The beginning of a sample; more is another label, with the comma before it, or "". */
static void
put_sample(struct buffer *out, const char *name, const char *index, const char *more)
{
	buffer_printf(out, "fornix_index_%s{index=\"", name);
	put_label(out, index);
	buffer_printf(out, "\"%s} ", more);
}

static void
put_gauge(
    struct buffer *out, const char *name, const char *help, const char *index, int64_t value)
{
	put_head(out, name, help);
	put_sample(out, name, index, "");
	buffer_printf(out, "%lld\n", (long long)value);
}

void
run_record_metrics(const struct run_record *record, const char *index, struct buffer *out)
{
	static const char outcome[] = "last_run_outcome", files[] = "last_run_files";
	struct json json;
	char more[64];
	int i;

	put_gauge(out, "last_run_timestamp_seconds", "When the last index run ended.", index,
	    record->ended_at);
	put_gauge(out, "last_success_timestamp_seconds",
	    "When the last index run ended that was not refused and did not fail.", index,
	    record->last_success_at);
	put_head(out, "last_run_duration_seconds", "How long the last index run took.");
	put_sample(out, "last_run_duration_seconds", index, "");
	json_init(&json, out);
	json_put_decimal(&json, record->seconds, 3);
	buffer_append_char(out, '\n');
	put_head(out, outcome, "How the last index run ended: 1 for that outcome.");
	for (i = 0; i < RUN_OUTCOMES; i++) {
		snprintf(more, sizeof more, ",outcome=\"%s\"", run_outcome_names[i]);
		put_sample(out, outcome, index, more);
		buffer_printf(out, "%d\n", (int)record->outcome == i);
	}
	put_gauge(
	    out, "generation", "The generation that is served.", index, record->generation);
	put_gauge(out, "articles", "Articles that can be found.", index, record->articles);
	put_head(out, files, "What the last index run did with files.");
	for (i = 0; i < RUN_COUNTS; i++) {
		snprintf(more, sizeof more, ",state=\"%s\"", run_count_names[i]);
		put_sample(out, files, index, more);
		buffer_printf(out, "%zu\n", record->counts[i]);
	}
}

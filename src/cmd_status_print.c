/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd_status.h"

#include <stdio.h>
#include <time.h>

#include "escape.h"
#include "generation_name.h"
#include "json.h"
#include "path.h"

#define REASONS_SHOWN 8

static const struct {
	const char *key, *title;
} changes[CANDIDATE_CHANGES] = {
    [CANDIDATE_REMOVED] = {"removed", "removed"},
    [CANDIDATE_NEW] = {"new", "new"},
    [CANDIDATE_CHANGED] = {"changed", "changed"},
    [CANDIDATE_WORSE] = {"worse_queries", "answered worse"},
};

enum fornix_status
status_compare(const struct status *status, const struct config *config,
    struct candidate *ret_candidate, struct fornix_error *err)
{
	struct generation_name name = generation_name_make(GENERATION_REFUSED, status->refused);
	char *refused CLEANUP_FREE = path_join(config->index, name.text);

	return candidate_compare(
	    status->served->path, refused, config->corpus, ret_candidate, err);
}

/* "3 hours ago (2026-11-25 03:17)" */
static void
put_time(struct buffer *out, int64_t then)
{
	static const struct {
		const char *name;
		int64_t seconds;
	} units[] = {{"day", 86400}, {"hour", 3600}, {"minute", 60}, {"second", 1}};
	int64_t age = (int64_t)time(NULL) - then;
	time_t seconds = (time_t)then;
	char text[32] = "";
	struct tm tm;
	size_t u;

	/* Two of the larger ones at least: "1 day ago" may be nearly two. */
	for (u = 0; u < 3 && age < 2 * units[u].seconds; u++)
		;
	if (age < 0)
		buffer_append_string(out, "in the future: is the clock right?");
	else
		buffer_printf(out, "%lld %s%s ago", (long long)(age / units[u].seconds),
		    units[u].name, age / units[u].seconds == 1 ? "" : "s");
	if (localtime_r(&seconds, &tm) != NULL)
		strftime(text, sizeof text, "%Y-%m-%d %H:%M", &tm);
	buffer_printf(out, " (%s)", text);
}

static void
put_size(struct buffer *out, uint64_t bytes)
{
	if (bytes < 1000 * 1000)
		buffer_printf(out, "%llu kB", (unsigned long long)(bytes / 1000));
	else
		buffer_printf(out, "%.1f MB", (double)bytes / 1e6);
}

/* The line that begins at text; returns where the next one begins. */
static const char *
put_line(struct buffer *out, const char *before, const char *text)
{
	size_t length = strcspn(text, "\n");

	buffer_append_string(out, before);
	escape_terminal(out, text, length);
	buffer_append_char(out, '\n');
	return text + length + (text[length] == '\n');
}

static void
print_served(const struct status *status, struct buffer *out)
{
	const struct generation *served = status->served;

	if (served == NULL) {
		put_line(out, "generation  none: ", status->trouble.message);
		return;
	}
	buffer_printf(out, "generation  %u, built ", served->number);
	put_time(out, served->built_at);
	buffer_printf(out, "\narticles    %u\nwords       %u different\nsize        ",
	    served->articles, status->words);
	put_size(out, status->size_bytes);
	buffer_append_char(out, '\n');
	if (status->shard_count > 0)
		buffer_printf(out, "shards      %zu", status->shard_count);
	if (status->newer_shards > 0)
		buffer_printf(out, ", %zu of them not as joined: run 'fornix index --join'",
		    status->newer_shards);
	if (status->shard_count > 0)
		buffer_append_char(out, '\n');
}

static void
print_run(const struct status *status, struct buffer *out)
{
	const struct run_record *record = &status->record;

	buffer_append_string(out, "last run    ");
	if (!status->has_record) {
		buffer_append_string(out, "not known\n");
		return;
	}
	buffer_printf(
	    out, "%s in %.2f s, ", run_outcome_names[record->outcome], record->seconds);
	put_time(out, record->ended_at);
	buffer_append_char(out, '\n');
	if (record->reasons[0] != '\0')
		put_line(out, "            ", record->reasons);
	if (record->last_success_at == record->ended_at)
		return;
	buffer_append_string(out, "last good   ");
	if (record->last_success_at > 0)
		put_time(out, record->last_success_at);
	else
		buffer_append_string(out, "none");
	buffer_append_char(out, '\n');
}

static void
print_kept(const struct status *status, struct buffer *out)
{
	unsigned served = status->served != NULL ? status->served->number : 0;
	bool is_first = true;
	size_t i;

	for (i = 0; i < status->kept_count; i++) {
		if (status->kept[i] == served)
			continue;
		buffer_printf(out, "%s%u", is_first ? "kept        " : ", ", status->kept[i]);
		is_first = false;
	}
	if (!is_first)
		buffer_append_string(out, " (fornix rollback)\n");
}

static void
print_servers(const struct status *status, struct buffer *out)
{
	size_t i;

	for (i = 0; i < status->server_count; i++)
		buffer_printf(out, "server      process %ld has generation %u\n",
		    status->servers[i].process, status->servers[i].generation);
	if (status->server_count == 0)
		buffer_append_string(out, "server      none on this machine has it open\n");
}

void
status_print_text(const struct status *status, struct buffer *out)
{
	print_served(status, out);
	print_run(status, out);
	print_kept(status, out);
	if (status->refused > 0)
		buffer_printf(
		    out, "refused     %u (fornix status --candidate)\n", status->refused);
	print_servers(status, out);
}

static void
print_changes(
    const struct candidate *candidate, enum candidate_change change, struct buffer *out)
{
	const struct candidate_list *list = &candidate->lists[change];
	size_t i;

	if (list->count == 0)
		return;
	buffer_printf(out, "%s: %zu\n", changes[change].title, list->count);
	for (i = 0; i < list->count && i < STATUS_NAMES_SHOWN; i++)
		put_line(out, "  ", list->items[i]);
	if (list->count > i)
		buffer_printf(out, "  and %zu more\n", list->count - i);
}

void
status_print_candidate(
    const struct status *status, const struct candidate *candidate, struct buffer *out)
{
	const char *reason = status->reasons;
	int change, shown;

	if (status->refused == 0) {
		buffer_append_string(out, "nothing was refused\n");
		return;
	}
	buffer_printf(out, "candidate %u was refused:\n", status->refused);
	for (shown = 0; *reason != '\0' && shown < REASONS_SHOWN; shown++)
		reason = put_line(out, "  ", reason);
	if (*reason != '\0')
		buffer_append_string(out, "  and more\n");
	if (status->served == NULL)
		return;
	buffer_printf(
	    out, "compared with generation %u, which is served:\n", status->served->number);
	for (change = 0; change < CANDIDATE_CHANGES; change++)
		print_changes(candidate, (enum candidate_change)change, out);
}

static void
put_number(struct json *json, const char *key, int64_t number)
{
	json_put_key(json, key);
	json_put_number(json, number);
}

static void
put_lines(struct json *json, const char *key, const char *text)
{
	size_t length;

	json_put_key(json, key);
	json_array_begin(json);
	for (; text != NULL && *text != '\0'; text += length + (text[length] == '\n')) {
		length = strcspn(text, "\n");
		json_put_bytes(json, text, length);
	}
	json_array_end(json);
}

static void
put_served(struct json *json, const struct status *status)
{
	const struct generation *served = status->served;

	put_number(json, "generation", served != NULL ? served->number : 0);
	put_number(json, "articles", served != NULL ? served->articles : 0);
	put_number(json, "words", status->words);
	if (status->shard_count > 0) {
		put_number(json, "shards", (int64_t)status->shard_count);
		put_number(json, "newer_shards", (int64_t)status->newer_shards);
	}
	put_number(json, "size_bytes", (int64_t)status->size_bytes);
	put_number(json, "built_at", served != NULL ? served->built_at : 0);
	json_put_key(json, "trouble");
	json_put_string(json, served != NULL ? NULL : status->trouble.message);
}

static void
put_run(struct json *json, const struct status *status)
{
	const struct run_record *record = &status->record;
	int i;

	json_put_key(json, "last_run");
	if (!status->has_record) {
		json_put_null(json);
		return;
	}
	json_object_begin(json);
	json_put_key(json, "outcome");
	json_put_string(json, run_outcome_names[record->outcome]);
	put_number(json, "ended_at", record->ended_at);
	put_number(json, "last_success_at", record->last_success_at);
	json_put_key(json, "seconds");
	json_put_decimal(json, record->seconds, 3);
	for (i = 0; i < RUN_COUNTS; i++)
		put_number(json, run_count_names[i], (int64_t)record->counts[i]);
	put_lines(json, "reasons", record->reasons);
	json_object_end(json);
}

static void
put_candidate(struct json *json, const struct status *status, const struct candidate *candidate)
{
	size_t change, i;

	json_put_key(json, "refused");
	if (status->refused == 0) {
		json_put_null(json);
		return;
	}
	json_object_begin(json);
	put_number(json, "generation", status->refused);
	put_lines(json, "reasons", status->reasons);
	for (change = 0; candidate != NULL && change < CANDIDATE_CHANGES; change++) {
		const struct candidate_list *list = &candidate->lists[change];

		json_put_key(json, changes[change].key);
		json_array_begin(json);
		for (i = 0; i < list->count; i++)
			json_put_string(json, list->items[i]);
		json_array_end(json);
	}
	json_object_end(json);
}

void
status_print_json(
    const struct status *status, const struct candidate *candidate, struct buffer *out)
{
	struct json json;
	size_t i;

	json_init(&json, out);
	json_object_begin(&json);
	put_served(&json, status);
	put_run(&json, status);
	json_put_key(&json, "kept");
	json_array_begin(&json);
	for (i = 0; i < status->kept_count; i++)
		json_put_number(&json, status->kept[i]);
	json_array_end(&json);
	put_candidate(&json, status, candidate);
	json_put_key(&json, "servers");
	json_array_begin(&json);
	for (i = 0; i < status->server_count; i++) {
		json_object_begin(&json);
		put_number(&json, "process", status->servers[i].process);
		put_number(&json, "generation", status->servers[i].generation);
		json_object_end(&json);
	}
	json_array_end(&json);
	json_object_end(&json);
	buffer_append_char(out, '\n');
}

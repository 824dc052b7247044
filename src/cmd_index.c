/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cmd_index.h"
#include "date.h"
#include "file.h"
#include "generation.h"
#include "xalloc.h"

enum {
	OPTION_FULL = 256,
	OPTION_DRY_RUN,
	OPTION_EXPLAIN,
	OPTION_JOIN,
	OPTION_SHARD,
	OPTION_STRICT,
	OPTION_WAIT,
	OPTION_ALLOW_REMOVALS,
	OPTION_ALLOW_RULES,
	OPTION_METRICS_FILE,
	OPTION_LOG_FORMAT,
};

static const struct option_spec option_specs[] = {
    COMMAND_OPTION_CONFIG,
    COMMAND_OPTION_INDEX,
    {OPTION_FULL, "full", NULL, "read every article and build the index anew"},
    {OPTION_DRY_RUN, "dry-run", NULL, "tell what would change, write nothing"},
    {OPTION_EXPLAIN, "explain", NULL,
	"name every article that changes or is left out, and why"},
    {OPTION_STRICT, "strict", NULL,
	"publish nothing when an article or a rule cannot be taken"},
    {OPTION_SHARD, "shard", "N", "build only this one of the shards; may be given again"},
    {OPTION_JOIN, "join", NULL, "build no shard but those of --shard, and join all of them"},
    {OPTION_ALLOW_REMOVALS, "allow-removals", NULL, "publish though many articles are gone"},
    {OPTION_ALLOW_RULES, "allow-rules", NULL,
	"publish though a file of rules has mistakes, without what is wrong"},
    {OPTION_WAIT, "wait", "SECONDS", "wait so long for another run to end (default: 0)"},
    {OPTION_METRICS_FILE, "metrics-file", "FILE",
	"write how it went to FILE, for Prometheus' node_exporter"},
    {OPTION_LOG_FORMAT, "log-format", "FORMAT", "text, or json: an object a line"},
    {'v', "verbose", NULL, "print a summary also where there is no terminal"},
    {'q', "quiet", NULL, "print problems only"},
    COMMAND_OPTION_HELP,
    {0, NULL, NULL, NULL},
};

static double
now_seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* What serves now, whatever the run has come to, and when one was good before. */
static void
fill_record(struct run_record *record, const char *index)
{
	struct generation *served = NULL;
	struct run_record last = {.reasons = NULL};
	bool is_well = record->outcome == RUN_PUBLISHED || record->outcome == RUN_UNCHANGED;

	if (generation_open(index, &served, NULL) == FORNIX_OK) {
		record->generation = served->number;
		record->articles = served->articles;
	}
	generation_free(served);
	record->ended_at = (int64_t)time(NULL);
	if (is_well)
		record->last_success_at = record->ended_at;
	else if (run_record_read(index, &last, NULL) == FORNIX_OK)
		record->last_success_at = last.last_success_at;
	run_record_fini(&last);
}

static struct run_record
make_record(enum fornix_status status, const struct indexer_summary *summary, double seconds)
{
	enum run_outcome outcome = status == FORNIX_ERR_REFUSED ? RUN_REFUSED
				   : status != FORNIX_OK        ? RUN_FAILED
				   : summary->is_published      ? RUN_PUBLISHED
								: RUN_UNCHANGED;

	return (struct run_record){.outcome = outcome,
	    .seconds = seconds,
	    .generation = summary->generation,
	    .articles = summary->articles,
	    .counts = {[RUN_FILES] = summary->files,
		[RUN_READ] = summary->read,
		[RUN_NEW] = summary->added,
		[RUN_CHANGED] = summary->changed,
		[RUN_MOVED] = summary->moved,
		[RUN_REMOVED] = summary->removed,
		[RUN_LEFT_OUT] = summary->skipped,
		[RUN_SKIPPED] = summary->failed}};
}

static enum fornix_status
write_metrics(
    const struct run_record *record, const struct config *config, struct fornix_error *err)
{
	struct buffer text CLEANUP_BUFFER;
	enum fornix_status status;

	buffer_init(&text, RUN_RECORD_METRICS_MAX);
	run_record_metrics(record, config->index, &text);
	status = buffer_finish(&text, config->metrics_file, err);
	if (status != FORNIX_OK)
		return status;
	return file_replace(config->metrics_file, (struct span){text.data, text.length}, err);
}

/* Returns 0, or 3 when it could not be written down. */
static int
note_run(
    struct run_record *record, const struct config *config, struct index_printing *printing)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	bool has_index = access(config->index, F_OK) == 0;
	int code = 0;

	fill_record(record, config->index);
	record->reasons = printing->reasons.data;
	if (has_index && run_record_write(config->index, record, &err) != FORNIX_OK) {
		index_print_problem(printing, "failed", err.message);
		code = error_exit_code(FORNIX_ERR_IO);
	}
	if (config->metrics_file != NULL && write_metrics(record, config, &err) != FORNIX_OK) {
		index_print_problem(printing, "failed", err.message);
		code = error_exit_code(FORNIX_ERR_IO);
	}
	return code;
}

/* A run that never began changes nothing that is known of the last one. */
static int
run_indexer(const struct indexer_options *options, const struct config *config,
    struct index_printing *printing)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct indexer_summary summary = {.files = 0};
	const char *message = "";
	struct run_record record;
	double start = now_seconds();
	unsigned before = generation_current(config->index);
	enum fornix_status status;
	int code, note_code = 0;

	status = indexer_run(options, &summary, &err);
	record = make_record(status, &summary, now_seconds() - start);
	/* It serves, though the disk may not have it yet. */
	if (record.outcome == RUN_FAILED && status != FORNIX_ERR_LOCKED &&
	    generation_current(config->index) != before)
		record.outcome = RUN_PUBLISHED;
	code = error_exit_code(status);
	if (status == FORNIX_ERR_REFUSED)
		message = err.message;
	else if (status != FORNIX_OK)
		index_print_problem(printing, "failed", err.message);
	if (!options->dry_run && status != FORNIX_ERR_LOCKED)
		note_code = note_run(&record, config, printing);
	else if (status != FORNIX_OK)
		fill_record(&record, config->index);
	code = code != 0 ? code : note_code;
	note_code = index_print_outcome(printing, &record, message);
	return code != 0 ? code : note_code;
}

int
index_run_with_config(struct indexer_options *options, struct index_printing *printing,
    const struct config *config)
{
	int code;

	options->index = config->index;
	if (options->corpus == NULL)
		options->corpus = config->corpus;
	options->article = (struct article_options){.anchors = config->anchors,
	    .url_pattern = config->url_pattern,
	    .today = date_today()};
	options->gate = &config->gate;
	options->retention = config->retention;
	options->report = index_print_report;
	options->progress = index_print_progress;
	options->context = printing;
	index_print_begin(printing);
	code = run_indexer(options, config, printing);
	index_print_end(printing);
	return code;
}

/* What has no settings has no index to tell of. */
static int
fail_settings(struct index_printing *printing, const struct fornix_error *err)
{
	if (!printing->is_json)
		return command_fail(err);
	index_print_begin(printing);
	index_print_problem(printing, "failed", err->message);
	index_print_end(printing);
	return error_exit_code(err->status);
}

static enum fornix_status
take_format(const char *value, bool *ret_is_json, struct fornix_error *err)
{
	*ret_is_json = strcmp(value, "json") == 0;
	if (!*ret_is_json && strcmp(value, "text") != 0)
		return error_set(err, FORNIX_ERR_USAGE,
		    "option '--log-format' takes text or json, not '%.80s'", value);
	return FORNIX_OK;
}

static int
run_index(int argc, char **argv)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct indexer_options wanted = {0};
	struct index_printing printing = {.quiet = false};
	struct gate_policy policy = {.allow_removals = false};
	const char *file = NULL, *index = NULL, *metrics_file = NULL;
	struct config *config;
	struct options options;
	unsigned long long number;
	struct index_shards shards = {0};
	int id, code;

	options_init(&options, option_specs, argc, argv);
	while ((id = options_next(&options, &err)) > 0) {
		switch (id) {
		case 'c':
			file = options.value;
			break;
		case 'i':
			index = options.value;
			break;
		case 'q':
			printing.quiet = true;
			break;
		case 'v':
			printing.verbose = true;
			break;
		case OPTION_METRICS_FILE:
			metrics_file = options.value;
			break;
		case OPTION_LOG_FORMAT:
			if (take_format(options.value, &printing.is_json, &err) != FORNIX_OK)
				return command_fail_usage(&command_index, &err);
			break;
		case OPTION_FULL:
			wanted.full = true;
			break;
		case OPTION_DRY_RUN:
			wanted.dry_run = printing.is_dry_run = true;
			break;
		case OPTION_EXPLAIN:
			printing.explain = true;
			break;
		case OPTION_JOIN:
			shards.with_join = true;
			break;
		case OPTION_SHARD:
			if (options_number("--shard", options.value, 1, SHARE_COUNT_MAX,
				&number, &err) != FORNIX_OK)
				return command_fail_usage(&command_index, &err);
			shards.places |= (uint64_t)1 << (number - 1);
			break;
		case OPTION_STRICT:
			wanted.strict = true;
			break;
		case OPTION_ALLOW_REMOVALS:
			policy.allow_removals = true;
			break;
		case OPTION_ALLOW_RULES:
			policy.allow_rules = true;
			break;
		case OPTION_WAIT:
			if (options_number("--wait", options.value, 0, 86400, &number, &err) !=
			    FORNIX_OK)
				return command_fail_usage(&command_index, &err);
			wanted.wait_ms = (unsigned)number * 1000;
			break;
		default:
			return command_help(&command_index);
		}
	}
	if (id == 0 && argc - options.first_operand > 1) {
		error_set(&err, FORNIX_ERR_USAGE, "one folder of articles, not %d",
		    argc - options.first_operand);
		id = -1;
	}
	if (id < 0)
		return command_fail_usage(&command_index, &err);
	if (options.first_operand < argc)
		wanted.corpus = argv[options.first_operand];
	if (command_config(file, index, &config, &err) != FORNIX_OK)
		return fail_settings(&printing, &err);
	if (metrics_file != NULL) {
		free(config->metrics_file);
		config->metrics_file = xstrdup(metrics_file);
	}
	config->gate.allow_removals = policy.allow_removals;
	config->gate.allow_rules = policy.allow_rules;
	if (index_shards_choose(config, &shards, &err) != FORNIX_OK)
		code = command_fail_usage(&command_index, &err);
	else if (config->shard_count > 0)
		code = index_shards_run(&wanted, &printing, config, &shards);
	else
		code = index_run_with_config(&wanted, &printing, config);
	config_free(config);
	return code;
}

const struct command command_index = {
    .name = "index",
    .operands = "[CORPUS]",
    .summary = "index a folder of Markdown articles and publish the result",
    .options = option_specs,
    .run = run_index,
};

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "buffer.h"
#include "date.h"
#include "escape.h"
#include "indexer.h"
#include "xalloc.h"

enum {
	OPTION_FULL = 256,
	OPTION_DRY_RUN,
	OPTION_EXPLAIN,
	OPTION_STRICT,
	OPTION_WAIT,
	OPTION_ALLOW_REMOVALS,
	OPTION_ALLOW_RULES,
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
    {OPTION_ALLOW_REMOVALS, "allow-removals", NULL, "publish though many articles are gone"},
    {OPTION_ALLOW_RULES, "allow-rules", NULL,
	"publish though a file of rules has mistakes, without what is wrong"},
    {OPTION_WAIT, "wait", "SECONDS", "wait so long for another run to end (default: 0)"},
    {'q', "quiet", NULL, "print problems only"},
    COMMAND_OPTION_HELP,
    {0, NULL, NULL, NULL},
};

struct printing {
	bool explain, quiet;
	bool with_progress;
	bool is_dry_run;
	int percent; /* shown last */
};

static void
print_line(FILE *stream, const char *word, const char *path, const char *detail)
{
	struct buffer line;

	buffer_init(&line, 64 * 1024);
	escape_terminal(&line, path, strlen(path));
	if (path[0] != '\0' && detail[0] != '\0')
		buffer_append_string(&line, ": ");
	escape_terminal(&line, detail, strlen(detail));
	fprintf(stream, "%s%s\n", word, line.data);
	buffer_fini(&line);
}

static const struct {
	const char *word;
	bool is_problem; /* printed always, to standard error */
} events[] = {
    [INDEXER_ADDED] = {"new      ", false},
    [INDEXER_CHANGED] = {"changed  ", false},
    [INDEXER_MOVED] = {"moved    ", false},
    [INDEXER_REMOVED] = {"removed  ", false},
    [INDEXER_SKIPPED] = {"left out ", false},
    [INDEXER_NOTE] = {"note     ", false},
    [INDEXER_FAILED] = {"fornix: skipped ", true},
    [INDEXER_REFUSED] = {"fornix: refused: ", true},
};

static void
clear_progress(const struct printing *printing)
{
	if (printing->with_progress)
		fputs("\r\033[K", stderr);
}

static void
on_report(const struct indexer_report *report, void *context)
{
	struct printing *printing = context;

	clear_progress(printing);
	if (events[report->event].is_problem)
		print_line(stderr, events[report->event].word, "", report->detail);
	else if (printing->explain)
		print_line(stdout, events[report->event].word, report->path, report->detail);
}

static void
on_progress(size_t done, size_t total, void *context)
{
	struct printing *printing = context;
	int percent = (int)(done * 100 / total), i;

	if (!printing->with_progress || percent == printing->percent)
		return;
	printing->percent = percent;
	fputs("\rreading [", stderr);
	for (i = 0; i < 40; i++)
		fputc(i * 100 < percent * 40 ? '#' : ' ', stderr);
	fprintf(stderr, "] %zu of %zu", done, total);
}

static int
print_summary(const struct indexer_summary *summary, const struct printing *printing)
{
	const char *end = printing->is_dry_run    ? "dry run, nothing written"
			  : summary->is_published ? "published"
						  : "nothing to publish";

	clear_progress(printing);
	if (printing->quiet)
		return command_print("", 0);
	printf(
	    "%zu files, %zu read: %zu new, %zu changed, %zu moved, %zu removed, %zu left out, "
	    "%zu skipped\n",
	    summary->files, summary->read, summary->added, summary->changed, summary->moved,
	    summary->removed, summary->skipped, summary->failed);
	printf("generation %u: %u articles (%s) in %.2f s\n", summary->generation,
	    summary->articles, end, summary->seconds);
	return command_print("", 0);
}

static int
run_indexer(const struct indexer_options *options, struct printing *printing)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct indexer_summary summary;
	enum fornix_status status;

	status = indexer_run(options, &summary, &err);
	clear_progress(printing);
	if (status != FORNIX_OK)
		return command_fail(&err);
	return print_summary(&summary, printing);
}

static int
run_with_config(
    struct indexer_options *options, struct printing *printing, const struct config *config)
{
	options->index = config->index;
	if (options->corpus == NULL)
		options->corpus = config->corpus;
	options->article = (struct article_options){.anchors = config->anchors,
	    .url_pattern = config->url_pattern,
	    .today = date_today()};
	options->gate = &config->gate;
	options->retention = config->retention;
	options->report = on_report;
	options->progress = on_progress;
	options->context = printing;
	printing->with_progress =
	    !printing->quiet && isatty(STDOUT_FILENO) && isatty(STDERR_FILENO);
	return run_indexer(options, printing);
}

static int
run_index(int argc, char **argv)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct indexer_options wanted = {0};
	struct printing printing = {.percent = -1};
	struct gate_policy policy = {.allow_removals = false};
	const char *file = NULL, *index = NULL;
	struct config *config;
	struct options options;
	unsigned long long number;
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
		case OPTION_FULL:
			wanted.full = true;
			break;
		case OPTION_DRY_RUN:
			wanted.dry_run = printing.is_dry_run = true;
			break;
		case OPTION_EXPLAIN:
			printing.explain = true;
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
		return command_fail(&err);
	config->gate.allow_removals = policy.allow_removals;
	config->gate.allow_rules = policy.allow_rules;
	code = run_with_config(&wanted, &printing, config);
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

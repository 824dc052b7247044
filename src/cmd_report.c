/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "analyze.h"
#include "buffer.h"
#include "generation.h"
#include "path.h"
#include "render_report.h"
#include "report_day.h"
#include "report_nearest.h"
#include "report_read.h"
#include "report_store.h"
#include "report_titles.h"
#include "search.h"
#include "vocabulary.h"
#include "xalloc.h"

#define TOP_DEFAULT 20
#define TOP_MAX     10000

enum {
	OPTION_SINCE = 256,
	OPTION_FORMAT,
	OPTION_TOP,
	OPTION_PURGE,
};

static const struct option_spec option_specs[] = {
    COMMAND_OPTION_CONFIG,
    COMMAND_OPTION_INDEX,
    {'s', "state", "DIR", "folder of the counters (default: state)"},
    {OPTION_SINCE, "since", "WHEN",
	"from a day, 2026-11-25, or that many days, 7d (default: all)"},
    {OPTION_FORMAT, "format", "FORMAT", "text, json or csv (default: text)"},
    {OPTION_TOP, "top", "N", "lines of each list (default: 20)"},
    {OPTION_PURGE, "purge", NULL, "delete all counters"},
    COMMAND_OPTION_HELP,
    {0, NULL, NULL, NULL},
};

typedef void render(const struct report *report, const struct render_report_options *options,
    struct buffer *out);

static const struct {
	const char *name;
	render *render;
} formats[] = {
    {"text", render_report_text},
    {"json", render_report_json},
    {"csv", render_report_csv},
};

struct wish {
	const char *config, *index, *state, *since;
	render *render;
	size_t top;
	bool purge;
};

static enum fornix_status
take_format(const char *name, struct wish *wish, struct fornix_error *err)
{
	size_t i;

	for (i = 0; i < sizeof formats / sizeof formats[0]; i++) {
		if (strcmp(formats[i].name, name) == 0) {
			wish->render = formats[i].render;
			return FORNIX_OK;
		}
	}
	return error_set(
	    err, FORNIX_ERR_USAGE, "option '--format' takes text, json or csv, not '%s'", name);
}

/* Reads the options; returns as options_next(). */
static int
read_options(struct options *options, struct wish *wish, struct fornix_error *err)
{
	enum fornix_status status = FORNIX_OK;
	unsigned long long number;
	int id;

	while (status == FORNIX_OK && (id = options_next(options, err)) > 0) {
		switch (id) {
		case 'c':
			wish->config = options->value;
			break;
		case 'i':
			wish->index = options->value;
			break;
		case 's':
			wish->state = options->value;
			break;
		case OPTION_SINCE:
			wish->since = options->value;
			break;
		case OPTION_FORMAT:
			status = take_format(options->value, wish, err);
			break;
		case OPTION_TOP:
			status =
			    options_number("--top", options->value, 1, TOP_MAX, &number, err);
			if (status == FORNIX_OK)
				wish->top = (size_t)number;
			break;
		case OPTION_PURGE:
			wish->purge = true;
			break;
		default:
			return id;
		}
	}
	return status == FORNIX_OK ? id : -1;
}

/* "2026-11-25", or "7d": today and the six days before. */
static enum fornix_status
read_since(const char *since, uint32_t today, uint32_t *ret_first_day, struct fornix_error *err)
{
	size_t digits = strspn(since, "0123456789");
	unsigned long days;

	*ret_first_day = report_day_parse(since);
	if (*ret_first_day > 0 && *ret_first_day <= today)
		return FORNIX_OK;
	if (digits > 0 && digits <= 4 && strcmp(since + digits, "d") == 0) {
		days = strtoul(since, NULL, 10);
		if (days > 0) {
			*ret_first_day = report_day_back(today, (unsigned)days - 1);
			return FORNIX_OK;
		}
	}
	return error_set(err, FORNIX_ERR_USAGE,
	    "option '--since' takes a day up to today, 2026-11-25, or days, 7d, not '%s'",
	    since);
}

static int
purge(const char *folder)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	bool existed;

	if (report_store_purge(folder, &existed, &err) != FORNIX_OK)
		return command_fail(&err);
	return existed ? command_print("all counters are deleted\n", 25)
		       : command_print("there were no counters\n", 23);
}

static enum fornix_status
open_index(const char *folder, struct searcher **ret_searcher,
    struct vocabulary **ret_vocabulary, struct fornix_error *err)
{
	struct generation *generation;
	enum fornix_status status = generation_open(folder, &generation, err);
	char *path;

	if (status != FORNIX_OK)
		return status;
	status = searcher_open(generation, ret_searcher, err);
	path = path_join(generation->path, VOCABULARY_FILE);
	if (vocabulary_open(path, ret_vocabulary, NULL) != FORNIX_OK)
		*ret_vocabulary = NULL; /* searches go without one, too */
	free(path);
	generation_free(generation);
	return status;
}

/* Without an index the report is without nearest articles. */
static enum fornix_status
find_nearest(const char *index, struct report *report, size_t top, struct fornix_error *err)
{
	struct searcher *searcher = NULL;
	struct vocabulary *vocabulary = NULL;
	struct report_titles *titles = NULL;
	struct analyzer *analyzer;
	enum fornix_status status;
	size_t i;

	if (report->missing.count == 0)
		return FORNIX_OK;
	status = open_index(index, &searcher, &vocabulary, err);
	if (status != FORNIX_OK) {
		vocabulary_free(vocabulary);
		return status == FORNIX_ERR_NOT_FOUND ? FORNIX_OK : status;
	}
	analyzer = analyzer_new();
	status = report_titles_read(searcher, analyzer, &titles, err);
	for (i = 0; i < report->missing.count && i < top && status == FORNIX_OK; i++)
		status = report_nearest(
		    searcher, vocabulary, titles, analyzer, &report->missing.items[i], err);
	report_titles_free(titles);
	analyzer_free(analyzer);
	vocabulary_free(vocabulary);
	searcher_free(searcher);
	return status;
}

static bool
wants_colour(void)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

	return isatty(STDOUT_FILENO) && (no_color == NULL || no_color[0] == '\0') &&
	       (term == NULL || strcmp(term, "dumb") != 0);
}

static int
print_report(const struct wish *wish, const struct report *report)
{
	struct render_report_options options = {
	    .top = wish->top, .with_colour = wants_colour()};
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct buffer out;
	int code;

	buffer_init(&out, RENDER_REPORT_BYTES_MAX);
	wish->render(report, &options, &out);
	if (buffer_finish(&out, "the report", &err) != FORNIX_OK)
		code = command_fail(&err);
	else
		code = command_print(out.data, out.length);
	buffer_fini(&out);
	return code == 0 && report->searches == 0 ? COMMAND_NOTHING_FOUND : code;
}

static int
show(const struct wish *wish, const struct config *config)
{
	uint32_t today = report_day_of(time(NULL));
	uint32_t first_day = report_day_back(today, config->report_days - 1);
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct report report;
	int code;

	if (wish->since != NULL &&
	    read_since(wish->since, today, &first_day, &err) != FORNIX_OK)
		return command_fail_usage(&command_report, &err);
	if (report_read(config->state, first_day, today, config->report_min_count, &report,
		&err) != FORNIX_OK)
		return command_fail(&err);
	if (find_nearest(config->index, &report, wish->top, &err) != FORNIX_OK)
		code = command_fail(&err);
	else
		code = print_report(wish, &report);
	report_fini(&report);
	return code;
}

static int
run_wish(const struct wish *wish)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct config *config;
	int code;

	if (command_config(wish->config, wish->index, &config, &err) != FORNIX_OK)
		return command_fail(&err);
	if (wish->state != NULL) {
		free(config->state);
		config->state = xstrdup(wish->state);
	}
	code = wish->purge ? purge(config->state) : show(wish, config);
	config_free(config);
	return code;
}

static int
run_report(int argc, char **argv)
{
	struct wish wish = {.render = render_report_text, .top = TOP_DEFAULT};
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct options options;
	int id;

	options_init(&options, option_specs, argc, argv);
	id = read_options(&options, &wish, &err);
	if (id > 0)
		return command_help(&command_report);
	if (id == 0 && options.first_operand < argc) {
		error_set(&err, FORNIX_ERR_USAGE, "unexpected '%s': report takes options only",
		    argv[options.first_operand]);
		id = -1;
	}
	if (id < 0)
		return command_fail_usage(&command_report, &err);
	return run_wish(&wish);
}

const struct command command_report = {
    .name = "report",
    .operands = "",
    .summary = "tell what visitors searched for, without telling on anyone",
    .options = option_specs,
    .run = run_report,
};

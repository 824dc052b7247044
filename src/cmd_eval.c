/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "cmd_eval.h"
#include "eval_read.h"
#include "path.h"

#define PRACTICE_QUERIES   "_search/queries.tsv" /* below the corpus */
#define RUN_FILE_BYTES_MAX EVAL_FILE_BYTES_MAX

/* A word to the person at the terminal; what is measured stands in any case. */
static void
note(size_t count, const char *text)
{
	if (count > 0)
		fprintf(stderr, "fornix: note: %zu %s\n", count, text);
}

static void
note_missing(const struct eval_search_notes *notes)
{
	struct fornix_error line;

	if (notes->missing == 0)
		return;
	error_set(&line, FORNIX_ERR_INPUT,
	    "note: %zu judged articles are not in the index, one is '%.200s'", notes->missing,
	    notes->example);
	command_fail(&line);
}

static enum fornix_status
read_set(const struct cmd_eval_wish *wish, const struct config *config, struct eval_set *set,
    struct fornix_error *err)
{
	char *own CLEANUP_FREE = path_join(config->corpus, PRACTICE_QUERIES);
	const char *file = wish->queries != NULL ? wish->queries : own;
	enum fornix_status status;
	size_t i, unknown = 0;

	if (wish->qrels == NULL) {
		status = eval_read_practice(file, set, err);
	} else {
		status = eval_read_queries(file, set, err);
		if (status == FORNIX_OK)
			status = eval_read_qrels(wish->qrels, set, &unknown, err);
	}
	if (status != FORNIX_OK)
		return status;
	note(unknown, "judgements are of queries that are not asked");
	for (i = 0; i < set->query_count; i++) {
		if (eval_query_has_relevant(set->queries[i]))
			return FORNIX_OK;
	}
	return error_set(err, FORNIX_ERR_INPUT,
	    "no query of '%s' has a relevant document: compare it with the judgements", file);
}

static enum fornix_status
search_index(const struct cmd_eval_wish *wish, const struct config *config,
    const struct eval_set *set, struct eval_run *run, struct fornix_error *err)
{
	struct generation *generation;
	struct eval_search_notes notes;
	enum fornix_status status;

	status = generation_open(config->index, &generation, err);
	if (status != FORNIX_OK)
		return status;
	status = eval_search(generation, set, &wish->search, run, &notes, err);
	generation_free(generation);
	if (status != FORNIX_OK)
		return status;
	note(notes.cut, "queries are too long and were cut");
	note_missing(&notes);
	return FORNIX_OK;
}

static enum fornix_status
read_run(const struct cmd_eval_wish *wish, const char *file, const struct eval_set *set,
    struct eval_run *run, struct fornix_error *err)
{
	enum fornix_status status;
	size_t unknown;

	status = eval_read_run(file, set, wish->search.depth, run, &unknown, err);
	if (status == FORNIX_OK)
		note(unknown, "lines of the run are of queries that are not asked");
	return status;
}

static enum fornix_status
write_run(const char *path, const struct eval_set *set, const struct eval_run *run,
    struct fornix_error *err)
{
	enum fornix_status status;
	struct buffer out;
	FILE *file;
	bool written;

	buffer_init(&out, RUN_FILE_BYTES_MAX);
	eval_format_run(&out, set, run);
	status = buffer_finish(&out, "the run", err);
	if (status == FORNIX_OK && (file = fopen(path, "we")) == NULL) {
		status = error_set_errno(err, FORNIX_ERR_IO, errno, "cannot write '%s'", path);
	} else if (status == FORNIX_OK) {
		written = fwrite(out.data, 1, out.length, file) == out.length;
		if (fclose(file) != 0 || !written)
			status = error_set_errno(
			    err, FORNIX_ERR_IO, errno, "cannot write '%s'", path);
	}
	buffer_fini(&out);
	return status;
}

/* Every measure that is too low is told. */
static int
check_requirements(const struct cmd_eval_wish *wish, const struct eval_outcome *outcome)
{
	struct fornix_error err;
	int code = 0;
	size_t i;

	for (i = 0; i < wish->requirement_count; i++) {
		const struct cmd_eval_requirement *requirement = &wish->requirements[i];
		double mean = outcome->means.values[requirement->measure];

		if (mean >= requirement->least)
			continue;
		error_set(&err, FORNIX_ERR_REFUSED, "%s is %.4f, less than the %g required",
		    eval_measure_names[requirement->measure], mean, requirement->least);
		code = command_fail(&err);
	}
	return code;
}

static int
report(const struct cmd_eval_wish *wish, const struct eval_outcome *outcome)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct buffer out;
	int code;

	buffer_init(&out, EVAL_REPORT_BYTES_MAX);
	if (wish->json)
		eval_report_json(&out, outcome, &wish->report);
	else
		eval_report_text(&out, outcome, &wish->report);
	if (buffer_finish(&out, "the report", &err) != FORNIX_OK)
		code = command_fail(&err);
	else
		code = command_print(out.data, out.length);
	buffer_fini(&out);
	return code != 0 ? code : check_requirements(wish, outcome);
}

/* The baseline is read before the run is written: both may be one file. */
static int
evaluate(
    const struct cmd_eval_wish *wish, const struct config *config, const struct eval_set *set)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct eval_run run = {0}, baseline = {0};
	enum fornix_status status = FORNIX_OK;
	struct eval_outcome outcome;
	int code;

	if (wish->baseline != NULL)
		status = read_run(wish, wish->baseline, set, &baseline, &err);
	if (status == FORNIX_OK)
		status = wish->run != NULL ? read_run(wish, wish->run, set, &run, &err)
					   : search_index(wish, config, set, &run, &err);
	if (status == FORNIX_OK && wish->run_file != NULL)
		status = write_run(wish->run_file, set, &run, &err);
	if (status == FORNIX_OK) {
		eval_outcome_init(&outcome, set, &run,
		    wish->baseline != NULL ? &baseline : NULL, wish->search.depth);
		code = report(wish, &outcome);
		eval_outcome_fini(&outcome);
	} else {
		code = command_fail(&err);
	}
	eval_run_fini(&run);
	eval_run_fini(&baseline);
	return code;
}

static int
run_wish(const struct cmd_eval_wish *wish)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct config *config;
	struct eval_set set;
	int code;

	if (command_config(wish->config, wish->index, &config, &err) != FORNIX_OK)
		return command_fail(&err);
	eval_set_init(&set);
	if (read_set(wish, config, &set, &err) != FORNIX_OK)
		code = command_fail(&err);
	else
		code = evaluate(wish, config, &set);
	eval_set_fini(&set);
	config_free(config);
	return code;
}

static int
run_eval(int argc, char **argv)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct cmd_eval_wish wish;
	int id = cmd_eval_read_options(argc, argv, &wish, &err);

	if (id > 0)
		return command_help(&command_eval);
	return id < 0 ? command_fail_usage(&command_eval, &err) : run_wish(&wish);
}

const struct command command_eval = {
    .name = "eval",
    .operands = "",
    .summary = "measure how well judged queries are answered",
    .options = cmd_eval_options,
    .run = run_eval,
};

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd_eval.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "gate_policy.h"

enum {
	OPTION_QUERIES = 256,
	OPTION_QRELS,
	OPTION_DEPTH,
	OPTION_RUN_FILE,
	OPTION_RUN,
	OPTION_BASELINE,
	OPTION_REQUIRE,
	OPTION_NO_CORRECTION,
	OPTION_NO_SYNONYMS,
	OPTION_JSON,
};

const struct option_spec cmd_eval_options[] = {
    COMMAND_OPTION_CONFIG,
    COMMAND_OPTION_INDEX,
    {OPTION_QUERIES, "queries", "TSV",
	"the queries (default: _search/queries.tsv of the corpus)"},
    {OPTION_QRELS, "qrels", "TREC", "what is relevant, when the queries do not say so"},
    {OPTION_DEPTH, "depth", "N", "results of a query, 10 to 1000 (default: 100)"},
    {OPTION_RUN_FILE, "run-file", "OUT", "write what was found, as a TREC run"},
    {OPTION_RUN, "run", "FILE", "measure this TREC run instead of searching"},
    {OPTION_BASELINE, "baseline", "FILE", "compare with this TREC run"},
    {OPTION_REQUIRE, "require", "NAME=N",
	"end with 4 when the mean of that measure is lower; may be repeated"},
    {'v', "per-query", NULL, "a line for each query as well"},
    {OPTION_NO_CORRECTION, "no-correction", NULL, "take misspelt words as they are"},
    {OPTION_NO_SYNONYMS, "no-synonyms", NULL, "search for the words themselves only"},
    {OPTION_JSON, "json", NULL, "print one JSON object"},
    COMMAND_OPTION_HELP,
    {0, NULL, NULL, NULL},
};

static enum fornix_status
read_requirement(const char *value, struct cmd_eval_wish *wish, struct fornix_error *err)
{
	struct cmd_eval_requirement *requirement;
	enum fornix_status status;

	if (wish->requirement_count == CMD_EVAL_REQUIREMENTS_MAX)
		return error_set(err, FORNIX_ERR_USAGE, "more than %d times '--require'",
		    CMD_EVAL_REQUIREMENTS_MAX);
	requirement = &wish->requirements[wish->requirement_count];
	status = gate_policy_read_least(value, &requirement->measure, &requirement->least, err);
	if (status != FORNIX_OK)
		return error_prefix(err, "'--require'");
	wish->requirement_count++;
	return FORNIX_OK;
}

/* Where the value of an option that is plain text goes; NULL: it is none of these. */
static const char **
find_text_option(struct cmd_eval_wish *wish, int id)
{
	switch (id) {
	case 'c':
		return &wish->config;
	case 'i':
		return &wish->index;
	case OPTION_QUERIES:
		return &wish->queries;
	case OPTION_QRELS:
		return &wish->qrels;
	case OPTION_RUN_FILE:
		return &wish->run_file;
	case OPTION_RUN:
		return &wish->run;
	case OPTION_BASELINE:
		return &wish->baseline;
	default:
		return NULL;
	}
}

/* Returns as options_next(). */
static int
read_options(struct options *options, struct cmd_eval_wish *wish, struct fornix_error *err)
{
	enum fornix_status status = FORNIX_OK;
	unsigned long long number;
	const char **text;
	int id;

	while (status == FORNIX_OK && (id = options_next(options, err)) > 0) {
		text = find_text_option(wish, id);
		if (text != NULL) {
			*text = options->value;
			continue;
		}
		switch (id) {
		case OPTION_DEPTH:
			status = options_number("--depth", options->value, EVAL_DEPTH_MIN,
			    EVAL_DEPTH_MAX, &number, err);
			if (status == FORNIX_OK)
				wish->search.depth = (unsigned)number;
			break;
		case OPTION_REQUIRE:
			status = read_requirement(options->value, wish, err);
			break;
		case 'v':
			wish->report.per_query = true;
			break;
		case OPTION_NO_CORRECTION:
			wish->search.without_correction = true;
			break;
		case OPTION_NO_SYNONYMS:
			wish->search.without_synonyms = true;
			break;
		case OPTION_JSON:
			wish->json = true;
			break;
		default:
			return id;
		}
	}
	return status == FORNIX_OK ? id : -1;
}

/* What can only be said of all options together. */
static enum fornix_status
check_wish(const struct cmd_eval_wish *wish, struct fornix_error *err)
{
	size_t i;

	if (wish->qrels != NULL && wish->queries == NULL)
		return error_set(
		    err, FORNIX_ERR_USAGE, "'--qrels' needs the queries: add '--queries'");
	if (wish->run != NULL && wish->run_file != NULL)
		return error_set(err, FORNIX_ERR_USAGE,
		    "'--run' does not search, so '--run-file' has nothing to write");
	for (i = 0; i < wish->requirement_count; i++) {
		if (wish->requirements[i].measure == EVAL_RECALL_100 &&
		    wish->search.depth < 100)
			return error_set(err, FORNIX_ERR_USAGE,
			    "recall@100 needs a depth of at least 100, not %u",
			    wish->search.depth);
	}
	return FORNIX_OK;
}

int
cmd_eval_read_options(
    int argc, char **argv, struct cmd_eval_wish *ret_wish, struct fornix_error *err)
{
	struct cmd_eval_wish wish = {.search.depth = EVAL_DEPTH};
	struct options options;
	int id;

	options_init(&options, cmd_eval_options, argc, argv);
	id = read_options(&options, &wish, err);
	if (id == 0 && options.first_operand < argc) {
		error_set(err, FORNIX_ERR_USAGE,
		    "unexpected argument '%s': name files by options",
		    argv[options.first_operand]);
		return -1;
	}
	if (id == 0 && check_wish(&wish, err) != FORNIX_OK)
		return -1;
	if (id == 0)
		*ret_wish = wish;
	return id;
}

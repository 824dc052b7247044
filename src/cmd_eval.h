/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_CMD_EVAL_H
#define FORNIX_CMD_EVAL_H

/* What "fornix eval" was asked for; private to cmd_eval*.c. */

#include <stdbool.h>
#include <stddef.h>

#include "error.h"
#include "eval.h"
#include "eval_report.h"
#include "eval_search.h"
#include "options.h"

#define CMD_EVAL_REQUIREMENTS_MAX 16

struct cmd_eval_requirement {
	enum eval_measure measure;
	double least;
};

/* Texts are borrowed from the command line. */
struct cmd_eval_wish {
	const char *config, *index;
	const char *queries, *qrels;
	const char *run_file, *run, *baseline;
	struct eval_search_options search;
	size_t requirement_count;
	struct cmd_eval_requirement requirements[CMD_EVAL_REQUIREMENTS_MAX];
	struct eval_report_options report;
	bool json;
};

extern const struct option_spec cmd_eval_options[];

/* Returns 0, -1 with err set, or above 0 when help is wanted. */
int cmd_eval_read_options(
    int argc, char **argv, struct cmd_eval_wish *ret_wish, struct fornix_error *err);

#endif

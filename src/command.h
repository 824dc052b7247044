/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_COMMAND_H
#define FORNIX_COMMAND_H

/* The commands of fornix: one file each, and the table in fornix.c. */

#include "config.h"
#include "error.h"
#include "options.h"

struct command {
	const char *name;
	const char *operands; /* for the usage line */
	const char *summary;  /* one line */
	const struct option_spec *options;
	int (*run)(
	    int argc, char **argv); /* argv[0] is the command's name; returns the exit code */
};

extern const struct command command_check;
extern const struct command command_completion; /* not in the list: a build runs it */
extern const struct command command_eval;
extern const struct command command_explain;
extern const struct command command_index;
extern const struct command command_related;
extern const struct command command_report;
extern const struct command command_rollback;
extern const struct command command_search;
extern const struct command command_ship;
extern const struct command command_status;

/* All, in the order of the help; ends with NULL. */
extern const struct command *const commands[];

#define COMMAND_NOTHING_FOUND 1 /* exit code */

/* The options that every command has. */
#define COMMAND_OPTION_CONFIG                                                                  \
	{                                                                                      \
		'c', "config", "FILE",                                                         \
		    "read settings from FILE (default: fornix.yaml, if there is one)"          \
	}
#define COMMAND_OPTION_INDEX                                                                   \
	{                                                                                      \
		'i', "index", "DIR", "folder of the index (default: index)"                    \
	}
#define COMMAND_OPTION_HELP                                                                    \
	{                                                                                      \
		'h', "help", NULL, "show this help"                                            \
	}

/* Prints "fornix: message" to standard error; returns the exit code for err. */
int command_fail(const struct fornix_error *err);

/* As command_fail(), with a pointer to the command's help. */
int command_fail_usage(const struct command *command, const struct fornix_error *err);

/* Prints the command's help; returns 0. */
int command_help(const struct command *command);

/* Settings from file (NULL: the default), with index overridden unless it is NULL. */
FORNIX_CHECKED enum fornix_status command_config(
    const char *file, const char *index, struct config **ret_config, struct fornix_error *err);

/* Writes to standard output; returns the exit code: 0, or 3 when that failed. */
int command_print(const char *bytes, size_t length);

#endif

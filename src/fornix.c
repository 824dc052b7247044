/* SPDX-License-Identifier: GPL-2.0-or-later */

/* fornix: the shell command, for staff and for cron. */

#include "command.h"

#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "buffer.h"
#include "escape.h"
#include "fields.h"
#include "nearest.h"
#include "xalloc.h"

const struct command *const commands[] = {&command_index, &command_search, &command_related,
    &command_eval, &command_check, &command_report, &command_status, &command_rollback,
    &command_ship, &command_explain, NULL};

#define COMMAND_COUNT (sizeof commands / sizeof commands[0] - 1)

int
command_fail(const struct fornix_error *err)
{
	struct buffer line;

	buffer_init(&line, 4 * FORNIX_ERROR_MESSAGE_BYTES);
	escape_terminal(&line, err->message, strlen(err->message));
	fprintf(stderr, "fornix: %s\n", line.data);
	buffer_fini(&line);
	return error_exit_code(err->status);
}

int
command_fail_usage(const struct command *command, const struct fornix_error *err)
{
	int code = command_fail(err);

	fprintf(stderr, "Try 'fornix help %s'.\n", command->name);
	return code;
}

int
command_help(const struct command *command)
{
	printf("usage: fornix %s [OPTIONS] %s\n%s\n\n", command->name, command->operands,
	    command->summary);
	options_help(command->options);
	printf("\nMore: man fornix-%s\n", command->name);
	return command_print("", 0);
}

enum fornix_status
command_config(
    const char *file, const char *index, struct config **ret_config, struct fornix_error *err)
{
	enum fornix_status status = config_load(file, ret_config, err);

	if (status == FORNIX_OK && index != NULL) {
		free((*ret_config)->index);
		(*ret_config)->index = xstrdup(index);
	}
	return status;
}

int
command_print(const char *bytes, size_t length)
{
	struct fornix_error err;

	if (fwrite(bytes, 1, length, stdout) == length && fflush(stdout) == 0 &&
	    !ferror(stdout))
		return 0;
	error_set_errno(&err, FORNIX_ERR_IO, errno, "cannot write to standard output");
	return command_fail(&err);
}

static const struct command *
find_command(const char *name)
{
	size_t i;

	for (i = 0; i < COMMAND_COUNT; i++) {
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	}
	return strcmp(name, command_completion.name) == 0 ? &command_completion : NULL;
}

/* "fornix help query" */
static int
show_query(void)
{
	size_t i;

	puts("A query is words; articles with more of them, and rarer ones, come first.\n"
	     "\n"
	     "  facial spasm        either word, better both, in all their forms\n"
	     "  \"facial spasm\"      these words side by side\n"
	     "  pain -migraine      without a word, or without a \"phrase\"");
	for (i = 0; i < FIELD_COUNT; i++) {
		if (fields[i].is_searchable)
			printf("  %s:word%*s in the article's %s\n", fields[i].name,
			    14 - (int)strlen(fields[i].name), "", fields[i].help);
	}
	puts(
	    "\n"
	    "Misspelt words are corrected and other names from the glossary are searched\n"
	    "for too; the answer says so.  Nothing is a syntax error.  More: man 7 fornix-query");
	return command_print("", 0);
}

static int
show_overview(void)
{
	size_t i;

	puts("usage: fornix COMMAND [OPTIONS] [ARGUMENTS]\n"
	     "Full-text search for a website of Markdown articles.\n");
	for (i = 0; i < COMMAND_COUNT; i++)
		printf("  %-10s %s\n", commands[i]->name, commands[i]->summary);
	printf("  %-10s %s\n", "help", "show what a command does, or how to write a query");
	puts("\nExit codes: 0 done or found, 1 nothing found, 2 wrong use or input,\n"
	     "3 index or I/O trouble, 4 refused by a guard.  More: man fornix");
	return command_print("", 0);
}

static int
fail_unknown(const char *name)
{
	const char *names[COMMAND_COUNT + 2], *near;
	struct fornix_error err;
	size_t i;

	for (i = 0; i < COMMAND_COUNT; i++)
		names[i] = commands[i]->name;
	names[i++] = "help";
	names[i++] = command_completion.name;
	near = nearest_name(name, names, i);
	if (near != NULL)
		error_set(&err, FORNIX_ERR_USAGE, "unknown command '%s': did you mean '%s'?",
		    name, near);
	else
		error_set(
		    &err, FORNIX_ERR_USAGE, "unknown command '%s': try 'fornix help'", name);
	return command_fail(&err);
}

static int
run_help(int argc, char **argv)
{
	const struct command *command;

	if (argc < 2)
		return show_overview();
	if (strcmp(argv[1], "query") == 0)
		return show_query();
	command = find_command(argv[1]);
	return command != NULL ? command_help(command) : fail_unknown(argv[1]);
}

int
main(int argc, char **argv)
{
	const struct command *command;

	setlocale(LC_CTYPE, "");
	signal(SIGPIPE, SIG_IGN); /* a closed pipe is an error that is reported */
	if (argc < 2) {
		show_overview();
		return 2;
	}
	if (strcmp(argv[1], "--version") == 0) {
		puts("fornix " PACKAGE_VERSION);
		return command_print("", 0);
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
		return show_overview();
	if (strcmp(argv[1], "help") == 0)
		return run_help(argc - 1, argv + 1);
	command = find_command(argv[1]);
	return command != NULL ? command->run(argc - 1, argv + 1) : fail_unknown(argv[1]);
}

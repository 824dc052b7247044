/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command.h"

#include <stdio.h>

#include "generation.h"
#include "rollback.h"

enum {
	OPTION_TO = 256,
	OPTION_DRY_RUN,
	OPTION_WAIT,
};

static const struct option_spec option_specs[] = {
    COMMAND_OPTION_CONFIG,
    COMMAND_OPTION_INDEX,
    {OPTION_TO, "to", "N", "the generation to put back (default: the one served before)"},
    {OPTION_DRY_RUN, "dry-run", NULL, "check and tell, change nothing"},
    {OPTION_WAIT, "wait", "SECONDS", "wait so long for an index run to end (default: 0)"},
    {'q', "quiet", NULL, "print problems only"},
    COMMAND_OPTION_HELP,
    {0, NULL, NULL, NULL},
};

struct wish {
	const char *config, *index;
	struct rollback_options options;
	bool quiet;
};

/* What people find things with now.  The pointer moves before the disk has it for sure. */
static int
fail(const struct config *config, unsigned before, const struct fornix_error *err)
{
	int code = command_fail(err);
	unsigned served = generation_current(config->index);

	if (served != before)
		fprintf(stderr, "fornix: generation %u serves now\n", served);
	else if (served > 0)
		fprintf(stderr, "fornix: nothing was changed: generation %u goes on serving\n",
		    served);
	return code;
}

static int
print_result(const struct wish *wish, const struct rollback_result *result)
{
	if (!wish->quiet && wish->options.dry_run)
		printf("generation %u, %u articles, can be put back: nothing was changed\n",
		    result->to, result->articles);
	else if (!wish->quiet)
		printf("generation %u, %u articles, serves instead of %u\n", result->to,
		    result->articles, result->from);
	return command_print("", 0);
}

static int
run_wish(struct wish *wish)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct rollback_result result;
	struct config *config;
	unsigned before;
	int code;

	if (command_config(wish->config, wish->index, &config, &err) != FORNIX_OK)
		return command_fail(&err);
	wish->options.index = config->index;
	before = generation_current(config->index);
	if (rollback_run(&wish->options, &result, &err) == FORNIX_OK)
		code = print_result(wish, &result);
	else
		code = fail(config, before, &err);
	config_free(config);
	return code;
}

static enum fornix_status
take_number(const char *option, const char *value, unsigned least, unsigned most,
    unsigned *ret_number, struct fornix_error *err)
{
	unsigned long long number;
	enum fornix_status status = options_number(option, value, least, most, &number, err);

	if (status == FORNIX_OK)
		*ret_number = (unsigned)number;
	return status;
}

static int
run_rollback(int argc, char **argv)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	enum fornix_status status = FORNIX_OK;
	struct wish wish = {.quiet = false};
	struct options options;
	unsigned seconds = 0;
	int id = 0;

	options_init(&options, option_specs, argc, argv);
	while (status == FORNIX_OK && (id = options_next(&options, &err)) > 0) {
		if (id == 'c')
			wish.config = options.value;
		else if (id == 'i')
			wish.index = options.value;
		else if (id == OPTION_TO)
			status = take_number("--to", options.value, 1, GENERATION_NUMBER_MAX,
			    &wish.options.to, &err);
		else if (id == OPTION_WAIT)
			status = take_number("--wait", options.value, 0, 86400, &seconds, &err);
		else if (id == OPTION_DRY_RUN)
			wish.options.dry_run = true;
		else if (id == 'q')
			wish.quiet = true;
		else
			return command_help(&command_rollback);
	}
	if (status == FORNIX_OK && id == 0 && options.first_operand < argc)
		status = error_set(&err, FORNIX_ERR_USAGE,
		    "unexpected '%s': name a generation with --to",
		    argv[options.first_operand]);
	if (status != FORNIX_OK || id < 0)
		return command_fail_usage(&command_rollback, &err);
	wish.options.wait_ms = seconds * 1000;
	return run_wish(&wish);
}

const struct command command_rollback = {
    .name = "rollback",
    .operands = "",
    .summary = "put an earlier generation of the index back",
    .options = option_specs,
    .run = run_rollback,
};

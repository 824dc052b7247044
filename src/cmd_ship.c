/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command.h"

#include <inttypes.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "buffer.h"
#include "escape.h"
#include "ship.h"

#define LINE_BYTES_MAX 4096

static const struct option_spec option_specs[] = {
    COMMAND_OPTION_CONFIG,
    COMMAND_OPTION_INDEX,
    {'e', "rsh", "COMMAND", "how to reach a HOST (default: ssh)"},
    {'v', "verbose", NULL, "print what was done also where there is no terminal"},
    {'q', "quiet", NULL, "print problems only"},
    COMMAND_OPTION_HELP,
    {0, NULL, NULL, NULL},
};

struct wish {
	const char *config, *index, *rsh;
	char *const *targets;
	size_t target_count;
	bool verbose, quiet;
};

/* Nobody answers a question of ssh at night, and who does not answer is not waited for. */
#define DEFAULT_RSH "ssh -o BatchMode=yes -o ConnectTimeout=10 -o ServerAliveInterval=15"

static int
print_result(const char *target, const struct ship_result *result)
{
	struct buffer line CLEANUP_BUFFER;

	buffer_init(&line, LINE_BYTES_MAX);
	escape_terminal(&line, target, strlen(target));
	buffer_printf(&line, ": generation %u, %" PRIu32 " articles, is served", result->number,
	    result->articles);
	if (result->before == result->number)
		buffer_append_string(&line, " already");
	else if (result->before > 0)
		buffer_printf(&line, " instead of %u", result->before);
	if (result->files > 0)
		buffer_printf(&line, "; %u of %u files sent, %.1f MB", result->files,
		    result->file_count, (double)result->bytes / 1e6);
	buffer_append_char(&line, '\n');
	return command_print(line.data, line.length);
}

/* Every target is tried; the exit code is that of the first that could not be had. */
static int
ship_to_all(const struct wish *wish, const struct config *config)
{
	struct ship_options options = {.index = config->index,
	    .rsh = wish->rsh != NULL ? wish->rsh : DEFAULT_RSH,
	    .keep = config->retention.generations};
	bool with_outcome = !wish->quiet && (wish->verbose || isatty(STDOUT_FILENO));
	struct ship_result result;
	int code = 0, target_code;
	size_t i;

	for (i = 0; i < wish->target_count; i++) {
		struct fornix_error err = FORNIX_ERROR_INIT;

		target_code = 0;
		if (ship_run(&options, wish->targets[i], &result, &err) != FORNIX_OK) {
			error_prefix(&err, "not shipped to '%s'", wish->targets[i]);
			target_code = command_fail(&err);
		} else if (with_outcome) {
			target_code = print_result(wish->targets[i], &result);
		}
		code = code != 0 ? code : target_code;
	}
	return code;
}

static int
run_wish(struct wish *wish)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct config *config;
	int code;

	if (command_config(wish->config, wish->index, &config, &err) != FORNIX_OK)
		return command_fail(&err);
	if (wish->target_count == 0) {
		wish->targets = config->ship_to;
		wish->target_count = config->ship_to_count;
	}
	if (wish->target_count > 0) {
		code = ship_to_all(wish, config);
	} else {
		error_set(&err, FORNIX_ERR_USAGE,
		    "no folder to ship to: name DIR or HOST:DIR, or set 'ship_to'");
		code = command_fail_usage(&command_ship, &err);
	}
	config_free(config);
	return code;
}

static int
run_ship(int argc, char **argv)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct wish wish = {.quiet = false};
	struct options options;
	int id;

	options_init(&options, option_specs, argc, argv);
	while ((id = options_next(&options, &err)) > 0) {
		if (id == 'c')
			wish.config = options.value;
		else if (id == 'i')
			wish.index = options.value;
		else if (id == 'e')
			wish.rsh = options.value;
		else if (id == 'v')
			wish.verbose = true;
		else if (id == 'q')
			wish.quiet = true;
		else
			return command_help(&command_ship);
	}
	if (id < 0)
		return command_fail_usage(&command_ship, &err);
	wish.targets = argv + options.first_operand;
	wish.target_count = (size_t)(argc - options.first_operand);
	return run_wish(&wish);
}

const struct command command_ship = {
    .name = "ship",
    .operands = "[TARGET]...",
    .summary = "copy the index that is served to other machines",
    .options = option_specs,
    .run = run_ship,
};

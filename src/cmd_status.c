/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "cmd_status.h"

#define NOT_WELL  3 /* exit codes */
#define REFUSED   4
#define HOURS_MAX 8760

enum {
	OPTION_JSON = 256,
	OPTION_CANDIDATE,
	OPTION_MAX_AGE,
};

static const struct option_spec option_specs[] = {
    COMMAND_OPTION_CONFIG,
    COMMAND_OPTION_INDEX,
    {OPTION_JSON, "json", NULL, "print one JSON object"},
    {OPTION_CANDIDATE, "candidate", NULL, "compare what was refused with what is served"},
    {OPTION_MAX_AGE, "max-age", "HOURS", "exit with 3 when the last good run is older"},
    {'q', "quiet", NULL, "print nothing: the exit code tells"},
    COMMAND_OPTION_HELP,
    {0, NULL, NULL, NULL},
};

struct wish {
	const char *config, *index;
	unsigned max_age_hours; /* 0: any will do */
	bool json, candidate, quiet;
};

static bool
is_too_old(const struct status *status, unsigned hours)
{
	return hours > 0 &&
	       (!status->has_record ||
		   time(NULL) - status->record.last_success_at > (time_t)hours * 3600);
}

static int
exit_code(const struct status *status, const struct wish *wish)
{
	if (status->served == NULL)
		return status->trouble.status == FORNIX_ERR_NOT_FOUND ? COMMAND_NOTHING_FOUND
								      : NOT_WELL;
	if (status->has_record && status->record.outcome == RUN_REFUSED)
		return REFUSED;
	if ((status->has_record && status->record.outcome == RUN_FAILED) ||
	    is_too_old(status, wish->max_age_hours))
		return NOT_WELL;
	return 0;
}

static int
print(const struct wish *wish, const struct config *config)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct candidate candidate = {0};
	struct buffer out CLEANUP_BUFFER;
	enum fornix_status status = FORNIX_OK;
	struct status state;
	int code;

	status_init(&state, config->index);
	if (wish->candidate && state.refused > 0 && state.served != NULL)
		status = status_compare(&state, config, &candidate, &err);
	buffer_init(&out, STATUS_PRINT_BYTES_MAX);
	if (wish->json)
		status_print_json(&state, wish->candidate ? &candidate : NULL, &out);
	else if (wish->candidate)
		status_print_candidate(&state, &candidate, &out);
	else
		status_print_text(&state, &out);
	if (status == FORNIX_OK)
		status = buffer_finish(&out, "the status", &err);
	code = status != FORNIX_OK ? command_fail(&err)
	       : wish->quiet       ? 0
				   : command_print(out.data, out.length);
	if (code == 0)
		code = exit_code(&state, wish);
	candidate_fini(&candidate);
	status_fini(&state);
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
	code = print(wish, config);
	config_free(config);
	return code;
}

static int
run_status(int argc, char **argv)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	unsigned long long hours = 0;
	struct wish wish = {.json = false};
	struct options options;
	int id;

	options_init(&options, option_specs, argc, argv);
	while ((id = options_next(&options, &err)) > 0) {
		if (id == 'c')
			wish.config = options.value;
		else if (id == 'i')
			wish.index = options.value;
		else if (id == 'q')
			wish.quiet = true;
		else if (id == OPTION_JSON)
			wish.json = true;
		else if (id == OPTION_CANDIDATE)
			wish.candidate = true;
		else if (id != OPTION_MAX_AGE)
			return command_help(&command_status);
		else if (options_number("--max-age", options.value, 1, HOURS_MAX, &hours,
			     &err) != FORNIX_OK)
			return command_fail_usage(&command_status, &err);
	}
	if (id == 0 && options.first_operand < argc) {
		error_set(&err, FORNIX_ERR_USAGE, "unexpected '%s': status takes options only",
		    argv[options.first_operand]);
		id = -1;
	}
	if (id < 0)
		return command_fail_usage(&command_status, &err);
	wish.max_age_hours = (unsigned)hours;
	return run_wish(&wish);
}

const struct command command_status = {
    .name = "status",
    .operands = "",
    .summary = "tell what is served, and how the last index run ended",
    .options = option_specs,
    .run = run_status,
};

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "service_options.h"

#include <stdio.h>
#include <stdlib.h>

#include "options.h"
#include "xalloc.h"

enum {
	OPTION_CONFIG = 'c',
	OPTION_INDEX = 'i',
	OPTION_STATE = 's',
	OPTION_LISTEN = 'l',
	OPTION_HELP = 'h',
	OPTION_ANSWER_CACHE = 256,
	OPTION_USER,
	OPTION_WORKERS,
	OPTION_CHECK_CONFIG,
	OPTION_VERSION,
};

static const struct option_spec option_specs[] = {
    {OPTION_CONFIG, "config", "FILE", "settings (default: fornix.yaml, if it is there)"},
    {OPTION_INDEX, "index", "DIR", "folder of the index"},
    {OPTION_STATE, "state", "DIR", "folder of the counters of searches"},
    {OPTION_LISTEN, "listen", "ADDRESS",
	"ADDR:PORT, [ADDR6]:PORT, *:PORT or unix:PATH; may be repeated"},
    {OPTION_ANSWER_CACHE, "answer-cache", "BYTES", "memory for answers; 0 is none"},
    {OPTION_WORKERS, "workers", "N", "searching threads; 0 is one a core"},
    {OPTION_USER, "user", "NAME", "give root's rights up for those of this user"},
    {OPTION_CHECK_CONFIG, "check-config", NULL, "check settings and options, and end"},
    {OPTION_VERSION, "version", NULL, "print the version, and end"},
    {OPTION_HELP, "help", NULL, "print this, and end"},
    {0, NULL, NULL, NULL},
};

static enum fornix_status
take_number(const char *option, const char *value, unsigned long long most,
    long long *ret_value, struct fornix_error *err)
{
	unsigned long long number;
	enum fornix_status status = options_number(option, value, 0, most, &number, err);

	if (status == FORNIX_OK)
		*ret_value = (long long)number;
	return status;
}

static enum fornix_status
take_listen(struct service_options *options, const char *value, struct fornix_error *err)
{
	if (options->listen_count == CONFIG_LISTEN_MAX)
		return error_set(err, FORNIX_ERR_USAGE,
		    "option '--listen' is given more than %d times", CONFIG_LISTEN_MAX);
	options->listen[options->listen_count++] = value;
	return FORNIX_OK;
}

static enum fornix_status
take_option(
    struct service_options *options, int id, const char *value, struct fornix_error *err)
{
	switch (id) {
	case OPTION_CONFIG:
		options->config = value;
		return FORNIX_OK;
	case OPTION_INDEX:
		options->index = value;
		return FORNIX_OK;
	case OPTION_STATE:
		options->state = value;
		return FORNIX_OK;
	case OPTION_LISTEN:
		return take_listen(options, value, err);
	case OPTION_ANSWER_CACHE:
		return take_number("--answer-cache", value, SERVICE_ANSWER_CACHE_MAX,
		    &options->answer_cache, err);
	case OPTION_WORKERS:
		return take_number(
		    "--workers", value, CONFIG_WORKERS_MAX, &options->workers, err);
	case OPTION_USER:
		options->user = value;
		return FORNIX_OK;
	case OPTION_CHECK_CONFIG:
		options->check_only = true;
		return FORNIX_OK;
	case OPTION_VERSION:
		options->show_version = true;
		return FORNIX_OK;
	default:
		options->show_help = true;
		return FORNIX_OK;
	}
}

enum fornix_status
service_options_read(
    int argc, char **argv, struct service_options *ret_options, struct fornix_error *err)
{
	struct options options;
	enum fornix_status status = FORNIX_OK;
	int id;

	*ret_options = (struct service_options){.answer_cache = -1, .workers = -1};
	options_init(&options, option_specs, argc, argv);
	while (status == FORNIX_OK && (id = options_next(&options, err)) != 0)
		status =
		    id < 0 ? err->status : take_option(ret_options, id, options.value, err);
	if (status != FORNIX_OK)
		return status;
	if (options.first_operand < argc)
		return error_set(err, FORNIX_ERR_USAGE,
		    "unexpected '%s': fornixd takes options only", argv[options.first_operand]);
	return FORNIX_OK;
}

int
service_options_help(void)
{
	puts("usage: fornixd [OPTIONS]\nAnswers searches over HTTP.\n");
	options_help(option_specs);
	puts("\nExit codes: 0 ended by a signal, 2 wrong use or settings, 3 I/O trouble.\n"
	     "More: man fornixd");
	return fflush(stdout) == 0 ? 0 : 3;
}

void
service_listen(struct config *config, const char *const *listen, size_t count)
{
	size_t i;

	for (i = 0; i < config->listen_count; i++)
		free(config->listen[i]);
	for (i = 0; i < count; i++)
		config->listen[i] = xstrdup(listen[i]);
	config->listen_count = count;
}

enum fornix_status
service_config(
    const struct service_options *options, struct config **ret_config, struct fornix_error *err)
{
	enum fornix_status status = config_load(options->config, ret_config, err);
	struct config *config;

	if (status != FORNIX_OK)
		return status;
	config = *ret_config;
	if (options->index != NULL) {
		free(config->index);
		config->index = xstrdup(options->index);
	}
	if (options->state != NULL) {
		free(config->state);
		config->state = xstrdup(options->state);
	}
	if (options->answer_cache >= 0)
		config->answer_cache_bytes = (size_t)options->answer_cache;
	if (options->workers >= 0)
		config->workers = (unsigned)options->workers;
	if (options->listen_count > 0)
		service_listen(config, options->listen, options->listen_count);
	return FORNIX_OK;
}

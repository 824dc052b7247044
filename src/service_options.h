/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_SERVICE_OPTIONS_H
#define FORNIX_SERVICE_OPTIONS_H

/* What the command line of fornixd says, and the settings with that in their place. */

#include <stdbool.h>
#include <stddef.h>

#include "config.h"
#include "error.h"

/* Of the memory for answers, in bytes. */
#define SERVICE_ANSWER_CACHE_MAX (1024ULL * 1024 * 1024)

/* Texts are borrowed from argv; NULL or -1 where it says nothing. */
struct service_options {
	const char *config, *index, *state, *user;
	size_t listen_count;
	const char *listen[CONFIG_LISTEN_MAX];
	long long answer_cache, workers;
	bool check_only, show_help, show_version;
};

/* USAGE, naming the option, for what is wrong. */
FORNIX_CHECKED enum fornix_status service_options_read(
    int argc, char **argv, struct service_options *ret_options, struct fornix_error *err);

/* Prints the options to standard output; returns the exit code. */
int service_options_help(void);

/* Reads the settings, as config_load(); what the options say is in their place. */
FORNIX_CHECKED enum fornix_status service_config(const struct service_options *options,
    struct config **ret_config, struct fornix_error *err);

/* Listens on these addresses, of which there are at most CONFIG_LISTEN_MAX, and no others. */
void service_listen(struct config *config, const char *const *listen, size_t count);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */

/* fornix.yaml: settings, or an error that can be shown. */

#include "config.h"

#include <stdlib.h>

#include "../tests/scratch.h"
#include "texts.h"

static void
check(const struct config *config)
{
	size_t i;

	check_clean(config->site_name, false);
	assert(config->listen_count <= CONFIG_LISTEN_MAX);
	assert(config->cors_origin_count <= CONFIG_ORIGINS_MAX);
	assert(config->workers <= CONFIG_WORKERS_MAX);
	assert(config->report_min_count >= 5);
	for (i = 0; i < config->cors_origin_count; i++)
		check_clean(config->cors_origins[i], false);
	if (config->public_url != NULL)
		check_clean(config->public_url, false);
	if (config->contact_phone != NULL)
		check_clean(config->contact_phone, false);
	if (config->contact_url != NULL)
		check_clean(config->contact_url, false);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct config *config = NULL;
	char *file = scratch_path("fornix.yaml");

	scratch_write("fornix.yaml", bytes, length);
	if (config_load(file, &config, &err) == FORNIX_OK)
		check(config);
	else
		assert(err.message[0] != '\0');
	config_free(config);
	free(file);
	return 0;
}

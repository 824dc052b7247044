/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd_index.h"

#include <limits.h>
#include <stdlib.h>

#include "xalloc.h"

static enum fornix_status
check_place(const struct config *config, size_t i, struct fornix_error *err)
{
	if (i >= config->shard_count)
		return error_set(err, FORNIX_ERR_USAGE,
		    "'--shard %zu': 'shards' in the settings has %zu places", i + 1,
		    config->shard_count);
	if (config->shards[i].folder == NULL)
		return error_set(err, FORNIX_ERR_USAGE,
		    "'--shard %zu': 'shards' in the settings has it at '%s': index it there, "
		    "where it is a folder",
		    i + 1, config->shards[i].host);
	return FORNIX_OK;
}

enum fornix_status
index_shards_choose(
    const struct config *config, struct index_shards *shards, struct fornix_error *err)
{
	enum fornix_status status = FORNIX_OK;
	size_t i;

	for (i = 0; i < SHARE_COUNT_MAX && status == FORNIX_OK; i++) {
		if ((shards->places >> i & 1) != 0)
			status = check_place(config, i, err);
	}
	if (status != FORNIX_OK)
		return status;
	if (shards->with_join && config->shard_count == 0)
		return error_set(
		    err, FORNIX_ERR_USAGE, "'--join': the settings have no 'shards' to join");
	if (shards->with_join || shards->places != 0)
		return FORNIX_OK;
	shards->with_join = true;
	for (i = 0; i < config->shard_count; i++) {
		if (config->shards[i].folder != NULL)
			shards->places |= (uint64_t)1 << i;
	}
	return FORNIX_OK;
}

/* The list of shards is read from other folders than this one. */
static void
fill_front(const struct config *config, struct front *front)
{
	char path[PATH_MAX];
	size_t i;

	for (i = 0; i < config->shard_count; i++) {
		const struct config_shard *shard = &config->shards[i];

		if (shard->folder != NULL)
			front->shards[i].folder = xstrdup(
			    realpath(shard->folder, path) != NULL ? path : shard->folder);
		else
			front->shards[i].host = xstrdup(shard->host);
		front->shards[i].port = shard->port;
		front->shards[i].may_be_public =
		    shard->host != NULL && config->allow_plain_remote;
		front->count++;
	}
}

static int
join(struct indexer_options *options, struct index_printing *printing,
    const struct config *config)
{
	struct front front = {.count = 0};
	int code;

	fill_front(config, &front);
	printing->shard = 0;
	options->share = (struct share){.count = 0};
	options->front = &front;
	code = index_run_with_config(options, printing, config);
	front_fini(&front);
	return code;
}

/* A run of its own for each: what is published stays, though the next one fails. */
int
index_shards_run(struct indexer_options *options, struct index_printing *printing,
    const struct config *config, const struct index_shards *shards)
{
	struct config part = *config; /* borrows all, and is not freed */
	size_t i;
	int code = 0;

	for (i = 0; i < config->shard_count && code == 0; i++) {
		if ((shards->places >> i & 1) == 0)
			continue;
		part.index = config->shards[i].folder;
		printing->shard = (unsigned)i + 1;
		options->share = (struct share){(unsigned)i + 1, (unsigned)config->shard_count};
		code = index_run_with_config(options, printing, &part);
	}
	/* What a dry run would have changed is not there to be joined. */
	if (code == 0 && shards->with_join && !options->dry_run)
		code = join(options, printing, config);
	return code;
}

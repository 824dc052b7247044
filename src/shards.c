/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "shards.h"

#include <stdlib.h>

#include "path.h"

/* The folder of the database, or NULL where that generation is not there any more. */
static char *
hold_shard(const struct front_shard *shard, int *ret_hold_fd)
{
	struct generation *generation;
	char *path;

	if (generation_open_number(shard->folder, shard->generation, &generation, NULL) !=
	    FORNIX_OK)
		return NULL;
	*ret_hold_fd = generation_hold(generation);
	path = path_join(generation->path, GENERATION_INDEX);
	generation_free(generation);
	return path;
}

static enum fornix_status
open_front(struct shards *shards, const struct front *front, struct index_reader **ret_reader,
    struct fornix_error *err)
{
	struct index_shard items[SHARE_COUNT_MAX] = {{.path = NULL}};
	char *paths[SHARE_COUNT_MAX] = {NULL};
	enum fornix_status status;
	size_t i;

	for (i = 0; i < front->count; i++) {
		const struct front_shard *shard = &front->shards[i];

		if (shard->folder != NULL)
			items[i].path = paths[i] = hold_shard(shard, &shards->hold_fds[i]);
		items[i].host = shard->host;
		items[i].port = shard->port;
		items[i].may_be_public = shard->may_be_public;
		if (shard->host != NULL) {
			items[i].fact_key = FRONT_STAMP_FACT;
			items[i].fact = shard->stamp;
		}
	}
	status = index_reader_open_shards(items, front->count, ret_reader, err);
	for (i = 0; i < front->count; i++)
		free(paths[i]);
	return status;
}

enum fornix_status
shards_open(struct shards *shards, const struct generation *generation,
    struct index_reader **ret_reader, struct fornix_error *err)
{
	char *path CLEANUP_FREE = path_join(generation->path, GENERATION_INDEX);
	struct front front;
	enum fornix_status status = front_read(generation->path, &front, err);

	*shards = (struct shards){.count = 0};
	if (status != FORNIX_OK)
		return status;
	shards->count = front.count;
	if (front.count > 0)
		status = open_front(shards, &front, ret_reader, err);
	else
		status = index_reader_open(path, ret_reader, err);
	front_fini(&front);
	return status;
}

bool
shards_are_stale(const struct shards *shards, const struct index_reader *reader)
{
	return shards->count > 0 && index_reader_shards_replaced(reader) != 0;
}

void
shards_close(struct shards *shards)
{
	size_t i;

	for (i = 0; i < shards->count; i++)
		generation_release(shards->hold_fds[i]);
	shards->count = 0;
}

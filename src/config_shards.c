/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config_reading.h"

#include <stdlib.h>
#include <string.h>

#include "config_check.h"
#include "xalloc.h"

static const char wanted[] = "a list of indexes that share the articles, FOLDER or HOST:PORT";

static void
shard_fini(struct config_shard *shard)
{
	free(shard->folder);
	free(shard->host);
}

void
config_clear_shards(struct config *config)
{
	while (config->shard_count > 0)
		shard_fini(&config->shards[--config->shard_count]);
}

/* What has a colon is another machine's, unless it can only be a path. */
static bool
read_shard(const struct config_reading *reading, const char *text, struct config_shard *ret)
{
	const char *colon = strrchr(text, ':');
	size_t skip = text[0] == '[' ? 1 : 0;

	if (colon == NULL || strchr(text, '/') != NULL) {
		ret->folder = config_join_path(reading, text);
		return true;
	}
	if (!config_check_address(text))
		return false;
	ret->host = xstrndup(text + skip, (size_t)(colon - text) - 2 * skip);
	ret->port = (unsigned)strtoul(colon + 1, NULL, 10);
	return ret->port > 0;
}

static bool
is_same(const struct config_shard *a, const struct config_shard *b)
{
	if (a->folder != NULL || b->folder != NULL)
		return a->folder != NULL && b->folder != NULL &&
		       strcmp(a->folder, b->folder) == 0;
	return a->port == b->port && strcmp(a->host, b->host) == 0;
}

static enum fornix_status
add_shard(struct config_reading *reading, const struct yamldoc_node *list,
    const struct yamldoc_node *node)
{
	struct config *config = reading->config;
	struct config_shard shard = {.line = node->line};
	size_t i;

	if (config->shard_count == CONFIG_SHARDS_MAX)
		return error_set(reading->err, FORNIX_ERR_LIMIT,
		    "'%s:%u': '%s' has more than %d places: remove some", reading->file,
		    node->line, list->key, CONFIG_SHARDS_MAX);
	if (!config_is_text(node) || !read_shard(reading, node->text, &shard)) {
		shard_fini(&shard);
		return config_refuse(reading, list, wanted);
	}
	for (i = 0; i < config->shard_count; i++) {
		if (!is_same(&config->shards[i], &shard))
			continue;
		shard_fini(&shard);
		return error_set(reading->err, FORNIX_ERR_INPUT,
		    "'%s:%u': '%.200s' is in '%s' twice: each place has articles of its own",
		    reading->file, node->line, node->text, list->key);
	}
	config->shards[config->shard_count++] = shard;
	return FORNIX_OK;
}

enum fornix_status
config_take_shards(
    struct config_reading *reading, const struct yamldoc_node *node, void *member)
{
	(void)member;
	config_clear_shards(reading->config);
	return config_take_each(reading, node, wanted, add_shard);
}

/* A name tells nothing before it is looked up, which is done when the shard is opened. */
static bool
is_public(const struct config_shard *shard)
{
	struct network_address address;

	return shard->host != NULL &&
	       network_address_read(shard->host, strlen(shard->host), &address) &&
	       !network_is_private(&address);
}

enum fornix_status
config_check_shards(const struct config_reading *reading)
{
	const struct config *config = reading->config;
	size_t i;

	for (i = 0; i < config->shard_count; i++) {
		const struct config_shard *shard = &config->shards[i];

		if (shard->folder != NULL && strcmp(shard->folder, config->index) == 0)
			return error_set(reading->err, FORNIX_ERR_INPUT,
			    "'%s:%u': '%s' is the folder of the index itself: name another one",
			    reading->file, shard->line, shard->folder);
		if (!config->allow_plain_remote && is_public(shard))
			return error_set(reading->err, FORNIX_ERR_INPUT,
			    "'%s:%u': everybody can reach '%s', and nothing is encrypted or asks "
			    "for a password: use a private address, as WireGuard gives, or write "
			    "'allow_plain_remote: true'",
			    reading->file, shard->line, shard->host);
	}
	return FORNIX_OK;
}

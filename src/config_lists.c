/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config_reading.h"

#include "config_check.h"
#include "xalloc.h"

#define SOCKET_PATH_BYTES 108 /* with the NUL */

void
config_clear_list(char **items, size_t *count)
{
	while (*count > 0)
		free(items[--*count]);
}

static enum fornix_status
add_listen(struct config_reading *reading, const struct yamldoc_node *list,
    const struct yamldoc_node *node)
{
	struct config *config = reading->config;
	static const char unix_prefix[] = "unix:";
	size_t prefix = strlen(unix_prefix), size;
	char *path;

	if (config->listen_count == CONFIG_LISTEN_MAX)
		return error_set(reading->err, FORNIX_ERR_LIMIT,
		    "'%s:%u': '%s' has more than %d addresses: remove some", reading->file,
		    node->line, list->key, CONFIG_LISTEN_MAX);
	if (node->kind == YAMLDOC_SCALAR && config_check_address(node->text)) {
		config->listen[config->listen_count++] = xstrdup(node->text);
		return FORNIX_OK;
	}
	if (node->kind != YAMLDOC_SCALAR || strncmp(node->text, unix_prefix, prefix) != 0 ||
	    node->text[prefix] == '\0')
		return config_refuse(reading, list, "ADDR:PORT, [ADDR6]:PORT or unix:PATH");
	path = config_join_path(reading, node->text + prefix);
	size = prefix + strlen(path) + 1;
	if (size > prefix + SOCKET_PATH_BYTES) {
		free(path);
		return config_refuse(
		    reading, list, "a shorter path: a socket's has at most 107 bytes");
	}
	config->listen[config->listen_count] = xmalloc(size);
	snprintf(config->listen[config->listen_count++], size, "%s%s", unix_prefix, path);
	free(path);
	return FORNIX_OK;
}

enum fornix_status
config_take_each(struct config_reading *reading, const struct yamldoc_node *node,
    const char *wanted, config_add *add)
{
	const struct yamldoc_node *item;
	enum fornix_status status = FORNIX_OK;

	if (node->kind == YAMLDOC_SCALAR)
		return add(reading, node, node);
	if (node->kind == YAMLDOC_MAPPING)
		return config_refuse(reading, node, wanted);
	for (item = node->child; item != NULL && status == FORNIX_OK; item = item->next)
		status = add(reading, node, item);
	return status;
}

enum fornix_status
config_take_listen(
    struct config_reading *reading, const struct yamldoc_node *node, void *member)
{
	static const char wanted[] = "ADDR:PORT, [ADDR6]:PORT or unix:PATH";

	(void)member;
	config_clear_list(reading->config->listen, &reading->config->listen_count);
	if (node->kind == YAMLDOC_SEQUENCE && node->child == NULL)
		return config_refuse(reading, node, wanted);
	return config_take_each(reading, node, wanted, add_listen);
}

static enum fornix_status
add_origin(struct config_reading *reading, const struct yamldoc_node *list,
    const struct yamldoc_node *node)
{
	struct config *config = reading->config;

	if (config->cors_origin_count == CONFIG_ORIGINS_MAX)
		return error_set(reading->err, FORNIX_ERR_LIMIT,
		    "'%s:%u': '%s' has more than %d origins: remove some, or write '*'",
		    reading->file, node->line, list->key, CONFIG_ORIGINS_MAX);
	if (node->kind != YAMLDOC_SCALAR || !config_check_origin(node->text))
		return error_set(reading->err, FORNIX_ERR_INPUT,
		    "'%s:%u': '%.80s' in '%s' is not an origin: write 'https://www.example.org' "
		    "in lower case, without a path or the usual port, or '*'",
		    reading->file, node->line,
		    node->kind == YAMLDOC_SCALAR ? node->text : "a list", list->key);
	config->cors_origins[config->cors_origin_count++] = xstrdup(node->text);
	return FORNIX_OK;
}

enum fornix_status
config_take_origins(
    struct config_reading *reading, const struct yamldoc_node *node, void *member)
{
	(void)member;
	config_clear_list(reading->config->cors_origins, &reading->config->cors_origin_count);
	return config_take_each(
	    reading, node, "a list of origins, like [https://www.example.org]", add_origin);
}

/* What has a colon is another machine's: HOST:DIR. */
static enum fornix_status
add_ship_to(struct config_reading *reading, const struct yamldoc_node *list,
    const struct yamldoc_node *node)
{
	struct config *config = reading->config;

	if (config->ship_to_count == CONFIG_SHIP_TO_MAX)
		return error_set(reading->err, FORNIX_ERR_LIMIT,
		    "'%s:%u': '%s' has more than %d targets: remove some", reading->file,
		    node->line, list->key, CONFIG_SHIP_TO_MAX);
	if (!config_is_text(node))
		return config_refuse(reading, list, "a list of folders, HOST:DIR or DIR");
	config->ship_to[config->ship_to_count++] = strchr(node->text, ':') != NULL
						       ? xstrdup(node->text)
						       : config_join_path(reading, node->text);
	return FORNIX_OK;
}

enum fornix_status
config_take_ship_to(
    struct config_reading *reading, const struct yamldoc_node *node, void *member)
{
	(void)member;
	config_clear_list(reading->config->ship_to, &reading->config->ship_to_count);
	return config_take_each(
	    reading, node, "a list of folders, HOST:DIR or DIR", add_ship_to);
}

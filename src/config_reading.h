/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_CONFIG_READING_H
#define FORNIX_CONFIG_READING_H

/* How the file of the settings is read; shared by config.c, config_lists.c and config_shards.c.
 */

#include "config.h"
#include "span.h"
#include "yamldoc.h"

/* A file that is being read. */
struct config_reading {
	struct config *config;
	const char *file;
	struct span folder; /* of the file, with the slash at its end */
	struct fornix_error *err;
};

/* What takes a key's value: into member of the settings, or refuses it. */
typedef enum fornix_status config_take(
    struct config_reading *reading, const struct yamldoc_node *node, void *member);

/* Those whose values are lists; they know their members themselves. */
config_take config_take_listen, config_take_origins, config_take_ship_to, config_take_shards;

/* A list, or the one item of a list without brackets: add() takes each. */
typedef enum fornix_status config_add(struct config_reading *reading,
    const struct yamldoc_node *list, const struct yamldoc_node *node);
enum fornix_status config_take_each(struct config_reading *reading,
    const struct yamldoc_node *node, const char *wanted, config_add *add);

/* Once all is read: INPUT for a shard behind a public address, unless that is allowed. */
FORNIX_CHECKED enum fornix_status config_check_shards(const struct config_reading *reading);

/* "'file:line': 'key' must be wanted"; always FORNIX_ERR_INPUT. */
enum fornix_status config_refuse(
    const struct config_reading *reading, const struct yamldoc_node *node, const char *wanted);

/* The path as it is meant: from the folder of the file on.  The caller frees it. */
char *config_join_path(const struct config_reading *reading, const char *path);

bool config_is_text(const struct yamldoc_node *node);

void config_clear_list(char **items, size_t *count);
void config_clear_shards(struct config *config);

#endif

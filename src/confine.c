/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "confine.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "log.h"
#include "sandbox.h"
#include "xalloc.h"

#define UNIX_PREFIX "unix:"

/* Days are those of the place; what looks for leaks looks at the threads in the end. */
static const char *const of_system[] = {
    "/etc/localtime",
    "/usr/share/zoneinfo",
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    "/proc",
#endif
};

/* What tells the address of a machine. */
static const char *const of_names[] = {
    "/etc/gai.conf",
    "/etc/host.conf",
    "/etc/hosts",
    "/etc/nsswitch.conf",
    "/etc/resolv.conf",
    "/run/systemd/resolve",
    "/usr/lib",
};

#define OF_NAMES  (sizeof of_names / sizeof of_names[0])
#define OF_SYSTEM (sizeof of_system / sizeof of_system[0])

/* Paths in two forms, those of the system, the counters, and the sockets. */
#define PATHS_MAX ((3 + CONFIG_SHARDS_MAX) * 2 + OF_SYSTEM + OF_NAMES + 1 + CONFIG_LISTEN_MAX)

struct rights {
	size_t count;
	struct sandbox_path paths[PATHS_MAX];
	char *owned[PATHS_MAX];
};

static void
add(struct rights *rights, char *own_path, enum sandbox_access access)
{
	rights->paths[rights->count] = (struct sandbox_path){own_path, access};
	rights->owned[rights->count++] = own_path;
}

static char *
folder_of(const char *path)
{
	char *folder = xstrdup(path);
	size_t length = strlen(folder);
	char *slash;

	while (length > 1 && folder[length - 1] == '/')
		folder[--length] = '\0';
	slash = strrchr(folder, '/');
	if (slash == NULL) {
		free(folder);
		return xstrdup(".");
	}
	slash[slash == folder ? 1 : 0] = '\0';
	return folder;
}

/* The folder, as a file or folder in it may be replaced; and that which a link leads to. */
static void
add_folder(struct rights *rights, const char *path)
{
	char *real = realpath(path, NULL);

	add(rights, folder_of(path), SANDBOX_READ);
	if (real != NULL)
		add(rights, folder_of(real), SANDBOX_READ);
	free(real);
}

static bool
has_remote(const struct config *config)
{
	size_t i;

	for (i = 0; i < config->shard_count; i++) {
		if (config->shards[i].host != NULL)
			return true;
	}
	return false;
}

/* The folders of shards, and their ports on other machines; returns how many ports. */
static size_t
add_shards(struct rights *rights, const struct config *config, unsigned *ret_ports)
{
	size_t i, count = 0;

	for (i = 0; i < config->shard_count; i++) {
		if (config->shards[i].folder != NULL)
			add_folder(rights, config->shards[i].folder);
		else
			ret_ports[count++] = config->shards[i].port;
	}
	for (i = 0; count > 0 && i < OF_NAMES; i++)
		add(rights, xstrdup(of_names[i]), SANDBOX_READ);
	return count;
}

static void
say(enum fornix_status status, const struct fornix_error *err)
{
	if (status != FORNIX_OK)
		log_message("%s", err->message);
}

void
confine_files(const struct config *config)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct rights rights = {.count = 0};
	unsigned ports[CONFIG_SHARDS_MAX];
	size_t i, port_count;

	add_folder(&rights, config->index);
	add_folder(&rights, config->file != NULL ? config->file : ".");
	if (config->page_template != NULL)
		add_folder(&rights, config->page_template);
	for (i = 0; i < OF_SYSTEM; i++)
		add(&rights, xstrdup(of_system[i]), SANDBOX_READ);
	for (i = 0; i < config->listen_count; i++) {
		if (strncmp(config->listen[i], UNIX_PREFIX, strlen(UNIX_PREFIX)) == 0)
			add(&rights, folder_of(config->listen[i] + strlen(UNIX_PREFIX)),
			    SANDBOX_SOCKET);
	}
	if (config->report_enabled) {
		/* Whether that can be, the counters say. */
		(void)mkdir(config->state, 0700);
		add(&rights, xstrdup(config->state), SANDBOX_CHANGE);
	}
	port_count = add_shards(&rights, config, ports);
	say(sandbox_files(rights.paths, rights.count, ports, port_count, &err), &err);
	for (i = 0; i < rights.count; i++)
		free(rights.owned[i]);
}

enum fornix_status
confine_calls(const struct config *config, struct fornix_error *err)
{
	enum fornix_status status = sandbox_calls(has_remote(config), err);

	if (status == FORNIX_ERR_NOMEM)
		return status;
	say(status, err);
	return FORNIX_OK;
}

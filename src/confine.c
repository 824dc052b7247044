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

#define OF_SYSTEM (sizeof of_system / sizeof of_system[0])

/* Three paths in two forms, those of the system, the counters, and the sockets. */
#define PATHS_MAX (3 * 2 + OF_SYSTEM + 1 + CONFIG_LISTEN_MAX)

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
	size_t i;

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
	say(sandbox_files(rights.paths, rights.count, &err), &err);
	for (i = 0; i < rights.count; i++)
		free(rights.owned[i]);
}

void
confine_calls(void)
{
	struct fornix_error err = FORNIX_ERROR_INIT;

	say(sandbox_calls(&err), &err);
}

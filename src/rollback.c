/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rollback.h"

#include <stdio.h>
#include <unistd.h>

#include "gate.h"
#include "generation_name.h"
#include "index_folder.h"
#include "path.h"

#define NUMBERS_SHOWN 10 /* in an error */

struct folder {
	const char *path;
	int fd, lock_fd; /* or -1 */
	unsigned current;
	unsigned *numbers; /* of the generations there, highest first */
	size_t count;
};

static enum fornix_status
open_folder(
    const struct rollback_options *options, struct folder *folder, struct fornix_error *err)
{
	enum fornix_status status = index_folder_find(options->index, &folder->fd, err);

	if (status == FORNIX_OK)
		status = index_folder_lock(
		    folder->fd, options->index, options->wait_ms, &folder->lock_fd, err);
	if (status == FORNIX_OK)
		status = index_folder_list(
		    folder->fd, GENERATION_SERVED, &folder->numbers, &folder->count, err);
	folder->current = generation_current(options->index);
	return status;
}

static void
close_folder(struct folder *folder)
{
	free(folder->numbers);
	if (folder->lock_fd >= 0)
		close(folder->lock_fd);
	if (folder->fd >= 0)
		close(folder->fd);
}

static bool
has_number(const struct folder *folder, unsigned number)
{
	size_t i;

	for (i = 0; i < folder->count; i++) {
		if (folder->numbers[i] == number)
			return true;
	}
	return false;
}

static char *
generation_folder(const struct folder *folder, unsigned number)
{
	struct generation_name name = generation_name_make(GENERATION_SERVED, number);

	return path_join(folder->path, name.text);
}

static enum fornix_status
refuse_number(const struct folder *folder, unsigned number, struct fornix_error *err)
{
	char list[NUMBERS_SHOWN * 12 + 1] = "";
	size_t used = 0, i;

	for (i = 0; i < folder->count && i < NUMBERS_SHOWN; i++)
		used += (size_t)snprintf(list + used, sizeof list - used, "%s%u",
		    i > 0 ? ", " : "", folder->numbers[i]);
	return error_set(err, FORNIX_ERR_REFUSED,
	    "'%s' has no generation %u to go back to: there are %s", folder->path, number,
	    folder->count > 0 ? list : "none");
}

static enum fornix_status
choose(const struct folder *folder, unsigned wanted, unsigned *ret_number,
    struct fornix_error *err)
{
	unsigned number =
	    wanted > 0 ? wanted : generation_before(folder->path, folder->current);

	if (number == 0)
		return error_set(err, FORNIX_ERR_REFUSED,
		    "'%s' has no earlier generation to go back to", folder->path);
	if (number == folder->current)
		return error_set(
		    err, FORNIX_ERR_REFUSED, "generation %u is served already", number);
	if (!has_number(folder, number))
		return refuse_number(folder, number, err);
	*ret_number = number;
	return FORNIX_OK;
}

static enum fornix_status
check(const struct folder *folder, unsigned number, struct rollback_result *result,
    struct fornix_error *err)
{
	char *path CLEANUP_FREE = generation_folder(folder, number);
	struct generation *generation = NULL;
	enum fornix_status status;
	struct gate gate;

	status = generation_open_folder(path, &generation, err);
	if (status != FORNIX_OK)
		return status;
	if (generation->number != number)
		status = error_set(err, FORNIX_ERR_CORRUPT, "'%s' holds generation %u", path,
		    generation->number);
	if (status == FORNIX_OK)
		status = generation_verify(generation, 0, err);
	if (status == FORNIX_OK) {
		gate_init(&gate, NULL);
		status = gate_candidate(&gate, "", path, NULL, err);
		gate_fini(&gate);
	}
	result->to = number;
	result->articles = generation->articles;
	result->built_at = generation->built_at;
	generation_free(generation);
	return status;
}

enum fornix_status
rollback_run(const struct rollback_options *options, struct rollback_result *ret_result,
    struct fornix_error *err)
{
	struct folder folder = {.path = options->index, .fd = -1, .lock_fd = -1};
	struct rollback_result result = {0};
	enum fornix_status status;
	unsigned number = 0;
	bool is_moved;

	status = open_folder(options, &folder, err);
	if (status == FORNIX_OK)
		status = choose(&folder, options->to, &number, err);
	if (status == FORNIX_OK)
		status = check(&folder, number, &result, err);
	if (status == FORNIX_OK && !options->dry_run)
		status = index_folder_point(folder.fd, options->index, number, &is_moved, err);
	result.from = folder.current;
	close_folder(&folder);
	if (status == FORNIX_OK)
		*ret_result = result;
	return status;
}

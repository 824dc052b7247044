/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "publish.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "generation_name.h"
#include "hash.h"
#include "index_folder.h"
#include "manifest.h"
#include "parallel.h"
#include "path.h"
#include "tree.h"
#include "xalloc.h"

struct publication {
	char *index;
	int fd;      /* of the folder index, or -1 */
	int lock_fd; /* held while it is open, or -1 */
	unsigned number;
	unsigned before;             /* the number "current" pointed to, 0 for none */
	struct generation_name name; /* of the folder that is built */
	char *folder;                /* its path */
	bool is_made;                /* the folder is there */
	bool is_sealed;              /* it has its manifest */
	bool is_published;           /* "current" points to it */
	struct generation *base;
	bool is_base_compared;      /* with its checksums */
	struct fornix_error damage; /* of what "current" points to */
};

static void
set_name(struct publication *publication, const char *kind)
{
	size_t size;

	publication->name = generation_name_make(kind, publication->number);
	size = strlen(publication->index) + strlen(publication->name.text) + 2;
	free(publication->folder);
	publication->folder = xmalloc(size);
	snprintf(
	    publication->folder, size, "%s/%s", publication->index, publication->name.text);
}

static enum fornix_status
choose_number(struct publication *publication, struct fornix_error *err)
{
	enum fornix_status status;
	unsigned highest;

	status = index_folder_highest(publication->fd, &highest, err);
	if (status != FORNIX_OK)
		return status;
	publication->before = generation_current(publication->index);
	if (highest < publication->before)
		highest = publication->before;
	if (highest >= GENERATION_NUMBER_MAX)
		return error_set(err, FORNIX_ERR_LIMIT,
		    "'%s' has no more numbers for generations: index into another folder",
		    publication->index);
	publication->number = highest + 1;
	return FORNIX_OK;
}

static enum fornix_status
make_folder(struct publication *publication, struct fornix_error *err)
{
	set_name(publication, GENERATION_BUILDING);
	if (mkdirat(publication->fd, publication->name.text, 0755) < 0)
		return error_set_errno(err, FORNIX_ERR_IO, errno, "cannot make the folder '%s'",
		    publication->folder);
	publication->is_made = true;
	return FORNIX_OK;
}

static enum fornix_status
begin(struct publication *publication, unsigned wait_ms, struct fornix_error *err)
{
	enum fornix_status status;

	status = index_folder_open(publication->index, &publication->fd, err);
	if (status == FORNIX_OK)
		status = index_folder_lock(
		    publication->fd, publication->index, wait_ms, &publication->lock_fd, err);
	if (status == FORNIX_OK)
		status = index_folder_sweep(publication->fd, err);
	if (status == FORNIX_OK)
		status = choose_number(publication, err);
	if (status == FORNIX_OK)
		status = make_folder(publication, err);
	return status;
}

static enum fornix_status
keep_whole(struct publication *publication, enum fornix_status status,
    struct generation *own_generation, struct fornix_error *err)
{
	if (status == FORNIX_OK)
		status = generation_verify(own_generation, 0, err);
	if (status == FORNIX_OK)
		publication->base = own_generation;
	else
		generation_free(own_generation);
	return status;
}

static void
open_older(struct publication *publication)
{
	enum fornix_status status = FORNIX_ERR_CORRUPT;
	unsigned number = publication->before;

	publication->is_base_compared = true;
	while (status != FORNIX_OK &&
	       (number = generation_before(publication->index, number)) != 0) {
		struct generation *generation = NULL;

		status = generation_open_number(publication->index, number, &generation, NULL);
		status = keep_whole(publication, status, generation, NULL);
	}
}

static void
open_base(struct publication *publication)
{
	struct generation *generation = NULL;
	enum fornix_status status =
	    generation_open(publication->index, &generation, &publication->damage);

	if (status == FORNIX_OK && generation_is_untouched(generation)) {
		publication->base = generation;
		return;
	}
	publication->is_base_compared = true;
	status = keep_whole(publication, status, generation, &publication->damage);
	if (status != FORNIX_OK)
		open_older(publication);
}

/* Damage that was copied on would be listed as sound in the next manifest. */
bool
publish_compare_base(struct publication *publication)
{
	if (publication->base == NULL || publication->is_base_compared)
		return true;
	publication->is_base_compared = true;
	if (generation_verify(publication->base, 0, &publication->damage) == FORNIX_OK)
		return true;
	generation_free(publication->base);
	publication->base = NULL;
	open_older(publication);
	return false;
}

enum fornix_status
publish_begin(const char *index, unsigned wait_ms, struct publication **ret_publication,
    struct fornix_error *err)
{
	struct publication *publication = xcalloc(1, sizeof *publication);
	enum fornix_status status;

	publication->index = xstrdup(index);
	publication->damage = (struct fornix_error)FORNIX_ERROR_INIT;
	publication->fd = -1;
	publication->lock_fd = -1;
	status = begin(publication, wait_ms, err);
	if (status != FORNIX_OK) {
		publish_free(publication);
		return status;
	}
	open_base(publication);
	*ret_publication = publication;
	return FORNIX_OK;
}

const char *
publish_folder(const struct publication *publication)
{
	return publication->folder;
}

const struct generation *
publish_base(const struct publication *publication)
{
	return publication->base;
}

const char *
publish_damage(const struct publication *publication)
{
	return publication->damage.status == FORNIX_ERR_NOT_FOUND ? ""
								  : publication->damage.message;
}

/* The manifest is copied like any file and then removed: a new one will be written. */
enum fornix_status
publish_copy_base(struct publication *publication, struct fornix_error *err)
{
	struct generation_name base;
	enum fornix_status status;
	int to_fd;

	if (publication->base == NULL)
		return error_set(err, FORNIX_ERR_NOT_FOUND,
		    "'%s' has no generation to copy: index everything", publication->index);
	to_fd = openat(publication->fd, publication->name.text,
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (to_fd < 0)
		return error_set_errno(
		    err, FORNIX_ERR_IO, errno, "cannot open '%s'", publication->folder);
	base = generation_name_make(GENERATION_SERVED, publication->base->number);
	status = tree_copy(publication->fd, base.text, to_fd, err);
	if (status == FORNIX_OK)
		status = tree_remove(to_fd, GENERATION_MANIFEST, err);
	close(to_fd);
	return status;
}

struct listing {
	struct manifest *manifest;
	const char *folder;
	struct fornix_error *results; /* one for each file */
};

static enum fornix_status
list_file(enum tree_event event, const struct tree_entry *entry, void *context,
    struct fornix_error *err)
{
	struct listing *listing = context;
	char *path CLEANUP_FREE = path_join(listing->folder, entry->path);
	static const unsigned char unknown[HASH_BYTES];

	if (event != TREE_FILE)
		return FORNIX_OK;
	if (!S_ISREG(entry->info->st_mode))
		return error_set(
		    err, FORNIX_ERR_REFUSED, "'%s' is not a regular file: remove it", path);
	return manifest_add(
	    listing->manifest, entry->path, (uint64_t)entry->info->st_size, unknown, err);
}

static void
hash_one(size_t i, void *context)
{
	const struct listing *listing = context;
	struct manifest_file *file = &listing->manifest->files[i];
	char *path CLEANUP_FREE = path_join(listing->folder, file->name);
	struct fornix_error *result = &listing->results[i];

	result->status = hash_file(path, file->hash, result);
}

/* Several at once: reading all that was built is most of what publishing takes. */
static enum fornix_status
hash_files(struct listing *listing, struct fornix_error *err)
{
	size_t count = listing->manifest->file_count, i;
	enum fornix_status status = FORNIX_OK;

	listing->results = xcalloc(count, sizeof *listing->results);
	parallel_run(count, 0, hash_one, listing);
	for (i = 0; i < count && status == FORNIX_OK; i++) {
		status = listing->results[i].status;
		if (status != FORNIX_OK && err != NULL)
			*err = listing->results[i];
	}
	free(listing->results);
	return status;
}

static enum fornix_status
write_manifest(
    const struct publication *publication, uint32_t articles, struct fornix_error *err)
{
	struct manifest *manifest = manifest_new();
	struct listing listing = {.manifest = manifest, .folder = publication->folder};
	enum fornix_status status;

	manifest->format = GENERATION_FORMAT;
	manifest->number = publication->number;
	manifest->base = publication->before;
	manifest->articles = articles;
	manifest->built_at = time(NULL);
	snprintf(manifest->version, sizeof manifest->version, "%s", PACKAGE_VERSION);
	status = tree_walk(publication->fd, publication->name.text, list_file, &listing, err);
	if (status == FORNIX_OK)
		status = hash_files(&listing, err);
	if (status == FORNIX_OK)
		status = manifest_write(manifest, publication->folder, err);
	manifest_free(manifest);
	return status;
}

static enum fornix_status
sync_index(const struct publication *publication, struct fornix_error *err)
{
	if (fsync(publication->fd) < 0)
		return error_set_errno(
		    err, FORNIX_ERR_IO, errno, "cannot sync '%s'", publication->index);
	return FORNIX_OK;
}

static enum fornix_status
rename_folder(struct publication *publication, const char *kind, struct fornix_error *err)
{
	struct generation_name old = publication->name;

	set_name(publication, kind);
	if (renameat(publication->fd, old.text, publication->fd, publication->name.text) < 0) {
		error_set_errno(
		    err, FORNIX_ERR_IO, errno, "cannot make '%s'", publication->folder);
		set_name(publication, GENERATION_BUILDING);
		return FORNIX_ERR_IO;
	}
	return sync_index(publication, err);
}

/* From the rename on it is published, even when the sync after it fails. */
static enum fornix_status
move_pointer(struct publication *publication, struct fornix_error *err)
{
	return index_folder_point(publication->fd, publication->index, publication->number,
	    &publication->is_published, err);
}

void
publish_prune(const struct publication *publication, const struct retention *retention)
{
	const struct generation *base = publication->base;
	enum fornix_status status;

	if (publication->is_published)
		status = index_folder_prune(
		    publication->fd, publication->number, publication->before, retention, NULL);
	else
		status = index_folder_prune(publication->fd, publication->before,
		    base != NULL ? base->base : 0, retention, NULL);
	(void)status;
}

void
publish_forget_refused(const struct publication *publication)
{
	enum fornix_status status = index_folder_forget_refused(publication->fd, NULL);

	/* What stays is removed by the next publication. */
	(void)status;
}

enum fornix_status
publish_seal(struct publication *publication, uint32_t articles, struct fornix_error *err)
{
	enum fornix_status status;

	if (publication->is_sealed)
		return FORNIX_OK;
	status = write_manifest(publication, articles, err);
	if (status == FORNIX_OK)
		status = tree_sync(publication->fd, publication->name.text, err);
	publication->is_sealed = status == FORNIX_OK;
	return status;
}

static enum fornix_status
write_reasons(const struct publication *publication, struct span text, struct fornix_error *err)
{
	char *path CLEANUP_FREE = path_join(publication->folder, GENERATION_REASONS);
	FILE *file = fopen(path, "wxe");
	bool is_written;

	if (file == NULL)
		return error_set_errno(err, FORNIX_ERR_IO, errno, "cannot write '%s'", path);
	is_written = fwrite(text.data, 1, text.length, file) == text.length &&
		     fflush(file) == 0 && fsync(fileno(file)) == 0;
	if (fclose(file) != 0 || !is_written)
		return error_set_errno(err, FORNIX_ERR_IO, errno, "cannot write '%s'", path);
	return FORNIX_OK;
}

enum fornix_status
publish_refuse(struct publication *publication, struct span text, struct fornix_error *err)
{
	enum fornix_status status = write_reasons(publication, text, err);

	if (status == FORNIX_OK)
		status = index_folder_forget_refused(publication->fd, err);
	if (status == FORNIX_OK)
		status = rename_folder(publication, GENERATION_REFUSED, err);
	if (status == FORNIX_OK)
		publication->is_made = false;
	return status;
}

enum fornix_status
publish_commit(struct publication *publication, uint32_t articles, unsigned *ret_number,
    struct fornix_error *err)
{
	enum fornix_status status;

	status = publish_seal(publication, articles, err);
	if (status == FORNIX_OK)
		status = rename_folder(publication, GENERATION_SERVED, err);
	if (status == FORNIX_OK)
		status = move_pointer(publication, err);
	if (status != FORNIX_OK)
		return status;
	*ret_number = publication->number;
	publish_forget_refused(publication);
	return FORNIX_OK;
}

static void
remove_folder(const struct publication *publication)
{
	enum fornix_status status;

	/* What stays is swept by the next publication. */
	status = tree_remove(publication->fd, publication->name.text, NULL);
	(void)status;
}

void
publish_free(struct publication *publication)
{
	if (publication == NULL)
		return;
	if (publication->is_made && !publication->is_published)
		remove_folder(publication);
	if (publication->lock_fd >= 0)
		close(publication->lock_fd);
	if (publication->fd >= 0)
		close(publication->fd);
	generation_free(publication->base);
	free(publication->folder);
	free(publication->index);
	free(publication);
}

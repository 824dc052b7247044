/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index_build.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>

#include "document.h"
#include "generation.h"
#include "index_writer.h"
#include "path.h"
#include "tree.h"

#define THREADS_MAX   16
#define SHARDS_FOLDER "shards" /* in the folder of the generation, until it is merged */

/* What turns numbers into documents; one for each thread. */
struct builder {
	struct articles *articles;
	struct analyzer *analyzer;
	struct word_counts *counts;
	struct index_document *document;
	bool with_texts;
};

static enum fornix_status
builder_init(
    struct builder *builder, const char *folder, bool with_texts, struct fornix_error *err)
{
	char *path CLEANUP_FREE = path_join(folder, GENERATION_ARTICLES);
	enum fornix_status status;

	*builder = (struct builder){.with_texts = with_texts};
	status = articles_open(path, ARTICLES_READ, &builder->articles, err);
	if (status != FORNIX_OK)
		return status;
	builder->analyzer = analyzer_new();
	builder->counts = word_counts_new();
	builder->document = index_document_new();
	return FORNIX_OK;
}

static void
builder_fini(struct builder *builder)
{
	articles_free(builder->articles);
	analyzer_free(builder->analyzer);
	word_counts_free(builder->counts);
	index_document_free(builder->document);
}

static enum fornix_status
builder_put(struct builder *builder, struct index_writer *writer, uint32_t number,
    struct fornix_error *err)
{
	enum fornix_status status;
	struct record record;
	struct span bytes;

	status = articles_get(builder->articles, number, &bytes, err);
	if (status == FORNIX_OK)
		status = record_open(bytes.data, bytes.length, &record, err);
	if (status != FORNIX_OK)
		return status;
	word_counts_begin(builder->counts, 1);
	document_fill(builder->analyzer, &record, builder->counts, builder->document);
	if (builder->with_texts)
		index_document_text(builder->document, number, bytes);
	status = index_writer_put(writer, number, builder->document, err);
	if (status != FORNIX_OK)
		return error_prefix(err, "'%.*s'", (int)record.id.length, record.id.data);
	return FORNIX_OK;
}

struct build {
	const char *folder; /* of the generation */
	const uint32_t *numbers;
	size_t count, shard_size, shard_count;
	bool with_texts;
	char **shards; /* paths */
	atomic_size_t next;
	atomic_bool failed;
	pthread_mutex_t lock; /* for what follows */
	struct word_counts *counts;
	enum fornix_status status;
	struct fornix_error *err;
};

static enum fornix_status
build_shard(
    struct build *build, struct builder *builder, size_t shard, struct fornix_error *err)
{
	size_t first = shard * build->shard_size, i;
	size_t end =
	    first + build->shard_size < build->count ? first + build->shard_size : build->count;
	struct index_writer *writer;
	enum fornix_status status;

	status = index_writer_create(build->shards[shard], &writer, err);
	if (status != FORNIX_OK)
		return status;
	for (i = first; status == FORNIX_OK && i < end; i++)
		status = builder_put(builder, writer, build->numbers[i], err);
	if (status == FORNIX_OK)
		status = index_writer_commit(writer, err);
	index_writer_free(writer);
	return status;
}

static void *
build_thread(void *context)
{
	struct build *build = context;
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct builder builder;
	enum fornix_status status;
	size_t shard;

	status = builder_init(&builder, build->folder, build->with_texts, &err);
	while (status == FORNIX_OK && !atomic_load(&build->failed) &&
	       (shard = atomic_fetch_add(&build->next, 1)) < build->shard_count)
		status = build_shard(build, &builder, shard, &err);
	pthread_mutex_lock(&build->lock);
	if (status == FORNIX_OK) {
		word_counts_add(build->counts, builder.counts);
	} else if (!atomic_exchange(&build->failed, true)) {
		build->status = status;
		if (build->err != NULL)
			*build->err = err;
	}
	pthread_mutex_unlock(&build->lock);
	builder_fini(&builder);
	return NULL;
}

static void
run_threads(struct build *build, unsigned workers)
{
	pthread_t threads[THREADS_MAX];
	unsigned i, started = 0;

	if (workers > THREADS_MAX)
		workers = THREADS_MAX;
	for (i = 1; i < workers && i < build->shard_count; i++) {
		if (pthread_create(&threads[started], NULL, build_thread, build) != 0)
			break; /* fewer threads do the same work */
		started++;
	}
	build_thread(build);
	for (i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
}

/* No more shards than can be merged, whatever the count. */
static size_t
shard_size(size_t count)
{
	size_t least = (count + INDEX_MERGE_MAX - 1) / INDEX_MERGE_MAX;

	return least > INDEX_BUILD_SHARD ? least : INDEX_BUILD_SHARD;
}

static size_t
shard_count(size_t count)
{
	return (count + shard_size(count) - 1) / shard_size(count);
}

/* The paths of the shards of count documents, for free_shards(). */
static char **
name_shards(const char *folder, size_t count)
{
	char *scratch CLEANUP_FREE = path_join(folder, SHARDS_FOLDER);
	char **shards = xcalloc(shard_count(count), sizeof *shards);
	char name[32];
	size_t i;

	for (i = 0; i < shard_count(count); i++) {
		snprintf(name, sizeof name, "%zu", i);
		shards[i] = path_join(scratch, name);
	}
	return shards;
}

static void
free_shards(char **shards, size_t count)
{
	size_t i;

	for (i = 0; i < shard_count(count); i++)
		free(shards[i]);
	free(shards);
}

enum fornix_status
index_build_shards(const char *folder, const uint32_t *numbers, size_t count, bool with_texts,
    unsigned workers, struct word_counts *counts, struct fornix_error *err)
{
	char *scratch CLEANUP_FREE = path_join(folder, SHARDS_FOLDER);
	struct build build = {.folder = folder,
	    .numbers = numbers,
	    .count = count,
	    .with_texts = with_texts,
	    .shard_size = shard_size(count),
	    .shard_count = shard_count(count),
	    .lock = PTHREAD_MUTEX_INITIALIZER,
	    .counts = counts,
	    .err = err};

	if (mkdir(scratch, 0755) != 0)
		return error_set_errno(
		    err, FORNIX_ERR_IO, errno, "cannot make the folder '%s'", scratch);
	build.shards = name_shards(folder, count);
	run_threads(&build, workers);
	free_shards(build.shards, count);
	return build.status;
}

enum fornix_status
index_build_merge(const char *folder, size_t count, struct fornix_error *err)
{
	char *scratch CLEANUP_FREE = path_join(folder, SHARDS_FOLDER);
	char *path CLEANUP_FREE = path_join(folder, GENERATION_INDEX);
	char **shards = name_shards(folder, count);
	enum fornix_status status;

	status = index_merge((const char *const *)shards, shard_count(count), path, err);
	free_shards(shards, count);
	return status == FORNIX_OK ? tree_remove(AT_FDCWD, scratch, err) : status;
}

enum fornix_status
index_build_fact(
    const char *folder, const char *name, const char *value, struct fornix_error *err)
{
	char *path CLEANUP_FREE = path_join(folder, GENERATION_INDEX);
	struct index_writer *writer;
	enum fornix_status status = index_writer_open(path, &writer, err);

	if (status != FORNIX_OK)
		return status;
	status = index_writer_fact(writer, name, value, err);
	if (status == FORNIX_OK)
		status = index_writer_commit(writer, err);
	index_writer_free(writer);
	return status;
}

/* Takes away the words of the document as it was; one that is new has none. */
static enum fornix_status
discount(
    struct builder *builder, struct articles *before, uint32_t number, struct fornix_error *err)
{
	enum fornix_status status;
	struct record record;
	struct span bytes;

	status = articles_get(before, number, &bytes, err);
	if (status == FORNIX_ERR_NOT_FOUND)
		return FORNIX_OK;
	if (status == FORNIX_OK)
		status = record_open(bytes.data, bytes.length, &record, err);
	if (status != FORNIX_OK)
		return status;
	word_counts_begin(builder->counts, -1);
	document_fill(builder->analyzer, &record, builder->counts, builder->document);
	return FORNIX_OK;
}

enum fornix_status
index_build_changes(const char *folder, const struct index_changes *changes,
    struct word_counts *counts, struct fornix_error *err)
{
	char *path CLEANUP_FREE = path_join(folder, GENERATION_INDEX);
	struct index_writer *writer = NULL;
	struct builder builder;
	enum fornix_status status;
	size_t i;

	status = builder_init(&builder, folder, changes->with_texts, err);
	if (status == FORNIX_OK)
		status = index_writer_open(path, &writer, err);
	for (i = 0; status == FORNIX_OK && i < changes->removed_count; i++) {
		status = discount(&builder, changes->before, changes->removed[i], err);
		if (status == FORNIX_OK)
			status = index_writer_delete(writer, changes->removed[i], err);
	}
	for (i = 0; status == FORNIX_OK && i < changes->put_count; i++) {
		status = discount(&builder, changes->before, changes->put[i], err);
		if (status == FORNIX_OK)
			status = builder_put(&builder, writer, changes->put[i], err);
	}
	if (status == FORNIX_OK)
		status = index_writer_commit(writer, err);
	if (status == FORNIX_OK)
		word_counts_add(counts, builder.counts);
	index_writer_free(writer);
	builder_fini(&builder);
	return status;
}

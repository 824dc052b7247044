/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer_run.h"

#include <fcntl.h>
#include <pthread.h>
#include <time.h>
#include <unistd.h>

#include "generation.h"
#include "index_build.h"
#include "listing_write.h"
#include "path.h"
#include "related_write.h"
#include "suggest_write.h"
#include "tree.h"
#include "vocabulary_write.h"

/* Past this share of changed articles, building anew is quicker than changing. */
#define REBUILD_DIVISOR 4
#define REBUILD_LEAST   50

/* What is made of the words, by a thread of its own: it takes as long as merging does. */
struct side {
	const struct run *run;
	pthread_t thread;
	bool is_thread;
	enum fornix_status status;
	struct fornix_error err;
};

static bool
collect_number(struct span path, const struct articles_source *source, void *context)
{
	(void)path;
	if (source->document != 0)
		run_add_number(context, source->document);
	return true;
}

static int
compare_numbers(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static enum fornix_status
build_shards(struct run *run, uint32_t *ret_count)
{
	struct numbers all = {0};
	enum fornix_status status;

	status = articles_sources(run->target, collect_number, &all, run->err);
	if (status == FORNIX_OK && all.count > 0)
		qsort(all.items, all.count, sizeof *all.items, compare_numbers);
	if (status == FORNIX_OK)
		status = index_build_shards(publish_folder(run->publication), all.items,
		    all.count, run->options->share.count > 0, run->options->workers, run->words,
		    run->err);
	*ret_count = (uint32_t)all.count;
	free(all.items);
	return status;
}

static enum fornix_status
build_changes(struct run *run)
{
	struct index_changes changes = {.put = run->put.items,
	    .put_count = run->put.count,
	    .removed = run->removed.items,
	    .removed_count = run->removed.count,
	    .with_texts = run->options->share.count > 0,
	    .before = run->known.articles};

	return index_build_changes(
	    publish_folder(run->publication), &changes, run->words, run->err);
}

static void *
run_side(void *context)
{
	struct side *side = context;
	const struct run *run = side->run;
	const struct buffer *glossary = &run->rules.texts[RULES_GLOSSARY];
	const char *folder = publish_folder(run->publication);

	side->status = vocabulary_write(folder, run->words, run->words_are_changes,
	    (struct span){glossary->data, glossary->length}, &side->err);
	if (side->status == FORNIX_OK)
		side->status = suggest_write(
		    folder, (struct span){glossary->data, glossary->length}, &side->err);
	return NULL;
}

static void
start_side(struct side *side)
{
	side->is_thread = pthread_create(&side->thread, NULL, run_side, side) == 0;
	if (!side->is_thread)
		run_side(side);
}

static enum fornix_status
end_side(const struct side *side, struct fornix_error *err)
{
	if (side->is_thread)
		pthread_join(side->thread, NULL);
	if (side->status != FORNIX_OK)
		*err = side->err;
	return side->status;
}

static enum fornix_status
merge(struct run *run, uint32_t count)
{
	const char *folder = publish_folder(run->publication);
	char *path CLEANUP_FREE = path_join(folder, GENERATION_INDEX);
	enum fornix_status status = FORNIX_OK;

	if (!run->is_full)
		status = tree_remove(AT_FDCWD, path, run->err);
	return status == FORNIX_OK ? index_build_merge(folder, count, run->err) : status;
}

/* Who joins shards, and who reads them from elsewhere, sees by it what this is. */
static enum fornix_status
stamp(struct run *run)
{
	const struct share *share = &run->options->share;
	char text[FRONT_STAMP_BYTES];
	struct timespec now;

	if (share->count == 0)
		return FORNIX_OK;
	clock_gettime(CLOCK_REALTIME, &now);
	snprintf(text, sizeof text, "%u/%u %llx-%lx-%lx", share->place, share->count,
	    (unsigned long long)now.tv_sec, (unsigned long)now.tv_nsec,
	    (unsigned long)getpid());
	return index_build_fact(
	    publish_folder(run->publication), FRONT_STAMP_FACT, text, run->err);
}

enum fornix_status
build_generation(struct run *run)
{
	const char *folder = publish_folder(run->publication);
	char *path CLEANUP_FREE = path_join(folder, GENERATION_INDEX);
	size_t changes = run->put.count + run->removed.count;
	struct side side = {.run = run, .err = FORNIX_ERROR_INIT};
	const struct related_changes others = {.put = run->put.items,
	    .put_count = run->put.count,
	    .removed = run->removed.items,
	    .removed_count = run->removed.count};
	enum fornix_status status, side_status;
	uint32_t count = articles_count(run->target);

	run->words = word_counts_new();
	run->words_are_changes =
	    !run->is_full && (changes < REBUILD_LEAST || changes < count / REBUILD_DIVISOR);
	status = run->words_are_changes ? build_changes(run) : build_shards(run, &count);
	if (status != FORNIX_OK)
		return status;
	start_side(&side);
	if (!run->words_are_changes)
		status = merge(run, count);
	if (status == FORNIX_OK)
		status = stamp(run);
	if (status == FORNIX_OK)
		status = listing_write(run->target, run->err);
	if (status == FORNIX_OK)
		status = related_write(
		    run->target, path, run->words_are_changes ? &others : NULL, run->err);
	/* The other thread reads what was committed before. */
	side_status = end_side(&side, status == FORNIX_OK ? run->err : &side.err);
	if (status == FORNIX_OK)
		status = side_status;
	if (status == FORNIX_OK)
		status = articles_commit(run->target, run->err);
	if (status == FORNIX_OK)
		status = rules_write(&run->rules, folder, run->err);
	return status;
}

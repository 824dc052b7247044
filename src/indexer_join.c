/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer_join.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "document.h"
#include "index_reader.h"
#include "listing_write.h"
#include "path.h"
#include "record_slim.h"
#include "related_write.h"
#include "suggest_file.h"
#include "suggest_write.h"
#include "telling.h"
#include "tree.h"
#include "vocabulary.h"
#include "vocabulary_write.h"

#define SCRATCH_FOLDER "joining" /* in the folder of the generation, until all is made */

#define TIMEOUT_MS 30000 /* nobody waits for an answer */

struct join {
	struct run *run;
	struct front front;                              /* as it is written */
	struct generation *generations[SHARE_COUNT_MAX]; /* of the shards that are here */
	char *scratch;                                   /* a folder */
	struct articles *all; /* in it, with the texts of all shards */
	struct analyzer *analyzer;
	struct index_document *document;
	struct buffer slim;
	size_t place; /* of the shard that is read */
	enum fornix_status status;
};

/* A shard as readers open it; the caller frees *ret_path. */
static struct index_shard
shard_of(const struct join *join, size_t i, char **ret_path)
{
	const struct front_shard *shard = &join->front.shards[i];

	if (shard->host != NULL)
		return (struct index_shard){.host = shard->host,
		    .port = shard->port,
		    .timeout_ms = TIMEOUT_MS,
		    .may_be_public = shard->may_be_public};
	*ret_path = path_join(join->generations[i]->path, GENERATION_INDEX);
	return (struct index_shard){.path = *ret_path};
}

/* Opens one shard alone: its numbers are its own then. */
static enum fornix_status
open_one(const struct join *join, size_t i, struct index_reader **ret_reader)
{
	struct fornix_error *err = join->run->err;
	char *path CLEANUP_FREE = NULL;
	struct index_shard shard = shard_of(join, i, &path);
	enum fornix_status status = index_reader_open_shards(&shard, 1, ret_reader, err);

	return status == FORNIX_OK ? FORNIX_OK : error_prefix(err, "shard %zu", i + 1);
}

static enum fornix_status
open_all(const struct join *join, struct index_reader **ret_reader)
{
	struct index_shard shards[SHARE_COUNT_MAX];
	char *paths[SHARE_COUNT_MAX] = {NULL};
	enum fornix_status status;
	size_t i;

	for (i = 0; i < join->front.count; i++)
		shards[i] = shard_of(join, i, &paths[i]);
	status =
	    index_reader_open_shards(shards, join->front.count, ret_reader, join->run->err);
	for (i = 0; i < join->front.count; i++)
		free(paths[i]);
	return status;
}

/* What an index is of: one of another place would show articles twice, and others not. */
static enum fornix_status
read_stamp(struct join *join, size_t i)
{
	struct front_shard *shard = &join->front.shards[i];
	struct index_reader *reader;
	enum fornix_status status = open_one(join, i, &reader);
	struct span stamp;
	char place[32];

	if (status != FORNIX_OK)
		return status;
	status =
	    index_reader_shard_metadata(reader, 1, FRONT_STAMP_FACT, &stamp, join->run->err);
	if (status == FORNIX_OK && stamp.length > 0 && stamp.length < sizeof shard->stamp)
		memcpy(shard->stamp, stamp.data, stamp.length);
	index_reader_free(reader);
	if (status != FORNIX_OK)
		return status;
	snprintf(place, sizeof place, "%zu/%zu ", i + 1, join->front.count);
	if (strncmp(shard->stamp, place, strlen(place)) == 0)
		return FORNIX_OK;
	return error_set(join->run->err, FORNIX_ERR_REFUSED,
	    "what is at '%s' is not shard %zu of %zu: index it as that",
	    shard->folder != NULL ? shard->folder : shard->host, i + 1, join->front.count);
}

static enum fornix_status
open_shard(struct join *join, size_t i)
{
	struct front_shard *shard = &join->front.shards[i];
	struct fornix_error *err = join->run->err;
	enum fornix_status status;

	if (shard->folder != NULL) {
		status = generation_open(shard->folder, &join->generations[i], err);
		if (status != FORNIX_OK)
			return error_prefix(err, "shard %zu", i + 1);
		shard->generation = join->generations[i]->number;
	}
	return read_stamp(join, i);
}

enum fornix_status
join_begin(struct run *run)
{
	const struct front *wanted = run->options->front;
	enum fornix_status status = FORNIX_OK;
	struct join *join;
	size_t i;

	run->join = join = xcalloc(1, sizeof *join);
	join->run = run;
	buffer_init(&join->slim, RECORD_BYTES_MAX);
	for (i = 0; i < wanted->count; i++) {
		struct front_shard *shard = &join->front.shards[i];

		join->front.count++;
		shard->port = wanted->shards[i].port;
		shard->may_be_public = wanted->shards[i].may_be_public;
		if (wanted->shards[i].host != NULL)
			shard->host = xstrdup(wanted->shards[i].host);
		else
			shard->folder = xstrdup(wanted->shards[i].folder);
	}
	for (i = 0; i < wanted->count && status == FORNIX_OK; i++)
		status = open_shard(join, i);
	return status;
}

void
join_fini(struct run *run)
{
	struct join *join = run->join;
	size_t i;

	if (join == NULL)
		return;
	articles_free(join->all);
	for (i = 0; i < join->front.count; i++)
		generation_free(join->generations[i]);
	front_fini(&join->front);
	analyzer_free(join->analyzer);
	index_document_free(join->document);
	buffer_fini(&join->slim);
	free(join->scratch);
	free(join);
}

char *
join_fingerprint(const struct run *run, char *own_fingerprint)
{
	const struct front *front = &run->join->front;
	struct buffer text;
	size_t i;

	buffer_init(&text, 2 * FRONT_BYTES_MAX);
	buffer_append_string(&text, own_fingerprint);
	for (i = 0; i < front->count; i++) {
		const struct front_shard *shard = &front->shards[i];

		buffer_printf(&text, " %s:%u %d %s",
		    shard->folder != NULL ? shard->folder : shard->host, shard->port,
		    shard->may_be_public, shard->stamp);
	}
	free(own_fingerprint);
	return buffer_take(&text, NULL);
}

static enum fornix_status
open_scratch(struct join *join)
{
	struct run *run = join->run;
	char *path CLEANUP_FREE = NULL;

	join->scratch = path_join(publish_folder(run->publication), SCRATCH_FOLDER);
	if (mkdir(join->scratch, 0755) != 0)
		return error_set_errno(run->err, FORNIX_ERR_IO, errno,
		    "cannot make the folder '%s'", join->scratch);
	path = path_join(join->scratch, GENERATION_ARTICLES);
	return articles_open(path, ARTICLES_CREATE, &join->all, run->err);
}

static enum fornix_status
put(struct articles *articles, struct span path, struct span id, struct span bytes,
    const struct articles_source *source, struct fornix_error *err)
{
	enum fornix_status status = articles_put(articles, source->document, id, bytes, err);

	return status == FORNIX_OK ? articles_source_put(articles, path, source, err) : status;
}

static void
count_article(struct run *run, const char *path, const struct articles_source *source)
{
	struct known_file *known = known_find(&run->known, path);

	run->summary->files++;
	run->summary->read++;
	if (known == NULL || known->document == 0)
		run->summary->added++;
	else
		run->summary->changed +=
		    memcmp(known->hash, source->hash, sizeof source->hash) != 0;
	if (known != NULL)
		known->is_seen = true;
}

static enum fornix_status
add_record(struct join *join, uint32_t document, const struct record *record)
{
	struct run *run = join->run;
	char path[ARTICLES_KEY_BYTES_MAX + 1];
	struct articles_source source = {
	    .document = front_number(&join->front, join->place, document)};
	struct span bytes = {(const char *)record->bytes, record->length};
	enum fornix_status status;

	if (source.document == 0)
		return error_set(run->err, FORNIX_ERR_LIMIT,
		    "document %u of shard %zu has no number among %zu: index with '--full'",
		    document, join->place, join->front.count);
	if (source.document > run->last_document)
		run->last_document = source.document;
	snprintf(path, sizeof path, "%.*s.md", (int)record->id.length, record->id.data);
	hash_bytes(bytes.data, bytes.length, source.hash);
	buffer_clear(&join->slim);
	record_slim(record, &join->slim);
	status = buffer_finish(&join->slim, path, run->err);
	if (status == FORNIX_OK)
		status = put(
		    join->all, span_from_string(path), record->id, bytes, &source, run->err);
	if (status == FORNIX_OK)
		status = put(run->target, span_from_string(path), record->id,
		    (struct span){join->slim.data, join->slim.length}, &source, run->err);
	if (status != FORNIX_OK)
		return status;
	count_article(run, path, &source);
	word_counts_begin(run->words, 1);
	document_fill(join->analyzer, record, run->words, join->document);
	return FORNIX_OK;
}

static bool
add_text(uint32_t document, struct span text, void *context)
{
	struct join *join = context;
	struct record record;

	join->status = record_open(text.data, text.length, &record, join->run->err);
	if (join->status == FORNIX_OK)
		join->status = add_record(join, document, &record);
	else
		join->status = error_prefix(join->run->err,
		    "document %u of shard %zu: index it with "
		    "this version of the program",
		    document, join->place);
	return join->status == FORNIX_OK;
}

static enum fornix_status
read_shard(struct join *join, size_t i)
{
	struct index_reader *reader;
	enum fornix_status status = open_one(join, i, &reader);

	if (status != FORNIX_OK)
		return status;
	join->place = i + 1;
	status = index_reader_texts(reader, add_text, join, join->run->err);
	index_reader_free(reader);
	return status == FORNIX_OK ? join->status : status;
}

/* What was there before, and no shard has any more. */
static void
count_removed(struct run *run)
{
	size_t i;

	for (i = 0; i < run->known.file_count; i++) {
		struct known_file *known = &run->known.files[i];

		known->is_lost = !known->is_seen && known->document != 0;
		run->summary->removed += known->is_lost;
	}
}

enum fornix_status
join_collect(struct run *run)
{
	struct join *join = run->join;
	enum fornix_status status = FORNIX_OK;
	size_t i;

	if (!run->is_full || run->options->dry_run)
		return FORNIX_OK;
	run->words = word_counts_new();
	join->analyzer = analyzer_new();
	join->document = index_document_new();
	status = intake_open(run);
	if (status == FORNIX_OK)
		status = open_scratch(join);
	for (i = 0; i < join->front.count && status == FORNIX_OK; i++)
		status = read_shard(join, i);
	count_removed(run);
	return status;
}

static enum fornix_status
write_related(struct join *join)
{
	struct index_reader *reader;
	enum fornix_status status = open_all(join, &reader);

	if (status != FORNIX_OK)
		return status;
	status = related_write_from(join->all, reader, join->run->err);
	index_reader_free(reader);
	return status;
}

/* Nothing is changed in what is joined: it is made anew. */
static bool
copy_fact(const char *name, struct span value, void *context)
{
	struct join *join = context;

	if (strcmp(name, TELLING_FACT) == 0)
		return true;
	join->status = articles_fact_put(join->run->target, name, value, join->run->err);
	return join->status == FORNIX_OK;
}

static enum fornix_status
move_file(const struct join *join, const char *name)
{
	struct run *run = join->run;
	char *from CLEANUP_FREE = path_join(join->scratch, name);
	char *to CLEANUP_FREE = path_join(publish_folder(run->publication), name);

	if (rename(from, to) != 0)
		return error_set_errno(
		    run->err, FORNIX_ERR_IO, errno, "cannot move '%s'", from);
	return FORNIX_OK;
}

/* The writers read all texts, and what they make goes where there are none. */
static enum fornix_status
write_words(struct join *join)
{
	struct run *run = join->run;
	const struct buffer *text = &run->rules.texts[RULES_GLOSSARY];
	struct span glossary = {text->data, text->length};
	enum fornix_status status;

	status = vocabulary_write(join->scratch, run->words, false, glossary, run->err);
	if (status == FORNIX_OK)
		status = suggest_write(join->scratch, glossary, run->err);
	if (status == FORNIX_OK)
		status = move_file(join, VOCABULARY_FILE);
	return status == FORNIX_OK ? move_file(join, SUGGEST_FILE) : status;
}

enum fornix_status
join_build(struct run *run)
{
	struct join *join = run->join;
	const char *folder = publish_folder(run->publication);
	enum fornix_status status;

	status = listing_write(join->all, run->err);
	if (status == FORNIX_OK)
		status = articles_commit(join->all, run->err);
	if (status == FORNIX_OK)
		status = write_words(join);
	if (status == FORNIX_OK)
		status = write_related(join);
	if (status == FORNIX_OK)
		status = articles_facts(join->all, copy_fact, join, run->err);
	if (status == FORNIX_OK)
		status = join->status;
	articles_free(join->all);
	join->all = NULL;
	if (status == FORNIX_OK)
		status = tree_remove(AT_FDCWD, join->scratch, run->err);
	if (status == FORNIX_OK)
		status = articles_commit(run->target, run->err);
	if (status == FORNIX_OK)
		status = front_write(&join->front, folder, run->err);
	return status == FORNIX_OK ? rules_write(&run->rules, folder, run->err) : status;
}

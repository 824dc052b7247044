/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer_run.h"

#include "path.h"
#include "record.h"

void
run_add_number(struct numbers *numbers, uint32_t number)
{
	XALLOC_GROW(numbers->items, numbers->count, numbers->capacity);
	numbers->items[numbers->count++] = number;
}

void
run_add_event(struct run *run, enum indexer_event event, const char *path, struct span detail)
{
	XALLOC_GROW(run->events, run->event_count, run->event_capacity);
	run->events[run->event_count++] = (struct event){.event = event,
	    .path = xstrdup(path),
	    .detail = xstrndup(detail.length > 0 ? detail.data : "", detail.length)};
}

static void
add_notes(struct run *run, const char *path, struct span notes)
{
	const char *p = notes.data, *end = notes.data + notes.length, *line;

	for (line = p; p < end; p++) {
		if (*p != '\n')
			continue;
		run_add_event(run, INDEXER_NOTE, path, (struct span){line, (size_t)(p - line)});
		line = p + 1;
	}
}

/*
 * Opens what is written: a new file, or the served generation's copy.  All of that is compared
 * only here: most runs find nothing new, and it is most of what these would take.
 */
enum fornix_status
intake_open(struct run *run)
{
	char *path CLEANUP_FREE = NULL;
	enum fornix_status status = FORNIX_OK;

	if (run->target != NULL)
		return FORNIX_OK;
	if (!publish_compare_base(run->publication)) {
		run->is_misled = true;
		return error_set(
		    run->err, FORNIX_ERR_CORRUPT, "%s", publish_damage(run->publication));
	}
	path = path_join(publish_folder(run->publication), GENERATION_ARTICLES);
	if (!run->is_full)
		status = publish_copy_base(run->publication, run->err);
	if (status != FORNIX_OK)
		return status;
	return articles_open(
	    path, run->is_full ? ARTICLES_CREATE : ARTICLES_CHANGE, &run->target, run->err);
}

static struct span
id_from_path(const char *path)
{
	return (struct span){path, strlen(path) - strlen(".md")};
}

/*
 * A file that was changed a moment before it was read may be changed once more
 * within the same tick of the clock: its time does not tell then.
 */
static struct articles_source
make_source(const struct run *run, const struct corpus_file *file,
    const unsigned char hash[HASH_BYTES], uint32_t document)
{
	struct articles_source source = {.size = file->size,
	    .mtime_ns = file->mtime_ns,
	    .ctime_ns = corpus_is_settled(run->corpus, file) ? file->ctime_ns : 0,
	    .inode = file->inode,
	    .document = document};

	memcpy(source.hash, hash, sizeof source.hash);
	return source;
}

static enum fornix_status
put_source(struct run *run, const struct parse_outcome *outcome, uint32_t document)
{
	struct articles_source source =
	    make_source(run, outcome->file, outcome->hash, document);

	source.reason = outcome->skip_reason;
	return articles_source_put(
	    run->target, span_from_string(outcome->file->path), &source, run->err);
}

/* Takes an article out of the copy; its source stays to the caller. */
static enum fornix_status
remove_document(struct run *run, const struct known_file *file)
{
	if (run->is_full || file->document == 0)
		return FORNIX_OK;
	run_add_number(&run->removed, file->document);
	return articles_remove(run->target, file->document, id_from_path(file->path), run->err);
}

/* The version that serves goes into the new generation as it is. */
static enum fornix_status
keep_known(struct run *run, struct known_file *file, uint32_t document)
{
	struct articles_source source = {.size = file->size,
	    .mtime_ns = file->mtime_ns,
	    .ctime_ns = file->ctime_ns,
	    .inode = file->inode,
	    .document = document};
	enum fornix_status status;
	struct record record;
	struct span bytes;

	if (!run->is_full || run->options->dry_run)
		return FORNIX_OK;
	status = articles_get(run->known.articles, file->document, &bytes, run->err);
	if (status == FORNIX_OK)
		status = record_open(bytes.data, bytes.length, &record, run->err);
	if (status != FORNIX_OK) {
		file->is_dropped = true; /* of another version: it cannot stay */
		run->summary->removed++;
		return FORNIX_OK;
	}
	memcpy(source.hash, file->hash, sizeof source.hash);
	status = intake_open(run);
	if (status == FORNIX_OK)
		status = articles_put(
		    run->target, document, id_from_path(file->path), bytes, run->err);
	if (status == FORNIX_OK)
		status = articles_source_put(
		    run->target, span_from_string(file->path), &source, run->err);
	run_add_number(&run->put, document);
	return status;
}

static enum fornix_status
take_failure(struct run *run, const struct parse_outcome *outcome, struct known_file *known,
    uint32_t document)
{
	char detail[FORNIX_ERROR_MESSAGE_BYTES];
	bool stays = known != NULL && known->document != 0;

	snprintf(detail, sizeof detail, "%.*s%s", (int)outcome->error.length,
	    outcome->error.data, stays ? " (the version of before stays)" : "");
	run_add_event(run, INDEXER_FAILED, outcome->file->path, span_from_string(detail));
	run->summary->failed++;
	return stays ? keep_known(run, known, document) : FORNIX_OK;
}

static enum fornix_status
take_skip(struct run *run, const struct parse_outcome *outcome, struct known_file *known)
{
	bool is_known = known != NULL && known->document == 0 &&
			memcmp(known->hash, outcome->hash, sizeof outcome->hash) == 0 &&
			span_equals(span_from_string(known->reason), outcome->skip_reason);
	enum fornix_status status;

	run_add_event(run, INDEXER_SKIPPED, outcome->file->path, outcome->skip_reason);
	run->summary->skipped++;
	if (known != NULL && known->document != 0) {
		known->is_dropped = true;
		run->summary->removed++;
	}
	if (run->options->dry_run || (is_known && !run->is_full))
		return FORNIX_OK;
	status = intake_open(run);
	if (status == FORNIX_OK && known != NULL)
		status = remove_document(run, known);
	return status == FORNIX_OK ? put_source(run, outcome, 0) : status;
}

static enum fornix_status
take_record(struct run *run, const struct parse_outcome *outcome,
    const struct known_file *known, uint32_t document)
{
	bool is_new = known == NULL || known->document == 0;
	bool is_same = !is_new && memcmp(known->hash, outcome->hash, sizeof outcome->hash) == 0;
	enum fornix_status status;

	if (is_new)
		run->summary->added++;
	else if (!is_same)
		run->summary->changed++;
	if (!is_same) {
		run_add_event(run, is_new ? INDEXER_ADDED : INDEXER_CHANGED,
		    outcome->file->path, (struct span){0});
		memcpy(run->events[run->event_count - 1].hash, outcome->hash, HASH_BYTES);
	}
	if (is_same && !run->is_full) {
		XALLOC_GROW(run->touched, run->touched_count, run->touched_capacity);
		run->touched[run->touched_count++] = outcome->file;
		return FORNIX_OK;
	}
	if (run->options->dry_run)
		return FORNIX_OK;
	status = intake_open(run);
	if (status == FORNIX_OK)
		status = articles_put(run->target, document, id_from_path(outcome->file->path),
		    outcome->record, run->err);
	if (status == FORNIX_OK)
		status = put_source(run, outcome, document);
	run_add_number(&run->put, document);
	return status;
}

enum fornix_status
intake_outcome(const struct parse_outcome *outcome, void *context, struct fornix_error *err)
{
	struct run *run = context;
	struct known_file *known = known_find(&run->known, outcome->file->path);
	uint32_t document = run->documents[outcome->file - run->corpus->files];

	(void)err; /* the same as run->err */
	run->parsed++;
	if (run->options->progress != NULL)
		run->options->progress(run->parsed, run->file_count, run->options->context);
	add_notes(run, outcome->file->path, outcome->notes);
	if (outcome->error.length > 0)
		return take_failure(run, outcome, known, document);
	if (outcome->skip_reason.length > 0)
		return take_skip(run, outcome, known);
	return take_record(run, outcome, known, document);
}

static int
compare_hashes(const void *a, const void *b)
{
	return memcmp(
	    (*(struct event *const *)a)->hash, (*(struct event *const *)b)->hash, HASH_BYTES);
}

/* The new files, in order of their hashes. */
struct arrivals {
	struct event **items;
	size_t count;
};

static void
find_arrivals(struct run *run, struct arrivals *arrivals)
{
	size_t i;

	arrivals->count = 0;
	arrivals->items = xcalloc(run->event_count, sizeof *arrivals->items);
	for (i = 0; i < run->event_count; i++) {
		if (run->events[i].event == INDEXER_ADDED)
			arrivals->items[arrivals->count++] = &run->events[i];
	}
	if (arrivals->count > 0)
		qsort(
		    arrivals->items, arrivals->count, sizeof *arrivals->items, compare_hashes);
}

/* Turns "new" into "moved" where the same bytes were at gone's path; false where not. */
static bool
match_arrival(struct run *run, const struct arrivals *arrivals, const struct known_file *gone)
{
	struct event key = {0}, *wanted = &key, **found;

	memcpy(key.hash, gone->hash, sizeof key.hash);
	if (arrivals->count == 0 || gone->document == 0)
		return false;
	found = bsearch(
	    &wanted, arrivals->items, arrivals->count, sizeof *arrivals->items, compare_hashes);
	if (found == NULL || (*found)->event != INDEXER_ADDED)
		return false;
	(*found)->event = INDEXER_MOVED;
	free((*found)->detail);
	(*found)->detail = xstrdup(gone->path);
	run->summary->moved++;
	run->summary->added--;
	return true;
}

static enum fornix_status
remove_gone(struct run *run, const struct known_file *gone)
{
	enum fornix_status status;

	if (run->is_full || run->options->dry_run)
		return FORNIX_OK;
	status = intake_open(run);
	if (status == FORNIX_OK)
		status = remove_document(run, gone);
	if (status == FORNIX_OK)
		status =
		    articles_source_remove(run->target, span_from_string(gone->path), run->err);
	return status;
}

enum fornix_status
intake_removals(struct run *run)
{
	enum fornix_status status = FORNIX_OK;
	struct arrivals arrivals;
	size_t i, gone_count = 0;

	find_arrivals(run, &arrivals);
	for (i = 0; status == FORNIX_OK && i < run->known.file_count; i++) {
		struct known_file *gone = &run->known.files[i];

		if (gone->is_seen)
			continue;
		gone->is_lost = gone->document != 0 && !match_arrival(run, &arrivals, gone);
		gone_count += gone->is_lost;
		status = remove_gone(run, gone);
	}
	free(arrivals.items);
	for (i = 0; i < run->known.file_count && gone_count > 0; i++) {
		if (run->known.files[i].is_lost)
			run_add_event(
			    run, INDEXER_REMOVED, run->known.files[i].path, (struct span){0});
	}
	run->summary->removed += gone_count;
	return status;
}

enum fornix_status
intake_touched(struct run *run)
{
	enum fornix_status status = FORNIX_OK;
	size_t i;

	for (i = 0; status == FORNIX_OK && i < run->touched_count; i++) {
		struct corpus_file *file = run->touched[i];
		struct known_file *known = known_find(&run->known, file->path);
		struct articles_source source =
		    make_source(run, file, known->hash, known->document);

		status = articles_source_put(
		    run->target, span_from_string(file->path), &source, run->err);
	}
	return status;
}

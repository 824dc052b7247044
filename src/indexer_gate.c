/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer_run.h"

#include <string.h>

#include "path.h"

#define REASONS_BYTES_MAX (GATE_REASONS_MAX * (FORNIX_ERROR_MESSAGE_BYTES + 1))

/* With more changes than one in so many articles, checking them one by one is not quicker. */
#define DELTA_DIVISOR 1000

/* What a faulty writer did to articles that have not changed stays for so many generations. */
#define WHOLE_EVERY 16

static bool
is_behind(const char *path, const char *place)
{
	size_t length = strlen(place);

	return length == 0 || (strncmp(path, place, length) == 0 &&
				  (path[length] == '\0' || path[length] == '/'));
}

static size_t
count_behind(const struct run *run, const char *place)
{
	size_t count = 0, i;

	for (i = 0; i < run->known.file_count; i++)
		count += run->known.files[i].document != 0 &&
			 is_behind(run->known.files[i].path, place);
	return count;
}

enum fornix_status
gate_check_places(struct run *run)
{
	size_t i, count;

	for (i = 0; i < run->corpus->problem_count; i++) {
		const struct corpus_problem *problem = &run->corpus->problems[i];

		count = problem->is_unreadable ? count_behind(run, problem->path) : 0;
		if (count > 0)
			return error_set(run->err, FORNIX_ERR_REFUSED,
			    "'%s/%s' %s, and %zu articles that are served may be there: let "
			    "it be read",
			    run->options->corpus, problem->path, problem->reason, count);
	}
	return FORNIX_OK;
}

/* The same where nothing is made of what was read: what was not read does not matter then. */
static bool
is_nearly_same(const struct run *run)
{
	bool is_same = corpus_has_same_folders(run->corpus);
	size_t i;

	for (i = 0; i < run->file_count && is_same; i++)
		is_same = corpus_has_same_file(run->corpus, run->files[i]);
	return is_same;
}

/* Whether the corpus is still what was read. */
static bool
is_still_same(const struct run *run)
{
	struct corpus *now;
	bool is_same;

	if (run->target == NULL)
		return is_nearly_same(run);
	if (corpus_walk(run->options->corpus, &now, NULL) != FORNIX_OK)
		return false;
	is_same = corpus_is_same(run->corpus, now);
	corpus_free(now);
	return is_same;
}

static void
weigh_removals(struct run *run)
{
	const struct generation *served = run_base(run);
	const char *names[GATE_NAMES_SHOWN];
	size_t count = 0, removed = run->summary->removed, i;

	if (served == NULL)
		return;
	for (i = 0; i < run->known.file_count && count < GATE_NAMES_SHOWN; i++) {
		if (run->known.files[i].is_lost || run->known.files[i].is_dropped)
			names[count++] = run->known.files[i].path;
	}
	/* What was served cannot be read: then numbers must do. */
	if (run->known.file_count == 0 && served->articles > run->summary->added)
		removed = served->articles - run->summary->added;
	gate_removals(&run->gate, removed, served->articles, names, count);
}

static enum fornix_status
refuse_torn(struct run *run)
{
	run->is_torn = true;
	return error_set(run->err, FORNIX_ERR_REFUSED,
	    "'%s' changed while it was read, %d times: index it again when that has ended",
	    run->options->corpus, INDEXER_ATTEMPTS);
}

enum fornix_status
gate_check_intake(struct run *run)
{
	const struct buffer *glossary = &run->rules.texts[RULES_GLOSSARY];
	enum fornix_status status;

	if (!is_still_same(run))
		return refuse_torn(run);
	weigh_removals(run);
	status = gate_glossary(&run->gate, rules_path(RULES_GLOSSARY),
	    (struct span){glossary->data, glossary->length}, run->err);
	if (status != FORNIX_OK || run->gate.count == 0 || run->target != NULL)
		return status;
	/* Nothing is built that could be kept. */
	return error_set(run->err, FORNIX_ERR_REFUSED, "%s", "");
}

static enum fornix_status
keep_candidate(struct run *run)
{
	struct buffer text CLEANUP_BUFFER;
	enum fornix_status status;
	size_t i;

	buffer_init(&text, REASONS_BYTES_MAX);
	for (i = 0; i < run->gate.count && i < GATE_REASONS_MAX; i++) {
		buffer_append_string(&text, run->gate.reasons[i]);
		buffer_append_char(&text, '\n');
	}
	status =
	    publish_refuse(run->publication, (struct span){text.data, text.length}, run->err);
	if (status != FORNIX_OK)
		return status;
	run->summary->is_kept = true;
	return error_set(run->err, FORNIX_ERR_REFUSED, "%s", "");
}

/* The base was found to be as it was when all of it was checked. */
static bool
is_delta_enough(const struct run *run, uint32_t count)
{
	return run->words_are_changes && run_base(run)->number % WHOLE_EVERY != 0 &&
	       run->put.count + run->removed.count <= count / DELTA_DIVISOR;
}

enum fornix_status
gate_check_built(struct run *run, uint32_t count)
{
	const char *folder = publish_folder(run->publication);
	const struct generation *base = run_base(run);
	char *before CLEANUP_FREE =
	    base != NULL ? path_join(base->path, GENERATION_INDEX) : NULL;
	const struct index_delta delta = {.before = before,
	    .put = run->put.items,
	    .put_count = run->put.count,
	    .removed = run->removed.items,
	    .removed_count = run->removed.count};
	enum fornix_status status = publish_seal(run->publication, count, run->err);

	run->gate.delta = is_delta_enough(run, count) ? &delta : NULL;
	if (status == FORNIX_OK)
		status = gate_candidate(
		    &run->gate, run->options->corpus, folder, run_base(run), run->err);
	run->gate.delta = NULL;
	/* The judged queries were read since the rest was. */
	if (status == FORNIX_OK &&
	    corpus_rules_stamp(run->options->corpus) != run->corpus->rules_stamp)
		return refuse_torn(run);
	if (status != FORNIX_OK || run->gate.count == 0)
		return status;
	return keep_candidate(run);
}

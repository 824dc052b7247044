/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "generation_name.h"
#include "glossary.h"
#include "indexer_join.h"
#include "record.h"
#include "xalloc.h"

/* An article that time has taken out, though its file is as it was. */
static bool
has_expired(const struct run *run, const struct known_file *known)
{
	struct fornix_error ignored;
	struct record record;
	struct span bytes;

	return articles_get(run->known.articles, known->document, &bytes, &ignored) ==
		   FORNIX_OK &&
	       record_open(bytes.data, bytes.length, &record, &ignored) == FORNIX_OK &&
	       record.expires > 0 && record.expires <= run->options->article.today;
}

static bool
is_unchanged(
    const struct run *run, const struct known_file *known, const struct corpus_file *file)
{
	return !run->is_full && known != NULL && known->document != 0 &&
	       known->size == file->size && known->mtime_ns == file->mtime_ns &&
	       known->inode == file->inode && known->ctime_ns == file->ctime_ns &&
	       !has_expired(run, known);
}

/*
 * Numbers are given in order of path, so that they do not depend on which worker was first.
 * Where all is new, what is of another share takes one too: then all shards have one order.
 */
static void
choose_files(struct run *run)
{
	size_t i;

	run->documents = xcalloc(run->corpus->file_count, sizeof *run->documents);
	run->files = xcalloc(run->corpus->file_count, sizeof *run->files);
	run->last_document = run->is_full ? 0 : run->known.last_document;
	for (i = 0; i < run->corpus->file_count; i++) {
		struct corpus_file *file = &run->corpus->files[i];
		struct known_file *known = known_find(&run->known, file->path);

		if (known != NULL)
			known->is_seen = true;
		if (!share_has(&run->options->share, file->path)) {
			run->last_document += run->is_full;
			continue;
		}
		if (known != NULL && known->document != 0 && !run->is_full)
			run->documents[i] = known->document;
		else
			run->documents[i] = ++run->last_document;
		if (!is_unchanged(run, known, file))
			run->files[run->file_count++] = file;
	}
}

/* As readers take it, beside the text that people read. */
static enum fornix_status
store_glossary(struct run *run)
{
	const struct buffer *text = &run->rules.texts[RULES_GLOSSARY];
	struct analyzer *analyzer = analyzer_new();
	struct buffer packed CLEANUP_BUFFER;
	enum fornix_status status;

	buffer_init(&packed, GLOSSARY_PACKED_BYTES_MAX);
	glossary_pack(analyzer, text->data, text->length, &packed);
	analyzer_free(analyzer);
	status = buffer_finish(&packed, "the glossary", run->err);
	if (status == FORNIX_OK)
		status = articles_fact_put(run->target, GLOSSARY_FACT,
		    (struct span){packed.data, packed.length}, run->err);
	return status;
}

static enum fornix_status
build(struct run *run)
{
	enum fornix_status status = intake_touched(run);

	if (status == FORNIX_OK)
		status = articles_commit(run->target, run->err);
	return status == FORNIX_OK ? build_generation(run) : status;
}

static enum fornix_status
publish(struct run *run)
{
	enum fornix_status status;
	uint32_t count;

	status = store_glossary(run);
	if (status == FORNIX_OK)
		status =
		    known_store(run->target, run->fingerprint, run->last_document, run->err);
	if (status == FORNIX_OK)
		status = run->join != NULL ? join_build(run) : build(run);
	count = articles_count(run->target);
	articles_free(run->target);
	run->target = NULL;
	if (status == FORNIX_OK)
		status = gate_check_built(run, count);
	if (status == FORNIX_OK)
		status = publish_commit(
		    run->publication, count, &run->summary->generation, run->err);
	if (status != FORNIX_OK)
		return status;
	run->summary->articles = count;
	run->summary->is_published = true;
	return FORNIX_OK;
}

static int
compare_events(const void *a, const void *b)
{
	const struct event *x = a, *y = b;
	int order = strcmp(x->path, y->path);

	return order != 0 ? order : (int)x->event - (int)y->event;
}

static void
report_events(struct run *run)
{
	size_t i;

	if (run->options->report == NULL)
		return;
	if (run->event_count > 0)
		qsort(run->events, run->event_count, sizeof *run->events, compare_events);
	for (i = 0; i < run->event_count; i++) {
		struct indexer_report report = {.event = run->events[i].event,
		    .path = run->events[i].path,
		    .detail = run->events[i].detail};

		run->options->report(&report, run->options->context);
	}
}

const struct generation *
run_base(const struct run *run)
{
	return run->publication != NULL ? publish_base(run->publication) : run->dry_base;
}

static void
add_problem(struct run *run, const struct corpus_problem *problem)
{
	char detail[FORNIX_ERROR_MESSAGE_BYTES];

	snprintf(detail, sizeof detail, "'%s': %s", problem->path, problem->reason);
	run_add_event(run, INDEXER_FAILED, problem->path, span_from_string(detail));
	run->summary->failed++;
}

/* A line of the glossary is a hint to its author; a rule that is left out is missed. */
static void
add_rules_problem(enum rules_file file, unsigned line, const char *reason, void *context)
{
	const char *path = rules_path(file);
	char detail[FORNIX_ERROR_MESSAGE_BYTES + 100];
	struct run *run = context;

	if (file == RULES_GLOSSARY && line > 0) {
		snprintf(detail, sizeof detail, "line %u: %s", line, reason);
		run_add_event(run, INDEXER_NOTE, path, span_from_string(detail));
		return;
	}
	if (line > 0)
		snprintf(detail, sizeof detail, "'%s:%u': %s", path, line, reason);
	else
		snprintf(detail, sizeof detail, "'%s': %s", path, reason);
	run_add_event(run, INDEXER_FAILED, path, span_from_string(detail));
	run->summary->failed++;
	if (run->gate.policy != NULL && !run->gate.policy->allow_rules)
		gate_add(&run->gate, "%s", detail);
}

/* A disk that was not mounted, a deployment that failed: no reason to find nothing any more. */
static enum fornix_status
walk_corpus(struct run *run)
{
	enum fornix_status status = corpus_walk(run->options->corpus, &run->corpus, run->err);
	size_t i;

	if (status == FORNIX_ERR_IO) {
		run->err->status = FORNIX_ERR_REFUSED;
		return FORNIX_ERR_REFUSED;
	}
	if (status != FORNIX_OK)
		return status;
	for (i = 0; i < run->corpus->file_count && run->options->front == NULL; i++)
		run->summary->files +=
		    share_has(&run->options->share, run->corpus->files[i].path);
	for (i = 0; i < run->corpus->problem_count; i++)
		add_problem(run, &run->corpus->problems[i]);
	return FORNIX_OK;
}

/* What is damaged is replaced, though no article has changed. */
static bool
is_damaged(struct run *run)
{
	const char *damage = run->publication != NULL ? publish_damage(run->publication) : "";

	if (damage[0] == '\0')
		return false;
	run_add_event(run, INDEXER_DAMAGED, "", span_from_string(damage));
	return true;
}

/* What is known is what the base knows, which was only just found to be whole or not. */
static void
learn_base(struct run *run)
{
	known_fini(&run->known);
	known_init(&run->known, run_base(run), run->fingerprint);
	run->is_full = is_damaged(run) || run->options->full || !run->known.is_current;
	if (run_base(run) != NULL) {
		run->summary->generation = run_base(run)->number;
		run->summary->articles = run_base(run)->articles;
	}
}

/* Finds what there is and what is known of it; when careful, compares all of the base first. */
static enum fornix_status
prepare(struct run *run, bool is_careful)
{
	const struct indexer_options *options = run->options;
	struct fornix_error none;
	enum fornix_status status = walk_corpus(run);

	if (status != FORNIX_OK)
		return status;
	if (options->front != NULL)
		status = join_begin(run);
	if (status != FORNIX_OK)
		return status;
	if (!options->dry_run)
		status = publish_begin(
		    options->index, options->wait_ms, &run->publication, run->err);
	else if (generation_open(options->index, &run->dry_base, &none) != FORNIX_OK)
		run->dry_base = NULL; /* all is new then */
	if (status != FORNIX_OK)
		return status;
	if (is_careful && run->publication != NULL)
		publish_compare_base(run->publication);
	rules_init(&run->rules, run->corpus, run_base(run) != NULL ? run_base(run)->path : NULL,
	    add_rules_problem, run);
	run->fingerprint =
	    known_fingerprint(&options->article, &options->share, run->rules.hash);
	if (run->join != NULL)
		run->fingerprint = join_fingerprint(run, run->fingerprint);
	learn_base(run);
	if (run->corpus->file_count == 0)
		return error_set(run->err, FORNIX_ERR_REFUSED,
		    "no articles in '%s': is it the right folder?", options->corpus);
	return gate_check_places(run);
}

/* Finds what articles there are, and what is other than it was. */
static enum fornix_status
collect(struct run *run)
{
	enum fornix_status status;

	choose_files(run);
	run->summary->read = run->file_count;
	status = parse_files(run->corpus, run->files, run->file_count, &run->options->article,
	    run->options->workers, intake_outcome, run, run->err);
	return status == FORNIX_OK ? intake_removals(run) : status;
}

static enum fornix_status
work(struct run *run, bool is_careful)
{
	enum fornix_status status = prepare(run, is_careful);

	if (status == FORNIX_OK)
		status = run->join != NULL ? join_collect(run) : collect(run);
	if (status != FORNIX_OK)
		return status;
	status = gate_check_intake(run);
	if (status != FORNIX_OK)
		return status;
	if (run->options->strict && run->summary->failed > 0)
		return error_set(run->err, FORNIX_ERR_REFUSED,
		    "%zu articles or rules failed and --strict was given",
		    run->summary->failed);
	/* Another machine waits for it, though there may be nothing in it. */
	if (run->is_full && !run->options->dry_run && run->options->share.count > 0)
		status = intake_open(run);
	if (status == FORNIX_OK && run->target != NULL)
		status = publish(run);
	else if (status == FORNIX_OK && run->publication != NULL)
		publish_forget_refused(run->publication);
	if (status == FORNIX_OK && run->publication != NULL)
		publish_prune(run->publication, &run->options->retention);
	return status;
}

static void
run_fini(struct run *run)
{
	size_t i;

	for (i = 0; i < run->event_count; i++) {
		free(run->events[i].path);
		free(run->events[i].detail);
	}
	free(run->events);
	free(run->put.items);
	free(run->removed.items);
	free(run->touched);
	free(run->files);
	free(run->documents);
	free(run->fingerprint);
	word_counts_free(run->words);
	rules_fini(&run->rules);
	gate_fini(&run->gate);
	articles_free(run->target);
	known_fini(&run->known);
	join_fini(run);
	generation_free(run->dry_base);
	publish_free(run->publication);
	corpus_free(run->corpus);
}

static double
now_seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* What is refused once it was told: which index people find things with. */
static enum fornix_status
conclude_refusal(const struct run *run, struct fornix_error *err)
{
	unsigned served = generation_current(run->options->index);
	const char *kept =
	    run->summary->is_kept ? " ('fornix status --candidate' tells more)" : "";

	if (served == 0)
		return error_set(err, FORNIX_ERR_REFUSED,
		    "nothing was published, and there is no index yet%s", kept);
	return error_set(err, FORNIX_ERR_REFUSED,
	    "nothing was changed: generation %u goes on serving%s", served, kept);
}

static void
report_reason(const struct run *run, const char *reason)
{
	struct indexer_report report = {INDEXER_REFUSED, "", reason};

	if (run->options->report != NULL)
		run->options->report(&report, run->options->context);
}

static void
report_reasons(const struct run *run)
{
	char more[100];
	size_t i;

	for (i = 0; i < run->gate.count && i < GATE_REASONS_SHOWN; i++)
		report_reason(run, run->gate.reasons[i]);
	snprintf(more, sizeof more, "and %zu more reasons", run->gate.count - i);
	if (run->gate.count > i)
		report_reason(run, more);
	if (run->err->message[0] != '\0')
		report_reason(run, run->err->message);
}

/* One of the times that all is read. */
struct attempt {
	bool is_careful;         /* the base has misled the one before */
	bool is_last;            /* what is torn is refused, not read again */
	bool is_torn, is_misled; /* nothing was done: another is to follow */
};

static enum fornix_status
attempt_run(struct attempt *attempt, const struct indexer_options *options,
    struct indexer_summary *ret_summary, struct fornix_error *err)
{
	struct indexer_summary summary = {0};
	struct fornix_error local = FORNIX_ERROR_INIT;
	struct run run = {.options = options, .summary = &summary, .err = &local};
	double start = now_seconds();
	enum fornix_status status;
	bool is_final;

	gate_init(&run.gate, options->gate);
	run.gate.is_part = options->share.count > 0;
	status = work(&run, attempt->is_careful);
	summary.seconds = now_seconds() - start;
	attempt->is_torn = run.is_torn && !attempt->is_last;
	attempt->is_misled = run.is_misled;
	is_final = !attempt->is_torn && !attempt->is_misled;
	if (is_final && (status == FORNIX_OK || status == FORNIX_ERR_REFUSED)) {
		report_events(&run);
		*ret_summary = summary;
	}
	if (is_final && status == FORNIX_ERR_REFUSED) {
		report_reasons(&run);
		status = conclude_refusal(&run, &local);
	}
	if (status != FORNIX_OK && err != NULL)
		*err = local;
	run_fini(&run);
	return status;
}

enum fornix_status
indexer_run(const struct indexer_options *options, struct indexer_summary *ret_summary,
    struct fornix_error *err)
{
	const struct timespec settle = {
	    .tv_sec = INDEXER_SETTLE_MS / 1000, .tv_nsec = INDEXER_SETTLE_MS % 1000 * 1000000L};
	struct indexer_options chosen = *options;
	struct attempt attempt = {0};
	enum fornix_status status;
	unsigned torn = 0;

	if (chosen.workers == 0)
		chosen.workers = (unsigned)sysconf(_SC_NPROCESSORS_ONLN);
	for (;;) {
		attempt.is_last = torn + 1 == INDEXER_ATTEMPTS;
		status = attempt_run(&attempt, &chosen, ret_summary, err);
		if (attempt.is_torn) {
			torn++;
			nanosleep(&settle, NULL);
		} else if (attempt.is_misled) {
			attempt.is_careful = true;
		} else {
			return status;
		}
	}
}

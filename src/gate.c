/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "gate.h"

#include <stdarg.h>
#include <stdio.h>

#include "front.h"
#include "gate_judged.h"
#include "glossary_check.h"
#include "path.h"
#include "search.h"
#include "suggest_file.h"
#include "vocabulary.h"
#include "xalloc.h"

void
gate_init(struct gate *gate, const struct gate_policy *policy)
{
	*gate = (struct gate){.policy = policy};
}

void
gate_fini(struct gate *gate)
{
	size_t i;

	for (i = 0; i < gate->count && i < GATE_REASONS_MAX; i++)
		free(gate->reasons[i]);
	free(gate->reasons);
	*gate = (struct gate){.policy = NULL};
}

void
gate_add(struct gate *gate, const char *format, ...)
{
	char text[FORNIX_ERROR_MESSAGE_BYTES];
	va_list args;

	if (gate->policy == NULL || gate->count++ >= GATE_REASONS_MAX)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	gate->count--;
	XALLOC_GROW(gate->reasons, gate->count, gate->capacity);
	gate->reasons[gate->count++] = xstrdup(text);
}

void
gate_removals(struct gate *gate, size_t removed, size_t served, const char *const *names,
    size_t name_count)
{
	char list[400] = "";
	size_t most, used = 0, i;

	if (gate->policy == NULL || gate->policy->allow_removals)
		return;
	most = gate_policy_removable(gate->policy, served);
	if (removed <= most)
		return;
	for (i = 0; i < name_count && used < sizeof list; i++)
		used += (size_t)snprintf(
		    list + used, sizeof list - used, "%s'%.70s'", i > 0 ? ", " : "", names[i]);
	gate_add(gate,
	    "%zu of %zu articles would go, and 'max_removed' lets %zu go (%s%s): bring them "
	    "back, or publish with --allow-removals",
	    removed, served, most, list, removed > name_count ? ", ..." : "");
}

enum fornix_status
gate_glossary(struct gate *gate, const char *path, struct span text, struct fornix_error *err)
{
	struct analyzer *analyzer;
	struct findings findings;
	enum fornix_status status;
	size_t i;

	if (gate->policy == NULL || gate->policy->allow_rules || text.length == 0)
		return FORNIX_OK;
	analyzer = analyzer_new();
	status = glossary_check(analyzer, NULL, text.data, text.length, &findings, err);
	analyzer_free(analyzer);
	if (status != FORNIX_OK)
		return status;
	for (i = 0; i < findings.count; i++) {
		if (findings.items[i].is_problem)
			gate_add(gate, "'%s:%u': %s", path, findings.items[i].line,
			    findings.items[i].text);
	}
	findings_fini(&findings);
	return FORNIX_OK;
}

/* Damage is a reason; that there is no memory or no descriptor left is an error. */
static enum fornix_status
take_damage(struct gate *gate, enum fornix_status status, const struct fornix_error *err)
{
	if (status != FORNIX_ERR_CORRUPT && status != FORNIX_ERR_NOT_FOUND)
		return status;
	gate_add(gate, "it does not open: %s", err->message);
	return FORNIX_OK;
}

/* Searching does without these when it must; a new generation need not. */
static enum fornix_status
open_helpers(const struct generation *candidate, struct fornix_error *err)
{
	char *words CLEANUP_FREE = path_join(candidate->path, VOCABULARY_FILE);
	char *suggestions CLEANUP_FREE = path_join(candidate->path, SUGGEST_FILE);
	struct vocabulary *vocabulary;
	struct suggest_file *file;
	enum fornix_status status;

	status = vocabulary_open(words, &vocabulary, err);
	if (status != FORNIX_OK)
		return status;
	vocabulary_free(vocabulary);
	status = suggest_file_open(suggestions, &file, err);
	if (status == FORNIX_OK)
		suggest_file_free(file);
	return status;
}

static enum fornix_status
check_index(
    const struct gate *gate, const struct generation *candidate, struct fornix_error *err)
{
	char *index CLEANUP_FREE = path_join(candidate->path, GENERATION_INDEX);

	return gate->delta != NULL
		   ? index_check_delta(index, candidate->articles, gate->delta, err)
		   : index_check(index, candidate->articles, err);
}

static enum fornix_status
open_candidate(
    const struct gate *gate, const struct generation *candidate, struct fornix_error *err)
{
	struct searcher *searcher;
	enum fornix_status status;
	struct front front;

	status = front_read(candidate->path, &front, err);
	if (status == FORNIX_OK && front.count == 0)
		status = check_index(gate, candidate, err);
	front_fini(&front);
	if (status == FORNIX_OK)
		status = searcher_open(candidate, &searcher, err);
	if (status != FORNIX_OK)
		return status;
	searcher_free(searcher);
	return open_helpers(candidate, err);
}

enum fornix_status
gate_candidate(struct gate *gate, const char *corpus, const char *folder,
    const struct generation *served, struct fornix_error *err)
{
	struct fornix_error local = FORNIX_ERROR_INIT;
	struct generation *candidate = NULL;
	enum fornix_status status;
	size_t before = gate->count;

	status = generation_open_folder(folder, &candidate, &local);
	if (status == FORNIX_OK)
		status = open_candidate(gate, candidate, &local);
	if (gate->policy != NULL) {
		status = take_damage(gate, status, &local);
		if (status == FORNIX_OK && gate->count == before && !gate->is_part)
			status = gate_judged(gate, corpus, candidate, served, &local);
	}
	generation_free(candidate);
	if (status != FORNIX_OK && err != NULL)
		*err = local;
	return status;
}

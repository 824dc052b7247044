/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_FIXTURE_VOCABULARY_H
#define FORNIX_FIXTURE_VOCABULARY_H

/* Vocabularies for tests: made from lists, or from a folder of articles. */

#include <stdlib.h>
#include <unistd.h>

#include "generation.h"
#include "indexer.h"
#include "path.h"
#include "scratch.h"
#include "tap.h"
#include "vocabulary_build.h"

struct fixture_word {
	const char *text; /* in order of bytes */
	uint32_t documents, weight;
};

/* Writes the words, and pairs of wrong and right up to NULL, to a file of the scratch folder.
 */
static inline char *
fixture_vocabulary_write(const char *name, const struct fixture_word *words, size_t count,
    const char *const (*corrections)[2], uint32_t documents)
{
	struct vocabulary_builder *builder = vocabulary_builder_new();
	struct fornix_error err = FORNIX_ERROR_INIT;
	char *path = scratch_path(name);
	enum fornix_status status = FORNIX_OK;
	size_t i;

	for (i = 0; i < count && status == FORNIX_OK; i++)
		status = vocabulary_builder_add(builder, span_from_string(words[i].text),
		    words[i].documents, words[i].weight, &err);
	for (i = 0; corrections != NULL && corrections[i][0] != NULL; i++)
		assert(vocabulary_builder_correct(builder, span_from_string(corrections[i][0]),
			   span_from_string(corrections[i][1]), &err) == FORNIX_OK);
	unlink(path);
	if (status == FORNIX_OK)
		status = vocabulary_builder_write(builder, path, documents, &err);
	if (status != FORNIX_OK)
		tap_ok(false, "write '%s': %s", name, err.message);
	vocabulary_builder_free(builder);
	return path;
}

static inline struct vocabulary *
fixture_vocabulary_open(const char *path)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct vocabulary *vocabulary = NULL;

	if (vocabulary_open(path, &vocabulary, &err) != FORNIX_OK)
		tap_ok(false, "open: %s", err.message);
	assert(vocabulary != NULL);
	return vocabulary;
}

/* Indexes a folder of articles; opens the vocabulary of what is published. */
static inline struct vocabulary *
fixture_vocabulary_index(const char *corpus, const char *index)
{
	struct indexer_options options = {.corpus = corpus,
	    .index = index,
	    .article = {.url_pattern = "/{path}/", .today = 20300101},
	    .workers = 1};
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct indexer_summary summary;
	struct generation *generation;
	struct vocabulary *vocabulary;
	char *path;

	if (indexer_run(&options, &summary, &err) != FORNIX_OK)
		tap_ok(false, "index '%s': %s", corpus, err.message);
	assert(generation_open(index, &generation, &err) == FORNIX_OK);
	path = path_join(generation->path, VOCABULARY_FILE);
	vocabulary = fixture_vocabulary_open(path);
	generation_free(generation);
	free(path);
	return vocabulary;
}

static inline bool
fixture_is(struct span text, const char *want)
{
	return span_equals(text, span_from_string(want));
}

#endif

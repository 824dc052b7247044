/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_FUZZ_INDEX_H
#define FORNIX_FUZZ_INDEX_H

/* The practice's own articles, indexed once for a process. */

#include <stdio.h>
#include <stdlib.h>

#include "fuzz.h"
#include "indexer.h"
#include "../tests/scratch.h"

/* The folder of the index; the caller frees it. */
static inline char *
fuzz_index(void)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	char *corpus = scratch_source("corpus"), *index = scratch_path("index");
	struct indexer_options options = {
	    .corpus = corpus, .index = index, .article = {.url_pattern = "/{path}/"}};
	struct indexer_summary summary;

	options.workers = 1;
	if (indexer_run(&options, &summary, &err) != FORNIX_OK) {
		printf("# %s\n", err.message);
		abort();
	}
	free(corpus);
	return index;
}

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_ROUTES_INDEX_H
#define FORNIX_ROUTES_INDEX_H

/*
 * The generation that is served, and a searcher of it for each worker.
 *
 * One thread looks for another generation and opens it for all workers, and for
 * the thread that suggests, who take it over with their next answer.  What is open stays
 * readable when its folder is removed.
 */

#include <stdbool.h>
#include <stdint.h>

#include "error.h"
#include "search.h"
#include "suggest.h"

struct routes_index;

struct routes_index *routes_index_new(const char *folder, unsigned workers);
/* No worker may be running. */
void routes_index_free(struct routes_index *index);

/*
 * As routes_refresh(); *ret_number is the number of a generation that is newly
 * served, 0 when there is none, also where an error is returned.
 */
FORNIX_CHECKED enum fornix_status routes_index_refresh(
    struct routes_index *index, unsigned *ret_number, struct fornix_error *err);

struct routes_index_state {
	unsigned number; /* 0: none is served */
	uint32_t articles;
	int64_t built_at;
	bool is_damaged; /* what current points to cannot be served */
	/* What the last refresh has found wrong, with paths below the index; "": nothing. */
	char trouble[FORNIX_ERROR_MESSAGE_BYTES];
};

/* Fills all but returns false when no generation is served yet.  From any thread. */
bool routes_index_get(struct routes_index *index, struct routes_index_state *ret_state);

/*
 * The worker's searcher of the served generation, and the generation's number.
 * Borrowed until the worker's next call.  Returns false when none is served.
 */
bool routes_index_searcher(struct routes_index *index, unsigned worker,
    struct searcher **ret_searcher, unsigned *ret_number);

/*
 * What suggests from the served generation, for one thread, always the same.
 * Borrowed until the next call; NULL when none is served.
 */
struct suggester *routes_index_suggester(struct routes_index *index);

#endif

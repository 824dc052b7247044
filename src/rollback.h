/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_ROLLBACK_H
#define FORNIX_ROLLBACK_H

/*
 * Putting an earlier generation back: "current" is moved to one that was kept,
 * once that was checked as a new one is.  Nothing is removed, so it can be undone.
 *
 * The next index run starts from what is served then, under a number that no
 * generation had before.
 */

#include <stdbool.h>
#include <stdint.h>

#include "error.h"

struct rollback_options {
	const char *index;
	unsigned to; /* number of a generation; 0: the one that was served before */
	bool dry_run;
	unsigned wait_ms; /* for another writer to finish */
};

struct rollback_result {
	unsigned from; /* 0: nothing that could be named was served */
	unsigned to;
	uint32_t articles;
	int64_t built_at;
};

/*
 * REFUSED when there is no such generation to go to, LOCKED when another writer
 * works, CORRUPT for one that is damaged; then "current" is as it was.
 */
FORNIX_CHECKED enum fornix_status rollback_run(const struct rollback_options *options,
    struct rollback_result *ret_result, struct fornix_error *err);

#endif

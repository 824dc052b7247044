/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_STATUS_H
#define FORNIX_STATUS_H

/* The state of an index: what is served, what is kept, how the last run ended. */

#include <stdbool.h>

#include "generation.h"
#include "run_record.h"

#define STATUS_SERVERS_MAX 16 /* more are left out */

/* A fornixd on this machine that has a generation of the index open. */
struct status_server {
	long process;
	unsigned generation;
};

struct status {
	struct generation *served;   /* NULL: none that is known to be whole: see trouble */
	struct fornix_error trouble; /* status OK when there is none */
	uint64_t size_bytes;         /* of the served generation's files */
	uint32_t words;              /* different ones in the articles */
	size_t shard_count; /* that the served generation stands before; 0: it has all itself */
	size_t newer_shards; /* of those that are here, others than were joined */
	size_t kept_count;
	unsigned *kept;   /* numbers of all generations there, highest first; owned */
	unsigned refused; /* the candidate's number; 0: none */
	char *reasons;    /* lines: why it was refused; owned, NULL without one */
	bool has_record;
	struct run_record record;
	size_t server_count;
	struct status_server servers[STATUS_SERVERS_MAX];
};

/* Always succeeds: what is not there is part of the state.  The caller calls status_fini(). */
void status_init(struct status *status, const char *index);
void status_fini(struct status *status);

#endif

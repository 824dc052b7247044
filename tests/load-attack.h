/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_TEST_LOAD_ATTACK_H
#define FORNIX_TEST_LOAD_ATTACK_H

/*
 * Clients that mean no good: a table of ways to keep a service from the others.
 * One thread plays all clients of an attack.
 */

#include <stdbool.h>

struct attack;
struct attack_run;

/* NULL when there is none of that name. */
const struct attack *attack_find(const char *name);
void attack_list(void); /* their names, a line each */

/* Begins it against the address, as client_connect() takes it. */
struct attack_run *attack_start(const struct attack *attack, const char *address);

struct attack_counts {
	unsigned long connected; /* times */
	unsigned long cut;       /* by the service */
	unsigned long smuggled;  /* answers to what only odd parsers take for a request */
	unsigned held_most;      /* connections at once */
};

/* Ends it and closes its connections. */
struct attack_counts attack_stop(struct attack_run *own_run);

#endif

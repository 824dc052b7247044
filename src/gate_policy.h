/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_GATE_POLICY_H
#define FORNIX_GATE_POLICY_H

/*
 * What a new generation must keep to before it is published, as it is written
 * in the settings.  gate.h holds generations to it.
 */

#include <stdbool.h>
#include <stddef.h>

#include "error.h"
#include "eval.h"

/* Of a small site a percentage would let nothing go. */
#define GATE_REMOVED_LEAST 3
#define GATE_REMOVED_MAX   2000000 /* as many as a corpus may have files */
#define GATE_REMOVED_INIT  10      /* percent */
#define GATE_JUDGED_MARGIN 0.05

struct gate_policy {
	bool allow_removals; /* whatever is removed */
	bool allow_rules;    /* whatever is wrong in a file of rules */
	unsigned max_removed;
	bool max_removed_is_percent;        /* of the articles that are served */
	double judged_least[EVAL_MEASURES]; /* of the mean of each measure; 0: any */
	double judged_margin;               /* how much lower than served's a mean may be */
};

void gate_policy_init(struct gate_policy *policy);

/* How many of served articles may go. */
size_t gate_policy_removable(const struct gate_policy *policy, size_t served);

/* "10%" or "25"; false for anything else. */
bool gate_policy_read_removed(const char *text, struct gate_policy *policy);

/* A number from 0 to 1; false for anything else. */
bool gate_policy_read_part(const char *text, double *ret_part);

/* "success@3=0.6"; USAGE saying what is wrong with it. */
FORNIX_CHECKED enum fornix_status gate_policy_read_least(const char *text,
    enum eval_measure *ret_measure, double *ret_least, struct fornix_error *err);

#endif

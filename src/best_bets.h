/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_BEST_BETS_H
#define FORNIX_BEST_BETS_H

/*
 * What the practice recommends to whoever searches for something: rules from the
 * corpus' _search/best-bets.yaml, which fornix-rules(5) describes.
 *
 *	- label: Make or change an appointment
 *	  article: patients/scheduling-and-contact
 *	  patterns: make|change|cancel appointment
 *	  alone: appointment
 *	  exact: who do i call
 *	  until: 2027-03-31
 *	  owner: front desk
 *	  reason: Most who ask for this want the telephone number.
 */

#include "rule_reader.h"

#define BEST_BETS_FILE      "best-bets.yaml" /* in a generation, and in the corpus' _search */
#define BEST_BETS_SHOWN_MAX 3                /* of those that match */

struct best_bet {
	char *label; /* what the link says; owned */
	struct rule_target target;
	uint32_t until; /* the last day, YYYYMMDD; 0: for good */
	unsigned line;
};

struct best_bets {
	size_t count, capacity;
	struct best_bet *rules;        /* in order of the file: the first come first */
	struct pattern_book *patterns; /* in the same order */
};

/*
 * Reads the file's text.  Mistakes are findings; a rule that has one is left
 * out.  Returns NULL when the file is no YAML list and nothing of it can be used.
 */
struct best_bets *best_bets_parse(
    struct analyzer *analyzer, const char *text, size_t length, struct findings *findings);
void best_bets_free(struct best_bets *bets);

/* Whether a rule counts on that day, YYYYMMDD. */
bool best_bet_is_current(const struct best_bet *bet, uint32_t day);

#endif

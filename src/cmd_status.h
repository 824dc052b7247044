/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_CMD_STATUS_H
#define FORNIX_CMD_STATUS_H

/* What fornix status prints: cmd_status_print.c.  Private to the command. */

#include "buffer.h"
#include "candidate.h"
#include "config.h"
#include "status.h"

#define STATUS_PRINT_BYTES_MAX (16 * 1024 * 1024)
#define STATUS_NAMES_SHOWN     5 /* articles or queries of a kind, so that all is on a screen */

/* Compares the refused candidate with the served generation; both must be there. */
FORNIX_CHECKED enum fornix_status status_compare(const struct status *status,
    const struct config *config, struct candidate *ret_candidate, struct fornix_error *err);

void status_print_text(const struct status *status, struct buffer *out);
void status_print_candidate(
    const struct status *status, const struct candidate *candidate, struct buffer *out);
/* candidate may be NULL. */
void status_print_json(
    const struct status *status, const struct candidate *candidate, struct buffer *out);

#endif

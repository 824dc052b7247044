/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_EVAL_REPORT_H
#define FORNIX_EVAL_REPORT_H

/* What an evaluation found, as text for people and as JSON for programs. */

#include "buffer.h"
#include "eval.h"

#define EVAL_REPORT_BYTES_MAX (64 * 1024 * 1024)

struct eval_report_options {
	bool per_query; /* a line for each query as well */
};

/* A table of the means, with the differences where there is a baseline. */
void eval_report_text(struct buffer *out, const struct eval_outcome *outcome,
    const struct eval_report_options *options);

/* One object on one line: see fornix-eval(1). */
void eval_report_json(struct buffer *out, const struct eval_outcome *outcome,
    const struct eval_report_options *options);

#endif

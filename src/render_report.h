/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_RENDER_REPORT_H
#define FORNIX_RENDER_REPORT_H

/* The report of what was searched for, in its three forms. */

#include "buffer.h"
#include "report_read.h"

#define RENDER_REPORT_BYTES_MAX (32 * 1024 * 1024)

struct render_report_options {
	size_t top;       /* lines of each list */
	bool with_colour; /* of text */
};

/* For a terminal: control characters of any text are gone. */
void render_report_text(const struct report *report,
    const struct render_report_options *options, struct buffer *out);

void render_report_json(const struct report *report,
    const struct render_report_options *options, struct buffer *out);

/*
 * One table (RFC 4180), its lines told apart by their first column.  What a
 * spreadsheet would take for a formula begins with an apostrophe.
 */
void render_report_csv(const struct report *report, const struct render_report_options *options,
    struct buffer *out);

#endif

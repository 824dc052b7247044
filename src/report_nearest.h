/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_REPORT_NEAREST_H
#define FORNIX_REPORT_NEAREST_H

/* For queries that found nothing: the article that is nearest, and a way to it. */

#include "report_read.h"
#include "report_titles.h"
#include "search.h"
#include "vocabulary.h"

/*
 * Fills title, id, is_found and glossary of a line of report.missing.  It is the
 * best answer of today's index to the whole query, even a barely related one; or
 * else to the spelling that is offered for it; or else to the word of the index that
 * looks or sounds most like one of its words; or else the title that is written most
 * like it.  All stay NULL when there is none.  vocabulary may be NULL.
 */
FORNIX_CHECKED enum fornix_status report_nearest(struct searcher *searcher,
    const struct vocabulary *vocabulary, const struct report_titles *titles,
    struct analyzer *analyzer, struct report_line *line, struct fornix_error *err);

#endif

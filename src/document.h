/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_DOCUMENT_H
#define FORNIX_DOCUMENT_H

/*
 * A record as a document of the index: which words count, where and how much.
 *
 * Reads fields.h and nothing else says what is indexed.  Stems of all texts
 * share one stream of positions, with a gap between texts so that no phrase
 * reaches from one into the next.
 *
 * The length of a document, which weights are made even by, is that of the
 * stems and once more that of the words as they are written.  The latter are
 * no terms, only a few that carry their number.
 */

#include "analyze.h"
#include "index_writer.h"
#include "record.h"
#include "word_counts.h"

#define DOCUMENT_VERSION      3 /* changes when the same record gives other terms: reindex */
#define DOCUMENT_POSITION_GAP 100
#define DOCUMENT_TITLE_BYTES_MAX                                                               \
	1000 /* of the stems of a title; a longer one is not ranked by */
#define DOCUMENT_FILTER_BYTES_MAX 200 /* of a tag or folder; a longer one is no filter */

/* Fills document, which is cleared first; the words of the record are noted in counts, where
 * word_counts_begin() was called. */
void document_fill(struct analyzer *analyzer, const struct record *record,
    struct word_counts *counts, struct index_document *document);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_RECORD_SLIM_H
#define FORNIX_RECORD_SLIM_H

/* A record without its texts: what is shown of an article that is one of a list or linked to.
 */

#include "record.h"

/* Appends one with the address, names, dates, tags and headings of that one, and no more. */
void record_slim(const struct record *record, struct buffer *out);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_LISTING_WRITE_H
#define FORNIX_LISTING_WRITE_H

/* Writes what listing.h and acronyms.h read: one walk through all articles finds both. */

#include "articles.h"

/* Lists all articles, which are being written; they are committed by the caller. */
FORNIX_CHECKED enum fornix_status listing_write(
    struct articles *articles, struct fornix_error *err);

#endif

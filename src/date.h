/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_DATE_H
#define FORNIX_DATE_H

/* Days as people and site generators write them. */

#include <stdint.h>

/*
 * Reads a day as YYYYMMDD; 0 when it cannot be read or does not exist.  Forms:
 * 2019-03-26 (also with / or . between, 20190326), behind it a time in any form
 * ("T09:00:00Z", " 9:00:00 -0400"); 3/26/2019 (month first); "March 26, 2019",
 * "26 Mar 2019", "Tue, 26 Mar 2019 09:00:00 GMT".  The day counts as it is
 * written, whatever the time zone.
 */
uint32_t date_parse(const char *text);

/*
 * A day for "since when": as date_parse(), or so long before today: "30 days",
 * "2w", "6 months", "1 year".  0 when it is neither, or
 * before the year 1000.
 */
uint32_t date_since(const char *text, uint32_t today);

/* The day of the clock, where this runs, as YYYYMMDD. */
uint32_t date_today(void);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_REPORT_DAY_H
#define FORNIX_REPORT_DAY_H

/* Days as numbers, YYYYMMDD, that can be counted back from. */

#include <stdint.h>
#include <time.h>

/* The day of the time zone that the process is in. */
uint32_t report_day_of(time_t time);

/* The day that was count days before; day exists. */
uint32_t report_day_back(uint32_t day, unsigned count);

/* Reads YYYY-MM-DD; 0 when it is anything else, or there is no such day. */
uint32_t report_day_parse(const char *text);

#endif

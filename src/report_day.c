/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report_day.h"

#include <string.h>

static uint32_t
from_tm(const struct tm *tm)
{
	return (uint32_t)(tm->tm_year + 1900) * 10000 + (uint32_t)(tm->tm_mon + 1) * 100 +
	       (uint32_t)tm->tm_mday;
}

uint32_t
report_day_of(time_t time)
{
	struct tm tm;

	localtime_r(&time, &tm);
	return from_tm(&tm);
}

/* In UTC, where all days have the same length. */
uint32_t
report_day_back(uint32_t day, unsigned count)
{
	struct tm tm = {.tm_year = (int)(day / 10000) - 1900,
	    .tm_mon = (int)(day / 100 % 100) - 1,
	    .tm_mday = (int)(day % 100)};
	time_t time = timegm(&tm) - (time_t)count * 24 * 3600;

	gmtime_r(&time, &tm);
	return from_tm(&tm);
}

uint32_t
report_day_parse(const char *text)
{
	static const char shape[] = "9999-99-99";
	uint32_t day = 0;
	size_t i;

	if (strlen(text) != strlen(shape))
		return 0;
	for (i = 0; shape[i] != '\0'; i++) {
		if (shape[i] == '-' ? text[i] != '-' : text[i] < '0' || text[i] > '9')
			return 0;
		if (shape[i] == '9')
			day = day * 10 + (uint32_t)(text[i] - '0');
	}
	/* One that does not exist comes out as another. */
	return day >= 19000101 && report_day_back(day, 0) == day ? day : 0;
}

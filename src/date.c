/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "date.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#define NAME_BYTES 16
#define DAY_S      (24 * 60 * 60)

/* 0 when there is no such day. */
static uint32_t
from_parts(unsigned year, unsigned month, unsigned day)
{
	static const unsigned days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	if (year < 1000 || year > 9999 || month < 1 || month > 12 || day < 1)
		return 0;
	if (day > days[month - 1] + (month == 2 && is_leap))
		return 0;
	return year * 10000 + month * 100 + day;
}

/* Reads at most most digits; returns how many there were. */
static unsigned
read_number(const char **text, unsigned most, unsigned *ret_number)
{
	unsigned digits = 0;

	*ret_number = 0;
	for (; digits < most && isdigit((unsigned char)**text); digits++, ++*text)
		*ret_number = *ret_number * 10 + (unsigned)(**text - '0');
	return digits;
}

/* Behind a day comes nothing or a time of day. */
static bool
is_time(const char *text)
{
	if (*text == 'T' || *text == 't')
		return isdigit((unsigned char)text[1]);
	if (*text != '\0' && *text != ' ')
		return false;
	text += strspn(text, " ");
	return *text == '\0' || isdigit((unsigned char)*text);
}

static uint32_t
parse_numbers(const char *text)
{
	unsigned first, second, third, digits;
	char between;

	if (strlen(text) == 8 && strspn(text, "0123456789") == 8) {
		read_number(&text, 4, &first);
		read_number(&text, 2, &second);
		read_number(&text, 2, &third);
		return from_parts(first, second, third);
	}
	digits = read_number(&text, 4, &first);
	between = *text;
	if (digits == 0 || (between != '-' && between != '/' && between != '.'))
		return 0;
	text++;
	if (read_number(&text, 2, &second) == 0 || *text++ != between)
		return 0;
	if (digits == 4) {
		if (read_number(&text, 2, &third) == 0 || !is_time(text))
			return 0;
		return from_parts(first, second, third);
	}
	/* With hyphens or dots, day and month could be either way round. */
	if (between != '/' || read_number(&text, 4, &third) != 4 || !is_time(text))
		return 0;
	return from_parts(third, first, second);
}

/* The number of the month whose name, or three letters or more of it, is given; else 0. */
static unsigned
find_month(const char *name)
{
	static const char *const months[] = {"january", "february", "march", "april", "may",
	    "june", "july", "august", "september", "october", "november", "december"};
	size_t i, length = strlen(name);

	for (i = 0; i < 12 && length >= 3; i++) {
		if (strncasecmp(name, months[i], length) == 0)
			return (unsigned)i + 1;
	}
	return 0;
}

static bool
is_weekday(const char *name)
{
	static const char *const days[] = {
	    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
	size_t i, length = strlen(name);

	for (i = 0; i < 7 && length >= 3; i++) {
		if (strncasecmp(name, days[i], length) == 0)
			return true;
	}
	return false;
}

static bool
is_ordinal(const char *name)
{
	return strcasecmp(name, "st") == 0 || strcasecmp(name, "nd") == 0 ||
	       strcasecmp(name, "rd") == 0 || strcasecmp(name, "th") == 0;
}

static void
read_name(const char **text, char name[NAME_BYTES])
{
	size_t length = 0;

	for (; isalpha((unsigned char)**text); ++*text) {
		if (length < NAME_BYTES - 1)
			name[length++] = **text;
	}
	name[length] = '\0';
}

/* "March 26, 2019" and its kin: a month's name, a day and a year of four digits. */
static uint32_t
parse_names(const char *text)
{
	unsigned year = 0, month = 0, day = 0, number, digits;
	char name[NAME_BYTES];

	while (year == 0 || month == 0 || day == 0) {
		text += strspn(text, " ,.");
		if (isdigit((unsigned char)*text)) {
			digits = read_number(&text, 4, &number);
			if (digits == 4 && year == 0)
				year = number;
			else if (digits <= 2 && day == 0)
				day = number;
			else
				return 0;
			continue;
		}
		read_name(&text, name);
		if (name[0] == '\0' || (!is_weekday(name) && !is_ordinal(name) && month != 0))
			return 0;
		if (is_weekday(name) || is_ordinal(name))
			continue;
		month = find_month(name);
		if (month == 0)
			return 0;
	}
	return is_time(text) ? from_parts(year, month, day) : 0;
}

uint32_t
date_parse(const char *text)
{
	uint32_t day;

	text += strspn(text, " ");
	day = parse_numbers(text);
	return day != 0 ? day : parse_names(text);
}

/* Days counted from 1970, by the calendar of today for every year. */
static int64_t
to_days(uint32_t date)
{
	struct tm day = {.tm_year = (int)(date / 10000) - 1900,
	    .tm_mon = (int)(date / 100 % 100) - 1,
	    .tm_mday = (int)(date % 100)};

	return timegm(&day) / DAY_S;
}

static uint32_t
from_days(int64_t days)
{
	time_t time = (time_t)(days * DAY_S);
	struct tm day;

	gmtime_r(&time, &day);
	return from_parts(
	    (unsigned)(day.tm_year + 1900), (unsigned)day.tm_mon + 1, (unsigned)day.tm_mday);
}

/* The last day of a month that has no such day. */
static uint32_t
months_before(uint32_t today, unsigned months)
{
	unsigned month = today / 10000 * 12 + today / 100 % 100 - 1, day = today % 100;
	uint32_t date = 0;

	if (months > month)
		return 0;
	month -= months;
	for (; date == 0 && day > 0; day--)
		date = from_parts(month / 12, month % 12 + 1, day);
	return date;
}

uint32_t
date_since(const char *text, uint32_t today)
{
	static const struct {
		const char *name; /* without the "s" of more than one */
		unsigned days, months;
	} units[] = {{"d", 1, 0}, {"day", 1, 0}, {"w", 7, 0}, {"week", 7, 0}, {"month", 0, 1},
	    {"y", 0, 12}, {"year", 0, 12}};
	const char *unit = text + strspn(text, " ");
	unsigned number;
	size_t i, length;

	if (read_number(&unit, 5, &number) == 0)
		return date_parse(text);
	unit += strspn(unit, " ");
	for (i = 0; i < sizeof units / sizeof units[0]; i++) {
		length = strlen(units[i].name);
		if (strncmp(unit, units[i].name, length) != 0 ||
		    (unit[length] != '\0' && strcmp(unit + length, "s") != 0))
			continue;
		if (units[i].months > 0)
			return months_before(today, number * units[i].months);
		return from_days(to_days(today) - (int64_t)number * units[i].days);
	}
	return date_parse(text);
}

uint32_t
date_today(void)
{
	time_t now = time(NULL);
	struct tm day;

	localtime_r(&now, &day);
	return (uint32_t)((day.tm_year + 1900) * 10000 + (day.tm_mon + 1) * 100 + day.tm_mday);
}

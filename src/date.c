/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "date.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#define NAME_BYTES 16

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

uint32_t
date_today(void)
{
	time_t now = time(NULL);
	struct tm day;

	localtime_r(&now, &day);
	return (uint32_t)((day.tm_year + 1900) * 10000 + (day.tm_mon + 1) * 100 + day.tm_mday);
}

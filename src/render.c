/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render.h"

#include <inttypes.h>
#include <string.h>

#include "render_parts.h"

static bool
date_is_valid(uint32_t date)
{
	uint32_t month = date / 100 % 100, day = date % 100;

	return date / 10000 >= 1 && date / 10000 <= 9999 && month >= 1 && month <= 12 &&
	       day >= 1 && day <= 31;
}

void
render_month(uint32_t date, struct buffer *out)
{
	static const char *const names[] = {"January", "February", "March", "April", "May",
	    "June", "July", "August", "September", "October", "November", "December"};

	if (date_is_valid(date))
		buffer_printf(out, "%s %" PRIu32, names[date / 100 % 100 - 1], date / 10000);
}

void
render_date(uint32_t date, struct buffer *out)
{
	if (!date_is_valid(date))
		return;
	buffer_append_number(out, date / 10000, 4);
	buffer_append_char(out, '-');
	buffer_append_number(out, date / 100 % 100, 2);
	buffer_append_char(out, '-');
	buffer_append_number(out, date % 100, 2);
}

void
render_number(struct buffer *out, uint64_t number)
{
	uint64_t scale = 1;

	while (number / scale >= 1000)
		scale *= 1000;
	buffer_printf(out, "%" PRIu64, number / scale);
	while (scale > 1) {
		number %= scale;
		scale /= 1000;
		buffer_printf(out, ",%03" PRIu64, number / scale);
	}
}

const char *
render_hit_heading(const struct search_hit *hit)
{
	if (!hit->has_section || hit->section_heading == NULL ||
	    hit->section_heading[0] == '\0')
		return NULL;
	return hit->section_heading;
}

void
render_hit_path(const struct search_hit *hit, const char *corpus, struct buffer *out)
{
	size_t length = corpus != NULL ? strlen(corpus) : 0;

	while (length > 1 && corpus[length - 1] == '/')
		length--;
	buffer_append(out, corpus, length);
	if (length > 0 && corpus[length - 1] != '/')
		buffer_append_char(out, '/');
	buffer_append_string(out, hit->id != NULL ? hit->id : "");
	buffer_append_string(out, ".md");
}

size_t
render_loose_count(const struct search_result *result)
{
	size_t count = 0;

	while (
	    count < result->hit_count && result->hits[result->hit_count - 1 - count].is_loose)
		count++;
	return count;
}

bool
render_part_is_missing(const struct search_result *result, size_t part)
{
	const struct search_part *parts = result->parts;
	size_t i;

	for (i = 0; parts[part].is_dropped && i < part; i++) {
		if (parts[i].is_dropped && strcmp(parts[i].text, parts[part].text) == 0)
			return false;
	}
	return parts[part].is_dropped;
}

void
render_synonyms(struct buffer *out, const struct search_result *result)
{
	const struct search_synonym *synonym = result->synonyms;
	const struct search_synonym *end = synonym + result->synonym_count;
	bool ends_group;

	for (; synonym < end; synonym++) {
		buffer_append_string(out, synonym->added);
		ends_group =
		    synonym + 1 == end || strcmp(synonym[1].typed, synonym->typed) != 0;
		if (ends_group)
			buffer_printf(out, " (%s)", synonym->typed);
		if (synonym + 1 < end)
			buffer_append_string(out, ends_group ? "; " : ", ");
	}
}

/*
 * Browsers drop tabs and newlines from a URL and read a backslash as a slash,
 * so "/<tab>/host" would leave the site: such URLs are not cleaned but refused.
 */
static bool
url_is_safe(const char *url)
{
	const char *p;

	for (p = url; *p != '\0'; p++) {
		if ((unsigned char)*p < 0x20 || *p == 0x7F || *p == '\\')
			return false;
	}
	if (url[0] == '/')
		return url[1] != '/';
	return strncmp(url, "https://", 8) == 0 && url[8] != '\0' && url[8] != '/';
}

static const bool is_encoded[256] = {
    [' '] = true,
    ['"'] = true,
    ['\''] = true,
    ['<'] = true,
    ['>'] = true,
    ['^'] = true,
    ['`'] = true,
    ['{'] = true,
    ['|'] = true,
    ['}'] = true,
    [0x80 ... 0xFF] = true,
};

bool
render_url(struct buffer *out, const char *url)
{
	const char *start;

	if (url == NULL || !url_is_safe(url))
		return false;
	while (*url != '\0') {
		for (start = url; *url != '\0' && !is_encoded[(unsigned char)*url]; url++)
			;
		buffer_append(out, start, (size_t)(url - start));
		for (; is_encoded[(unsigned char)*url]; url++)
			buffer_printf(out, "%%%02X", (unsigned char)*url);
	}
	return true;
}

bool
render_phone_url(struct buffer *out, const char *number)
{
	const char *digits = "0123456789";

	if (number == NULL || strpbrk(number, digits) == NULL)
		return false;
	buffer_append_string(out, number[0] == '+' ? "tel:+" : "tel:");
	for (; (number = strpbrk(number, digits)) != NULL; number++)
		buffer_append_char(out, *number);
	return true;
}

bool
render_says_number(const struct search_phone *phone)
{
	return phone->number == NULL ||
	       (phone->label != NULL && strstr(phone->label, phone->number) != NULL);
}

bool
render_next_mark(
    const struct snippet_text *text, size_t at, size_t *i, struct snippet_mark *ret_mark)
{
	size_t length = text->text != NULL ? strlen(text->text) : 0;

	while (*i < text->mark_count) {
		*ret_mark = text->marks[(*i)++];
		if (ret_mark->start >= at && ret_mark->start < length && ret_mark->length > 0 &&
		    ret_mark->length <= length - ret_mark->start)
			return true;
	}
	return false;
}

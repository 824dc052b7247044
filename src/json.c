/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "json.h"

#include <string.h>

#include "escape.h"

/* Times 10^JSON_DECIMALS_MAX, a double still holds every whole number. */
#define DECIMAL_MAX 1e9

void
json_init(struct json *json, struct buffer *out)
{
	*json = (struct json){.out = out};
}

static void
comma(struct json *json)
{
	if (json->needs_comma)
		buffer_append_char(json->out, ',');
	json->needs_comma = true;
}

static void
open_with(struct json *json, char bracket)
{
	comma(json);
	buffer_append_char(json->out, bracket);
	json->needs_comma = false;
}

static void
close_with(struct json *json, char bracket)
{
	buffer_append_char(json->out, bracket);
	json->needs_comma = true;
}

void
json_object_begin(struct json *json)
{
	open_with(json, '{');
}

void
json_object_end(struct json *json)
{
	close_with(json, '}');
}

void
json_array_begin(struct json *json)
{
	open_with(json, '[');
}

void
json_array_end(struct json *json)
{
	close_with(json, ']');
}

void
json_put_key(struct json *json, const char *key)
{
	json_put_string(json, key);
	buffer_append_char(json->out, ':');
	json->needs_comma = false;
}

void
json_put_bytes(struct json *json, const char *s, size_t length)
{
	comma(json);
	buffer_append_char(json->out, '"');
	escape_json(json->out, s, length);
	buffer_append_char(json->out, '"');
}

void
json_put_string(struct json *json, const char *s)
{
	if (s == NULL)
		json_put_null(json);
	else
		json_put_bytes(json, s, strlen(s));
}

void
json_put_number(struct json *json, int64_t number)
{
	comma(json);
	if (number < 0)
		buffer_append_char(json->out, '-');
	buffer_append_number(
	    json->out, number < 0 ? 0 - (uint64_t)number : (uint64_t)number, 1);
}

void
json_put_bool(struct json *json, bool value)
{
	comma(json);
	buffer_append_string(json->out, value ? "true" : "false");
}

void
json_put_null(struct json *json)
{
	comma(json);
	buffer_append_string(json->out, "null");
}

/* By whole numbers, because printf() would write the comma of the locale. */
static void
append_decimal(struct json *json, double number, unsigned decimals, bool keeps_zeros)
{
	int64_t scale = 1, scaled;
	unsigned i;

	if (!(number > -DECIMAL_MAX && number < DECIMAL_MAX)) {
		json_put_null(json);
		return;
	}
	decimals = decimals < JSON_DECIMALS_MAX ? decimals : JSON_DECIMALS_MAX;
	for (i = 0; i < decimals; i++)
		scale *= 10;
	scaled = (int64_t)(number * (double)scale + (number < 0 ? -0.5 : 0.5));
	comma(json);
	if (scaled < 0)
		buffer_append_char(json->out, '-');
	scaled = scaled < 0 ? -scaled : scaled;
	buffer_append_number(json->out, (uint64_t)(scaled / scale), 1);
	scaled %= scale;
	while (!keeps_zeros && decimals > 0 && scaled % 10 == 0) {
		scaled /= 10;
		decimals--;
	}
	if (decimals == 0)
		return;
	buffer_append_char(json->out, '.');
	buffer_append_number(json->out, (uint64_t)scaled, decimals);
}

void
json_put_decimal(struct json *json, double number, unsigned decimals)
{
	append_decimal(json, number, decimals, false);
}

void
json_put_fixed(struct json *json, double number, unsigned decimals)
{
	append_decimal(json, number, decimals, true);
}

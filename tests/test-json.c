/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <jansson.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>

#include "../src/json.h"
#include "tap.h"

static struct buffer out;
static struct json json;

static void
begin(void)
{
	buffer_clear(&out);
	json_init(&json, &out);
}

static void
test_shapes(void)
{
	begin();
	json_object_begin(&json);
	json_object_end(&json);
	tap_string(out.data, "{}", "an empty object");

	begin();
	json_array_begin(&json);
	json_array_end(&json);
	tap_string(out.data, "[]", "an empty array");

	begin();
	json_object_begin(&json);
	json_put_key(&json, "a");
	json_array_begin(&json);
	json_put_number(&json, 1);
	json_array_begin(&json);
	json_array_end(&json);
	json_object_begin(&json);
	json_put_key(&json, "b");
	json_put_null(&json);
	json_put_key(&json, "c");
	json_put_bool(&json, true);
	json_object_end(&json);
	json_put_string(&json, "x");
	json_array_end(&json);
	json_put_key(&json, "d");
	json_object_begin(&json);
	json_object_end(&json);
	json_put_key(&json, "e");
	json_put_bool(&json, false);
	json_object_end(&json);
	tap_string(out.data,
	    "{\"a\":[1,[],{\"b\":null,\"c\":true},\"x\"],\"d\":{},\"e\":false}",
	    "commas where they belong, at every level");
}

static void
test_strings(void)
{
	begin();
	json_array_begin(&json);
	json_put_string(&json, "a\"b\\c</script>\n\033");
	json_put_string(&json, "");
	json_put_string(&json, NULL);
	json_put_bytes(&json, "x\0y", 3);
	json_put_bytes(&json, "\xFF", 1);
	json_array_end(&json);
	tap_string(out.data,
	    "[\"a\\\"b\\\\c\\u003c/script\\u003e\\n\\u001b\",\"\",null,\"x\\u0000y\","
	    "\"\xEF\xBF\xBD\"]",
	    "strings are escaped, NULL is null, bad bytes are replaced");

	begin();
	json_object_begin(&json);
	json_put_key(&json, "a\"b");
	json_put_null(&json);
	json_object_end(&json);
	tap_string(out.data, "{\"a\\\"b\":null}", "keys are escaped too");
}

static void
test_numbers(void)
{
	static const struct {
		double number;
		unsigned decimals;
		const char *decimal, *fixed;
	} rows[] = {
	    {0, 3, "0", "0.000"},
	    {-0.0, 3, "0", "0.000"},
	    {4.2301, 3, "4.23", "4.230"},
	    {4.2305, 3, "4.231", "4.231"},
	    {0.0004, 3, "0", "0.000"},
	    {-0.0004, 3, "0", "0.000"},
	    {-1.5, 3, "-1.5", "-1.500"},
	    {-0.25, 2, "-0.25", "-0.25"},
	    {9.9999, 3, "10", "10.000"},
	    {100, 0, "100", "100"},
	    {1.05, 2, "1.05", "1.05"},
	    {1.23456789, 9, "1.234568", "1.234568"},
	    {999999999.25, 6, "999999999.25", "999999999.250000"},
	    {1e9, 3, "null", "null"},
	    {-1e300, 3, "null", "null"},
	    {INFINITY, 3, "null", "null"},
	    {-INFINITY, 3, "null", "null"},
	    {NAN, 3, "null", "null"},
	};
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char name[80];

		snprintf(
		    name, sizeof name, "%g with %u decimals", rows[i].number, rows[i].decimals);
		begin();
		json_put_decimal(&json, rows[i].number, rows[i].decimals);
		tap_string(out.data, rows[i].decimal, name);
		begin();
		json_put_fixed(&json, rows[i].number, rows[i].decimals);
		tap_string(out.data, rows[i].fixed, name);
	}
	begin();
	json_array_begin(&json);
	json_put_number(&json, INT64_MIN);
	json_put_number(&json, INT64_MAX);
	json_put_decimal(&json, 0.5, 1);
	json_put_decimal(&json, NAN, 1);
	json_array_end(&json);
	tap_string(out.data, "[-9223372036854775808,9223372036854775807,0.5,null]",
	    "the largest numbers; commas between all kinds");
}

/* Every one of the 256 bytes, alone and after a lead byte, still reads as JSON. */
static void
test_bytes(void)
{
	unsigned bad = 0, i;

	for (i = 0; i < 256; i++) {
		char bytes[3] = {(char)i, (char)(i ^ 0x5A), (char)0xC3};
		json_t *value;

		begin();
		json_array_begin(&json);
		json_put_bytes(&json, bytes, sizeof bytes);
		json_array_end(&json);
		value = json_loadb(out.data, out.length, JSON_ALLOW_NUL, NULL);
		bad += value == NULL || strpbrk(out.data, "<>&\n") != NULL;
		json_decref(value);
	}
	tap_number(bad, 0, "any byte gives JSON that another reader takes");
}

static void
test_ceiling(void)
{
	struct buffer small;

	buffer_init(&small, 10);
	json_init(&json, &small);
	json_put_string(&json, "more than ten bytes");
	json_put_decimal(&json, 1.5, 1);
	tap_ok(small.failed && small.length <= 10, "a full buffer stays full, and says so");
	buffer_fini(&small);
}

int
main(void)
{
	/* A locale with a comma changes nothing, where there is one. */
	setlocale(LC_ALL, "de_DE.UTF-8");
	buffer_init(&out, 64 * 1024);
	test_shapes();
	test_strings();
	test_numbers();
	test_bytes();
	test_ceiling();
	buffer_fini(&out);
	return tap_done();
}

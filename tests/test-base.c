/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The base layer: errors, buffers, escaping, files, nearest names. */

#include "tap.h"

#include <errno.h>
#include <stdlib.h>

#include "buffer.h"
#include "error.h"
#include "escape.h"
#include "file.h"
#include "nearest.h"
#include "scratch.h"

static void
test_error(void)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	char longer[2 * FORNIX_ERROR_MESSAGE_BYTES];

	tap_number(error_set(&err, FORNIX_ERR_INPUT, "line %d: bad", 3), FORNIX_ERR_INPUT,
	    "setting an error returns its status");
	tap_string(err.message, "line 3: bad", "the message is formatted");
	tap_number(
	    error_prefix(&err, "'%s'", "a.md"), FORNIX_ERR_INPUT, "a prefix keeps the status");
	tap_string(err.message, "'a.md': line 3: bad", "a prefix goes in front");
	error_set_errno(&err, FORNIX_ERR_IO, ENOSPC, "cannot write '%s'", "x");
	tap_string(
	    err.message, "cannot write 'x': No space left on device", "errno is told in words");
	tap_number(err.sys_errno, ENOSPC, "errno is kept");
	memset(longer, 'x', sizeof longer);
	longer[sizeof longer - 1] = '\0';
	error_set(&err, FORNIX_ERR_IO, "%s", longer);
	error_set_errno(&err, FORNIX_ERR_IO, EIO, "%s", longer);
	error_prefix(&err, "%s", longer);
	tap_number((long long)strlen(err.message), FORNIX_ERROR_MESSAGE_BYTES - 1,
	    "a message that is too long is cut");
	tap_number(
	    error_set(NULL, FORNIX_ERR_IO, "x"), FORNIX_ERR_IO, "no error object is fine");
	tap_number(error_exit_code(FORNIX_ERR_REFUSED), 4, "a guard's refusal ends with 4");
	tap_number(error_exit_code(FORNIX_ERR_USAGE), 2, "wrong use ends with 2");
	tap_number(error_exit_code(FORNIX_ERR_CORRUPT), 3, "a damaged index ends with 3");
}

static void
test_buffer(void)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct buffer buffer;
	size_t length;
	char *taken;

	buffer_init(&buffer, 10);
	tap_string(buffer.data, "", "a new buffer is the empty string");
	buffer_append_string(&buffer, "hello");
	buffer_printf(&buffer, "%d", 12345);
	tap_string(buffer.data, "hello12345", "appends up to the ceiling");
	tap_number(buffer_finish(&buffer, "x", &err), FORNIX_OK, "exactly full is fine");
	buffer_append_char(&buffer, '!');
	tap_string(buffer.data, "hello12345", "one more byte is not taken");
	tap_number(
	    buffer_finish(&buffer, "the thing", &err), FORNIX_ERR_LIMIT, "and is reported");
	tap_string(err.message, "the thing is larger than 10 bytes", "by name and size");
	buffer_truncate(&buffer, 2);
	buffer_append_string(&buffer, "y");
	tap_string(buffer.data, "he", "a latched error stops later appends");
	buffer_clear(&buffer);
	buffer_append(&buffer, "a\0b", 3);
	tap_number((long long)buffer.length, 3, "NUL bytes are bytes");
	taken = buffer_take(&buffer, &length);
	tap_ok(length == 3 && memcmp(taken, "a\0b", 4) == 0, "the bytes move to the caller");
	free(taken);
	taken = buffer_take(&buffer, NULL);
	tap_string(taken, "", "an empty buffer gives an owned empty string");
	free(taken);
	buffer_fini(&buffer);
}

static void
test_numbers(void)
{
	static const struct {
		uint64_t number;
		unsigned digits;
		const char *text;
	} rows[] = {
	    {0, 0, "0"},
	    {0, 1, "0"},
	    {7, 1, "7"},
	    {7, 2, "07"},
	    {10, 2, "10"},
	    {123, 2, "123"},
	    {0, 4, "0000"},
	    {1, 20, "00000000000000000001"},
	    {UINT64_MAX, 1, "18446744073709551615"},
	};
	struct buffer buffer;
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		buffer_init(&buffer, 20);
		buffer_append_number(&buffer, rows[i].number, rows[i].digits);
		tap_string(buffer.data, rows[i].text, "a number in decimal");
		buffer_fini(&buffer);
	}
}

typedef void escaper(struct buffer *out, const char *s, size_t length);

static const struct {
	escaper *escape;
	const char *in, *out, *name;
} escapes[] = {
    {escape_html, "a<b>&\"'", "a&lt;b&gt;&amp;&quot;&#39;", "HTML: the five"},
    {escape_html, "\xff<", "\xEF\xBF\xBD&lt;", "HTML: an invalid byte is replaced"},
    {escape_html, "M\xC3\xA9ni\xC3\xA8re", "M\xC3\xA9ni\xC3\xA8re", "HTML: letters stay"},
    {escape_json, "\"\\\n\t\x01/", "\\\"\\\\\\n\\t\\u0001/", "JSON: quotes and controls"},
    {escape_json, "</script>&", "\\u003c/script\\u003e\\u0026", "JSON: safe inside a script"},
    {escape_json, "\xE2\x80\xA8", "\\u2028", "JSON: line separator"},
    {escape_json, "\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD",
	"JSON: a surrogate is no character"},
    {escape_url, "a b/c?d=\xC3\xA9", "a%20b%2Fc%3Fd%3D%C3%A9", "URL: a component"},
    {escape_url_path, "a b/c#d", "a%20b/c%23d", "URL: a path keeps its slashes"},
    {escape_terminal, "a\x1b[31mb\nc\td\x07", "a[31mb c d",
	"terminal: no escape sequence survives"},
    {escape_terminal,
	"\xC2\x9B"
	"31m",
	"31m", "terminal: nor a C1 control"},
    {escape_terminal,
	"\x9B"
	"31m",
	"\xEF\xBF\xBD"
	"31m",
	"terminal: nor a raw C1 byte"},
    {escape_clean,
	"a\xE2\x80\xAE"
	"b\xE2\x80\x8B"
	"c\x7F\n",
	"abc\n", "clean: bidi, zero width, DEL go"},
    {escape_clean, "\xEF\xBB\xBFtitle", "title", "clean: a byte order mark goes"},
    {escape_clean, "\xC0\x80\xF5\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD",
	"clean: overlong and out of range"},
    {escape_clean, "\xE2\x82", "\xEF\xBF\xBD\xEF\xBF\xBD", "clean: a cut character"},
};

static void
test_escape(void)
{
	struct buffer out;
	size_t i;

	for (i = 0; i < sizeof escapes / sizeof escapes[0]; i++) {
		buffer_init(&out, 1024);
		escapes[i].escape(&out, escapes[i].in, strlen(escapes[i].in));
		tap_string(out.data, escapes[i].out, escapes[i].name);
		buffer_fini(&out);
	}
	tap_ok(escape_utf8_is_valid("caf\xC3\xA9", 5), "valid UTF-8 is valid");
	tap_ok(!escape_utf8_is_valid("caf\xC3", 4), "a cut character is not");
	tap_number(
	    (long long)escape_utf8_cut("caf\xC3\xA9", 5, 4), 3, "a cut spares characters");
	tap_number(
	    (long long)escape_utf8_cut("cafe", 4, 9), 4, "a cut past the end is the end");
}

/* Whatever goes in, what comes out is valid UTF-8 without the bytes that matter. */
static void
test_escape_random(void)
{
	static escaper *const all[] = {
	    escape_html, escape_json, escape_url, escape_terminal, escape_clean};
	unsigned seed = 12345, bad = 0;
	size_t round, i, j;

	for (round = 0; round < 2000; round++) {
		char bytes[64];

		for (i = 0; i < sizeof bytes; i++) {
			seed = seed * 1103515245 + 12345;
			bytes[i] = (char)(seed >> 16);
		}
		for (i = 0; i < sizeof all / sizeof all[0]; i++) {
			struct buffer out;

			buffer_init(&out, 1024);
			all[i](&out, bytes, sizeof bytes);
			bad += !escape_utf8_is_valid(out.data, out.length);
			for (j = 0; j < out.length; j++) {
				if (all[i] == escape_html)
					bad +=
					    strchr("<>\"'", out.data[j]) != NULL && out.data[j];
				else if (out.data[j] == 0x1b || out.data[j] == '\0')
					bad++;
			}
			buffer_fini(&out);
		}
	}
	tap_number(bad, 0, "random bytes come out valid and harmless");
}

static void
test_nearest(void)
{
	static const char *const names[] = {"index", "search", "help"};

	tap_string(nearest_name("serach", names, 3), "search", "letters swapped");
	tap_string(nearest_name("ind", names, 3), "index", "the beginning of a name");
	tap_string(nearest_name("indexx", names, 3), "index", "a letter too many");
	tap_string(nearest_name("hepl", (const char *const[]){"html", "help"}, 2), "help",
	    "letters swapped are nearer than others");
	tap_ok(nearest_name("frobnicate", names, 3) == NULL, "nothing is near nonsense");
	tap_ok(nearest_name("", names, 3) == NULL, "nor near nothing");
}

static void
test_file_create(void)
{
	const struct span pieces[] = {{"one ", 4}, {NULL, 0}, {"t\0o", 3}};
	char *path = scratch_path("made"), *nowhere = scratch_path("no/made");
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct buffer got;

	buffer_init(&got, 100);
	tap_number(file_create(path, pieces, 3, &err), FORNIX_OK, "a file of pieces");
	tap_ok(file_read(path, &got, &err) == FORNIX_OK && got.length == 7 &&
		   memcmp(got.data, "one t\0o", 7) == 0,
	    "has them one behind the other");
	tap_number(
	    file_create(path, pieces, 1, &err), FORNIX_ERR_IO, "one that is there stays");
	tap_number(err.sys_errno, EEXIST, "which is said");
	tap_number(file_create(nowhere, pieces, 1, &err), FORNIX_ERR_IO, "no folder, no file");
	buffer_fini(&got);
	free(path);
	free(nowhere);
}

int
main(void)
{
	test_error();
	test_buffer();
	test_numbers();
	test_escape();
	test_escape_random();
	test_nearest();
	test_file_create();
	return tap_done();
}

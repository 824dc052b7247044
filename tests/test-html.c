/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>

#include "../src/html.h"
#include "../src/render.h"
#include "../src/render_parts.h"
#include "../src/xalloc.h"
#include "html-check.h"
#include "tap.h"

static struct buffer out;

static void
test_checker(void)
{
	static const struct {
		const char *html;
		bool is_good;
	} rows[] = {
	    {"<p class=\"a\">x &amp; y<br></p>", false},
	    {"<p class=\"a\">x &amp; y</p>", true},
	    {"<p>x", false},
	    {"<p>x</a></p>", false},
	    {"<script>x</script>", false},
	    {"<script src=\"/assets/a.js\" defer=\"\"></script>", true},
	    {"<script src=\"/assets/a.js\">x</script>", false},
	    {"<script src=\"https://x/a.js\"></script>", false},
	    {"<p style=\"x\">y</p>", false},
	    {"<p onclick=\"x\">y</p>", false},
	    {"<p class=a>y</p>", false},
	    {"<p>a & b</p>", false},
	    {"<p>a > b</p>", false},
	    {"<p>\"</p>", false},
	    {"<p>\033</p>", false},
	    {"<p>\xE2\x80\xAE</p>", false},
	    {"<p>\xFF</p>", false},
	    {"<p id=\"a\"></p><p id=\"a\"></p>", false},
	    {"<a href=\"/x\">y</a>", true},
	    {"<a href=\"https://x/\">y</a>", true},
	    {"<a href=\"http://x/\">y</a>", false},
	    {"<a href=\"//x/\">y</a>", false},
	    {"<a href=\"javascript:x\">y</a>", false},
	    {"<a href=\"x\">y</a>", false},
	};
	char why[200];
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++)
		tap_ok(html_check(rows[i].html, why, sizeof why) == rows[i].is_good,
		    "the checker: row %zu", i);
}

static void
test_text(void)
{
	static const char text[] = "a<b>\"c'&\0\033[1m\xE2\x80\xAE\xFF\n";

	buffer_clear(&out);
	html_text(&out, text, sizeof text - 1);
	tap_string(out.data, "a&lt;b&gt;&quot;c&#39;&amp;[1m\xEF\xBF\xBD\n",
	    "markup is escaped, controls are dropped, bad bytes replaced");
	buffer_clear(&out);
	html_wrap(&out, "<p>", NULL, "</p>");
	tap_string(out.data, "<p></p>", "no text is no text");
}

static void
test_marked(void)
{
	static const struct {
		const char *text;
		size_t mark_count;
		struct snippet_mark marks[3];
		const char *want;
	} rows[] = {
	    {"face pain", 0, {{0, 0}}, "face pain"},
	    {"face pain", 1, {{5, 4}}, "face <mark>pain</mark>"},
	    {"face pain", 2, {{0, 4}, {5, 4}}, "<mark>face</mark> <mark>pain</mark>"},
	    {"a<b&c", 2, {{1, 1}, {3, 1}}, "a<mark>&lt;</mark>b<mark>&amp;</mark>c"},
	    {"<mark>", 1, {{0, 6}}, "<mark>&lt;mark&gt;</mark>"},
	    {"abc", 2, {{0, 2}, {1, 2}}, "<mark>ab</mark>c"},
	    {"abc", 3, {{2, 1}, {0, 1}, {1, 0}}, "ab<mark>c</mark>"},
	    {"abc", 3, {{3, 1}, {2, 2}, {1, SIZE_MAX}}, "abc"},
	    {"", 1, {{0, 1}}, ""},
	    {NULL, 1, {{0, 1}}, ""},
	};
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct snippet_mark marks[3];
		struct snippet_text text = {NULL, rows[i].mark_count, marks};

		memcpy(marks, rows[i].marks, sizeof marks);
		if (rows[i].text != NULL)
			text.text = xstrdup(rows[i].text);
		buffer_clear(&out);
		html_marked(&out, &text);
		free(text.text);
		tap_string(out.data, rows[i].want, rows[i].want);
	}
}

static void
test_words(void)
{
	static const struct {
		const char *slug, *want;
	} rows[] = {
	    {"trigeminal-neuralgia", "Trigeminal neuralgia"},
	    {"before_surgery", "Before surgery"},
	    {"MRI", "MRI"},
	    {"7th-nerve", "7th nerve"},
	    {"\xC3\xBC-b", "\xC3\xBC b"},
	    {"<b>", "&lt;b&gt;"},
	    {"", ""},
	};
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		buffer_clear(&out);
		html_words(&out, rows[i].slug, strlen(rows[i].slug));
		tap_string(out.data, rows[i].want, "words of a slug");
	}
}

static void
test_numbers(void)
{
	static const struct {
		uint64_t number;
		const char *want;
	} rows[] = {
	    {0, "0"},
	    {999, "999"},
	    {1000, "1,000"},
	    {1002003, "1,002,003"},
	    {UINT64_MAX, "18,446,744,073,709,551,615"},
	};
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		buffer_clear(&out);
		render_number(&out, rows[i].number);
		tap_string(out.data, rows[i].want, "a number for people");
	}
}

static void
test_dates(void)
{
	static const struct {
		uint32_t date;
		const char *month, *day;
	} rows[] = {
	    {20250314, "March 2025", "2025-03-14"},
	    {20000101, "January 2000", "2000-01-01"},
	    {99991231, "December 9999", "9999-12-31"},
	    {10101, "January 1", "0001-01-01"},
	    {0, "", ""},
	    {20250014, "", ""},
	    {20251314, "", ""},
	    {20250300, "", ""},
	    {20250332, "", ""},
	    {314, "", ""},
	    {UINT32_MAX, "", ""},
	};
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		buffer_clear(&out);
		render_month(rows[i].date, &out);
		tap_string(out.data, rows[i].month, "month");
		buffer_clear(&out);
		render_date(rows[i].date, &out);
		tap_string(out.data, rows[i].day, "day");
	}
}

int
main(void)
{
	buffer_init(&out, 4096);
	test_checker();
	test_text();
	test_marked();
	test_words();
	test_numbers();
	test_dates();
	buffer_fini(&out);
	return tap_done();
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "markdown.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "buffer.h"
#include "escape.h"
#include "markdown_anchor.h"
#include "markdown_html.h"
#include "markdown_prep.h"
#include "tap.h"
#include "text.h"

#define SECONDS_MAX 4 /* under valgrind, for what is quadratic without a guard */

static struct article_list notes;

static enum fornix_status
parse_bytes(const char *text, size_t length, const char *title, struct markdown *ret,
    struct fornix_error *err)
{
	struct markdown_options options = {.anchors = ARTICLE_ANCHORS_GITHUB,
	    .name = "a.md",
	    .first_line = 11,
	    .title = title};

	text_list_fini(&notes);
	return markdown_parse(text, length, &options, ret, &notes, err);
}

/* All texts of all sections, headings in brackets. */
static char *
text_of(const char *markdown)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct markdown parsed;
	struct buffer out;
	size_t i;

	buffer_init(&out, TEXT_BYTES_MAX);
	if (parse_bytes(markdown, strlen(markdown), "A title", &parsed, &err) != FORNIX_OK)
		return strdup(err.message);
	for (i = 0; i < parsed.section_count; i++) {
		if (parsed.sections[i].level > 0)
			buffer_printf(&out, "[%s]", parsed.sections[i].heading);
		buffer_append_string(&out, parsed.sections[i].text);
	}
	for (i = 0; i < parsed.figure_count; i++)
		buffer_printf(&out, "{%s%s|%s|%s}",
		    parsed.figures[i].kind == ARTICLE_FIGURE_VIDEO ? "video " : "",
		    parsed.figures[i].url, parsed.figures[i].alt, parsed.figures[i].caption);
	for (i = 0; i < parsed.links.count; i++)
		buffer_printf(&out, "<%s>", parsed.links.items[i]);
	markdown_fini(&parsed);
	return buffer_take(&out, NULL);
}

static void
test_text(void)
{
	static const struct {
		const char *markdown, *want;
	} cases[] = {
	    {"", ""},
	    {"one\ntwo\n\nthree", "one two\nthree"},
	    {"one  \ntwo\\\nthree", "one two three"},
	    {"a\tb \xC2\xA0 c", "a b \xC2\xA0 c"},
	    {"# A title\ntext", "text"},
	    {"# a  TITLE\ntext", "text"},
	    {"text\n\n# A title\nmore", "text[A title]more"},
	    {"# Another title\ntext", "[Another title]text"},
	    {"# A title\n# A title\ntext", "[A title]text"},
	    {"[link](http://example.org \"t\") <http://x.org>", "link http://x.org"},
	    {"[ref][r]\n\n[r]: http://example.org", "ref"},
	    {"[b](b.md#x) [B](b.md?y) [c](/c/) [d](//d.org/) [e](#e) [f](mailto:f)",
		"b B c d e f<b.md></c/>"},
	    {"a [Video: MVD *for* TN](/v/a.mp4). [See](b.WEBM?t=1) [video: c](/c/)",
		"a Video: MVD for TN. See video: c{video /v/a.mp4||MVD for TN}"
		"{video b.WEBM?t=1||See}{video /c/||c}"},
	    {"[](a.mp4) [![x](y.png)](b.mp4)", "{y.png|x|}"},
	    {"&amp; &eacute; &#65;", "& \xC3\xA9 A"},
	    {"a<br/>b<b>c</b>d <!-- x -->e", "a bcd e"},
	    {"<p>a</p><p>b</p>", "a\nb"},
	    {"a <script>b</script> c", "a c"},
	    {"<script>\na\n\nb\n</script>\n\nc", "c"},
	    {"<div><script>\na\n\n# b\n\n</script></div>\n\nc", "c"},
	    {"<style>\na < b\n</style>\nc", "c"},
	    {"<script>if (a<b) x = \"</script>\"</script>\n\nc", "\"\nc"},
	    {"<div title=\"a > b\">c</div>", "c"},
	    {"<div title=\"never closed>a</div>\n\nb", "a\nb"},
	    {"<div\n\n<a \"\n\nb", "<div\n<a \"\nb"},
	    {"<!-- never closed\n\na", ""},
	    {"<?php a ?>\n\nb", "b"},
	    {"<img src=a.png alt=plain>", "{a.png|plain|}"},
	    {"<img alt='x' src='data:image/png;base64,AA'>", "{|x|}"},
	    {"![a](javascript:alert(1) \"c\")", "{|a|c}"},
	    {"![a](JavaScript:x) ![b](//h/i.png)", "{|a|}{//h/i.png|b|}"},
	    {"![a *b* `c` ![d](e)](f)", "{f|a b c d|}"},
	    {"~~a~~ b[^1] `~~c~~`", "a b ~~c~~"},
	    {"[^1]: a\n[^2]: b\n    c", "a\nb c"},
	    {"[^]: a [^ x] [^", "[^]: a [^ x] [^"},
	    {"- [ ] a\n- [x] b\n- [?] c", "a\nb\n[?] c"},
	    {"[ ] a", "[ ] a"},
	    {"> [!WARNING]\n> a", "a"},
	    {"|a|b|\n|-|-|\n|c|d|", "a \xC2\xB7 b\nc \xC2\xB7 d"},
	    {"a|b\n-|-\n|c\n||\nd|", "a \xC2\xB7 b\nc\nd"},
	    {"|a|b\\|c|\n|-|-|", "a \xC2\xB7 b|c"},
	    {"a \\| b", "a | b"},
	    {"a | b\nc | d", "a | b c | d"},
	    {"|-|-|\n|a|b|", "|-|-| |a|b|"},
	    {"```\n\n  a\n\n\tb\n```", "a\nb"},
	    {"## a {#b}\nc", "[a]c"},
	    {"## a {b}\nc", "[a {b}]c"},
	    {"## {#b}\nc", "c"},
	    {"##\nc", "c"},
	    {"a\n===\nb", "[a]b"},
	    {"{{< a >}}b{{% c %}}d{% e %}f{{ g }}h", "bdfh"},
	    {"{{ a\n\nb }} c", "{{ a\nb }} c"},
	    {"{{ {{ a }} b", "{{ b"},
	    {"{% comment %}a{% endcomment %}b", "b"},
	    {"{% comment %}a", "a"},
	    {"{%- comment -%}a{%- endcomment -%}b{% comment %}c{% endcomment %}d", "bd"},
	    {"{{< figure src=\"/a b.png\" alt=\"c]\" title=\"d\" >}}", "{/a b.png|c]|d}"},
	    {"{{< figure src=\"/a.png\" title=\"d\" >}}", "{/a.png||d}"},
	    {"{{< tab title=\"d\" >}}a{{< /tab >}}", "a"},
	    {"{{< img caption='it\\'s' >}}", "{||it's}"},
	    {"{{< img caption=\"a\nb\" >}}\nc", "c{||a b}"},
	    {"{: .a}\nb\n{: #c }", "b"},
	    {":::note A title\nb\n:::", "A title b"},
	};
	size_t i;
	char *got;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		got = text_of(cases[i].markdown);
		tap_string(got, cases[i].want, "text");
		free(got);
	}
}

static void
test_anchors(void)
{
	static const struct {
		enum article_anchors style;
		const char *headings, *want;
	} cases[] = {
	    {ARTICLE_ANCHORS_GITHUB, "foo|foo|foo-1|foo", "foo|foo-1|foo-1|foo-2|"},
	    {ARTICLE_ANCHORS_DOCUSAURUS, "foo|foo|foo-1|foo", "foo|foo-1|foo-1-1|foo-2|"},
	    {ARTICLE_ANCHORS_HUGO, "foo|foo|foo-1|foo", "foo|foo-1|foo-1-1|foo-2|"},
	    {ARTICLE_ANCHORS_KRAMDOWN, "foo|foo|foo-1|foo", "foo|foo-1|foo-1|foo-2|"},
	    {ARTICLE_ANCHORS_GITHUB, "A & B|main.go|E\xCC\x81tat|\xC3\x89TAT|a_b",
		"a--b|maingo|e\xCC\x81tat|\xC3\xA9tat|a_b|"},
	    {ARTICLE_ANCHORS_HUGO, "A & B|main.go|E\xCC\x81tat|\xC3\x89TAT|a_b",
		"a--b|maingo|etat|\xC3\xA9tat|a_b|"},
	    {ARTICLE_ANCHORS_KRAMDOWN, "A & B|1. main.go|\xC3\x89TAT|a_b|5",
		"a--b|maingo|tat|ab|section|"},
	    {ARTICLE_ANCHORS_GITHUB, "\xF0\x9F\x98\x84 emoji|?|?|lorem\xE2\x80\x94ipsum",
		"-emoji||-1|loremipsum|"},
	    {ARTICLE_ANCHORS_HUGO, "?|?", "heading|heading-1|"},
	};
	struct markdown_anchors *anchors;
	struct buffer got;
	size_t i, length;
	const char *s;
	char *anchor;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		buffer_init(&got, 1000);
		anchors = markdown_anchors_new(cases[i].style);
		for (s = cases[i].headings; *s != '\0'; s += length + (s[length] == '|')) {
			length = strcspn(s, "|");
			anchor = markdown_anchors_make(anchors, s, length);
			buffer_printf(&got, "%s|", anchor);
			free(anchor);
		}
		tap_string(got.data, cases[i].want, cases[i].headings);
		markdown_anchors_free(anchors);
		buffer_fini(&got);
	}
}

static void
test_places(void)
{
	static const char text[] =
	    "![a](b)\n\n# A title\n\n## One\n![c](d)\n\nTwo\n---\n{{< x\n"
	    "y >}}\n## Three\n";
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct markdown parsed;

	assert(parse_bytes(text, strlen(text), "A title", &parsed, &err) == FORNIX_OK);
	tap_number((long long)parsed.section_count, 5, "a figure keeps the start");
	tap_number(parsed.sections[0].line, 11, "which is where the text starts");
	tap_string(
	    parsed.sections[1].heading, "A title", "a title behind a figure is a section");
	tap_number(parsed.sections[2].line, 15, "line of a heading");
	tap_number(parsed.sections[3].line, 18, "line of an underlined one");
	tap_number(parsed.sections[4].line, 22, "line behind a shortcode of two lines");
	tap_number(parsed.figures[0].section, 0, "figure of the start");
	tap_number(parsed.figures[1].section, 2, "figure of a section");
	tap_string(parsed.first_h1, "A title", "first heading of level 1");
	markdown_fini(&parsed);
	assert(parse_bytes("# X\n\n## Y", 9, NULL, &parsed, &err) == FORNIX_OK);
	tap_ok(parsed.section_count == 1 && strcmp(parsed.first_h1, "X") == 0,
	    "without a title the first heading is it");
	markdown_fini(&parsed);
}

/* Reading attributes goes on behind a NUL byte, here "@"; else SIGALRM ends the test. */
static void
test_nul(void)
{
	static const char *const texts[] = {"{% a@ %}", "{{< a@c=b >}}", "{{<a @>}}",
	    "{{< a=@\"c >}}", "<img alt@c=b>", "<img alt=@c b>", "a\n{: a@c=@b}", "{#a@}"};
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct markdown parsed;
	char text[64], *nul;
	size_t i, length;

	alarm(60);
	for (i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		length = (size_t)snprintf(text, sizeof text, "One %s two", texts[i]);
		while ((nul = memchr(text, '@', length)) != NULL)
			*nul = '\0';
		if (parse_bytes(text, length, "T", &parsed, &err) == FORNIX_OK)
			markdown_fini(&parsed);
		else
			tap_ok(false, "%s: %s", texts[i], err.message);
	}
	alarm(0);
	tap_ok(true, "NUL bytes among attributes");
}

/* before, times part, after: parsed within the time. */
static void
check_many(const char *before, const char *part, size_t times, const char *after,
    enum fornix_status want, const char *message)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	enum fornix_status status;
	struct markdown parsed;
	struct buffer text;
	clock_t start;
	size_t i;

	buffer_init(&text, TEXT_BYTES_MAX);
	buffer_append_string(&text, before);
	for (i = 0; i < times; i++)
		buffer_append_string(&text, part);
	for (i = 0; i < times && *after != '\0'; i++)
		buffer_append_string(&text, after);
	start = clock();
	status = parse_bytes(text.data, text.length, "A title", &parsed, &err);
	tap_ok(status == want && clock() - start < SECONDS_MAX * CLOCKS_PER_SEC &&
		   strncmp(err.message, message, strlen(message)) == 0,
	    "%zu times %zu bytes: %s", times, strlen(part), err.message);
	if (status == FORNIX_OK)
		markdown_fini(&parsed);
	buffer_fini(&text);
}

static void
test_hostile(void)
{
	check_many("", "![[]()", 100000, "", FORNIX_ERR_LIMIT, "'a.md:11': more than 1000 '['");
	check_many("text\n", "- ", 30000, "\n", FORNIX_ERR_LIMIT, "'a.md:12': lists or quotes");
	check_many("> ", "- ", 30000, "\n", FORNIX_ERR_LIMIT, "'a.md:11': lists or quotes");
	check_many("", ">", 50000, "a*", FORNIX_ERR_LIMIT, "'a.md:11': lists or quotes");
	check_many("", "1. ", 200, "", FORNIX_ERR_LIMIT, "'a.md:11': lists or quotes");
	check_many("", " ", 201, "- a", FORNIX_ERR_LIMIT, "'a.md:11': lists or quotes");
	check_many("", "> ", 100, "a", FORNIX_OK, "");
	check_many("", "[a](b) ", 20000, "", FORNIX_OK, "");
	check_many("", "<!--", 50000, "", FORNIX_OK, "");
	check_many("<div>\n", "<a \"", 50000, "", FORNIX_OK, "");
	check_many("<div>\n", "<a=\"'>'", 100000, "", FORNIX_OK, "");
	check_many("<div>\n", "<a", 50000, "", FORNIX_OK, "");
	check_many("<div>\n<script>", "<!--</scrip", 20000, "", FORNIX_OK, "");
	check_many("<div>\n", "&", 100000, "", FORNIX_OK, "");
	check_many("", "{{", 100000, "", FORNIX_OK, "");
	check_many("", "{{", 50000, "}}", FORNIX_OK, "");
	check_many("", "{% comment %}", 20000, "", FORNIX_OK, "");
	check_many("", "{{ a=\"", 20000, "", FORNIX_OK, "");
	check_many("", "[^a", 30000, "", FORNIX_ERR_LIMIT, "'a.md:11': more than 1000 '['");
	check_many("|a|\n|-|\n", "|", 100000, "", FORNIX_OK, "");
	check_many("|a|\n|-|\n", "a|", 100000, "", FORNIX_OK, "");
	check_many("", "\\|", 100000, "", FORNIX_OK, "");
	check_many("", "*a _b ", 20000, "", FORNIX_OK, "");
	check_many("", "`a``", 20000, "", FORNIX_OK, "");
	check_many("", "## a\n", 1000, "", FORNIX_OK, "");
	check_many(
	    "", "## a\n", 1001, "", FORNIX_ERR_LIMIT, "'a.md:1011': more than 1000 headings");
	check_many("text\n\n", "## a\n", 1000, "", FORNIX_ERR_LIMIT, "'a.md': more than 1000");
	check_many("", "![a](b)\n", 1000, "", FORNIX_OK, "");
	check_many(
	    "", "![a](b)\n", 1001, "", FORNIX_ERR_LIMIT, "'a.md': more than 1000 figures");
	check_many("", "word ", 200000, "", FORNIX_OK, "");
	check_many("", "\xFF", 200000, "", FORNIX_OK, "");
}

static bool
is_clean(const char *s)
{
	size_t length = strlen(s);
	struct buffer clean;
	bool same;

	buffer_init(&clean, TEXT_BYTES_MAX);
	escape_clean(&clean, s, length);
	same = strcmp(clean.data, s) == 0 && escape_utf8_is_valid(s, length) &&
	       strchr(s, MARKDOWN_PIPE) == NULL && strchr(s, '\t') == NULL;
	buffer_fini(&clean);
	return same;
}

/* Whatever the bytes, what comes out is clean and in bounds. */
static void
test_noise(void)
{
	static const char *const parts[] = {"# a\n", "a\n===\n", "![", "](", ")", "[^1]", "\n",
	    "\n\n", "- ", "> ", "|", "\n|-|-|\n", "```\n", "<b ", "<script>", "</script>",
	    "<img alt=\"x\">", "<!--", "-->", ">", "\"", "&#27;", "&amp;", "&#x202e;", "{{< ",
	    " >}}", "{% comment %}", "{% endcomment %}", "alt=\"", "{#id}", "\\|", "~~", "\xFF",
	    "\x1B[31m", "\xE2\x80\xAE", "\x1F", "\t", "    ", ":::note\n", "{: .x}\n", "word ",
	    "\xC3\xA9", "*", "_", "`"};
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct markdown parsed;
	struct buffer text;
	uint32_t random = 815;
	size_t i, k, dirty = 0, refused = 0;

	buffer_init(&text, TEXT_BYTES_MAX);
	for (i = 0; i < 3000; i++) {
		buffer_clear(&text);
		for (k = 0; k < 40; k++) {
			random = random * 1664525 + 1013904223;
			buffer_append_string(
			    &text, parts[(random >> 8) % (sizeof parts / sizeof parts[0])]);
		}
		if (parse_bytes(text.data, text.length, "A title", &parsed, &err) !=
		    FORNIX_OK) {
			refused++;
			continue;
		}
		for (k = 0; k < parsed.section_count; k++)
			dirty += !is_clean(parsed.sections[k].text) ||
				 !is_clean(parsed.sections[k].heading) ||
				 !is_clean(parsed.sections[k].anchor);
		for (k = 0; k < parsed.figure_count; k++) {
			dirty += !is_clean(parsed.figures[k].alt) ||
				 !is_clean(parsed.figures[k].caption) ||
				 !is_clean(parsed.figures[k].url);
			assert(parsed.figures[k].section < parsed.section_count);
		}
		markdown_fini(&parsed);
	}
	buffer_fini(&text);
	tap_ok(dirty == 0 && refused == 0, "noise: %zu unclean, %zu refused", dirty, refused);
}

/* Every line keeps its number, whatever is taken out. */
static void
test_lines(void)
{
	static const char text[] = "{{< a\nb\nc >}}\r\n{% comment %}\n\n\n{% endcomment %}\n"
				   "[^1]: x\r:::note\n{: .x}\n| a \\| b |\n";
	struct buffer out;
	size_t i, want = 0, got = 0;

	buffer_init(&out, TEXT_BYTES_MAX);
	markdown_prep(text, strlen(text), &out);
	for (i = 0; i < strlen(text); i++)
		want += text[i] == '\n';
	for (i = 0; i < out.length; i++)
		got += out.data[i] == '\n';
	tap_number((long long)got, (long long)want, "lines stay");
	buffer_fini(&out);
}

static void
test_entities(void)
{
	static const struct {
		const char *html, *want;
	} cases[] = {
	    {"&lt;&#60;&#x3C;&#X3c;", "<<<<"},
	    {"&nbsp;&shy;x", " x"},
	    {"&", "&"},
	    {"&;", "&;"},
	    {"&#;", "&#;"},
	    {"&#x;", "&#x;"},
	    {"&#0;", "&#0;"},
	    {"&#xD800;", "&#xD800;"},
	    {"&#x110000;", "&#x110000;"},
	    {"&#99999999999;", "&#99999999999;"},
	    {"&#x1F600;", "\xF0\x9F\x98\x80"},
	    {"&toolongtobeanentity;", "&toolongtobeanentity;"},
	    {"&amp", "&amp"},
	    {"&a#mp;", "&a#mp;"},
	};
	struct buffer out;
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		buffer_init(&out, 100);
		markdown_html_decode(&out, cases[i].html, strlen(cases[i].html));
		tap_string(out.data, cases[i].want, cases[i].html);
		buffer_fini(&out);
	}
}

int
main(void)
{
	test_text();
	test_anchors();
	test_places();
	test_nul();
	test_lines();
	test_entities();
	test_hostile();
	test_noise();
	text_list_fini(&notes);
	return tap_done();
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "frontmatter.h"

#include <stdlib.h>

#include "buffer.h"
#include "date.h"
#include "tap.h"
#include "text.h"

static struct article_list notes;

static enum fornix_status
parse(const char *text, struct frontmatter *ret, struct fornix_error *err)
{
	text_list_fini(&notes);
	return frontmatter_parse(text, strlen(text), "a.md", ret, &notes, err);
}

static void
test_dates(void)
{
	static const struct {
		const char *text;
		uint32_t want;
	} cases[] = {
	    {"2019-03-26", 20190326},
	    {"2019-03-26 9:00:00 -0400", 20190326},
	    {"2019-03-26T09:00:00Z", 20190326},
	    {"2019-03-26T09:00:00.123+02:00", 20190326},
	    {"2019-3-6", 20190306},
	    {"2019/03/26", 20190326},
	    {"20190326", 20190326},
	    {"03/26/2019", 20190326},
	    {"3/6/2019", 20190306},
	    {"March 14, 2025", 20250314},
	    {"Mar 14 2025", 20250314},
	    {"Sept. 1st, 2025", 20250901},
	    {"14 march 2025", 20250314},
	    {"Fri, 14 Mar 2025 10:00:00 GMT", 20250314},
	    {"2024-02-29", 20240229},
	    {"2023-02-29", 0},
	    {"2100-02-29", 0},
	    {"2019-13-01", 0},
	    {"2019-00-01", 0},
	    {"2019-03-32", 0},
	    {"26/03/2019", 0},
	    {"03-26-2019", 0},
	    {"2019-03", 0},
	    {"2019", 0},
	    {"2019-03-26x", 0},
	    {"2019-03-26 soon", 0},
	    {"2019-03/26", 0},
	    {"Marchember 14, 2025", 0},
	    {"March 14", 0},
	    {"March 14, 25", 0},
	    {"May May 14 2025", 0},
	    {"99999999999999999999", 0},
	    {"now", 0},
	    {"", 0},
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
		tap_number(date_parse(cases[i].text), cases[i].want, cases[i].text);
}

static void
test_since(void)
{
	static const struct {
		const char *text;
		uint32_t want; /* on May 31, 2026 */
	} cases[] = {
	    {"2026-01-31", 20260131},
	    {"March 14, 2025", 20250314},
	    {"14 March 2025", 20250314},
	    {"0d", 20260531},
	    {"1 day", 20260530},
	    {" 31 days", 20260430},
	    {"2w", 20260517},
	    {"1 weeks", 20260524},
	    {"1 month", 20260430},
	    {"3 months", 20260228},
	    {"27 months", 20240229},
	    {"6 months", 20251130},
	    {"1y", 20250531},
	    {"10years", 20160531},
	    {"2000 years", 0},
	    {"99999 weeks", 0},
	    {"999999 days", 0},
	    {"-1 days", 0},
	    {"days", 0},
	    {"3", 0},
	    {"3 dayss", 0},
	    {"3 fortnights", 0},
	    {"yesterday", 0},
	    {"", 0},
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
		tap_number(date_since(cases[i].text, 20260531), cases[i].want, cases[i].text);
}

static void
test_body(void)
{
	static const struct {
		const char *text;
		const char *body;
		unsigned line;
		bool is_present;
	} cases[] = {
	    {"---\ntitle: x\n---\nbody\n", "body\n", 4, true},
	    {"---\ntitle: x\n...\nbody\n", "body\n", 4, true},
	    {"\n \n---\ntitle: x\n---\n\nbody", "\nbody", 6, true},
	    {"\xEF\xBB\xBF---\ntitle: x\n---\nbody", "body", 4, true},
	    {"---  \r\ntitle: x\r\n---\t\r\nbody", "body", 4, true},
	    {"---\n---\nbody", "body", 3, true},
	    {"---\n# only a comment\n---\nbody", "body", 4, true},
	    {"---\ntitle: x\n---", "", 4, true},
	    {"+++\ntitle = 'x'\n+++\nbody", "body", 4, true},
	    {"{\"title\": \"x\"}\nbody", "body", 2, true},
	    {"{\n\"title\": \"}\"\n}\n\nbody", "\nbody", 4, true},
	    {"{\"title\": \"x\"} body", " body", 1, true},
	    {"{}\nbody", "body", 2, true},
	    {"body\n---\ntitle: x\n---\n", "body\n---\ntitle: x\n---\n", 1, false},
	    {"---\n\nbody", "---\n\nbody", 1, false},
	    {"---\nNote: body of one line\n\nmore", "---\nNote: body of one line\n\nmore", 1,
		false},
	    {"---\nbody\n---\n", "---\nbody\n---\n", 1, false},
	    {"----\ntitle: x\n---\n", "----\ntitle: x\n---\n", 1, false},
	    {"{{< note >}}\nbody", "{{< note >}}\nbody", 1, false},
	    {"{% include x %}", "{% include x %}", 1, false},
	    {"{: .lead}\nbody", "{: .lead}\nbody", 1, false},
	    {"\xEF\xBB\xBF"
	     "body",
		"body", 1, false},
	    {"", "", 1, false},
	    {"\n\n", "\n\n", 1, false},
	};
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct frontmatter values;
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		if (!tap_ok(parse(cases[i].text, &values, &err) == FORNIX_OK, "case %zu parses",
			i)) {
			printf("# %s\n", err.message);
			continue;
		}
		tap_string(cases[i].text + values.body, cases[i].body, "text starts there");
		tap_ok(values.body_line == cases[i].line &&
			   values.is_present == cases[i].is_present,
		    "on line %u of %u, front matter or not", values.body_line, cases[i].line);
		frontmatter_fini(&values);
	}
}

static void
test_errors(void)
{
	static const struct {
		const char *text, *message;
	} cases[] = {
	    {"---\ntitle: x\n", "'a.md:1': front matter is not closed"},
	    {"\n---\nTitle: x\nTags: y\n", "'a.md:2': front matter is not closed"},
	    {"+++\ntitle = 'x'\n", "'a.md:1': front matter is not closed"},
	    {"{\"title\": \"x\"\n", "'a.md:1': front matter is not closed"},
	    {"---\na: 1\ntitle: x: y\n---\n", "'a.md:3': mapping values"},
	    {"\n\n---\na: 1\nb: *c\n---\n", "'a.md:5': aliases"},
	    {"---\n{a: 1\n---\n", "'a.md:"},
	    {"---\ntitle: \xFF\n---\n", "'a.md:2': invalid leading UTF-8 octet"},
	    {"+++\na = 1\na = 2\n+++\n", "'a.md:3': key 'a' is already on line 2"},
	    {"+++\nb = 2\na 1\n+++\n", "'a.md:3': expected '='"},
	    {"+++\na = \n+++\n", "'a.md:2': a key has no value"},
	    {"+++\na = [1, 2\n+++\n", "'a.md:3': "},
	    {"+++\na = \"\\x\"\n+++\n", "'a.md:2': unknown escape"},
	    {"+++\na = \"\\ud800\"\n+++\n", "'a.md:2': unknown escape"},
	    {"+++\na = 'b' c\n+++\n", "'a.md:2': more behind a value"},
	    {"+++\na = [[[[[[[[[[1]]]]]]]]]]\n+++\n", "'a.md:2': brackets nest too deeply"},
	    {"+++\na = 1\n[a]\n+++\n", "'a.md:3': a value is used as a table"},
	    {"+++\n[a\n+++\n", "'a.md:2': a table's name is not closed"},
	    {"+++\na.b.c.d.e.f.g.h.i.j = 1\n+++\n", "'a.md:2': too many dots"},
	    {"+++\n= 1\na = 1\n+++\n", "'a.md:2': expected a key"},
	    {"{\"a\": 1, \"a\": 2}\n", "'a.md:1': key 'a' is already"},
	};
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct frontmatter values;
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
		tap_ok(
		    parse(cases[i].text, &values, &err) == FORNIX_ERR_INPUT &&
			strncmp(err.message, cases[i].message, strlen(cases[i].message)) == 0,
		    "refused: %s", err.message);
}

static void
test_size(void)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct frontmatter values;
	struct buffer text;
	size_t i;

	buffer_init(&text, 1024 * 1024);
	buffer_append_string(&text, "---\ntitle: x\ndescription: ");
	for (i = 0; i < 16 * 1024; i++)
		buffer_append_char(&text, 'x');
	buffer_append_string(&text, "\n---\nbody");
	tap_number(parse(text.data, &values, &err), FORNIX_ERR_LIMIT, "more than 16 KiB");
	tap_ok(
	    strncmp(err.message, "'a.md:1': front matter is larger than 16384 bytes", 49) == 0,
	    "%s", err.message);
	buffer_clear(&text);
	buffer_append_string(&text, "---\ntags: ");
	for (i = 0; i < 120; i++)
		buffer_printf(&text, "t%zu, ", i);
	buffer_append_string(&text, "\n---\n");
	tap_number(parse(text.data, &values, &err), FORNIX_OK, "120 tags");
	tap_number((long long)values.tags.count, ARTICLE_LIST_MAX, "100 of them are kept");
	tap_string(
	    notes.items[0], "line 2: more than 100 'tags': this one is left out", "a note");
	frontmatter_fini(&values);
	buffer_fini(&text);
}

/* A page is left out whenever its front matter may mean so. */
static void
test_skip(void)
{
	static const struct {
		const char *line, *reason;
	} cases[] = {
	    {"draft: true", "draft"},
	    {"draft: \"true\"", "draft"},
	    {"Draft: Yes", "draft"},
	    {"draft: maybe", "draft"},
	    {"draft: [true]", "draft"},
	    {"draft: false", NULL},
	    {"draft:", NULL},
	    {"published: false", "not published"},
	    {"published: true", NULL},
	    {"published: 2020-01-01", NULL},
	    {"headless: true", "headless"},
	    {"unlisted: true", "unlisted"},
	    {"in_search_index: false", "excluded from search"},
	    {"search: false", "excluded from search"},
	    {"search: {exclude: true}", "excluded from search"},
	    {"search: {boost: 2}", NULL},
	    {"extra: {draft: true}", "draft"},
	    {"params: {draft: true}", NULL},
	    {"title: x", NULL},
	};
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct frontmatter values;
	char text[200];
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		snprintf(text, sizeof text, "---\n%s\n---\n", cases[i].line);
		assert(parse(text, &values, &err) == FORNIX_OK);
		tap_string(values.skip_reason, cases[i].reason, cases[i].line);
		frontmatter_fini(&values);
	}
}

static void
test_values(void)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct frontmatter values;

	assert(parse("---\n"
		     "TITLE: A\n"
		     "permalink: /first/\n"
		     "url: /second/\n"
		     "slug: s\n"
		     "published: 2020-01-02\n"
		     "ExpiryDate: 2030-01-01\n"
		     "lastmod: 2021-05-05\n"
		     "taxonomies:\n"
		     "  tags: [a, b]\n"
		     "tags: b, c\n"
		     "---\n",
		   &values, &err) == FORNIX_OK);
	tap_string(values.title, "A", "keys are compared without case");
	tap_string(values.url, "/first/", "the first of two addresses");
	tap_number(values.url_line, 3, "with its line");
	tap_number(values.slug_line, 5, "and the slug's");
	tap_number(values.publish_date, 20200102, "published may be a day");
	tap_number(values.expiry_date, 20300101, "expiry");
	tap_number(values.lastmod, 20210505, "lastmod");
	tap_ok(values.tags.count == 3 && text_list_has(&values.tags, "a") &&
		   text_list_has(&values.tags, "c"),
	    "tags of all places, each once");
	tap_number((long long)notes.count, 0, "nothing to note");
	frontmatter_fini(&values);
}

/* Whatever the bytes, front matter ends within the file and nothing breaks. */
static void
test_noise(void)
{
	static const char *const seeds[] = {
	    "---\ntitle: 'x'\ntags: [a, \"b\"]\nauthor: {name: y}\ndate: 2020-01-01\n---\nbody",
	    "+++\ntitle = \"x\"\n[taxonomies]\ntags = ['a', \"\"\"b\"\"\"]\nx = {y = 1}\n+++\nbody",
	    "{\"title\": \"x\", \"tags\": [\"a\", {\"b\": 1}]}\nbody"};
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct frontmatter values;
	uint32_t random = 4711;
	unsigned fine = 0, refused = 0, i;

	for (i = 0; i < 6000; i++) {
		size_t length = strlen(seeds[i % 3]), k;
		char *copy = strdup(seeds[i % 3]);

		for (k = 0; k < 3; k++) {
			random = random * 1664525 + 1013904223;
			copy[(random >> 8) % length] =
			    "\"'[]{}:,=-+\n \\\xFF#.a0"[(random >> 4) % 20];
		}
		text_list_fini(&notes);
		if (frontmatter_parse(copy, length, "a.md", &values, &notes, &err) ==
		    FORNIX_OK) {
			assert(values.body <= length);
			fine++;
			frontmatter_fini(&values);
		} else {
			assert(err.message[0] == '\'');
			refused++;
		}
		free(copy);
	}
	tap_ok(fine > 0 && refused > 0, "noise: %u read, %u refused", fine, refused);
}

int
main(void)
{
	test_dates();
	test_since();
	test_body();
	test_errors();
	test_size();
	test_skip();
	test_values();
	test_noise();
	text_list_fini(&notes);
	return tap_done();
}
